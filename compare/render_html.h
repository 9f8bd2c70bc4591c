// What the parts of the HTML page share: text made harmless, and a table. render_html.c puts the
// page together, render_html_overview.c its first screen, render_html_table.c the tables.
#pragma once

#include "compare/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

// Prints the text so that it is text wherever it stands, between tags or in a quoted attribute.
void html_text(FILE *out, const char *text);

// The same with leave to break the line behind each underscore: names of programs are long.
void html_name(FILE *out, const char *name);

// Prints a format whose only conversion is %s, each argument by html_text.
__attribute__((format(printf, 2, 3))) void html_print(FILE *out, const char *format, ...);

// The class of a tone: what a verdict looks like beside its word; "" for plain.
const char *html_tone_class(enum table_tone tone);

// Whether the row is the first of a group that has a heading.
bool html_opens_group(const struct table *table, size_t row);

// A table in a frame that scrolls when it is too wide, with its notes and reasons under it.
void html_table(FILE *out, const struct table *table);

// What a first look has to find: verdicts, the fastest engine of each group, and every ratio.
void html_overview(FILE *out, const struct document *document);
