// Making the image: first the rows' names become atoms, then the properties of all objects are
// counted, then written, by the same walk over the rows. That walk is the order of the properties.
#include "vm/library/image.h"

#include "vm/core/typed_array.h"

const struct row library_rows[] = {
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
// Objects that are properties of the global object without being constructors.
#define GLOBAL_OBJECT(text_name, value)                                                            \
  {                                                                                                \
    .builtin = {.name = text_name}, .kind = ROW_OBJECT, .object = LIBRARY_global,                  \
    .other = LIBRARY_##value                                                                       \
  }
    GLOBAL_OBJECT("globalThis", global),
    GLOBAL_OBJECT("global", global), // Node's name for it
    GLOBAL_OBJECT("Math", math),
    GLOBAL_OBJECT("JSON", json),
    GLOBAL_OBJECT("console", console),
    GLOBAL_OBJECT("performance", performance),
    {.builtin = {.name = "undefined"}, .kind = ROW_UNDEFINED, .object = LIBRARY_global},
// AddRestrictedFunctionProperties (10.2.4)
#define RESTRICTED(text_name)                                                                      \
  { .builtin = {.name = text_name}, .kind = ROW_RESTRICTED, .object = LIBRARY_function_prototype }
    RESTRICTED("caller"),
    RESTRICTED("arguments"),
};
#define ROW_COUNT (sizeof library_rows / sizeof library_rows[0])

#define ATOM_CAPACITY 2048
_Static_assert(2 * (ATOM_COUNT + ROW_COUNT) < ATOM_CAPACITY, "the table of atoms has free slots");

struct builder {
  struct mica_factory *factory;
  struct library_image *image;
};

// ---- Atoms

static struct string *new_atom(struct builder *builder, const char *text, uint32_t length,
                               uint32_t hash) {
  struct string *string = factory_allocate(builder->factory, sizeof *string + length);
  if (!string)
    return NULL;
  string->cell = (struct cell){.type = CELL_STRING,
                               .flags = CELL_FLAG_STATIC | STRING_FLAG_ATOM | STRING_FLAG_HASHED,
                               .kind = STRING_LATIN1,
                               .extra = length};
  string->hash = hash;
  memcpy(string->latin1, text, length);
  return string;
}

// The atom of the text. NULL: no memory.
static struct string *intern(struct builder *builder, const char *text) {
  uint32_t length = (uint32_t)strlen(text), hash = string_hash_bytes(text, length);
  if (length == 1)
    return string_static_unit((uint8_t)text[0]);
  struct constant_atoms *atoms = &builder->image->atoms;
  uint32_t slot = constant_atoms_slot(atoms, text, length, hash);
  if (atoms->slots[slot].string == NULL)
    atoms->slots[slot] = (struct constant_atom){new_atom(builder, text, length, hash), hash};
  return atoms->slots[slot].string;
}

static bool make_atoms(struct builder *builder) {
  struct constant_atoms *atoms = &builder->image->atoms;
  atoms->slots = factory_allocate(builder->factory, ATOM_CAPACITY * sizeof *atoms->slots);
  atoms->mask = ATOM_CAPACITY - 1;
  for (unsigned i = 0; atoms->slots && i < ATOM_COUNT; i++) {
    struct string *string = atom(i);
    uint32_t hash = string_hash_bytes(string->latin1, string_length(string));
    uint32_t slot = constant_atoms_slot(atoms, string->latin1, string_length(string), hash);
    atoms->slots[slot] = (struct constant_atom){string, hash};
  }
  return atoms->slots != NULL;
}

// ---- Rows

// The row that makes what an alias stands for.
static uint16_t find_source(const struct row *alias) {
  const struct row *source = library_rows;
  while (source->object != alias->other || source->kind == ROW_CONSTRUCTOR ||
         strcmp(source->builtin.name, alias->text) != 0)
    source++;
  return (uint16_t)(source - library_rows);
}

// Both rows of an alias know which shared function theirs is.
static void share(struct library_image *image, size_t alias, uint8_t index) {
  struct image_row *row = &image->rows[alias];
  row->function = find_source(&library_rows[alias]);
  row->shared = image->rows[row->function].shared = index;
}

