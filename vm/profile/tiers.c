// Which tier each function is in, read off the code when the profile is written, and what the
// baseline tier has done meanwhile.
#include <stdlib.h>

#include "vm/baseline/baseline.h"
#include "vm/bytecode/label.h"
#include "vm/profile/view.h"

#define LABEL_BYTES 512

struct rows {
  struct profile_view *view;
  uint32_t capacity;
  bool is_short; // of memory
};

static void add_code(void *context, const struct cell *cell, size_t bytes) {
  (void)bytes;
  struct rows *rows = context;
  struct profile_view *view = rows->view;
  const struct code *code = (const struct code *)cell;
  if (code->register_count == 0 || rows->is_short)
    return;
  rows->is_short =
      !profile_grow((void **)&view->tiers, &rows->capacity, view->tier_count, sizeof *view->tiers);
  if (rows->is_short)
    return;
  view->tiers[view->tier_count++] =
      (struct view_tier){.template = code->template,
                         .program = code->program,
                         .codes = 1,
                         .in_native = code->native != NULL,
                         .bytecode_bytes = code->template->word_count * sizeof(uint32_t),
                         .native_bytes = code->native ? code->native->block.bytes : 0};
}

static int by_template(const void *left, const void *right) {
  uintptr_t a = (uintptr_t)((const struct view_tier *)left)->template;
  uintptr_t b = (uintptr_t)((const struct view_tier *)right)->template;
  return a != b ? (a < b ? -1 : 1) : 0;
}

// No address has a say in the order; two functions of one place are alike to whoever reads.
static int by_native_bytes(const void *left, const void *right) {
  const struct view_tier *a = left, *b = right;
  if (a->native_bytes != b->native_bytes)
    return a->native_bytes < b->native_bytes ? 1 : -1;
  if (a->bytecode_bytes != b->bytecode_bytes)
    return a->bytecode_bytes < b->bytecode_bytes ? 1 : -1;
  return strcmp(a->label, b->label);
}

// A function has a code for each that the function around it has.
static void merge(struct profile_view *view) {
  uint32_t kept = 0;
  if (view->tier_count > 0)
    qsort(view->tiers, view->tier_count, sizeof *view->tiers, by_template);
  for (uint32_t at = 0; at < view->tier_count; at++) {
    const struct view_tier *row = &view->tiers[at];
    struct view_tier *last = kept > 0 ? &view->tiers[kept - 1] : NULL;
    if (last == NULL || last->template != row->template) {
      view->tiers[kept++] = *row;
      continue;
    }
    last->codes += row->codes;
    last->in_native += row->in_native;
    last->bytecode_bytes += row->bytecode_bytes;
    last->native_bytes += row->native_bytes;
  }
  view->tier_count = kept;
}

static bool label_rows(struct profile_view *view) {
  char label[LABEL_BYTES];
  for (uint32_t at = 0; at < view->tier_count; at++) {
    struct view_tier *row = &view->tiers[at];
    row->label = strdup(label_function(row->program, row->template, label, sizeof label));
    if (row->label == NULL)
      return false;
  }
  if (view->tier_count > 0)
    qsort(view->tiers, view->tier_count, sizeof *view->tiers, by_native_bytes);
  return true;
}

static mica_native_usage difference(const mica_native_usage *before, mica_native_usage now) {
  now.compiled -= before->compiled;
  now.recompiled -= before->recompiled;
  now.failed -= before->failed;
  now.discarded -= before->discarded;
  now.reconsidered -= before->reconsidered;
  now.bytecode_bytes -= before->bytecode_bytes;
  now.code_bytes -= before->code_bytes;
  now.nanoseconds -= before->nanoseconds;
  return now;
}

bool tiers_add(struct profile_view *view) {
  const struct profile *profile = view->profile;
  struct rows rows = {.view = view};
  view->native = difference(&profile->native_start, profile->native);
  view->has_native = view->vm->native_threshold != 0 && profile->sections == MICA_PROFILE_JIT;
  if (!(profile->sections & MICA_PROFILE_JIT))
    return true;
  heap_visit_finalized(&view->vm->heap, CELL_CODE, add_code, &rows);
  if (rows.is_short)
    return false;
  merge(view);
  return label_rows(view);
}

void tiers_free(struct profile_view *view) {
  for (uint32_t at = 0; at < view->tier_count; at++)
    free(view->tiers[at].label);
  free(view->tiers);
}
