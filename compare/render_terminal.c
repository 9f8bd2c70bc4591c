// The document on a terminal. Alignment and wrapping are libsmartcols'; which form of a table fits
// is decided here: each field in one line; else values with their interval below; else the columns
// of values in several blocks, each with the label columns in front, so that nothing is ever cut
// off.
#include "compare/render.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
  COLUMN_GAP = 2,
  WIDTH_WITHOUT_TERMINAL = 150,
  LEAST_WIDTH = 40,
  LEAST_PROSE_WIDTH = 16, // prose in a narrower column is not read
};

static const char indentation[] = "  ";

// How one block of a table is laid out.
struct layout {
  bool stacked;         // intervals below their values
  bool *visible;        // by column
  size_t *prose_widths; // by column; 0 = not wrapped
};

static const char *tone_colour(enum table_tone tone) {
  switch (tone) {
  case TONE_PLAIN:
    return NULL;
  case TONE_STRONG:
    return "bold";
  case TONE_GOOD:
    return "green";
  case TONE_BAD:
    return "red";
  case TONE_DOUBT:
    return "brown";
  case TONE_FAINT:
    return "halfbright";
  }
  return NULL;
}

// ---- Measuring ----------------------------------------------------------------------------------

static bool has_groups(const struct table *table) {
  return table->row_count > 0 && *table->rows[0].group != '\0';
}

static const char *value_line(const struct table *table, const struct table_field *field) {
  return field->straddles ? arena_format(table->arena, "~%s", field->text) : field->text;
}

static size_t field_width(const struct table *table, const struct table_field *field,
                          bool stacked) {
  if (!stacked || field->range == NULL)
    return table_text_width(table_field_text(table, field));
  size_t value = table_text_width(value_line(table, field));
  size_t range = table_text_width(field->range);
  return value > range ? value : range;
}

static size_t column_width(const struct table *table, size_t column, bool stacked) {
  size_t width = table_text_width(table->columns[column].title);
  for (size_t row = 0; row < table->row_count; row++) {
    size_t own = field_width(table, &table->rows[row].fields[column], stacked);
    if (column == 0 && has_groups(table)) {
      size_t group = table_text_width(table->rows[row].group);
      own += sizeof indentation - 1;
      own = group > own ? group : own;
    }
    width = own > width ? own : width;
  }
  return width;
}

// The width of the visible columns; without the wrapped ones, but with the gaps before them.
static size_t layout_width(const struct table *table, const struct layout *layout,
                           bool without_prose) {
  size_t width = 0;
  for (size_t column = 0; column < table->column_count; column++) {
    if (!layout->visible[column])
      continue;
    if (!without_prose || table->columns[column].style != COLUMN_PROSE)
      width += column_width(table, column, layout->stacked);
    width += column == 0 ? 0 : COLUMN_GAP;
  }
  return width;
}

static size_t prose_count(const struct table *table, const struct layout *layout) {
  size_t count = 0;
  for (size_t column = 0; column < table->column_count; column++)
    count += layout->visible[column] && table->columns[column].style == COLUMN_PROSE;
  return count;
}

// Shares `room` out among the columns of prose: what a column needs where that is less than an even
// share, the rest in even shares to the others. False when that leaves too little to read.
static bool share_prose_room(const struct table *table, struct layout *layout, size_t room) {
  size_t open = prose_count(table, layout);
  for (bool changed = true; changed && open > 0;) {
    changed = false;
    for (size_t column = 0; column < table->column_count; column++) {
      if (!layout->visible[column] || table->columns[column].style != COLUMN_PROSE ||
          layout->prose_widths[column] > 0)
        continue;
      size_t natural = column_width(table, column, false);
      if (natural > room / open)
        continue;
      layout->prose_widths[column] = natural;
      room -= natural;
      open--;
      changed = true;
      break;
    }
  }
  for (size_t column = 0; column < table->column_count; column++)
    if (open > 0 && layout->visible[column] && table->columns[column].style == COLUMN_PROSE &&
        layout->prose_widths[column] == 0)
      layout->prose_widths[column] = room / open;
  return open == 0 || room / open >= LEAST_PROSE_WIDTH;
}

// Where the next character goes while a text is wrapped.
struct wrapping {
  char *end;
  size_t column, indent, width;
};

