// Errors: where a place is, what its line looks like, and the jump out of the parse.
#include "vm/syntax/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/syntax/arena.h"

// The part of a long line that an excerpt shows: code points before and after the place. Four bytes
// each, one for the line of the caret, and the marks of what was cut fit into mica_error.excerpt.
#define EXCERPT_BEFORE 50
#define EXCERPT_AFTER 30

// The part of a name that a message shows, in bytes.
#define LONGEST_NAME 60

_Static_assert((EXCERPT_BEFORE + EXCERPT_AFTER + 1) * 4 + (EXCERPT_BEFORE + 16) + 16 <
                   sizeof(((mica_error *)0)->excerpt),
               "an excerpt fits");

static const char *const feature_texts[] = {
#define FEATURE(identifier, text) text,
#include "vm/syntax/features.def"
};

static const char *next_code_point(const char *at) {
  do
    at++;
  while (((unsigned char)*at & 0xC0) == 0x80);
  return at;
}

static const char *previous_code_point(const char *at, const char *start) {
  do
    at--;
  while (at > start && ((unsigned char)*at & 0xC0) == 0x80);
  return at;
}

// Appends at *to, unless it would pass `end`; control characters other than a tab become spaces, so
// that a source cannot command a terminal.
static void append(char **to, char *end, const char *bytes, size_t length) {
  for (size_t at = 0; at < length && *to < end; at++) {
    unsigned char byte = (unsigned char)bytes[at];
    *(*to)++ = (byte < ' ' && byte != '\t') || byte == 0x7F ? ' ' : (char)byte;
  }
}

// The line around `place` with a caret under it. Tabs before the place are repeated above the
// caret, so that it stands right whatever their width.
static void write_excerpt(mica_error *error, const char *line, const char *line_end,
                          const char *place) {
  const char *from = place, *to = place;
  for (int count = 0; count < EXCERPT_BEFORE && from > line; count++)
    from = previous_code_point(from, line);
  for (int count = 0; count < EXCERPT_AFTER && to < line_end; count++)
    to = next_code_point(to);
  char *out = error->excerpt, *end = out + sizeof error->excerpt - 1;
  if (from > line)
    append(&out, end, "...", 3);
  append(&out, end, from, (size_t)(to - from));
  if (to < line_end)
    append(&out, end, "...", 3);
  if (out < end)
    *out++ = '\n';
  if (from > line)
    append(&out, end, "   ", 3);
  for (const char *at = from; at < place; at = next_code_point(at))
    append(&out, end, *at == '\t' ? "\t" : " ", 1);
  append(&out, end, "^", 1);
  *out = '\0';
}

// Lines are counted from the start: the lexer's table may not reach the place, and errors are rare.
static void locate(struct source *source, uint32_t offset) {
  mica_error *error = source->error;
  const char *text = source->text, *line = text, *place = text + offset;
  error->line = 1;
  for (const char *at = text; at < place;) {
    uint32_t terminator = source_terminator(at);
    if (terminator != 0 && at + terminator <= place) {
      line = at + terminator;
      error->line++;
    }
    at += terminator == 0 ? 1 : terminator;
  }
  const char *line_end = line;
  while (line_end < text + source->length && source_terminator(line_end) == 0)
    line_end++;
  if (place > line_end)
    place = line_end;
  while (place > line && ((unsigned char)*place & 0xC0) == 0x80)
    place--;
  error->column = 1 + source_code_points(text, (uint32_t)(line - text), (uint32_t)(place - text));
  write_excerpt(error, line, line_end, place);
}

int source_name_bytes(const struct source *source, uint32_t offset) {
  const char *start = source->text + offset, *at = start;
  while (at - start < LONGEST_NAME) {
    unsigned char byte = (unsigned char)*at, letter = byte | 0x20;
    bool is_name = byte >= 0x80 || (letter >= 'a' && letter <= 'z') ||
                   (byte >= '0' && byte <= '9') || byte == '_' || byte == '$';
    if (!is_name)
      break;
    at = next_code_point(at);
  }
  return (int)(at - start);
}

_Noreturn void source_fail(struct source *source, uint32_t offset, const char *format, ...) {
  mica_error *error = source->error;
  error->status = MICA_ERROR_SYNTAX;
  int prefix = snprintf(error->message, sizeof error->message, "syntax error: ");
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(error->message + prefix, sizeof error->message - (size_t)prefix, format, arguments);
  va_end(arguments);
  locate(source, offset);
  longjmp(source->failure, 1);
}

_Noreturn void source_fail_unfinished(struct source *source, uint32_t offset, const char *message) {
  source->error->is_unfinished = true;
  source_fail(source, offset, "%s", message);
}

_Noreturn void source_refuse_name(struct source *source, uint32_t offset, const char *name) {
  mica_error *error = source->error;
  error->status = MICA_ERROR_UNSUPPORTED;
  snprintf(error->message, sizeof error->message, "unsupported: %s", name);
  locate(source, offset);
  longjmp(source->failure, 1);
}

_Noreturn void source_refuse(struct source *source, uint32_t offset, enum feature feature) {
  source_refuse_name(source, offset, feature_texts[feature]);
}

_Noreturn void source_out_of_memory(struct source *source) {
  mica_error *error = source->error;
  memset(error, 0, sizeof *error);
  error->status = MICA_ERROR_MEMORY;
  snprintf(error->message, sizeof error->message, "out of memory");
  longjmp(source->failure, 1);
}

void *source_grow(struct source *source, const void *items, uint32_t *capacity, size_t item_size) {
  uint32_t larger = *capacity == 0 ? 32 : 2 * *capacity;
  if (larger <= *capacity || larger > SIZE_MAX / 2 / item_size)
    source_out_of_memory(source);
  void *grown = source_allocate_scratch(source, larger * item_size);
  if (*capacity > 0)
    memcpy(grown, items, *capacity * item_size);
  *capacity = larger;
  return grown;
}
