// See check.h.
//
// The check runs the counted variant of each program, which is made from the same source as the
// timed one, on a few seeds and two repetitions. That what is *timed* is right as well is seen to
// during the measurement: every sample carries a checksum, and check_expectations asks native C for
// what each has to be.
//
// The last seed is drawn when the check begins, unless the user has given one: results that were
// computed beforehand, for the seeds that everybody knows, do not pass. Nothing is timed, so that
// several drivers may be asked at once: first native C for all programs, then the rest.
#include "compare/check.h"

#include "compare/commands.h"
#include "compare/crew.h"

#include <limits.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum {
  CHECK_REPETITIONS = 2, // consecutive seeds, one odd and one even
  SEED_STEP = 104729,    // odd, so that the parity of the first seed changes
  LONGEST_WORD = 7,      // "crashed"
};

struct reference {
  struct driver_report reports[SESSION_SEEDS_MAX]; // native C's answer on each seed
  bool known;                                      // all of them are ok
};

struct check {
  struct session *session;
  struct reference *references; // one a program
  size_t columns;               // cells of a program
  pthread_mutex_t lock;         // over the session's progress and the number below
  size_t begun;                 // cells
};

bool check_agrees(double checksum, double expected, double tolerance) {
  return fabs(checksum - expected) <= tolerance * fmax(fabs(checksum), fabs(expected));
}

// Seeds a check: the one of the options, in the larger sizes a second, and one that nobody knew.
static void choose_seeds(struct session *session) {
  const struct options *options = session->options;
  session->seed_count = strcmp(options->size, "smoke") ? SESSION_SEEDS_MAX : SESSION_SEEDS_MAX - 1;
  for (int s = 0; s < session->seed_count; s++)
    session->seeds[s] = (uint32_t)((options->seed + (uint64_t)s * SEED_STEP) % (UINT64_C(1) << 31));
  uint32_t drawn;
  if (!options->seed_given && getrandom(&drawn, sizeof drawn, 0) == sizeof drawn)
    session->seeds[session->seed_count - 1] = drawn & INT_MAX;
}

static struct driver_report ask(const struct session *session, const struct cell *cell,
                                const struct engine *engine, int which_seed) {
  struct driver_request request = session_request(session, cell, engine);
  struct driver_report report;
  request.check = true;
  request.repetitions = CHECK_REPETITIONS;
  request.warmup = 0;
  request.samples = 1;
  request.seed = session->seeds[which_seed];
  driver_invoke(&request, &(struct driver_listener){0}, &report);
  return report;
}

static struct reference ask_reference(const struct session *session, const struct cell *cell) {
  struct reference reference = {.known = true};
  const struct engine *engine = discover_reference(&session->catalogue);
  for (int s = 0; reference.known && s < session->seed_count; s++) {
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
  else if (got->host_calls < wanted->host_calls || got->host_calls > wanted->host_calls)
    text = text_format("host_add was called %.17g times, by native C %.17g times (%s)",
                       got->host_calls, wanted->host_calls, where);
  free(where);
  return text;
}

static void judge(struct check *check, struct cell *cell, enum outcome outcome,
                  const char *message) {
  pthread_mutex_lock(&check->lock);
  session_judge(check->session, cell, outcome, message);
  pthread_mutex_unlock(&check->lock);
}

// Returns false when interrupted.
static bool check_cell(struct check *check, struct cell *cell, const struct reference *reference) {
  const struct session *session = check->session;
  bool is_reference = cell->engine == discover_reference(&session->catalogue);
  for (int s = 0; s < session->seed_count; s++) {
    struct driver_report report =
        is_reference ? reference->reports[s] : ask(session, cell, cell->engine, s);
    if (report.outcome == OUTCOME_INTERRUPTED)
      return false;
    if (report.outcome != OUTCOME_OK) {
      judge(check, cell, report.outcome, report.message);
      return true;
    }
    char *wrong = difference(cell, &report, &reference->reports[s], session->seeds[s]);
    if (!s || wrong) {
      cell->checksum = report.checksum;
      cell->work = report.work;
    }
    if (wrong) {
      judge(check, cell, OUTCOME_WRONG, wrong);
      free(wrong);
      return true;
    }
  }
  cell->checked_repetitions = CHECK_REPETITIONS;
  judge(check, cell, OUTCOME_OK, NULL);
  return true;
}

// A cell that needs no driver to be judged: the manifest says that the language cannot have it, or
// native C gives nothing to compare with.
static bool judge_without_driver(struct check *check, struct cell *cell,
                                 const struct reference *reference) {
  const char *reason =
      manifest_missing_reason(cell->program, cell->engine->language, cell->engine->driver);
  if (reason) {
    judge(check, cell, OUTCOME_UNAVAILABLE, reason);
    return true;
  }
  if (reference->known || cell->engine == discover_reference(&check->session->catalogue))
    return false;
  judge(check, cell, OUTCOME_FAILED, "native C gives no result to check this one against");
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

// Says that another cell is begun; native C's answers count as one each.
static void show(struct check *check, const struct cell *cell, const char *engine) {
  const struct session *session = check->session;
  size_t all = session->cell_count + session->cell_count / check->columns;
  pthread_mutex_lock(&check->lock);
  progress_step(session->progress, (double)check->begun++ / (double)all, -1, "checking %s on %s",
                cell->program->name, engine);
  pthread_mutex_unlock(&check->lock);
}

static bool refer(size_t program, void *context) {
  struct check *check = context;
  const struct cell *cell = &check->session->cells[program * check->columns];
  show(check, cell, discover_reference(&check->session->catalogue)->name);
  check->references[program] = ask_reference(check->session, cell);
  return !interrupt_pending(&check->session->interrupt);
}

static bool compare(size_t index, void *context) {
  struct check *check = context;
  struct cell *cell = &check->session->cells[index];
  const struct reference *reference = &check->references[index / check->columns];
  show(check, cell, cell->engine->name);
  return !interrupt_pending(&check->session->interrupt) &&
         (judge_without_driver(check, cell, reference) || check_cell(check, cell, reference));
}

bool check_equivalence(struct session *session, int jobs) {
  if (!session->cell_count)
    return true;
  struct check check = {.session = session,
                        .lock = PTHREAD_MUTEX_INITIALIZER,
                        .columns = session_program_cells(session, 0)};
  size_t programs = session->cell_count / check.columns;
  check.references = memory_array(programs, sizeof *check.references);
  choose_seeds(session);
  bool finished = crew_run(jobs, programs, refer, &check) &&
                  crew_run(jobs, session->cell_count, compare, &check);
  for (size_t p = 0; finished && p < programs; p++)
    blame_reference(session, &session->cells[p * check.columns], check.columns);
  free(check.references);
  return finished;
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
         counts[OUTCOME_OK], session->cell_count, session->seed_count);
  for (int s = 0; s < session->seed_count; s++)
    printf("%s%u", s ? ", " : " (", (unsigned)session->seeds[s]);
  printf(")");
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
  } else if (!check_equivalence(&session, options->jobs)) {
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