static void break_line(struct wrapping *to) {
  *to->end++ = '\n';
  memset(to->end, ' ', to->indent);
  to->end += to->indent;
  to->column = to->indent;
}

static void append_word(struct wrapping *to, const char *word, size_t length) {
  for (size_t i = 0; i < length; i++) {
    bool starts = ((unsigned char)word[i] & 0xc0) != 0x80;
    if (starts && to->column >= to->width)
      break_line(to);
    *to->end++ = word[i];
    to->column += starts;
  }
}

// The text broken at word ends into lines at most `width` wide, of which the first begins at
// `column` and the others are indented. A word that is wider than a line is broken.
static const char *wrapped(struct arena *arena, const char *text, size_t column, size_t indent,
                           size_t width) {
  char *copy = arena_allocate(arena, (strlen(text) + 1) * (indent + 2));
  struct wrapping to = {.end = copy, .column = column, .indent = indent, .width = width};
  bool fresh = true;
  while (*(text += strspn(text, " \n")) != '\0') {
    size_t length = strcspn(text, " \n");
    const char *word = arena_format(arena, "%.*s", (int)length, text);
    if (!fresh && to.column + 1 + table_text_width(word) > width)
      break_line(&to);
    else if (!fresh)
      append_word(&to, " ", 1);
    append_word(&to, word, length);
    fresh = false;
    text += length;
  }
  return copy;
}

// ---- One block ----------------------------------------------------------------------------------

static void add_columns(struct libscols_table *block, const struct table *table,
                        const struct layout *layout) {
  for (size_t i = 0; i < table->column_count; i++) {
    const struct table_column *column = &table->columns[i];
    if (!layout->visible[i])
      continue;
    bool lines = layout->prose_widths[i] > 0 || (layout->stacked && column->interval);
    int flags = (column->style == COLUMN_VALUE ? SCOLS_FL_RIGHT : 0) | (lines ? SCOLS_FL_WRAP : 0);
    struct libscols_column *added = scols_table_new_column(block, column->title, 0, flags);
    if (added == NULL)
      continue;
    scols_cell_set_color(scols_column_get_header(added), "bold");
    if (lines) {
      scols_column_set_wrapfunc(added, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL);
      scols_column_set_safechars(added, "\n");
    }
  }
}

static void set_field(struct libscols_line *line, size_t index, const char *text,
                      enum table_tone tone) {
  scols_line_set_data(line, index, text);
  if (tone_colour(tone) != NULL)
    scols_cell_set_color(scols_line_get_cell(line, index), tone_colour(tone));
}

static void add_rule(struct libscols_table *block, const struct table *table,
                     const struct layout *layout) {
  struct libscols_line *line = scols_table_new_line(block, NULL);
  for (size_t i = 0, index = 0; line != NULL && i < table->column_count; i++) {
    if (!layout->visible[i])
      continue;
    size_t width = table_text_width(table->columns[i].title);
    char *rule = arena_allocate(table->arena, width + 1);
    memset(rule, '-', width);
    set_field(line, index++, rule, TONE_FAINT);
  }
}

static void add_row(struct libscols_table *block, const struct table *table, size_t row,
                    const struct layout *layout) {
  struct libscols_line *line = scols_table_new_line(block, NULL);
  for (size_t i = 0, index = 0; line != NULL && i < table->column_count; i++) {
    if (!layout->visible[i])
      continue;
    const struct table_field *field = &table->rows[row].fields[i];
    const char *text = table_field_text(table, field);
    if (layout->stacked && field->range != NULL)
      text = arena_format(table->arena, "%s\n%s", value_line(table, field), field->range);
    if (layout->prose_widths[i] > 0)
      text = wrapped(table->arena, text, 0, 0, layout->prose_widths[i]);
    if (i == 0 && has_groups(table))
      text = arena_format(table->arena, "%s%s", indentation, text);
    set_field(line, index++, text, field->tone);
  }
}

// Prints the table without the spaces that pad its lines to the end.
static void print_trimmed(FILE *out, struct libscols_table *block) {
  char *text = NULL;
  if (scols_print_table_to_string(block, &text) != 0 || text == NULL)
    return;
  for (const char *line = text; *line != '\0';) {
    size_t length = strcspn(line, "\n"), kept = length;
    while (kept > 0 && line[kept - 1] == ' ')
      kept--;
    fprintf(out, "%.*s\n", (int)kept, line);
    line += length + (line[length] != '\0');
  }
  free(text);
}

