// A host in C++: prints "84 of mica" if what mica.h declares can be used from there.
#include <mica.h>

#include <string>

static mica_status twice(mica_runtime *, void *, const mica_value *arguments, unsigned count,
                         mica_value *result) {
  double number = 0;
  if (count > 0)
    mica_to_number(arguments[0], &number);
  *result = mica_number(2 * number);
  return MICA_OK;
}

int main() {
  const std::string source = "module.exports = `${twice(42)} of mica`;";
  mica_options options = {};
  options.memory_limit = 16 << 20;
  mica_runtime *runtime = mica_runtime_new(&options);
  mica_program *program;
  mica_error error;
  mica_value function, exports;
  const char *text;
  size_t length;
  bool is_right =
      mica_compile(source.data(), source.size(), "host.js", &program, &error) == MICA_OK &&
      mica_function(runtime, "twice", 1, twice, nullptr, &function) == MICA_OK &&
      mica_set_global(runtime, "twice", function) == MICA_OK &&
      mica_run(runtime, program, &exports) == MICA_OK &&
      mica_to_string(runtime, exports, &text, &length) == MICA_OK;
  if (is_right)
    puts(text);
  mica_runtime_free(runtime);
  mica_program_release(program);
  return is_right ? 0 : 1;
}
