// The realm: the builtin objects of one runtime.
//
// The image (image.h) says what they are; a runtime makes each when it is first asked for, with the
// image's property table and a copy of its slots. What stands pending in the slots, functions and
// other objects, is made in its turn when a lookup finds it there (realm_complete). Nobody can tell
// the difference: a builtin object's shape is its own, so an inline cache knows a slot only after a
// lookup has completed it; a pending slot belongs to a property that is not enumerable, so nothing
// that lists values passes by it; and a value that stands in several places (a constructor, a
// function with aliases) is kept where all of them find it.
//
// A change of a builtin object copies what it changes, the table as well, and so concerns this
// runtime alone.
#include "vm/library/image.h"

#include "vm/core/require.h"

// Slots of a plain object beyond the image's, for what a host adds. The global object's are meant.
#define SPARE_SLOTS 4

// ---- Objects

static struct object *make_plain(struct vm *vm, struct shape *shape,
                                 const struct image_object *image) {
  struct object *object = object_new_with_shape(vm, shape, image->table.count + SPARE_SLOTS);
  object->cell.kind = image->class;
  memcpy(object->slots, image->slots, image->table.count * sizeof(Value));
  return object;
}

static struct object *make_function(struct vm *vm, struct shape *shape,
                                    const struct image_object *image) {
  uint8_t flags = FUNCTION_FLAG_MATERIALIZED;
  struct function *function = function_new(
      vm, FUNCTION_BUILTIN, image->builtin->constructor ? flags : flags | FUNCTION_FLAG_METHOD, 0);
  function->builtin = image->builtin;
  function->name = image->slots[1]; // behind `length`
  function->object.shape = shape;
  object_set_slots(vm, &function->object, image->slots, image->table.count);
  return &function->object;
}

static struct object *make_array(struct vm *vm, struct shape *shape,
                                 const struct image_object *image) {
  struct array *array = heap_allocate(vm, sizeof *array, CELL_ARRAY);
  array->object.shape = shape;
  array->elements = NULL;
  array->length = array->capacity = 0;
  object_set_slots(vm, &array->object, image->slots, image->table.count);
  return &array->object;
}

static struct object *make_wrapper(struct vm *vm, struct shape *shape,
                                   const struct image_object *image) {
  struct wrapper *wrapper = heap_allocate(vm, sizeof *wrapper, CELL_OBJECT);
  wrapper->object.cell.kind = image->class;
  wrapper->object.shape = shape;
  wrapper->primitive = image->class == CLASS_STRING    ? value_from_string(atom(ATOM_empty))
                       : image->class == CLASS_BOOLEAN ? VALUE_FALSE
                                                       : value_from_int32(0);
  object_set_slots(vm, &wrapper->object, image->slots, image->table.count);
  return &wrapper->object;
}

static enum shape_layout layout_of(const struct image_object *image) {
  if (image->form == FORM_FUNCTION)
    return LAYOUT_FUNCTION;
  if (image->form == FORM_ARRAY)
    return LAYOUT_ARRAY;
  return image->form == FORM_WRAPPER && image->class == CLASS_STRING ? LAYOUT_STRING
                                                                     : LAYOUT_ORDINARY;
}

struct object *realm_make(struct vm *vm, enum library_object id) {
  static struct object *(*const make[])(struct vm *, struct shape *,
                                        const struct image_object *) = {
      [FORM_PLAIN] = make_plain,
      [FORM_FUNCTION] = make_function,
      [FORM_ARRAY] = make_array,
      [FORM_WRAPPER] = make_wrapper,
  };
  const struct image_object *image = &vm->factory->image->objects[id];
  struct object *prototype =
      image->prototype == LIBRARY_NONE ? NULL : vm_builtin(vm, image->prototype);
  struct shape *shape = shape_of_builtin(vm, prototype, layout_of(image), &image->table);
  if (id == LIBRARY_throw_type_error)
    shape->cell.flags |= SHAPE_FLAG_NOT_EXTENSIBLE;
  return vm->builtins[id] = make[image->form](vm, shape, image);
}

