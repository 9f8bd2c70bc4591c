// What classes need beyond functions and objects: private names, the pieces of a class's
// definition, and the constructors that the text leaves out.
//
// A private element (ECMA-262 6.2.10) is a property whose key is a private name: shapes and inline
// caches serve it like any other, while everything that lists, restricts or deletes properties
// passes over such keys. An object that has a private method or accessor has a read-only property
// for it; the function itself is kept by the name.
#ifndef MICA_CORE_CLASS_H
#define MICA_CORE_CLASS_H

#include "vm/core/vm.h"

enum class_element { ELEMENT_METHOD, ELEMENT_GETTER, ELEMENT_SETTER };

struct private_name {
  struct cell cell;
  struct string *text; // `#name`
  Value element;       // of a method its function, of an accessor the cell; of a field undefined
  bool is_accessor;
};

// ---- Private names

Value private_name_new(struct vm *vm, struct string *text);
struct string *private_name_text(PropertyKey name);
// Makes the name one of a method or an accessor's half. false: thrown.
bool private_name_set_element(struct vm *vm, Value name, enum class_element element,
                              struct function *function);
// PrivateGet (7.3.31). What was found is left in *lookup, for caches. May run script.
// VALUE_EXCEPTION: thrown.
Value private_get(struct vm *vm, Value base, PropertyKey name, struct lookup *lookup);
// PrivateSet (7.3.32). May run script. false: thrown.
bool private_set(struct vm *vm, Value base, PropertyKey name, Value value, struct lookup *lookup);
// PrivateFieldAdd and PrivateMethodOrAccessorAdd (7.3.28, 7.3.29). false: thrown.
bool private_add(struct vm *vm, struct object *object, PropertyKey name, Value value);
bool private_add_element(struct vm *vm, struct object *object, PropertyKey name);
// `#name in value`: 1, 0, -1 thrown.
int private_in(struct vm *vm, Value value, PropertyKey name);

// ---- super

// The property of `super` whose base is the prototype of the home object: one without a prototype
// is a TypeError. May run script. VALUE_EXCEPTION, false: thrown.
Value super_get(struct vm *vm, Value base, PropertyKey key, Value receiver);
bool super_set(struct vm *vm, Value base, PropertyKey key, Value value, Value receiver);

// ---- Definition (15.7.14)

// The prototype of the class to be, and what the class itself inherits from. `heritage` is
// VALUE_HOLE where there is none; it is rooted by the caller. Safepoint. false: thrown.
bool class_open(struct vm *vm, Value heritage, struct object **prototype, struct object **parent);
// Makes the function, fresh from its closure, the class. false: thrown, as for what is not fresh.
bool class_link(struct vm *vm, struct function *class, struct object *prototype,
                struct object *parent);
// A method or accessor of the class or its prototype. false: thrown.
bool class_define(struct vm *vm, struct object *object, PropertyKey key, enum class_element element,
                  struct function *function);

// ---- Construction

// Is what GetSuperConstructor gave a constructor (13.3.7.1)? false: thrown.
bool class_check_parent(struct vm *vm, Value parent);
// The function that initialises the fields of a class without a constructor of its own; undefined
// where it has none.
Value class_fields(const struct function *class);
// ReferenceErrors.
Value throw_super_called_twice(struct vm *vm);
Value throw_this_uninitialized(struct vm *vm);
Value throw_super_deleted(struct vm *vm);

#endif
