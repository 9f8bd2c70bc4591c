// A profile for people: the sections that were asked for, the `top` first rows of each table.
#include <inttypes.h>
#include <stdlib.h>

#include "vm/profile/view.h"

#define WORTH_FUSING 0.07   // of the dispatches (README.md)
#define WORTH_NAMING 0.01   // below, what fusing would save is not worth a word
#define WORTH_TYPING 0.95   // of a fast path's hits
#define MOST_FOR_TYPING 100 // so few executions say nothing

static double percent(uint64_t part, uint64_t total) { return 100 * share(part, total); }

// "12.3 KB" and its like, in a buffer of the caller's.
#define AMOUNT_BYTES 32
static const char *bytes_text(char text[AMOUNT_BYTES], uint64_t bytes) {
  static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  double amount = (double)bytes;
  unsigned unit = 0;
  for (; amount >= 1024 && unit + 1 < sizeof units / sizeof *units; unit++)
    amount /= 1024;
  snprintf(text, AMOUNT_BYTES, unit == 0 ? "%.0f %s" : "%.1f %s", amount, units[unit]);
  return text;
}

static const char *time_text(char text[AMOUNT_BYTES], const struct profile_view *view,
                             uint64_t time) {
  if (!view->has_times)
    snprintf(text, AMOUNT_BYTES, "%" PRIu64, time);
  else if (time >= 1000000)
    snprintf(text, AMOUNT_BYTES, "%.1f ms", (double)time * 1e-6);
  else
    snprintf(text, AMOUNT_BYTES, "%.1f us", (double)time * 1e-3);
  return text;
}

// ---- Opcodes

static void write_opcodes(const struct profile_view *view, unsigned top, FILE *output) {
  fprintf(output, "Instructions: %" PRIu64 "\n\n%-28s %14s %7s %14s\n", view->executed, "opcode",
          "count", "share", "slow path");
  uint64_t slow = 0;
  for (unsigned at = 0; at < view->opcode_count; at++) {
    const struct view_opcode *row = &view->opcodes[at];
    slow += row->slow;
    if (at < top)
      fprintf(output, "%-28s %14" PRIu64 " %6.2f%% %14" PRIu64 "\n",
              opcode_name((enum opcode)row->opcode), row->count,
              percent(row->count, view->executed), row->slow);
  }
  fprintf(output, "%-28s %14" PRIu64 " %6.2f%% %14" PRIu64 "\n\n", "total", view->executed,
          percent(view->executed, view->executed), slow);
}

static void write_pairs(const struct profile_view *view, unsigned top, FILE *output) {
  fprintf(output, "%-28s %-28s %14s %7s %8s  %s\n", "opcode", "then", "count", "share", "across",
          "suggestion");
  for (unsigned at = 0; at < view->pair_count && at < top; at++) {
    const struct view_pair *row = &view->pairs[at];
    uint64_t count = row->within + row->across;
    fprintf(output, "%-28s %-28s %14" PRIu64 " %6.2f%% %7.2f%%",
            opcode_name((enum opcode)row->first), opcode_name((enum opcode)row->second), count,
            percent(count, view->executed), percent(row->across, count));
    double saved = share(row->within, view->executed);
    if (row->within == 0)
      fputs("  across frames: cannot be fused", output);
    else if (saved >= WORTH_NAMING)
      fprintf(output, "  %s %.1f%% of dispatches",
              saved >= WORTH_FUSING ? "fuse: saves up to" : "fusing saves up to", 100 * saved);
    fputc('\n', output);
  }
}

static void write_fast_path(const struct profile_view *view, unsigned top, FILE *output) {
  uint64_t total = view->scalar_hits + view->scalar_misses;
  fprintf(output,
          "\nScalar fast path: %" PRIu64 " hits, %" PRIu64 " misses, %.2f%% hit\n"
          "Inline caches: %" PRIu64 " hits, %" PRIu64 " misses, %.2f%% hit\n\n"
          "%-28s %14s %14s %8s\n",
          view->scalar_hits, view->scalar_misses, percent(view->scalar_hits, total),
          view->cache_hits, view->cache_misses,
          percent(view->cache_hits, view->cache_hits + view->cache_misses), "scalar opcode", "hits",
          "misses", "hit");
  unsigned written = 0;
  for (unsigned at = 0; at < view->opcode_count && written < top; at++) {
    const struct view_opcode *row = &view->opcodes[at];
    if (!opcode_is_scalar(row->opcode))
      continue;
    written++;
    fprintf(output, "%-28s %14" PRIu64 " %14" PRIu64 " %7.2f%%\n",
            opcode_name((enum opcode)row->opcode), row->count - row->slow, row->slow,
            percent(row->count - row->slow, row->count));
  }
  if (total >= MOST_FOR_TYPING && share(view->scalar_hits, total) > WORTH_TYPING)
    fputs("Nearly all hit: opcodes for one type of operand would pay.\n", output);
}

static int by_slow_paths(const void *left, const void *right) {
  const struct view_opcode *a = left, *b = right;
  if (a->slow != b->slow)
    return a->slow < b->slow ? 1 : -1;
  return a->opcode - b->opcode;
}

