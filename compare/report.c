// See report.h. The verdict in words, the order of the tables, and the commands.
#include "compare/report.h"
#include "compare/export.h"
#include "compare/figures.h"
#include "compare/history.h"
#include "compare/render.h"
#include "compare/report_tables.h"
#include "compare/store.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char guide[] =
#include "compare/READING.md.h"
    ;

// ---- The summary --------------------------------------------------------------------------------

static const char *interval_text(struct arena *arena, const struct statistics_interval *interval) {
  struct document *scratch = document_create(arena, "");
  struct table *table = document_add_table(scratch, "", "");
  table_add_column(table, "", "", COLUMN_VALUE);
  table_add_row(table, "");
  table_set_interval(table, 0, 0, interval, 1);
  return table_field_text(table, &table->rows[0].fields[0]);
}

static size_t *programs_of_means(const struct analysis *analysis, size_t *count) {
  size_t *programs = arena_array(analysis->arena, analysis->program_count, sizeof *programs);
  *count = 0;
  for (size_t i = 0; i < analysis->program_count; i++)
    if (analysis->programs[i].geometric_mean && !analysis->programs[i].process)
      programs[(*count)++] = i;
  return programs;
}

static bool has_apart(const struct analysis *analysis) {
  for (size_t i = 0; i < analysis->program_count; i++)
    if (analysis->programs[i].apart)
      return true;
  return false;
}

// "Against native C (geometric mean, 7 programs): mica-bytecode 12.3 [12.1, 12.6], ... times as
// long."
static void summarise_times(struct document *document, const struct analysis *analysis) {
  size_t count;
  size_t *programs = programs_of_means(analysis, &count);
  if (count == 0 && has_apart(analysis))
    return;
  ptrdiff_t baseline = analysis->baseline;
  size_t others = analysis->engine_count > 1 ? analysis->engine_count - 1 : 1;
  double alpha = analysis_level(analysis, others);
  const char *list = "";
  for (size_t engine = 0; baseline >= 0 && engine < analysis->engine_count; engine++) {
    size_t used;
    struct statistics_interval mean = analysis_geometric_mean(
        analysis, programs, count, (ptrdiff_t)engine, baseline, ANALYSIS_TIME, alpha, &used);
    if (used == 0 || (ptrdiff_t)engine == baseline)
      continue;
    const char *left_out =
        used < count ? arena_format(document->arena, " on %zu of them", used) : "";
    list = arena_format(document->arena, "%s%s%s %s%s", list, *list != '\0' ? ", " : "",
                        analysis->engines[engine].name, interval_text(document->arena, &mean),
                        left_out);
  }
  if (*list == '\0')
    document_add_summary(document,
                         arena_format(document->arena, "No time can be set against %s in this run.",
                                      analysis->baseline_name));
  else
    document_add_summary(document,
                         arena_format(document->arena,
                                      "Times as long as %s takes, geometric mean of %zu "
                                      "program%s: %s.",
                                      analysis->baseline_name, count, count == 1 ? "" : "s", list));
}

// "3 pass (T1, T4, G3)"; "" when the verdict was never given.
static const char *verdict_clause(struct arena *arena, const struct targets_result *result,
                                  enum target_verdict verdict) {
  const char *list = "";
  if (result->verdicts[verdict] == 0)
    return list;
  for (size_t i = 0; i < result->count; i++)
    if (result->rows[i].verdict == verdict)
      list = arena_format(arena, "%s%s%s", list, *list != '\0' ? ", " : "",
                          result->rows[i].target->id);
  return arena_format(arena, "%zu %s (%s)", result->verdicts[verdict], target_verdict_text(verdict),
                      list);
}

static void summarise_targets(struct document *document, const struct targets_result *result) {
  static const enum target_verdict order[] = {TARGET_FAIL, TARGET_UNDECIDED, TARGET_PASS,
                                              TARGET_EXCEEDED};
  const char *list = "";
  for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
    const char *clause = verdict_clause(document->arena, result, order[i]);
    if (*clause != '\0')
      list = arena_format(document->arena, "%s%s, ", list, clause);
  }
  document_add_summary(document, arena_format(document->arena, "Targets: %s%zu not measured.", list,
                                              result->verdicts[TARGET_NOT_MEASURED]));
}

