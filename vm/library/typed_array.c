// The typed arrays' constructors and what makes new ones from others (ECMA-262 23.2.1 to 23.2.5).
#include "vm/library/typed_array.h"

#include "vm/core/iterator.h"
#include "vm/library/array.h"

struct typed_array *typed_array_validate(struct vm *vm, Value value) {
  struct typed_array *array = value_typed_array(value);
  if (array == NULL)
    throw_type_error(vm, "this is not a typed array.");
  return array != NULL && array_buffer_check(vm, array->buffer) ? array : NULL;
}

// ---- Copying

void typed_array_copy(struct typed_array *to, uint32_t at, const struct typed_array *from,
                      uint32_t start, uint32_t count) {
  if (to->object.cell.kind == from->object.cell.kind) {
    size_t bytes = element_bytes(from->object.cell.kind);
    if (count > 0)
      memmove(to->elements + at * bytes, from->elements + start * bytes, count * bytes);
    return;
  }
  for (uint32_t i = 0; i < count; i++) {
    Value element = typed_array_get(from, start + i);
    if (value_is_int32(element))
      typed_array_put_int32(to, at + i, value_to_int32_raw(element));
    else
      typed_array_put(to, at + i, value_to_double_raw(element));
  }
}

// Fills an array, rooted by the caller, with the first elements of an array-like. false: thrown.
static bool fill_from(struct vm *vm, struct typed_array *array, struct object *source) {
  for (uint32_t i = 0; i < array->length; i++) {
    Value element = element_get(vm, source, i);
    if (element == VALUE_EXCEPTION ||
        !typed_array_set(vm, array, value_from_int32((int32_t)i), element))
      return false;
  }
  return true;
}

// ---- Construction

// What the constructors make has the prototype that stands in frame[0].

static struct object *intrinsic_prototype(struct vm *vm, enum element_kind kind) {
  return vm_builtin(vm, typed_array_prototype(kind));
}

static Value from_typed_array(struct vm *vm, enum element_kind kind, struct object *prototype,
                              const struct typed_array *source) {
  struct typed_array *array = typed_array_new(vm, kind, prototype, source->length);
  if (array)
    typed_array_copy(array, 0, source, 0, source->length);
  return typed_array_result(array);
}

// InitializeTypedArrayFromArrayBuffer (23.2.5.1.3)
static Value from_buffer(struct vm *vm, enum element_kind kind, Value *frame) {
  struct array_buffer *buffer = value_array_buffer(frame[1]);
  double size = element_bytes(kind), offset, length = 0;
  const char *name = typed_array_class_name(kind);
  if (!to_index(vm, frame[2], "Start offset is outside the bounds of the buffer", &offset))
    return VALUE_EXCEPTION;
  if (fmod(offset, size) != 0)
    return throw_range_error(vm, "start offset of %s should be a multiple of %.0f", name, size);
  if (frame[3] != VALUE_UNDEFINED && !to_index(vm, frame[3], "Invalid typed array length", &length))
    return VALUE_EXCEPTION;
  if (!array_buffer_check(vm, buffer))
    return VALUE_EXCEPTION;
  if (frame[3] == VALUE_UNDEFINED) {
    if (fmod(buffer->length, size) != 0)
      return throw_range_error(vm, "byte length of %s should be a multiple of %.0f", name, size);
    if (offset > buffer->length)
      return throw_range_error(vm, "Start offset %.17g is outside the bounds of the buffer",
                               offset);
    length = (buffer->length - offset) / size;
  } else if (offset + length * size > buffer->length) {
    return throw_range_error(vm, "Invalid typed array length: %.17g", length);
  }
  return typed_array_result(typed_array_view(vm, kind, value_object(frame[0]), buffer,
                                             (uint32_t)offset, (uint32_t)length));
}

// An array of the values that are iterated, or NULL: thrown.
static struct array *list_values(struct vm *vm, Value iterable) {
  Value iterator = iterator_open(vm, iterable);
  if (iterator == VALUE_EXCEPTION)
    return NULL;
  vm_push(vm, iterator);
  struct array *list = array_new(vm, 0, 0);
  bool done = list != NULL;
  vm_push(vm, list ? value_from_object(&list->object) : VALUE_UNDEFINED);
  while (done) {
    Value value = iterator_next(vm, (struct iterator *)value_object(iterator));
    if (value == VALUE_ABSENT)
      break;
    done = value != VALUE_EXCEPTION && array_push(vm, list, value) && vm_poll_work(vm);
  }
  vm->top -= 2;
  return done ? list : NULL;
}

