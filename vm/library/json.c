// JSON.stringify (ECMA-262 25.5.2). Reading is json_parse.c's.
//
// Text goes straight into one buffer. Each level of nesting has a frame on the script stack for
// what it needs while script runs (toJSON, the replacer, getters), and a record on the C stack by
// which cycles are found. The depth is bounded by the C stack.
#include "vm/library/library.h"

#include <stdlib.h>

struct level {
  const struct level *outer;
  const struct object *object;
};

struct writer {
  struct vm *vm;
  struct text text;
  const struct level *innermost;
  Value replacer;              // a function, or undefined
  struct array *keys;          // the property list, or NULL
  const struct string *indent; // one step; empty: none
  uint32_t depth;
};

static bool write_object(struct writer *writer, struct object *object);

// ---- Strings

static bool needs_escape(uint16_t unit) {
  return unit < 0x20 || unit == '"' || unit == '\\' || (unit >= 0xD800 && unit <= 0xDFFF);
}

static bool is_pair(const struct string *flat, uint32_t index) {
  if (index + 1 == string_length(flat))
    return false;
  uint16_t lead = string_unit(flat, index), trail = string_unit(flat, index + 1);
  return lead >= 0xD800 && lead <= 0xDBFF && trail >= 0xDC00 && trail <= 0xDFFF;
}

