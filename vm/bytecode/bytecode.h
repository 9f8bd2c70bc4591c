// Bytecode: instruction words, compiled functions, and their instance in one runtime.
//
// Compiling makes *templates*, shared by all runtimes. A runtime that first needs a function makes
// a *code* of the template: one block that holds a private copy of the words, then the constants,
// then the caches. Instructions reach constants and caches by their distance from the operand word
// itself, so that no register holds a base for them, and rewrite themselves in place to the form
// that their operands ask for (quickening). opcodes.def draws the words.
//
// Of a program that is compiled lazily, the compilation of a function makes templates without words
// of the functions inside it: what their creation asks for is known then. Closures of such a
// template have a code without words, a *stub*, whose calls take their slow side and have the
// template compiled first, under the program's lock. From then on the template is as immutable as
// any: `is_compiled`, stored last and read first, guards what follows it.
#ifndef MICA_BYTECODE_BYTECODE_H
#define MICA_BYTECODE_BYTECODE_H

#include "vm/core/vm.h"
#include "vm/syntax/ast.h"

enum opcode {
#define OPCODE(name, format, semantics) OP_##name,
#include "vm/bytecode/opcodes.def"
#undef OPCODE
  OPCODE_COUNT
};
_Static_assert(OPCODE_COUNT <= 256, "an opcode is one byte");

// Operands of a format, in the order of opcodes.def's letters.
enum format {
  FORMAT_NONE,
  FORMAT_A,
  FORMAT_AB,
  FORMAT_ABC,
  FORMAT_ABI,
  FORMAT_ABN,
  FORMAT_AW,
  FORMAT_ANW,
  FORMAT_AD,
  FORMAT_O,
  FORMAT_AJ,
  FORMAT_ABJ,
  FORMAT_ADJ,
  FORMAT_AK,
  FORMAT_ABK,
  FORMAT_ADK,
  FORMAT_ADMW,
  FORMAT_AP,
  FORMAT_ABP,
  FORMAT_ABCP,
  FORMAT_ABNP,
  FORMAT_ABJP,
  FORMAT_ABCK,
  FORMAT_ABKK,
};

// The table's columns, by opcode.
const char *opcode_name(enum opcode opcode);
const char *opcode_semantics(enum opcode opcode);
enum format opcode_format(enum opcode opcode);
// Operand words that follow an instruction of this format.
unsigned format_operand_words(enum format format);

static inline enum opcode instruction_opcode(uint32_t word) { return word & 0xFF; }
static inline unsigned instruction_a(uint32_t word) { return word >> 8 & 0xFF; }
static inline unsigned instruction_b(uint32_t word) { return word >> 16 & 0xFF; }
static inline unsigned instruction_c(uint32_t word) { return word >> 24; }
static inline int instruction_i(uint32_t word) { return (int8_t)(word >> 24); }
static inline int instruction_d(uint32_t word) { return (int16_t)(word >> 16); }
static inline int instruction_o(uint32_t word) { return (int32_t)word >> 8; }

// Before a return address stand the word that says in A where the caller's frame lies, which is the
// call itself but for CALL_MODULE, and the word for native code.
#define RETURN_WORDS 2

// Slots before a frame's R[0]: the callee and the return address.
#define FRAME_HEADER 2
// Registers of one frame; R[0] is `this`, parameters follow.
#define MAXIMUM_REGISTERS 250

// Protects the words [start, end): a throw in them continues at `target` with the thrown value in
// the register.
struct exception_handler {
  uint32_t start, end, target;
  uint8_t value_register;
  bool is_finally; // also what sees no catch passes on; final errors skip both
};

// Where a capture comes from when a closure is created.
struct capture_source {
  bool from_register; // a register of the creating frame (value or box), else one of its captures
  uint16_t index;
};

struct position {
  uint32_t word;   // index of an instruction
  uint32_t offset; // in the source
};

