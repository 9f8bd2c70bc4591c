// The order of a typed array's numbers (ECMA-262 23.2.4.7): -0 before 0, NaN last.
//
// Elements become whole numbers without a sign that have the same order, which are sorted byte by
// byte, the least first, back and forth between the array and a second room of its size. Each pass
// keeps the order of the one before; one whose byte is the same everywhere is left out. There are
// as many passes as an element has bytes, whatever the elements are, and each can be given up: what
// it reads from is still whole.
#include "vm/library/array.h"
#include "vm/library/typed_array.h"

// Where an element's byte that is worth 256 to the power of `rank` lies.
static uint32_t byte_of_rank(uint32_t size, uint32_t rank) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return size - 1 - rank;
#else
  (void)size;
  return rank;
#endif
}

// ---- Elements as whole numbers

#define SIGN_32 0x80000000u
#define SIGN_64 0x8000000000000000u

// All bits of a negative number turn over, of others the sign alone. A NaN's sign says nothing.
static void floats_to_keys(struct typed_array *array) {
  for (uint32_t i = 0; i < array->length; i++) {
    float number;
    memcpy(&number, array->elements + i * sizeof number, sizeof number);
    number = number != number ? NAN : number;
    uint32_t bits;
    memcpy(&bits, &number, sizeof bits);
    bits = bits & SIGN_32 ? ~bits : bits | SIGN_32;
    memcpy(array->elements + i * sizeof bits, &bits, sizeof bits);
  }
}

static void keys_to_floats(struct typed_array *array) {
  for (uint32_t i = 0; i < array->length; i++) {
    uint32_t bits;
    memcpy(&bits, array->elements + i * sizeof bits, sizeof bits);
    bits = bits & SIGN_32 ? bits & ~SIGN_32 : ~bits;
    memcpy(array->elements + i * sizeof bits, &bits, sizeof bits);
  }
}

static void doubles_to_keys(struct typed_array *array) {
  for (uint32_t i = 0; i < array->length; i++) {
    double number;
    memcpy(&number, array->elements + i * sizeof number, sizeof number);
    number = number != number ? (double)NAN : number;
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    bits = bits & SIGN_64 ? ~bits : bits | SIGN_64;
    memcpy(array->elements + i * sizeof bits, &bits, sizeof bits);
  }
}

static void keys_to_doubles(struct typed_array *array) {
  for (uint32_t i = 0; i < array->length; i++) {
    uint64_t bits;
    memcpy(&bits, array->elements + i * sizeof bits, sizeof bits);
    bits = bits & SIGN_64 ? bits & ~SIGN_64 : ~bits;
    memcpy(array->elements + i * sizeof bits, &bits, sizeof bits);
  }
}

// A signed integer's sign turns over, there and back.
static void turn_signs(struct typed_array *array, uint32_t size) {
  for (size_t at = byte_of_rank(size, size - 1); at < (size_t)array->length * size; at += size)
    array->elements[at] ^= 0x80;
}

static void to_keys(struct typed_array *array, uint32_t size) {
  enum element_kind kind = array->object.cell.kind;
  if (kind == ELEMENT_FLOAT32)
    floats_to_keys(array);
  else if (kind == ELEMENT_FLOAT64)
    doubles_to_keys(array);
  else if (kind == ELEMENT_INT8 || kind == ELEMENT_INT16 || kind == ELEMENT_INT32)
    turn_signs(array, size);
}

static void from_keys(struct typed_array *array, uint32_t size) {
  enum element_kind kind = array->object.cell.kind;
  if (kind == ELEMENT_FLOAT32)
    keys_to_floats(array);
  else if (kind == ELEMENT_FLOAT64)
    keys_to_doubles(array);
  else if (kind == ELEMENT_INT8 || kind == ELEMENT_INT16 || kind == ELEMENT_INT32)
    turn_signs(array, size);
}

// ---- Passes

#define BYTE_VALUES 256

// Where the elements with each value of a byte begin. false: they all have the same.
static bool find_starts(const uint8_t *bytes, uint32_t length, uint32_t size,
                        uint32_t starts[BYTE_VALUES]) {
  uint32_t counts[BYTE_VALUES] = {0};
  for (uint32_t i = 0; i < length; i++)
    counts[bytes[(size_t)i * size]]++;
  uint32_t start = 0;
  for (uint32_t value = 0; value < BYTE_VALUES; value++) {
    starts[value] = start;
    start += counts[value];
  }
  return counts[bytes[0]] != length;
}

// Puts the elements in the order of their byte `at`. false: thrown.
static bool scatter(struct vm *vm, const uint8_t *from, uint8_t *to, uint32_t length, uint32_t size,
                    uint32_t at, uint32_t starts[BYTE_VALUES]) {
  bool goes_on = true;
  for (uint32_t i = 0; i < length && (goes_on = vm_poll_work(vm)); i++) {
    const uint8_t *element = from + (size_t)i * size;
    memcpy(to + (size_t)starts[element[at]]++ * size, element, size);
  }
  return goes_on;
}

// Sorts the keys, with another room for as many. false: thrown, and they are in some order.
static bool sort_keys(struct vm *vm, struct typed_array *array, uint8_t *room, uint32_t size) {
  uint8_t *from = array->elements, *to = room;
  bool done = true;
  for (uint32_t rank = 0; done && rank < size; rank++) {
    uint32_t starts[BYTE_VALUES], at = byte_of_rank(size, rank);
    if (!find_starts(from + at, array->length, size, starts))
      continue;
    done = scatter(vm, from, to, array->length, size, at, starts);
    if (done) {
      uint8_t *sorted = to;
      to = from;
      from = sorted;
    }
  }
  if (from != array->elements)
    memcpy(array->elements, from, (size_t)array->length * size);
  return done;
}

Value intrinsic_typed_sort(struct vm *vm, Value *frame, uint32_t count) {
  (void)count;
  struct typed_array *array = value_typed_array(frame[1]);
  if (array->length < 2)
    return VALUE_UNDEFINED;
  uint32_t size = element_bytes(array->object.cell.kind);
  struct bytes *room =
      heap_allocate_large(vm, sizeof *room + (size_t)array->length * size, CELL_BYTES);
  if (room == NULL)
    return throw_range_error(vm, "Out of memory: sorting an array of %u elements", array->length);
  to_keys(array, size);
  bool done = sort_keys(vm, array, room->bytes, size);
  from_keys(array, size);
  heap_discard(vm, &room->cell);
  return done_or_thrown(done, VALUE_UNDEFINED);
}
