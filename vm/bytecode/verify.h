// The verifier: proves of a saved function that no run of it harms the runtime.
//
// The interpreter trusts what the compiler has made: it looks at no index, and takes a register for
// a box, a private name or an iterator without asking. Of a function that comes from a saved
// program this is proved first, once, as the function is read.
//
// - Each word is part of an instruction that a compiler emits; operands are within registers,
//   constants, caches, children, captures and module slots; no two instructions share a cache, for
//   they would mistake each other's memory for their own.
// - Jumps and handlers lead to instructions, and the end is not run past. Only the instructions of
//   loops, which poll, lead backwards: limits hold of any program.
// - By abstract interpretation over all ways through the function: each register that is read holds
//   a value on every way, of the kind (enum register_kind) that the reader expects; R[0] holds a
//   value at each return, where who constructs looks for it.
//
// What closures capture is proved where they are made, so a function is verified after the one
// around it. Kinds stop at the engine's own: which of script's values a register holds, an object
// or a number, is not proved, and handlers ask for themselves (slow_class.c). VALUE_UNINITIALIZED
// is a value here: it comes out of boxes and module slots that nobody has checked, and to all C
// code it is one more thing that is neither object, string nor number.
#ifndef MICA_BYTECODE_VERIFY_H
#define MICA_BYTECODE_VERIFY_H

#include "vm/bytecode/bytecode.h"

enum register_kind {
  KIND_NONE,  // never written, overwritten by a call, or of several kinds
  KIND_VALUE, // what script may hold
  KIND_HOLE,  // of array literals and of classes without heritage
  KIND_BOX,
  KIND_PRIVATE, // a private name
  // Values too: who reads one as such may share it with script, and it is no more than that.
  KIND_LIST,       // an array under construction: dense, and nobody else has it
  KIND_HOLED_LIST, // the same with holes, which are no arguments
  KIND_NAMES,      // of ENUMERATE; what it enumerates stands three registers on
  // Values for good.
  KIND_CLOSURE, // of a certain child, on the straight way from its creation
  KIND_ENUMERATED,
  KIND_ITERATED, // an array or iterator
  KIND_TAKEN,    // the same or, once that is exhausted, undefined
};

// Does the function, which has everything but is_compiled, stand? Its captures' kinds are known
// (capture_kinds); those of the children that it creates are stored. false with *error set:
// MICA_ERROR_SAVED, or MICA_ERROR_MEMORY.
bool verify_function(const struct bytecode_program *program,
                     const struct function_template *template, mica_error *error);

#endif
