// Errors: every error object that the engine makes is made here.
//
// An error has its message and its stack as own properties, both hidden, written when it is made
// (the trace must be taken where the error arises). Making one runs no script: the class's name is
// read off the prototypes without calling getters. A final error carries a status and passes all
// handlers.
#include "vm/core/operations.h"
#include "vm/library/library.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define MESSAGE_BYTES 1024
#define TRACE_FRAMES 10

// The string `name` that an error with this prototype has; "Error" when it is none.
static struct string *class_name(struct vm *vm, struct object *prototype) {
  struct lookup lookup;
  if (prototype && object_lookup(vm, prototype, property_key_from_atom(atom(ATOM_name)), &lookup) &&
      !lookup.accessor && value_is_string(lookup.value))
    return value_string(lookup.value);
  return atom(ATOM_error);
}

// "name: message", or the one that is not empty (20.5.3.4). NULL: thrown, out of memory.
static struct string *headline(struct vm *vm, struct string *name, Value message) {
  if (!value_is_string(message) || string_length(value_string(message)) == 0)
    return name;
  if (string_length(name) == 0)
    return value_string(message);
  struct string *colon = string_from_latin1(vm, ": ", 2);
  struct string *start = colon ? string_concatenate(vm, name, colon) : NULL;
  return start ? string_concatenate(vm, start, value_string(message)) : NULL;
}

// The headline and a line a frame, without a line feed at the end.
static struct string *stack_text(struct vm *vm, struct string *first_line) {
  struct string *trace = stack_trace(vm, TRACE_FRAMES);
  uint32_t length = trace ? string_length(trace) : 0;
  if (!first_line || length == 0)
    return first_line;
  trace = string_substring(vm, trace, 0, length - 1);
  struct string *start =
      trace ? string_concatenate(vm, first_line, string_from_unit(vm, '\n')) : NULL;
  return start ? string_concatenate(vm, start, trace) : NULL;
}

static struct object *make_error(struct vm *vm, struct object *prototype, struct string *name,
                                 Value message) {
  struct object *error = object_new(vm, prototype, 2);
  error->cell.kind = CLASS_ERROR;
  struct string *stack = stack_text(vm, headline(vm, name, message));
  if (stack)
    object_define(vm, error, property_key_from_atom(atom(ATOM_stack)), value_from_string(stack),
                  PROPERTY_HIDDEN);
  if (message != VALUE_UNDEFINED)
    object_define(vm, error, property_key_from_atom(atom(ATOM_message)), message, PROPERTY_HIDDEN);
  return error;
}

struct object *error_new(struct vm *vm, struct object *prototype, Value message) {
  return make_error(vm, prototype, class_name(vm, prototype), message);
}

static Value format_message(struct vm *vm, const char *format, va_list arguments) {
  char text[MESSAGE_BYTES];
  int length = vsnprintf(text, sizeof text, format, arguments);
  if (length < 0 || (size_t)length >= sizeof text)
    length = sizeof text - 1;
  struct string *message = string_from_utf8(vm, text, (size_t)length);
  return message ? value_from_string(message) : VALUE_UNDEFINED;
}

Value throw_value(struct vm *vm, Value value) {
  vm->exception = value;
  vm->final = false;
  return VALUE_EXCEPTION;
}

static struct object *class_prototype(struct vm *vm, enum error_class class) {
  static const uint8_t prototypes[] = {
      [ERROR_ERROR] = INTRINSIC_ERROR_PROTOTYPE,
      [ERROR_TYPE] = INTRINSIC_TYPE_ERROR_PROTOTYPE,
      [ERROR_RANGE] = INTRINSIC_RANGE_ERROR_PROTOTYPE,
      [ERROR_REFERENCE] = INTRINSIC_REFERENCE_ERROR_PROTOTYPE,
      [ERROR_SYNTAX] = INTRINSIC_SYNTAX_ERROR_PROTOTYPE,
      [ERROR_EVAL] = INTRINSIC_EVAL_ERROR_PROTOTYPE,
      [ERROR_URI] = INTRINSIC_URI_ERROR_PROTOTYPE,
  };
  return vm_builtin(vm, prototypes[class]);
}

Value error_of_class(struct vm *vm, enum error_class class, const char *message) {
  struct string *text = string_from_utf8(vm, message, strlen(message));
  Value value = text ? value_from_string(text) : VALUE_UNDEFINED;
  return value_from_object(error_new(vm, class_prototype(vm, class), value));
}

static Value throw_formatted(struct vm *vm, enum error_class class, const char *format,
                             va_list arguments) {
  Value message = format_message(vm, format, arguments);
  return throw_value(vm, value_from_object(error_new(vm, class_prototype(vm, class), message)));
}

Value throw_error(struct vm *vm, enum error_class class, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  throw_formatted(vm, class, format, arguments);
  va_end(arguments);
  return VALUE_EXCEPTION;
}

Value throw_type_error(struct vm *vm, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  throw_formatted(vm, ERROR_TYPE, format, arguments);
  va_end(arguments);
  return VALUE_EXCEPTION;
}

Value throw_range_error(struct vm *vm, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  throw_formatted(vm, ERROR_RANGE, format, arguments);
  va_end(arguments);
  return VALUE_EXCEPTION;
}

Value throw_final(struct vm *vm, mica_status status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  Value message = format_message(vm, format, arguments);
  va_end(arguments);
  // No class of the language's: the message alone heads the stack.
  struct object *error =
      make_error(vm, class_prototype(vm, ERROR_ERROR), atom(ATOM_empty), message);
  throw_value(vm, value_from_object(error));
  vm->final = true;
  vm->final_status = status;
  return VALUE_EXCEPTION;
}

// ---- Describing values

// The string between quotes, shortened to what fits.
static void describe_string(struct vm *vm, struct string *string, char *buffer, size_t size) {
  char *text = string_to_utf8(vm, string, NULL);
  const char *shown = text ? text : "";
  if (strlen(shown) + 3 <= size)
    snprintf(buffer, size, "\"%s\"", shown);
  else
    snprintf(buffer, size, "\"%.*s...\"", (int)size - 6, shown);
  free(text);
}

static void describe_function(struct vm *vm, const struct function *function, char *buffer,
                              size_t size) {
  char *name = string_to_utf8(vm, function_name(vm, function), NULL);
  snprintf(buffer, size, "function %s", name && *name ? name : "(anonymous)");
  free(name);
}

static void describe_object(const struct vm *vm, const struct object *object, char *buffer,
                            size_t size) {
  const char *tag = library_string_tag(vm, object);
  snprintf(buffer, size, "#<%s>", tag ? tag : library_class_name(object));
}

const char *describe_value(struct vm *vm, Value value, char *buffer, size_t size) {
  if (value_is_string(value))
    describe_string(vm, value_string(value), buffer, size);
  else if (value_is_function(value))
    describe_function(vm, value_function(value), buffer, size);
  else if (value_is_array(value))
    snprintf(buffer, size, "[object Array]");
  else if (value_is_object(value))
    describe_object(vm, value_object(value), buffer, size);
  else if (value_is_number(value))
    number_to_text(value_number(value), buffer);
  else if (value_is_boolean(value))
    snprintf(buffer, size, value == VALUE_TRUE ? "true" : "false");
  else
    snprintf(buffer, size, value == VALUE_NULL ? "null" : "undefined");
  return buffer;
}
