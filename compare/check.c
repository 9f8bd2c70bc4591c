// See check.h.
//
// The check runs the counted variant of each program, which is made from the same source as the
// timed one, on a few seeds and two repetitions. That what is *timed* is right as well is seen to
// during the measurement: every sample carries a checksum, and check_expectations asks native C for
// what each has to be.
#include "compare/check.h"

#include "compare/commands.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  CHECK_REPETITIONS = 2, // consecutive seeds, one odd and one even
  CHECK_SEEDS_MAX = 3,
  SEED_STEP = 104729, // odd, so that the parity of the first seed changes
  LONGEST_WORD = 7,   // "crashed"
};

struct reference {
  struct driver_report reports[CHECK_SEEDS_MAX]; // native C's answer on each seed
  bool known;                                    // all of them are ok
};

bool check_agrees(double checksum, double expected, double tolerance) {
  return fabs(checksum - expected) <= tolerance * fmax(fabs(checksum), fabs(expected));
}

static int seed_count(const struct session *session) {
  return strcmp(session->options->size, "smoke") ? CHECK_SEEDS_MAX : 2;
}

static uint32_t seed_of(const struct session *session, int which) {
  return (uint32_t)((session->options->seed + (uint64_t)which * SEED_STEP) % (UINT64_C(1) << 31));
}

static struct driver_report ask(const struct session *session, const struct cell *cell,
                                const struct engine *engine, int which_seed) {
  struct driver_request request = session_request(session, cell, engine);
  struct driver_report report;
  request.check = true;
  request.repetitions = CHECK_REPETITIONS;
  request.warmup = 0;
  request.samples = 1;
  request.seed = seed_of(session, which_seed);
  driver_invoke(&request, &(struct driver_listener){0}, &report);
  return report;
}

static struct reference ask_reference(struct session *session, const struct cell *cell) {
  struct reference reference = {.known = true};
  const struct engine *engine = discover_reference(&session->catalogue);
  for (int s = 0; reference.known && s < seed_count(session); s++) {
    reference.reports[s] = ask(session, cell, engine, s);
    reference.known = reference.reports[s].outcome == OUTCOME_OK;
  }
  return reference;
}

// Says what differs; returns NULL when nothing does. The caller frees it.
static char *difference(const struct cell *cell, const struct driver_report *got,
                        const struct driver_report *wanted, uint32_t seed) {
  char *where = text_format("n %lld, seed %u, %d repetitions", (long long)cell->size->n,
                            (unsigned)seed, CHECK_REPETITIONS);
  char *text = NULL;
  if (!check_agrees(got->checksum, wanted->checksum, cell->program->tolerance))
    text = text_format("checksum %.17g is not native C's %.17g (%s)", got->checksum,
                       wanted->checksum, where);
  else if (got->work != wanted->work)
    text = text_format("work counter (%s) %.17g is not native C's %.17g (%s)", cell->program->work,
                       got->work, wanted->work, where);
  free(where);
  return text;
}

// Returns false when interrupted.
static bool check_cell(struct session *session, struct cell *cell,
                       const struct reference *reference) {
  bool is_reference = cell->engine == discover_reference(&session->catalogue);
  for (int s = 0; s < seed_count(session); s++) {
    struct driver_report report =
        is_reference ? reference->reports[s] : ask(session, cell, cell->engine, s);
    if (report.outcome == OUTCOME_INTERRUPTED)
      return false;
    if (report.outcome != OUTCOME_OK) {
      session_judge(session, cell, report.outcome, report.message);
      return true;
    }
    char *wrong = difference(cell, &report, &reference->reports[s], seed_of(session, s));
    if (!s || wrong) {
      cell->checksum = report.checksum;
      cell->work = report.work;
    }
    if (wrong) {
      session_judge(session, cell, OUTCOME_WRONG, wrong);
      free(wrong);
      return true;
    }
  }
  cell->checked_repetitions = CHECK_REPETITIONS;
  session_judge(session, cell, OUTCOME_OK, NULL);
  return true;
}

