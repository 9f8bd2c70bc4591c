// See process.h. hyperfine randomises the size of the environment by itself, so no padding of ours
// is added; without a shell (-N) it has nothing to calibrate and subtract.
#include "compare/process.h"

#include "compare/child.h"
#include "compare/text.h"

#include <stdio.h>
#include <stdlib.h>

bool process_available(void) {
  const char *const arguments[] = {"hyperfine", "--version", NULL};
  char *version = child_output(arguments);
  free(version);
  return version != NULL;
}

// Reads hyperfine's JSON; false when it is not as its version 1 writes it.
static bool read_result(const char *text, struct process_time *time) {
  json_t *document = json_loads(text, 0, NULL);
  const json_t *result = json_array_get(json_object_get(document, "results"), 0);
  const json_t *seconds = json_array_get(json_object_get(result, "times"), 0);
  const json_t *exit_code = json_array_get(json_object_get(result, "exit_codes"), 0);
  const json_t *user = json_object_get(result, "user"), *system = json_object_get(result, "system");
  bool good = json_is_number(seconds) && json_is_number(user) && json_is_number(system);
  if (good)
    *time = (struct process_time){
        .seconds = json_number_value(seconds),
        .user = json_number_value(user),
        .system = json_number_value(system),
        .exit_code = json_is_integer(exit_code) ? (int)json_integer_value(exit_code) : -1};
  json_decref(document);
  return good;
}

enum outcome process_measure(const struct driver_request *request, struct process_time *time,
                             char *message, size_t size) {
  char *command = driver_process_command(request), *output = text_copy("");
  const char *const arguments[] = {
      "hyperfine", "--shell=none",     "--runs",        "1",           "--warmup", "0", "--style",
      "none",      "--ignore-failure", "--export-json", "/dev/stdout", command,    NULL};
  // one block is one sample; the start of the process and hyperfine's own are allowed another
  double limit = 2 * request->limits.sample_seconds;
  struct child_request child = {.arguments = arguments,
                                .pin_cpu = request->limits.pin_cpu,
                                .line_limit_seconds = limit,
                                .total_limit_seconds = limit,
                                .interrupt_descriptor = request->limits.interrupt_descriptor};
  struct child_result result;
  struct error error;
  enum outcome outcome = OUTCOME_FAILED;
  if (!child_run(&child, child_collect_line, &output, &result, &error)) {
    snprintf(message, size, "%s", error.message);
  } else if (result.ending == CHILD_INTERRUPTED) {
    outcome = OUTCOME_INTERRUPTED;
  } else if (result.ending == CHILD_SILENT || result.ending == CHILD_OVERDUE) {
    outcome = OUTCOME_HUNG;
    snprintf(message, size, "killed: as a whole process alive for over %g s", limit);
  } else if (result.ending != CHILD_EXITED || result.exit_code || !read_result(output, time)) {
    snprintf(message, size, "hyperfine gives no time: %s",
             *result.error_output ? result.error_output : "its output is not understood");
  } else {
    outcome = OUTCOME_OK;
  }
  free(command);
  free(output);
  return outcome;
}
