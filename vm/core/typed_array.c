// Array buffers and typed arrays: making them, conversion of elements, keys.
#include "vm/core/typed_array.h"

#include "vm/core/host.h"
#include "vm/core/operations.h"

static const struct {
  uint8_t bytes;
  const char *name;
} kinds[] = {
#define ELEMENT(KIND, prefix, class, type) [ELEMENT_##KIND] = {sizeof(type), class},
#include "vm/core/element_kinds.def"
#undef ELEMENT
};

uint32_t element_bytes(enum element_kind kind) { return kinds[kind].bytes; }
const char *typed_array_class_name(enum element_kind kind) { return kinds[kind].name; }
enum intrinsic typed_array_prototype(enum element_kind kind) {
  static const uint8_t prototypes[] = {
#define ELEMENT(KIND, prefix, class, type) INTRINSIC_##KIND##_ARRAY_PROTOTYPE,
#include "vm/core/element_kinds.def"
#undef ELEMENT
  };
  return prototypes[kind];
}

// ---- Making

static struct array_buffer *throw_no_buffer(struct vm *vm) {
  throw_range_error(vm, "Array buffer allocation failed");
  return NULL;
}

static struct array_buffer *make_buffer(struct vm *vm, struct object *prototype, uint8_t *bytes,
                                        uint32_t length) {
  struct shape *shape = shape_for_prototype(vm, prototype);
  struct array_buffer *buffer = heap_allocate(vm, sizeof *buffer, CELL_OBJECT);
  buffer->object.cell.kind = CLASS_ARRAY_BUFFER;
  buffer->object.shape = shape;
  buffer->object.slots = NULL;
  buffer->bytes = bytes;
  buffer->block = NULL;
  buffer->length = length;
  buffer->is_detached = false;
  return buffer;
}

struct array_buffer *array_buffer_new(struct vm *vm, struct object *prototype, double length) {
  struct bytes *data = NULL;
  if (length > ARRAY_BUFFER_MAXIMUM_BYTES)
    return throw_no_buffer(vm);
  if (length > 0) {
    data = heap_allocate_large(vm, sizeof *data + (size_t)length, CELL_BYTES);
    if (data == NULL)
      return throw_no_buffer(vm);
    memset(data->bytes, 0, (size_t)length);
  }
  return make_buffer(vm, prototype, data == NULL ? NULL : data->bytes, (uint32_t)length);
}

struct array_buffer *array_buffer_over(struct vm *vm, struct host_block *block, uint32_t length) {
  struct object *prototype = vm_builtin(vm, INTRINSIC_ARRAY_BUFFER_PROTOTYPE);
  struct array_buffer *buffer = make_buffer(vm, prototype, block->pointer, length);
  buffer->block = block;
  return buffer;
}

void array_buffer_detach(struct array_buffer *buffer) {
  for (struct typed_array *view = buffer->block->views; view; view = view->next_view) {
    view->elements = NULL;
    view->length = view->offset = 0;
  }
  buffer->bytes = NULL;
  buffer->length = 0;
  buffer->block = NULL;
  buffer->is_detached = true;
}

struct typed_array *typed_array_view(struct vm *vm, enum element_kind kind,
                                     struct object *prototype, struct array_buffer *buffer,
                                     uint32_t offset, uint32_t length) {
  struct shape *shape = shape_for_layout(vm, prototype, LAYOUT_TYPED_ARRAY);
  struct typed_array *array = heap_allocate(vm, sizeof *array, CELL_TYPED_ARRAY);
  array->object.cell.kind = (uint8_t)kind;
  array->object.shape = shape;
  array->object.slots = NULL;
  array->elements = buffer->bytes == NULL ? NULL : buffer->bytes + offset;
  array->length = length;
  array->offset = offset;
  array->buffer = buffer;
  array->next_view = NULL;
  if (buffer->block != NULL) {
    array->next_view = buffer->block->views;
    buffer->block->views = array;
  }
  return array;
}

struct typed_array *typed_array_new(struct vm *vm, enum element_kind kind, struct object *prototype,
                                    double length) {
  if (length > ARRAY_BUFFER_MAXIMUM_BYTES / element_bytes(kind)) {
    throw_range_error(vm, "Invalid typed array length: %.17g", length);
    return NULL;
  }
  struct array_buffer *buffer = array_buffer_new(
      vm, vm_builtin(vm, INTRINSIC_ARRAY_BUFFER_PROTOTYPE), length * element_bytes(kind));
  return buffer == NULL ? NULL : typed_array_view(vm, kind, prototype, buffer, 0, (uint32_t)length);
}

// ---- The collector's

void array_buffer_trace(struct vm *vm, const struct array_buffer *buffer) {
  if (buffer->block == NULL && buffer->bytes != NULL)
    heap_mark_cell(vm, buffer->bytes - offsetof(struct bytes, bytes));
}

void bytes_trace(struct vm *vm, struct cell *cell) {
  (void)vm;
  (void)cell;
}

void typed_array_trace(struct vm *vm, struct cell *cell) {
  const struct typed_array *array = (const struct typed_array *)cell;
  object_trace(vm, cell);
  heap_mark_cell(vm, array->buffer);
}

// ---- Elements

// Halves go to the even neighbour.
uint8_t double_to_uint8_clamped(double number) {
  if (!(number > 0))
    return 0;
  return number >= 255 ? 255 : (uint8_t)rint(number);
}

void typed_array_put(struct typed_array *array, uint32_t index, double number) {
  if (typed_array_is_float(array))
    typed_array_put_float(array, index, number);
  else if (array->object.cell.kind == ELEMENT_UINT8_CLAMPED)
    array->elements[index] = double_to_uint8_clamped(number);
  else
    typed_array_put_int32(array, index, double_to_int32(number));
}

bool typed_array_set(struct vm *vm, struct typed_array *array, PropertyKey key, Value value) {
  double number;
  vm_push(vm, value_from_object(&array->object));
  bool converted = to_number(vm, value, &number);
  vm->top--;
  if (converted && typed_array_has(array, key))
    typed_array_put(array, (uint32_t)value_to_int32_raw(key), number);
  return converted;
}

// ---- Keys

bool property_key_is_numeric(struct vm *vm, PropertyKey key) {
  if (value_is_int32(key))
    return true;
  if (!value_is_string(key))
    return false;
  const struct string *text = value_string(key);
  uint32_t length = string_length(text);
  if (text->cell.kind != STRING_LATIN1 || length == 0 || length >= NUMBER_TEXT_BYTES)
    return false;
  uint8_t first = text->latin1[0];
  if (first != '-' && first != 'I' && first != 'N' && (first < '0' || first > '9'))
    return false; // nearly every name
  char canonical[NUMBER_TEXT_BYTES];
  double number;
  if (!string_to_number(vm, text, &number)) // it is too short for that
    return false;
  if (number == 0 && signbit(number))
    return length == 2; // "-0", whose text is "0"
  return number_to_text(number, canonical) == length &&
         memcmp(canonical, text->latin1, length) == 0;
}
