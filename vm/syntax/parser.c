// The frame of the parser: a parse from its beginning to its end, and what every part of the
// grammar uses: tokens, nodes, lists, limits.
#include "vm/syntax/parser.h"

#include <string.h>

#include "vm/syntax/arena.h"

// ---- Tokens

_Noreturn void parse_fail(struct parser *parser, uint32_t offset, const char *message) {
  source_fail(&parser->source, offset, "%s", message);
}

_Noreturn void parse_refuse(struct parser *parser, uint32_t offset, enum feature feature) {
  source_refuse(&parser->source, offset, feature);
}

// The current token as messages call it. `buffer` holds 128 bytes.
static const char *describe(struct parser *parser, char *buffer) {
  const struct token_value *token = &parser->lexer.token;
  const char *text = parser->source.text + token->start;
  int length = (int)(token->end - token->start);
  switch (token->kind) {
  case TOKEN_END:
  case TOKEN_NUMBER:
  case TOKEN_STRING:
  case TOKEN_TEMPLATE_HEAD:
  case TOKEN_TEMPLATE_TAIL:
    return token_text(token->kind);
  case TOKEN_IDENTIFIER:
    length = source_name_bytes(&parser->source, token->start);
  }
  snprintf(buffer, 128, "'%.*s'", length, text);
  return buffer;
}

// A text that ends here may go on.
static void note_end(struct parser *parser) {
  parser->source.error->is_unfinished = token_kind(parser) == TOKEN_END;
}

_Noreturn void token_unexpected(struct parser *parser) {
  char buffer[128];
  note_end(parser);
  if (token_kind(parser) == TOKEN_IDENTIFIER && parser->lexer.token.is_escaped_keyword)
    parse_fail(parser, token_start(parser), "a reserved word is written with escapes");
  source_fail(&parser->source, token_start(parser), "unexpected %s", describe(parser, buffer));
}

_Noreturn void token_missing(struct parser *parser, enum token token) {
  char buffer[128];
  note_end(parser);
  source_fail(&parser->source, token_start(parser), "expected '%s', found %s", token_text(token),
              describe(parser, buffer));
}

void token_expect_semicolon(struct parser *parser) {
  if (token_accept(parser, TOKEN_SEMICOLON))
    return;
  enum token token = token_kind(parser);
  if (token != TOKEN_RIGHT_BRACE && token != TOKEN_END && !parser->lexer.token.newline_before)
    token_unexpected(parser);
}

// ---- Nodes and limits

_Static_assert(PARSE_DEPTH_LIMIT < SYNTAX_HEIGHT_LIMIT, "recursion makes part of a tree's height");

_Noreturn void parse_fail_deep(struct parser *parser, uint32_t offset) {
  parse_fail(parser, offset, "nested too deeply");
}

void parse_raise_above(struct parser *parser, struct node *node, const struct node *child) {
  if (parser->depth + child->height >= SYNTAX_HEIGHT_LIMIT)
    parse_fail_deep(parser, node->offset);
  node->height = (uint16_t)(child->height + 1);
  // What the function holds is as high as its highest expression, where that stands.
  struct function_state *function = parser->function;
  uint32_t height = parser->depth - function->base_depth + node->height;
  if (height > function->height)
    function->height = height;
}

void parse_grow_nodes(struct parser *parser) {
  parser->nodes =
      source_grow(&parser->source, parser->nodes, &parser->node_capacity, sizeof *parser->nodes);
}

struct node_list parse_take(struct parser *parser, uint32_t first) {
  struct node_list list = {.count = parser->node_count - first};
  parser->node_count = first;
  if (list.count > 0)
    list.items = source_allocate(&parser->source, list.count * sizeof *list.items);
  for (uint32_t at = 0; at < list.count; at++) // most are short
    list.items[at] = parser->nodes[first + at];
  return list;
}

// The list's capacity is the power of two that its count has reached.
void parse_append(struct parser *parser, struct node_list *list, struct node *node) {
  if ((list->count & (list->count - 1)) == 0) {
    uint32_t capacity = list->count == 0 ? 1 : 2 * list->count;
    struct node **items = source_allocate(&parser->source, capacity * sizeof *items);
    if (list->count > 0)
      memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
  }
  list->items[list->count++] = node;
}

// ---- The whole parse

