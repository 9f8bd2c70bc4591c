// The functions of a profile as tables: see profile.h.
#include "compare/profile.h"

#include <string.h>

static void set_share(struct table *table, size_t row, size_t column, uint64_t part,
                      uint64_t whole) {
  double percent = whole > 0 ? 100 * (double)part / (double)whole : 0;
  table_set_number(table, row, column, percent, arena_format(table->arena, "%.2f %%", percent));
}

// Whole numbers: instructions, or nanoseconds, shown as milliseconds.
static void set_weight(struct table *table, size_t row, size_t column, const struct stacks *stacks,
                       double weight) {
  bool is_time = stacks->unit[0] == 'n';
  const char *text = is_time ? arena_format(table->arena, "%.1f ms", weight * 1e-6)
                             : arena_format(table->arena, "%.0f", weight);
  table_set_number(table, row, column, weight, text);
}

static void add_one(struct table *table, const struct stacks *stacks, int top) {
  uint64_t all = stacks_total(stacks, STACK_AFTER);
  size_t count;
  const struct stack_function *rows = stacks_functions(stacks, false, &count);
  table_add_column(table, "function", "function", COLUMN_LABEL);
  table_add_column(table, "self", arena_format(table->arena, "%s", stacks->unit), COLUMN_VALUE);
  table_add_column(table, "self-share", "self", COLUMN_VALUE);
  table_add_column(table, "total-share", "with callees", COLUMN_VALUE);
  for (size_t i = 0; i < count && i < (size_t)top; i++) {
    size_t row = table_add_row(table, "");
    table_set_text(table, row, 0, TONE_PLAIN, rows[i].name);
    set_weight(table, row, 1, stacks, (double)rows[i].self[STACK_AFTER]);
    set_share(table, row, 2, rows[i].self[STACK_AFTER], all);
    set_share(table, row, 3, rows[i].total[STACK_AFTER], all);
  }
  if (count > (size_t)top)
    table_add_note(table, arena_format(table->arena, "%zu more functions are not shown (--top).",
                                       count - (size_t)top));
}

static void add_change(struct table *table, size_t row, size_t column, const struct stacks *stacks,
                       uint64_t before, uint64_t after) {
  double change = (double)after - (double)before;
  bool is_time = stacks->unit[0] == 'n';
  const char *text = is_time ? arena_format(table->arena, "%+.1f ms", change * 1e-6)
                             : arena_format(table->arena, "%+.0f", change);
  table_set_number(table, row, column, change, text);
}

static void add_sides(struct table *table, size_t row, const struct stacks *stacks, uint64_t before,
                      uint64_t after) {
  set_weight(table, row, 1, stacks, (double)before);
  set_weight(table, row, 2, stacks, (double)after);
  add_change(table, row, 3, stacks, before, after);
  if (before > 0)
    table_set_number(table, row, 4, (double)after / (double)before,
                     table_significant(table->arena, (double)after / (double)before, 3));
  else
    table_set_text(table, row, 4, TONE_PLAIN, "new");
}

static void add_two(struct table *table, const struct stacks *stacks,
                    const char *const names[STACK_SIDES], int top) {
  size_t count;
  const struct stack_function *rows = stacks_functions(stacks, true, &count);
  table_add_column(table, "function", "function", COLUMN_LABEL);
  table_add_column(table, "before", names[STACK_BEFORE], COLUMN_VALUE);
  table_add_column(table, "after", names[STACK_AFTER], COLUMN_VALUE);
  table_add_column(table, "change", "change", COLUMN_VALUE);
  table_add_column(table, "ratio", "ratio", COLUMN_VALUE);
  for (size_t i = 0; i < count && i < (size_t)top; i++) {
    const uint64_t *self = rows[i].self;
    if (self[STACK_BEFORE] == self[STACK_AFTER])
      break;
    size_t row = table_add_row(table, "");
    table_set_text(table, row, 0, TONE_PLAIN, rows[i].name);
    add_sides(table, row, stacks, self[STACK_BEFORE], self[STACK_AFTER]);
  }
  size_t row = table_add_row(table, "");
  table_set_text(table, row, 0, TONE_STRONG, "all functions");
  add_sides(table, row, stacks, stacks_total(stacks, STACK_BEFORE),
            stacks_total(stacks, STACK_AFTER));
  table_add_note(table, "Functions by themselves, without their callees; those that changed most "
                        "come first.");
}

static void explain_names(struct table *table) {
  for (size_t row = 0; row < table->row_count; row++)
    if (strncmp(table->rows[row].fields[0].text, "0x", 2) == 0)
      table_add_note(table, "Addresses are of libraries without symbols: Debian's packages -dbgsym "
                            "have these; or of code that was made at run time.");
}

struct document *profile_document(const struct stacks *stacks, const char *title,
                                  const char *caption, const char *const names[STACK_SIDES],
                                  int top) {
  struct document *document = document_create(stacks->arena, title);
  struct table *table = document_add_table(document, "profile", "Functions");
  table->caption = caption;
  if (names == NULL)
    add_one(table, stacks, top);
  else
    add_two(table, stacks, names, top);
  explain_names(table);
  return document;
}
