// Tables and the document that holds them, as data: what is said, not how it looks.
//
// A table has columns and rows of fields. A field is a text, a number, a value with its interval,
// or missing with a reason. Numbers are kept as measured, in the unit that the column or the row
// names for tools, beside the text that people read (three significant digits, in a unit that suits
// the row). Rows of one group follow each other. Notes stand under the table; the reasons of its
// missing fields are numbered. The renderers (render.h) derive every format from this, so that no
// two of them can say different things.
#pragma once

#include "compare/arena.h"
#include "compare/statistics.h"

#include <stdbool.h>
#include <stddef.h>

enum table_kind { TABLE_EMPTY, TABLE_TEXT, TABLE_NUMBER, TABLE_INTERVAL, TABLE_MISSING };

enum table_tone { TONE_PLAIN, TONE_STRONG, TONE_GOOD, TONE_BAD, TONE_DOUBT, TONE_FAINT };

enum table_column_style {
  COLUMN_LABEL, // names the row: to the left, repeated when a table is split
  COLUMN_VALUE, // to the right
  COLUMN_PROSE, // to the left, wrapped
};

struct table_column {
  const char *key;   // for tools: stable, lower case
  const char *title; // for people
  enum table_column_style style;
  bool detail;   // only in files
  bool interval; // some field of it is an interval
};

struct table_field {
  enum table_kind kind;
  enum table_tone tone;
  const char *text;  // without the interval; never NULL
  const char *data;  // what tools get instead of `text`; NULL = the same
  const char *range; // "[3.38, 3.47]"; NULL where there is none
  bool straddles;    // the interval holds the value that the field is compared with: undecided
  struct statistics_interval interval; // of TABLE_NUMBER only the estimate
  size_t reason;                       // of TABLE_MISSING: from 1
};

struct table_row {
  const char *group;          // "" for none
  struct table_field *fields; // one a column
};

struct table {
  struct arena *arena;
  const char *key;     // names the file: letters, digits and hyphens
  const char *title;   // a line
  const char *caption; // what the numbers are; "" for none
  const char *section; // the heading of the page that it stands under; "" for none
  bool detail;         // too long for the terminal: only in files
  bool passes_over;    // without rows it is only in files of its own
  bool closing;        // on the terminal, where the end is what is seen, after all others
  struct table_column *columns;
  struct table_row *rows;
  const char **notes, **reasons;
  size_t column_count, row_count, note_count, reason_count;
};

// A picture of numbers that a table has too: whoever cannot see it misses nothing.
struct figure {
  const char *key;     // names the file: letters, digits and hyphens; ids in the SVG begin with it
  const char *table;   // the key of the table whose numbers it shows, below whose heading it stands
  const char *title;   // a line
  const char *caption; // how it is to be read
  const char *alternative; // what it shows, in words
  const char *svg;         // a whole <svg> element, legible on light and dark by its own styles
  bool
      framed; // has a script and a style of its own, and is one of many: in a page folded and apart
};

struct document {
  struct arena *arena;
  const char *title;
  const char **summary; // sentences, the verdict first
  const char *section;  // of the tables that are added next
  const char *doubt;    // what could not be told apart, in sentences; "" for nothing
  const char *guide;    // how the numbers are to be read: Markdown, the same for each document
  struct table **tables;
  struct figure *figures; // those of one table follow each other
  size_t summary_count, table_count, figure_count;
};

struct document *document_create(struct arena *arena, const char *title);
void document_add_summary(struct document *document, const char *sentence);

// Tables that are added from now on stand under this heading.
void document_open_section(struct document *document, const char *title);

// The table with that key, or NULL.
struct table *document_find_table(const struct document *document, const char *key);

// A new table at the end of the document. All columns are added before the first row.
struct table *document_add_table(struct document *document, const char *key, const char *title);

// Adds a figure; its texts are copied.
void document_add_figure(struct document *document, const struct figure *figure);

// Adds a column and returns its index. Texts are copied.
size_t table_add_column(struct table *table, const char *key, const char *title,
                        enum table_column_style style);

// The same for a column that stands only in files.
size_t table_add_detail_column(struct table *table, const char *key, const char *title,
                               enum table_column_style style);

// Adds a row of empty fields and returns its index.
size_t table_add_row(struct table *table, const char *group);

void table_set_text(struct table *table, size_t row, size_t column, enum table_tone tone,
                    const char *text);

// A text that differs between people and tools: "us/call" where `data` says "ns/call".
void table_set_text_and_data(struct table *table, size_t row, size_t column, const char *text,
                             const char *data);

// A number as people read it in `text`, as tools do in `value`.
void table_set_number(struct table *table, size_t row, size_t column, double value,
                      const char *text);

// A value with its interval, shown divided by `scale`. An interval that reaches its coverage is
// shown in brackets; the range of too few pairs is in parentheses; one pair has neither.
void table_set_interval(struct table *table, size_t row, size_t column,
                        const struct statistics_interval *interval, double scale);

// A field without a value: a word, and the reason under the table.
void table_set_missing(struct table *table, size_t row, size_t column, const char *word,
                       const char *reason);

// Whether what people read shows the table: one that passes over is not shown without rows.
bool table_is_shown(const struct table *table);

// Adds a note unless the table has it already.
void table_add_note(struct table *table, const char *note);

// `value` with `digits` significant digits and no exponent: 0.0123, 3.42, 34.2, 342, 3420.
const char *table_significant(struct arena *arena, double value, int digits);

// What the field says in one line, reason number and all: "3.42 [3.38, 3.47]", "n/a [1]".
const char *table_field_text(const struct table *table, const struct table_field *field);

// Characters of a UTF-8 text.
size_t table_text_width(const char *text);
