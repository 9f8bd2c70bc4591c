// Saving: the templates of a program become bytes.
//
// One function after the other, in the order of their index. A body's strings get their numbers as
// they are met; a table by syntax_string.index says which have one.
#include "vm/bytecode/saved.h"

#include <stdlib.h>

struct writer {
  const struct bytecode_program *program;
  char *bytes;
  size_t length, capacity;
  bool failed; // no memory
  const struct function_template **functions;
  // Of the body that is being written: its strings, and the number of each, plus 1, by its index.
  const struct syntax_string **strings;
  uint32_t string_count;
  uint32_t *numbers;
};

static void *room(struct writer *writer, size_t bytes) {
  if (writer->failed)
    return NULL;
  if (bytes > writer->capacity - writer->length) {
    size_t capacity = 2 * writer->capacity + bytes + 4096;
    char *grown = realloc(writer->bytes, capacity);
    if (grown == NULL) {
      writer->failed = true;
      return NULL;
    }
    writer->bytes = grown;
    writer->capacity = capacity;
  }
  char *place = writer->bytes + writer->length;
  writer->length += bytes;
  return memset(place, 0, bytes);
}

static void put(struct writer *writer, const void *bytes, size_t length) {
  void *place = room(writer, length);
  if (place && length > 0)
    memcpy(place, bytes, length);
}

static void put_word(struct writer *writer, uint32_t word) { put(writer, &word, sizeof word); }

static void align(struct writer *writer, size_t alignment) {
  room(writer, -writer->length & (alignment - 1));
}

// ---- Strings

static uint32_t number_of(struct writer *writer, const struct syntax_string *string) {
  uint32_t *number = &writer->numbers[string->index];
  if (*number == 0) {
    writer->strings[writer->string_count++] = string;
    *number = writer->string_count;
  }
  return *number - 1;
}

static const struct syntax_string *constant_string(Value constant) {
  return value_pointer(constant);
}

static void number_strings(struct writer *writer, const struct function_template *template) {
  for (uint32_t at = 0; at < writer->string_count; at++)
    writer->numbers[writer->strings[at]->index] = 0;
  writer->string_count = 0;
  for (uint32_t at = 0; at < template->constant_count; at++)
    if (value_is_string(template->constants[at]))
      number_of(writer, constant_string(template->constants[at]));
  for (uint32_t at = 0; at < template->cache_count; at++)
    number_of(writer, template->cache_names[at]);
  for (uint32_t at = 0; at < template->child_count; at++)
    number_of(writer, template->children[at]->name);
}

static uint32_t unit_bytes(const struct syntax_string *string) {
  return string->length << string->two_byte;
}

// Two-byte strings come first, so that they stand at even places. The bytes of all of them.
static uint32_t put_strings(struct writer *writer) {
  uint32_t total = 0;
  struct saved_string *rows = room(writer, writer->string_count * sizeof *rows);
  for (int two_byte = 1; rows && two_byte >= 0; two_byte--)
    for (uint32_t at = 0; at < writer->string_count; at++) {
      const struct syntax_string *string = writer->strings[at];
      if (string->two_byte != two_byte)
        continue;
      rows[at].length = string->length | (two_byte ? SAVED_TWO_BYTE : 0);
      rows[at].at = total;
      total += unit_bytes(string);
    }
  return total;
}

static void put_units(struct writer *writer) {
  for (int two_byte = 1; two_byte >= 0; two_byte--)
    for (uint32_t at = 0; at < writer->string_count; at++)
      if (writer->strings[at]->two_byte == two_byte)
        put(writer, writer->strings[at]->units, unit_bytes(writer->strings[at]));
}

// ---- Bodies

static struct saved_function describe(struct writer *writer,
                                      const struct function_template *template) {
  return (struct saved_function){
      .index = template->index,
      .start = template->start,
      .end = template->end,
      .name = template->index == 0 ? 0 : number_of(writer, template->name),
      .fields_capture = template->fields_capture,
      .capture_count = template->capture_count,
      .parameter_count = template->parameter_count,
      .length = template->length,
      .flags = template->flags,
      .has_rest = template->has_rest,
      .has_arguments = template->has_arguments,
      .is_implicit = template->is_implicit,
      .reads_new_target = template->reads_new_target,
  };
}

static void put_constants(struct writer *writer, const struct function_template *template) {
  for (uint32_t at = 0; at < template->constant_count; at++) {
    Value constant = template->constants[at];
    if (value_is_string(constant))
      constant = TAG_STRING | number_of(writer, constant_string(constant));
    put(writer, &constant, sizeof constant);
  }
}

static uint32_t put_captures(struct writer *writer, const struct function_template *template) {
  uint32_t count = 0;
  for (uint32_t child = 0; child < template->child_count; child++) {
    const struct function_template *inner = template->children[child];
    count += inner->capture_count;
    for (uint32_t at = 0; at < inner->capture_count; at++)
      put_word(writer, inner->captures[at].index |
                           (inner->captures[at].from_register ? SAVED_FROM_REGISTER : 0));
  }
  return count;
}

static void put_handlers(struct writer *writer, const struct function_template *template) {
  for (uint32_t at = 0; at < template->handler_count; at++) {
    const struct exception_handler *handler = &template->handlers[at];
    struct saved_handler saved = {handler->start, handler->end, handler->target,
                                  handler->value_register, handler->is_finally};
    put(writer, &saved, sizeof saved);
  }
}