// Cells whose times are not used, by what became of them.
static void summarise_cells(struct document *document, const struct analysis *analysis) {
  const char *list = "";
  size_t count = 0;
  for (size_t i = 0; i < analysis->program_count * analysis->engine_count; i++) {
    const struct analysis_cell *cell = analysis->cells[i];
    if (cell == NULL || cell->ok || strcmp(cell->status, "unavailable") == 0)
      continue;
    list = arena_format(document->arena, "%s%s%s on %s (%s)", list, count > 0 ? ", " : "",
                        cell->program->name, cell->engine->name, cell->status);
    count++;
  }
  if (count > 0)
    document_add_summary(document, arena_format(document->arena, "Not used, %zu cell%s: %s.", count,
                                                count == 1 ? "" : "s", list));
}

static void summarise_run(struct document *document, const struct analysis *analysis) {
  const struct analysis_run *run = &analysis->run;
  size_t least, greatest;
  analysis_pair_range(analysis, ANALYSIS_TIME, &least, &greatest);
  if (*run->shards_missing != '\0')
    document_add_summary(document, arena_format(document->arena,
                                                "This run is merged from shards, and %s: the "
                                                "tables hold the programs of the others.",
                                                run->shards_missing));
  if (strcmp(run->status, "complete") == 0 || *run->shards_missing != '\0')
    return;
  const char *what = strcmp(run->status, "running") == 0
                         ? "has no end: it was killed, or is still going"
                     : strcmp(run->status, "interrupted") == 0 ? "was interrupted"
                                                               : "failed";
  document_add_summary(document,
                       arena_format(document->arena,
                                    "This run %s: %zu of %d planned pairs are whole on every cell "
                                    "that was timed, and the tables hold what there is.",
                                    what, least, run->rounds));
}

static const char *add_clause(struct arena *arena, const char *sentence, const char *clause) {
  return *clause == '\0' ? sentence
                         : arena_format(arena, "%s%s%s", sentence, *sentence ? "; " : "", clause);
}

static const char *targets_clause(struct arena *arena, const struct targets_result *result) {
  enum { NAMED = 6 }; // more are counted: the next sentence names them all
  size_t measured = result->count - result->verdicts[TARGET_NOT_MEASURED];
  size_t fails = result->verdicts[TARGET_FAIL];
  const char *list = "";
  if (measured == 0)
    return "no target is measured";
  if (fails == 0)
    return arena_format(arena, "none of %zu targets fails", measured);
  for (size_t i = 0; i < result->count; i++)
    if (result->rows[i].verdict == TARGET_FAIL)
      list = arena_format(arena, "%s%s%s", list, *list != '\0' ? ", " : "",
                          result->rows[i].target->id);
  return arena_format(
      arena, fails > NAMED ? "%zu of %zu targets fail%s" : "%zu of %zu targets fail%s (%s)", fails,
      measured, fails == 1 ? "s" : "", list);
}

static size_t unused_cells(const struct analysis *analysis) {
  size_t count = 0;
  for (size_t i = 0; i < analysis->program_count * analysis->engine_count; i++) {
    const struct analysis_cell *cell = analysis->cells[i];
    count += cell != NULL && !cell->ok && strcmp(cell->status, "unavailable") != 0;
  }
  return count;
}

// The verdict in one sentence, which stands before all others.
static void summarise_verdict(struct document *document, const struct analysis *analysis,
                              const struct targets_result *targets) {
  struct arena *arena = document->arena;
  size_t unused = unused_cells(analysis);
  const char *sentence = report_fastest_clause(document, analysis);
  sentence = add_clause(arena, sentence, targets_clause(arena, targets));
  if (unused > 0)
    sentence = add_clause(arena, sentence,
                          arena_format(arena, "%zu cell%s without a result that counts", unused,
                                       unused == 1 ? " is" : "s are"));
  if (strcmp(analysis->run.status, "complete") != 0)
    sentence = add_clause(arena, sentence, "the run is not complete");
  document_add_summary(
      document, arena_format(arena, "%c%s.", toupper((unsigned char)sentence[0]), sentence + 1));
}

