// A profile as JSON: all that there is, each section with all its keys whether it was on or not.
// Its form is described in README.md; whoever changes a key counts PROFILE_VERSION up.
#include <inttypes.h>

#include "vm/profile/utf8.h"
#include "vm/profile/view.h"

#define PROFILE_VERSION 2

void write_json_string(const char *text, FILE *output) {
  fputc('"', output);
  while (*text) {
    size_t count = utf8_character_bytes(text);
    unsigned char byte = (unsigned char)*text;
    if (count == 0)
      fputs(UTF8_REPLACEMENT, output);
    else if (byte == '"' || byte == '\\')
      fprintf(output, "\\%c", byte);
    else if (byte < ' ')
      fprintf(output, "\\u%04x", byte);
    else
      fwrite(text, 1, count, output);
    text += count > 0 ? count : 1;
  }
  fputc('"', output);
}

static const char *separator(uint32_t at) { return at > 0 ? ",\n    " : "\n    "; }

// What differs from one run to the next, such as a time: a deterministic profile has none of it.
static uint64_t measured(const struct profile_view *view, uint64_t value) {
  return view->has_times ? value : 0;
}
// A function's or a node's time as it stands in a key ...Instructions.
static uint64_t instructions_value(const struct profile_view *view, uint64_t time) {
  return view->has_times ? 0 : time;
}

static void write_head(const struct profile_view *view, FILE *output) {
  const struct profile *profile = view->profile;
  static const char *const names[] = {"opcodes", "functions", "memory", "jit"};
  fprintf(output,
          "{\n  \"format\": \"mica-profile\",\n  \"version\": %d,\n  \"mica\": \"%s\",\n"
          "  \"tier\": \"%s\",\n  \"sections\": [",
          PROFILE_VERSION, mica_version(), view->has_native ? "baseline" : "bytecode");
  const char *comma = "";
  for (unsigned at = 0; at < 4; at++)
    if (profile->sections >> at & 1) {
      fprintf(output, "%s\"%s\"", comma, names[at]);
      comma = ", ";
    }
  fprintf(output,
          "],\n  \"deterministic\": %s,\n  \"isIncomplete\": %s,\n  \"elapsedNs\": %" PRIu64
          ",\n  \"selfTimeNs\": %" PRIu64 ",\n  \"selfInstructions\": %" PRIu64
          ",\n  \"samples\": {\"rate\": %u, \"taken\": %" PRIu64 ", \"missed\": %" PRIu64 "},\n",
          profile->is_deterministic ? "true" : "false", profile->is_incomplete ? "true" : "false",
          measured(view, profile->nanoseconds), measured(view, view->self_total),
          instructions_value(view, view->self_total), profile->sampler.rate, profile->sampler.taken,
          __atomic_load_n(&profile->sampler.missed, __ATOMIC_RELAXED));
}

static void write_opcodes(const struct profile_view *view, FILE *output) {
  fprintf(output, "  \"instructions\": %" PRIu64 ",\n  \"opcodes\": [", view->executed);
  for (unsigned at = 0; at < view->opcode_count; at++) {
    const struct view_opcode *row = &view->opcodes[at];
    fprintf(output, "%s{\"opcode\": \"%s\", \"count\": %" PRIu64 ", \"slowPaths\": %" PRIu64 "}",
            separator(at), opcode_name((enum opcode)row->opcode), row->count, row->slow);
  }
  fputs("\n  ],\n  \"opcodePairs\": [", output);
  for (unsigned at = 0; at < view->pair_count; at++) {
    const struct view_pair *row = &view->pairs[at];
    fprintf(output,
            "%s{\"first\": \"%s\", \"second\": \"%s\", \"within\": %" PRIu64
            ", \"across\": %" PRIu64 "}",
            separator(at), opcode_name((enum opcode)row->first),
            opcode_name((enum opcode)row->second), row->within, row->across);
  }
  fputs("\n  ],\n", output);
}

static void write_fast_path(const struct profile_view *view, FILE *output) {
  uint64_t total = view->scalar_hits + view->scalar_misses;
  fprintf(output,
          "  \"scalarFastPath\": {\"hits\": %" PRIu64 ", \"misses\": %" PRIu64
          ", \"total\": %" PRIu64 ", \"hitRate\": %.6f, \"opcodes\": [",
          view->scalar_hits, view->scalar_misses, total, share(view->scalar_hits, total));
  uint32_t written = 0;
  for (unsigned at = 0; at < view->opcode_count; at++) {
    const struct view_opcode *row = &view->opcodes[at];
    if (opcode_is_scalar(row->opcode))
      fprintf(output,
              "%s{\"opcode\": \"%s\", \"hits\": %" PRIu64 ", \"misses\": %" PRIu64
              ", \"hitRate\": %.6f}",
              separator(written++), opcode_name((enum opcode)row->opcode), row->count - row->slow,
              row->slow, share(row->count - row->slow, row->count));
  }
  fputs("\n  ]},\n", output);
}

