// Loading: the head is checked at once, a function when it is first called.
//
// Whatever is read may be anything. So each count is compared with the bytes that there are before
// it is believed, and what the runtime uses later is a copy that has been verified.
#include "vm/bytecode/saved.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/bytecode/verify.h"
#include "vm/syntax/arena.h"

#define FIRST_ARENA 4096

__attribute__((format(printf, 2, 3))) static void *fail(mica_error *error, const char *format,
                                                        ...) {
  *error = (mica_error){.status = MICA_ERROR_SAVED};
  va_list values;
  va_start(values, format);
  vsnprintf(error->message, sizeof error->message, format, values);
  va_end(values);
  return NULL;
}

static void *fail_memory(mica_error *error) {
  *error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
  return NULL;
}

// ---- The head

static bool fits(const struct saved_head *head, uint64_t at, uint64_t bytes) {
  return at <= head->length && bytes <= head->length - at;
}

static bool is_text(const struct saved_head *head, const char *bytes, uint64_t at,
                    uint32_t length) {
  return fits(head, at, (uint64_t)length + 1) && bytes[at + length] == '\0';
}

static void format_version(uint32_t version, char text[32]) {
  snprintf(text, 32, "%u.%u.%u", version >> 24, version >> 12 & 0xFFF, version & 0xFFF);
}

static bool check_build(const struct saved_head *head, mica_error *error) {
  if (head->format == SAVED_FORMAT && head->fingerprint == saved_fingerprint())
    return true;
  char theirs[32];
  format_version(head->version, theirs);
  fail(error,
       "the program was saved by another build of Mica (%s, format %u; this is %s, format %u); "
       "compile it again with this one",
       theirs, head->format, mica_version(), SAVED_FORMAT);
  return false;
}

static bool check_parts(const struct saved_head *head, const char *bytes) {
  return head->function_count > 0 && head->functions_at % SAVED_ALIGNMENT == 0 &&
         fits(head, head->functions_at, head->function_count * sizeof(struct saved_row)) &&
         is_text(head, bytes, head->filename_at, head->filename_length) &&
         is_text(head, bytes, head->source_at, head->source_length) && head->module.index == 0 &&
         head->module.capture_count == 0 && head->module.flags == 0 &&
         head->module.is_implicit == 0 && head->module_slot_count <= UINT16_MAX + 1u &&
         (head->module_slot_count >= MODULE_ARGUMENTS ||
          head->module_parameters >> head->module_slot_count == 0) &&
         head->module_parameters >> MODULE_ARGUMENTS == 0;
}

// Takes over the head of the bytes.
static bool read_head(struct saved_head *head, const void *bytes, size_t length,
                      mica_error *error) {
  memcpy(head, bytes, length < sizeof *head ? length : sizeof *head);
  if (!mica_is_saved_program(bytes, length))
    return fail(error, "the bytes are no saved program of Mica; save one with mica compile") !=
           NULL;
  if (length < offsetof(struct saved_head, length))
    return fail(error, "the saved program is cut off in its head; save it again") != NULL;
  if (!check_build(head, error))
    return false;
  if (length < sizeof *head || length != head->length)
    return fail(error, "the saved program has %zu bytes, %s than when it was saved; save it again",
                length, length < sizeof *head || length < head->length ? "less" : "more") != NULL;
  if (!check_parts(head, bytes) ||
      head->checksum != saved_head_checksum(head, (const char *)bytes + head->filename_at))
    return fail(error, "the saved program is damaged in its head; save it again") != NULL;
  return true;
}

struct saved_form *saved_open(const void *bytes, size_t length,
                              void (*release)(void *data, const void *bytes, size_t length),
                              void *data, mica_error *error) {
  *error = (mica_error){0};
  struct saved_form *saved = calloc(1, sizeof *saved);
  if (saved == NULL)
    return fail_memory(error);
  saved->bytes = bytes;
  saved->release = release;
  saved->data = data;
  if (read_head(&saved->head, bytes, length, error))
    return saved;
  free(saved);
  return NULL;
}

