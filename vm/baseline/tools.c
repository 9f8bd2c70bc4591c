// Native code is named for each tool when it is made, and forgotten when it is freed: what is
// retired may still be on the stack, where a debugger has to know it.
#include "vm/baseline/tools.h"

#include "vm/baseline/gdb.h"
#include "vm/baseline/native.h"
#include "vm/baseline/perf_map.h"
#include "vm/bytecode/label.h"

#include <string.h>

#define LABEL_BYTES 512

// What lies on the stack while native code calls a function of the host or a builtin: the return
// address of what entered the region and, where the machine wants it, eight bytes that align.
#if defined(__x86_64__)
#define STACK_BYTES 16
#else
#define STACK_BYTES (-1)
#endif

void tools_open(struct baseline *baseline) {
  if (!(baseline->tools & MICA_NATIVE_PERF_MAP) || perf_map_open(&baseline->tools_failure))
    return;
  baseline->tools &= ~(unsigned)MICA_NATIVE_PERF_MAP;
}

void tools_close(struct baseline *baseline) {
  if (baseline->tools & MICA_NATIVE_PERF_MAP)
    perf_map_close();
}

void tools_add_head(struct baseline *baseline, size_t bytes) {
  if (baseline->tools & MICA_NATIVE_PERF_MAP)
    perf_map_add(baseline->memory.executable, bytes, "mica:<thunks>");
}

static struct piece *copy_pieces(const struct baseline *baseline, uint32_t count) {
  size_t bytes = count * sizeof(struct piece);
  struct piece *pieces = heap_system_allocate(baseline->heap, bytes);
  if (pieces != NULL)
    memcpy(pieces, baseline->pieces, bytes);
  return pieces;
}

static void name_code(struct baseline *baseline, struct native_code *native) {
  const struct code *code = native->code;
  char label[LABEL_BYTES] = "mica:";
  label_function(code->program, code->template, label + 5, sizeof label - 5);
  if (baseline->tools & MICA_NATIVE_PERF_MAP)
    perf_map_add(native->block.executable, native->block.bytes, label);
  if (!(baseline->tools & MICA_NATIVE_GDB))
    return;
  native->gdb = gdb_register(
      &(struct gdb_code){native->block.executable, native->block.bytes, label, STACK_BYTES});
  if (native->gdb == NULL)
    baseline->tools_failure = "there is no memory to tell gdb";
}

void tools_add(struct baseline *baseline, struct native_code *native) {
  if (baseline->tools & (MICA_NATIVE_PERF_MAP | MICA_NATIVE_GDB))
    name_code(baseline, native);
  if (!(baseline->tools & MICA_NATIVE_LISTING))
    return;
  native->pieces = copy_pieces(baseline, native->piece_count);
  if (native->pieces == NULL)
    baseline->tools_failure = "there is no memory for a listing";
}

void tools_remove(struct baseline *baseline, struct native_code *native) {
  gdb_unregister(native->gdb);
  if (native->pieces != NULL)
    heap_system_free(baseline->heap, native->pieces, native->piece_count * sizeof *native->pieces);
}
