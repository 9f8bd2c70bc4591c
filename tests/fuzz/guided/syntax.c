// libFuzzer: any bytes as a source. The parser and the compiler accept or refuse them, with a
// place, and leave nothing behind.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/mica.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void check_refusal(const mica_error *error) {
  if (error->line == 0 || error->column == 0 || error->message[0] == '\0')
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  mica_program *program;
  mica_error error;
  if (mica_compile((const char *)bytes, length, "fuzz.js", &program, &error) != MICA_OK) {
    check_refusal(&error);
    return 0;
  }
  FILE *nowhere = fopen("/dev/null", "w");
  if (!nowhere)
    abort();
  mica_program_disassemble(program, nowhere);
  fclose(nowhere);
  mica_program_release(program);
  return 0;
}
