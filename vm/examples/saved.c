// A program compiled once, kept as bytes and run from them: what a host does that compiles when it
// is built, and loads when it runs. Bytes from anywhere are safe to load: what is damaged is an
// error.
#include <mica.h>
#include <stdlib.h>

// Runs what `bytes` hold, without a copy of them.
static void run(const char *bytes, size_t length) {
  mica_program *program;
  mica_error error;
  if (mica_program_borrow(bytes, length, NULL, NULL, &program, &error) != MICA_OK) {
    printf("refused\n");
    return;
  }
  mica_runtime *runtime = mica_runtime_new(NULL);
  mica_value exports, total;
  double number = 0;
  if (mica_run(runtime, program, &exports) == MICA_OK &&
      mica_get(runtime, exports, "total", &total) == MICA_OK)
    mica_to_number(total, &number);
  printf("total %g\n", number);
  mica_runtime_free(runtime);
  mica_program_release(program);
}

int main(void) {
  static const char source[] = "let total = 0;"
                               "for (let i = 1; i <= 100; i++) total += i;"
                               "exports.total = total;";
  mica_program *program;
  mica_error error;
  char *bytes;
  size_t length;
  if (mica_compile(source, strlen(source), "total.js", &program, &error) != MICA_OK ||
      mica_program_save(program, &bytes, &length, &error) != MICA_OK)
    return fprintf(stderr, "%s\n", error.message);
  mica_program_release(program);
  printf("saved: %s\n", mica_is_saved_program(bytes, length) ? "yes" : "no");
  run(bytes, length);
  run(bytes, length / 2);
  free(bytes);
}
// prints: saved: yes
// prints: total 5050
// prints: refused
