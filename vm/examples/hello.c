// A host in little: gives a script a function, calls one of the script's, shows what goes wrong.
#include <mica.h>

static mica_status shout(mica_runtime *runtime, void *data, const mica_value *arguments,
                         unsigned count, mica_value *result) {
  const char *text;
  size_t length;
  if (count < 1 || mica_to_string(runtime, arguments[0], &text, &length) != MICA_OK)
    return mica_throw(runtime, "shout needs a string"); // an error that the script may catch
  *result = mica_number(fprintf((FILE *)data, "%s!\n", text));
  return MICA_OK;
}

int main(void) {
  static const char source[] = "exports.greet = (name) => shout('Hello, ' + name.trim());";
  mica_program *program;
  mica_error error;
  if (mica_compile(source, strlen(source), "greet.js", &program, &error) != MICA_OK)
    return fprintf(stderr, "greet.js:%u: %s\n%s\n", error.line, error.message, error.excerpt);
  mica_runtime *runtime = mica_runtime_new(NULL);
  mica_value exports, function, name, result;
  mica_function(runtime, "shout", 1, shout, stdout, &function);
  mica_set_global(runtime, "shout", function);
  if (mica_run(runtime, program, &exports) != MICA_OK)
    return fprintf(stderr, "%s\n", mica_error_text(runtime));
  mica_get(runtime, exports, "greet", &function);
  mica_handle *greet = mica_hold(runtime, function); // found once, called often
  double letters = 0;
  mica_string(runtime, " world ", 7, &name);
  if (mica_call(runtime, greet, &name, 1, &result) == MICA_OK)
    mica_to_number(result, &letters);
  if (mica_call(runtime, greet, NULL, 0, &result) != MICA_OK) // a greeting for undefined
    printf("%g letters, then %s\n", letters, mica_error_text(runtime));
  mica_runtime_free(runtime);
  mica_program_release(program);
}
// prints: Hello, world!
// prints: 14 letters, then TypeError: Cannot read properties of undefined (reading 'trim')
// prints:     at <anonymous> (greet.js:1:50)
