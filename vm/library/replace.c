// The builtins of String.prototype that make new text (ECMA-262 22.1.3).
#include "vm/library/string.h"

// ---- Repetition

Value string_prototype_repeat(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct string *string = string_this(vm, frame, "repeat");
  double times;
  if (!string || !to_integer_or_infinity(vm, frame[1], &times))
    return VALUE_EXCEPTION;
  if (times < 0 || times == INFINITY)
    return throw_range_error(vm, "Invalid count value: %g", times);
  uint32_t length = string_length(string);
  if (length * times > STRING_MAXIMUM_LENGTH)
    return throw_range_error(vm, "Invalid string length");
  if (length == 0 || times == 0)
    return value_from_string(atom(ATOM_empty));
  struct string *result = string_new(vm, string->cell.kind, length * (uint32_t)times);
  if (!result)
    return VALUE_EXCEPTION;
  size_t bytes = (size_t)length << (string->cell.kind == STRING_UTF16);
  size_t all = bytes * (uint32_t)times;
  memcpy(result->latin1, string->latin1, bytes);
  for (size_t done = bytes; done < all; done *= 2) // copies all that is there so far
    memcpy(result->latin1 + done, result->latin1, done < all - done ? done : all - done);
  return value_from_string(result);
}

static Value pad(struct vm *vm, Value *frame, const char *method, bool at_start) {
  struct string *string = string_this(vm, frame, method);
  double length;
  if (!string || !to_length(vm, frame[1], &length))
    return VALUE_EXCEPTION;
  double missing = length - string_length(string);
  if (missing <= 0)
    return value_from_string(string);
  const struct string *filler =
      frame[2] == VALUE_UNDEFINED ? string_from_unit(vm, ' ') : string_argument(vm, frame, 2);
  if (!filler || string_length(filler) == 0)
    return filler ? value_from_string(string) : VALUE_EXCEPTION;
  if (length > STRING_MAXIMUM_LENGTH)
    return throw_range_error(vm, "Invalid string length");
  struct text text = text_start(vm);
  if (!at_start)
    text_append_string(&text, string);
  for (uint32_t left = (uint32_t)missing; left > 0 && !text.failed;) {
    uint32_t units = left < string_length(filler) ? left : string_length(filler);
    text_append_units(&text, filler, 0, units);
    left -= units;
    if (!vm_poll_work(vm))
      return VALUE_EXCEPTION;
  }
  if (at_start)
    text_append_string(&text, string);
  return string_result(text_finish(&text));
}

Value string_prototype_pad_start(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return pad(vm, frame, "padStart", true);
}

Value string_prototype_pad_end(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return pad(vm, frame, "padEnd", false);
}

// ---- Joining and splitting

Value string_prototype_concat(struct vm *vm, Value *frame, uint32_t count) {
  struct string *result = string_this(vm, frame, "concat");
  for (uint32_t i = 1; result && i <= count; i++) {
    vm_push(vm, value_from_string(result));
    struct string *next = to_string(vm, frame[i]);
    vm->top--;
    result = next ? string_concatenate(vm, result, next) : NULL;
  }
  return string_result(result);
}

// Appends units [from, to) as a string. false: thrown.
static bool push_part(struct vm *vm, struct array *parts, struct string *string, uint32_t from,
                      uint32_t to) {
  struct string *part = to - from == 1 ? string_from_unit(vm, string_unit(string, from))
                                       : string_substring(vm, string, from, to);
  return part && array_push(vm, parts, value_from_string(part)) && vm_poll_work(vm);
}

static struct array *split_units(struct vm *vm, struct string *string, uint32_t limit) {
  uint32_t count = string_length(string) < limit ? string_length(string) : limit;
  struct array *parts = array_new(vm, 0, count);
  for (uint32_t i = 0; parts && i < count; i++)
    if (!push_part(vm, parts, string, i, i + 1))
      return NULL;
  return parts;
}

static struct array *split_at(struct vm *vm, struct string *string, struct string *separator,
                              uint32_t limit) {
  struct array *parts = array_new(vm, 0, 4);
  uint32_t from = 0;
  for (int64_t at; parts && parts->length < limit; from = (uint32_t)at + string_length(separator)) {
    at = string_index_of(vm, string, separator, from);
    if (at == STRING_SEARCH_THROWN)
      return NULL;
    uint32_t to = at < 0 ? string_length(string) : (uint32_t)at;
    if (!push_part(vm, parts, string, from, to))
      return NULL;
    if (at < 0)
      break;
  }
  return parts;
}