// The elements of a dense array that are all numbers, holes counting as NaN. NULL: there are
// others, whose conversion may run script, or it is not gone through by index.
static const struct array *numbers_of(struct vm *vm, struct object *object) {
  const struct array *array = plain_array(vm, object);
  if (array == NULL || !array_iterates_by_index(vm, value_from_object(object)))
    return NULL;
  for (uint32_t i = 0; i < array->length && i < array->capacity; i++)
    if (!value_is_number(array->elements[i]) && array->elements[i] != VALUE_HOLE)
      return NULL;
  return array;
}

static void put_numbers(struct typed_array *array, const struct array *numbers) {
  for (uint32_t i = 0; i < array->length; i++) {
    Value element = plain_element(numbers, i);
    if (value_is_int32(element))
      typed_array_put_int32(array, i, value_to_int32_raw(element));
    else
      typed_array_put(array, i, element == VALUE_HOLE ? NAN : value_to_double_raw(element));
  }
}

static Value from_object(struct vm *vm, enum element_kind kind, Value *frame) {
  struct object *source = value_object(frame[1]);
  const struct array *numbers = numbers_of(vm, source);
  double length;
  if (numbers) {
    struct typed_array *array = typed_array_new(vm, kind, value_object(frame[0]), numbers->length);
    if (array)
      put_numbers(array, numbers);
    return typed_array_result(array);
  }
  if (value_is_iterable(vm, frame[1])) {
    struct array *list = list_values(vm, frame[1]);
    if (list == NULL)
      return VALUE_EXCEPTION;
    source = &list->object;
    frame[1] = value_from_object(source);
    length = list->length;
  } else if (!length_of(vm, source, &length)) {
    return VALUE_EXCEPTION;
  }
  struct typed_array *array = typed_array_new(vm, kind, value_object(frame[0]), length);
  if (array == NULL)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_object(&array->object));
  bool filled = fill_from(vm, array, source);
  vm->top--;
  return done_or_thrown(filled, value_from_object(&array->object));
}

// An object is looked at after the prototype, anything else is a length before it (23.2.5.1).
static Value construct(struct vm *vm, Value *frame, enum element_kind kind) {
  double length = 0;
  if (!vm->constructing)
    return throw_type_error(vm, "Constructor %s requires 'new'", typed_array_class_name(kind));
  if (!value_is_object(frame[1]) && !to_index(vm, frame[1], "Invalid typed array length", &length))
    return VALUE_EXCEPTION;
  struct object *prototype = vm_prototype_for(vm, frame[0], typed_array_prototype(kind));
  if (prototype == NULL)
    return VALUE_EXCEPTION;
  frame[0] = value_from_object(prototype);
  if (!value_is_object(frame[1]))
    return typed_array_result(typed_array_new(vm, kind, prototype, length));
  if (value_typed_array(frame[1]) && !typed_array_validate(vm, frame[1]))
    return VALUE_EXCEPTION;
  if (value_typed_array(frame[1]))
    return from_typed_array(vm, kind, prototype, value_typed_array(frame[1]));
  if (value_array_buffer(frame[1]))
    return from_buffer(vm, kind, frame);
  return from_object(vm, kind, frame);
}

#define ELEMENT(KIND, prefix, class, type)                                                         \
  Value prefix##_constructor(struct vm *vm, Value *frame, uint32_t count) {                        \
    (void)count;                                                                                   \
    return construct(vm, frame, ELEMENT_##KIND);                                                   \
  }
#include "vm/core/element_kinds.def"
#undef ELEMENT

Value typed_array_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  return throw_type_error(vm, "Abstract class TypedArray not directly constructable");
}

// ---- New arrays from a constructor (23.2.4)

// The kind that the builtin constructor makes, or ELEMENT_KIND_COUNT.
static enum element_kind builtin_kind(Value constructor) {
  static const builtin_function constructors[] = {
#define ELEMENT(KIND, prefix, class, type) prefix##_constructor,
#include "vm/core/element_kinds.def"
#undef ELEMENT
  };
  enum element_kind kind = 0;
  if (value_object(constructor)->cell.kind != FUNCTION_BUILTIN)
    return ELEMENT_KIND_COUNT;
  builtin_function function = value_function(constructor)->builtin->function;
  while (kind < ELEMENT_KIND_COUNT && constructors[kind] != function)
    kind++;
  return kind;
}

