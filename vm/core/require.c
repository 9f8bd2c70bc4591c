// CommonJS modules, as Node has them.
//
// A module is an object that scripts see as `module`. The runtime keeps the modules of its loader
// by canonical name in one object without a prototype, which is `require.cache` too: what a script
// deletes there is loaded again. A module stands in the cache before it runs, so that modules in a
// cycle get what has been exported so far, and leaves it when it throws.
//
// Each module has its own `require`, a native function that captures the module and the `require`
// of the module that first asked for it. That chain ends at the main module; errors show it as
// `requireStack`.
#include "vm/core/require.h"

#include <stdio.h>
#include <stdlib.h>

#include "vm/core/operations.h"
#include "vm/core/program.h"
#include "vm/library/image.h"

// What a `require` captures.
enum { CAPTURE_MODULE, CAPTURE_PARENT, CAPTURE_COUNT };

static PropertyKey key_of(enum atom name) { return property_key_from_atom(atom(name)); }

// ---- Module objects

// The prototype of all module objects is empty: it tells them apart for the table of what is not
// supported.
static struct object *module_prototype(struct vm *vm) {
  if (!vm->module_prototype)
    vm->module_prototype = object_new(vm, vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE), 0);
  return vm->module_prototype;
}

static struct shape *module_shape(struct vm *vm) {
  if (!vm->module_shape) {
    struct object *prototype = module_prototype(vm);
    shape_for_prototype(vm, prototype); // which it is from now on
    vm->module_shape = shape_of_template(vm, prototype, LAYOUT_ORDINARY,
                                         &vm->factory->image->templates[TEMPLATE_MODULE]);
  }
  return vm->module_shape;
}

static struct shape *require_shape(struct vm *vm) {
  if (!vm->require_shape)
    vm->require_shape =
        shape_of_template(vm, vm_builtin(vm, INTRINSIC_FUNCTION_PROTOTYPE), LAYOUT_FUNCTION,
                          &vm->factory->image->templates[TEMPLATE_REQUIRE]);
  return vm->require_shape;
}

static struct object *modules(struct vm *vm) {
  if (!vm->modules)
    vm->modules = object_new(vm, NULL, 4);
  return vm->modules;
}

// The folder part of a canonical name (POSIX dirname). NULL: thrown.
static struct string *folder_of(struct vm *vm, struct string *name) {
  struct string *flat = string_flatten(vm, name);
  if (!flat)
    return NULL;
  uint32_t end = string_length(flat);
  while (end > 0 && string_unit(flat, end - 1) != '/')
    end--;
  if (end == 0)
    return string_from_unit(vm, '.');
  return string_substring(vm, flat, 0, end == 1 ? 1 : end - 1);
}

static bool define(struct vm *vm, struct object *object, enum atom name, Value value) {
  return object_define(vm, object, key_of(name), value, PROPERTY_DEFAULT);
}

// A new module with the properties that Node gives one, in its order. NULL: thrown.
static struct object *new_module(struct vm *vm, struct string *name, bool is_main) {
  struct object *module = object_new_with_shape(vm, module_shape(vm), 6);
  struct object *exports = object_new(vm, vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE), 4);
  struct array *children = array_new(vm, 0, 0);
  struct string *folder = folder_of(vm, name);
  if (!children || !folder)
    return NULL;
  Value *slots = module->slots; // in the order of TEMPLATE_MODULE
  slots[0] = value_from_string(is_main ? string_from_unit(vm, '.') : name);
  slots[1] = value_from_string(folder);
  slots[2] = value_from_object(exports);
  slots[3] = value_from_string(name);
  slots[4] = VALUE_FALSE;
  slots[5] = value_from_object(&children->object);
  return module;
}

// Scripts may have replaced `children` by anything: then nobody keeps account.
static struct array *children_of(struct vm *vm, Value module) {
  struct lookup lookup;
  if (!value_is_object(module) ||
      !object_lookup(vm, value_object(module), key_of(ATOM_children), &lookup) || lookup.accessor ||
      !value_is_array(lookup.value) || array_is_sparse(value_array(lookup.value)))
    return NULL;
  return value_array(lookup.value);
}

