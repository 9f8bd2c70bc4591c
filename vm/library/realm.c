// The realm: builds a runtime's builtin objects from builtins.def.
//
// Prototypes come first, because every other object needs one. Then the rows are applied in the
// order of the table, which is the order of the properties.
#include "vm/core/require.h"
#include "vm/core/typed_array.h"
#include "vm/library/library.h"

enum row_kind {
  ROW_CONSTRUCTOR,
  ROW_HIDDEN_CONSTRUCTOR,
  ROW_BUILTIN,
  ROW_SELF_HOSTED,
  ROW_GETTER,
  ROW_SETTER,
  ROW_ALIAS,
  ROW_NUMBER_CONSTANT,
  ROW_TEXT_PROPERTY
};

struct row {
  struct builtin builtin; // the name of all rows; length and functions of those that are functions
  uint8_t kind;
  uint8_t object;
  uint8_t other; // the constructor's prototype, the alias's source
  union {
    double number;
    // Of TEXT_PROPERTY; the alias's name at its source; the script's export; the accessor's name.
    const char *text;
  };
};

static const struct row rows[] = {
#define CONSTRUCTOR(owner, text_name, entry, arity, least, own_prototype)                          \
  {.builtin = {entry, text_name, arity, least, true},                                              \
   .kind = ROW_CONSTRUCTOR,                                                                        \
   .object = LIBRARY_##owner,                                                                      \
   .other = LIBRARY_##own_prototype},
#define HIDDEN_CONSTRUCTOR(owner, text_name, entry, arity, least, own_prototype)                   \
  {.builtin = {entry, text_name, arity, least, true},                                              \
   .kind = ROW_HIDDEN_CONSTRUCTOR,                                                                 \
   .object = LIBRARY_##owner,                                                                      \
   .other = LIBRARY_##own_prototype},
#define BUILTIN(owner, text_name, entry, arity, least)                                             \
  {.builtin = {entry, text_name, arity, least, false},                                             \
   .kind = ROW_BUILTIN,                                                                            \
   .object = LIBRARY_##owner},
#define SELF_HOSTED(owner, text_name, export, arity)                                               \
  {.builtin = {NULL, text_name, arity, 0, false},                                                  \
   .kind = ROW_SELF_HOSTED,                                                                        \
   .object = LIBRARY_##owner,                                                                      \
   .text = export},
#define GETTER(owner, text_name, entry)                                                            \
  {.builtin = {entry, "get " text_name, 0, 0, false},                                              \
   .kind = ROW_GETTER,                                                                             \
   .object = LIBRARY_##owner,                                                                      \
   .text = text_name},
#define SETTER(owner, text_name, entry)                                                            \
  {.builtin = {entry, "set " text_name, 1, 1, false},                                              \
   .kind = ROW_SETTER,                                                                             \
   .object = LIBRARY_##owner,                                                                      \
   .text = text_name},
#define ALIAS(owner, text_name, source, source_name)                                               \
  {.builtin = {.name = text_name},                                                                 \
   .kind = ROW_ALIAS,                                                                              \
   .object = LIBRARY_##owner,                                                                      \
   .other = LIBRARY_##source,                                                                      \
   .text = source_name},
#define NUMBER_CONSTANT(owner, text_name, value)                                                   \
  {.builtin = {.name = text_name},                                                                 \
   .kind = ROW_NUMBER_CONSTANT,                                                                    \
   .object = LIBRARY_##owner,                                                                      \
   .number = value},
#define TEXT_PROPERTY(owner, text_name, value)                                                     \
  {.builtin = {.name = text_name},                                                                 \
   .kind = ROW_TEXT_PROPERTY,                                                                      \
   .object = LIBRARY_##owner,                                                                      \
   .text = value},
#include "vm/library/builtins.def"
};

// ---- Prototypes that the engine itself needs

static const uint8_t intrinsic_objects[INTRINSIC_COUNT] = {
    [INTRINSIC_OBJECT_PROTOTYPE] = LIBRARY_object_prototype,
    [INTRINSIC_FUNCTION_PROTOTYPE] = LIBRARY_function_prototype,
    [INTRINSIC_ARRAY_PROTOTYPE] = LIBRARY_array_prototype,
    [INTRINSIC_STRING_PROTOTYPE] = LIBRARY_string_prototype,
    [INTRINSIC_NUMBER_PROTOTYPE] = LIBRARY_number_prototype,
    [INTRINSIC_BOOLEAN_PROTOTYPE] = LIBRARY_boolean_prototype,
    [INTRINSIC_ERROR_PROTOTYPE] = LIBRARY_error_prototype,
    [INTRINSIC_TYPE_ERROR_PROTOTYPE] = LIBRARY_type_error_prototype,
    [INTRINSIC_RANGE_ERROR_PROTOTYPE] = LIBRARY_range_error_prototype,
    [INTRINSIC_REFERENCE_ERROR_PROTOTYPE] = LIBRARY_reference_error_prototype,
    [INTRINSIC_SYNTAX_ERROR_PROTOTYPE] = LIBRARY_syntax_error_prototype,
    [INTRINSIC_EVAL_ERROR_PROTOTYPE] = LIBRARY_eval_error_prototype,
    [INTRINSIC_URI_ERROR_PROTOTYPE] = LIBRARY_uri_error_prototype,
    [INTRINSIC_AGGREGATE_ERROR_PROTOTYPE] = LIBRARY_aggregate_error_prototype,
    [INTRINSIC_THROW_TYPE_ERROR] = LIBRARY_throw_type_error,
    [INTRINSIC_ITERATOR_PROTOTYPE] = LIBRARY_iterator_prototype,
    [INTRINSIC_ARRAY_ITERATOR_PROTOTYPE] = LIBRARY_array_iterator_prototype,
    [INTRINSIC_MAP_ITERATOR_PROTOTYPE] = LIBRARY_map_iterator_prototype,
    [INTRINSIC_SET_ITERATOR_PROTOTYPE] = LIBRARY_set_iterator_prototype,
    [INTRINSIC_MAP_PROTOTYPE] = LIBRARY_map_prototype,
    [INTRINSIC_SET_PROTOTYPE] = LIBRARY_set_prototype,
    [INTRINSIC_ARRAY_BUFFER_PROTOTYPE] = LIBRARY_array_buffer_prototype,
    [INTRINSIC_TYPED_ARRAY_PROTOTYPE] = LIBRARY_typed_array_prototype,
#define ELEMENT(KIND, prefix, class, type)                                                         \
  [INTRINSIC_##KIND##_ARRAY_PROTOTYPE] = LIBRARY_##prefix##_prototype,
#include "vm/core/element_kinds.def"
#undef ELEMENT
};

// Function.prototype is a function that accepts anything and returns undefined (20.2.3).
static Value return_undefined(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)frame;
  (void)count;
  return VALUE_UNDEFINED;
}
static const struct builtin function_prototype_builtin = {.function = return_undefined, .name = ""};

// Function.prototype and Array.prototype are of kinds whose shapes derive from themselves: while
// they are made, those shapes have Object.prototype in their place.
static bool create_exotic_prototypes(struct vm *vm, struct object *object_prototype) {
  struct object **intrinsics = vm->intrinsics;
  vm->object_shape = shape_for_prototype(vm, object_prototype);
  vm->function_shape = shape_for_layout(vm, object_prototype, LAYOUT_FUNCTION);
  struct function *function = function_new_builtin(vm, &function_prototype_builtin);
  intrinsics[INTRINSIC_FUNCTION_PROTOTYPE] = &function->object;
  vm->function_shape = shape_for_layout(vm, &function->object, LAYOUT_FUNCTION);
  vm->array_shape = shape_for_layout(vm, object_prototype, LAYOUT_ARRAY);
  struct array *array = array_new(vm, 0, 0);
  if (!array)
    return false;
  intrinsics[INTRINSIC_ARRAY_PROTOTYPE] = &array->object;
  vm->array_shape = shape_for_layout(vm, &array->object, LAYOUT_ARRAY);
  return true;
}

static Value refuse_caller(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  return throw_type_error(vm, "'caller', 'callee', and 'arguments' properties may not be accessed "
                              "on strict mode functions or the arguments objects for calls to "
                              "them");
}
static const struct builtin throw_type_error_builtin = {.function = refuse_caller, .name = ""};

static bool create_throw_type_error(struct vm *vm) {
  struct object *function = &function_new_builtin(vm, &throw_type_error_builtin)->object;
  vm->intrinsics[INTRINSIC_THROW_TYPE_ERROR] = function;
  return object_set_integrity(vm, function, INTEGRITY_FROZEN);
}

#define PROTOTYPE_CAPACITY 8

static bool create_prototypes(struct vm *vm) {
  struct object **intrinsics = vm->intrinsics;
  struct object *root = object_new(vm, NULL, PROTOTYPE_CAPACITY);
  intrinsics[INTRINSIC_OBJECT_PROTOTYPE] = root;
  if (!create_exotic_prototypes(vm, root))
    return false;
  intrinsics[INTRINSIC_STRING_PROTOTYPE] =
      object_new_wrapper(vm, CLASS_STRING, root, value_from_string(atom(ATOM_empty)));
  intrinsics[INTRINSIC_NUMBER_PROTOTYPE] =
      object_new_wrapper(vm, CLASS_NUMBER, root, value_from_int32(0));
  intrinsics[INTRINSIC_BOOLEAN_PROTOTYPE] =
      object_new_wrapper(vm, CLASS_BOOLEAN, root, VALUE_FALSE);
  struct object *error = object_new(vm, root, PROTOTYPE_CAPACITY);
  intrinsics[INTRINSIC_ERROR_PROTOTYPE] = error;
  for (int i = INTRINSIC_TYPE_ERROR_PROTOTYPE; i <= INTRINSIC_AGGREGATE_ERROR_PROTOTYPE; i++)
    intrinsics[i] = object_new(vm, error, PROTOTYPE_CAPACITY);
  struct object *iterator = object_new(vm, root, 0);
  intrinsics[INTRINSIC_ITERATOR_PROTOTYPE] = iterator;
  for (int i = INTRINSIC_ARRAY_ITERATOR_PROTOTYPE; i <= INTRINSIC_SET_ITERATOR_PROTOTYPE; i++)
    intrinsics[i] = object_new(vm, iterator, 1);
  intrinsics[INTRINSIC_MAP_PROTOTYPE] = object_new(vm, root, 12);
  intrinsics[INTRINSIC_SET_PROTOTYPE] = object_new(vm, root, 12);
  intrinsics[INTRINSIC_ARRAY_BUFFER_PROTOTYPE] = object_new(vm, root, 3);
  struct object *typed_array = object_new(vm, root, 36);
  intrinsics[INTRINSIC_TYPED_ARRAY_PROTOTYPE] = typed_array;
  for (enum element_kind kind = 0; kind < ELEMENT_KIND_COUNT; kind++)
    intrinsics[typed_array_prototype(kind)] = object_new(vm, typed_array, 2);
  return create_throw_type_error(vm);
}

// ---- Other objects

static struct object *new_object(struct vm *vm, enum object_class class, uint32_t capacity) {
  struct object *object = object_new(vm, vm->intrinsics[INTRINSIC_OBJECT_PROTOTYPE], capacity);
  object->cell.kind = (uint8_t) class;
  return object;
}

// The functions that are objects of the table, with their own prototypes among the error classes.
static void create_constructors(struct vm *vm, struct object **objects) {
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (rows[i].kind == ROW_CONSTRUCTOR || rows[i].kind == ROW_HIDDEN_CONSTRUCTOR)
      objects[rows[i].object] = &function_new_builtin(vm, &rows[i].builtin)->object;
}

static bool inherit(struct vm *vm, struct object **objects, const uint8_t *classes, size_t count,
                    enum library_object base) {
  for (size_t i = 0; i < count; i++)
    if (!object_set_prototype(vm, objects[classes[i]], objects[base]))
      return false;
  return true;
}

// The constructors that inherit from others.
static bool inherit_constructors(struct vm *vm, struct object **objects) {
  static const uint8_t errors[] = {
      LIBRARY_type_error, LIBRARY_range_error, LIBRARY_reference_error, LIBRARY_syntax_error,
      LIBRARY_eval_error, LIBRARY_uri_error,   LIBRARY_aggregate_error};
  static const uint8_t typed_arrays[] = {
#define ELEMENT(KIND, prefix, class, type) LIBRARY_##prefix,
#include "vm/core/element_kinds.def"
#undef ELEMENT
  };
  return inherit(vm, objects, errors, sizeof errors, LIBRARY_error) &&
         inherit(vm, objects, typed_arrays, sizeof typed_arrays, LIBRARY_typed_array);
}

static bool create_objects(struct vm *vm, struct object **objects) {
  for (int i = 0; i < INTRINSIC_COUNT; i++)
    objects[intrinsic_objects[i]] = vm->intrinsics[i];
  vm->global = new_object(vm, CLASS_GLOBAL, 40);
  objects[LIBRARY_global] = vm->global;
  objects[LIBRARY_math] = new_object(vm, CLASS_MATH, 44);
  objects[LIBRARY_json] = new_object(vm, CLASS_JSON, 2);
  objects[LIBRARY_console] = new_object(vm, CLASS_OBJECT, 11);
  objects[LIBRARY_performance] = new_object(vm, CLASS_OBJECT, 1);
  create_constructors(vm, objects);
  return inherit_constructors(vm, objects);
}

// ---- Rows

static PropertyKey name_key(struct vm *vm, const char *name) {
  return property_key_from_atom(atom_from_ascii(vm, name));
}

static bool define(struct vm *vm, struct object *object, const char *name, Value value,
                   uint32_t attributes) {
  return object_define(vm, object, name_key(vm, name), value, attributes);
}

static bool apply_constructor(struct vm *vm, struct object **objects, const struct row *row) {
  struct object *constructor = objects[row->object];
  Value function = value_from_object(constructor);
  if (row->kind == ROW_CONSTRUCTOR &&
      !define(vm, vm->global, row->builtin.name, function, PROPERTY_HIDDEN))
    return false;
  if (row->other == LIBRARY_NONE)
    return true;
  struct object *prototype = objects[row->other];
  return object_define(vm, constructor, property_key_from_atom(atom(ATOM_prototype)),
                       value_from_object(prototype), 0) &&
         object_define(vm, prototype, property_key_from_atom(atom(ATOM_constructor)), function,
                       PROPERTY_HIDDEN);
}

static struct function *self_hosted(struct vm *vm, const struct builtin *builtin) {
  struct function *function =
      function_new(vm, FUNCTION_SELF_HOSTED, FUNCTION_FLAG_METHOD, LIBRARY_CAPTURES);
  function->builtin = builtin;
  function->name = value_from_string(atom_from_ascii(vm, builtin->name));
  for (uint32_t i = 0; i < LIBRARY_CAPTURES; i++)
    function->captures[i] = VALUE_UNDEFINED;
  return function;
}

// Half of an accessor, hidden as all builtins.
static bool apply_accessor(struct vm *vm, struct object *object, const struct row *row) {
  Value function = value_from_object(&function_new_builtin(vm, &row->builtin)->object);
  struct descriptor descriptor = {
      .fields = PROPERTY_ENUMERABLE | PROPERTY_CONFIGURABLE |
                (row->kind == ROW_GETTER ? DESCRIPTOR_GET : DESCRIPTOR_SET),
      .attributes = PROPERTY_CONFIGURABLE,
      .getter = function,
      .setter = function,
  };
  return object_define_own(vm, object, name_key(vm, row->text), &descriptor);
}

static bool apply_row(struct vm *vm, struct object **objects, const struct row *row) {
  struct object *object = objects[row->object];
  const char *name = row->builtin.name;
  Value value = VALUE_UNDEFINED;
  uint32_t attributes = PROPERTY_HIDDEN;
  switch ((enum row_kind)row->kind) {
  case ROW_CONSTRUCTOR:
  case ROW_HIDDEN_CONSTRUCTOR:
    return apply_constructor(vm, objects, row);
  case ROW_BUILTIN:
    value = value_from_object(&function_new_builtin(vm, &row->builtin)->object);
    break;
  case ROW_SELF_HOSTED:
    value = value_from_object(&self_hosted(vm, &row->builtin)->object);
    break;
  case ROW_GETTER:
  case ROW_SETTER:
    return apply_accessor(vm, object, row);
  case ROW_ALIAS:
    value = object_get(vm, objects[row->other], name_key(vm, row->text));
    break;
  case ROW_NUMBER_CONSTANT:
    value = value_from_number(row->number);
    attributes = 0;
    break;
  case ROW_TEXT_PROPERTY:
    value = value_from_string(atom_from_ascii(vm, row->text));
    break;
  }
  return define(vm, object, name, value, attributes);
}

// Objects that are properties of the global object without being constructors.
static bool define_globals(struct vm *vm, struct object **objects) {
  static const struct {
    const char *name;
    uint8_t object;
  } globals[] = {{"globalThis", LIBRARY_global}, {"global", LIBRARY_global}, // Node's name for it
                 {"Math", LIBRARY_math},         {"JSON", LIBRARY_json},
                 {"console", LIBRARY_console},   {"performance", LIBRARY_performance}};
  for (size_t i = 0; i < sizeof globals / sizeof globals[0]; i++)
    if (!define(vm, vm->global, globals[i].name, value_from_object(objects[globals[i].object]),
                PROPERTY_HIDDEN))
      return false;
  return define(vm, vm->global, "undefined", VALUE_UNDEFINED, 0);
}

// AddRestrictedFunctionProperties (10.2.4)
static bool define_restricted(struct vm *vm) {
  Value thrower = value_from_object(vm->intrinsics[INTRINSIC_THROW_TYPE_ERROR]);
  struct object *prototype = vm->intrinsics[INTRINSIC_FUNCTION_PROTOTYPE];
  return object_define_accessor(vm, prototype, name_key(vm, "caller"), thrower, thrower,
                                PROPERTY_CONFIGURABLE) &&
         object_define_accessor(vm, prototype, name_key(vm, "arguments"), thrower, thrower,
                                PROPERTY_CONFIGURABLE);
}

bool realm_create(struct vm *vm) {
  struct object *objects[LIBRARY_OBJECT_COUNT];
  if (!create_prototypes(vm) || !create_objects(vm, objects))
    return false;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
    if (!apply_row(vm, objects, &rows[i]))
      return false;
  return define_globals(vm, objects) && define_restricted(vm);
}

// ---- Self-hosted functions

bool library_link(struct vm *vm, struct function *function) {
  const struct row *row = (const struct row *)function->builtin; // its first member
  Value export = library_function(vm, row->text);
  if (export == VALUE_EXCEPTION)
    return false;
  const struct function *made = value_function(export);
  function->object.cell.kind = made->object.cell.kind;
  function->code = made->code;
  function->module_slots = made->module_slots;
  for (uint32_t i = 0; i < function_capture_count(made); i++)
    function->captures[i] = made->captures[i];
  return true;
}

// ---- What is missing

static const char *const paths[] = {
#define OBJECT(identifier, path) path,
#include "vm/library/builtins.def"
};

static const struct missing {
  uint8_t object;
  uint8_t length;
  const char *name;
} unsupported[] = {
#define UNSUPPORTED(object, name) {LIBRARY_##object, sizeof(name) - 1, name},
#include "vm/library/unsupported.def"
#undef UNSUPPORTED
};

// Nearly every name that is looked up in vain is the script's own. A name can only be of the table
// when its bit is set in a set of 256 that the compiler makes of the table, constant expressions
// all; an atom that was searched for in the table and not found is flagged.
#define NAME_BIT(first, last, length) (((first)*7u + (last)*31u + (length)*5u) & 255u)

static bool may_be_unsupported(const struct string *name) {
#define BIT_OF(text)                                                                               \
  NAME_BIT((uint8_t)(text)[0], (uint8_t)(text)[sizeof(text) - 2], sizeof(text) - 1)
#define IN_WORD(word, text) | (BIT_OF(text) >> 6 == (word) ? (uint64_t)1 << (BIT_OF(text) & 63) : 0)
  const uint64_t set[4] = {
#define UNSUPPORTED(object, text) IN_WORD(0, text)
      0
#include "vm/library/unsupported.def"
#undef UNSUPPORTED
#define UNSUPPORTED(object, text) IN_WORD(1, text)
      ,
      0
#include "vm/library/unsupported.def"
#undef UNSUPPORTED
#define UNSUPPORTED(object, text) IN_WORD(2, text)
      ,
      0
#include "vm/library/unsupported.def"
#undef UNSUPPORTED
#define UNSUPPORTED(object, text) IN_WORD(3, text)
      ,
      0
#include "vm/library/unsupported.def"
#undef UNSUPPORTED
  };
  uint32_t length = string_length(name);
  if (name->cell.kind != STRING_LATIN1 || length == 0 || name->cell.flags & STRING_FLAG_SUPPORTED)
    return false;
  unsigned bit = NAME_BIT(name->latin1[0], name->latin1[length - 1], length);
  return set[bit >> 6] >> (bit & 63) & 1;
}

// Is the object a property of the global object under this name?
static bool is_global(struct vm *vm, const struct object *object, const char *name) {
  struct lookup lookup;
  return object_lookup_own(vm, vm->global, name_key(vm, name), &lookup) && !lookup.accessor &&
         lookup.value == value_from_object(object);
}

// Which object of the table this is; LIBRARY_NONE for others.
static enum library_object identify(struct vm *vm, const struct object *object) {
  if (object == vm->global)
    return LIBRARY_global;
  for (int i = 0; i < INTRINSIC_COUNT; i++)
    if (object == vm->intrinsics[i])
      return intrinsic_objects[i];
  if (object == vm->module_prototype)
    return LIBRARY_module;
  if (object_is_function(object)) {
    const struct function *function = (const struct function *)object;
    if (function->object.cell.kind == FUNCTION_NATIVE)
      return function->native == require_call           ? LIBRARY_require
             : function->native == require_resolve_call ? LIBRARY_require_resolve
                                                        : LIBRARY_NONE;
    if (function->object.cell.kind != FUNCTION_BUILTIN || !function->builtin->constructor)
      return LIBRARY_NONE;
    return ((const struct row *)function->builtin)->object; // constructors are rows
  }
  if (is_global(vm, object, "console"))
    return LIBRARY_console;
  return is_global(vm, object, "performance") ? LIBRARY_performance : LIBRARY_NONE;
}

// The first object of a lookup's chain. NULL: there is none.
static const struct object *lookup_start(const struct vm *vm, Value base) {
  if (value_is_object(base))
    return value_object(base);
  if (value_is_string(base))
    return vm->intrinsics[INTRINSIC_STRING_PROTOTYPE];
  if (value_is_number(base))
    return vm->intrinsics[INTRINSIC_NUMBER_PROTOTYPE];
  return value_is_boolean(base) ? vm->intrinsics[INTRINSIC_BOOLEAN_PROTOTYPE] : NULL;
}

// Does a lookup in `base` pass by this object of the table?
static bool inherits(struct vm *vm, Value base, enum library_object identity) {
  const struct object *object = lookup_start(vm, base);
  while (object && identify(vm, object) != identity)
    object = object_prototype(object);
  return object != NULL;
}

static bool is_name_of(const struct missing *row, const struct string *name) {
  return row->length == string_length(name) && memcmp(row->name, name->latin1, row->length) == 0;
}

static Value throw_missing(struct vm *vm, const struct missing *row) {
  return throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: %s.%s", paths[row->object],
                     row->name);
}

Value library_missing_property(struct vm *vm, Value base, PropertyKey key) {
  if (!value_is_string(key) || !may_be_unsupported(value_string(key)))
    return VALUE_UNDEFINED;
  struct string *name = value_string(key);
  bool listed = false;
  for (size_t i = 0; i < sizeof unsupported / sizeof unsupported[0]; i++) {
    const struct missing *row = &unsupported[i];
    if (!is_name_of(row, name))
      continue;
    listed = true;
    if (inherits(vm, base, row->object))
      return throw_missing(vm, row);
  }
  if (!listed && !(name->cell.flags & CELL_FLAG_STATIC))
    name->cell.flags |= STRING_FLAG_SUPPORTED;
  return VALUE_UNDEFINED;
}

Value library_missing_own(struct vm *vm, const struct object *object, PropertyKey key) {
  if (!value_is_string(key) || !may_be_unsupported(value_string(key)))
    return VALUE_UNDEFINED;
  enum library_object identity = identify(vm, object);
  for (size_t i = 0; i < sizeof unsupported / sizeof unsupported[0]; i++)
    if (unsupported[i].object == identity && is_name_of(&unsupported[i], value_string(key)))
      return throw_missing(vm, &unsupported[i]);
  return VALUE_UNDEFINED;
}

struct array *library_own_names(struct vm *vm, struct object *object) {
  enum library_object identity = identify(vm, object);
  for (size_t i = 0; i < sizeof unsupported / sizeof unsupported[0]; i++) {
    const struct missing *row = &unsupported[i];
    if (row->object != identity || object_has_own(vm, object, name_key(vm, row->name)))
      continue;
    throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: the names of all properties of %s",
                paths[identity]);
    return NULL;
  }
  return object_own_keys(vm, object, false);
}