// A compiled function, or one that is not compiled yet. Only the compiler looks at its syntax: what
// runs it finds here what it needs, so that a program can do without a tree (saved.h).
struct function_template {
  const struct syntax_function *syntax; // NULL: of a saved program
  const struct syntax_string *name;
  uint32_t index;           // in syntax_tree.functions: in order of the text, the module is 0
  uint32_t start, end;      // in the source
  uint32_t fields_capture;  // of an implicit constructor: which capture initialises its fields
  bool is_implicit;         // the constructor that a derived class leaves out
  bool reads_new_target;    // LOAD_NEW_TARGET is among the first instructions
  uint16_t parameter_count; // registers filled from arguments
  // Registers that follow them: the array of the other arguments, then the arguments object.
  bool has_rest, has_arguments;
  uint16_t length; // the function's `length` property
  uint8_t flags;   // FUNCTION_FLAG_*
  uint32_t capture_count;
  struct capture_source *captures;
  // Of a saved program: what the captures are, and whether anything creates the function, as the
  // verifier has found.
  uint8_t *capture_kinds; // enum register_kind
  bool is_created;
  bool is_compiled; // atomic
  // Only of one that is compiled:
  uint16_t register_count;
  uint32_t word_count, constant_count, cache_count, child_count, handler_count, position_count;
  uint32_t *words;
  Value *constants; // numbers as they are; a string as its syntax_string's address under
                    // TAG_STRING, until a code has the runtime's
  const struct syntax_string **cache_names; // names of the caches' properties
  struct function_template **children;      // in the order of syntax_function.inner
  struct exception_handler *handlers;       // innermost first
  struct position *positions;               // ascending
};

#define NO_FIELDS UINT32_MAX

static inline bool template_is_compiled(const struct function_template *template) {
  return __atomic_load_n(&template->is_compiled, __ATOMIC_ACQUIRE);
}

// All templates of one program. Owned by the program.
struct bytecode_program {
  const struct syntax_tree *tree; // NULL: of a saved program
  const char *filename;
  struct function_template *root; // compiled in any case
  uint32_t module_slot_count;
  uint8_t module_parameters; // which module_argument stands in the slot of that number: bits
  bool is_library;
  bool is_whole;            // all functions are compiled
  struct saved_form *saved; // what the functions are read from (saved.h); NULL: compiled
  struct arena *arena;      // owns all of it
};

// Where receivers of one shape have a property.
struct property_case {
  struct shape *shape;        // of the receiver, before a transition; NULL matches nothing
  struct object *holder;      // inherited: the prototype that has it; own: NULL
  struct shape *next_shape;   // stores that add it: the receiver's shape afterwards; else NULL
  uint64_t prototype_changes; // what vm->prototype_changes must be, where prototypes matter
  uint32_t slot;
};

// The cases of an instruction whose receivers have several shapes (Hoelzle, Chambers, Ungar 1991).
#define POLYMORPHIC_CASES 4
struct polymorphic_cache {
  struct cell cell; // extra: the case to be replaced next
  struct property_case cases[POLYMORPHIC_CASES];
};

// What an instruction remembers of a property. Zero but for the key: nothing.
struct property_cache {
  Value key; // PropertyKey
  struct property_case known;
  struct polymorphic_cache *polymorphic; // NULL: one shape so far
};

// What `new` does with a function first.
enum construction_kind {
  CONSTRUCTION_GENERAL, // the slow side decides
  CONSTRUCTION_BASE,    // makes `this`
  CONSTRUCTION_DERIVED, // leaves `this` to super()
};

// What an object made by `new` of a function starts from. It holds for a function object whose
// shape is `function_shape` and whose slot has the prototype of `shape`.
struct instance_cache {
  struct shape *function_shape; // NULL: nothing is known
  struct shape *shape;          // of the new object
  uint32_t slot;
};

// A template in one runtime: one cell with everything that its instructions touch.
struct code {
  struct cell cell;
  const struct function_template *template;
  struct mica_program *program; // counted reference
  Value *constants;
  struct property_cache *caches;
  struct code **children; // made when a closure is first created
  const void *entry;      // where native code enters it: its own, or what leads to the interpreter
  struct native_code *native; // vm/baseline/baseline.h; NULL: none
  uint32_t heat;              // calls and jumps back in the interpreter
  uint32_t patience;          // slow paths that native code may take until it is looked at
  // Of a stub: the code that creates its closures, and the one in its place once there is one.
  struct code *outer, *compiled;
  uint16_t register_count; // 0: a stub
  uint16_t direct_count;   // parameters to be filled; DIRECT_NEVER: any call takes its slow side
  uint16_t capture_count;
  uint8_t function_flags; // FUNCTION_FLAG_*
  uint8_t construction;   // enum construction_kind
  uint32_t child;         // of a stub: where it stands among the children of `outer`
  bool reads_new_target;  // LOAD_NEW_TARGET is among the first instructions
  bool keeps_kinds;       // it has had native code, which reads caches too (slow_property.c)
  struct instance_cache instance;
  uint32_t words[];
};