// Position among the children, or their number.
static uint32_t child_position(const struct array *children, Value module) {
  uint32_t at = 0;
  while (at < children->length && (at >= children->capacity || children->elements[at] != module))
    at++;
  return at;
}

static bool add_child(struct vm *vm, Value parent, Value module) {
  struct array *children = children_of(vm, parent);
  return !children || child_position(children, module) < children->length ||
         array_push(vm, children, module);
}

static bool remove_child(struct vm *vm, Value parent, Value module) {
  struct array *children = children_of(vm, parent);
  uint32_t at = children ? child_position(children, module) : 0;
  if (!children || at == children->length)
    return true;
  for (; at + 1 < children->length; at++)
    children->elements[at] = children->elements[at + 1];
  return array_set_length(vm, children, at);
}

// ---- The functions

static struct function *new_native(struct vm *vm, enum atom name, uint32_t length,
                                   native_function native, Value module, Value parent) {
  struct function *function =
      function_new(vm, FUNCTION_NATIVE, FUNCTION_FLAG_METHOD, CAPTURE_COUNT);
  function->native = native;
  function->name = value_from_string(atom(name));
  function->own.length = length;
  function->captures[CAPTURE_MODULE] = module;
  function->captures[CAPTURE_PARENT] = parent;
  return function;
}

static const struct function *parent_of(const struct function *require) {
  Value parent = require->captures[CAPTURE_PARENT];
  return value_is_function(parent) ? value_function(parent) : NULL;
}

static void set_properties(struct vm *vm, struct function *require, Value main) {
  const struct function *resolve =
      new_native(vm, ATOM_resolve, 2, require_resolve_call, require->captures[CAPTURE_MODULE],
                 require->captures[CAPTURE_PARENT]);
  // In the order of TEMPLATE_REQUIRE.
  const Value properties[] = {value_from_int32((int32_t)require->own.length), require->name,
                              value_from_object(&resolve->object), main,
                              value_from_object(modules(vm))};
  require->object.shape = require_shape(vm);
  require->object.cell.flags |= FUNCTION_FLAG_MATERIALIZED;
  object_set_slots(vm, &require->object, properties, sizeof properties / sizeof *properties);
}

// The `require` of a module.
static struct function *new_require(struct vm *vm, Value module, Value parent) {
  struct function *require = new_native(vm, ATOM_require, 1, require_call, module, parent);
  const struct function *main = require;
  while (parent_of(main))
    main = parent_of(main);
  set_properties(vm, require, main->captures[CAPTURE_MODULE]);
  return require;
}

// ---- Errors

// The own data property of a module that is a string; NULL otherwise.
static struct string *text_property(struct vm *vm, Value module, enum atom name) {
  struct lookup lookup;
  bool found = value_is_object(module) &&
               object_lookup_own(vm, value_object(module), key_of(name), &lookup) &&
               !lookup.accessor && value_is_string(lookup.value);
  return found ? value_string(lookup.value) : NULL;
}

static void set_code(struct vm *vm, const char *code) {
  struct string *text = string_from_utf8(vm, code, strlen(code));
  if (text)
    define(vm, value_object(vm->exception), ATOM_code, value_from_string(text));
}

// The file names of the modules that led here, the innermost first.
static void set_require_stack(struct vm *vm, const struct function *require) {
  struct array *stack = array_new(vm, 0, 4);
  for (; stack && require; require = parent_of(require)) {
    struct string *name = text_property(vm, require->captures[CAPTURE_MODULE], ATOM_filename);
    if (name && !array_push(vm, stack, value_from_string(name)))
      return;
  }
  if (stack)
    define(vm, value_object(vm->exception), ATOM_require_stack, value_from_object(&stack->object));
}

