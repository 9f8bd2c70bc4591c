// Classes: see class.h.
#include "vm/core/class.h"

#include "vm/bytecode/bytecode.h"
#include "vm/core/operations.h"
#include "vm/tree/tree.h"

#include <stdlib.h>

#define NAME_BYTES 96

// ---- Private names

static struct private_name *name_cell(PropertyKey name) { return value_pointer(name); }

void private_name_trace(struct vm *vm, struct cell *cell) {
  const struct private_name *name = (const struct private_name *)cell;
  heap_mark_cell(vm, name->text);
  heap_mark_value(vm, name->element);
}

Value private_name_new(struct vm *vm, struct string *text) {
  struct private_name *name = heap_allocate(vm, sizeof *name, CELL_PRIVATE_NAME);
  name->text = text;
  name->element = VALUE_UNDEFINED;
  name->is_accessor = false;
  return TAG_PRIVATE_NAME | (uintptr_t)name;
}

struct string *private_name_text(PropertyKey name) {
  return name_cell(name)->text;
}

bool private_name_set_element(struct vm *vm, Value name, enum class_element element,
                              struct function *function) {
  struct private_name *cell = name_cell(name);
  Value value = value_from_object(&function->object);
  if (element == ELEMENT_METHOD) {
    cell->element = value;
    cell->is_accessor = false;
    return true;
  }
  if (!function_name_accessor(vm, function, name, element == ELEMENT_SETTER))
    return false;
  if (!cell->is_accessor) {
    cell->element = value_from_cell(accessor_new(vm, VALUE_UNDEFINED, VALUE_UNDEFINED));
    cell->is_accessor = true;
  }
  struct accessor *accessor = value_pointer(cell->element);
  *(element == ELEMENT_GETTER ? &accessor->getter : &accessor->setter) = value;
  return true;
}

static bool throw_about(struct vm *vm, const char *before, PropertyKey name, const char *after) {
  char *text = string_to_utf8(vm, private_name_text(name), NULL);
  throw_type_error(vm, "%s%.*s%s", before, NAME_BYTES, text ? text : "", after);
  free(text);
  return false;
}

static bool find(struct vm *vm, Value base, PropertyKey name, struct lookup *lookup) {
  return value_is_object(base) && object_lookup_own(vm, value_object(base), name, lookup);
}

Value private_get(struct vm *vm, Value base, PropertyKey name, struct lookup *lookup) {
  if (!find(vm, base, name, lookup))
    throw_about(vm, "Cannot read private member ", name,
                " from an object whose class did not declare it");
  else if (lookup->accessor == NULL)
    return lookup->value;
  else if (lookup->accessor->getter != VALUE_UNDEFINED)
    return vm_call(vm, lookup->accessor->getter, base, NULL, 0);
  else
    throw_about(vm, "'", name, "' was defined without a getter");
  return VALUE_EXCEPTION;
}

bool private_set(struct vm *vm, Value base, PropertyKey name, Value value, struct lookup *lookup) {
  if (!find(vm, base, name, lookup))
    return throw_about(vm, "Cannot write private member ", name,
                       " to an object whose class did not declare it");
  if (lookup->accessor != NULL && lookup->accessor->setter != VALUE_UNDEFINED)
    return vm_call(vm, lookup->accessor->setter, base, &value, 1) != VALUE_EXCEPTION;
  if (lookup->accessor != NULL)
    return throw_about(vm, "'", name, "' was defined without a setter");
  if (!(lookup->attributes & PROPERTY_WRITABLE))
    return throw_about(vm, "Private method '", name, "' is not writable");
  lookup->holder->slots[lookup->slot] = value;
  return true;
}

static bool add(struct vm *vm, struct object *object, PropertyKey name, Value value,
                uint32_t attributes) {
  if (object_has_own(vm, object, name))
    return throw_about(vm, "Cannot initialize ", name, " twice on the same object");
  return object_add_property(vm, object, name, value, attributes);
}

bool private_add(struct vm *vm, struct object *object, PropertyKey name, Value value) {
  return add(vm, object, name, value, PROPERTY_WRITABLE);
}

bool private_add_element(struct vm *vm, struct object *object, PropertyKey name) {
  const struct private_name *cell = name_cell(name);
  return add(vm, object, name, cell->element, cell->is_accessor ? PROPERTY_ACCESSOR : 0);
}

