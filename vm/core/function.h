// Function objects of every kind, and how C calls them.
//
// A function's own properties `length`, `name` and `prototype` are made when they are first needed
// (function_materialize): most closures die before anybody asks. Until then the object has no own
// properties at all, and whoever looks up, defines, deletes or lists one calls that first.
#ifndef MICA_CORE_FUNCTION_H
#define MICA_CORE_FUNCTION_H

#include "vm/core/object.h"
#include "vm/mica.h"

struct code;            // vm/bytecode/bytecode.h
struct environment;     // vm/tree/tree.h
struct syntax_function; // vm/syntax/ast.h

// A builtin. frame[0] is `this`, frame[1] to frame[count] the arguments; at least builtin->minimum
// are there (missing ones filled with undefined). The frame lies in the script stack and stays put
// during the call. In a call by `new` (vm->constructing), which only a builtin that says
// `constructor` gets, frame[0] is the new.target. Returns the result, or VALUE_EXCEPTION after a
// throw.
typedef Value (*builtin_function)(struct vm *vm, Value *frame, uint32_t count);

// A native function that captures values: as a builtin, but it is given its function object, and
// arguments that the caller did not pass are not there.
typedef Value (*native_function)(struct vm *vm, struct function *function, Value *frame,
                                 uint32_t count);

// Calls a C function of a certain type (vm/core/typed_function.c) with `count` arguments. Returns
// the result, or VALUE_EXCEPTION after a throw.
typedef Value (*typed_trampoline)(struct vm *vm, struct function *function, const Value *arguments,
                                  uint32_t count);

// One row of vm/library/builtins.def: constant data.
struct builtin {
  builtin_function function;
  const char *name;
  uint8_t length;      // the function's `length`
  uint8_t minimum;     // arguments that the implementation reads without looking at count
  uint8_t constructor; // may be called by `new`
};

enum function_kind {
  FUNCTION_BYTECODE,
  FUNCTION_TREE,
  FUNCTION_BUILTIN,
  FUNCTION_HOST,
  FUNCTION_TYPED, // a C function of the host's, called as it is
  FUNCTION_NATIVE,
  FUNCTION_BOUND,       // captures: BOUND_TARGET and so on
  FUNCTION_SELF_HOSTED, // `builtin` says its name; becomes one of the runtime's tier at its first
                        // call
};

// cell.flags of a function, beside OBJECT_FLAG_*
#define FUNCTION_FLAG_CLASS 0x02        // a class: only `new` and `super()` call it
#define FUNCTION_FLAG_DERIVED 0x04      // with a heritage: it has no `this` before `super()`
#define FUNCTION_FLAG_MATERIALIZED 0x08 // its standard own properties are real ones
#define FUNCTION_FLAG_ARROW 0x10
#define FUNCTION_FLAG_METHOD 0x20 // cannot be constructed

struct function {
  struct object object; // cell.kind: enum function_kind
  union {
    struct code *code;
    const struct syntax_function *syntax; // tree
    const struct builtin *builtin;
    mica_host_function host;
    native_function native;
    typed_trampoline typed;
  };
  union {
    Value *module_slots; // bytecode: variables of the module that the function stands in
    struct environment *environment; // tree
    void *host_data;                 // host, typed
    struct {
      uint32_t capture_count;
      uint32_t length; // the property of a native function
    } own;             // native, bound
  };
  Value name; // a string, or undefined: the one that the function was declared with
  // bytecode: captured values, or boxes (TAG_CELL); tree: the TREE_CAPTURE values (vm/tree/tree.h);
  // native: its own; host, typed: HOST_LENGTH and so on. function_capture_count tells how many
  // there are: closures, of which a script makes many, have no count of their own.
  Value captures[];
};

// The captures of a host function: its `length`, an int; the address of the class that it is a
// method of, plus HOST_LOGGED when its calls are logged: 0 when it is neither.
enum { HOST_LENGTH, HOST_WRAPPER, HOST_CAPTURE_COUNT };
#define HOST_LOGGED 1
// The captures of a typed function: its `length`; addresses of the C function, and of the
// trampoline to it that a logged one has behind the one that logs; the types of the parameters
// (vm/core/typed_function.c).
enum { TYPED_LENGTH, TYPED_FUNCTION, TYPED_LOGGED, TYPED_PARAMETERS, TYPED_CAPTURE_COUNT };

// The captures of a bound function (10.4.1): what it calls, with which `this`, and the arguments
// that come first.
enum { BOUND_TARGET, BOUND_THIS, BOUND_ARGUMENTS };
static inline bool function_is_bound(const struct function *function) {
  return function->object.cell.kind == FUNCTION_BOUND;
}

// The trampoline of typed functions that take so many doubles, one or two and nothing else, and
// answer one.
typed_trampoline function_doubles_trampoline(unsigned count);

// Fills a new cell but for what its kind calls, and its captures.
static inline void function_start(struct function *function, struct shape *shape,
                                  enum function_kind kind, uint8_t flags) {
  function->object.cell.kind = (uint8_t)kind;
  function->object.cell.flags = flags;
  function->object.shape = shape;
  function->object.slots = NULL;
  function->name = VALUE_UNDEFINED;
}

struct function *function_new_builtin(struct vm *vm, const struct builtin *builtin);
// `name` is copied; `wrapper` is the capture. NULL: thrown.
struct function *function_new_host(struct vm *vm, const char *name, uint32_t length,
                                   mica_host_function function, void *data, Value wrapper);
// A function object of this kind with room for `capture_count` captures, which the caller fills.
struct function *function_new(struct vm *vm, enum function_kind kind, uint8_t flags,
                              uint32_t capture_count);
// The function's name for messages and traces: a string, perhaps empty.
struct string *function_name(struct vm *vm, const struct function *function);
uint32_t function_length(const struct function *function);
uint32_t function_capture_count(const struct function *function);
// Of a script function: is it the constructor that a derived class leaves out, and does it ask for
// its new.target?
bool function_is_implicit(const struct function *function);
bool function_reads_new_target(const struct function *function);
// Which of these flags its syntax says.
uint8_t function_flags(const struct syntax_function *syntax);
// Names a getter or setter by its key: "get key". false: thrown.
bool function_name_accessor(struct vm *vm, struct function *function, PropertyKey key,
                            bool is_setter);
// May `new` call it?
bool function_is_constructor(const struct function *function);
// Makes the own properties `length`, `name` and, for script functions that `new` may call and that
// are no classes, `prototype`. Nothing when they have been made. No script runs.
void function_materialize(struct vm *vm, struct function *function);

// The arguments object of a call with these arguments. NULL: thrown.
struct object *arguments_new(struct vm *vm, const Value *values, uint32_t count);

static inline struct function *value_function(Value value) { return value_pointer(value); }

#endif