void saved_free(struct saved_form *saved) {
  if (saved != NULL && saved->release != NULL)
    saved->release(saved->data, saved->bytes, saved->head.length);
  free(saved);
}

char *saved_copy(const struct saved_form *saved, size_t *length, mica_error *error) {
  char *copy = malloc(saved->head.length);
  if (copy == NULL)
    return fail_memory(error);
  *length = saved->head.length;
  return memcpy(copy, saved->bytes, saved->head.length);
}

const char *saved_filename(const struct saved_form *saved) {
  return saved->bytes + saved->head.filename_at;
}

const char *saved_source(struct saved_form *saved) {
  const struct saved_head *head = &saved->head;
  const char *source = saved->bytes + head->source_at;
  uint8_t state = __atomic_load_n(&saved->source_state, __ATOMIC_RELAXED);
  if (state == SOURCE_UNCHECKED) {
    uint64_t checksum = saved_checksum(0, source, (size_t)head->source_length + 1);
    state = checksum == head->source_checksum ? SOURCE_SOUND : SOURCE_DAMAGED;
    __atomic_store_n(&saved->source_state, state, __ATOMIC_RELAXED);
  }
  return state == SOURCE_SOUND ? source : NULL;
}

struct syntax_tree *saved_parse(struct saved_form *saved) {
  struct syntax_tree *tree;
  mica_error error;
  const char *source = saved_source(saved);
  bool done = source != NULL &&
              syntax_parse(source, saved->head.source_length, saved_filename(saved), &tree, &error);
  return done ? tree : NULL;
}

// ---- A function

struct reader {
  struct bytecode_program *program;
  struct function_template *template;
  const struct saved_head *head;
  struct saved_body body;
  const char *at, *end; // of the body's bytes, what has not been read yet
  const struct saved_string *strings;
  const char *units;
  struct syntax_string *names; // made of the strings
  mica_error *error;
};

static bool damaged(struct reader *reader, const char *what) {
  return fail(reader->error, "the saved program is damaged: function %u: %s; compile it again",
              reader->template->index, what) != NULL;
}

// The next `count` items of `size` bytes each. NULL: they are not all there.
static const void *take(struct reader *reader, uint64_t count, size_t size) {
  const char *taken = reader->at;
  if (count * size > (uint64_t)(reader->end - taken)) // of 32 and few bits: no overflow
    return NULL;
  reader->at += count * size;
  return taken;
}

// Room in the program's arena. NULL: no memory.
static void *room(struct reader *reader, uint64_t count, size_t size) {
  void *items = arena_allocate(reader->program->arena, (count + 1) * size);
  return items ? items : fail_memory(reader->error);
}

static bool read_strings(struct reader *reader) {
  uint32_t count = reader->body.string_count;
  reader->names = room(reader, count, sizeof *reader->names);
  if (reader->names == NULL)
    return false;
  for (uint32_t at = 0; at < count; at++) {
    struct saved_string saved = reader->strings[at];
    bool two_byte = saved.length & SAVED_TWO_BYTE;
    uint32_t length = saved.length & ~SAVED_TWO_BYTE;
    if (((uint64_t)length << two_byte) + saved.at > reader->body.unit_bytes ||
        (two_byte && saved.at % 2 != 0))
      return damaged(reader, "a string lies outside");
    reader->names[at] = (struct syntax_string){
        .length = length, .two_byte = two_byte, .units = reader->units + saved.at};
  }
  return true;
}

// As the engine makes them: one NaN, and nothing above the 32 bits of an int32.
static bool is_number(Value value) {
  if (value_is_int32(value))
    return value == value_from_int32(value_to_int32_raw(value));
  double number = value_to_double_raw(value);
  return value_is_double(value) && (number == number || value == value_from_number(number));
}

