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
  if (!value_is_object(value) && !value_is_string(value)) {
    to_number(text->vm, value, &number);
  } else if (value_is_string(value)) {
    struct string *flat = string_flatten(text->vm, value_string(value));
    uint32_t end;
    if (flat)
      number = directive == 'd' ? string_to_number(flat) : string_parse_float(flat, 0, &end);
  }
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

// Writes the string and a line feed as UTF-8.
static Value write_line(struct vm *vm, FILE *output, struct string *string) {
  struct string *flat = string_flatten(vm, string);
  if (!flat)
    return VALUE_EXCEPTION;
  if (is_ascii(flat)) {
    fwrite(flat->latin1, 1, string_length(flat), output);
  } else {
    size_t length;
    char *text = string_to_utf8(vm, flat, &length);
    if (!text)
      return throw_range_error(vm, "Out of memory");
    fwrite(text, 1, length, output);
    free(text);
  }
  putc('\n', output);
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
