// Objects at the boundary: names that the host has prepared, alone (keys) or in a row (records).
//
// Both remember what an inline cache of script remembers: a shape, and the slots that objects of
// this shape have the properties in. Then to read is to compare and to copy, and nothing is
// entered: no script can run, and nothing is allocated. An object with all fields of a record is
// one cell of the record's shape. Keys and records are roots of what they know, and one list each
// of the runtime's, with which they end.
#include "vm/core/host.h"

#include "vm/core/operations.h"

#define LIKELY(condition) __builtin_expect(!!(condition), 1)

struct mica_key {
  struct vm *vm;
  struct mica_key *previous, *next;
  PropertyKey name;
  struct shape *shape; // NULL: nothing is known
  uint32_t slot;
  bool is_writable;
};

struct mica_record {
  struct vm *vm;
  struct mica_record *previous, *next;
  struct shape *shape; // of the objects that it makes
  struct shape *read;  // of those that it last read: field i in slots[i]
  uint32_t count;
  uint32_t slots[MICA_RECORD_FIELDS];
  PropertyKey names[]; // `count` of them
};

static size_t record_bytes(const struct mica_record *record) {
  return sizeof *record + record->count * sizeof *record->names;
}

// ---- What the collector and the runtime's end ask for

void host_trace_keys(struct vm *vm) {
  for (const struct mica_key *key = vm->keys; key; key = key->next) {
    heap_mark_value(vm, key->name);
    heap_mark_cell(vm, key->shape);
  }
  for (const struct mica_record *record = vm->records; record; record = record->next) {
    heap_mark_values(vm, record->names, record->count);
    heap_mark_cell(vm, record->shape);
    heap_mark_cell(vm, record->read);
  }
}

void host_free_keys(struct vm *vm) {
  while (vm->keys)
    mica_key_free(vm->keys);
  while (vm->records)
    mica_record_free(vm->records);
}

// ---- Keys

static PropertyKey name_of(struct vm *vm, const char *name) {
  struct string *text = string_from_utf8(vm, name, strlen(name));
  return text ? property_key_from_string(vm, text) : VALUE_EXCEPTION;
}

struct make_key {
  const char *name;
  struct mica_key *key;
};

static mica_status make_key(struct vm *vm, void *context) {
  struct make_key *make = context;
  PropertyKey name = name_of(vm, make->name);
  if (name == VALUE_EXCEPTION)
    return host_fail_thrown(vm);
  struct mica_key *key = heap_system_allocate(&vm->heap, sizeof *key);
  if (!key)
    return host_fail(vm, MICA_ERROR_MEMORY, "out of memory");
  *key = (struct mica_key){.vm = vm, .next = vm->keys, .name = name};
  if (vm->keys)
    vm->keys->previous = key;
  make->key = vm->keys = key;
  return MICA_OK;
}

mica_key *mica_key_new(mica_runtime *runtime, const char *name) {
  struct make_key context = {.name = name};
  return host_enter(vm_of(runtime), make_key, &context) == MICA_OK ? context.key : NULL;
}

void mica_key_free(mica_key *key) {
  if (!key)
    return;
  struct vm *vm = key->vm;
  if (key->next)
    key->next->previous = key->previous;
  if (key->previous)
    key->previous->next = key->next;
  else
    vm->keys = key->next;
  heap_system_free(&vm->heap, key, sizeof *key);
}

// The entry of an own property of the object's that a cache may remember, with its value in a slot;
// -1: it has none.
static int32_t cacheable_slot(const struct object *object, PropertyKey name) {
  const struct shape *shape = object->shape;
  int32_t entry = shape_is_cacheable(shape) ? shape_find(shape, name) : -1;
  if (entry < 0 || shape->table->entries[entry].attributes & PROPERTY_ACCESSOR ||
      value_is_pending(object->slots[entry]))
    return -1;
  return entry;
}

static void key_learn(struct mica_key *key, Value base) {
  int32_t entry = value_is_object(base) ? cacheable_slot(value_object(base), key->name) : -1;
  if (entry < 0)
    return;
  key->shape = value_object(base)->shape;
  key->slot = (uint32_t)entry;
  key->is_writable = key->shape->table->entries[entry].attributes & PROPERTY_WRITABLE;
}

static bool key_knows(const struct mica_key *key, Value base) {
  return value_is_object(base) && value_object(base)->shape == key->shape;
}

