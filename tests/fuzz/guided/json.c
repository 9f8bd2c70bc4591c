// libFuzzer: any text to JSON.parse. What it accepts must be the same after it was written and read
// again; what it refuses must be a SyntaxError, or a RangeError when it is nested too deeply.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/mica.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char script[] =
    "module.exports = (text) => {\n"
    "  let value;\n"
    "  try { value = JSON.parse(text); } catch (error) {\n"
    "    if (error instanceof SyntaxError || error instanceof RangeError) return;\n"
    "    throw error;\n"
    "  }\n"
    "  const written = JSON.stringify(value);\n"
    "  for (const indent of ['', '\\t', 3]) {\n"
    "    const again = JSON.stringify(JSON.parse(JSON.stringify(value, null, indent)));\n"
    "    if (again !== written) throw new Error(`${written}\\n${again}`);\n"
    "  }\n"
    "  const revived = JSON.parse(text, (key, part) => part);\n"
    "  if (JSON.stringify(revived) !== written) throw new Error('revived');\n"
    "};\n";

struct reader {
  mica_runtime *runtime;
  mica_handle *read;
};

// A runtime for all inputs, so that garbage and atoms pile up as in a server.
static struct reader make_reader(void) {
  struct reader reader = {mica_runtime_new(&(mica_options){.memory_limit = (size_t)256 << 20}), 0};
  mica_program *program;
  mica_error error;
  mica_value function;
  if (mica_compile(script, strlen(script), "json.js", &program, &error) != MICA_OK ||
      mica_run(reader.runtime, program, &function) != MICA_OK)
    abort();
  reader.read = mica_hold(reader.runtime, function);
  mica_program_release(program);
  return reader;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  static struct reader reader;
  if (!reader.runtime)
    reader = make_reader();
  mica_value text;
  if (mica_string(reader.runtime, (const char *)bytes, length, &text) != MICA_OK ||
      mica_call(reader.runtime, reader.read, &text, 1, NULL) != MICA_OK) {
    fprintf(stderr, "%s\n", mica_error_text(reader.runtime));
    abort();
  }
  return 0;
}
