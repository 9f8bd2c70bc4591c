// libFuzzer: any bytes as a script, run on every tier within limits. None may crash, and
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

// The ways to run it: the last two with native code from that call of a function on.
static const struct {
  mica_tier tier;
  unsigned threshold;
} ways[] = {
    {MICA_TIER_TREE, 0}, {MICA_TIER_BYTECODE, 0}, {MICA_TIER_BASELINE, 1}, {MICA_TIER_BASELINE, 7}};
#define WAYS (sizeof ways / sizeof *ways)

static void run(mica_program *program, size_t way, struct result *result) {
  FILE *stream = open_memstream(&result->output, &result->output_bytes);
  mica_options options = {.tier = ways[way].tier,
                          .native_threshold = ways[way].threshold,
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

static _Noreturn void complain(const struct result *tree, const struct result *other, size_t way) {
  fprintf(stderr, "tree: status %d: %s\n%.*s\n", tree->status, tree->error, (int)tree->output_bytes,
          tree->output);
  fprintf(stderr, "tier %d, native code from call %u on: status %d: %s\n%.*s\n", ways[way].tier,
          ways[way].threshold, other->status, other->error, (int)other->output_bytes,
          other->output);
  abort();
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
  mica_program *program;
  mica_error error;
  if (mica_compile((const char *)bytes, length, "fuzz.js", &program, &error) != MICA_OK)
    return -1; // not for the corpus
  struct result results[WAYS] = {0};
  for (size_t i = 0; i < WAYS; i++)
    run(program, i, &results[i]);
  mica_program_release(program);
  for (size_t i = 1; i < WAYS; i++)
    if (!was_limited(&results[0]) && !was_limited(&results[i]) && !is_incomparable(bytes, length) &&
        differ(&results[0], &results[i]))
      complain(&results[0], &results[i], i);
  for (size_t i = 0; i < WAYS; i++) {
    free(results[i].output);
    free(results[i].error);
  }
  return 0;
}