static void print_block(FILE *out, const struct table *table, const struct layout *layout,
                        const struct render_settings *settings) {
  struct libscols_table *block = scols_new_table();
  if (block == NULL)
    return;
  scols_table_enable_noencoding(block, 1);
  scols_table_enable_colors(block, settings->colour);
  scols_table_set_column_separator(block, "  ");
  scols_table_set_termforce(block, SCOLS_TERMFORCE_ALWAYS);
  scols_table_set_termwidth(block, settings->width);
  add_columns(block, table, layout);
  add_rule(block, table, layout);
  for (size_t row = 0; row < table->row_count; row++) {
    const char *group = table->rows[row].group;
    if (*group != '\0' && (row == 0 || strcmp(group, table->rows[row - 1].group) != 0)) {
      struct libscols_line *line = scols_table_new_line(block, NULL);
      if (line != NULL)
        set_field(line, 0, group, TONE_STRONG);
    }
    add_row(block, table, row, layout);
  }
  print_trimmed(out, block);
  scols_unref_table(block);
}

// ---- One table ----------------------------------------------------------------------------------

// Prints the columns of values in as many blocks as the width asks for.
static void print_blocks(FILE *out, const struct table *table, struct layout *layout,
                         const struct render_settings *settings) {
  size_t labels = 0;
  for (size_t i = 0; i < table->column_count; i++)
    if (table->columns[i].style == COLUMN_LABEL)
      labels += column_width(table, i, false) + COLUMN_GAP;
  for (size_t next = 0; next < table->column_count;) {
    size_t width = labels, shown = 0;
    for (size_t i = 0; i < table->column_count; i++)
      layout->visible[i] = table->columns[i].style == COLUMN_LABEL;
    for (; next < table->column_count; next++) {
      if (layout->visible[next] || table->columns[next].detail)
        continue;
      size_t own = column_width(table, next, false) + COLUMN_GAP;
      if (shown > 0 && width + own > settings->width + COLUMN_GAP)
        break;
      layout->visible[next] = true;
      width += own;
      shown++;
    }
    if (shown > 0)
      print_block(out, table, layout, settings);
    if (shown > 0 && next < table->column_count)
      fputc('\n', out);
  }
}

// Prints a paragraph after its lead; its second and later lines are indented.
static void print_wrapped(FILE *out, struct arena *arena, const char *lead, const char *text,
                          size_t indent, const struct render_settings *settings) {
  fprintf(out, "%s%s\n", lead,
          wrapped(arena, text, table_text_width(lead), indent, settings->width));
}

// Prints each row as a list of its fields, for a terminal too narrow for prose in columns.
static void print_lists(FILE *out, const struct table *table, const struct layout *layout,
                        const struct render_settings *settings) {
  for (size_t row = 0; row < table->row_count; row++) {
    const struct table_field *fields = table->rows[row].fields;
    fprintf(out, "%s\n", table_field_text(table, &fields[0]));
    for (size_t i = 1; i < table->column_count; i++) {
      const char *text = table_field_text(table, &fields[i]);
      if (layout->visible[i] && *text != '\0')
        print_wrapped(out, table->arena,
                      arena_format(table->arena, "%s%s: ", indentation, table->columns[i].title),
                      text, 2 * (sizeof indentation - 1), settings);
    }
  }
}

static void print_head(FILE *out, const struct table *table,
                       const struct render_settings *settings) {
  fprintf(out, "\n%s%s%s\n", settings->colour ? "\033[1m" : "", table->title,
          settings->colour ? "\033[0m" : "");
  if (*table->caption != '\0')
    print_wrapped(out, table->arena, "", table->caption, 0, settings);
  fputc('\n', out);
}

static void print_prose_table(FILE *out, const struct table *table, struct layout *layout,
                              const struct render_settings *settings) {
  size_t others = layout_width(table, layout, true);
  bool room = others < settings->width;
  if (room && share_prose_room(table, layout, settings->width - others))
    print_block(out, table, layout, settings);
  else
    print_lists(out, table, layout, settings);
}