#define DIRECT_NEVER UINT16_MAX

static inline struct code *frame_code(const Value *base) {
  return value_function(base[-FRAME_HEADER])->code;
}

// In cell_head: a function of this tier that is no class.
#define SCRIPT_FUNCTION_MASK (0x00FF00FFu | FUNCTION_FLAG_CLASS << 8)
#define SCRIPT_FUNCTION ((uint32_t)CELL_FUNCTION | (uint32_t)FUNCTION_BYTECODE << 16)

// Is the value a function that bytecode_call calls?
static inline bool value_is_bytecode(Value value) {
  return value_is_object(value) &&
         (cell_head(&value_object(value)->cell) & SCRIPT_FUNCTION_MASK) == SCRIPT_FUNCTION;
}

// Compiles the module's function alone. NULL with *error set when it is beyond the machine's bounds
// (registers, constants). `is_library`: free names that start with `$` are library operations
// (vm/library/intrinsics.def).
struct bytecode_program *bytecode_compile(const struct syntax_tree *tree, bool is_library,
                                          mica_error *error);
// Compiles a function of the program that is not compiled yet. false with *error set: as above, and
// it stays as it is. The caller sees to it that nobody else compiles meanwhile, here and below.
bool bytecode_compile_function(struct bytecode_program *program, struct function_template *template,
                               mica_error *error);
// Compiles all that are left.
bool bytecode_compile_rest(struct bytecode_program *program, mica_error *error);
void bytecode_free(struct bytecode_program *program);

// The runtime's own code of a compiled template of the program. NULL: thrown, here and below.
struct code *code_new(struct vm *vm, struct mica_program *program,
                      const struct function_template *template);
// The code of a function inside, perhaps a stub.
struct code *code_new_child(struct vm *vm, struct code *code, uint32_t child);
static inline struct code *code_child(struct vm *vm, struct code *code, uint32_t child) {
  struct code *inner = code->children[child];
  return inner != NULL ? inner : code_new_child(vm, code, child);
}
// Gives a function whose code is a stub the code that it runs.
const struct code *function_compile(struct vm *vm, struct function *function);
// The code to run.
static inline const struct code *function_code(struct vm *vm, struct function *function) {
  const struct code *code = function->code;
  return code->register_count != 0 ? code : function_compile(vm, function);
}
// Fills the new cell of a closure but for its captures.
static inline void function_start_bytecode(struct vm *vm, struct function *function,
                                           struct code *code, Value *module_slots) {
  function_start(function, vm->function_shape, FUNCTION_BYTECODE, code->function_flags);
  function->code = code;
  function->module_slots = module_slots;
}
// Function object of a code, its captures undefined, in a module whose variables are
// `module_slots`.
struct function *function_new_bytecode(struct vm *vm, struct code *code, Value *module_slots);

// Calls from C: see vm_call. The function is of kind FUNCTION_BYTECODE. Safepoint.
Value bytecode_call(struct vm *vm, struct function *function, Value this_value,
                    const Value *arguments, uint32_t count);
// See program_run_module.
Value bytecode_run_module(struct vm *vm, struct mica_program *program, const Value *arguments);

// Line table: source offset of the instruction before `pc`.
uint32_t code_offset_of(const struct code *code, const uint32_t *pc);
// The same of the instruction before a word, by its index.
uint32_t template_offset_of(const struct function_template *template, uint32_t word);
// Calls `visit` for each bytecode frame from the innermost; stops when it returns false.
void bytecode_walk_frames(struct vm *vm,
                          bool (*visit)(void *context, const struct function *function,
                                        uint32_t offset),
                          void *context);

// `tree`: of the program's source, for line numbers.
void bytecode_disassemble(const struct bytecode_program *program, const struct syntax_tree *tree,
                          FILE *output);
// One instruction, without a line break: its word's index, opcode and operands. `words`: the
// template's, or those of a code, which have taken forms.
void bytecode_print_instruction(const struct function_template *template, const uint32_t *words,
                                uint32_t at, FILE *output);

#endif