// The loader could not do what it was asked. `require`: of the module that asked for a name; else
// NULL.
static Value throw_failure(struct vm *vm, mica_status status, const mica_module_error *failure,
                           const struct function *require) {
  if (status == MICA_ERROR_MEMORY)
    return throw_range_error(vm, "Out of memory");
  if (status == MICA_ERROR_UNSUPPORTED || status == MICA_ERROR_LIMIT)
    return throw_final(vm, status, "%s", failure->message);
  throw_error(vm, ERROR_ERROR, "%s", failure->message);
  if (failure->code)
    set_code(vm, failure->code);
  if (require)
    set_require_stack(vm, require);
  return VALUE_EXCEPTION;
}

// What Node demands of the argument. NULL: thrown.
static struct string *check_specifier(struct vm *vm, Value value) {
  if (value_is_string(value) && string_length(value_string(value)) > 0)
    return value_string(value);
  char text[80];
  throw_type_error(vm, "The module's name must be a string that is not empty, not %s",
                   describe_value(vm, value, text, sizeof text));
  set_code(vm, value_is_string(value) ? "ERR_INVALID_ARG_VALUE" : "ERR_INVALID_ARG_TYPE");
  return NULL;
}

// ---- The loader's answers

// Asks the loader which module `specifier` means in `from` (NULL: to the host). Apart from its
// callers for the size of its frame.
static __attribute__((noinline)) struct string *ask_name(struct vm *vm, struct string *specifier,
                                                         struct string *from,
                                                         const struct function *require) {
  char name[MICA_MODULE_NAME_BYTES];
  mica_module_error failure = {0};
  size_t length;
  char *specifier_text = string_to_utf8(vm, specifier, &length);
  char *from_text = from ? string_to_utf8(vm, from, NULL) : NULL;
  mica_status status = MICA_ERROR_MEMORY;
  if (specifier_text && strlen(specifier_text) < length) { // a NUL, which no loader would see
    status = MICA_ERROR_THROWN;
    failure.code = "MODULE_NOT_FOUND";
    snprintf(failure.message, sizeof failure.message, "Cannot find module '%s\\0...'",
             specifier_text);
  } else if (specifier_text && (from_text || !from)) {
    status = vm->loader.resolve(vm->loader.data, specifier_text, from_text, name, &failure);
  }
  free(specifier_text);
  free(from_text);
  if (status == MICA_OK)
    return string_from_utf8(vm, name, strlen(name));
  throw_failure(vm, status, &failure, require);
  return NULL;
}

// The canonical name that the specifier means to the module of `require`. NULL: thrown.
static struct string *resolve(struct vm *vm, const struct function *require, Value value) {
  struct string *specifier = check_specifier(vm, value);
  if (!specifier)
    return NULL;
  if (!vm->loader.resolve) {
    throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: require, for lack of a loader");
    return NULL;
  }
  struct string *from = text_property(vm, require->captures[CAPTURE_MODULE], ATOM_filename);
  return ask_name(vm, specifier, from ? from : atom(ATOM_empty), require);
}

static bool throw_compilation(struct vm *vm, const char *name, const mica_error *error) {
  if (error->status == MICA_ERROR_SYNTAX)
    throw_error(vm, ERROR_SYNTAX, "%s:%u:%u: %s", name, error->line, error->column, error->message);
  else
    throw_final(vm, error->status, "%s:%u:%u: %s", name, error->line, error->column,
                error->message);
  return false;
}

// Compiles the loaded source, which it frees, and offers the program to the loader. false: thrown.
static bool compile(struct vm *vm, const char *name, mica_module *loaded) {
  mica_error error;
  // What the loader keeps is for other runtimes too.
  enum program_use use = vm->loader.compiled ? PROGRAM_WHOLE : PROGRAM_LAZY;
  mica_status status =
      program_compile(loaded->text, loaded->length, name, use, &loaded->program, &error);
  free(loaded->text);
  loaded->text = NULL;
  if (status != MICA_OK)
    return throw_compilation(vm, name, &error);
  if (vm->loader.compiled)
    vm->loader.compiled(vm->loader.data, name, loaded->program);
  return true;
}