static void print_body(FILE *out, const struct table *table,
                       const struct render_settings *settings) {
  struct layout layout = {
      .stacked = false,
      .visible = arena_array(table->arena, table->column_count, sizeof *layout.visible),
      .prose_widths = arena_array(table->arena, table->column_count, sizeof *layout.prose_widths),
  };
  for (size_t i = 0; i < table->column_count; i++)
    layout.visible[i] = !table->columns[i].detail;
  if (table->row_count == 0) {
    fputs("Nothing measured.\n", out);
    return;
  }
  if (layout_width(table, &layout, false) <= settings->width) {
    print_block(out, table, &layout, settings);
    return;
  }
  if (prose_count(table, &layout) > 0) {
    print_prose_table(out, table, &layout, settings);
    return;
  }
  layout.stacked = true;
  if (layout_width(table, &layout, false) <= settings->width) {
    print_block(out, table, &layout, settings);
    return;
  }
  layout.stacked = false;
  print_blocks(out, table, &layout, settings);
}

static void print_reasons(FILE *out, const struct table *table,
                          const struct render_settings *settings) {
  for (size_t i = 0; i < table->reason_count; i++)
    print_wrapped(out, table->arena, arena_format(table->arena, "[%zu] ", i + 1), table->reasons[i],
                  4, settings);
}

static void print_note(FILE *out, const struct table *table, const char *note,
                       const struct render_settings *settings) {
  print_wrapped(out, table->arena, "- ", note, 2, settings);
}

void render_terminal_table(FILE *out, const struct table *table,
                           const struct render_settings *settings) {
  print_head(out, table, settings);
  print_body(out, table, settings);
  print_reasons(out, table, settings);
  for (size_t i = 0; i < table->note_count; i++)
    print_note(out, table, table->notes[i], settings);
}

// ---- The document -------------------------------------------------------------------------------

// The tables in the order of the terminal: those of files left out, the closing ones last.
static struct table **printed_tables(const struct document *document, size_t *count) {
  struct table **tables =
      arena_array(document->arena, document->table_count, sizeof(struct table *));
  *count = 0;
  for (int closing = 0; closing <= 1; closing++)
    for (size_t i = 0; i < document->table_count; i++)
      if (!document->tables[i]->detail && table_is_shown(document->tables[i]) &&
          document->tables[i]->closing == (closing == 1))
        tables[(*count)++] = document->tables[i];
  return tables;
}

static bool has_note(const struct table *table, const char *note) {
  for (size_t i = 0; i < table->note_count; i++)
    if (strcmp(table->notes[i], note) == 0)
      return true;
  return false;
}

// Prints the notes of the last of the tables. What stands under an earlier one is pointed to
// instead of said again.
static void print_new_notes(FILE *out, struct table *const *tables, size_t last,
                            const struct render_settings *settings) {
  const struct table *table = tables[last], *pointed_to = NULL;
  for (size_t i = 0; i < table->note_count; i++) {
    size_t earlier = 0;
    while (earlier < last && !has_note(tables[earlier], table->notes[i]))
      earlier++;
    if (earlier == last)
      print_note(out, table, table->notes[i], settings);
    else
      pointed_to = tables[earlier];
  }
  if (pointed_to != NULL)
    print_note(out, table,
               arena_format(table->arena, "further notes as under \"%s\"", pointed_to->title),
               settings);
}

void render_terminal(FILE *out, const struct document *document,
                     const struct render_settings *settings) {
  size_t count;
  struct table **tables = printed_tables(document, &count);
  print_wrapped(out, document->arena, "", document->title, 0, settings);
  for (size_t i = 0; i < count; i++) {
    print_head(out, tables[i], settings);
    print_body(out, tables[i], settings);
    print_reasons(out, tables[i], settings);
    print_new_notes(out, tables, i, settings);
  }
  fputc('\n', out);
  for (size_t i = 0; i < document->summary_count; i++)
    print_wrapped(out, document->arena, "", document->summary[i], 0, settings);
}

struct render_settings render_settings_for_output(bool colour) {
  struct render_settings settings = {.width = WIDTH_WITHOUT_TERMINAL, .colour = colour};
  struct winsize window;
  const char *columns = getenv("COLUMNS");
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0)
    settings.width = window.ws_col;
  else if (columns != NULL && atoi(columns) > 0)
    settings.width = (size_t)atoi(columns);
  if (settings.width < LEAST_WIDTH)
    settings.width = LEAST_WIDTH;
  return settings;
}
