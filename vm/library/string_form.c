// String.raw, well-formed strings, and the methods that wrap a string in HTML (ECMA-262 22.1.2.4,
// 22.1.3.9, 22.1.3.31, B.2.2).
#include "vm/library/array.h"
#include "vm/library/string.h"

// ---- String.raw

// Appends ToString(value). false: thrown.
static bool append_value(struct text *text, Value value) {
  struct string *string = value == VALUE_EXCEPTION ? NULL : to_string(text->vm, value);
  if (string)
    text_append_string(text, string);
  return string && !text->failed;
}

Value string_raw(struct vm *vm, Value *frame, uint32_t count) {
  struct object *template = object_argument(vm, frame, 1);
  PropertyKey key = property_key_from_atom(atom_from_ascii(vm, "raw"));
  Value raw = template ? object_get(vm, template, key) : VALUE_EXCEPTION;
  struct object *literals = raw == VALUE_EXCEPTION ? NULL : to_object(vm, raw);
  if (!literals)
    return VALUE_EXCEPTION;
  frame[1] = value_from_object(literals);
  double length;
  if (!length_of(vm, literals, &length))
    return VALUE_EXCEPTION;
  struct text text = text_start(vm);
  bool done = true;
  for (double i = 0; done && i < length; i++) {
    done = append_value(&text, element_get(vm, literals, i));
    if (done && i + 1 < length && i + 2 <= count)
      done = append_value(&text, frame[2 + (uint32_t)i]);
  }
  struct string *result = text_finish(&text);
  return done ? string_result(result) : VALUE_EXCEPTION;
}

// ---- Well-formed strings

// The index of the first lone surrogate from `from` on, or the length.
static uint32_t find_lone_surrogate(const struct string *flat, uint32_t from) {
  uint32_t length = string_length(flat);
  if (flat->cell.kind == STRING_LATIN1)
    return length;
  for (uint32_t i = from; i < length; i++) {
    uint16_t unit = flat->utf16[i];
    if (unit < 0xD800 || unit > 0xDFFF)
      continue;
    if (unit > 0xDBFF || i + 1 == length || (flat->utf16[i + 1] & 0xFC00) != 0xDC00)
      return i;
    i++;
  }
  return length;
}

Value string_prototype_is_well_formed(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct string *flat = string_this(vm, frame, "isWellFormed");
  if (!flat)
    return VALUE_EXCEPTION;
  return value_from_boolean(find_lone_surrogate(flat, 0) == string_length(flat));
}

Value string_prototype_to_well_formed(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct string *flat = string_this(vm, frame, "toWellFormed");
  if (!flat)
    return VALUE_EXCEPTION;
  uint32_t length = string_length(flat), copied = 0;
  struct text text = text_start(vm);
  for (uint32_t i = find_lone_surrogate(flat, 0); i < length;
       i = find_lone_surrogate(flat, copied)) {
    text_append_units(&text, flat, copied, i);
    text_append_unit(&text, 0xFFFD);
    copied = i + 1;
  }
  text_append_units(&text, flat, copied, length);
  return string_result(text_finish(&text));
}

// ---- HTML

static void append_attribute_value(struct text *text, const struct string *flat) {
  for (uint32_t i = 0; i < string_length(flat); i++) {
    uint16_t unit = string_unit(flat, i);
    if (unit == '"')
      text_append_ascii(text, "&quot;");
    else
      text_append_unit(text, unit);
  }
}

// CreateHTML (B.2.2.2.1); `attribute` is NULL when there is none, else its value is frame[1].
static Value create_html(struct vm *vm, Value *frame, const char *method, const char *tag,
                         const char *attribute) {
  const struct string *content = string_this(vm, frame, method);
  const struct string *value = content && attribute ? string_argument(vm, frame, 1) : NULL;
  if (!content || (attribute && !value))
    return VALUE_EXCEPTION;
  struct text text = text_start(vm);
  text_append_unit(&text, '<');
  text_append_ascii(&text, tag);
  if (attribute) {
    text_append_unit(&text, ' ');
    text_append_ascii(&text, attribute);
    text_append_ascii(&text, "=\"");
    append_attribute_value(&text, value);
    text_append_unit(&text, '"');
  }
  text_append_unit(&text, '>');
  text_append_units(&text, content, 0, string_length(content));
  text_append_ascii(&text, "</");
  text_append_ascii(&text, tag);
  text_append_unit(&text, '>');
  return string_result(text_finish(&text));
}

#define HTML(method, tag, attribute)                                                               \
  Value string_prototype_##method(struct vm *vm, Value *frame, uint32_t count) {                   \
    (void)count;                                                                                   \
    return create_html(vm, frame, #method, tag, attribute);                                        \
  }
HTML(anchor, "a", "name")
HTML(big, "big", NULL)
HTML(blink, "blink", NULL)
HTML(bold, "b", NULL)
HTML(fixed, "tt", NULL)
HTML(fontcolor, "font", "color")
HTML(fontsize, "font", "size")
HTML(italics, "i", NULL)
HTML(link, "a", "href")
HTML(small, "small", NULL)
HTML(strike, "strike", NULL)
HTML(sub, "sub", NULL)
HTML(sup, "sup", NULL)