static bool read_constants(struct reader *reader, const uint64_t *saved) {
  uint32_t count = reader->body.constant_count;
  Value *constants = room(reader, count, sizeof *constants);
  if (constants == NULL)
    return false;
  for (uint32_t at = 0; at < count; at++) {
    Value constant = saved[at];
    if (value_is_string(constant)) {
      uint64_t string = constant & ~TAG_STRING;
      if (string >= reader->body.string_count)
        return damaged(reader, "a constant is no string");
      constant = TAG_STRING | (uintptr_t)&reader->names[string];
    } else if (!is_number(constant)) {
      return damaged(reader, "a constant is no number");
    }
    constants[at] = constant;
  }
  reader->template->constants = constants;
  return true;
}

static bool read_caches(struct reader *reader, const uint32_t *saved) {
  uint32_t count = reader->body.cache_count;
  const struct syntax_string **names = room(reader, count, sizeof *names);
  if (names == NULL)
    return false;
  for (uint32_t at = 0; at < count; at++) {
    uint32_t name = saved[at];
    if (name >= reader->body.string_count)
      return damaged(reader, "a cache has no name");
    names[at] = &reader->names[name];
  }
  reader->template->cache_names = names;
  return true;
}

static bool read_handlers(struct reader *reader, const struct saved_handler *saved) {
  uint32_t count = reader->body.handler_count;
  struct exception_handler *handlers = room(reader, count, sizeof *handlers);
  if (handlers == NULL)
    return false;
  for (uint32_t at = 0; at < count; at++) {
    struct saved_handler handler = saved[at];
    if (handler.value_register > MAXIMUM_REGISTERS)
      return damaged(reader, "a handler has no register");
    handlers[at] =
        (struct exception_handler){handler.start, handler.end, handler.target,
                                   (uint8_t)handler.value_register, handler.is_finally != 0};
  }
  reader->template->handlers = handlers;
  return true;
}

static bool take_number(const uint8_t **at, const uint8_t *end, uint32_t *number) {
  uint64_t value = 0;
  for (unsigned shift = 0; *at < end && shift < 35; shift += 7) {
    uint8_t byte = *(*at)++;
    value |= (uint64_t)(byte & 0x7F) << shift;
    *number = (uint32_t)value;
    if (byte < 0x80)
      return value <= UINT32_MAX;
  }
  return false;
}

static bool read_positions(struct reader *reader, const uint8_t *at) {
  struct function_template *template = reader->template;
  const uint8_t *end = at + reader->body.position_bytes;
  uint32_t count = reader->body.position_count;
  if (count > reader->body.position_bytes)
    return damaged(reader, "positions are missing");
  template->positions = room(reader, count, sizeof *template->positions);
  if (template->positions == NULL)
    return false;
  struct position last = {0, template->start};
  for (uint32_t position = 0; position < count; position++) {
    uint32_t words, distance;
    if (!take_number(&at, end, &words) || !take_number(&at, end, &distance))
      return damaged(reader, "a position is missing");
    uint64_t word = (uint64_t)last.word + words;
    int64_t offset = (int64_t)last.offset +
                     (distance & 1 ? -(int64_t)(distance >> 1) : (int64_t)(distance >> 1));
    if (word >= reader->body.word_count || offset < 0 || offset > reader->head->source_length)
      return damaged(reader, "a position lies outside");
    last = (struct position){(uint32_t)word, (uint32_t)offset};
    template->positions[position] = last;
  }
  return true;
}

// ---- The functions inside

static bool is_flags(const struct saved_function *saved) {
  uint8_t flags = saved->flags;
  bool derived = flags == (FUNCTION_FLAG_CLASS | FUNCTION_FLAG_DERIVED);
  return derived ||
         (!saved->is_implicit && (flags == 0 || flags == FUNCTION_FLAG_ARROW ||
                                  flags == FUNCTION_FLAG_METHOD || flags == FUNCTION_FLAG_CLASS));
}

