// Saved programs as a forger makes them: any content under sound checksums, so that nothing but the
// verifier stands between it and the interpreter.
#ifndef TESTS_UNIT_SAVED_FORGE_H
#define TESTS_UNIT_SAVED_FORGE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm/bytecode/saved.h"

// A saved form, from malloc.
struct saved {
  char *bytes;
  size_t length;
};

// With something of everything that a body holds.
static const char whole_language[] =
    "'use strict';\n"
    "class Base { #p = 1; static s = 2; get p() { return this.#p; } set p(v) { this.#p = v; }\n"
    "  #m() { return 3; } m() { return this.#m() + (#p in this); } }\n"
    "class Derived extends Base { x = 1; constructor(...r) { super(...r); this.y = super.p; }\n"
    "  m() { super.z = 4; return super.m() + super['m'](); } }\n"
    "class Implicit extends Derived { w = 5; }\n"
    "const made = new Implicit(1, 2);\n"
    "function outer(n) {\n"
    "  let kept = n; const add = (by) => { kept += by; return () => kept; };\n"
    "  function even(i) { return i === 0 || odd(i - 1); }\n"
    "  function odd(i) { return i !== 0 && even(i - 1); }\n"
    "  return [add(2)(), even(4), ...[1, , 3]];\n"
    "}\n"
    "function paths(a, b = 2, ...rest) {\n"
    "  const { x, ...others } = { x: a, y: b, 'z w': 1.5, ['c' + a]: 3, get g() { return 1; } };\n"
    "  const [p, , q = 7, ...more] = new Set([1, 2, 3, 4]);\n"
    "  for (const k in others) { try { if (k === 'y') continue; rest.push(k); }\n"
    "    catch (e) { rest.push(e); } finally { more.push(k); } }\n"
    "  for (const v of more) rest.push(v * 3 % 7 + p + q);\n"
    "  for (let i = 0; i < rest.length; i++) rest[i] = `${rest[i]}\\u4e2d` + arguments.length;\n"
    "  switch (x) { case 1: return rest.join(); default: return outer(x)?.[0] ?? -x; }\n"
    "}\n"
    "console.log(made.m(), made.w, outer(3), paths(1, 2, 3), paths(2), typeof missing, "
    "new.target);\n"
    "label: do { try { throw new TypeError('\\u{1F600}'); } catch { break label; } } while "
    "(true);\n";

// ---- Where its parts are

static inline struct saved_row *row_of(struct saved saved, uint32_t index) {
  const struct saved_head *head = (const struct saved_head *)saved.bytes;
  return (struct saved_row *)(saved.bytes + head->functions_at) + index;
}

static inline struct saved_body *body_of(struct saved saved, uint32_t index) {
  return (struct saved_body *)(saved.bytes + row_of(saved, index)->at);
}

static inline uint32_t *words_of(struct saved saved, uint32_t index) {
  struct saved_body *body = body_of(saved, index);
  return (uint32_t *)((char *)(body + 1) + body->constant_count * sizeof(uint64_t) +
                      body->string_count * sizeof(struct saved_string) +
                      body->child_count * sizeof(struct saved_function));
}

// ---- Forging

// Makes the checksums right, and what says of which build and how long the form is. What does not
// lie within the bytes is left as it is.
static inline void forge_seal(char *bytes, size_t length) {
  struct saved_head head;
  if (length < sizeof head)
    return;
  memcpy(&head, bytes, sizeof head);
  memcpy(head.magic, saved_magic, sizeof head.magic);
  head.format = SAVED_FORMAT;
  head.fingerprint = saved_fingerprint();
  head.length = length;
  uint64_t rows =
      head.functions_at <= length ? (length - head.functions_at) / sizeof(struct saved_row) : 0;
  for (uint32_t index = 0; index < head.function_count && index < rows; index++) {
    struct saved_row row;
    char *place = bytes + head.functions_at + index * sizeof row;
    memcpy(&row, place, sizeof row);
    if (row.at > length || row.bytes > length - row.at)
      continue;
    row.checksum = saved_row_checksum(&row, index, bytes + row.at);
    memcpy(place, &row, sizeof row);
  }
  if (head.source_at < length && head.source_length < length - head.source_at)
    head.source_checksum =
        saved_checksum(0, bytes + head.source_at, (size_t)head.source_length + 1);
  if (head.filename_at < length && head.filename_length < length - head.filename_at)
    head.checksum = saved_head_checksum(&head, bytes + head.filename_at);
  memcpy(bytes, &head, sizeof head);
}

// Loads and runs the bytes within limits, in silence. Returns how it ended; MICA_ERROR_SAVED and so
// on when it was refused. `text` (may be NULL) receives why.
static inline mica_status forge_run(const char *bytes, size_t length, char text[256]) {
  mica_program *program;
  mica_error error;
  mica_status status = mica_program_load(bytes, length, &program, &error);
  if (text)
    snprintf(text, 256, "%s", error.message);
  if (status != MICA_OK)
    return status;
  FILE *silence = fopen("/dev/null", "w");
  mica_options options = {.memory_limit = (size_t)8 << 20,
                          .stack_limit = (size_t)64 << 10,
                          .instruction_limit = 3000,
                          .output = silence,
                          .error_output = silence};
  mica_runtime *runtime = silence ? mica_runtime_new(&options) : NULL;
  if (!runtime)
    abort();
  status = mica_run(runtime, program, NULL);
  if (text && status != MICA_OK)
    snprintf(text, 256, "%s", mica_error_text(runtime));
  mica_collect(runtime);
  mica_runtime_free(runtime);
  mica_program_release(program);
  fclose(silence);
  return status;
}

#endif
