// The Go benchmark format (https://golang.org/design/14313-benchmark-format), which benchstat
// reads. An invocation is a line, as `go test -count` writes one for each time it has run a
// benchmark, so that benchstat has as many samples as there were processes.
//
// `BenchmarkFib/engine=lua-1`: the program with its first letter raised, the engine as a key that
// `benchstat -col /engine` takes, and the number of processors, which is always written: without it
// an engine's name that ends in a hyphen and digits would lose them. Iterations are the repetitions
// in the samples that count, ns/op is the median time of one, as in all tables. Counters follow as
// further units on the first invocation of a pair, which is the one they are read from.
#include "compare/export.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

// ---- Names --------------------------------------------------------------------------------------

// A name's part without what the format gives a meaning to: white space ends a field, `/` and `=`
// separate parts of a name, and `%` escapes.
static const char *escaped(struct arena *arena, const char *text) {
  const char *result = "";
  for (; *text != '\0'; text++) {
    unsigned char letter = (unsigned char)*text;
    bool plain = letter > ' ' && letter < 0x7f && strchr("/=%", letter) == NULL;
    result = plain ? arena_format(arena, "%s%c", result, letter)
                   : arena_format(arena, "%s%%%02X", result, letter);
  }
  return result;
}

// "Fib": a name goes on with a letter of upper case behind the word Benchmark.
static const char *raised(struct arena *arena, const char *name) {
  if (!isalpha((unsigned char)*name))
    return arena_format(arena, "Program_%s", escaped(arena, name));
  return arena_format(arena, "%c%s", toupper((unsigned char)*name), escaped(arena, name + 1));
}

// A unit is one field; those of allocation have names of their own in Go.
static const char *unit_of(struct arena *arena, const char *counter) {
  if (strcmp(counter, "allocations") == 0)
    return "allocs/op";
  if (strcmp(counter, "allocated_bytes") == 0)
    return "B/op";
  return escaped(arena, counter);
}

// ---- Configuration ------------------------------------------------------------------------------

// A line `key: value`; none without a value, which may hold anything but a line's end.
static void configuration(FILE *out, const char *key, const char *value) {
  if (*value == '\0')
    return;
  fprintf(out, "%s: ", key);
  for (; *value != '\0'; value++)
    fputc(*value == '\n' || *value == '\r' ? ' ' : *value, out);
  fputc('\n', out);
}

static const char *architecture(const char *name) {
  static const char *const names[][2] = {
      {"x86_64", "amd64"}, {"aarch64", "arm64"}, {"i686", "386"}, {"armv7l", "arm"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i][0], name) == 0)
      return names[i][1];
  return name;
}

// What is the same for all lines. Lines that are neither results nor `key: value` are ignored by
// all readers: they are for people, and for what must not tell two files apart.
static void head(FILE *out, const struct export_source *source) {
  const struct analysis_run *run = &source->analysis->run;
  const char *caution = export_caution(source);
  fprintf(out, "# fieldstone run %lld, %s, started %s\n", (long long)run->id, run->uuid,
          run->started);
  if (*caution != '\0')
    fprintf(out, "# %s\n", caution);
  configuration(out, "goos", "linux");
  configuration(out, "goarch", architecture(export_machine(source, "architecture")));
  configuration(out, "pkg", "fieldstone");
  configuration(out, "cpu", export_machine(source, "cpu"));
  configuration(out, "machine", run->machine_id);
  configuration(out, "size", run->size);
  configuration(out, "commit", run->commit_id);
}

static void name_cells_without_times(FILE *out, const struct export_source *source) {
  const struct analysis *analysis = source->analysis;
  for (size_t i = 0; i < analysis->program_count * analysis->engine_count; i++) {
    const struct analysis_cell *cell = analysis->cells[i];
    if (cell != NULL && !cell->program->process && (!cell->ok || cell->invocation_count == 0))
      fprintf(out, "# %s is left out: %s\n",
              escaped(source->arena, export_cell_name(source->arena, cell)),
              cell->ok ? "no time" : cell->status);
  }
}

// ---- Results ------------------------------------------------------------------------------------

static void counters(FILE *out, const struct export_source *source,
                     const struct analysis_cell *cell, int pair) {
  for (size_t i = 0; i < cell->counter_count; i++) {
    const struct analysis_counter *counter = &cell->counters[i];
    for (size_t j = 0; j < counter->count; j++)
      if (counter->pairs[j] == pair && isfinite(counter->values[j]))
        fprintf(out, "\t%.9g %s", counter->values[j], unit_of(source->arena, counter->name));
  }
}

// The line of an invocation; none for one without a time above 0.
static void result(FILE *out, const struct export_source *source, const struct analysis_cell *cell,
                   const char *name, size_t index) {
  const struct analysis_invocation *invocation = &cell->invocations[index];
  size_t count = invocation->count - invocation->warmup;
  double *times = arena_array(source->arena, count, sizeof *times);
  long long iterations = 0;
  for (size_t i = 0; i < count; i++) {
    times[i] = analysis_sample(invocation, invocation->warmup + i);
    iterations += invocation->repetitions[invocation->warmup + i];
  }
  double time = statistics_median(times, count);
  if (!(time > 0) || !isfinite(time))
    return;
  fprintf(out, "%s\t%lld\t%.9g ns/op", name, iterations, time);
  if (index == 0 || cell->invocations[index - 1].pair != invocation->pair)
    counters(out, source, cell, invocation->pair);
  fputc('\n', out);
}

void export_go(FILE *out, const struct export_source *source) {
  size_t index = 0;
  const struct analysis_cell *cell;
  head(out, source);
  name_cells_without_times(out, source);
  fputc('\n', out);
  while ((cell = export_next_cell(source, ANALYSIS_TIME, &index)) != NULL) {
    const char *name = arena_format(source->arena, "Benchmark%s/engine=%s-1",
                                    raised(source->arena, cell->program->name),
                                    escaped(source->arena, cell->engine->name));
    for (size_t i = 0; i < cell->invocation_count; i++)
      result(out, source, cell, name, i);
  }
}
