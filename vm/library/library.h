// The standard library: the builtin objects of a runtime and what the engine asks about them.
//
// builtins.def declares every object, function and constant once; image.c makes of it what all
// runtimes share, and realm.c the objects of one. unsupported.def names what the standard has and
// Mica lacks. Functions that call back for each element are written in the language itself
// (library.js), so that a callback is an ordinary call of the tier.
#ifndef MICA_LIBRARY_LIBRARY_H
#define MICA_LIBRARY_LIBRARY_H

#include "vm/core/operations.h"

// Asked after a lookup of base[key] that found nothing: VALUE_UNDEFINED, or VALUE_EXCEPTION with
// the final error when the standard has the property there and Mica does not.
Value library_missing_property(struct vm *vm, Value base, PropertyKey key);
// The same of the object's own properties alone.
Value library_missing_own(struct vm *vm, const struct object *object, PropertyKey key);
// The names of all own properties, as strings; objects of which Mica lacks some are refused. NULL:
// thrown.
struct array *library_own_names(struct vm *vm, struct object *object);

// Makes a function of kind FUNCTION_SELF_HOSTED one of the runtime's tier, compiling the library's
// script the first time. The caller keeps the function alive. Safepoint. false: thrown.
bool library_link(struct vm *vm, struct function *function);

// Slots behind a self-hosted function for what the tier's own functions hold there.
#define LIBRARY_CAPTURES 4

// JSON.parse, for modules of JSON: see builtins.def.
Value json_parse(struct vm *vm, Value *frame, uint32_t count);

// ---- For the builtins themselves

// A string or, when NULL, the exception that was thrown.
static inline Value string_result(const struct string *string) {
  return string ? value_from_string(string) : VALUE_EXCEPTION;
}
static inline Value object_result(const struct object *object) {
  return object ? value_from_object(object) : VALUE_EXCEPTION;
}
static inline Value array_result(const struct array *array) {
  return array ? value_from_object(&array->object) : VALUE_EXCEPTION;
}
// The argument at `index` from 1, or undefined when fewer were given.
static inline Value argument(const Value *frame, uint32_t count, uint32_t index) {
  return index <= count ? frame[index] : VALUE_UNDEFINED;
}
// The argument (or `this`, 0) as an object, in whose place it is put. NULL: thrown.
struct object *object_argument(struct vm *vm, Value *frame, uint32_t index);
// ObjectDefineProperties (20.1.2.3.1). Safepoint. false: thrown.
bool object_define_all(struct vm *vm, struct object *object, Value properties);

// A relative index as `slice` and its like take it (ToIntegerOrInfinity, then from the end when
// negative), within 0 to length. false: thrown.
bool relative_index(struct vm *vm, Value value, double length, double *index);

// The exported function of library.js. VALUE_EXCEPTION: thrown. Safepoint.
Value library_function(struct vm *vm, const char *name);

// The kind of an object as Object.prototype.toString names one that has no tag: "Array", "Error",
// ...
const char *library_class_name(const struct object *object);
// What its @@toStringTag, own or inherited, is: "Math", "Array Iterator", ... NULL: it has none.
const char *library_string_tag(const struct vm *vm, const struct object *object);

// The function of inspect.js that shows an object as text. VALUE_EXCEPTION: thrown. Safepoint.
Value library_inspect(struct vm *vm);

// Text in the making: units of either width, appended, then one string. It lies in the script's
// heap, so that it counts against its limits, and in a slot of the script stack, so that script may
// run in between. Texts are finished in the opposite order of their starts.
struct text {
  struct vm *vm;
  Value *slot;           // roots the buffer
  struct string *buffer; // as long as its capacity; NULL while there is none
  uint32_t length, capacity;
  bool failed; // the error is thrown
};

struct text text_start(struct vm *vm);
void text_append_unit(struct text *text, uint16_t unit);
// A code point beyond 16 bits becomes two units.
void text_append_point(struct text *text, uint32_t point);
void text_append_latin1(struct text *text, const void *bytes, uint32_t length);
void text_append_ascii(struct text *text, const char *units);
void text_append_string(struct text *text, struct string *string);
void text_append_units(struct text *text, const struct string *flat, uint32_t from, uint32_t to);
// The poll of a loop that appends long. false: an append has failed, or a limit ends the script;
// text_finish then gives NULL.
bool text_goes_on(struct text *text);
// The string, or NULL: thrown. Takes the text off the stack.
struct string *text_finish(struct text *text);

#define BUILTIN_FUNCTION(function) Value function(struct vm *vm, Value *frame, uint32_t count);
#define BUILTIN(object, name, function, length, minimum) BUILTIN_FUNCTION(function)
#define CONSTRUCTOR(object, name, function, length, minimum, prototype) BUILTIN_FUNCTION(function)
#define HIDDEN_CONSTRUCTOR(object, name, function, length, minimum, prototype)                     \
  BUILTIN_FUNCTION(function)
#define GETTER(object, name, function) BUILTIN_FUNCTION(function)
#define SETTER(object, name, function) BUILTIN_FUNCTION(function)
#include "vm/library/builtins.def"
#define INTRINSIC(name, count, function) BUILTIN_FUNCTION(function)
#include "vm/library/intrinsics.def"
#undef INTRINSIC
#undef BUILTIN_FUNCTION

#endif
