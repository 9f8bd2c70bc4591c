// libFuzzer: a list of changes, each of 8 bytes, to the saved form of a program that holds
// something of everything. Sealed again it must be refused, or run to some end within its limits:
// only the verifier stands between it and the interpreter.
#include "tests/unit/saved_forge.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

// One change: of which function, of a word of its code or any byte of its body, where, to what.
struct change {
  uint8_t function, is_byte;
  uint16_t place;
  uint32_t word;
};
_Static_assert(sizeof(struct change) == 8, "as the seeds have it");

static struct saved original(void) {
  mica_program *program;
  mica_error error;
  struct saved saved;
  if (mica_compile(whole_language, sizeof whole_language - 1, "saved.js", &program, &error) !=
          MICA_OK ||
      mica_program_save(program, &saved.bytes, &saved.length, &error) != MICA_OK)
    abort();
  mica_program_release(program);
  return saved;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  static struct saved whole;
  if (!whole.bytes)
    whole = original();
  struct saved saved = {malloc(whole.length), whole.length};
  memcpy(saved.bytes, whole.bytes, whole.length);
  uint32_t functions = ((struct saved_head *)saved.bytes)->function_count;
  struct change change;
  for (; length >= sizeof change; length -= sizeof change, bytes += sizeof change) {
    memcpy(&change, bytes, sizeof change);
    uint32_t function = change.function % functions;
    // Where things are is asked of the original: the copy may say anything.
    char *row = saved.bytes + row_of(whole, function)->at;
    size_t words = (size_t)((char *)words_of(whole, function) - whole.bytes);
    if (change.is_byte & 1)
      row[change.place % row_of(whole, function)->bytes] = (char)change.word;
    else
      memcpy(saved.bytes + words + change.place % body_of(whole, function)->word_count * 4,
             &change.word, 4);
  }
  forge_seal(saved.bytes, saved.length);
  forge_run(saved.bytes, saved.length, NULL);
  free(saved.bytes);
  return 0;
}
