// libFuzzer: any bytes as a script, run on every tier within limits. Neither tier may crash, and
// they must print the same and end in the same way, unless a limit has ended one of them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/mica.h"

#define MEMORY_LIMIT ((size_t)64 << 20)
// Few enough that no recursion reaches the end of a stack, which is at another depth on each tier
// and which a script can tell.
#define INSTRUCTION_LIMIT 1500
#define STACK_LIMIT ((size_t)16 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

// What came of a script on one tier.
struct result {
  mica_status status;
  char *output, *error;
  size_t output_bytes, peak_bytes;
};

static void run(mica_program *program, mica_tier tier, struct result *result) {
  FILE *stream = open_memstream(&result->output, &result->output_bytes);
  mica_options options = {.tier = tier,
                          .memory_limit = MEMORY_LIMIT,
                          .stack_limit = STACK_LIMIT,
                          .instruction_limit = INSTRUCTION_LIMIT,
                          .output = stream,
                          .error_output = stream};
  mica_runtime *runtime = mica_runtime_new(&options);
  if (!stream || !runtime)
    abort();
  result->status = mica_run(runtime, program, NULL);
  result->error = strdup(result->status == MICA_OK ? "" : mica_error_text(runtime));
  result->error[strcspn(result->error, "\n")] = '\0'; // the trace is compared by the tests
  result->peak_bytes = mica_memory_usage(runtime).peak_bytes;
  mica_runtime_free(runtime);
  fclose(stream);
}

static bool was_limited(const struct result *result) {
  return result->status == MICA_ERROR_LIMIT || result->peak_bytes > MEMORY_LIMIT / 4;
}

static bool differ(const struct result *a, const struct result *b) {
  return a->status != b->status || a->output_bytes != b->output_bytes ||
         memcmp(a->output, b->output, a->output_bytes) != 0 || strcmp(a->error, b->error) != 0;
}

// Its output is the clock's or the dice's, or a place in the source, which a test compares.
static bool is_incomparable(const uint8_t *bytes, size_t length) {
  static const char *const words[] = {"random", "now", "stack", "Stack"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (memmem(bytes, length, words[i], strlen(words[i])))
      return true;
  return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  static const mica_tier tiers[2] = {MICA_TIER_TREE, MICA_TIER_BYTECODE};
  mica_program *program;
  mica_error error;
  if (mica_compile((const char *)bytes, length, "fuzz.js", &program, &error) != MICA_OK)
    return -1; // not for the corpus
  struct result results[2] = {0};
  for (int i = 0; i < 2; i++)
    run(program, tiers[i], &results[i]);
  mica_program_release(program);
  if (!was_limited(&results[0]) && !was_limited(&results[1]) && !is_incomparable(bytes, length) &&
      differ(&results[0], &results[1])) {
    for (int i = 0; i < 2; i++)
      fprintf(stderr, "%s: status %d: %s\n%.*s\n", i ? "bytecode" : "tree", results[i].status,
              results[i].error, (int)results[i].output_bytes, results[i].output);
    abort();
  }
  for (int i = 0; i < 2; i++) {
    free(results[i].output);
    free(results[i].error);
  }
  return 0;
}