struct access {
  struct mica_key *key;
  Value object, value;
  mica_value *result;
};

static mica_status get_key(struct vm *vm, void *context) {
  const struct access *access = context;
  key_learn(access->key, access->object);
  return host_result(vm, value_get(vm, access->object, access->key->name), access->result);
}

static mica_status set_key(struct vm *vm, void *context) {
  const struct access *access = context;
  key_learn(access->key, access->object);
  return value_set(vm, access->object, access->key->name, access->value) ? MICA_OK
                                                                         : host_fail_thrown(vm);
}

static mica_status fail_other_runtime(struct vm *vm) {
  return host_fail(vm, MICA_ERROR_USAGE, "it was prepared in another runtime");
}

mica_status mica_get_key(mica_runtime *runtime, mica_value object, mica_key *key,
                         mica_value *value) {
  struct vm *vm = vm_of(runtime);
  if (LIKELY(key_knows(key, object.bits))) {
    *value = to_host(value_object(object.bits)->slots[key->slot]);
    return MICA_OK;
  }
  if (key->vm != vm)
    return fail_other_runtime(vm);
  struct access context = {.key = key, .object = object.bits, .result = value};
  return host_run_script(vm, get_key, &context);
}

mica_status mica_set_key(mica_runtime *runtime, mica_value object, mica_key *key,
                         mica_value value) {
  struct vm *vm = vm_of(runtime);
  if (LIKELY(key_knows(key, object.bits)) && key->is_writable) {
    value_object(object.bits)->slots[key->slot] = value.bits;
    return MICA_OK;
  }
  if (key->vm != vm)
    return fail_other_runtime(vm);
  struct access context = {.key = key, .object = object.bits, .value = value.bits};
  return host_run_script(vm, set_key, &context);
}

// ---- Records

struct make_record {
  const char *const *names;
  unsigned count;
  struct mica_record *record;
};

// The keys of the names, and the shape of an object with these properties in this order.
static mica_status fill_record(struct vm *vm, const struct make_record *make) {
  struct mica_record *record = make->record;
  record->shape = vm->object_shape;
  for (unsigned at = 0; at < make->count; at++) {
    PropertyKey name = name_of(vm, make->names[at]);
    if (name == VALUE_EXCEPTION)
      return host_fail_thrown(vm);
    if (!value_is_string(name) || shape_find(record->shape, name) >= 0)
      return host_fail(vm, MICA_ERROR_USAGE,
                       "a record has different names, and no index: \"%.80s\"", make->names[at]);
    record->names[record->count++] = name;
    record->slots[at] = at;
    record->shape = shape_add(vm, record->shape, name, PROPERTY_DEFAULT);
  }
  record->read = record->shape;
  return MICA_OK;
}

static mica_status make_record(struct vm *vm, void *context) { return fill_record(vm, context); }

static void link_record(struct vm *vm, struct mica_record *record) {
  record->next = vm->records;
  if (vm->records)
    vm->records->previous = record;
  vm->records = record;
}

mica_record *mica_record_new(mica_runtime *runtime, const char *const *names, unsigned count) {
  struct vm *vm = vm_of(runtime);
  if (count > MICA_RECORD_FIELDS) {
    host_fail(vm, MICA_ERROR_USAGE, "a record has at most %d fields", MICA_RECORD_FIELDS);
    return NULL;
  }
  size_t bytes = sizeof(struct mica_record) + count * sizeof(PropertyKey);
  struct mica_record *record = heap_system_allocate(&vm->heap, bytes);
  if (!record) {
    host_fail(vm, MICA_ERROR_MEMORY, "out of memory");
    return NULL;
  }
  *record = (struct mica_record){.vm = vm};
  struct make_record context = {names, count, record};
  mica_status status = host_enter(vm, make_record, &context);
  record->count = count;
  if (status == MICA_OK) {
    link_record(vm, record);
    return record;
  }
  heap_system_free(&vm->heap, record, bytes);
  return NULL;
}

void mica_record_free(mica_record *record) {
  if (!record)
    return;
  struct vm *vm = record->vm;
  if (record->next)
    record->next->previous = record->previous;
  if (record->previous)
    record->previous->next = record->next;
  else
    vm->records = record->next;
  heap_system_free(&vm->heap, record, record_bytes(record));
}

struct transfer {
  struct mica_record *record;
  Value object;
  Value *values;
  mica_value *result;
};