static void write_slow_paths(const struct profile_view *view, unsigned top, FILE *output) {
  struct view_opcode rows[256];
  memcpy(rows, view->opcodes, sizeof rows);
  qsort(rows, view->opcode_count, sizeof *rows, by_slow_paths);
  fprintf(output, "\n%-28s %14s %14s %8s %9s\n", "left for C by", "slow path", "of", "share",
          "of all");
  for (unsigned at = 0; at < view->opcode_count && at < top && rows[at].slow > 0; at++)
    fprintf(output, "%-28s %14" PRIu64 " %14" PRIu64 " %7.2f%% %8.2f%%\n",
            opcode_name((enum opcode)rows[at].opcode), rows[at].slow, rows[at].count,
            percent(rows[at].slow, rows[at].count), percent(rows[at].slow, view->executed));
}

// ---- Functions

static void write_functions(const struct profile_view *view, unsigned top, FILE *output) {
  const char *unit = view->has_times ? "" : ", in instructions";
  char self[AMOUNT_BYTES], total[AMOUNT_BYTES], bytes[AMOUNT_BYTES];
  fprintf(output, "Functions: %" PRIu32 ", self %s in all%s\n\n", view->function_count,
          time_text(self, view, view->self_total), unit);
  bool sampled = view->profile->sampler.rate != 0;
  fprintf(output, "%12s %7s %12s %7s %12s %11s %11s  %s\n", "self", "share", "total", "share",
          sampled ? "samples" : "calls", "allocations", "bytes", "function");
  for (uint32_t at = 0; at < view->function_count && at < top; at++) {
    const struct view_function *row = &view->functions[at];
    fprintf(output, "%12s %6.2f%% %12s %6.2f%% %12" PRIu64 " %11" PRIu64 " %11s  %s\n",
            time_text(self, view, row->self), percent(row->self, view->self_total),
            time_text(total, view, row->total), percent(row->total, view->self_total),
            sampled ? row->samples : row->calls, row->allocations,
            bytes_text(bytes, row->allocated_bytes), row->label);
  }
  if (sampled)
    fprintf(output, "%" PRIu64 " samples at %u a second; %" PRIu64 " more came too soon\n",
            view->profile->sampler.taken, view->profile->sampler.rate,
            __atomic_load_n(&view->profile->sampler.missed, __ATOMIC_RELAXED));
}

// ---- Memory

static void write_pauses(const struct profile_view *view, FILE *output) {
  const struct profile_memory *memory = &view->profile->memory;
  fprintf(output, "Collections: %" PRIu64, memory->collections);
  if (view->has_times && memory->collections > 0)
    fprintf(output, ", %.3f ms in all, %.3f ms the longest", (double)memory->pauses * 1e-6,
            (double)memory->longest_pause * 1e-6);
  fputc('\n', output);
  for (unsigned at = 0; view->has_times && at < PAUSE_BUCKETS; at++)
    if (memory->pause_buckets[at] > 0)
      fprintf(output, "  up to %8u us: %" PRIu64 "\n", 1u << at, memory->pause_buckets[at]);
}

static void write_sites(const struct profile_view *view, unsigned top, FILE *output) {
  char bytes[AMOUNT_BYTES], live[AMOUNT_BYTES];
  fprintf(output, "\n%12s %11s %12s %11s  %s\n", "allocations", "bytes", "still alive", "bytes",
          "site");
  for (uint32_t at = 0; at < view->site_count && at < top; at++) {
    const struct view_site *site = &view->sites[at];
    fprintf(output, "%12" PRIu64 " %11s %12" PRIu64 " %11s  %s", site->allocated.count,
            bytes_text(bytes, site->allocated.bytes), site->live.count,
            bytes_text(live, site->live.bytes), site->name);
    if (site->line > 0)
      fprintf(output, " (%s:%" PRIu32 ")\n", site->file, site->line);
    else
      fprintf(output, site->file[0] ? " (%s)\n" : "\n", site->file);
  }
}

static void write_live(const struct profile_view *view, FILE *output) {
  const struct profile_memory *memory = &view->profile->memory;
  char bytes[AMOUNT_BYTES], live[AMOUNT_BYTES];
  fprintf(output, "\n%12s %11s %12s %11s  %s\n", "allocations", "bytes", "still alive", "bytes",
          "kind");
  for (unsigned type = 1; type < CELL_TYPE_COUNT; type++)
    if (memory->types[type].count + memory->live[type].count > 0)
      fprintf(output, "%12" PRIu64 " %11s %12" PRIu64 " %11s  %s\n", memory->types[type].count,
              bytes_text(bytes, memory->types[type].bytes), memory->live[type].count,
              bytes_text(live, memory->live[type].bytes), cell_type_name(type));
}