void realm_create(struct vm *vm) {
  struct object *root = vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE);
  vm->object_shape = shape_for_prototype(vm, root);
  struct object *function = vm_builtin(vm, INTRINSIC_FUNCTION_PROTOTYPE);
  vm->function_shape = shape_for_layout(vm, function, LAYOUT_FUNCTION);
  struct object *array = vm_builtin(vm, INTRINSIC_ARRAY_PROTOTYPE);
  vm->array_shape = shape_for_layout(vm, array, LAYOUT_ARRAY);
  vm->global = vm_builtin(vm, LIBRARY_global); // the last: says that all are there
}

// ---- What is pending

static struct object *new_function(struct vm *vm, size_t index) {
  const struct row *row = &library_rows[index];
  bool is_self_hosted = row->kind == ROW_SELF_HOSTED;
  uint32_t captures = is_self_hosted ? LIBRARY_CAPTURES : 0;
  struct function *function = function_new(
      vm, is_self_hosted ? FUNCTION_SELF_HOSTED : FUNCTION_BUILTIN, FUNCTION_FLAG_METHOD, captures);
  function->builtin = &row->builtin;
  function->name = vm->factory->image->rows[index].name;
  for (uint32_t i = 0; i < captures; i++)
    function->captures[i] = VALUE_UNDEFINED;
  return &function->object;
}

// The function of a row, which may be another's too.
static struct object *row_function(struct vm *vm, const struct image_row *row) {
  if (row->shared == NOT_SHARED)
    return new_function(vm, row->function);
  struct object **shared = &vm->shared_functions[row->shared];
  if (*shared == NULL)
    *shared = new_function(vm, row->function);
  return *shared;
}

static Value new_accessor(struct vm *vm, size_t index) {
  const struct row *row = &library_rows[index];
  if (row->kind == ROW_RESTRICTED) {
    Value thrower = value_from_object(vm_builtin(vm, INTRINSIC_THROW_TYPE_ERROR));
    return value_from_cell(accessor_new(vm, thrower, thrower));
  }
  Value getter = value_from_object(new_function(vm, index)), setter = VALUE_UNDEFINED;
  if (row[1].kind == ROW_SETTER)
    setter = value_from_object(new_function(vm, index + 1));
  return value_from_cell(accessor_new(vm, getter, setter));
}

static Value complete(struct vm *vm, uint32_t pending) {
  if (pending < LIBRARY_OBJECT_COUNT)
    return value_from_object(vm_builtin(vm, pending));
  size_t index = pending - LIBRARY_OBJECT_COUNT;
  const struct row *row = &library_rows[index];
  if (row->kind == ROW_GETTER || row->kind == ROW_RESTRICTED)
    return new_accessor(vm, index);
  return value_from_object(row_function(vm, &vm->factory->image->rows[index]));
}

Value realm_complete(struct vm *vm, struct object *object, uint32_t slot) {
  Value value = complete(vm, (uint32_t)object->slots[slot]);
  object->slots[slot] = value;
  return value;
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

// Which object of the table this is; LIBRARY_NONE for others.
static enum library_object identify(struct vm *vm, const struct object *object) {
  if (object == vm->module_prototype)
    return LIBRARY_module;
  if (object_is_function(object) && object->cell.kind == FUNCTION_NATIVE) {
    const struct function *function = (const struct function *)object;
    return function->native == require_call           ? LIBRARY_require
           : function->native == require_resolve_call ? LIBRARY_require_resolve
                                                      : LIBRARY_NONE;
  }
  unsigned id = 0;
  while (id < LIBRARY_OBJECT_COUNT && vm->builtins[id] != object)
    id++;
  return (enum library_object)id;
}

// The first object of a lookup's chain. NULL: there is none.
static const struct object *lookup_start(struct vm *vm, Value base) {
  if (value_is_object(base))
    return value_object(base);
  if (value_is_string(base))
    return vm_builtin(vm, INTRINSIC_STRING_PROTOTYPE);
  if (value_is_number(base))
    return vm_builtin(vm, INTRINSIC_NUMBER_PROTOTYPE);
  return value_is_boolean(base) ? vm_builtin(vm, INTRINSIC_BOOLEAN_PROTOTYPE) : NULL;
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
    if (row->object != identity ||
        object_has_own(vm, object, property_key_from_atom(atom_from_ascii(vm, row->name))))
      continue;
    throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: the names of all properties of %s",
                paths[identity]);
    return NULL;
  }
  return object_own_keys(vm, object, false);
}
