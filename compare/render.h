// How a document looks: one small file a format behind one interface.
//
//   render_terminal.c   aligned, as wide as the terminal, colour where it is wanted
//   render_html*.c      one page that needs nothing else, for reading
//   render_markdown.c   one page that forges render
//   render_csv.c        one file a table, for spreadsheets
//   render_json.c       the whole document, for tools
//
// reports/README.md describes the formats. None of them holds anything that is not in the document,
// so that the same store gives the same bytes.
#pragma once

#include "compare/error.h"
#include "compare/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct render_settings {
  size_t width; // characters a line
  bool colour;
};

// Prints the document for people: its tables, and the summary last, where the eye is.
void render_terminal(FILE *out, const struct document *document,
                     const struct render_settings *settings);

// Prints one table as it stands in the document.
void render_terminal_table(FILE *out, const struct table *table,
                           const struct render_settings *settings);

// The settings for standard output: the terminal's width, else that of the variable COLUMNS, else
// wide enough for six engines.
struct render_settings render_settings_for_output(bool colour);

// The formats of files. Those for the whole document get NULL for the table.
void render_html(FILE *out, const struct document *document, const struct table *table);
void render_markdown(FILE *out, const struct document *document, const struct table *table);
void render_csv(FILE *out, const struct document *document, const struct table *table);
void render_json(FILE *out, const struct document *document, const struct table *table);

// Writes the document in every file format into `directory`, which is made with its parents when
// absent: report.html, report.md, report.json, <key>.csv for each table and figures/<key>.svg for
// each figure. Each file is written beside its place and renamed, so that a reader never sees half
// of one. Figures of an earlier report that this one does not have are removed. False with `error`
// filled when a file cannot be written; those already in place stay.
bool render_files(const struct document *document, const char *directory, struct error *error);