// Numbers functions in order of the text and lists what each captures. Recursion is bounded, since
// functions inside one another count as depth.
static void finish_function(struct parser *parser, struct syntax_tree *tree,
                            struct syntax_function *function) {
  function->index = tree->function_count;
  function->depth = function->parent == NULL ? 0 : function->parent->depth + 1;
  tree->functions[tree->function_count++] = function;
  function_list_captures(&parser->resolver, (struct function_record *)function);
  for (uint32_t at = 0; at < function->inner_count; at++)
    finish_function(parser, tree, function->inner[at]);
}

static uint32_t count_functions(const struct syntax_function *function) {
  uint32_t count = 1;
  for (uint32_t at = 0; at < function->inner_count; at++)
    count += count_functions(function->inner[at]);
  return count;
}

static void finish_tables(struct parser *parser, struct syntax_tree *tree) {
  const struct lexer *lexer = &parser->lexer;
  const struct string_table *strings = &lexer->strings;
  uint32_t *line_starts = source_allocate(&parser->source, lexer->line_count * sizeof *line_starts);
  memcpy(line_starts, lexer->line_starts, lexer->line_count * sizeof *line_starts);
  tree->line_starts = line_starts;
  tree->line_count = lexer->line_count;
  tree->strings = source_allocate(&parser->source, strings->count * sizeof *tree->strings);
  tree->string_count = strings->count;
  for (uint32_t at = 0; at < strings->count; at++)
    tree->strings[at] = &strings->names[at]->string;
  tree->functions = source_allocate(&parser->source, count_functions(tree->module) *
                                                         sizeof(struct syntax_function *));
  finish_function(parser, tree, tree->module);
}

static const char *copy_text(struct parser *parser, const char *text, size_t length) {
  char *copy = source_allocate(&parser->source, length + LEXER_PADDING);
  memcpy(copy, text, length);
  return copy;
}

// The part of syntax_parse that a failure leaves. Everything it changes is behind pointers.
static bool run(struct parser *parser, const char *source, size_t length, const char *filename,
                struct syntax_tree **tree) {
  if (setjmp(parser->source.failure) != 0)
    return false;
  if (length > INT32_MAX)
    source_fail(&parser->source, 0, "the source is longer than 2^31 bytes");
  struct syntax_tree *result = source_allocate(&parser->source, sizeof *result);
  result->arena = parser->source.arena;
  result->source = copy_text(parser, source, length);
  result->filename = copy_text(parser, filename, strlen(filename));
  result->length = (uint32_t)length;
  parser->source.text = result->source;
  parser->source.length = result->length;
  resolver_open(&parser->resolver, &parser->source);
  lexer_open(&parser->lexer, &parser->source);
  result->module = parse_module(parser);
  resolver_check_free_names(&parser->resolver);
  finish_tables(parser, result);
  *tree = result;
  return true;
}

// Trees take 3 to 11 times the bytes of their source. Several small chunks are given back to the
// allocator, and taken again, at less cost than one; of medium ones a single one is cheapest; what
// a large one does not use costs nothing.
#define SMALL_SOURCE 12000
#define MEDIUM_SOURCE 100000
#define LONGEST_FORESEEN ((size_t)1 << 26)
static size_t first_chunk(size_t length) {
  if (length > LONGEST_FORESEEN)
    length = LONGEST_FORESEEN;
  return 4096 + (length < SMALL_SOURCE ? 4 : length < MEDIUM_SOURCE ? 9 : 12) * length;
}
static size_t first_scratch(size_t length) {
  return 8192 + (length > LONGEST_FORESEEN ? LONGEST_FORESEEN : length);
}

bool syntax_parse(const char *source, size_t length, const char *filename,
                  struct syntax_tree **tree, mica_error *error) {
  *tree = NULL;
  memset(error, 0, sizeof *error);
  struct arena *arena = arena_new(first_chunk(length)), *scratch = arena_new(first_scratch(length));
  struct parser *parser = scratch == NULL ? NULL : arena_allocate(scratch, sizeof *parser);
  bool done = false;
  if (parser == NULL || arena == NULL) {
    error->status = MICA_ERROR_MEMORY;
    strcpy(error->message, "out of memory");
  } else {
    parser->source =
        (struct source){.text = "", .arena = arena, .scratch = scratch, .error = error};
    done = run(parser, source, length, filename, tree);
  }
  if (!done)
    arena_free(arena);
  arena_free(scratch);
  return done;
}
