// Objects of the host's: an opaque pointer with methods and a finaliser, whose class is checked
// when it comes back. Errors go both ways, and a log tells of every call of the host.
#include <mica.h>
#include <stdlib.h>

struct counter {
  int count;
};

static mica_status add(mica_runtime *runtime, void *data, const mica_value *arguments,
                       unsigned count, mica_value *result) {
  struct counter *counter = data;
  double number;
  if (count < 1 || mica_to_number(arguments[0], &number) != MICA_OK)
    return mica_throw_error(runtime, MICA_CLASS_RANGE_ERROR, "add needs a number");
  counter->count += (int)number;
  *result = mica_number(counter->count);
  return MICA_OK;
}

static void finalize(void *pointer) {
  printf("gone with %d\n", ((struct counter *)pointer)->count);
  free(pointer);
}

static const mica_method methods[] = {{"add", 1, add}, {NULL, 0, NULL}};
static const mica_class counter_class = {
    .name = "Counter", .finalize = finalize, .methods = methods};

static void log_call(void *data, mica_runtime *runtime, const mica_logged_call *call) {
  (void)data;
  (void)runtime;
  printf("%s: %s\n", call->name, call->status == MICA_OK ? "returned" : "threw");
}

int main(void) {
  static const char source[] = "counter.add(2); counter.add(3);"
                               "try { counter.add('x'); } catch (error) { exports.error = error; }"
                               "exports.counter = counter;";
  mica_program *program;
  mica_error error;
  if (mica_compile(source, strlen(source), "objects.js", &program, &error) != MICA_OK)
    return fprintf(stderr, "%s\n", error.message);
  const mica_call_log log = {.function = log_call, .on = true};
  mica_runtime *runtime = mica_runtime_new(&(mica_options){.call_log = &log});
  mica_value object, exports, value;
  mica_host_object(runtime, &counter_class, calloc(1, sizeof(struct counter)), &object);
  mica_set_global(runtime, "counter", object);
  if (mica_run(runtime, program, &exports) != MICA_OK)
    return fprintf(stderr, "%s\n", mica_error_text(runtime));
  mica_get(runtime, exports, "error", &value);
  printf("an error: %s\n", mica_is_error(value) ? "yes" : "no");
  void *pointer;
  if (mica_get(runtime, exports, "counter", &value) == MICA_OK &&
      mica_unwrap(value, &counter_class, &pointer) == MICA_OK)
    printf("the host's own again: %d\n", ((struct counter *)pointer)->count);
  mica_runtime_free(runtime);
  mica_program_release(program);
}
// prints: add: returned
// prints: add: returned
// prints: add: threw
// prints: an error: yes
// prints: the host's own again: 5
// prints: gone with 5
