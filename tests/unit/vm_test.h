// What the tests of Mica's insides share: a runtime seen from within, and random numbers.
#ifndef TESTS_UNIT_VM_TEST_H
#define TESTS_UNIT_VM_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "vm/core/operations.h"

// A fresh runtime seen from within, with what its first entry makes.
static inline struct vm *new_vm(const mica_options *options) {
  mica_runtime *runtime = mica_runtime_new(options);
  mica_value value;
  assert_non_null(runtime);
  assert_int_equal(mica_string(runtime, "", 0, &value), MICA_OK);
  return (struct vm *)runtime;
}

// cmocka's setup and teardown: *state is a new_vm, which is destroyed at the end; LeakSanitizer
// then sees whether that frees everything.
static inline int make_runtime(void **state) {
  *state = new_vm(NULL);
  return 0;
}
static inline int free_runtime(void **state) {
  mica_runtime_free(*state);
  return 0;
}
#define RUNTIME_TEST(function) cmocka_unit_test_setup_teardown(function, make_runtime, free_runtime)

// Keeps a value alive until the runtime's end.
static inline void hold(struct vm *vm, Value value) {
  assert_non_null(mica_hold((mica_runtime *)vm, (mica_value){value}));
}
static inline mica_handle *hold_object(struct vm *vm, const void *object) {
  return mica_hold((mica_runtime *)vm, (mica_value){value_from_object(object)});
}

static inline struct string *ascii(struct vm *vm, const char *text) {
  return string_from_latin1(vm, text, (uint32_t)strlen(text));
}
static inline PropertyKey key_of(struct vm *vm, const char *text) {
  return property_key_from_string(vm, ascii(vm, text));
}

// The TypeError or RangeError that was thrown says `text`; it is then forgotten.
static inline void assert_thrown(struct vm *vm, enum intrinsic prototype, const char *text) {
  assert_true(value_is_object(vm->exception));
  struct object *error = value_object(vm->exception);
  assert_ptr_equal(object_prototype(error), vm_builtin(vm, prototype));
  struct lookup lookup;
  assert_true(object_lookup_own(vm, error, property_key_from_atom(atom(ATOM_message)), &lookup));
  char *message = string_to_utf8(vm, value_string(lookup.value), NULL);
  assert_string_equal(message, text);
  free(message);
  vm->exception = VALUE_UNDEFINED;
}

// xorshift64* (Vigna 2016): the same numbers on every machine.
struct random {
  uint64_t state;
};
static inline uint64_t random_next(struct random *random) {
  random->state ^= random->state >> 12;
  random->state ^= random->state << 25;
  random->state ^= random->state >> 27;
  return random->state * 0x2545F4914F6CDD1Du;
}
static inline uint32_t random_below(struct random *random, uint32_t bound) {
  return (uint32_t)((random_next(random) >> 32) * bound >> 32);
}

#endif