static void fill_object(struct object *object, const struct mica_record *record,
                        const mica_value *values, mica_value *result) {
  for (uint32_t at = 0; at < record->count; at++)
    object->slots[at] = values[at].bits;
  *result = to_host(value_from_object(object));
}

static mica_status create_object(struct vm *vm, void *context) {
  const struct transfer *create = context;
  struct object *object = object_new_with_shape(vm, create->record->shape, create->record->count);
  fill_object(object, create->record, (const mica_value *)create->values, create->result);
  return MICA_OK;
}

// Room for a cell at once is nearly always there: then nothing can fail.
mica_status mica_record_create(mica_runtime *runtime, mica_record *record, const mica_value *values,
                               mica_value *object) {
  struct vm *vm = vm_of(runtime);
  if (record->vm != vm)
    return fail_other_runtime(vm);
  struct object *made =
      heap_allocate_inline(vm, sizeof *made + record->count * sizeof(Value), CELL_OBJECT);
  if (LIKELY(made != NULL)) {
    object_start(made, record->shape, record->count);
    fill_object(made, record, values, object);
    return MICA_OK;
  }
  struct transfer context = {
      .record = record, .values = (Value *)(uintptr_t)values, .result = object};
  return host_enter(vm, create_object, &context);
}

static void record_learn(struct mica_record *record, const struct object *object) {
  uint32_t slots[MICA_RECORD_FIELDS];
  for (uint32_t at = 0; at < record->count; at++) {
    int32_t entry = cacheable_slot(object, record->names[at]);
    if (entry < 0)
      return;
    slots[at] = (uint32_t)entry;
  }
  record->read = object->shape;
  memcpy(record->slots, slots, record->count * sizeof *slots);
}

// A getter may end the life of what was read before it, so all of it lies on the stack meanwhile.
static mica_status read_object(struct vm *vm, void *context) {
  const struct transfer *read = context;
  struct mica_record *record = read->record;
  if (value_is_object(read->object))
    record_learn(record, value_object(read->object));
  Value *frame = stack_open_frame(vm, record->count);
  Value value = frame ? VALUE_UNDEFINED : VALUE_EXCEPTION;
  if (frame)
    frame[0] = read->object;
  for (uint32_t at = 0; at < record->count && value != VALUE_EXCEPTION; at++) {
    value = value_get(vm, read->object, record->names[at]);
    vm_push(vm, value);
  }
  if (value == VALUE_EXCEPTION && frame == NULL)
    return host_fail_thrown(vm);
  if (value != VALUE_EXCEPTION)
    memcpy(read->values, frame + 1, record->count * sizeof *frame);
  stack_close_frame(vm, frame);
  return value == VALUE_EXCEPTION ? host_fail_thrown(vm) : MICA_OK;
}

mica_status mica_record_read(mica_runtime *runtime, mica_record *record, mica_value object,
                             mica_value *values) {
  struct vm *vm = vm_of(runtime);
  if (record->vm != vm)
    return fail_other_runtime(vm);
  if (LIKELY(value_is_object(object.bits)) &&
      LIKELY(value_object(object.bits)->shape == record->read)) {
    const Value *slots = value_object(object.bits)->slots;
    for (uint32_t at = 0; at < record->count; at++)
      values[at] = to_host(slots[record->slots[at]]);
    return MICA_OK;
  }
  struct transfer context = {.record = record, .object = object.bits, .values = (Value *)values};
  return host_run_script(vm, read_object, &context);
}

// ---- Objects

static mica_status make_object(struct vm *vm, void *context) {
  *(mica_value *)context =
      to_host(value_from_object(object_new_with_shape(vm, vm->object_shape, 4)));
  return MICA_OK;
}

mica_status mica_object(mica_runtime *runtime, mica_value *object) {
  return host_enter(vm_of(runtime), make_object, object);
}

static mica_status list_keys(struct vm *vm, void *context) {
  const struct access *access = context;
  struct array *keys = object_own_keys(vm, value_object(access->object), true);
  return host_result(vm, keys ? value_from_object(&keys->object) : VALUE_EXCEPTION, access->result);
}

mica_status mica_keys(mica_runtime *runtime, mica_value object, mica_value *keys) {
  if (!value_is_object(object.bits))
    return host_fail(vm_of(runtime), MICA_ERROR_USAGE, "the value is not an object");
  struct access context = {.object = object.bits, .result = keys};
  return host_enter(vm_of(runtime), list_keys, &context);
}
