// console, and the clocks: what the standard leaves to the host, done as Node does it.
//
// Numbers, strings and the other primitives are written from here; objects go through inspect.js.
// The first argument is a format when more follow it and it is a string.
#include "vm/library/library.h"

#include <stdlib.h>
#include <time.h>

// ---- Text of one argument

static void append_number(struct text *text, Value number) {
  char digits[NUMBER_TEXT_BYTES];
  double value = value_number(number);
  number_to_text(value, digits);
  text_append_ascii(text, value == 0 && signbit(value) ? "-0" : digits);
}

// As util.inspect shows it. false: thrown.
static bool append_inspected(struct text *text, Value value) {
  struct vm *vm = text->vm;
  Value inspect = library_inspect(vm);
  if (inspect == VALUE_EXCEPTION)
    return false;
  Value result = vm_call(vm, inspect, VALUE_UNDEFINED, &value, 1);
  if (result == VALUE_EXCEPTION)
    return false;
  text_append_string(text, value_string(result));
  return true;
}

// As console.log shows an argument: strings as they are.
static bool append_shown(struct text *text, Value value) {
  if (value_is_string(value))
    text_append_string(text, value_string(value));
  else if (value_is_number(value))
    append_number(text, value);
  else if (value_is_object(value))
    return append_inspected(text, value);
  else
    text_append_string(text, to_string(text->vm, value)); // an atom
  return !text->failed;
}

// ---- Formats

// %d, %i and %f: numbers of primitives, NaN of objects.
static void append_formatted_number(struct text *text, Value value, char directive) {
  double number = NAN;
  bool done = true;
  if (value_is_string(value) && directive != 'd') {
    struct string *flat = string_flatten(text->vm, value_string(value));
    done = flat && string_parse_float(text->vm, flat, 0, &number);
  } else if (!value_is_object(value)) {
    done = to_number(text->vm, value, &number);
  }
  text->failed = text->failed || !done;
  if (directive == 'i')
    number = trunc(number);
  append_number(text, value_from_number(number));
}

static bool append_json(struct text *text, Value value) {
  Value *frame = stack_open_frame(text->vm, 3);
  if (!frame)
    return false;
  vm_push(text->vm, value);
  vm_push(text->vm, VALUE_UNDEFINED);
  vm_push(text->vm, VALUE_UNDEFINED);
  Value json = json_stringify(text->vm, frame, 3);
  stack_close_frame(text->vm, frame);
  return json != VALUE_EXCEPTION && append_shown(text, json);
}

// Appends the argument by the directive's letter. false: thrown.
static bool append_directive(struct text *text, char directive, Value value) {
  switch (directive) {
  case 's':
    return append_shown(text, value);
  case 'd':
  case 'i':
  case 'f':
    append_formatted_number(text, value, directive);
    return !text->failed;
  case 'j':
    return append_json(text, value);
  case 'c': // CSS, which a terminal does not show
    return true;
  default:
    return append_inspected(text, value);
  }
}

static bool is_directive(uint16_t unit) {
  return unit < 0x80 && unit != 0 && strchr("sdifjcoO", unit) != NULL;
}

// Appends the format with as many arguments as it takes; *next is the first left over.
static bool append_format(struct text *text, const struct string *format, const Value *frame,
                          uint32_t count, uint32_t *next) {
  uint32_t length = string_length(format), copied = 0;
  for (uint32_t i = 0; i + 1 < length; i++) {
    uint16_t letter = string_unit(format, i + 1);
    if (string_unit(format, i) != '%' ||
        (letter != '%' && (!is_directive(letter) || *next > count)))
      continue;
    text_append_units(text, format, copied, i);
    if (letter == '%')
      text_append_unit(text, '%');
    else if (!append_directive(text, (char)letter, frame[(*next)++]))
      return false;
    copied = ++i + 1;
  }
  text_append_units(text, format, copied, length);
  return !text->failed;
}

static bool append_arguments(struct text *text, Value *frame, uint32_t count) {
  uint32_t next = 1;
  if (count > 1 && value_is_string(frame[1])) {
    struct string *format = string_flatten(text->vm, value_string(frame[1]));
    if (!format)
      return false;
    frame[1] = value_from_string(format);
    next = 2;
    if (!append_format(text, format, frame, count, &next))
      return false;
  }
  for (; next <= count; next++) {
    if (next > 1)
      text_append_unit(text, ' ');
    if (!append_shown(text, frame[next]))
      return false;
  }
  return true;
}

// ---- Output

static bool is_ascii(const struct string *flat) {
  if (flat->cell.kind != STRING_LATIN1)
    return false;
  uint8_t all = 0;
  for (uint32_t i = 0; i < string_length(flat); i++)
    all |= flat->latin1[i];
  return all < 0x80;
}

// What stands before each line in a group.
static void write_indentation(const struct vm *vm, FILE *output) {
  for (uint32_t i = 0; i < vm->console_groups; i++)
    fputs("  ", output);
}

