// What `hyperfine --export-json` writes, for its own scripts and whatever else reads it: the times
// of whole processes. Its conventions: seconds; the standard deviation has n - 1 in its
// denominator and is null for one run; user and system are means over the runs. A command is named
// "fib/lua", since the line that was run holds paths of one machine; program and engine stand in
// `parameters`, where `hyperfine --parameter-list` has such.
#include "compare/export.h"

#include <math.h>

static json_t *times_of(const struct analysis_cell *cell) {
  json_t *times = json_array();
  for (size_t i = 0; i < cell->process_count; i++)
    json_array_append_new(times, export_number(cell->processes[i].seconds));
  return times;
}

// Processes that ended otherwise are in no table and not here.
static json_t *exit_codes_of(const struct analysis_cell *cell) {
  json_t *codes = json_array();
  for (size_t i = 0; i < cell->process_count; i++)
    json_array_append_new(codes, json_integer(0));
  return codes;
}

struct moments {
  double mean, deviation, median, user, system, least, greatest; // seconds
};

static struct moments moments_of(struct arena *arena, const struct analysis_cell *cell) {
  size_t count = cell->process_count;
  double *seconds = arena_array(arena, count, sizeof *seconds), squares = 0;
  struct moments moments = {.least = HUGE_VAL, .greatest = -HUGE_VAL};
  for (size_t i = 0; i < count; i++) {
    seconds[i] = cell->processes[i].seconds;
    moments.mean += seconds[i] / (double)count;
    moments.user += cell->processes[i].user / (double)count;
    moments.system += cell->processes[i].system / (double)count;
    moments.least = fmin(moments.least, seconds[i]);
    moments.greatest = fmax(moments.greatest, seconds[i]);
  }
  for (size_t i = 0; i < count; i++)
    squares += (seconds[i] - moments.mean) * (seconds[i] - moments.mean);
  moments.deviation = count > 1 ? sqrt(squares / (double)(count - 1)) : NAN;
  moments.median = statistics_median(seconds, count);
  return moments;
}

static json_t *result(struct arena *arena, const struct analysis_cell *cell) {
  struct moments moments = moments_of(arena, cell);
  return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:{s:s, s:s}}", "command",
                   export_cell_name(arena, cell), "mean", export_number(moments.mean), "stddev",
                   export_number(moments.deviation), "median", export_number(moments.median),
                   "user", export_number(moments.user), "system", export_number(moments.system),
                   "min", export_number(moments.least), "max", export_number(moments.greatest),
                   "times", times_of(cell), "exit_codes", exit_codes_of(cell), "parameters",
                   "program", cell->program->name, "engine", cell->engine->name);
}

void export_hyperfine(FILE *out, const struct export_source *source) {
  size_t index = 0;
  const struct analysis_cell *cell;
  json_t *results = json_array();
  while ((cell = export_next_cell(source, ANALYSIS_PROCESS, &index)) != NULL)
    json_array_append_new(results, result(source->arena, cell));
  export_json(out, json_pack("{s:o}", "results", results));
}
