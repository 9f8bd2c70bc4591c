// mica_native_disassemble: native code as text.
//
//   function: its name and place, the size of its native code and where it runs
//     line, instruction of bytecode, as it is now
//       stencil: offset in the function, machine code, its text, what was filled in there
//
// Parts of a stencil stand together here, though the unlikely ones lie behind all others. Offsets
// are from the function's start, so that two listings can be compared.
#include "vm/baseline/native.h"

#include <inttypes.h>
#include <stdlib.h>

#include "vm/bytecode/interpreter.h"
#include "vm/bytecode/label.h"
#include "vm/core/host.h"
#include "vm/core/program.h"

#define LABEL_BYTES 512
#define BYTES_OF_A_LINE 10 // machine code: all but the longest instructions

static const char *const stencil_names[] = {
#define STENCIL(name) #name,
#include "vm/baseline/stencils.def"
#undef STENCIL
};

// What a place was filled with.
static const char *const symbol_names[SYMBOL_COUNT] = {
#define HOLE(name) [SYMBOL_##name] = #name,
#include "vm/baseline/holes.def"
#undef HOLE
    [SYMBOL_HOT] = "likely part",
    [SYMBOL_COLD] = "unlikely part",
    [SYMBOL_CONSTANTS] = "constants",
#define SLOW_PATH(name) [SYMBOL_THUNK_##name] = "slow path " #name,
#include "vm/bytecode/slow_paths.def"
#undef SLOW_PATH
};

struct listing {
  struct vm *vm;
  struct mica_program *program; // NULL: what the runtime has
  const mica_decoder *decoder;
  FILE *output;
  Value *module_slots; // of the program
  Value frame[FRAME_HEADER + MAXIMUM_REGISTERS];
};

// ---- A function

static void print_notes(const struct native_part *part, uint32_t from, uint32_t to, FILE *output) {
  const char *before = "  ; ";
  for (unsigned at = 0; at < part->relocation_count; at++) {
    const struct stencil_relocation *relocation = &part->relocations[at];
    if (relocation->offset < from || relocation->offset >= to)
      continue;
    fprintf(output, "%s%s", before, symbol_names[relocation->symbol]);
    before = ", ";
  }
}

static void print_bytes(const uint8_t *bytes, uint32_t count, FILE *output) {
  for (uint32_t at = 0; at < count; at++)
    fprintf(output, "%02x ", bytes[at]);
  fprintf(output, "%*s", count < BYTES_OF_A_LINE ? (int)(3 * (BYTES_OF_A_LINE - count)) : 0, "");
}

static void print_part(const struct listing *listing, const struct native_code *native,
                       const struct native_part *part) {
  const mica_decoder *decoder = listing->decoder;
  const uint8_t *code = native->block.executable;
  for (uint32_t at = 0; at < part->bytes;) {
    const char *text = "";
    uint32_t left = part->bytes - at;
    size_t length = decoder ? decoder->decode(decoder->data, code, native->block.bytes,
                                              part->offset + at, &text)
                            : 0;
    if (length == 0 || length > left) {
      text = "";
      length = left < BYTES_OF_A_LINE ? left : BYTES_OF_A_LINE;
    }
    fprintf(listing->output, "          %6" PRIx32 "  ", part->offset + at);
    print_bytes(code + part->offset + at, (uint32_t)length, listing->output);
    fputs(text, listing->output);
    print_notes(part, at, at + (uint32_t)length, listing->output);
    fputc('\n', listing->output);
    at += (uint32_t)length;
  }
}

static void print_piece(const struct listing *listing, const struct native_code *native,
                        const struct piece *piece) {
  const char *name = stencil_names[piece->stencil];
  for (int is_cold = 0; is_cold <= 1; is_cold++) {
    struct native_part part = native_part(piece, is_cold);
    if (part.bytes == 0)
      continue;
    fprintf(listing->output, "        %s%s\n", name, is_cold ? ", unlikely part" : "");
    print_part(listing, native, &part);
  }
}

static void print_instruction(const struct listing *listing, const struct code *code, uint32_t word,
                              uint32_t *line) {
  uint32_t here = label_line(code->program, template_offset_of(code->template, word + 1));
  if (here != *line)
    fprintf(listing->output, "%5" PRIu32 "  ", here);
  else
    fputs("       ", listing->output);
  *line = here;
  bytecode_print_instruction(code->template, code->words, word, listing->output);
  fputc('\n', listing->output);
}