static bool describe(struct reader *reader, struct function_template *template,
                     const struct saved_function *saved, const struct syntax_string *name) {
  const struct saved_head *head = reader->head;
  bool has_fields = saved->fields_capture != NO_FIELDS;
  if (saved->index >= head->function_count || saved->start > saved->end ||
      saved->end > head->source_length || !is_flags(saved) || saved->capture_count > UINT16_MAX ||
      saved->parameter_count >= MAXIMUM_REGISTERS ||
      (has_fields && (!saved->is_implicit || saved->fields_capture >= saved->capture_count)))
    return damaged(reader, "what is known of a function inside it cannot be");
  template->index = saved->index;
  template->name = name;
  template->start = saved->start;
  template->end = saved->end;
  template->fields_capture = saved->fields_capture;
  template->is_implicit = saved->is_implicit != 0;
  template->reads_new_target = saved->reads_new_target != 0;
  template->parameter_count = saved->parameter_count;
  template->has_rest = saved->has_rest != 0;
  template->has_arguments = saved->has_arguments != 0;
  template->length = saved->length;
  template->flags = saved->flags;
  template->capture_count = saved->capture_count;
  template->captures = room(reader, saved->capture_count, sizeof *template->captures);
  template->capture_kinds = room(reader, saved->capture_count, 1);
  return template->captures != NULL && template->capture_kinds != NULL;
}

static struct saved_row row_at(const struct reader *reader, uint32_t index) {
  struct saved_row row;
  const char *rows = reader->program->saved->bytes + reader->head->functions_at;
  memcpy(&row, rows + index * sizeof row, sizeof row);
  return row;
}

// The children's indexes ascend and each names this as its parent, so functions are a tree.
static bool read_children(struct reader *reader, const struct saved_function *saved,
                          const uint32_t *captures) {
  struct function_template *template = reader->template;
  uint32_t count = reader->body.child_count, last = template->index;
  uint64_t captures_left = reader->body.capture_count;
  struct function_template *inner = room(reader, count, sizeof *inner);
  struct function_template **children = room(reader, count, sizeof *children);
  if (inner == NULL || children == NULL)
    return false;
  for (uint32_t at = 0; at < count; at++) {
    struct saved_function child = saved[at];
    if (child.name >= reader->body.string_count || child.index <= last ||
        child.capture_count > captures_left)
      return damaged(reader, "a function inside it is none");
    if (!describe(reader, &inner[at], &child, &reader->names[child.name]))
      return false;
    if (row_at(reader, child.index).parent != template->index)
      return damaged(reader, "a function inside it stands in another");
    last = child.index;
    captures_left -= child.capture_count;
    for (uint32_t capture = 0; capture < child.capture_count; capture++, captures++)
      inner[at].captures[capture] = (struct capture_source){(*captures & SAVED_FROM_REGISTER) != 0,
                                                            (uint16_t)(*captures & UINT16_MAX)};
    children[at] = &inner[at];
  }
  template->children = children; // last: all is read
  return true;
}

