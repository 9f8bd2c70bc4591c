// Every sample as CSV, one a row: what R and pandas take in as it is. `ns` is the whole block, less
// one reading of the clock; `empty_ns` is what an empty call cost in the same process, so that the
// time of a repetition is ns / repetitions - empty_ns.
#include "compare/export.h"

#include <math.h>
#include <string.h>

// RFC 4180: a field that holds a comma, a quote or a line's end is quoted.
static void text_field(FILE *out, const char *text) {
  if (strpbrk(text, ",\"\n\r") == NULL) {
    fprintf(out, "%s,", text);
    return;
  }
  fputc('"', out);
  for (; *text != '\0'; text++)
    fprintf(out, *text == '"' ? "\"\"" : "%c", *text);
  fputs("\",", out);
}

static void invocation_rows(FILE *out, const struct export_source *source,
                            const struct analysis_cell *cell,
                            const struct analysis_invocation *invocation) {
  for (size_t i = 0; i < invocation->count; i++) {
    if (!isfinite(invocation->blocks[i]))
      continue;
    fprintf(out, "%lld,", (long long)source->analysis->run.id);
    text_field(out, cell->program->name);
    text_field(out, cell->engine->name);
    fprintf(out, "%d,%d,%zu,%d,%.12g,%d,", invocation->pair, invocation->half, i,
            i < invocation->warmup, invocation->blocks[i], invocation->repetitions[i]);
    if (isfinite(invocation->empty_ns))
      fprintf(out, "%.12g", invocation->empty_ns);
    fputc('\n', out);
  }
}

void export_samples(FILE *out, const struct export_source *source) {
  size_t index = 0;
  const struct analysis_cell *cell;
  fputs("run,program,engine,pair,half,index,warmup,ns,repetitions,empty_ns\n", out);
  while ((cell = export_next_cell(source, ANALYSIS_TIME, &index)) != NULL)
    for (size_t i = 0; i < cell->invocation_count; i++)
      invocation_rows(out, source, cell, &cell->invocations[i]);
}