static void print_function(const struct listing *listing, const struct native_code *native) {
  const struct code *code = native->code;
  char label[LABEL_BYTES];
  fprintf(listing->output,
          "%s: %" PRIu32 " bytes of native code, of %zu bytes of bytecode, at %p\n",
          label_function(code->program, code->template, label, sizeof label), native->block.bytes,
          native->word_count * sizeof(uint32_t), (const void *)native->block.executable);
  uint32_t line = 0, word = UINT32_MAX;
  for (uint32_t at = 0; native->pieces != NULL && at < native->piece_count; at++) {
    const struct piece *piece = &native->pieces[at];
    if (piece->word != word)
      print_instruction(listing, code, piece->word, &line);
    word = piece->word;
    print_piece(listing, native, piece);
  }
  fputc('\n', listing->output);
}

// ---- What the runtime has

static void print_uncompiled(void *context, const struct cell *cell, size_t bytes) {
  (void)bytes;
  const struct listing *listing = context;
  const struct code *code = (const struct code *)cell;
  char label[LABEL_BYTES];
  if (code->native == NULL && code->register_count != 0)
    fprintf(listing->output,
            "%s: no native code, %" PRIu32 " calls and turns of loops of %" PRIu32 "\n",
            label_function(code->program, code->template, label, sizeof label), code->heat,
            listing->vm->native_threshold);
}

// In the order in which they were compiled.
static void print_present(const struct listing *listing) {
  const struct baseline *baseline = listing->vm->baseline;
  const struct native_code *native = baseline ? baseline->first : NULL;
  while (native != NULL && native->next != NULL)
    native = native->next;
  for (; native != NULL; native = native->previous)
    print_function(listing, native);
  heap_visit_finalized(&listing->vm->heap, CELL_CODE, print_uncompiled, (void *)listing);
}

// ---- All functions of a program

static mica_status fail(struct vm *vm) {
  mica_native_usage usage = baseline_usage(vm);
  return host_fail(vm, MICA_ERROR_USAGE, "there is no native code: %s",
                   usage.failure ? usage.failure : "there is no room for more");
}

// The compiler looks at a frame of the code: at one in which nothing has been executed.
static const struct native_code *compile(struct listing *listing, struct code *code) {
  struct vm *vm = listing->vm;
  Value *base = vm->base;
  struct function *function = function_new_bytecode(vm, code, listing->module_slots);
  listing->frame[0] = value_from_object(&function->object);
  vm->base = listing->frame + FRAME_HEADER;
  const struct native_code *native = baseline_compile(vm, code);
  vm->base = base;
  return native;
}

// Functions inside follow the one that they stand in. Nothing is collected meanwhile.
static mica_status print_compiled(struct listing *listing,
                                  const struct function_template *template) {
  struct code *code = code_new(listing->vm, listing->program, template);
  if (code == NULL)
    return host_fail_thrown(listing->vm);
  const struct native_code *native = compile(listing, code);
  if (native == NULL)
    return fail(listing->vm);
  print_function(listing, native);
  mica_status status = MICA_OK;
  for (uint32_t child = 0; child < template->child_count && status == MICA_OK; child++)
    status = print_compiled(listing, template->children[child]);
  return status;
}

static void fill_undefined(Value *values, size_t count) {
  for (size_t at = 0; at < count; at++)
    values[at] = VALUE_UNDEFINED;
}

static mica_status print_program(struct listing *listing, const struct bytecode_program *bytecode) {
  struct heap *heap = &listing->vm->heap;
  size_t bytes = (bytecode->module_slot_count + 1) * sizeof(Value);
  listing->module_slots = heap_system_allocate(heap, bytes);
  if (listing->module_slots == NULL)
    return MICA_ERROR_MEMORY;
  fill_undefined(listing->module_slots, bytecode->module_slot_count + 1);
  fill_undefined(listing->frame, sizeof listing->frame / sizeof *listing->frame);
  mica_status status = print_compiled(listing, bytecode->root);
  heap_system_free(heap, listing->module_slots, bytes);
  return status;
}

static mica_status print(struct vm *vm, void *context) {
  struct listing *listing = context;
  mica_error error;
  if (listing->program == NULL) {
    print_present(listing);
    return MICA_OK;
  }
  const struct bytecode_program *bytecode = program_whole_bytecode(listing->program, &error);
  if (bytecode == NULL)
    return host_fail(vm, error.status, "%s:%u:%u: %s", listing->program->filename, error.line,
                     error.column, error.message);
  return print_program(listing, bytecode);
}

mica_status baseline_disassemble(struct vm *vm, struct mica_program *program,
                                 const mica_decoder *decoder, FILE *output) {
  struct listing listing = {.vm = vm, .program = program, .decoder = decoder, .output = output};
  if (vm->native_threshold == 0)
    return fail(vm);
  if (!(vm->factory->options.native_tools & MICA_NATIVE_LISTING))
    return host_fail(vm, MICA_ERROR_USAGE, "the runtime's options do not have MICA_NATIVE_LISTING");
  return host_run_script(vm, print, &listing);
}
