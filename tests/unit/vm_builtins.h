// What the tests of factories and pools share: all that the builtin objects of a runtime are, as
// text, and a script's worst to them; an allocator that counts, and fails when it is told to.
#ifndef TESTS_UNIT_VM_BUILTINS_H
#define TESTS_UNIT_VM_BUILTINS_H

#include "tests/unit/vm_host.h"

#include "vm/core/host.h"
#include "vm/core/operations.h"
#include "vm/library/image.h"

// ---- Memory

// The countdown's allocation fails, and all after it until it is set anew; 0: none does.
struct memory {
  size_t live, asked, calls, countdown;
};

static inline void *count_resize(void *data, void *block, size_t old_bytes, size_t bytes) {
  struct memory *memory = data;
  if (bytes > old_bytes) {
    memory->calls++;
    if (memory->countdown == 1)
      return NULL;
    memory->countdown -= memory->countdown > 0;
    memory->asked += bytes - old_bytes;
  }
  memory->live += bytes - old_bytes;
  if (bytes > 0)
    return realloc(block, bytes);
  free(block);
  return NULL;
}

// ---- Inspection

static inline int builtin_of(const struct vm *vm, Value value) {
  for (int id = 0; id < LIBRARY_OBJECT_COUNT; id++)
    if (value_is_object(value) && value_object(value) == vm->builtins[id])
      return id;
  return -1;
}

static inline void write_value(struct vm *vm, Value value, FILE *out) {
  char text[128];
  int builtin = builtin_of(vm, value);
  if (builtin >= 0)
    fprintf(out, "builtin %d", builtin);
  else if (value_is_function(value))
    fprintf(out, "function %s of %u",
            describe_value(vm, value_from_string(function_name(vm, value_function(value))), text,
                           sizeof text),
            function_length(value_function(value)));
  else
    fputs(describe_value(vm, value, text, sizeof text), out);
}

static inline void write_builtin(struct vm *vm, struct object *object, FILE *out) {
  fputs("prototype ", out);
  write_value(vm, object_prototype_value(object), out);
  fprintf(out, ", flags %x %x\n", object->shape->cell.flags,
          object->cell.flags & ~OBJECT_FLAG_EXTERNAL_SLOTS);
  for (uint32_t i = 0; i < object->shape->count; i++) {
    PropertyKey key = object->shape->table->entries[i].key;
    struct lookup lookup;
    if (key == VALUE_ABSENT || !object_lookup_own(vm, object, key, &lookup))
      continue;
    write_value(vm, key, out);
    fprintf(out, " %x: ", lookup.attributes);
    write_value(vm, lookup.accessor ? lookup.accessor->getter : lookup.value, out);
    fputs(", ", out);
    write_value(vm, lookup.accessor ? lookup.accessor->setter : VALUE_UNDEFINED, out);
    fputc('\n', out);
  }
}

// To be freed.
static inline char *builtins_text(mica_runtime *runtime) {
  struct vm *vm = vm_of(runtime);
  mica_value value;
  assert_int_equal(mica_string(runtime, "", 0, &value), MICA_OK); // the first entry
  char *text;
  size_t size;
  FILE *out = open_memstream(&text, &size);
  for (int id = 0; id < LIBRARY_OBJECT_COUNT; id++) {
    if (vm->factory->image->objects[id].form == FORM_NONE)
      continue;
    fprintf(out, "-- %d\n", id);
    write_builtin(vm, vm_builtin(vm, (unsigned)id), out);
  }
  fclose(out);
  return text;
}

// Changes every property of every builtin object, adds one, and another prototype where that may
// be.
static inline void spoil_builtin(struct vm *vm, struct object *object) {
  uint32_t count = object->shape->count;
  for (uint32_t i = 0; i < count; i++) {
    PropertyKey key = object->shape->table->entries[i].key;
    struct descriptor spoilt = {.fields = PROPERTY_ENUMERABLE | PROPERTY_WRITABLE |
                                          PROPERTY_CONFIGURABLE | DESCRIPTOR_VALUE,
                                .attributes = PROPERTY_DEFAULT,
                                .value = value_from_int32((int32_t)i)};
    if (i % 3 == 0)
      object_delete(vm, object, key);
    else if (!object_define_own(vm, object, key, &spoilt))
      vm->exception = VALUE_UNDEFINED; // it is constant
  }
  PropertyKey added = property_key_from_atom(atom_from_ascii(vm, "spoilt"));
  if (!object_define(vm, object, added, VALUE_TRUE, PROPERTY_DEFAULT) ||
      !object_set_prototype(vm, object, NULL))
    vm->exception = VALUE_UNDEFINED;
}

static inline void spoil_builtins(mica_runtime *runtime) {
  struct vm *vm = vm_of(runtime);
  mica_value value;
  assert_int_equal(mica_string(runtime, "", 0, &value), MICA_OK);
  for (int id = 0; id < LIBRARY_OBJECT_COUNT; id++)
    if (vm->factory->image->objects[id].form != FORM_NONE)
      spoil_builtin(vm, vm_builtin(vm, (unsigned)id));
  vm->final = false; // iterators' prototypes refuse
}

// A script that uses some of everything.
#define LIBRARY_SCRIPT                                                                             \
  "const list = [3, 1, 2].map((x) => x * 2).sort((a, b) => a - b);"                                \
  "const map = new Map([['a', new Set(list)], ['b', new Float64Array(3)]]);"                       \
  "class Stack extends Array { top() { return this[this.length - 1]; } }"                          \
  "const stack = Stack.from(list); let caught;"                                                    \
  "try { null.x; } catch (error) { caught = error instanceof TypeError; }"                         \
  "const text = JSON.stringify({ list, top: stack.top(), size: map.get('a').size, caught,"         \
  "  max: Math.max(...list), hex: (255).toString(16), trimmed: ' x '.trim() });"                   \
  "module.exports = text + JSON.parse(text).list.length;"
#define LIBRARY_SCRIPT_RESULT                                                                      \
  "{\"list\":[2,4,6],\"top\":6,\"size\":3,\"caught\":true,\"max\":6,\"hex\":\"ff\","               \
  "\"trimmed\":\"x\"}3"

static inline void assert_library_works(mica_runtime *runtime, mica_program *script) {
  mica_value value;
  mica_status status = mica_run(runtime, script, &value);
  if (status != MICA_OK)
    print_message("%s\n", mica_error_text(runtime));
  assert_int_equal(status, MICA_OK);
  assert_text(runtime, value, LIBRARY_SCRIPT_RESULT);
}

#endif