Value string_prototype_split(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct string *string = string_this(vm, frame, "split");
  uint32_t limit = UINT32_MAX;
  if (!string || (frame[2] != VALUE_UNDEFINED && !to_uint32(vm, frame[2], &limit)))
    return VALUE_EXCEPTION;
  bool whole = frame[1] == VALUE_UNDEFINED;
  struct string *separator = string_argument(vm, frame, 1);
  if (!separator)
    return VALUE_EXCEPTION;
  if (limit == 0)
    return array_result(array_new(vm, 0, 0));
  if (whole) {
    struct array *result = array_new(vm, 0, 1);
    bool pushed = result && array_push(vm, result, value_from_string(string));
    return pushed ? value_from_object(&result->object) : VALUE_EXCEPTION;
  }
  if (string_length(separator) == 0)
    return array_result(split_units(vm, string, limit));
  return array_result(split_at(vm, string, separator, limit));
}

// ---- Replacing

// GetSubstitution (22.1.3.19.1) without captures: `$$`, `$&`, `` $` `` and `$'`.
static void append_substitution(struct text *text, const struct string *template,
                                const struct string *string, uint32_t at, uint32_t matched) {
  uint32_t length = string_length(template), copied = 0;
  for (uint32_t i = 0; i + 1 < length; i++) {
    if (string_unit(template, i) != '$')
      continue;
    uint16_t letter = string_unit(template, i + 1);
    if (letter != '$' && letter != '&' && letter != '`' && letter != '\'')
      continue;
    text_append_units(text, template, copied, i);
    if (letter == '$')
      text_append_unit(text, '$');
    else if (letter == '&')
      text_append_units(text, string, at, at + matched);
    else if (letter == '`')
      text_append_units(text, string, 0, at);
    else
      text_append_units(text, string, at + matched, string_length(string));
    copied = ++i + 1;
  }
  text_append_units(text, template, copied, length);
}

// Appends what stands for the match at `at`. frame: string, pattern, replacement (text or
// function). false: thrown.
static bool append_replacement(struct text *text, Value *frame, uint32_t at) {
  struct vm *vm = text->vm;
  const struct string *string = value_string(frame[0]), *pattern = value_string(frame[1]);
  if (!value_is_function(frame[2])) {
    append_substitution(text, value_string(frame[2]), string, at, string_length(pattern));
    return !text->failed;
  }
  Value arguments[] = {frame[1], value_from_number(at), frame[0]};
  Value result = vm_call(vm, frame[2], VALUE_UNDEFINED, arguments, 3);
  if (result == VALUE_EXCEPTION)
    return false;
  struct string *replacement = to_string(vm, result);
  if (replacement)
    text_append_string(text, replacement);
  return replacement && !text->failed;
}

// Replaces the first match, or all of them.
static Value replace(struct vm *vm, Value *frame, const char *method, bool all) {
  const struct string *string = string_this(vm, frame, method);
  const struct string *pattern = string ? string_argument(vm, frame, 1) : NULL;
  if (!pattern || (!value_is_function(frame[2]) && !string_argument(vm, frame, 2)))
    return VALUE_EXCEPTION;
  uint32_t length = string_length(pattern), advance = length > 0 ? length : 1, copied = 0;
  int64_t at = string_index_of(vm, string, pattern, 0);
  if (at < 0)
    return at == STRING_NOT_FOUND ? frame[0] : VALUE_EXCEPTION;
  struct text text = text_start(vm);
  bool done = true;
  while (done && at >= 0) {
    text_append_units(&text, string, copied, (uint32_t)at);
    done = append_replacement(&text, frame, (uint32_t)at) && vm_poll_work(vm);
    copied = (uint32_t)at + length;
    uint32_t next = (uint32_t)at + advance;
    at = done && all && next <= string_length(string) ? string_index_of(vm, string, pattern, next)
                                                      : STRING_NOT_FOUND;
  }
  done = done && at == STRING_NOT_FOUND;
  text_append_units(&text, string, copied, string_length(string));
  struct string *result = text_finish(&text);
  return done ? string_result(result) : VALUE_EXCEPTION;
}

Value string_prototype_replace(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return replace(vm, frame, "replace", false);
}

Value string_prototype_replace_all(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return replace(vm, frame, "replaceAll", true);
}