static bool make_rows(struct builder *builder) {
  struct library_image *image = builder->image;
  uint8_t shared = 0;
  for (size_t i = 0; i < ROW_COUNT; i++) {
    const struct row *row = &library_rows[i];
    bool is_accessor = row->kind == ROW_GETTER || row->kind == ROW_SETTER;
    const struct string *key = intern(builder, is_accessor ? row->text : row->builtin.name);
    const struct string *name = is_accessor ? intern(builder, row->builtin.name)
                                : row->kind == ROW_TEXT_PROPERTY ? intern(builder, row->text)
                                                                 : key;
    if (!name || !key)
      return false;
    image->rows[i] = (struct image_row){.key = value_from_string(key),
                                        .name = value_from_string(name),
                                        .function = (uint16_t)i,
                                        .shared = NOT_SHARED};
    if (row->kind == ROW_ALIAS)
      share(image, i, shared++);
  }
  return true;
}

// ---- Objects

// Function.prototype is a function that accepts anything and returns undefined (20.2.3).
static Value return_undefined(struct vm *vm, Value *frame, uint32_t count) {
  (void)vm;
  (void)frame;
  (void)count;
  return VALUE_UNDEFINED;
}
static const struct builtin function_prototype_builtin = {.function = return_undefined, .name = ""};

static Value refuse_caller(struct vm *vm, Value *frame, uint32_t count) {
  (void)frame;
  (void)count;
  return throw_type_error(vm, "'caller', 'callee', and 'arguments' properties may not be accessed "
                              "on strict mode functions or the arguments objects for calls to "
                              "them");
}
static const struct builtin throw_type_error_builtin = {.function = refuse_caller, .name = ""};

// What is no constructor.
static const struct {
  uint8_t object, form, prototype, class;
} forms[] = {
    {LIBRARY_object_prototype, FORM_PLAIN, LIBRARY_NONE, CLASS_OBJECT},
    {LIBRARY_function_prototype, FORM_FUNCTION, LIBRARY_object_prototype, CLASS_OBJECT},
    {LIBRARY_array_prototype, FORM_ARRAY, LIBRARY_object_prototype, CLASS_OBJECT},
    {LIBRARY_string_prototype, FORM_WRAPPER, LIBRARY_object_prototype, CLASS_STRING},
    {LIBRARY_number_prototype, FORM_WRAPPER, LIBRARY_object_prototype, CLASS_NUMBER},
    {LIBRARY_boolean_prototype, FORM_WRAPPER, LIBRARY_object_prototype, CLASS_BOOLEAN},
    {LIBRARY_throw_type_error, FORM_FUNCTION, LIBRARY_function_prototype, CLASS_OBJECT},
    {LIBRARY_error_prototype, FORM_PLAIN, LIBRARY_object_prototype, CLASS_OBJECT},
    {LIBRARY_type_error_prototype, FORM_PLAIN, LIBRARY_error_prototype, CLASS_OBJECT},
    {LIBRARY_range_error_prototype, FORM_PLAIN, LIBRARY_error_prototype, CLASS_OBJECT},
    {LIBRARY_reference_error_prototype, FORM_PLAIN, LIBRARY_error_prototype, CLASS_OBJECT},
    {LIBRARY_syntax_error_prototype, FORM_PLAIN, LIBRARY_error_prototype, CLASS_OBJECT},
    {LIBRARY_eval_error_prototype, FORM_PLAIN, LIBRARY_error_prototype, CLASS_OBJECT},
    {LIBRARY_uri_error_prototype, FORM_PLAIN, LIBRARY_error_prototype, CLASS_OBJECT},
    {LIBRARY_aggregate_error_prototype, FORM_PLAIN, LIBRARY_error_prototype, CLASS_OBJECT},
    {LIBRARY_iterator_prototype, FORM_PLAIN, LIBRARY_object_prototype, CLASS_OBJECT},
    {LIBRARY_array_iterator_prototype, FORM_PLAIN, LIBRARY_iterator_prototype, CLASS_OBJECT},
    {LIBRARY_map_iterator_prototype, FORM_PLAIN, LIBRARY_iterator_prototype, CLASS_OBJECT},
    {LIBRARY_set_iterator_prototype, FORM_PLAIN, LIBRARY_iterator_prototype, CLASS_OBJECT},
    {LIBRARY_map_prototype, FORM_PLAIN, LIBRARY_object_prototype, CLASS_OBJECT},
    {LIBRARY_set_prototype, FORM_PLAIN, LIBRARY_object_prototype, CLASS_OBJECT},
    {LIBRARY_array_buffer_prototype, FORM_PLAIN, LIBRARY_object_prototype, CLASS_OBJECT},
    {LIBRARY_typed_array_prototype, FORM_PLAIN, LIBRARY_object_prototype, CLASS_OBJECT},
#define ELEMENT(KIND, prefix, class, type)                                                         \
  {LIBRARY_##prefix##_prototype, FORM_PLAIN, LIBRARY_typed_array_prototype, CLASS_OBJECT},
#include "vm/core/element_kinds.def"
#undef ELEMENT
    {LIBRARY_global, FORM_PLAIN, LIBRARY_object_prototype, CLASS_GLOBAL},
    {LIBRARY_math, FORM_PLAIN, LIBRARY_object_prototype, CLASS_MATH},
    {LIBRARY_json, FORM_PLAIN, LIBRARY_object_prototype, CLASS_JSON},
    {LIBRARY_console, FORM_PLAIN, LIBRARY_object_prototype, CLASS_OBJECT},
    {LIBRARY_performance, FORM_PLAIN, LIBRARY_object_prototype, CLASS_OBJECT},
};

// The constructors that inherit from others.
static const struct {
  uint8_t object, prototype;
} heirs[] = {
    {LIBRARY_type_error, LIBRARY_error},      {LIBRARY_range_error, LIBRARY_error},
    {LIBRARY_reference_error, LIBRARY_error}, {LIBRARY_syntax_error, LIBRARY_error},
    {LIBRARY_eval_error, LIBRARY_error},      {LIBRARY_uri_error, LIBRARY_error},
    {LIBRARY_aggregate_error, LIBRARY_error},
#define ELEMENT(KIND, prefix, class, type) {LIBRARY_##prefix, LIBRARY_typed_array},
#include "vm/core/element_kinds.def"
#undef ELEMENT
};

static bool is_constructor(const struct row *row) {
  return row->kind == ROW_CONSTRUCTOR || row->kind == ROW_HIDDEN_CONSTRUCTOR;
}

static void make_objects(struct image_object *objects) {
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    struct image_object *object = &objects[forms[i].object];
    object->form = forms[i].form;
    object->prototype = forms[i].prototype;
    object->class = forms[i].class;
  }
  objects[LIBRARY_function_prototype].builtin = &function_prototype_builtin;
  objects[LIBRARY_throw_type_error].builtin = &throw_type_error_builtin;
  for (size_t i = 0; i < ROW_COUNT; i++)
    if (is_constructor(&library_rows[i])) {
      struct image_object *object = &objects[library_rows[i].object];
      object->form = FORM_FUNCTION;
      object->prototype = LIBRARY_function_prototype;
      object->builtin = &library_rows[i].builtin;
    }
  for (size_t i = 0; i < sizeof heirs / sizeof heirs[0]; i++)
    objects[heirs[i].object].prototype = heirs[i].prototype;
}