static void write_functions(const struct profile_view *view, FILE *output) {
  static const char *const roles[] = {"function", "module", "library", "native"};
  fputs("  \"functions\": [", output);
  for (uint32_t at = 0; at < view->function_count; at++) {
    const struct view_function *row = &view->functions[at];
    fprintf(output, "%s{\"name\": ", separator(at));
    write_json_string(row->name, output);
    fputs(", \"file\": ", output);
    write_json_string(row->file, output);
    fprintf(output,
            ", \"line\": %" PRIu32 ", \"kind\": \"%s\", \"calls\": %" PRIu64
            ", \"selfTimeNs\": %" PRIu64 ", \"totalTimeNs\": %" PRIu64
            ", \"selfInstructions\": %" PRIu64 ", \"totalInstructions\": %" PRIu64
            ", \"samples\": %" PRIu64 ", \"allocations\": %" PRIu64 ", \"allocatedBytes\": %" PRIu64
            "}",
            row->line, roles[row->role], row->calls, measured(view, row->self),
            measured(view, row->total), instructions_value(view, row->self),
            instructions_value(view, row->total), row->samples, row->allocations,
            row->allocated_bytes);
  }
  fputs("\n  ],\n  \"callTree\": [", output);
  for (uint32_t at = 0; at < view->node_count; at++) {
    const struct view_node *node = &view->nodes[at];
    fprintf(output,
            "%s{\"function\": %" PRIu32 ", \"parent\": %" PRId64 ", \"calls\": %" PRIu64
            ", \"selfTimeNs\": %" PRIu64 ", \"selfInstructions\": %" PRIu64
            ", \"samples\": %" PRIu64 "}",
            separator(at), node->function, node->parent == NO_ROW ? -1 : (int64_t)node->parent,
            node->calls, measured(view, node->self), instructions_value(view, node->self),
            node->samples);
  }
  fputs("\n  ],\n", output);
}

static void write_count(const char *prefix, struct memory_count count, FILE *output) {
  fprintf(output, "\"%sallocations\": %" PRIu64 ", \"%sbytes\": %" PRIu64, prefix, count.count,
          prefix, count.bytes);
}

static void write_sites(const struct profile_view *view, FILE *output) {
  const struct profile_memory *memory = &view->profile->memory;
  fputs("    \"sites\": [", output);
  for (uint32_t at = 0; at < view->site_count; at++) {
    const struct view_site *site = &view->sites[at];
    fprintf(output, "%s{\"function\": ", separator(at));
    write_json_string(site->name, output);
    fputs(", \"file\": ", output);
    write_json_string(site->file, output);
    fprintf(output,
            ", \"line\": %" PRIu32 ", \"allocations\": %" PRIu64 ", \"bytes\": %" PRIu64
            ", \"deallocations\": %" PRIu64 ", \"liveObjects\": %" PRIu64
            ", \"liveBytes\": %" PRIu64 "}",
            site->line, site->allocated.count, site->allocated.bytes, site->freed.count,
            site->live.count, site->live.bytes);
  }
  fputs("\n  ],\n    \"kinds\": [", output);
  uint32_t written = 0;
  for (unsigned type = 1; type < CELL_TYPE_COUNT; type++) {
    if (memory->types[type].count + memory->live[type].count == 0)
      continue;
    fprintf(output, "%s{\"kind\": \"%s\", ", separator(written++), cell_type_name(type));
    write_count("", memory->types[type], output);
    fprintf(output, ", \"liveObjects\": %" PRIu64 ", \"liveBytes\": %" PRIu64 "}",
            memory->live[type].count, memory->live[type].bytes);
  }
  fputs("\n  ]},\n", output);
}

