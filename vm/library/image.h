// The image: what the builtin objects of all runtimes of a factory have in common.
//
// It is made of builtins.def when the factory is, and constant from then on: the names, as static
// atoms; for each object its property table, and what its slots hold at first. A slot with a number
// or a text has it at once; where an object or function stands, it is pending (VALUE_PENDING): a
// runtime makes its own when it first looks (realm.c).
#ifndef MICA_LIBRARY_IMAGE_H
#define MICA_LIBRARY_IMAGE_H

#include "vm/library/library.h"

enum row_kind {
  ROW_CONSTRUCTOR,
  ROW_HIDDEN_CONSTRUCTOR,
  ROW_BUILTIN,
  ROW_SELF_HOSTED,
  ROW_GETTER,
  ROW_SETTER,
  ROW_RESTRICTED,
  ROW_ALIAS,
  ROW_OBJECT,
  ROW_NUMBER_CONSTANT,
  ROW_TEXT_PROPERTY,
  ROW_UNDEFINED
};

struct row {
  struct builtin builtin; // the name of all rows; length and functions of those that are functions
  uint8_t kind;
  uint8_t object;
  uint8_t other; // the constructor's prototype, the alias's source, the value of OBJECT
  union {
    double number;
    // Of TEXT_PROPERTY; the alias's name at its source; the script's export; the accessor's name.
    const char *text;
  };
};

enum object_form { FORM_NONE, FORM_PLAIN, FORM_FUNCTION, FORM_ARRAY, FORM_WRAPPER };

struct image_object {
  uint8_t form;
  uint8_t class;                 // of a plain object and a wrapper
  uint8_t prototype;             // LIBRARY_NONE: none
  const struct builtin *builtin; // of a function
  struct property_table table;
  Value *slots;
};

struct image_row {
  Value key;         // of the property
  Value name;        // of the function; the text of TEXT_PROPERTY
  uint16_t function; // the row that makes the function: an alias's source, else this one
  uint8_t shared;    // index in vm->shared_functions, or NOT_SHARED
};
#define NOT_SHARED 0xFF

// What every module's objects have (vm/core/require.c): their shapes need not be grown.
enum image_template { TEMPLATE_MODULE, TEMPLATE_REQUIRE, TEMPLATE_COUNT };
#define TEMPLATE_MOST 6 // properties

struct library_image {
  struct constant_atoms atoms;
  struct property_table templates[TEMPLATE_COUNT];
  struct image_object objects[LIBRARY_OBJECT_COUNT];
  struct image_row rows[];
};

extern const struct row library_rows[];

// What VALUE_PENDING stands for: an object, or what a row makes.
static inline Value pending_object(enum library_object object) { return VALUE_PENDING + object; }
static inline Value pending_row(size_t row) { return VALUE_PENDING + LIBRARY_OBJECT_COUNT + row; }

// NULL: no memory.
const struct library_image *image_build(struct mica_factory *factory);

#endif