// A cell that needs no driver to be judged: the manifest says that the language cannot have it, or
// native C gives nothing to compare with.
static bool judge_without_driver(struct session *session, struct cell *cell,
                                 const struct reference *reference) {
  const char *reason =
      manifest_missing_reason(cell->program, cell->engine->language, cell->engine->driver);
  if (reason) {
    session_judge(session, cell, OUTCOME_UNAVAILABLE, reason);
    return true;
  }
  if (reference->known || cell->engine == discover_reference(&session->catalogue))
    return false;
  session_judge(session, cell, OUTCOME_FAILED,
                "native C gives no result to check this one against");
  return true;
}

// When all other drivers differ from native C and agree with one another, it is native C that is
// wrong: its cells say so too. `cells` are those of one program.
static void blame_reference(struct session *session, struct cell *cells, size_t count) {
  const char *reference_driver = discover_reference(&session->catalogue)->driver;
  const struct cell *first = NULL;
  size_t others = 0;
  for (size_t i = 0; i < count; i++) {
    if (!strcmp(cells[i].engine->driver, reference_driver))
      continue;
    if (cells[i].outcome != OUTCOME_WRONG)
      return;
    first = first ? first : &cells[i];
    if (!check_agrees(cells[i].checksum, first->checksum, cells[i].program->tolerance) ||
        cells[i].work != first->work)
      return;
    others++;
  }
  if (others < 2)
    return;
  char *message = text_format("the %zu engines of other languages agree on checksum %.17g and work "
                              "%.17g: the C source is the one that differs",
                              others, first->checksum, first->work);
  for (size_t i = 0; i < count; i++)
    if (!strcmp(cells[i].engine->driver, reference_driver))
      session_judge(session, &cells[i], OUTCOME_WRONG, message);
  free(message);
}

bool check_equivalence(struct session *session) {
  struct reference reference = {0};
  for (size_t i = 0, first = 0; i < session->cell_count; i++) {
    struct cell *cell = &session->cells[i];
    progress_step(session->progress, (double)i / (double)session->cell_count, -1,
                  "checking %s on %s", cell->program->name, cell->engine->name);
    if (!i || cell->program != cell[-1].program) {
      reference = ask_reference(session, cell);
      first = i;
    }
    if (interrupt_pending(&session->interrupt))
      return false;
    if (!judge_without_driver(session, cell, &reference) && !check_cell(session, cell, &reference))
      return false;
    if (i + 1 == session->cell_count || cell[1].program != cell->program)
      blame_reference(session, &session->cells[first], i + 1 - first);
  }
  return true;
}

// ---- Expected checksums -------------------------------------------------------------------------

static bool keep_checksum(const struct driver_sample *sample, void *context, enum outcome *outcome,
                          char *message, size_t size) {
  double *checksums = context;
  (void)outcome;
  (void)message;
  (void)size;
  checksums[sample->index] = sample->checksum;
  return true;
}

// Asks native C; returns NULL and says why in `report` when it does not answer.
static double *ask_checksums(const struct session *session, const struct cell *cell,
                             struct driver_report *report) {
  struct driver_request request =
      session_request(session, cell, discover_reference(&session->catalogue));
  double *checksums = memory_array((size_t)session_samples(cell), sizeof *checksums);
  const struct driver_listener listener = {.sample = keep_checksum, .context = checksums};
  request.no_counters = true;
  driver_invoke(&request, &listener, report);
  if (report->outcome == OUTCOME_OK)
    return checksums;
  free(checksums);
  return NULL;
}

// A copy of the checksums of an earlier cell of the same program with as many repetitions.
static double *copy_checksums(const struct session *session, size_t index) {
  const struct cell *cell = &session->cells[index];
  size_t bytes = (size_t)session_samples(cell) * sizeof(double);
  for (size_t i = index; i-- > 0 && session->cells[i].program == cell->program;)
    if (session->cells[i].expected && session->cells[i].repetitions == cell->repetitions)
      return memcpy(memory_array(1, bytes), session->cells[i].expected, bytes);
  return NULL;
}