static const char *title_of(const struct analysis *analysis) {
  const struct analysis_run *run = &analysis->run;
  size_t least, greatest;
  analysis_pair_range(analysis, ANALYSIS_TIME, &least, &greatest);
  return arena_format(analysis->arena, "Fieldstone run %lld: size %s, %zu pair%s, %s",
                      (long long)run->id, run->size, least, least == 1 ? "" : "s", run->started);
}

static void summarise(struct document *document, const struct analysis *analysis,
                      const struct targets_result *targets) {
  if (analysis->run.smoke)
    document_add_summary(document,
                         "A smoke run: everything ran once and was checked. Its times are "
                         "shown for form and claim nothing.");
  else
    summarise_verdict(document, analysis, targets);
  if (!analysis->run.smoke)
    summarise_times(document, analysis);
  summarise_targets(document, targets);
  summarise_cells(document, analysis);
  summarise_run(document, analysis);
}

struct document *report_document(struct arena *arena, const struct analysis *analysis,
                                 const struct targets_result *targets,
                                 const struct growth_set *growth, const struct history *history) {
  struct document *document = document_create(arena, title_of(analysis));
  document->guide = guide;
  document->doubt = report_doubt(analysis);
  document_open_section(document, "Results");
  report_add_fastest(document, analysis);
  report_add_targets(document, targets);
  report_add_geometric_means(document, analysis);
  report_add_ratios(document, analysis, ANALYSIS_TIME);
  report_add_target_programs(document, targets);
  report_add_times(document, analysis);
  report_add_detectable(document, analysis);
  document_open_section(document, "Embedding");
  report_add_embedding(document, analysis);
  report_add_embedding_ratios(document, analysis);
  report_add_embedding_net(document, analysis);
  report_add_pipeline(document, analysis);
  report_add_pauses(document, analysis);
  report_add_embedding_memory(document, analysis);
  document_open_section(document, "Cold against steady");
  report_add_warmup(document, analysis);
  report_add_growth(document, analysis, growth);
  report_add_cold_starts(document, analysis);
  report_add_cold_steady(document, analysis);
  report_add_processes(document, analysis);
  report_add_ratios(document, analysis, ANALYSIS_PROCESS);
  report_add_instructions(document, analysis);
  document_open_section(document, "Profiles");
  report_add_profiles(document, analysis);
  if (history != NULL) {
    document_open_section(document, "History");
    report_add_history(document, history);
  }
  document_open_section(document, "Machine and versions");
  report_add_engines(document, analysis);
  report_add_machine(document, analysis);
  report_add_costs(document, analysis);
  report_add_cells(document, analysis);
  summarise(document, analysis, targets);
  return document;
}

// ---- Commands -----------------------------------------------------------------------------------

// So many runs of the history are in a report.
enum { REPORTED_RUNS = 20 };

// What a command works on: the analysis of a stored run and the verdicts, all in one arena.
struct session {
  struct arena *arena;
  struct targets *targets;
  struct analysis *analysis;
  struct growth_set growth;
  struct targets_result *result;
  struct history *history;
};

static void session_close(struct session *session) {
  arena_destroy(session->arena);
  targets_free(session->targets);
}

static bool load_analysis(struct session *session, const struct options *options, int64_t wanted,
                          struct error *error) {
  struct store *store = store_open(options->store_path, STORE_READ, error);
  if (store == NULL)
    return false;
  int64_t run_id = store_find_run(store, wanted, error);
  if (run_id != 0)
    session->analysis =
        analysis_load(session->arena, store_database(store), run_id, options->baseline, error);
  if (session->analysis != NULL)
    session->history = history_load(session->arena, store_database(store), session->analysis,
                                    REPORTED_RUNS, error);
  bool loaded =
      session->history != NULL &&
      growth_series_load(&session->growth, store_database(store), session->analysis, error);
  store_close(store);
  return loaded;
}