static void append_escape(struct text *text, uint16_t unit) {
  static const char short_escapes[0x20] = {
      ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
  char escape[7] = {'\\', 0};
  if (unit == '"' || unit == '\\')
    escape[1] = (char)unit;
  else if (unit < 0x20 && short_escapes[unit])
    escape[1] = short_escapes[unit];
  else
    snprintf(escape, sizeof escape, "\\u%04x", unit);
  text_append_ascii(text, escape);
}

// The first unit from `from` on that may need an escape, or the length.
static uint32_t plain_end(const struct string *flat, uint32_t from) {
  uint32_t length = string_length(flat);
  if (flat->cell.kind == STRING_LATIN1) {
    const uint8_t *units = flat->latin1;
    while (from < length && units[from] >= 0x20 && units[from] != '"' && units[from] != '\\')
      from++;
    return from;
  }
  while (from < length && !needs_escape(flat->utf16[from]))
    from++;
  return from;
}

// QuoteJSONString (25.5.2.3)
static void append_quoted(struct text *text, const struct string *flat) {
  uint32_t copied = 0, length = string_length(flat);
  text_append_unit(text, '"');
  for (uint32_t i = plain_end(flat, 0); i < length; i = plain_end(flat, i + 1)) {
    if (is_pair(flat, i)) {
      i++;
      continue;
    }
    text_append_units(text, flat, copied, i);
    append_escape(text, string_unit(flat, i));
    copied = i + 1;
  }
  text_append_units(text, flat, copied, length);
  text_append_unit(text, '"');
}

static bool write_string(struct writer *writer, struct string *string) {
  struct string *flat = string_flatten(writer->vm, string);
  if (flat)
    append_quoted(&writer->text, flat);
  return flat && !writer->text.failed;
}

// ---- Values

// Calls toJSON and the replacer, and unwraps what remains (25.5.2.2, steps 2 to 4). `value` is on
// the stack, and so is the holder. VALUE_EXCEPTION: thrown.
static Value transform(struct writer *writer, Value holder, struct string *key, Value *value) {
  struct vm *vm = writer->vm;
  Value name = value_from_string(key);
  struct lookup lookup;
  PropertyKey to_json = property_key_from_atom(atom(ATOM_to_json));
  if (value_is_object(*value) && object_lookup(vm, value_object(*value), to_json, &lookup)) {
    Value method = value_get(vm, *value, to_json);
    if (method != VALUE_EXCEPTION && value_is_function(method))
      *value = vm_call(vm, method, *value, &name, 1);
    else if (method == VALUE_EXCEPTION)
      *value = VALUE_EXCEPTION;
  }
  if (writer->replacer != VALUE_UNDEFINED && *value != VALUE_EXCEPTION) {
    Value arguments[] = {name, *value};
    *value = vm_call(vm, writer->replacer, holder, arguments, 2);
  }
  if (!value_is_object(*value) || !object_is_wrapper(value_object(*value)))
    return *value;
  const struct object *wrapper = value_object(*value);
  double number;
  if (wrapper->cell.kind == CLASS_NUMBER)
    return to_number(vm, *value, &number) ? value_from_number(number) : VALUE_EXCEPTION;
  if (wrapper->cell.kind == CLASS_STRING)
    return string_result(to_string(vm, *value));
  return ((const struct wrapper *)wrapper)->primitive;
}

// Is the value one that JSON leaves out?
static bool is_left_out(Value value) {
  return value == VALUE_UNDEFINED || value_is_function(value);
}

static bool write_value(struct writer *writer, Value value) {
  struct text *text = &writer->text;
  if (!vm_poll_work(writer->vm))
    return false;
  if (value_is_object(value))
    return write_object(writer, value_object(value));
  if (value_is_string(value))
    return write_string(writer, value_string(value));
  if (value_is_number(value) && isfinite(value_number(value))) {
    char digits[NUMBER_TEXT_BYTES];
    number_to_text(value_number(value), digits);
    text_append_ascii(text, digits);
  } else {
    text_append_ascii(text, value == VALUE_TRUE ? "true" : value == VALUE_FALSE ? "false" : "null");
  }
  return !text->failed;
}

static void new_line(struct writer *writer) {
  if (string_length(writer->indent) == 0)
    return;
  text_append_unit(&writer->text, '\n');
  for (uint32_t i = 0; i < writer->depth; i++)
    text_append_units(&writer->text, writer->indent, 0, string_length(writer->indent));
}

// ---- Objects. A level's frame: the object, its keys, the value in work.

enum { SLOT_OBJECT, SLOT_KEYS, SLOT_VALUE, LEVEL_SLOTS };

static bool write_elements(struct writer *writer, struct object *array, Value *slots) {
  struct vm *vm = writer->vm;
  double length;
  if (!length_of(vm, array, &length))
    return false;
  for (uint32_t i = 0; i < length; i++) {
    if (i > 0)
      text_append_unit(&writer->text, ',');
    new_line(writer);
    Value key = property_key_from_index(vm, i);
    slots[SLOT_VALUE] = object_get(vm, array, key);
    struct string *name = writer->replacer != VALUE_UNDEFINED || value_is_object(slots[SLOT_VALUE])
                              ? property_key_to_string(vm, key)
                              : atom(ATOM_empty);
    if (slots[SLOT_VALUE] == VALUE_EXCEPTION || !name)
      return false;
    slots[SLOT_KEYS] = value_from_string(name);
    slots[SLOT_VALUE] = transform(writer, slots[SLOT_OBJECT], name, &slots[SLOT_VALUE]);
    if (slots[SLOT_VALUE] == VALUE_EXCEPTION ||
        !write_value(writer, is_left_out(slots[SLOT_VALUE]) ? VALUE_NULL : slots[SLOT_VALUE]))
      return false;
  }
  if (length > 0) {
    writer->depth--;
    new_line(writer);
    writer->depth++;
  }
  return true;
}

// Writes the property whose value is in slots[SLOT_VALUE]; *written says whether there was anything
// to write, now or before.
static bool write_property(struct writer *writer, struct string *key, Value *slots, bool *written) {
  if (slots[SLOT_VALUE] == VALUE_EXCEPTION)
    return false;
  slots[SLOT_VALUE] = transform(writer, slots[SLOT_OBJECT], key, &slots[SLOT_VALUE]);
  if (slots[SLOT_VALUE] == VALUE_EXCEPTION)
    return false;
  if (is_left_out(slots[SLOT_VALUE]))
    return true;
  if (*written)
    text_append_unit(&writer->text, ',');
  *written = true;
  new_line(writer);
  if (!write_string(writer, key))
    return false;
  text_append_ascii(&writer->text, string_length(writer->indent) > 0 ? ": " : ":");
  return write_value(writer, slots[SLOT_VALUE]);
}

// The properties of a list of keys.
static bool write_listed(struct writer *writer, struct object *object, struct array *keys,
                         Value *slots, bool *written) {
  struct vm *vm = writer->vm;
  if (!keys)
    return false;
  slots[SLOT_KEYS] = value_from_object(&keys->object);
  for (uint32_t i = 0; i < keys->length; i++) {
    struct string *key = value_string(keys->elements[i]);
    PropertyKey property = property_key_from_string(vm, key);
    slots[SLOT_VALUE] = property == VALUE_EXCEPTION ? property : object_get(vm, object, property);
    if (!write_property(writer, key, slots, written))
      return false;
  }
  return true;
}

// Are the enumerable keys of objects of this shape its entries, in their order and for good?
static bool lists_keys(const struct shape *shape) {
  return shape->cell.kind == LAYOUT_ORDINARY && !shape_is_unique(shape) &&
         !(shape->cell.flags & SHAPE_FLAG_INDEXED);
}

// The properties in the order of the shape that the object had at first, without a list of keys.
static bool write_shape(struct writer *writer, struct object *object, Value *slots, bool *written) {
  struct shape *shape = object->shape;
  slots[SLOT_KEYS] = value_from_cell(shape);
  for (uint32_t i = 0; i < shape->count; i++) {
    struct property entry = shape->table->entries[i]; // script may make the table grow
    if (!(entry.attributes & PROPERTY_ENUMERABLE))
      continue;
    bool direct = object->shape == shape && !(entry.attributes & PROPERTY_ACCESSOR);
    slots[SLOT_VALUE] = direct ? object->slots[i] : object_get(writer->vm, object, entry.key);
    if (!write_property(writer, value_string(entry.key), slots, written))
      return false;
  }
  return true;
}

static bool write_properties(struct writer *writer, struct object *object, Value *slots) {
  bool written = false;
  bool done = writer->keys ? write_listed(writer, object, writer->keys, slots, &written)
              : lists_keys(object->shape)
                  ? write_shape(writer, object, slots, &written)
                  : write_listed(writer, object, object_own_keys(writer->vm, object, true), slots,
                                 &written);
  if (done && written) {
    writer->depth--;
    new_line(writer);
    writer->depth++;
  }
  return done;
}

// The flag says that some JSON.stringify may be at the object, this one or one around it: only then
// the levels are searched.
static bool check_cycle(struct writer *writer, const struct object *object) {
  if (!(object->cell.flags & OBJECT_FLAG_STRINGIFIED))
    return true;
  for (const struct level *level = writer->innermost; level; level = level->outer)
    if (level->object == object) {
      throw_type_error(writer->vm, "Converting circular structure to JSON");
      return false;
    }
  return true;
}

static bool write_object(struct writer *writer, struct object *object) {
  struct vm *vm = writer->vm;
  if (!check_cycle(writer, object) || !vm_check_native_stack(vm))
    return false;
  Value *slots = stack_open_frame(vm, LEVEL_SLOTS);
  if (!slots)
    return false;
  Value *frame = slots++;
  vm_push(vm, value_from_object(object));
  for (int i = 1; i < LEVEL_SLOTS; i++)
    vm_push(vm, VALUE_UNDEFINED);
  struct level level = {writer->innermost, object};
  writer->innermost = &level;
  writer->depth++;
  uint8_t flag = OBJECT_FLAG_STRINGIFIED & (uint8_t)~object->cell.flags; // not when it is another's
  object->cell.flags |= flag;
  bool is_array = object_is_array(object);
  text_append_unit(&writer->text, is_array ? '[' : '{');
  bool done =
      is_array ? write_elements(writer, object, slots) : write_properties(writer, object, slots);
  text_append_unit(&writer->text, is_array ? ']' : '}');
  object->cell.flags &= (uint8_t)~flag;
  writer->depth--;
  writer->innermost = level.outer;
  stack_close_frame(vm, frame);
  return done && !writer->text.failed;
}

// ---- Arguments

// The text of an element of a replacer list, or NULL when it is none; *failed: thrown.
static struct string *list_key(struct vm *vm, Value value, bool *failed) {
  bool is_key = value_is_string(value) || value_is_number(value) ||
                (value_is_object(value) && object_is_wrapper(value_object(value)) &&
                 value_object(value)->cell.kind != CLASS_BOOLEAN);
  struct string *key = is_key ? to_string(vm, value) : NULL;
  *failed = is_key && !key;
  return key;
}

static bool contains(struct vm *vm, const struct array *list, struct string *string) {
  for (uint32_t i = 0; i < list->length; i++)
    if (string_equal(vm, value_string(list->elements[i]), string))
      return true;
  return false;
}

// The property list of a replacer array, without duplicates, rooted at frame[2]. false: thrown.
static bool read_list(struct writer *writer, Value *frame) {
  struct vm *vm = writer->vm;
  struct object *source = value_object(frame[2]);
  double length;
  struct array *keys = array_new(vm, 0, 0);
  if (!keys || !length_of(vm, source, &length))
    return false;
  vm_push(vm, value_from_object(&keys->object));
  bool failed = false;
  for (uint32_t i = 0; !failed && i < length; i++) {
    Value value = object_get(vm, source, property_key_from_index(vm, i));
    failed = value == VALUE_EXCEPTION;
    struct string *key = failed ? NULL : list_key(vm, value, &failed);
    if (key && !contains(vm, keys, key))
      failed = !array_push(vm, keys, value_from_string(key));
  }
  vm->top--;
  writer->keys = keys;
  frame[2] = value_from_object(&keys->object);
  return !failed;
}

#define LONGEST_INDENT 10

// The step of indentation (25.5.2, steps 5 to 8), rooted at frame[3]. NULL: thrown.
static struct string *read_indent(struct vm *vm, Value *frame) {
  Value space = frame[3];
  double width;
  if (value_is_object(space) && object_is_wrapper(value_object(space))) {
    if (value_object(space)->cell.kind == CLASS_STRING)
      space = string_result(to_string(vm, space));
    else if (value_object(space)->cell.kind == CLASS_NUMBER)
      space = to_number(vm, space, &width) ? value_from_number(width) : VALUE_EXCEPTION;
    if (space == VALUE_EXCEPTION)
      return NULL;
  }
  struct string *indent = atom(ATOM_empty);
  if (value_is_number(space)) {
    to_integer_or_infinity(vm, space, &width);
    indent = string_from_latin1(vm, "          ", (uint32_t)fmin(fmax(width, 0), LONGEST_INDENT));
  } else if (value_is_string(space)) {
    indent = string_flatten(vm, value_string(space));
    if (indent && string_length(indent) > LONGEST_INDENT)
      indent = string_substring(vm, indent, 0, LONGEST_INDENT);
  }
  if (indent)
    frame[3] = value_from_string(indent);
  return indent;
}

// The object that holds the value under the empty name, for the replacer.
static Value root_holder(struct vm *vm, Value value) {
  struct object *holder = object_new_with_shape(vm, vm->object_shape, 1);
  bool done =
      object_define(vm, holder, property_key_from_atom(atom(ATOM_empty)), value, PROPERTY_DEFAULT);
  return done ? value_from_object(holder) : VALUE_EXCEPTION;
}

Value json_stringify(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct writer writer = {.vm = vm, .replacer = VALUE_UNDEFINED};
  if (value_is_function(frame[2]))
    writer.replacer = frame[2];
  else if (value_is_array(frame[2]) && !read_list(&writer, frame))
    return VALUE_EXCEPTION;
  writer.indent = read_indent(vm, frame);
  if (!writer.indent)
    return VALUE_EXCEPTION;
  Value holder = VALUE_UNDEFINED;
  if (writer.replacer != VALUE_UNDEFINED)
    holder = frame[0] = root_holder(vm, frame[1]);
  if (holder == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  frame[1] = transform(&writer, holder, atom(ATOM_empty), &frame[1]);
  if (frame[1] == VALUE_EXCEPTION || is_left_out(frame[1]))
    return frame[1] == VALUE_EXCEPTION ? VALUE_EXCEPTION : VALUE_UNDEFINED;
  writer.text = text_start(vm);
  bool done = write_value(&writer, frame[1]);
  struct string *string = text_finish(&writer.text);
  return done ? string_result(string) : VALUE_EXCEPTION;
}
