// The builtin objects by name: LIBRARY_array_prototype and so on, in the order of builtins.def.
#ifndef MICA_LIBRARY_OBJECTS_H
#define MICA_LIBRARY_OBJECTS_H

enum library_object {
#define OBJECT(identifier, path) LIBRARY_##identifier,
#include "vm/library/builtins.def"
  LIBRARY_OBJECT_COUNT,
  LIBRARY_NONE = LIBRARY_OBJECT_COUNT // of CONSTRUCTOR
};

// Functions that are the value of several properties: see ALIAS.
enum {
  LIBRARY_ALIAS_COUNT = 0
#define ALIAS(object, name, source, source_name) +1
#include "vm/library/builtins.def"
};

#endif