// Writes the bytes, line by line with the indentation of the open groups, and a line feed.
static void write_bytes(const struct vm *vm, FILE *output, const char *bytes, size_t length) {
  const char *end = bytes + length;
  const char *line_feed = vm->console_groups > 0 ? memchr(bytes, '\n', length) : NULL;
  write_indentation(vm, output);
  while (line_feed) {
    fwrite(bytes, 1, (size_t)(line_feed + 1 - bytes), output);
    write_indentation(vm, output);
    bytes = line_feed + 1;
    line_feed = memchr(bytes, '\n', (size_t)(end - bytes));
  }
  fwrite(bytes, 1, (size_t)(end - bytes), output);
  putc('\n', output);
}

// Writes the string and a line feed as UTF-8.
static Value write_line(struct vm *vm, FILE *output, struct string *string) {
  struct string *flat = string_flatten(vm, string);
  if (!flat)
    return VALUE_EXCEPTION;
  if (is_ascii(flat)) {
    write_bytes(vm, output, (const char *)flat->latin1, string_length(flat));
    return VALUE_UNDEFINED;
  }
  size_t length;
  char *text = string_to_utf8(vm, flat, &length);
  if (!text)
    return throw_range_error(vm, "Out of memory");
  write_bytes(vm, output, text, length);
  free(text);
  return VALUE_UNDEFINED;
}

static Value write_arguments(struct vm *vm, FILE *output, Value *frame, uint32_t count) {
  if (count == 1 && value_is_string(frame[1]))
    return write_line(vm, output, value_string(frame[1]));
  struct text text = text_start(vm);
  bool done = append_arguments(&text, frame, count);
  struct string *line = text_finish(&text);
  return done && line ? write_line(vm, output, line) : VALUE_EXCEPTION;
}

Value console_log(struct vm *vm, Value *frame, uint32_t count) {
  return write_arguments(vm, vm->output, frame, count);
}

Value console_error(struct vm *vm, Value *frame, uint32_t count) {
  return write_arguments(vm, vm->error_output, frame, count);
}

// The text of what was asserted takes the place of the condition.
Value console_assert(struct vm *vm, Value *frame, uint32_t count) {
  if (to_boolean(frame[1]))
    return VALUE_UNDEFINED;
  struct text text = text_start(vm);
  text_append_ascii(&text, count > 1 ? "Assertion failed: " : "Assertion failed");
  struct string *first = count > 1 ? to_string(vm, frame[2]) : atom(ATOM_empty);
  if (first)
    text_append_string(&text, first);
  struct string *line = text_finish(&text);
  if (!first || !line)
    return VALUE_EXCEPTION;
  if (count < 2)
    return write_line(vm, vm->error_output, line);
  frame[2] = value_from_string(line);
  return write_arguments(vm, vm->error_output, frame + 1, count - 1);
}

// ---- Groups and counts

Value console_group(struct vm *vm, Value *frame, uint32_t count) {
  Value result = count > 0 ? console_log(vm, frame, count) : VALUE_UNDEFINED;
  if (result != VALUE_EXCEPTION)
    vm->console_groups++;
  return result;
}

Value console_group_end(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  if (vm->console_groups > 0)
    vm->console_groups--;
  return VALUE_UNDEFINED;
}

// The label's text, in the argument's place, and its key among the counts. VALUE_EXCEPTION: thrown.
static PropertyKey count_key(struct vm *vm, Value *frame) {
  if (frame[1] == VALUE_UNDEFINED)
    frame[1] = value_from_string(atom_from_ascii(vm, "default"));
  struct string *label = to_string(vm, frame[1]);
  if (!label)
    return VALUE_EXCEPTION;
  frame[1] = value_from_string(label);
  if (!vm->console_counts)
    vm->console_counts = object_new(vm, NULL, 2);
  return property_key_from_string(vm, label);
}

Value console_count(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  PropertyKey key = count_key(vm, frame);
  if (key == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  struct lookup lookup;
  double counted = 1;
  if (object_lookup_own(vm, vm->console_counts, key, &lookup))
    counted += value_number(lookup.value);
  if (!object_define(vm, vm->console_counts, key, value_from_number(counted), PROPERTY_DEFAULT))
    return VALUE_EXCEPTION;
  struct text text = text_start(vm);
  text_append_string(&text, value_string(frame[1]));
  text_append_ascii(&text, ": ");
  append_number(&text, value_from_number(counted));
  struct string *line = text_finish(&text);
  return line ? write_line(vm, vm->output, line) : VALUE_EXCEPTION;
}

Value console_count_reset(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  PropertyKey key = count_key(vm, frame);
  if (key == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  if (object_has_own(vm, vm->console_counts, key))
    return object_delete(vm, vm->console_counts, key) < 0 ? VALUE_EXCEPTION : VALUE_UNDEFINED;
  struct text text = text_start(vm);
  text_append_ascii(&text, "Warning: Count for '");
  text_append_string(&text, value_string(frame[1]));
  text_append_ascii(&text, "' does not exist");
  struct string *line = text_finish(&text);
  return line ? write_line(vm, vm->error_output, line) : VALUE_EXCEPTION;
}

// ---- Clocks

static double milliseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

// Since the system's start, not the runtime's: only differences have a meaning.
Value performance_now(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)frame;
  (void)count;
  return value_from_number(milliseconds(CLOCK_MONOTONIC));
}

Value date_now(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)frame;
  (void)count;
  return value_from_number(floor(milliseconds(CLOCK_REALTIME)));
}

Value date_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  return throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: Date beyond Date.now");
}
