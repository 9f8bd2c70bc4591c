// See instructions.h. Two processes run one untimed block each, the second of twice as many
// repetitions: their difference is that of the repetitions alone, without starting, loading and
// ending. Both have the same environment and, where the kernel lets it, no randomised addresses:
// of the engines that draw no random numbers the count is then the same to the last instruction.
//
// Callgrind rather than cachegrind: it is as fast, and its count needs no cache model switched off.
#include "compare/instructions.h"

#include "compare/analysis.h"
#include "compare/child.h"
#include "compare/text.h"
#include "compare/valgrind.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  REPETITIONS = 4, // of the smaller block, or as many as the cell has
  TOTAL_LIMIT_SECONDS = 1800,
  SLOWDOWN = 100, // at most, under valgrind
};

// ---- Counting -----------------------------------------------------------------------------------

static bool take_line(char *line, void *context) {
  double *count = context;
  const char *found = strstr(line, "Collected :");
  if (found != NULL)
    *count = strtod(found + strlen("Collected :"), NULL);
  return true;
}

static const char *ending_of(const struct child_result *result) {
  switch (result->ending) {
  case CHILD_SIGNALLED:
    return "it crashed under valgrind";
  case CHILD_EXITED:
    return "it failed under valgrind";
  case CHILD_INTERRUPTED:
    return "interrupted";
  default:
    return "it takes too long under valgrind";
  }
}

// Instructions of a process with a block of `repetitions`; NAN with the reason in *why.
static double count_process(const struct session *session, const struct cell *cell, int repetitions,
                            const char **why) {
  struct driver_request request = session_request(session, cell, cell->engine);
  request.repetitions = repetitions;
  char *line = valgrind_command("--callgrind-out-file=/dev/null --log-fd=1", &request);
  const char *const arguments[] = {"sh", "-c", line, NULL};
  struct child_request child = {.arguments = arguments,
                                .pin_cpu = session->options->pin_cpu,
                                .line_limit_seconds =
                                    SLOWDOWN * session->options->sample_limit_seconds,
                                .total_limit_seconds = TOTAL_LIMIT_SECONDS,
                                .interrupt_descriptor = request.limits.interrupt_descriptor};
  struct child_result result;
  struct error error;
  double count = NAN;
  bool fine = child_run(&child, take_line, &count, &result, &error) &&
              result.ending == CHILD_EXITED && result.exit_code == 0;
  if (!fine || isnan(count)) {
    count = NAN;
    *why = ending_of(&result);
  }
  free(line);
  return count;
}

// Instructions of one repetition; NAN with the reason in *why.
static double count_cell(const struct session *session, const struct cell *cell, const char **why) {
  int repetitions = cell->repetitions < REPETITIONS ? cell->repetitions : REPETITIONS;
  double once = count_process(session, cell, repetitions, why);
  double twice = isnan(once) ? NAN : count_process(session, cell, 2 * repetitions, why);
  double count = (twice - once) / repetitions;
  double work = cell->checked_repetitions > 0 ? cell->work / cell->checked_repetitions : 0;
  if (count > work)
    return count;
  if (!isnan(count))
    *why = "its program runs in another process than the driver's, which valgrind does not follow";
  return NAN;
}

// ---- Storing ------------------------------------------------------------------------------------

// The first number of the first row; 0 where there is none, -1 after an error.
static int64_t ask(const struct store *store, const char *sql, int64_t cell, struct error *error) {
  sqlite3_stmt *query = NULL;
  int64_t found = 0;
  int status = sqlite3_prepare_v2(store_database(store), sql, -1, &query, NULL);
  if (status == SQLITE_OK) {
    sqlite3_bind_int64(query, 1, cell);
    status = sqlite3_step(query);
    if (status == SQLITE_ROW)
      found = sqlite3_column_int64(query, 0);
  }
  if (status != SQLITE_ROW && status != SQLITE_DONE) {
    store_error(store, "on looking for an invocation", error);
    found = -1;
  }
  sqlite3_finalize(query);
  return found;
}

static bool add_invocation(struct store *store, int64_t cell, int64_t *id, struct error *error) {
  struct store_invocation row = {.cell_id = cell};
  struct store_invocation_end end = {.timer_ns = NAN, .empty_ns = NAN, .status = "ok"};
  return store_add_invocation(store, &row, id, error) &&
         store_end_invocation(store, *id, &end, error);
}

static bool store_count(struct store *store, int64_t cell, double count, struct error *error) {
  int64_t invocation = ask(store,
                           "SELECT id FROM invocation WHERE cell_id = ? AND pair >= 0 AND"
                           " status = 'ok' ORDER BY pair, half LIMIT 1",
                           cell, error);
  if (invocation < 0 || (invocation == 0 && !add_invocation(store, cell, &invocation, error)))
    return false;
  return store_add_counter(store, invocation, INSTRUCTIONS_COUNTER, count, error);
}

bool instructions_count(struct session *session, struct store *store, struct error *error) {
  for (size_t i = 0; i < session->cell_count; i++) {
    const struct cell *cell = &session->cells[i];
    const char *why = "";
    if (interrupt_pending(&session->interrupt))
      return true;
    progress_step(session->progress, (double)i / (double)session->cell_count, -1,
                  "counting instructions: %s on %s", cell->program->name, cell->engine->name);
    int64_t counted = ask(store,
                          "SELECT count(*) FROM invocation i JOIN counter c ON"
                          " c.invocation_id = i.id WHERE i.cell_id = ? AND"
                          " c.name = '" INSTRUCTIONS_COUNTER "'",
                          cell->id, error);
    if (counted < 0)
      return false;
    if (cell->outcome != OUTCOME_OK || counted > 0 ||
        strcmp(cell->program->category, ANALYSIS_PROCESS_CATEGORY) == 0)
      continue;
    double count = count_cell(session, cell, &why);
    if (interrupt_pending(&session->interrupt))
      return true;
    if (isnan(count))
      progress_note(session->progress, "%s on %s: instructions are not counted: %s",
                    cell->program->name, cell->engine->name, why);
    else if (!store_count(store, cell->id, count, error))
      return false;
  }
  return true;
}