static void put_number(struct writer *writer, uint32_t number) {
  for (; number >= 0x80; number >>= 7)
    put(writer, &(uint8_t){(uint8_t)(number | 0x80)}, 1);
  put(writer, &(uint8_t){(uint8_t)number}, 1);
}

static uint32_t put_positions(struct writer *writer, const struct function_template *template) {
  size_t before = writer->length;
  struct position last = {0, template->start};
  for (uint32_t at = 0; at < template->position_count; at++) {
    struct position position = template->positions[at];
    bool backward = position.offset < last.offset;
    uint32_t distance = backward ? last.offset - position.offset : position.offset - last.offset;
    put_number(writer, position.word - last.word);
    put_number(writer, distance << 1 | backward);
    last = position;
  }
  return (uint32_t)(writer->length - before);
}

static void put_body(struct writer *writer, const struct function_template *template) {
  number_strings(writer, template);
  struct saved_body body = {.register_count = template->register_count,
                            .constant_count = template->constant_count,
                            .string_count = writer->string_count,
                            .child_count = template->child_count,
                            .word_count = template->word_count,
                            .cache_count = template->cache_count,
                            .handler_count = template->handler_count,
                            .position_count = template->position_count};
  size_t start = writer->length;
  room(writer, sizeof body);
  put_constants(writer, template);
  body.unit_bytes = put_strings(writer);
  for (uint32_t at = 0; at < template->child_count; at++) {
    struct saved_function child = describe(writer, template->children[at]);
    put(writer, &child, sizeof child);
  }
  put(writer, template->words, template->word_count * sizeof *template->words);
  for (uint32_t at = 0; at < template->cache_count; at++)
    put_word(writer, number_of(writer, template->cache_names[at]));
  put_handlers(writer, template);
  body.capture_count = put_captures(writer, template);
  put_units(writer);
  body.position_bytes = put_positions(writer, template);
  align(writer, SAVED_ALIGNMENT);
  if (!writer->failed)
    memcpy(writer->bytes + start, &body, sizeof body);
}

// ---- The whole

// Puts the templates where their index says, and the parents of each.
static void list_functions(struct writer *writer, const struct function_template *template,
                           uint32_t *parents) {
  writer->functions[template->index] = template;
  for (uint32_t at = 0; at < template->child_count; at++) {
    parents[template->children[at]->index] = template->index;
    list_functions(writer, template->children[at], parents);
  }
}

static void put_functions(struct writer *writer, struct saved_head *head, const uint32_t *parents) {
  head->functions_at = writer->length;
  room(writer, head->function_count * sizeof(struct saved_row));
  for (uint32_t index = 0; index < head->function_count && !writer->failed; index++) {
    size_t at = writer->length;
    put_body(writer, writer->functions[index]);
    if (writer->failed)
      return;
    struct saved_row row = {
        .at = at, .bytes = (uint32_t)(writer->length - at), .parent = parents[index]};
    row.checksum = saved_row_checksum(&row, index, writer->bytes + at);
    memcpy(writer->bytes + head->functions_at + index * sizeof row, &row, sizeof row);
  }
}

static void put_all(struct writer *writer, const uint32_t *parents) {
  const struct bytecode_program *program = writer->program;
  const struct syntax_tree *tree = program->tree;
  struct saved_head head = {.format = SAVED_FORMAT,
                            .version = saved_version(),
                            .fingerprint = saved_fingerprint(),
                            .source_length = tree->length,
                            .filename_length = (uint32_t)strlen(program->filename),
                            .function_count = tree->function_count,
                            .module_slot_count = program->module_slot_count,
                            .module_parameters = program->module_parameters,
                            .module = describe(writer, program->root)};
  memcpy(head.magic, saved_magic, sizeof head.magic);
  room(writer, sizeof head);
  put_functions(writer, &head, parents);
  head.filename_at = writer->length;
  put(writer, program->filename, head.filename_length + 1);
  head.source_at = writer->length;
  put(writer, tree->source, (size_t)tree->length + 1);
  head.source_checksum = saved_checksum(0, tree->source, (size_t)tree->length + 1);
  head.length = writer->length;
  head.checksum = saved_head_checksum(&head, program->filename);
  if (!writer->failed)
    memcpy(writer->bytes, &head, sizeof head);
}

char *saved_write(const struct bytecode_program *program, size_t *length, mica_error *error) {
  const struct syntax_tree *tree = program->tree;
  struct writer writer = {.program = program};
  uint32_t *parents = calloc(tree->function_count, sizeof *parents);
  writer.functions = calloc(tree->function_count, sizeof(void *));
  writer.strings = calloc(tree->string_count + 1u, sizeof(void *));
  writer.numbers = calloc(tree->string_count + 1u, sizeof *writer.numbers);
  writer.failed = !parents || !writer.functions || !writer.strings || !writer.numbers;
  if (!writer.failed) {
    list_functions(&writer, program->root, parents);
    put_all(&writer, parents);
  }
  free(parents);
  free(writer.functions);
  free(writer.strings);
  free(writer.numbers);
  if (writer.failed) {
    free(writer.bytes);
    *error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
    return NULL;
  }
  *length = writer.length;
  return writer.bytes;
}