static void write_memory(const struct profile_view *view, FILE *output) {
  const struct profile_memory *memory = &view->profile->memory;
  const struct heap *heap = &view->vm->heap;
  fputs("  \"memory\": {", output);
  write_count("", memory->allocated, output);
  fprintf(output,
          ", \"deallocations\": %" PRIu64 ", \"freedBytes\": %" PRIu64
          ",\n    \"currentBytes\": %zu, \"peakBytes\": %zu,"
          "\n    \"systemBytes\": %" PRIu64 ", \"systemPeakBytes\": %" PRIu64
          ",\n    \"collections\": %" PRIu64 ", \"pauseTimeNs\": %" PRIu64
          ", \"longestPauseNs\": %" PRIu64 ",\n    \"pauses\": [",
          memory->freed.count, memory->freed.bytes, heap->live_bytes + heap->since_collection,
          memory->peak_used, measured(view, heap->allocated_bytes),
          measured(view, heap->peak_bytes), memory->collections, measured(view, memory->pauses),
          measured(view, memory->longest_pause));
  uint32_t written = 0;
  for (unsigned at = 0; view->has_times && at < PAUSE_BUCKETS; at++)
    if (memory->pause_buckets[at] > 0)
      fprintf(output, "%s{\"upToNs\": %u, \"count\": %" PRIu64 "}", separator(written++),
              1000u << at, memory->pause_buckets[at]);
  fputs("],\n", output);
  write_sites(view, output);
}

static void write_tiers(const struct profile_view *view, FILE *output) {
  fputs("\n      \"functions\": [", output);
  for (uint32_t at = 0; at < view->tier_count; at++) {
    const struct view_tier *row = &view->tiers[at];
    fprintf(output, "%s{\"function\": ", separator(at));
    write_json_string(row->label, output);
    fprintf(output,
            ", \"tier\": \"%s\", \"codes\": %" PRIu32 ", \"nativeCodes\": %" PRIu32
            ", \"bytecodeBytes\": %" PRIu64 ", \"codeBytes\": %" PRIu64 "}",
            row->in_native > 0 ? "native" : "bytecode", row->codes, row->in_native,
            row->bytecode_bytes, row->native_bytes);
  }
  fputs("\n    ]}\n  }\n}\n", output);
}

// This tier has no guards but forms of instructions, whose misses are slow paths of the same code,
// and leaves native code by no deoptimisation; nor does code outlive its runtime.
static void write_native(const struct profile_view *view, FILE *output) {
  const mica_native_usage *native = &view->native;
  fprintf(output,
          "    \"native\": {\"functionsCompiled\": %" PRIu64 ", \"recompiled\": %" PRIu64
          ", \"failed\": %" PRIu64 ", \"discarded\": %" PRIu64 ", \"reconsidered\": %" PRIu64
          ", \"compileTimeNs\": %" PRIu64 ", \"bytecodeBytes\": %" PRIu64
          ", \"codeBytes\": %" PRIu64 ", \"codeBytesInUse\": %zu,\n"
          "      \"guardsPassed\": 0, \"guardsFailed\": 0, \"codeCacheHits\": 0, "
          "\"codeCacheMisses\": 0, \"deoptimisations\": 0,",
          native->compiled, native->recompiled, native->failed, native->discarded,
          native->reconsidered, measured(view, native->nanoseconds), native->bytecode_bytes,
          native->code_bytes, native->code_bytes_in_use);
  write_tiers(view, output);
}

static void write_jit(const struct profile_view *view, FILE *output) {
  const struct profile_compiles *compiles = &view->profile->compiles;
  const uint64_t *states = view->caches.states;
  fprintf(output,
          "  \"jit\": {\n    \"bytecode\": {\"functionsCompiled\": %" PRIu64
          ", \"compileTimeNs\": %" PRIu64 ", \"codeBytes\": %" PRIu64 "},\n"
          "    \"inlineCaches\": {\"functions\": %" PRIu64 ", \"empty\": %" PRIu64
          ", \"monomorphic\": %" PRIu64 ", \"polymorphic\": %" PRIu64
          ", \"megamorphic\": 0, \"hits\": %" PRIu64 ", \"misses\": %" PRIu64
          ", \"hitRate\": %.6f},\n",
          compiles->functions, measured(view, compiles->nanoseconds), compiles->bytes,
          view->caches.codes, states[CACHE_EMPTY], states[CACHE_MONOMORPHIC],
          states[CACHE_POLYMORPHIC], view->cache_hits, view->cache_misses,
          share(view->cache_hits, view->cache_hits + view->cache_misses));
  write_native(view, output);
}

bool profile_write_json(const struct profile_view *view, unsigned top, FILE *output) {
  (void)top;
  write_head(view, output);
  write_opcodes(view, output);
  write_fast_path(view, output);
  write_functions(view, output);
  write_memory(view, output);
  write_jit(view, output);
  return true;
}