// Loads the module: its program, or the text of a JSON module as a string. false: thrown.
static __attribute__((noinline)) bool load(struct vm *vm, struct string *name,
                                           struct mica_program **program, struct string **json) {
  mica_module_error failure = {0};
  mica_module loaded = {0};
  char *name_text = string_to_utf8(vm, name, NULL);
  mica_status status = MICA_ERROR_MEMORY;
  if (name_text)
    status = vm->loader.load(vm->loader.data, name_text, &loaded, &failure);
  bool done = status == MICA_OK;
  if (!done)
    throw_failure(vm, status, &failure, NULL);
  else if (loaded.is_json)
    done = (*json = string_from_utf8(vm, loaded.text, loaded.length)) != NULL;
  else if (!loaded.program)
    done = compile(vm, name_text, &loaded);
  free(loaded.text);
  free(name_text);
  *program = loaded.program;
  return done;
}

// ---- Running

// Runs the module's function, and returns what that returned. The module is rooted by the caller.
static Value run(struct vm *vm, struct mica_program *program, Value module, struct string *name,
                 Value parent) {
  Value *frame = stack_open_frame(vm, MODULE_ARGUMENTS);
  if (!frame)
    return VALUE_EXCEPTION;
  Value folder = string_result(text_property(vm, module, ATOM_path));
  Value exports = value_get(vm, module, key_of(ATOM_exports));
  const struct function *require = new_require(vm, module, parent);
  vm_push(vm, exports);
  vm_push(vm, value_from_object(&require->object));
  vm_push(vm, module);
  vm_push(vm, value_from_string(name));
  vm_push(vm, folder);
  Value result = program_run_module(vm, program, frame + 1);
  stack_close_frame(vm, frame);
  return result;
}

#define BYTE_ORDER_MARK 0xFEFF

// `module.exports` becomes what the text says. false: thrown, an error that names the file.
static bool run_json(struct vm *vm, struct string *text, Value module, struct string *name) {
  if (string_length(text) > 0 && string_unit(text, 0) == BYTE_ORDER_MARK)
    text = string_substring(vm, text, 1, string_length(text));
  Value *frame = text ? stack_open_frame(vm, 2) : NULL;
  if (!frame)
    return false;
  vm_push(vm, value_from_string(text));
  vm_push(vm, VALUE_UNDEFINED);
  Value value = json_parse(vm, frame, 1);
  stack_close_frame(vm, frame);
  if (value != VALUE_EXCEPTION)
    return value_set(vm, module, key_of(ATOM_exports), value);
  struct string *message = text_property(vm, vm->exception, ATOM_message);
  struct string *colon = message ? string_from_latin1(vm, ": ", 2) : NULL;
  struct string *start = colon ? string_concatenate(vm, name, colon) : NULL;
  struct string *whole = start ? string_concatenate(vm, start, message) : NULL;
  if (whole)
    object_define(vm, value_object(vm->exception), key_of(ATOM_message), value_from_string(whole),
                  PROPERTY_HIDDEN);
  return false;
}

// The module stands in the cache while it runs, and stays there unless it throws. Returns its
// exports.
static Value finish(struct vm *vm, bool done, Value module, struct string *name, Value parent) {
  PropertyKey key = property_key_from_string(vm, name);
  if (done && value_set(vm, module, key_of(ATOM_loaded), VALUE_TRUE))
    return value_get(vm, module, key_of(ATOM_exports));
  Value exception = vm->exception;
  bool final = vm->final;
  if (key != VALUE_EXCEPTION)
    object_delete(vm, modules(vm), key);
  remove_child(vm, parent, module);
  vm->exception = exception;
  vm->final = final;
  return VALUE_EXCEPTION;
}

