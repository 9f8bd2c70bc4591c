// The saved form of a program: one piece of bytes that needs no relocation, wherever it lies.
//
//   head       what build it is of, where the parts are, what is known of the module's function
//   functions  a row each, by function_template.index: where its body is, its parent, a checksum
//   bodies     what compiling a function makes, and what its children's templates hold before
//              they are compiled; each with the strings that it names
//   filename, source
//
// Everything is in the machine's own byte order and refers to other parts by offsets and indexes.
// Loading checks the head. A body is checked, copied and verified (verify.h) when its function is
// first called, into a template like one that the compiler has made: nothing runs in the saved form
// itself, so not even its change meanwhile does harm. Strings alone stay there. The checksums tell
// damage from what the verifier may accept; against a forger there is only the verifier.
#ifndef MICA_BYTECODE_SAVED_H
#define MICA_BYTECODE_SAVED_H

#include "vm/bytecode/bytecode.h"

// The layout of what follows. Instructions have saved_fingerprint, which changes with opcodes.def.
#define SAVED_FORMAT 2
#define SAVED_ALIGNMENT 8

extern const char saved_magic[8];

// What is known of a function before it is compiled.
struct saved_function {
  uint32_t index;
  uint32_t start, end;
  uint32_t name; // a string of the body that it stands in; of the module: not used
  uint32_t fields_capture;
  uint32_t capture_count;
  uint16_t parameter_count, length;
  uint8_t flags, has_rest, has_arguments, is_implicit;
  uint8_t reads_new_target, unused[7];
};

struct saved_head {
  char magic[8];
  uint32_t format, version;
  uint64_t fingerprint;
  uint64_t length;   // of all
  uint64_t checksum; // of the head, this being 0, and of the filename
  uint64_t functions_at, source_at, filename_at;
  uint64_t source_checksum;
  uint32_t source_length, filename_length; // without the NUL that follows each
  uint32_t function_count;
  uint32_t module_slot_count, module_parameters;
  uint32_t unused;
  struct saved_function module;
};

// A row of the functions.
struct saved_row {
  uint64_t at;       // of its body
  uint64_t checksum; // of this, this being 0, of its index, and of the body
  uint32_t bytes;    // of the body, a multiple of SAVED_ALIGNMENT
  uint32_t parent;   // the index of the function around it, which is smaller; of the module 0
};

// A body: this, then the parts in this order, each without a gap behind the one before.
struct saved_body {
  uint32_t register_count;
  uint32_t constant_count; // uint64_t: a number as a Value; TAG_STRING and a string's index
  uint32_t string_count;   // struct saved_string
  uint32_t child_count;    // struct saved_function, by ascending index
  uint32_t word_count;     // uint32_t
  uint32_t cache_count;    // uint32_t: strings' indexes
  uint32_t handler_count;  // struct saved_handler
  uint32_t capture_count;  // uint32_t: those of the children, one child after the other
  uint32_t unit_bytes;     // of the strings; two-byte ones at even places
  uint32_t position_bytes; // struct position as two numbers each: words since the one before, and
  uint32_t position_count; // twice the distance of the offsets, plus 1 if it is backward;
  uint32_t unused;         // seven bits to a byte, low ones first, 0x80 in all but the last
};

#define SAVED_TWO_BYTE 0x80000000u      // in a string's length
#define SAVED_FROM_REGISTER 0x80000000u // in a capture

struct saved_string {
  uint32_t length; // in code units, and SAVED_TWO_BYTE
  uint32_t at;     // in the units
};

struct saved_handler {
  uint32_t start, end, target;
  uint16_t value_register, is_finally;
};

// ---- What both sides share (saved.c)

// A hash that no random damage is likely to keep. Chains: `seed` is the hash of what comes before.
uint64_t saved_checksum(uint64_t seed, const void *bytes, size_t length);
// Of the head and filename.
uint64_t saved_head_checksum(const struct saved_head *head, const char *filename);
uint64_t saved_row_checksum(const struct saved_row *row, uint32_t index, const void *body);
// Of the instructions and of what they assume of the layout of code.
uint64_t saved_fingerprint(void);
uint32_t saved_version(void);

// ---- Writing (saved_write.c)

// The saved form of a program all of whose functions are compiled, from malloc. NULL with *error
// set: no memory, or more than the format can hold.
char *saved_write(const struct bytecode_program *program, size_t *length, mica_error *error);

// ---- Reading (saved_read.c)

// A saved form that is being used.
struct saved_form {
  struct saved_head head; // a copy, which was checked
  const char *bytes;
  void (*release)(void *data, const void *bytes, size_t length);
  void *data;
  uint8_t source_state; // atomic; enum source_state
};
enum source_state { SOURCE_UNCHECKED, SOURCE_SOUND, SOURCE_DAMAGED };

// Checks the head, at an aligned address. NULL with *error set. `release` is called by saved_free.
struct saved_form *saved_open(const void *bytes, size_t length,
                              void (*release)(void *data, const void *bytes, size_t length),
                              void *data, mica_error *error);
// NULL is nothing.
void saved_free(struct saved_form *saved);
const char *saved_filename(const struct saved_form *saved);
// NULL: it is damaged.
const char *saved_source(struct saved_form *saved);
// The tree of the source, owned by the caller. NULL: it is damaged, or there is no memory.
struct syntax_tree *saved_parse(struct saved_form *saved);
// All of it again, from malloc. NULL with *error set: no memory.
char *saved_copy(const struct saved_form *saved, size_t *length, mica_error *error);
// As bytecode_compile and bytecode_compile_function, and the check of all.
struct bytecode_program *saved_bytecode(struct saved_form *saved, mica_error *error);
bool saved_read_function(struct bytecode_program *program, struct function_template *template,
                         mica_error *error);
bool saved_read_rest(struct bytecode_program *program, mica_error *error);

#endif