static bool session_open(struct session *session, const struct options *options, int64_t run_id) {
  struct error error = {.message = ""};
  *session = (struct session){.arena = arena_create()};
  session->targets = targets_load(options->targets_path, &error);
  if (session->targets != NULL && load_analysis(session, options, run_id, &error)) {
    session->result = targets_judge(session->analysis, session->targets);
    return true;
  }
  fprintf(stderr, "fieldstone: %s\n", error.message);
  session_close(session);
  return false;
}

// Adds the figures. A report without them is whole, so a gnuplot that is not installed is only
// mentioned.
static bool draw(const struct session *session, struct document *document) {
  struct error error = {.message = ""};
  bool missing;
  bool drawn =
      figures_add(document, session->analysis, session->result, &session->growth, &missing, &error);
  if (!drawn)
    fprintf(stderr, "fieldstone: %s\n", error.message);
  else if (missing)
    fprintf(stderr, "fieldstone: the report has no figures: gnuplot is not installed (Debian's "
                    "package gnuplot-nox)\n");
  report_add_flame_graphs(document, session->analysis);
  return drawn;
}

static struct export_source source_of(const struct session *session,
                                      const struct document *document) {
  return (struct export_source){.arena = session->arena,
                                .analysis = session->analysis,
                                .targets = session->result,
                                .document = document};
}

// Prints the run's tables and writes them to files. All are tried whatever becomes of the others.
static int publish(const struct session *session, const struct options *options) {
  struct document *document = report_document(session->arena, session->analysis, session->result,
                                              &session->growth, session->history);
  struct render_settings settings = render_settings_for_output(options->colour);
  const char *directory = arena_format(session->arena, "%s/latest", options->reports_directory);
  struct error error = {.message = ""};
  bool drawn = draw(session, document);
  struct export_source source = source_of(session, document);
  bool written =
      render_files(document, directory, &error) &&
      export_files(&source, arena_format(session->arena, "%s/exports", directory), &error);
  render_terminal(stdout, document, &settings);
  if (written)
    printf("All tables: %s/report.html, report.md, report.json, a .csv each and exports/.\n",
           directory);
  else
    fprintf(stderr, "fieldstone: %s\n", error.message);
  if (fflush(stdout) == 0 && !ferror(stdout))
    return written && drawn ? EXIT_FINE : EXIT_WENT_WRONG;
  fprintf(stderr, "fieldstone: the tables cannot be printed on standard output\n");
  return EXIT_WENT_WRONG;
}

int report_command(const struct options *options) {
  struct session session;
  if (!session_open(&session, options, options->run_id))
    return EXIT_WENT_WRONG;
  int status = publish(&session, options);
  session_close(&session);
  return status;
}

int export_command(const struct options *options) {
  struct session session;
  struct error error = {.message = ""};
  const struct export_format *format = export_find(options->format, &error);
  if (format == NULL) {
    fprintf(stderr, "fieldstone export: %s\n", error.message);
    return EXIT_WENT_WRONG;
  }
  if (!session_open(&session, options, options->run_id))
    return EXIT_WENT_WRONG;
  struct document *document = report_document(session.arena, session.analysis, session.result,
                                              &session.growth, session.history);
  struct export_source source = source_of(&session, document);
  bool written = export_one(&source, format, options->output, &error);
  if (!written)
    fprintf(stderr, "fieldstone: %s\n", error.message);
  session_close(&session);
  return written ? EXIT_FINE : EXIT_WENT_WRONG;
}

int report_run(const struct options *options, int64_t run_id) {
  struct session session;
  if (!session_open(&session, options, run_id))
    return EXIT_WENT_WRONG;
  int status = publish(&session, options);
  if (status == EXIT_FINE)
    status = targets_exit_status(session.result);
  session_close(&session);
  return status;
}

int targets_command(const struct options *options) {
  struct session session;
  if (!session_open(&session, options, options->run_id))
    return EXIT_WENT_WRONG;
  struct document *document = document_create(session.arena, "");
  struct render_settings settings = render_settings_for_output(options->colour);
  report_add_targets(document, session.result);
  report_add_target_programs(document, session.result);
  for (size_t i = 0; i < document->table_count; i++)
    render_terminal_table(stdout, document->tables[i], &settings);
  int status = targets_exit_status(session.result);
  session_close(&session);
  return status;
}