static bool enter_cache(struct vm *vm, Value module, struct string *name) {
  PropertyKey key = property_key_from_string(vm, name);
  return key != VALUE_EXCEPTION && object_define(vm, modules(vm), key, module, PROPERTY_DEFAULT);
}

// Loads and runs a module that is not in the cache. `name` is rooted by the caller.
static Value require_new(struct vm *vm, struct function *require, struct string *name) {
  Value *frame = stack_open_frame(vm, 0);
  struct object *module = frame ? new_module(vm, name, false) : NULL;
  if (!module)
    return VALUE_EXCEPTION;
  frame[-1] = value_from_object(&require->object);
  frame[0] = value_from_object(module);
  Value parent = require->captures[CAPTURE_MODULE];
  Value exports = VALUE_EXCEPTION;
  if (add_child(vm, parent, frame[0]) && enter_cache(vm, frame[0], name)) {
    struct mica_program *program = NULL;
    struct string *json = NULL;
    bool done = load(vm, name, &program, &json) &&
                (json ? run_json(vm, json, frame[0], name)
                      : run(vm, program, frame[0], name, frame[-1]) != VALUE_EXCEPTION);
    program_release(program);
    exports = finish(vm, done, frame[0], name, parent);
  }
  stack_close_frame(vm, frame);
  return exports;
}

Value require_call(struct vm *vm, struct function *function, Value *frame, uint32_t count) {
  struct string *name = resolve(vm, function, argument(frame, count, 1));
  PropertyKey key = name ? property_key_from_string(vm, name) : VALUE_EXCEPTION;
  if (key == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  frame[1] = value_from_string(name); // a root
  Value module = object_get(vm, modules(vm), key);
  if (module == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  if (module == VALUE_UNDEFINED)
    return require_new(vm, function, name);
  if (!add_child(vm, function->captures[CAPTURE_MODULE], module))
    return VALUE_EXCEPTION;
  return value_get(vm, module, key_of(ATOM_exports));
}

Value require_resolve_call(struct vm *vm, struct function *function, Value *frame, uint32_t count) {
  if (argument(frame, count, 2) != VALUE_UNDEFINED)
    return throw_final(vm, MICA_ERROR_UNSUPPORTED, "unsupported: options of require.resolve");
  return string_result(resolve(vm, function, argument(frame, count, 1)));
}

// ---- Main modules

// A host without a loader names its programs as it likes.
static struct string *main_name(struct vm *vm, const struct mica_program *program) {
  const char *filename = program->filename;
  struct string *name = string_from_utf8(vm, filename, strlen(filename));
  return name && vm->loader.resolve ? ask_name(vm, name, NULL, NULL) : name;
}

Value require_run_main(struct vm *vm, struct mica_program *program) {
  Value *frame = stack_open_frame(vm, 1);
  struct string *name = frame ? main_name(vm, program) : NULL;
  struct object *module = name ? new_module(vm, name, true) : NULL;
  if (!module)
    return VALUE_EXCEPTION;
  frame[0] = value_from_object(module);
  vm_push(vm, value_from_string(name));
  Value exports = VALUE_EXCEPTION;
  if (!vm->loader.resolve || enter_cache(vm, frame[0], name)) {
    bool done = run(vm, program, frame[0], name, VALUE_UNDEFINED) != VALUE_EXCEPTION;
    exports = finish(vm, done, frame[0], name, VALUE_UNDEFINED);
  }
  stack_close_frame(vm, frame);
  return exports;
}

// The module stays that of the first piece.
Value require_run_piece(struct vm *vm, struct mica_program *program) {
  if (!vm->session) {
    struct string *name = main_name(vm, program);
    vm->session = name ? new_module(vm, name, true) : NULL;
  }
  if (!vm->session)
    return VALUE_EXCEPTION;
  Value module = value_from_object(vm->session);
  struct string *name = text_property(vm, module, ATOM_filename);
  return run(vm, program, module, name ? name : atom(ATOM_empty), VALUE_UNDEFINED);
}
