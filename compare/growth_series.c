// See growth_series.h.
#include "compare/growth_series.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// ---- The line -----------------------------------------------------------------------------------

static struct growth fit(struct arena *arena, const struct growth_series *series) {
  double *sizes = arena_array(arena, series->count, sizeof *sizes);
  double *times = arena_array(arena, series->count, sizeof *times);
  for (size_t i = 0; i < series->count; i++) {
    sizes[i] = series->points[i].size;
    times[i] = series->points[i].time.estimate;
  }
  return growth_fit(sizes, times, series->count, ANALYSIS_ALPHA);
}

// ---- Series -------------------------------------------------------------------------------------

const char *growth_family(struct arena *arena, const char *name) {
  const char *end = strrchr(name, '_');
  if (end == NULL || !isdigit((unsigned char)end[1]))
    return name;
  const char *unit = end + 1 + strspn(end + 1, "0123456789");
  bool size = *unit == '\0' || ((*unit == 'k' || *unit == 'm') && unit[1] == '\0');
  return size ? arena_format(arena, "%.*s", (int)(end - name), name) : name;
}

struct collection {
  const struct analysis *analysis;
  struct growth_set *set;
};

static struct growth_series *find_or_add(struct collection *collection, const char *family,
                                         size_t engine) {
  struct growth_set *set = collection->set;
  struct arena *arena = collection->analysis->arena;
  for (size_t i = 0; i < set->count; i++)
    if (strcmp(set->series[i].family, family) == 0 && set->series[i].engine == engine)
      return &set->series[i];
  set->series = arena_grow(arena, set->series, set->count, sizeof *set->series);
  struct growth_series *series = &set->series[set->count++];
  *series = (struct growth_series){.family = family, .engine = engine};
  return series;
}

static void add_point(struct arena *arena, struct growth_series *series, double size,
                      const struct statistics_interval *time) {
  for (size_t i = 0; i < series->count; i++)
    if (series->points[i].size == size)
      return; // the latest run came first
  if (time->count == 0 || !(time->low > 0) || !(size > 0))
    return;
  series->points = arena_grow(arena, series->points, series->count, sizeof *series->points);
  series->points[series->count++] = (struct growth_point){size, *time};
}

// ---- Payloads -----------------------------------------------------------------------------------

static void add_payload(struct collection *collection, size_t program, double payload) {
  const struct analysis *analysis = collection->analysis;
  const char *family = growth_family(analysis->arena, analysis->programs[program].name);
  for (size_t engine = 0; engine < analysis->engine_count; engine++) {
    const struct analysis_side side = {.cell = analysis_cell(analysis, program, engine),
                                       .metric = ANALYSIS_TIME};
    if (side.cell == NULL || !side.cell->ok)
      continue;
    struct statistics_interval time =
        analysis_quantity(analysis, ANALYSIS_VALUE, &side, &side, ANALYSIS_ALPHA);
    struct growth_series *series = find_or_add(collection, family, engine);
    series->what = "payload";
    add_point(analysis->arena, series, payload, &time);
  }
}

// ---- Other runs ---------------------------------------------------------------------------------

static bool same_engine(const struct analysis_engine *one, const struct analysis_engine *other) {
  return strcmp(one->version, other->version) == 0 && strcmp(one->build, other->build) == 0;
}

// Adds the times of a run of programs at their size there, for engines that are the same.
static void add_run(struct collection *collection, const struct analysis *run) {
  const struct analysis *analysis = collection->analysis;
  for (size_t i = 0; i < analysis->program_count; i++)
    for (size_t j = 0; j < analysis->engine_count; j++) {
      const struct analysis_program *program = &analysis->programs[i];
      ptrdiff_t there = analysis_find_program(run, program->name);
      ptrdiff_t engine = analysis_find_engine(run, analysis->engines[j].name);
      if (program->payload > 0 || program->process || there < 0 || engine < 0 ||
          !same_engine(&analysis->engines[j], &run->engines[engine]))
        continue;
      const struct analysis_cell *cell = analysis_cell(run, (size_t)there, (size_t)engine);
      double units = cell == NULL || !cell->ok ? NAN : analysis_units(cell);
      if (isnan(units))
        continue;
      struct statistics_interval time = analysis_time(run, cell, ANALYSIS_TIME, ANALYSIS_ALPHA);
      struct growth_series *series = find_or_add(collection, program->name, j);
      series->what = program->work_unit;
      series->runs = true;
      add_point(analysis->arena, series, units, &time);
    }
}

// The latest run of each other size on this machine.
static int64_t *other_runs(sqlite3 *database, const struct analysis *analysis, size_t *count,
                           struct error *error) {
  int64_t *runs = NULL;
  sqlite3_stmt *statement = NULL;
  *count = 0;
  if (sqlite3_prepare_v2(database,
                         "SELECT max(id) FROM run WHERE machine_id = ? AND size NOT IN ('smoke', ?)"
                         " AND id <> ? GROUP BY size ORDER BY 1 DESC",
                         -1, &statement, NULL) == SQLITE_OK) {
    sqlite3_bind_text(statement, 1, analysis->run.machine_id, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 2, analysis->run.size, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 3, analysis->run.id);
    while (sqlite3_step(statement) == SQLITE_ROW) {
      runs = arena_grow(analysis->arena, runs, *count, sizeof *runs);
      runs[(*count)++] = sqlite3_column_int64(statement, 0);
    }
  }
  if (sqlite3_finalize(statement) != SQLITE_OK)
    error_set(error, "the runs of other sizes cannot be read: %s", sqlite3_errmsg(database));
  return runs;
}

static bool add_other_runs(struct collection *collection, sqlite3 *database, struct error *error) {
  const struct analysis *analysis = collection->analysis;
  if (*analysis->run.machine_id == '\0' || analysis->run.smoke)
    return true; // of a machine that is not known nothing can be said
  size_t count;
  error->message[0] = '\0';
  int64_t *runs = other_runs(database, analysis, &count, error);
  if (*error->message != '\0')
    return false;
  if (count > 0)
    add_run(collection, analysis);
  for (size_t i = 0; i < count; i++) {
    const struct analysis *run = analysis_load(analysis->arena, database, runs[i], NULL, error);
    if (run == NULL)
      return false;
    add_run(collection, run);
  }
  return true;
}

// ---- The set ------------------------------------------------------------------------------------

static int compare_sizes(const void *left, const void *right) {
  const struct growth_point *a = left, *b = right;
  return (a->size > b->size) - (a->size < b->size);
}

bool growth_series_load(struct growth_set *set, sqlite3 *database, const struct analysis *analysis,
                        struct error *error) {
  struct collection collection = {analysis, set};
  *set = (struct growth_set){.count = 0};
  for (size_t i = 0; i < analysis->program_count; i++)
    if (analysis->programs[i].payload > 0)
      add_payload(&collection, i, analysis->programs[i].payload);
  if (!add_other_runs(&collection, database, error))
    return false;
  size_t kept = 0;
  for (size_t i = 0; i < set->count; i++) {
    struct growth_series series = set->series[i];
    if (series.count < 2)
      continue;
    qsort(series.points, series.count, sizeof *series.points, compare_sizes);
    series.line = fit(analysis->arena, &series);
    set->series[kept++] = series;
  }
  set->count = kept;
  return true;
}