static void write_memory(const struct profile_view *view, unsigned top, FILE *output) {
  const struct profile_memory *memory = &view->profile->memory;
  const struct heap *heap = &view->vm->heap;
  char allocated[AMOUNT_BYTES], freed[AMOUNT_BYTES], used[AMOUNT_BYTES], peak[AMOUNT_BYTES];
  fprintf(output,
          "Allocations: %" PRIu64 ", %s; freed: %" PRIu64 ", %s\n"
          "Script memory: %s now, %s at most\n",
          memory->allocated.count, bytes_text(allocated, memory->allocated.bytes),
          memory->freed.count, bytes_text(freed, memory->freed.bytes),
          bytes_text(used, heap->live_bytes + heap->since_collection),
          bytes_text(peak, memory->peak_used));
  if (view->has_times)
    fprintf(output, "Held of the system: %s now, %s at most\n",
            bytes_text(used, heap->allocated_bytes), bytes_text(peak, heap->peak_bytes));
  write_pauses(view, output);
  write_sites(view, top, output);
  write_live(view, output);
}

// ---- Tiers and caches

static void write_native(const struct profile_view *view, FILE *output) {
  const mica_native_usage *native = &view->native;
  char bytecode[AMOUNT_BYTES], code[AMOUNT_BYTES], used[AMOUNT_BYTES];
  if (!view->has_native) {
    fputs("Native code: none", output);
    if (native->discarded > 0)
      fprintf(output, "; %" PRIu64 " functions lost theirs when the profile began",
              native->discarded);
    fputc('\n', output);
    return;
  }
  fprintf(output,
          "Native code: %" PRIu64 " compiled (%" PRIu64 " again, %" PRIu64 " failed), %" PRIu64
          " looks at whether it still fits\n"
          "%s of bytecode became %s",
          native->compiled, native->recompiled, native->failed, native->reconsidered,
          bytes_text(bytecode, native->bytecode_bytes), bytes_text(code, native->code_bytes));
  if (view->has_times)
    fprintf(output, ", %.3f ms", (double)native->nanoseconds * 1e-6);
  fprintf(output, "; %s in use\n", bytes_text(used, native->code_bytes_in_use));
  if (native->failure)
    fprintf(output, "There is no native code: %s\n", native->failure);
}

static void write_tiers(const struct profile_view *view, unsigned top, FILE *output) {
  char bytecode[AMOUNT_BYTES], code[AMOUNT_BYTES];
  fprintf(output, "\n%-9s %11s %12s  %s\n", "tier", "bytecode", "native code", "function");
  for (uint32_t at = 0; at < view->tier_count && at < top; at++) {
    const struct view_tier *row = &view->tiers[at];
    fprintf(output, "%-9s %11s %12s  %s\n", row->in_native > 0 ? "native" : "bytecode",
            bytes_text(bytecode, row->bytecode_bytes), bytes_text(code, row->native_bytes),
            row->label);
  }
}

static void write_jit(const struct profile_view *view, unsigned top, FILE *output) {
  const struct profile_compiles *compiles = &view->profile->compiles;
  const uint64_t *states = view->caches.states;
  char bytes[AMOUNT_BYTES];
  fprintf(output, "Compiled to bytecode while running: %" PRIu64 " functions, %s",
          compiles->functions, bytes_text(bytes, compiles->bytes));
  if (view->has_times)
    fprintf(output, ", %.3f ms", (double)compiles->nanoseconds * 1e-6);
  fprintf(output,
          "\nInline caches of %" PRIu64 " functions: %" PRIu64 " empty, %" PRIu64
          " monomorphic, %" PRIu64 " polymorphic\n",
          view->caches.codes, states[CACHE_EMPTY], states[CACHE_MONOMORPHIC],
          states[CACHE_POLYMORPHIC]);
  write_native(view, output);
  write_tiers(view, top, output);
}

static void write_all_opcodes(const struct profile_view *view, unsigned top, FILE *output) {
  write_opcodes(view, top, output);
  write_pairs(view, top, output);
  write_fast_path(view, top, output);
  write_slow_paths(view, top, output);
}

static void write_head(const struct profile_view *view, FILE *output) {
  if (view->has_native)
    fputs("Tier: baseline, bytecode with native code for what is hot\n", output);
  else if (view->vm->native_threshold != 0)
    fputs("Tier: bytecode; native code is in use with --jit alone\n", output);
  else
    fputs("Tier: bytecode\n", output);
}

bool profile_write_table(const struct profile_view *view, unsigned top, FILE *output) {
  static const struct {
    unsigned section;
    void (*write)(const struct profile_view *view, unsigned top, FILE *output);
  } sections[] = {{MICA_PROFILE_FUNCTIONS, write_functions},
                  {MICA_PROFILE_MEMORY, write_memory},
                  {MICA_PROFILE_JIT, write_jit},
                  {MICA_PROFILE_OPCODES, write_all_opcodes}};
  write_head(view, output);
  for (size_t at = 0; at < sizeof sections / sizeof *sections; at++) {
    if (!(view->profile->sections & sections[at].section))
      continue;
    fputc('\n', output);
    sections[at].write(view, top, output);
  }
  if (view->profile->is_incomplete)
    fputs("\nIncomplete: memory was short, or there were too many chains of callers.\n", output);
  return true;
}
