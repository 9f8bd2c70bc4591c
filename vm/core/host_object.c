// Host objects, and the classes that say what they can do.
//
// An object of class CLASS_HOST has a block (host_memory.c), with the host's pointer and its class,
// whose address is the tag. A runtime makes a class's prototype, with the methods and accessors,
// when it makes the first object of the class, and keeps it as long as it lives.
#include "vm/core/host.h"

struct host_class {
  struct host_class *next;
  const mica_class *class;
  struct object *prototype;
};

void host_trace_classes(struct vm *vm) {
  for (const struct host_class *class = vm->host_classes; class; class = class->next)
    heap_mark_cell(vm, class->prototype);
}

void host_free_classes(struct vm *vm) {
  while (vm->host_classes) {
    struct host_class *class = vm->host_classes;
    vm->host_classes = class->next;
    heap_external_free(vm, class, sizeof *class);
  }
}

// ---- Prototypes

static PropertyKey key_of(struct vm *vm, const char *name) {
  struct string *text = string_from_utf8(vm, name, strlen(name));
  return text ? property_key_from_string(vm, text) : VALUE_EXCEPTION;
}

// false: thrown, here and below.
static bool define_method(struct vm *vm, struct object *prototype, const mica_class *class,
                          const mica_method *method) {
  PropertyKey key = key_of(vm, method->name);
  Value function =
      host_function_new(vm, method->name, method->arity, method->function, NULL, class);
  return key != VALUE_EXCEPTION && function != VALUE_EXCEPTION &&
         object_define(vm, prototype, key, function, PROPERTY_HIDDEN);
}

// One half of an accessor; undefined when the host has none.
static Value half_of(struct vm *vm, const mica_class *class, const mica_property *property,
                     mica_host_function function, uint32_t arity) {
  return function ? host_function_new(vm, property->name, arity, function, NULL, class)
                  : VALUE_UNDEFINED;
}

static bool define_property(struct vm *vm, struct object *prototype, const mica_class *class,
                            const mica_property *property) {
  PropertyKey key = key_of(vm, property->name);
  Value getter = half_of(vm, class, property, property->get, 0);
  Value setter = half_of(vm, class, property, property->set, 1);
  return key != VALUE_EXCEPTION && getter != VALUE_EXCEPTION && setter != VALUE_EXCEPTION &&
         object_define_accessor(vm, prototype, key, getter, setter, PROPERTY_CONFIGURABLE);
}

// NULL: thrown.
static struct object *prototype_new(struct vm *vm, const mica_class *class) {
  struct object *prototype = object_new(vm, vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE), 4);
  for (const mica_method *method = class->methods; method && method->name; method++)
    if (!define_method(vm, prototype, class, method))
      return NULL;
  for (const mica_property *property = class->properties; property && property->name; property++)
    if (!define_property(vm, prototype, class, property))
      return NULL;
  return prototype;
}

// The class in this runtime, moved to where it is found first. NULL: thrown.
static struct host_class *find_class(struct vm *vm, const mica_class *class) {
  for (struct host_class **link = &vm->host_classes; *link; link = &(*link)->next)
    if ((*link)->class == class) {
      struct host_class *found = *link;
      *link = found->next;
      found->next = vm->host_classes;
      return vm->host_classes = found;
    }
  struct object *prototype = prototype_new(vm, class);
  if (!prototype)
    return NULL;
  struct host_class *made = heap_external_allocate(vm, sizeof *made);
  *made = (struct host_class){vm->host_classes, class, prototype};
  return vm->host_classes = made;
}

// ---- Objects

struct make_host_object {
  const mica_class *class;
  void *pointer;
  mica_value *object;
};

// Everything that may fail comes before the block knows whom to tell.
static mica_status make_host_object(struct vm *vm, void *context) {
  const struct make_host_object *make = context;
  const struct host_class *class = find_class(vm, make->class);
  if (!class)
    return host_fail_thrown(vm);
  struct shape *shape = shape_for_prototype(vm, class->prototype);
  struct host_block *block = host_block_new(vm, make->pointer);
  struct host_object *made = heap_allocate(vm, sizeof *made, CELL_OBJECT);
  made->object.cell.kind = CLASS_HOST;
  made->object.shape = shape;
  made->object.slots = NULL;
  made->block = block;
  block->owner = made;
  block->class = make->class;
  *make->object = to_host(value_from_object(&made->object));
  return MICA_OK;
}

mica_status mica_host_object(mica_runtime *runtime, const mica_class *class, void *pointer,
                             mica_value *object) {
  struct make_host_object context = {class, pointer, object};
  return host_enter(vm_of(runtime), make_host_object, &context);
}

mica_status mica_unwrap(mica_value value, const mica_class *class, void **pointer) {
  const struct object *object = value_object(value.bits);
  if (!value_is_object(value.bits) || object->cell.type != CELL_OBJECT ||
      object->cell.kind != CLASS_HOST)
    return MICA_ERROR_USAGE;
  const struct host_block *block = ((const struct host_object *)object)->block;
  if (block->class != class)
    return MICA_ERROR_USAGE;
  *pointer = block->pointer;
  return MICA_OK;
}