static struct typed_array *create_kind(struct vm *vm, enum element_kind kind,
                                       const Value *arguments, uint32_t count) {
  struct object *prototype = intrinsic_prototype(vm, kind);
  if (count == 1)
    return typed_array_new(vm, kind, prototype, value_number(arguments[0]));
  Value frame[] = {value_from_object(prototype), arguments[0], arguments[1], arguments[2]};
  return value_typed_array(from_buffer(vm, kind, frame));
}

// TypedArrayCreateFromCtor: what a constructor gives must be long enough for the length asked for.
static struct typed_array *create(struct vm *vm, Value constructor, const Value *arguments,
                                  uint32_t count) {
  enum element_kind kind = builtin_kind(constructor);
  if (kind < ELEMENT_KIND_COUNT)
    return create_kind(vm, kind, arguments, count);
  Value made = vm_construct(vm, constructor, constructor, arguments, count);
  struct typed_array *array = made == VALUE_EXCEPTION ? NULL : typed_array_validate(vm, made);
  if (array != NULL && count == 1 && array->length < value_number(arguments[0])) {
    throw_type_error(vm, "Derived TypedArray constructor created an array which was too small");
    return NULL;
  }
  return array;
}

struct typed_array *typed_array_species(struct vm *vm, struct typed_array *exemplar,
                                        const Value *arguments, uint32_t count) {
  Value constructor = species_constructor(vm, &exemplar->object);
  if (constructor == VALUE_EXCEPTION)
    return NULL;
  if (constructor == VALUE_UNDEFINED)
    return create_kind(vm, exemplar->object.cell.kind, arguments, count);
  return create(vm, constructor, arguments, count);
}

struct typed_array *typed_array_same(struct vm *vm, const struct typed_array *exemplar) {
  enum element_kind kind = exemplar->object.cell.kind;
  return typed_array_new(vm, kind, intrinsic_prototype(vm, kind), exemplar->length);
}

static bool check_constructor(struct vm *vm, Value value) {
  if (value_is_function(value) && function_is_constructor(value_function(value)))
    return true;
  char text[80];
  throw_type_error(vm, "%s is not a constructor", describe_value(vm, value, text, sizeof text));
  return false;
}

Value typed_array_of(struct vm *vm, Value *frame, uint32_t count) {
  Value length[] = {value_from_number(count)};
  struct typed_array *array =
      check_constructor(vm, frame[0]) ? create(vm, frame[0], length, 1) : NULL;
  if (array == NULL)
    return VALUE_EXCEPTION;
  vm_push(vm, value_from_object(&array->object));
  bool done = true;
  for (uint32_t i = 0; done && i < count; i++)
    done = typed_array_set(vm, array, value_from_int32((int32_t)i), frame[1 + i]);
  vm->top--;
  return done_or_thrown(done, value_from_object(&array->object));
}

// ---- For library.js

Value intrinsic_check_constructor(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return check_constructor(vm, frame[1]) ? VALUE_UNDEFINED : VALUE_EXCEPTION;
}

Value intrinsic_typed_create(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return typed_array_result(create(vm, frame[1], &frame[2], 1));
}

Value intrinsic_typed_species(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  return typed_array_result(typed_array_species(vm, value_typed_array(frame[1]), &frame[2], 1));
}

Value intrinsic_typed_length(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct typed_array *array = typed_array_validate(vm, frame[1]);
  return array ? value_from_number(array->length) : VALUE_EXCEPTION;
}

Value intrinsic_typed_copy(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct typed_array *source = value_typed_array(frame[1]);
  enum element_kind kind = source->object.cell.kind;
  return from_typed_array(vm, kind, intrinsic_prototype(vm, kind), source);
}

Value intrinsic_typed_values(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  const struct typed_array *source = value_typed_array(frame[1]);
  struct array *values = array_new(vm, source->length, source->length);
  for (uint32_t i = 0; values != NULL && i < source->length; i++)
    values->elements[i] = typed_array_get(source, i);
  return array_result(values);
}
