// Text of syntax for error messages.
//
// The forms are those that V8 prints, which most readers of such messages know.
#include "vm/syntax/describe.h"

#include <stdio.h>
#include <string.h>

// What has been written, and how much room there is.
struct description {
  char *text;
  size_t length, size; // size > length: the NUL
};

static void add_bytes(struct description *description, const char *bytes, size_t count) {
  if (description->length + count >= description->size)
    return;
  memcpy(description->text + description->length, bytes, count);
  description->length += count;
  description->text[description->length] = '\0';
}

static void add_text(struct description *description, const char *text) {
  add_bytes(description, text, strlen(text));
}

static void add_code_point(struct description *description, uint32_t point) {
  char bytes[4];
  unsigned more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  bytes[0] = (char)(more == 0 ? point : (0xFF00u >> (more + 1)) | point >> 6 * more);
  for (unsigned at = 1; at <= more; at++)
    bytes[at] = (char)(0x80 | (point >> 6 * (more - at) & 0x3F));
  add_bytes(description, bytes, more + 1);
}

static bool is_pair(const struct syntax_string *string, uint32_t at) {
  return at + 1 < string->length && (syntax_string_unit(string, at) & 0xFC00) == 0xD800 &&
         (syntax_string_unit(string, at + 1) & 0xFC00) == 0xDC00;
}

// Surrogates without a partner become U+FFFD.
static void add_string(struct description *description, const struct syntax_string *string) {
  for (uint32_t at = 0; at < string->length; at++) {
    uint32_t unit = syntax_string_unit(string, at);
    if (is_pair(string, at))
      unit = 0x10000 + ((unit & 0x3FF) << 10) + (syntax_string_unit(string, ++at) & 0x3FFu);
    else if ((unit & 0xF800) == 0xD800)
      unit = 0xFFFD;
    add_code_point(description, unit);
  }
}

static void add_node(struct description *description, const struct node *node);

static void add_index(struct description *description, const struct node_index *index) {
  add_node(description, index->object);
  add_text(description, index->is_optional ? "?." : "");
  if (index->key->kind == NODE_STRING) {
    add_text(description, index->is_optional ? "" : ".");
    add_string(description, node_as_string(index->key)->value);
    return;
  }
  add_text(description, "[");
  add_node(description, index->key);
  add_text(description, "]");
}

static void add_number(struct description *description, double value) {
  char text[32];
  snprintf(text, sizeof text, "%.17g", value);
  add_text(description, text);
}

static void add_node(struct description *description, const struct node *node) {
  switch (node->kind) {
  case NODE_IDENTIFIER:
    add_string(description, node_as_identifier(node)->name);
    return;
  case NODE_MEMBER:
    add_node(description, node_as_member(node)->object);
    add_text(description, node_as_member(node)->is_optional ? "?." : ".");
    add_string(description, node_as_member(node)->name);
    return;
  case NODE_INDEX:
    add_index(description, node_as_index(node));
    return;
  case NODE_CALL:
    add_node(description, node_as_call(node)->callee);
    add_text(description, "(...)");
    return;
  case NODE_CHAIN:
    add_node(description, node_as_chain(node)->expression);
    return;
  case NODE_THIS:
    add_text(description, "this");
    return;
  case NODE_NUMBER:
    add_number(description, node_as_number(node)->value);
    return;
  case NODE_STRING:
    add_text(description, "\"");
    add_string(description, node_as_string(node)->value);
    add_text(description, "\"");
    return;
  case NODE_TRUE:
  case NODE_FALSE:
  case NODE_NULL:
    add_text(description, node_name(node->kind));
    return;
  default:
    add_text(description, "(intermediate value)");
  }
}

const char *syntax_string_text(const struct syntax_string *string, char *buffer, size_t size) {
  struct description description = {.text = buffer, .size = size};
  buffer[0] = '\0';
  add_string(&description, string);
  return buffer;
}

const char *node_describe(const struct node *node, char *buffer, size_t size) {
  struct description description = {.text = buffer, .size = size};
  buffer[0] = '\0';
  add_node(&description, node);
  return buffer;
}

const char *pattern_describe_failure(const struct node *pattern, const char *value, char *buffer,
                                     size_t size) {
  struct description description = {.text = buffer, .size = size};
  const struct node_list *elements = node_pattern_elements(pattern);
  const struct syntax_string *name =
      elements->count > 0 ? node_as_element(elements->items[0])->name : NULL;
  buffer[0] = '\0';
  add_text(&description, "Cannot destructure ");
  if (name != NULL) {
    add_text(&description, "property '");
    add_string(&description, name);
    add_text(&description, "' of ");
  }
  add_text(&description, value);
  return buffer;
}