int private_in(struct vm *vm, Value value, PropertyKey name) {
  struct lookup lookup;
  if (value_is_object(value))
    return find(vm, value, name, &lookup);
  throw_about(vm, "Cannot use 'in' operator to search for '", name, "' in what is no object");
  return -1;
}

// ---- super

Value super_get(struct vm *vm, Value base, PropertyKey key, Value receiver) {
  if (!value_is_object(base))
    return value_get(vm, base, key);
  return object_get_for(vm, value_object(base), key, receiver);
}

bool super_set(struct vm *vm, Value base, PropertyKey key, Value value, Value receiver) {
  if (!value_is_object(base))
    return value_set(vm, base, key, value);
  return object_set_for(vm, value_object(base), key, value, receiver);
}

// ---- Definition

static bool throw_heritage(struct vm *vm, Value heritage) {
  char text[NAME_BYTES];
  throw_type_error(vm, "Class extends value %s is not a constructor or null",
                   describe_value(vm, heritage, text, sizeof text));
  return false;
}

bool class_open(struct vm *vm, Value heritage, struct object **prototype, struct object **parent) {
  *parent = vm_builtin(vm, INTRINSIC_FUNCTION_PROTOTYPE);
  if (heritage == VALUE_HOLE || heritage == VALUE_NULL) {
    struct object *base =
        heritage == VALUE_NULL ? NULL : vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE);
    *prototype = object_new(vm, base, 4);
    return true;
  }
  if (!value_is_function(heritage) || !function_is_constructor(value_function(heritage)))
    return throw_heritage(vm, heritage);
  Value inherited = value_get(vm, heritage, property_key_from_atom(atom(ATOM_prototype)));
  if (inherited == VALUE_EXCEPTION)
    return false;
  if (!value_is_object(inherited) && inherited != VALUE_NULL) {
    char text[NAME_BYTES];
    throw_type_error(vm, "Class extends value does not have valid prototype property %s",
                     describe_value(vm, inherited, text, sizeof text));
    return false;
  }
  *prototype = object_new(vm, inherited == VALUE_NULL ? NULL : value_object(inherited), 4);
  *parent = value_object(heritage);
  return true;
}

bool class_link(struct vm *vm, struct function *class, struct object *prototype,
                struct object *parent) {
  struct object *object = &class->object;
  if (parent != vm->builtins[INTRINSIC_FUNCTION_PROTOTYPE] &&
      !object_set_prototype(vm, object, parent))
    return false;
  function_materialize(vm, class);
  return object_define(vm, object, property_key_from_atom(atom(ATOM_prototype)),
                       value_from_object(prototype), 0) &&
         object_define(vm, prototype, property_key_from_atom(atom(ATOM_constructor)),
                       value_from_object(object), PROPERTY_HIDDEN);
}

bool class_define(struct vm *vm, struct object *object, PropertyKey key, enum class_element element,
                  struct function *function) {
  if (element == ELEMENT_METHOD)
    return object_define(vm, object, key, value_from_object(&function->object), PROPERTY_HIDDEN);
  return object_define_half(vm, object, key, function, element == ELEMENT_SETTER,
                            PROPERTY_CONFIGURABLE);
}

// ---- Construction

bool class_check_parent(struct vm *vm, Value parent) {
  if (value_is_function(parent) && function_is_constructor(value_function(parent)))
    return true;
  char text[NAME_BYTES];
  throw_type_error(vm, "Super constructor %s is not a constructor",
                   describe_value(vm, parent, text, sizeof text));
  return false;
}

// What a closure of the bytecode tier captured, or what the environment of one of the tree's holds.
Value class_fields(const struct function *class) {
  if (class->object.cell.kind == FUNCTION_BYTECODE) {
    uint32_t capture = class->code->template->fields_capture;
    return capture == NO_FIELDS ? VALUE_UNDEFINED : class->captures[capture];
  }
  const struct node *fields = class->syntax->fields;
  return fields ? tree_variable(class, node_as_identifier(fields)->variable) : VALUE_UNDEFINED;
}

Value throw_super_called_twice(struct vm *vm) {
  return throw_error(vm, ERROR_REFERENCE, "Super constructor may only be called once");
}

Value throw_this_uninitialized(struct vm *vm) {
  return throw_error(vm, ERROR_REFERENCE,
                     "Must call super constructor in derived class before accessing 'this' or "
                     "returning from derived constructor");
}

Value throw_super_deleted(struct vm *vm) {
  return throw_error(vm, ERROR_REFERENCE, "Unsupported reference to 'super'");
}
