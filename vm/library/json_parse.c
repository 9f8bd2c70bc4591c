// JSON.parse (ECMA-262 25.5.1).
//
// Recursive descent over the flat text. No script runs while it reads, so nothing needs to be
// rooted; the reviver then walks the finished value. Both are bounded by the C stack.
#include "vm/library/array.h"

struct reader {
  struct vm *vm;
  const struct string *text;
  uint32_t at, length;
};

static Value read_value(struct reader *reader);

// The unit that is next, or END at the end of the text.
#define END 0x10000u
static inline uint32_t peek(const struct reader *reader) {
  return reader->at < reader->length ? string_unit(reader->text, reader->at) : END;
}

static void skip_space(struct reader *reader) {
  for (;; reader->at++) {
    uint32_t unit = peek(reader);
    if (unit != ' ' && unit != '\n' && unit != '\r' && unit != '\t')
      return;
  }
}

static Value throw_unexpected(struct reader *reader) {
  if (peek(reader) == END)
    return throw_error(reader->vm, ERROR_SYNTAX, "Unexpected end of JSON input");
  struct string *unit = string_from_unit(reader->vm, (uint16_t)peek(reader));
  char text[16];
  return throw_error(reader->vm, ERROR_SYNTAX, "Unexpected token %s in JSON at position %u",
                     describe_value(reader->vm, value_from_string(unit), text, sizeof text),
                     reader->at);
}

// Skips the unit if it is next.
static bool accept(struct reader *reader, uint16_t unit) {
  if (peek(reader) != unit)
    return false;
  reader->at++;
  return true;
}

// ---- Scalars

static Value read_word(struct reader *reader, const char *word, Value value) {
  for (; *word != '\0'; word++)
    if (!accept(reader, (uint8_t)*word))
      return throw_unexpected(reader);
  return value;
}

static bool skip_digits(struct reader *reader) {
  uint32_t start = reader->at;
  while (peek(reader) >= '0' && peek(reader) <= '9')
    reader->at++;
  return reader->at > start;
}

static Value read_number(struct reader *reader) {
  bool negative = accept(reader, '-');
  uint32_t start = reader->at;
  if (!accept(reader, '0') && !skip_digits(reader))
    return throw_unexpected(reader);
  if (accept(reader, '.') && !skip_digits(reader))
    return throw_unexpected(reader);
  if (accept(reader, 'e') || accept(reader, 'E')) {
    if (!accept(reader, '+'))
      accept(reader, '-');
    if (!skip_digits(reader))
      return throw_unexpected(reader);
  }
  const struct string *text = reader->text;
  uint32_t length = reader->at - start;
  double number = text->cell.kind == STRING_LATIN1
                      ? text_to_number((const char *)text->latin1 + start, length)
                      : wide_text_to_number(text->utf16 + start, length);
  return value_from_number(negative ? -number : number);
}

// ---- Strings

static int hexadecimal(uint32_t unit) {
  if (unit >= '0' && unit <= '9')
    return (int)unit - '0';
  uint32_t lower = unit | 0x20;
  return lower >= 'a' && lower <= 'f' ? (int)lower - 'a' + 10 : -1;
}

// The unit that an escape stands for, behind its backslash; -1: thrown.
static int32_t read_escape(struct reader *reader) {
  static const char letters[] = "\"\\/bfnrt", units[] = "\"\\/\b\f\n\r\t";
  uint32_t letter = peek(reader);
  const char *found = letter < 0x80 && letter != 0 ? strchr(letters, (int)letter) : NULL;
  if (found) {
    reader->at++;
    return units[found - letters];
  }
  int32_t unit = 0;
  if (!accept(reader, 'u')) {
    throw_unexpected(reader);
    return -1;
  }
  for (int i = 0; i < 4; i++, reader->at++) {
    int digit = hexadecimal(peek(reader));
    if (digit < 0) {
      throw_unexpected(reader);
      return -1;
    }
    unit = unit << 4 | digit;
  }
  return unit;
}

// Skips to the next quote, backslash or control character.
static void skip_plain(struct reader *reader) {
  while (peek(reader) >= 0x20 && peek(reader) != '"' && peek(reader) != '\\' && peek(reader) != END)
    reader->at++;
}

// The rest of a string that has an escape at reader->at; its units from `start` on are plain.
static struct string *read_escaped(struct reader *reader, uint32_t start) {
  struct text text = text_start(reader->vm);
  bool done = true;
  for (;;) {
    text_append_units(&text, reader->text, start, reader->at);
    if (!accept(reader, '\\'))
      break;
    int32_t unit = read_escape(reader);
    done = unit >= 0;
    if (!done)
      break;
    text_append_unit(&text, (uint16_t)unit);
    start = reader->at;
    skip_plain(reader);
  }
  struct string *string = text_finish(&text);
  return done ? string : NULL;
}

// Behind the opening quote. NULL: thrown.
static struct string *read_string(struct reader *reader) {
  uint32_t start = reader->at;
  skip_plain(reader);
  struct string *string;
  if (peek(reader) == '\\')
    string = read_escaped(reader, start);
  else if (reader->text->cell.kind == STRING_LATIN1)
    string = string_from_latin1(reader->vm, reader->text->latin1 + start, reader->at - start);
  else
    string = string_from_utf16(reader->vm, reader->text->utf16 + start, reader->at - start);
  if (string && !accept(reader, '"')) {
    throw_unexpected(reader);
    return NULL;
  }
  return string;
}

// ---- Structures

