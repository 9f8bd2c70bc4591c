// `require` from wherever the host keeps its modules: here a table in the executable. The loader
// says first which module is meant, by a canonical name, and then, once in a runtime, what is in
// it. What one runtime has compiled of it others run without compiling.
#include <mica.h>
#include <stdlib.h>

struct source {
  const char *name, *text;
  mica_program *program; // once it has been compiled
};

static struct source sources[] = {
    {"app/main.js",
     "const { area } = require('./shapes');\n"
     "console.log(area(require('./sizes.json')));\n"
     "try { require('./none'); } catch (e) { console.log(e.code, e.message); }\n",
     NULL},
    {"app/shapes.js", "exports.area = ({ width, height }) => width * height;\n", NULL},
    {"app/sizes.json", "{ \"width\": 6, \"height\": 7 }", NULL},
};
#define SOURCE_COUNT (sizeof sources / sizeof *sources)

static struct source *find(const char *name) {
  for (size_t at = 0; at < SOURCE_COUNT; at++)
    if (strcmp(sources[at].name, name) == 0)
      return &sources[at];
  return NULL;
}

// "./shapes" in "app/main.js" is "app/shapes" or "app/shapes.js".
static mica_status resolve(void *data, const char *specifier, const char *from,
                           char name[MICA_MODULE_NAME_BYTES], mica_module_error *error) {
  (void)data;
  const char *slash = from ? strrchr(from, '/') : NULL;
  int folder = slash ? (int)(slash - from) + 1 : 0;
  const char *path = strncmp(specifier, "./", 2) == 0 ? specifier + 2 : specifier;
  const char *const endings[] = {"", ".js"};
  for (size_t at = 0; at < 2; at++) {
    int length = snprintf(name, MICA_MODULE_NAME_BYTES, "%.*s%s%s", folder, from ? from : "", path,
                          endings[at]);
    if (length > 0 && length < MICA_MODULE_NAME_BYTES && find(name))
      return MICA_OK;
  }
  error->code = "MODULE_NOT_FOUND";
  snprintf(error->message, sizeof error->message, "there is no %s", specifier);
  return MICA_ERROR_THROWN;
}

static mica_status load(void *data, const char *name, mica_module *module,
                        mica_module_error *error) {
  (void)data;
  (void)error;
  const struct source *source = find(name);
  if (source->program) {
    module->program = mica_program_retain(source->program);
    return MICA_OK;
  }
  module->length = strlen(source->text);
  module->text = malloc(module->length); // the runtime frees it
  if (!module->text)
    return MICA_ERROR_MEMORY;
  memcpy(module->text, source->text, module->length);
  module->is_json = strstr(name, ".json") != NULL;
  printf("[%s is read]\n", name);
  return MICA_OK;
}

static void keep(void *data, const char *name, mica_program *program) {
  (void)data;
  find(name)->program = mica_program_retain(program);
}

int main(void) {
  const struct source *first = &sources[0];
  mica_error error;
  mica_program *program;
  if (mica_compile(first->text, strlen(first->text), first->name, &program, &error) != MICA_OK)
    return EXIT_FAILURE;
  const mica_loader loader = {.resolve = resolve, .load = load, .compiled = keep};
  const mica_options options = {.loader = &loader};
  for (int turn = 0; turn < 2; turn++) {
    mica_runtime *runtime = mica_runtime_new(&options);
    if (!runtime || mica_run(runtime, program, NULL) != MICA_OK)
      return EXIT_FAILURE;
    mica_runtime_free(runtime);
  }
  mica_program_release(program);
  for (size_t at = 0; at < SOURCE_COUNT; at++)
    if (sources[at].program)
      mica_program_release(sources[at].program);
}
// prints: [app/shapes.js is read]
// prints: [app/sizes.json is read]
// prints: 42
// prints: MODULE_NOT_FOUND there is no ./none
// prints: [app/sizes.json is read]
// prints: 42
// prints: MODULE_NOT_FOUND there is no ./none