// ---- Properties

// Counts the property, or writes it where the table has room already.
static void add(struct image_object *object, PropertyKey key, uint32_t attributes, Value value) {
  uint32_t entry = object->table.count++;
  if (object->table.entries == NULL)
    return;
  object->table.entries[entry] = (struct property){.key = key, .attributes = attributes};
  object->slots[entry] = value;
}

static void add_constructor(struct image_object *objects, const struct row *row, Value key) {
  Value function = pending_object(row->object);
  if (row->kind == ROW_CONSTRUCTOR)
    add(&objects[LIBRARY_global], key, PROPERTY_HIDDEN, function);
  if (row->other == LIBRARY_NONE)
    return;
  add(&objects[row->object], property_key_from_atom(atom(ATOM_prototype)), 0,
      pending_object(row->other));
  add(&objects[row->other], property_key_from_atom(atom(ATOM_constructor)), PROPERTY_HIDDEN,
      function);
}

static void add_row(struct library_image *image, size_t index) {
  const struct row *row = &library_rows[index];
  struct image_object *object = &image->objects[row->object];
  PropertyKey key = image->rows[index].key;
  switch ((enum row_kind)row->kind) {
  case ROW_CONSTRUCTOR:
  case ROW_HIDDEN_CONSTRUCTOR:
    add_constructor(image->objects, row, key);
    break;
  case ROW_GETTER:
  case ROW_RESTRICTED:
    add(object, key, PROPERTY_CONFIGURABLE | PROPERTY_ACCESSOR, pending_row(index));
    break;
  case ROW_SETTER: // which follows its getter, and belongs to the same property
    break;
  case ROW_BUILTIN:
  case ROW_SELF_HOSTED:
  case ROW_ALIAS:
    add(object, key, PROPERTY_HIDDEN, pending_row(index));
    break;
  case ROW_OBJECT:
    add(object, key, PROPERTY_HIDDEN, pending_object(row->other));
    break;
  case ROW_NUMBER_CONSTANT:
    add(object, key, 0, value_from_number(row->number));
    break;
  case ROW_TEXT_PROPERTY:
    add(object, key, PROPERTY_HIDDEN, image->rows[index].name);
    break;
  case ROW_UNDEFINED:
    add(object, key, 0, VALUE_UNDEFINED);
    break;
  }
}