static Value read_array(struct reader *reader) {
  struct array *array = array_new(reader->vm, 0, 0);
  if (!array)
    return VALUE_EXCEPTION;
  skip_space(reader);
  if (accept(reader, ']'))
    return value_from_object(&array->object);
  do {
    Value value = read_value(reader);
    if (value == VALUE_EXCEPTION || !array_push(reader->vm, array, value))
      return VALUE_EXCEPTION;
    skip_space(reader);
  } while (accept(reader, ','));
  return accept(reader, ']') ? value_from_object(&array->object) : throw_unexpected(reader);
}

static bool read_property(struct reader *reader, struct object *object) {
  skip_space(reader);
  if (!accept(reader, '"')) {
    throw_unexpected(reader);
    return false;
  }
  struct string *name = read_string(reader);
  PropertyKey key = name ? property_key_from_string(reader->vm, name) : VALUE_EXCEPTION;
  if (key == VALUE_EXCEPTION)
    return false;
  skip_space(reader);
  if (!accept(reader, ':')) {
    throw_unexpected(reader);
    return false;
  }
  Value value = read_value(reader);
  return value != VALUE_EXCEPTION &&
         object_define(reader->vm, object, key, value, PROPERTY_DEFAULT);
}

static Value read_object(struct reader *reader) {
  struct object *object = object_new_with_shape(reader->vm, reader->vm->object_shape, 4);
  skip_space(reader);
  if (accept(reader, '}'))
    return value_from_object(object);
  do {
    if (!read_property(reader, object))
      return VALUE_EXCEPTION;
    skip_space(reader);
  } while (accept(reader, ','));
  return accept(reader, '}') ? value_from_object(object) : throw_unexpected(reader);
}

static Value read_value(struct reader *reader) {
  if (!vm_check_native_stack(reader->vm) || !vm_poll_work(reader->vm))
    return VALUE_EXCEPTION;
  skip_space(reader);
  switch (peek(reader)) {
  case '{':
    reader->at++;
    return read_object(reader);
  case '[':
    reader->at++;
    return read_array(reader);
  case '"':
    reader->at++;
    return string_result(read_string(reader));
  case 't':
    return read_word(reader, "true", VALUE_TRUE);
  case 'f':
    return read_word(reader, "false", VALUE_FALSE);
  case 'n':
    return read_word(reader, "null", VALUE_NULL);
  default:
    return read_number(reader);
  }
}

// ---- The reviver (InternalizeJSONProperty, 25.5.1.1)

static Value revive(struct vm *vm, Value reviver, Value holder, struct string *name);

// Replaces one property by what the reviver makes of it. false: thrown.
static bool revive_property(struct vm *vm, Value reviver, struct object *object,
                            struct string *name) {
  Value value = revive(vm, reviver, value_from_object(object), name);
  if (value == VALUE_EXCEPTION)
    return false;
  vm_push(vm, value);
  PropertyKey key = property_key_from_string(vm, name);
  vm->top--;
  if (key == VALUE_EXCEPTION)
    return false;
  if (value == VALUE_UNDEFINED)
    return object_delete(vm, object, key) >= 0;
  return object_define(vm, object, key, value, PROPERTY_DEFAULT);
}

static bool revive_elements(struct vm *vm, Value reviver, struct object *array, Value *slot) {
  double length;
  if (!length_of(vm, array, &length))
    return false;
  for (double i = 0; i < length; i++) {
    struct string *name = number_to_string(vm, value_from_number(i));
    *slot = value_from_string(name);
    if (!revive_property(vm, reviver, array, name))
      return false;
  }
  return true;
}

static bool revive_properties(struct vm *vm, Value reviver, struct object *object, Value *slot) {
  struct array *keys = object_own_keys(vm, object, true);
  if (!keys)
    return false;
  *slot = value_from_object(&keys->object);
  for (uint32_t i = 0; i < keys->length; i++)
    if (!revive_property(vm, reviver, object, value_string(keys->elements[i])))
      return false;
  return true;
}

// The holder, the reviver and the name are rooted by the caller.
static Value revive(struct vm *vm, Value reviver, Value holder, struct string *name) {
  if (!vm_check_native_stack(vm))
    return VALUE_EXCEPTION;
  Value *frame = stack_open_frame(vm, 2);
  if (!frame)
    return VALUE_EXCEPTION;
  PropertyKey key = property_key_from_string(vm, name);
  Value value = key == VALUE_EXCEPTION ? key : value_get(vm, holder, key);
  bool done = value != VALUE_EXCEPTION;
  vm_push(vm, value);
  vm_push(vm, VALUE_UNDEFINED); // what the walk lists
  if (done && value_is_object(value)) {
    struct object *object = value_object(value);
    done = object_is_array(object) ? revive_elements(vm, reviver, object, &frame[2])
                                   : revive_properties(vm, reviver, object, &frame[2]);
  }
  Value result = VALUE_EXCEPTION;
  if (done) {
    Value arguments[] = {value_from_string(name), value};
    result = vm_call(vm, reviver, holder, arguments, 2);
  }
  stack_close_frame(vm, frame);
  return result;
}

Value json_parse(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct string *string = to_string(vm, frame[1]);
  struct string *text = string ? string_flatten(vm, string) : NULL;
  if (!text)
    return VALUE_EXCEPTION;
  frame[1] = value_from_string(text);
  struct reader reader = {.vm = vm, .text = text, .length = string_length(text)};
  Value value = read_value(&reader);
  if (value == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  skip_space(&reader);
  if (reader.at < reader.length)
    return throw_unexpected(&reader);
  if (!value_is_function(frame[2]))
    return value;
  struct object *holder = object_new_with_shape(vm, vm->object_shape, 1);
  if (!object_define(vm, holder, property_key_from_atom(atom(ATOM_empty)), value, PROPERTY_DEFAULT))
    return VALUE_EXCEPTION;
  frame[1] = value_from_object(holder);
  return revive(vm, frame[2], frame[1], atom(ATOM_empty));
}
