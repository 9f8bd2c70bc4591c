// See valgrind.h.
#include "compare/valgrind.h"

#include "compare/child.h"
#include "compare/text.h"

#include <stdlib.h>
#include <string.h>

bool valgrind_available(const char *wanted, struct error *error) {
  const char *const command[] = {"valgrind", "--version", NULL};
  char *version = child_output(command);
  bool there = version != NULL;
  free(version);
  return there || error_set(error,
                            "%s takes valgrind, which is not there; "
                            "type: apt-get install valgrind",
                            wanted);
}

// "setarch -R" where it works (a container may forbid it).
static const char *without_randomisation(void) {
  const char *const command[] = {"setarch", "-R", "echo", "works", NULL};
  char *output = child_output(command);
  bool works = output != NULL && strcmp(output, "works") == 0;
  free(output);
  return works ? "setarch -R" : "";
}

char *valgrind_command(const char *options, const struct driver_request *request) {
  char *driver = driver_process_command(request);
  char *line = text_format("exec env -i PATH=\"$PATH\" " CHILD_BOUND "=1 %s valgrind"
                           " --tool=callgrind %s %s",
                           without_randomisation(), options, driver);
  free(driver);
  return line;
}