// A function's `length` and `name` come first. %ThrowTypeError% is frozen.
static void add_function_properties(struct image_object *object, bool is_frozen, Value name) {
  uint32_t attributes = is_frozen ? 0 : PROPERTY_CONFIGURABLE;
  add(object, property_key_from_atom(atom(ATOM_length)), attributes,
      value_from_int32(object->builtin->length));
  add(object, property_key_from_atom(atom(ATOM_name)), attributes, name);
}

static void add_properties(struct library_image *image) {
  struct image_object *objects = image->objects;
  for (unsigned i = 0; i < LIBRARY_OBJECT_COUNT; i++)
    objects[i].table.count = 0;
  Value empty = value_from_string(atom(ATOM_empty));
  add_function_properties(&objects[LIBRARY_function_prototype], false, empty);
  add_function_properties(&objects[LIBRARY_throw_type_error], true, empty);
  for (size_t i = 0; i < ROW_COUNT; i++)
    if (is_constructor(&library_rows[i]))
      add_function_properties(&objects[library_rows[i].object], false, image->rows[i].name);
  for (size_t i = 0; i < ROW_COUNT; i++)
    add_row(image, i);
}

// Room for the properties that were counted, and for the index of their keys.
static bool make_room(struct mica_factory *factory, struct image_object *object) {
  struct property_table *table = &object->table;
  uint32_t count = table->capacity = table->count, slots = property_table_index_slots(count);
  table->entries = factory_allocate(factory, count * sizeof *table->entries);
  object->slots = factory_allocate(factory, count * sizeof *object->slots);
  table->index = slots ? factory_allocate(factory, slots * sizeof *table->index) : NULL;
  table->index_mask = slots ? slots - 1 : 0;
  return table->entries && object->slots && (table->index || !slots);
}

static bool make_properties(struct builder *builder) {
  struct library_image *image = builder->image;
  add_properties(image);
  for (unsigned i = 0; i < LIBRARY_OBJECT_COUNT; i++)
    if (!make_room(builder->factory, &image->objects[i]))
      return false;
  add_properties(image);
  for (unsigned i = 0; i < LIBRARY_OBJECT_COUNT; i++)
    property_table_fill_index(&image->objects[i].table);
  return true;
}

// ---- Templates

static const uint8_t template_keys[TEMPLATE_COUNT][TEMPLATE_MOST] = {
    [TEMPLATE_MODULE] = {ATOM_id, ATOM_path, ATOM_exports, ATOM_filename, ATOM_loaded,
                         ATOM_children},
    [TEMPLATE_REQUIRE] = {ATOM_length, ATOM_name, ATOM_resolve, ATOM_main, ATOM_cache},
};

static bool make_templates(struct builder *builder) {
  for (unsigned i = 0; i < TEMPLATE_COUNT; i++) {
    struct property_table *table = &builder->image->templates[i];
    table->entries = factory_allocate(builder->factory, TEMPLATE_MOST * sizeof *table->entries);
    if (!table->entries)
      return false;
    const uint8_t *keys = template_keys[i];
    while (table->count < TEMPLATE_MOST && keys[table->count] != ATOM_empty) {
      enum atom key = keys[table->count];
      bool is_standard = key == ATOM_length || key == ATOM_name;
      table->entries[table->count++] =
          (struct property){.key = property_key_from_atom(atom(key)),
                            .attributes = is_standard ? PROPERTY_CONFIGURABLE : PROPERTY_DEFAULT};
    }
    table->capacity = table->count;
  }
  return true;
}

const struct library_image *image_build(struct mica_factory *factory) {
  struct library_image *image =
      factory_allocate(factory, sizeof *image + ROW_COUNT * sizeof *image->rows);
  struct builder builder = {factory, image};
  if (!image || !make_atoms(&builder) || !make_rows(&builder) || !make_templates(&builder))
    return NULL;
  make_objects(image->objects);
  return make_properties(&builder) ? image : NULL;
}