static bool read_parts(struct reader *reader) {
  struct function_template *template = reader->template;
  const struct saved_body *body = &reader->body;
  const uint64_t *constants = take(reader, body->constant_count, sizeof *constants);
  reader->strings = take(reader, body->string_count, sizeof *reader->strings);
  const struct saved_function *children = take(reader, body->child_count, sizeof *children);
  const uint32_t *words = take(reader, body->word_count, sizeof *words);
  const uint32_t *caches = take(reader, body->cache_count, sizeof *caches);
  const struct saved_handler *handlers = take(reader, body->handler_count, sizeof *handlers);
  const uint32_t *captures = take(reader, body->capture_count, sizeof *captures);
  reader->units = take(reader, body->unit_bytes, 1);
  const uint8_t *positions = take(reader, body->position_bytes, 1);
  if (!constants || !reader->strings || !children || !words || !caches || !handlers || !captures ||
      !reader->units || !positions || reader->end - reader->at >= SAVED_ALIGNMENT)
    return damaged(reader, "its parts do not fit");
  uint32_t filled = 1u + template->parameter_count + template->has_rest + template->has_arguments;
  if (body->register_count > MAXIMUM_REGISTERS || filled > body->register_count)
    return damaged(reader, "its registers do not fit");
  template->register_count = (uint16_t)body->register_count;
  template->word_count = body->word_count;
  template->constant_count = body->constant_count;
  template->cache_count = body->cache_count;
  template->child_count = body->child_count;
  template->handler_count = body->handler_count;
  template->position_count = body->position_count;
  template->words = room(reader, body->word_count, sizeof *words);
  if (template->words == NULL)
    return false;
  memcpy(template->words, words, body->word_count * sizeof *words);
  return read_strings(reader) && read_constants(reader, constants) && read_caches(reader, caches) &&
         read_handlers(reader, handlers) && read_positions(reader, positions) &&
         read_children(reader, children, captures);
}

// Finds the body and compares its checksum.
static bool open_body(struct reader *reader) {
  uint32_t index = reader->template->index;
  struct saved_row row = row_at(reader, index);
  if (row.at % SAVED_ALIGNMENT != 0 || row.bytes < sizeof reader->body ||
      !fits(reader->head, row.at, row.bytes))
    return damaged(reader, "it lies outside");
  reader->at = reader->program->saved->bytes + row.at;
  reader->end = reader->at + row.bytes;
  if (row.checksum != saved_row_checksum(&row, index, reader->at))
    return damaged(reader, "its checksum is another");
  memcpy(&reader->body, take(reader, 1, sizeof reader->body), sizeof reader->body);
  return true;
}

bool saved_read_function(struct bytecode_program *program, struct function_template *template,
                         mica_error *error) {
  struct reader reader = {
      .program = program, .template = template, .head = &program->saved->head, .error = error};
  // What an attempt before has read is as good as it was then.
  if (template->children == NULL && !(open_body(&reader) && read_parts(&reader)))
    return false;
  if (!verify_function(program, template, error))
    return false;
  __atomic_store_n(&template->is_compiled, true, __ATOMIC_RELEASE);
  return true;
}

// What nothing creates is never called, and cannot be verified.
static bool read_tree(struct bytecode_program *program, struct function_template *template,
                      mica_error *error) {
  if (!template->is_compiled && !saved_read_function(program, template, error))
    return false;
  for (uint32_t at = 0; at < template->child_count; at++)
    if (template->children[at]->is_created && !read_tree(program, template->children[at], error))
      return false;
  return true;
}

bool saved_read_rest(struct bytecode_program *program, mica_error *error) {
  if (saved_source(program->saved) == NULL)
    return fail(error, "the saved source is damaged; save the program again") != NULL;
  program->is_whole |= read_tree(program, program->root, error);
  return program->is_whole;
}

struct bytecode_program *saved_bytecode(struct saved_form *saved, mica_error *error) {
  static const struct syntax_string no_name = {.units = ""};
  const struct saved_head *head = &saved->head;
  struct arena *arena = arena_new(FIRST_ARENA);
  struct bytecode_program *program = arena ? arena_allocate(arena, sizeof *program) : NULL;
  struct function_template *root = program ? arena_allocate(arena, sizeof *root) : NULL;
  if (root == NULL) {
    arena_free(arena);
    return fail_memory(error);
  }
  *program = (struct bytecode_program){.filename = saved_filename(saved),
                                       .root = root,
                                       .module_slot_count = head->module_slot_count,
                                       .module_parameters = (uint8_t)head->module_parameters,
                                       .saved = saved,
                                       .arena = arena};
  struct reader reader = {.program = program, .template = root, .head = head, .error = error};
  if (describe(&reader, root, &head->module, &no_name) && saved_read_function(program, root, error))
    return program;
  arena_free(arena);
  return NULL;
}