bool check_expectations(struct session *session) {
  for (size_t i = 0; i < session->cell_count; i++) {
    struct cell *cell = &session->cells[i];
    struct driver_report report;
    if (cell->outcome != OUTCOME_OK || (cell->expected = copy_checksums(session, i)) ||
        (cell->expected = ask_checksums(session, cell, &report)))
      continue;
    if (report.outcome == OUTCOME_INTERRUPTED)
      return false;
    char *message = text_format("native C gives no checksums for %d repetitions: %s",
                                cell->repetitions, report.message);
    session_judge(session, cell, OUTCOME_FAILED, message);
    free(message);
  }
  return true;
}

// ---- The command --------------------------------------------------------------------------------

static int name_width(const struct session *session) {
  size_t width = strlen("program");
  for (size_t i = 0; i < session->cell_count; i++)
    width = strlen(session->cells[i].program->name) > width
                ? strlen(session->cells[i].program->name)
                : width;
  return (int)width;
}

// One word of a row, below the name of its engine; the last of a row has no blanks behind it.
static void print_word(const char *word, const char *engine, bool last) {
  int width = (int)strlen(engine) > LONGEST_WORD ? (int)strlen(engine) : LONGEST_WORD;
  if (last)
    printf("  %s\n", word);
  else
    printf("  %-*s", width, word);
}

static void print_matrix(const struct session *session) {
  int width = name_width(session);
  size_t columns = session->cell_count ? session_program_cells(session, 0) : 0;
  printf("%-*s", width, "program");
  for (size_t e = 0; e < columns; e++)
    print_word(session->cells[e].engine->name, session->cells[e].engine->name, e + 1 == columns);
  for (size_t i = 0; i < session->cell_count; i++) {
    const struct cell *cell = &session->cells[i];
    if (i % columns == 0)
      printf("%-*s", width, cell->program->name);
    print_word(cell->outcome == OUTCOME_UNAVAILABLE ? "n/a" : outcome_text(cell->outcome),
               cell->engine->name, (i + 1) % columns == 0);
  }
}

static void print_verdict(const struct session *session) {
  size_t counts[OUTCOME_INTERRUPTED + 1] = {0};
  for (size_t i = 0; i < session->cell_count; i++) {
    const struct cell *cell = &session->cells[i];
    counts[cell->outcome]++;
    if (cell->outcome != OUTCOME_OK)
      printf("%s: %s on %s: %s\n", outcome_text(cell->outcome), cell->program->name,
             cell->engine->name, cell->message);
  }
  size_t bad = session->cell_count - counts[OUTCOME_OK] - counts[OUTCOME_UNAVAILABLE];
  printf("%zu of %zu cells agree with native C in checksum and work on %d seeds",
         counts[OUTCOME_OK], session->cell_count, seed_count(session));
  if (counts[OUTCOME_UNAVAILABLE])
    printf(", %zu cannot be had", counts[OUTCOME_UNAVAILABLE]);
  if (bad)
    printf(", %zu do not agree", bad);
  printf("\n");
}

int check_command(const struct options *options) {
  struct session session;
  struct error error;
  int status = EXIT_WENT_WRONG;
  if (!session_begin(&session, options, false, &error)) {
    fprintf(stderr, "fieldstone check: %s\n", error.message);
  } else if (!check_equivalence(&session)) {
    progress_note(session.progress, "fieldstone check: interrupted");
  } else {
    progress_end(session.progress);
    session.progress = NULL;
    print_matrix(&session);
    print_verdict(&session);
    status = session_has_failures(&session) ? EXIT_FAILS : EXIT_FINE;
  }
  session_end(&session);
  return status;
}
