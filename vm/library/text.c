// Text in the making: a string that is longer than its content so far, grown by half.
//
// The buffer is an ordinary string of the heap, in one slot of the script stack. It starts as
// Latin-1 and is widened once, by the first unit that does not fit. What remains of it at the end
// is cut off in place when it is little, and copied otherwise.
#include "vm/library/library.h"
#include "vm/stress.h"

#define LEAST_CAPACITY USUAL_OR_TINY(64, 1)

struct text text_start(struct vm *vm) {
  struct text text = {.vm = vm, .slot = vm->top};
  vm_push(vm, VALUE_UNDEFINED);
  return text;
}

static bool is_wide(const struct text *text) {
  return text->buffer && text->buffer->cell.kind == STRING_UTF16;
}

// A buffer of this form with the content so far.
static bool replace_buffer(struct text *text, enum string_form form, uint32_t capacity) {
  struct string *old = text->buffer;
  struct string *buffer = string_new(text->vm, form, capacity);
  if (!buffer) {
    text->failed = true;
    return false;
  }
  if (form == STRING_UTF16 && old && old->cell.kind == STRING_LATIN1)
    for (uint32_t i = 0; i < text->length; i++)
      buffer->utf16[i] = old->latin1[i];
  else if (old)
    memcpy(buffer->latin1, old->latin1, (size_t)text->length << (form == STRING_UTF16));
  text->buffer = buffer;
  text->capacity = capacity;
  *text->slot = value_from_string(buffer);
  return true;
}

// The slow side of make_room.
__attribute__((noinline)) static bool grow(struct text *text, uint32_t count, bool wide) {
  if (text->failed || count == 0)
    return false;
  wide = wide || is_wide(text);
  uint64_t needed = (uint64_t)text->length + count;
  uint64_t capacity = text->capacity;
  if (needed > capacity) {
    capacity += USUAL_OR_TINY(capacity / 2, 0);
    if (capacity < needed)
      capacity = needed;
    if (capacity < LEAST_CAPACITY)
      capacity = LEAST_CAPACITY;
    if (capacity > STRING_MAXIMUM_LENGTH && needed <= STRING_MAXIMUM_LENGTH)
      capacity = STRING_MAXIMUM_LENGTH;
  }
  if (capacity > STRING_MAXIMUM_LENGTH) {
    throw_range_error(text->vm, "Invalid string length");
    text->failed = true;
    return false;
  }
  return replace_buffer(text, wide ? STRING_UTF16 : STRING_LATIN1, (uint32_t)capacity);
}

// Makes room for `count` more units, of 16 bits when `wide`. false: there are none, or it failed,
// now or before.
static inline bool make_room(struct text *text, uint32_t count, bool wide) {
  bool fits = count > 0 && count <= text->capacity - text->length && wide <= is_wide(text);
  return fits && !text->failed ? true : grow(text, count, wide);
}

void text_append_unit(struct text *text, uint16_t unit) {
  if (!make_room(text, 1, unit > 0xFF))
    return;
  if (is_wide(text))
    text->buffer->utf16[text->length++] = unit;
  else
    text->buffer->latin1[text->length++] = (uint8_t)unit;
}

void text_append_point(struct text *text, uint32_t point) {
  if (point > 0xFFFF) {
    text_append_unit(text, (uint16_t)(0xD800 + ((point - 0x10000) >> 10)));
    point = 0xDC00 + ((point - 0x10000) & 0x3FF);
  }
  text_append_unit(text, (uint16_t)point);
}

void text_append_latin1(struct text *text, const void *bytes, uint32_t length) {
  if (length == 0 || !make_room(text, length, false))
    return;
  const uint8_t *from = bytes;
  if (is_wide(text))
    for (uint32_t i = 0; i < length; i++)
      text->buffer->utf16[text->length + i] = from[i];
  else
    string_copy_bytes(text->buffer->latin1 + text->length, from, length);
  text->length += length;
}

void text_append_ascii(struct text *text, const char *units) {
  text_append_latin1(text, units, (uint32_t)strlen(units));
}

static bool fits_latin1(const uint16_t *units, uint32_t count) {
  uint16_t all = 0;
  for (uint32_t i = 0; i < count; i++)
    all |= units[i];
  return all <= 0xFF;
}

void text_append_units(struct text *text, const struct string *flat, uint32_t from, uint32_t to) {
  if (flat->cell.kind == STRING_LATIN1) {
    text_append_latin1(text, flat->latin1 + from, to - from);
    return;
  }
  const uint16_t *units = flat->utf16 + from;
  uint32_t count = to - from;
  if (count == 0 || !make_room(text, count, !fits_latin1(units, count)))
    return;
  if (is_wide(text))
    memcpy(text->buffer->utf16 + text->length, units, count * sizeof units[0]);
  else
    for (uint32_t i = 0; i < count; i++)
      text->buffer->latin1[text->length + i] = (uint8_t)units[i];
  text->length += count;
}

// A rope is copied as it is, without a flat string that most often would be garbage at once, unless
// it is long or this is not the first time.
#define LONGEST_COPIED_ROPE 512

static bool is_to_be_copied(const struct string *string) {
  return string->cell.kind == STRING_ROPE && string_length(string) <= LONGEST_COPIED_ROPE &&
         !(string->cell.flags & STRING_FLAG_COPIED);
}

static void append_rope(struct text *text, struct string *rope) {
  if (!make_room(text, string_length(rope), rope->cell.flags & STRING_FLAG_WIDE))
    return;
  rope->cell.flags |= STRING_FLAG_COPIED;
  if (string_copy(text->vm, text->buffer, text->length, rope))
    text->length += string_length(rope);
  else
    text->failed = true;
}

void text_append_string(struct text *text, struct string *string) {
  if (string->cell.kind == STRING_LATIN1) {
    text_append_latin1(text, string->latin1, string_length(string));
    return;
  }
  if (is_to_be_copied(string)) {
    append_rope(text, string);
    return;
  }
  struct string *flat = text->failed ? NULL : string_flatten(text->vm, string);
  if (flat)
    text_append_units(text, flat, 0, string_length(flat));
  else
    text->failed = true;
}

bool text_goes_on(struct text *text) {
  text->failed = text->failed || !vm_poll_work(text->vm);
  return !text->failed;
}

struct string *text_finish(struct text *text) {
  struct vm *vm = text->vm;
  vm->top = text->slot;
  if (text->failed)
    return NULL;
  if (text->length == 0)
    return atom(ATOM_empty);
  if (text->length < LEAST_CAPACITY || text->length < text->capacity - text->capacity / 4)
    return string_substring(vm, text->buffer, 0, text->length);
  text->buffer->cell.extra = text->length;
  return text->buffer;
}
