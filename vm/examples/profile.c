// What a script spends its instructions on, and which chains of callers spend them: counted from
// one moment to another, and written in forms for people and for tools. While nothing is counted,
// nothing is slower.
#include <mica.h>
#include <stdlib.h>

static const char source[] = "let sum = 0;\n"
                             "for (let i = 0; i < 777; i++) sum += i * 0.5;\n";

static const mica_profile_options opcodes = {.sections = MICA_PROFILE_OPCODES};
static const mica_profile_options functions = {.sections = MICA_PROFILE_FUNCTIONS,
                                               .deterministic = true};

int main(void) {
  mica_program *program;
  mica_error error;
  if (mica_compile(source, strlen(source), "loop.js", &program, &error) != MICA_OK)
    return EXIT_FAILURE;
  mica_runtime *runtime = mica_runtime_new(&(mica_options){.tier = MICA_TIER_BYTECODE});
  if (!runtime || mica_profile_start(runtime, &opcodes) != MICA_OK ||
      mica_run(runtime, program, NULL) != MICA_OK)
    return EXIT_FAILURE;

  char *json;
  size_t length;
  FILE *memory = open_memstream(&json, &length);
  if (!memory || mica_profile_write(runtime, MICA_PROFILE_JSON, 0, memory) != MICA_OK)
    return EXIT_FAILURE;
  fclose(memory);

  const char *loop = strstr(json, "{\"opcode\": \"LOOP");
  printf("%.*s\n", loop ? (int)strcspn(loop, "}") + 1 : 0, loop ? loop : "");
  free(json);

  mica_profile_stop(runtime);  // what was counted stays
  mica_profile_reset(runtime); // now it is forgotten
  printf("after the profile: status %d\n",
         mica_profile_write(runtime, MICA_PROFILE_TABLE, 3, stdout));

  // Where the time goes, as chains of callers; counted in instructions, so that it is the same
  // each time.
  if (mica_profile_start(runtime, &functions) != MICA_OK ||
      mica_run(runtime, program, NULL) != MICA_OK ||
      mica_profile_write(runtime, MICA_PROFILE_COLLAPSED, 0, stdout) != MICA_OK)
    return EXIT_FAILURE;
  mica_runtime_free(runtime);
  mica_program_release(program);
}
// prints: {"opcode": "LOOP_INCREMENT_LESS", "count": 777, "slowPaths": 0}
// prints: after the profile: status 6
// prints: <module> (loop.js:1) 2336
