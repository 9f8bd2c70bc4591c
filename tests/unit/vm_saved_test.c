// Saved programs: what comes back runs as what was saved; what is damaged or forged is an error,
// whatever it says.
#include <dirent.h>
#include <pthread.h>
#include <unistd.h>

#include "tests/unit/vm_host.h"
// After it, for cmocka.
#include "tests/unit/saved_forge.h"
#include "tests/unit/vm_test.h"

static struct saved save(mica_program *program) {
  struct saved saved;
  mica_error error;
  mica_status status = mica_program_save(program, &saved.bytes, &saved.length, &error);
  if (status != MICA_OK)
    print_message("%s\n", error.message);
  assert_int_equal(status, MICA_OK);
  return saved;
}

static struct saved save_source(const char *source) {
  mica_program *program = compile(source);
  struct saved saved = save(program);
  mica_program_release(program);
  return saved;
}

static mica_program *load_saved(struct saved saved) {
  mica_program *program;
  mica_error error;
  mica_status status = mica_program_load(saved.bytes, saved.length, &program, &error);
  if (status != MICA_OK)
    print_message("%s\n", error.message);
  assert_int_equal(status, MICA_OK);
  return program;
}

// ---- Round trips

struct outcome {
  mica_status status;
  char *output;
  size_t length;
  char *error;
};

static struct outcome run(mica_program *program) {
  struct outcome outcome;
  FILE *stream = open_memstream(&outcome.output, &outcome.length);
  mica_options options = {.output = stream, .error_output = stream};
  mica_runtime *runtime = mica_runtime_new(&options);
  assert_non_null(runtime);
  outcome.status = mica_run(runtime, program, NULL);
  outcome.error = strdup(outcome.status == MICA_OK ? "" : mica_error_text(runtime));
  mica_runtime_free(runtime);
  fclose(stream);
  return outcome;
}

static void free_outcome(struct outcome outcome) {
  free(outcome.output);
  free(outcome.error);
}

// What depends on the hour or on chance is not compared.
static bool is_comparable(const char *source) {
  return !strstr(source, "random") && !strstr(source, "now()");
}

// A build that collects always runs a sample.
#ifdef MICA_STRESS_GC
#define SAMPLE 40
#else
#define SAMPLE 1
#endif
static unsigned round_trips;

static void assert_round_trip(const char *name, const char *source) {
  mica_program *program;
  mica_error error;
  if (round_trips++ % SAMPLE != 0)
    return;
  if (mica_compile(source, strlen(source), name, &program, &error) != MICA_OK)
    return; // what a test expects to be refused
  struct saved saved = save(program);
  mica_program *loaded = load_saved(saved);
  if (mica_precompile(loaded, &error) != MICA_OK)
    fail_msg("%s: %s", name, error.message);
  mica_program_release(loaded);
  loaded = load_saved(saved);
  struct outcome once = run(program), again = run(loaded);
  if (is_comparable(source) &&
      (once.status != again.status || once.length != again.length ||
       memcmp(once.output, again.output, once.length) != 0 || strcmp(once.error, again.error) != 0))
    fail_msg("%s: status %d, not %d: %s\nnot: %s\n%s\nnot:\n%s", name, again.status, once.status,
             again.error, once.error, again.output, once.output);
  free_outcome(once);
  free_outcome(again);
  mica_program_release(loaded);
  mica_program_release(program);
  free(saved.bytes);
}

static char *read_file(const char *path) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  fseek(file, 0, SEEK_END);
  size_t length = (size_t)ftell(file);
  rewind(file);
  char *text = calloc(1, length + 1);
  assert_int_equal(fread(text, 1, length, file), length);
  fclose(file);
  return text;
}

// The parts of a language test (tests/README.md): each with what stands before the first of them.
static void assert_parts(const char *path) {
  static const char mark[] = "\n// --- ";
  char *text = read_file(path);
  char *part = strstr(text, mark);
  if (!part)
    assert_round_trip(path, text);
  int shared = part ? (int)(part - text) : 0;
  while (part) {
    char *next = strstr(part + 1, mark);
    char *whole;
    assert_true(asprintf(&whole, "%.*s%.*s\n", shared, text,
                         (int)(next ? next - part : (ptrdiff_t)strlen(part)), part) > 0);
    assert_round_trip(path, whole);
    free(whole);
    part = next;
  }
  free(text);
}

static void assert_folder(const char *folder) {
  DIR *directory = opendir(folder);
  assert_non_null(directory);
  for (struct dirent *entry; (entry = readdir(directory));) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    size_t length = strlen(path);
    if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
      assert_folder(path);
    else if (length > 3 && strcmp(path + length - 3, ".js") == 0)
      assert_parts(path);
  }
  closedir(directory);
}

static void language_tests_run_as_they_were_saved(void **state) {
  (void)state;
  round_trips = 0;
  assert_folder("tests/lang");
  print_message("# %u scripts saved, loaded and run\n", round_trips);
  assert_true(round_trips > 500);
}

// Their functions are not called: the catalogue's drivers do that.
static void programs_run_as_they_were_saved(void **state) {
  (void)state;
  round_trips = 0;
  assert_folder("programs");
  assert_true(round_trips >= 10);
}

static void saving_a_loaded_program_gives_the_same_bytes(void **state) {
  (void)state;
  struct saved once = save_source("exports.f = (a, b = 1) => [a, ...b];");
  mica_program *loaded = load_saved(once);
  struct saved again = save(loaded);
  assert_int_equal(once.length, again.length);
  assert_memory_equal(once.bytes, again.bytes, once.length);
  mica_program_release(loaded);
  free(once.bytes);
  free(again.bytes);
}

static void a_loaded_program_quotes_its_source(void **state) {
  (void)state;
  struct saved saved = save_source("const o = {};\nfunction go() {\n  o.missing(1);\n}\n"
                                   "console.log(String(go));\ngo();\n");
  mica_program *loaded = load_saved(saved);
  struct outcome outcome = run(loaded);
  assert_int_equal(outcome.status, MICA_ERROR_THROWN);
  assert_string_equal(outcome.output, "function go() {\n  o.missing(1);\n}\n");
  assert_string_equal(outcome.error, "TypeError: o.missing is not a function\n"
                                     "    at go (test.js:3:5)\n    at <module> (test.js:6:1)");
  free_outcome(outcome);
  mica_program_release(loaded);
  free(saved.bytes);
}

static void the_tree_tier_refuses_a_saved_program(void **state) {
  (void)state;
  struct saved saved = save_source("1;");
  mica_program *loaded = load_saved(saved);
  mica_runtime *runtime = mica_runtime_new(&(mica_options){.tier = MICA_TIER_TREE});
  assert_int_equal(mica_run(runtime, loaded, NULL), MICA_ERROR_USAGE);
  assert_non_null(strstr(mica_error_text(runtime), "bytecode tier"));
  mica_runtime_free(runtime);
  mica_program_release(loaded);
  free(saved.bytes);
}

// ---- Ownership

static void count_release(void *data, const void *bytes, size_t length) {
  (void)bytes;
  *(size_t *)data += length;
}

static void borrowed_bytes_are_released_with_the_last_reference(void **state) {
  (void)state;
  struct saved saved = save_source("exports.x = 1;");
  size_t released = 0;
  mica_program *program;
  mica_error error;
  assert_int_equal(
      mica_program_borrow(saved.bytes, saved.length, count_release, &released, &program, &error),
      MICA_OK);
  mica_runtime *runtime = mica_runtime_new(NULL);
  assert_int_equal(mica_run(runtime, program, NULL), MICA_OK);
  mica_program_release(program);
  assert_int_equal(released, 0);
  mica_runtime_free(runtime);
  assert_int_equal(released, saved.length);
  free(saved.bytes);
}

static void bytes_that_are_refused_stay_the_hosts(void **state) {
  (void)state;
  struct saved saved = save_source("exports.x = 1;");
  size_t released = 0;
  mica_program *program;
  mica_error error;
  assert_int_equal(mica_program_borrow(saved.bytes, saved.length - 1, count_release, &released,
                                       &program, &error),
                   MICA_ERROR_SAVED);
  assert_null(program);
  char *moved = malloc(saved.length + 8);
  memcpy(moved + 1, saved.bytes, saved.length);
  assert_int_equal(
      mica_program_borrow(moved + 1, saved.length, count_release, &released, &program, &error),
      MICA_ERROR_USAGE);
  assert_non_null(strstr(error.message, "mica_program_load"));
  assert_int_equal(mica_program_load(moved + 1, saved.length, &program, &error), MICA_OK);
  mica_program_release(program);
  assert_int_equal(released, 0);
  free(moved);
  free(saved.bytes);
}

// ---- Damage

static void every_truncation_is_an_error(void **state) {
  (void)state;
  struct saved saved = save_source("exports.f = (x) => x + 'text';");
  for (size_t length = 0; length < saved.length; length++) {
    char *part = malloc(length + 1);
    memcpy(part, saved.bytes, length);
    mica_program *program;
    mica_error error;
    assert_int_equal(mica_program_load(part, length, &program, &error), MICA_ERROR_SAVED);
    assert_null(program);
    assert_true(error.line == 0 && strlen(error.message) > 20);
    // As one who knows of the length would hand it over.
    forge_seal(part, length);
    mica_status status = forge_run(part, length, NULL);
    assert_true(status != MICA_OK || length > saved.length / 2);
    free(part);
  }
  free(saved.bytes);
}

// One bit of each byte, another one in the next round. Nothing that the checksums do not see.
static void every_flipped_byte_is_an_error(void **state) {
  (void)state;
  static const char *const sources[] = {"", "exports.f = (x) => x + 'text';", whole_language};
  for (unsigned source = 0; source < sizeof sources / sizeof *sources; source++) {
    struct saved saved = save_source(sources[source]);
    for (size_t at = source; at < saved.length; at += SAMPLE) {
      char flipped = (char)(1u << (at + source) % 8);
      saved.bytes[at] ^= flipped;
      mica_program *program;
      mica_error error;
      mica_status status = mica_program_load(saved.bytes, saved.length, &program, &error);
      if (status == MICA_OK) {
        status = mica_precompile(program, &error);
        mica_program_release(program);
      }
      if (status != MICA_ERROR_SAVED)
        fail_msg("byte %zu: status %d", at, status);
      status = forge_run(saved.bytes, saved.length, NULL);
      assert_true(status == MICA_ERROR_SAVED || status == MICA_OK || status == MICA_ERROR_THROWN);
      saved.bytes[at] ^= flipped;
    }
    free(saved.bytes);
  }
}

static void other_builds_are_told_to_compile_again(void **state) {
  (void)state;
  struct saved saved = save_source("1;");
  struct saved_head *head = (struct saved_head *)saved.bytes;
  char text[256];
  head->fingerprint++;
  assert_int_equal(forge_run(saved.bytes, saved.length, text), MICA_ERROR_SAVED);
  assert_non_null(strstr(text, "another build of Mica (0."));
  assert_non_null(strstr(text, "compile it again"));
  head->fingerprint--;
  head->format++;
  assert_int_equal(forge_run(saved.bytes, saved.length, text), MICA_ERROR_SAVED);
  assert_non_null(strstr(text, "compile it again"));
  assert_int_equal(forge_run("const a = 1;", 12, text), MICA_ERROR_SAVED);
  assert_non_null(strstr(text, "no saved program"));
  free(saved.bytes);
}

// ---- Forgeries

// The first word of the first function's code with this opcode.
static uint32_t *find_word(struct saved saved, enum opcode opcode) {
  uint32_t *words = words_of(saved, 1);
  for (uint32_t at = 0; at < body_of(saved, 1)->word_count;) {
    if (instruction_opcode(words[at]) == opcode)
      return &words[at];
    at += 1 + format_operand_words(opcode_format(instruction_opcode(words[at])));
  }
  fail_msg("no %s", opcode_name(opcode));
  return NULL;
}

// A function of this source with one word of its code replaced.
struct forgery {
  const char *source;
  enum opcode at;
  int offset; // words from the first instruction of that opcode
  uint32_t word;
  const char *message; // of the verifier; NULL: it may run
};

#define ABC(opcode, a, b, c)                                                                       \
  ((uint32_t)OP_##opcode | (uint32_t)(a) << 8 | (uint32_t)(b) << 16 | (uint32_t)(c) << 24)
#define AD(opcode, a, d) ABC(opcode, a, (d)&0xFF, (d) >> 8 & 0xFF)

static const struct forgery forgeries[] = {
    {"let a = 1;", OP_LOAD_INT, 0, 0xFF, "there is no instruction 255"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(EXIT, 0, 0, 0), "EXIT stands in no saved program"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(INTRINSIC, 1, 0, 0), "INTRINSIC stands in no"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(ADD_DOUBLE, 1, 0, 0), "ADD_DOUBLE stands in no"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(LOAD_INT, 200, 0), "register 200 of"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(MOVE, 1, 1, 0), "register 1 holds no value"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(GET_BOX, 1, 0, 0), "register 0 holds no box"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(SET_BOX, 0, 0, 0), "register 0 holds no box"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(COPY_BOX, 0, 0, 0), "register 0 holds no box"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(APPEND, 0, 0, 1), "no array under construction"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(TAKE_NEXT, 0, 0, 0), "register 0 holds no iterator"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(LOAD_SPECIAL, 1, 6), "there is no special value 6"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(LOAD_SPECIAL, 0, 4), "register 0 holds no value"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(GET_MODULE, 1, 5), "module variable 5 of 5"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(GET_CAPTURE, 1, 0), "capture 0 of 0"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(GET_CAPTURE_BOX, 1, 0), "capture 0 of 0"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(CLOSURE, 1, 0), "function 0 of 0 inside"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(FILL_CAPTURES, 0, 0), "function 0 of 0 inside"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(JUMP, 0xFF, 0xFF, 0xFF), "a jump backwards"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(JUMP, 0x7F, 0, 0), "a jump leads to no instruction"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(LOOP, 0x7F, 0, 0), "a jump leads to no instruction"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(CALL, 0, 0, 0), "the word of a call for native code"},
    {"let a = this.b();", OP_CALL_METHOD, 0, ABC(CALL_METHOD, 2, 0, 0),
     "register 2 holds no value"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(NEW_OBJECT, 1, 0xFFFF), "room for -1"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(NEW_OBJECT, 1, 129), "room for 129"},
    {"let a = 1;", OP_LOAD_INT, 0, AD(NEW_ARRAY, 1, 0x8000), "room for -32768"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(SET_ELEMENT_SPECIAL, 0, 0, 4), "no special value 4"},
    {"let a = 1;", OP_LOAD_INT, 0, ABC(MOVE, 0, 0, 0), NULL},
    {"let a = 1;", OP_RETURN_UNDEFINED, 0, ABC(MOVE, 0, 0, 0), "the end is run past"},
    {"let a = 1;", OP_RETURN_UNDEFINED, 0, ABC(LOAD_CONSTANT, 0, 0, 0), "goes on behind the end"},
    {"let a = this + 2;", OP_ADD_INT, 0, ABC(ADD_K, 1, 0, 0), "no such constant"},
    {"let a = this % 0.5;", OP_REMAINDER_K, 1, 8, "no such constant"},
    {"let a = (this * 3) % 7;", OP_MULTIPLY_REMAINDER_K, 0, ABC(MULTIPLY_REMAINDER_K, 1, 0, 0),
     NULL},
    {"let a = this.x; let b = this.y;", OP_GET_PROPERTY, 3, 0, "no such cache"},
    {"let a = { b: this };", OP_NEW_RECORD, 0, ABC(NEW_RECORD, 1, 2, 0), "a record of 0"},
    {"let a = { b: this };", OP_NEW_RECORD, 0, ABC(NEW_RECORD, 1, 2, 2), "no such cache"},
    {"for (const a of this) ;", OP_ITERATE, 0, ABC(MOVE, 1, 1, 0), "holds no iterator"},
    {"for (const a of this) ;", OP_ITERATE, 0, ABC(ENUMERATE, 1, 0, 0), "holds no iterator"},
    {"for (const a in this) ;", OP_ENUMERATE, 0, ABC(ITERATE, 1, 0, 0), "list of names"},
    {"const [a, b] = this;", OP_TAKE_NEXT, 0, ABC(NEW_BOX, 3, 0, 0), "holds no value"},
    {"f(...this);", OP_NEW_ARRAY, 0, ABC(MOVE, 4, 0, 0), "holds no"},
    {"f(...this);", OP_APPEND_SPREAD, 0, ABC(MOVE, 1, 4, 0), "holds no array of arguments"},
    {"f(1);", OP_LOAD_INT, 0, ABC(NEW_BOX, 4, 0, 0), "holds no value"},
    {"f(1);", OP_CALL, 0, ABC(CALL, 1, 0, 9), "register"},
    {"new f(1);", OP_CONSTRUCT, 0, ABC(CALL, 1, 0, 1), "register 3 holds no value"},
    {"const g = () => this;", OP_RETURN_UNDEFINED, 0, ABC(RETURN, 9, 0, 0), "register 9 of"},
    {"try { f(); } catch { }", OP_GET_GLOBAL, 0, ABC(NEW_BOX, 0, 0, 0),
     "cache 0 is of no instruction"},
    // What the verifier leaves to handlers.
    {"class A { static m() {} }", OP_LINK_CLASS, 0, ABC(LINK_CLASS, 0, 0, 0), NULL},
    {"class A { static m() {} }", OP_LINK_CLASS, 0, ABC(DEFINE_METHOD, 0, 0, 0), NULL},
    {"class A { static m() {} }", OP_LINK_CLASS, 0, ABC(DEFINE_GETTER, 0, 0, 0), NULL},
    {"class A { static m() {} }", OP_LINK_CLASS, 0, ABC(SET_PROTOTYPE, 0, 0, 0), NULL},
    {"class A { static m() {} }", OP_LINK_CLASS, 0, ABC(GET_PROTOTYPE, 0, 0, 0), NULL},
    {"class A { static m() {} }", OP_LINK_CLASS, 0, ABC(SET_FUNCTION_NAME, 0, 0, 0), NULL},
    {"class A { static m() {} }", OP_LINK_CLASS, 0, ABC(DEFINE_ELEMENT, 0, 0, 0), NULL},
};

static void forged_instructions_are_refused_by_name(void **state) {
  (void)state;
  unsigned failures = 0;
  for (unsigned at = 0; at < sizeof forgeries / sizeof *forgeries; at++) {
    const struct forgery *forgery = &forgeries[at];
    char source[256];
    snprintf(source, sizeof source, "(function () { %s })();", forgery->source);
    struct saved saved = save_source(source);
    find_word(saved, forgery->at)[forgery->offset] = forgery->word;
    forge_seal(saved.bytes, saved.length);
    char text[256];
    mica_status status = forge_run(saved.bytes, saved.length, text);
    bool right = forgery->message ? status == MICA_ERROR_SAVED && strstr(text, forgery->message)
                                  : status == MICA_OK || status == MICA_ERROR_THROWN;
    if (!right)
      print_message("%u, %s: status %d: %s\n", at, forgery->source, status, text);
    failures += !right;
    free(saved.bytes);
  }
  assert_int_equal(failures, 0);
}

// Random changes of a body that leave it a body: most are refused, and what is not runs.
static void change_word(struct random *random, struct saved saved, uint32_t index) {
  uint32_t *words = words_of(saved, index);
  uint32_t count = body_of(saved, index)->word_count;
  uint32_t *word = &words[random_below(random, count)];
  switch (random_below(random, 6)) {
  case 0: // another opcode
    *word = (*word & ~0xFFu) | random_below(random, OPCODE_COUNT);
    return;
  case 1: // another register, likely one that there is
    *word = (*word & ~0xFF00u) | random_below(random, 10) << 8;
    return;
  case 2:
    *word = (*word & ~0xFF0000u) | random_below(random, 10) << 16;
    return;
  case 3:
    *word = (*word & 0x00FFFFFF) | random_below(random, 10) << 24;
    return;
  case 4: // an instruction or operand from elsewhere
    *word = words[random_below(random, count)];
    return;
  default:
    *word ^= 1u << random_below(random, 32);
  }
}

static void change_byte(struct random *random, struct saved saved, uint32_t index) {
  struct saved_row *row = row_of(saved, index);
  char *byte = saved.bytes + row->at + random_below(random, row->bytes);
  *byte = random_below(random, 2) ? (char)random_below(random, 256)
                                  : (char)(*byte ^ 1 << random_below(random, 8));
}

static void change_anything(struct random *random, struct saved saved) {
  uint32_t at = random_below(random, (uint32_t)saved.length);
  saved.bytes[at] = (char)random_below(random, 256);
}

static unsigned long forgery_rounds(void) {
  const char *rounds = getenv("FORGERY_ROUNDS");
  return rounds ? strtoul(rounds, NULL, 10) : 4000 / SAMPLE;
}

static void random_forgeries_end_in_an_error_or_run(void **state) {
  (void)state;
  struct saved original = save_source(whole_language);
  struct saved saved = {malloc(original.length), original.length};
  const char *seed = getenv("FORGERY_SEED");
  struct random random = {seed ? strtoull(seed, NULL, 10) : 20261129};
  uint32_t functions = ((struct saved_head *)original.bytes)->function_count;
  unsigned long ran = 0, rounds = forgery_rounds();
  for (unsigned long round = 0; round < rounds; round++) {
    memcpy(saved.bytes, original.bytes, original.length);
    for (uint32_t change = random_below(&random, 3) + 1; change > 0; change--) {
      // The module's own code runs in any case.
      uint32_t index = random_below(&random, 2) ? 0 : random_below(&random, functions);
      uint32_t kind = random_below(&random, 8);
      if (kind < 6) {
        change_word(&random, saved, index);
        continue;
      }
      if (kind == 6)
        change_byte(&random, saved, index);
      else
        change_anything(&random, saved);
      break; // where the words are is not certain any more
    }
    forge_seal(saved.bytes, saved.length);
    mica_status status = forge_run(saved.bytes, saved.length, NULL);
    ran += status != MICA_ERROR_SAVED;
  }
  print_message("# %lu of %lu forgeries ran\n", ran, rounds);
  assert_true(ran > rounds / 20);
  free(saved.bytes);
  free(original.bytes);
}

// ---- Threads

struct shared {
  mica_program *program;
  mica_factory *factory;
};

static void *run_shared(void *data) {
  const struct shared *shared = data;
  for (int i = 0; i < 5; i++) {
    mica_runtime *runtime = mica_factory_runtime(shared->factory);
    mica_value exports, value;
    if (mica_run(runtime, shared->program, &exports) != MICA_OK ||
        mica_get(runtime, exports, "message", &value) != MICA_OK ||
        mica_type_of(value) != MICA_STRING)
      return data;
    mica_runtime_free(runtime);
  }
  return NULL;
}

static void threads_share_a_loaded_program(void **state) {
  (void)state;
  struct saved saved = save_source(
      "function fails() { undefined.x; }\n const f = [() => 1, () => 2, (a) => a()];\n"
      "try { exports.none(f[2](f[0])); } catch (error) { exports.message = error.stack; }\n");
  struct shared shared = {load_saved(saved), mica_factory_new(NULL)};
  pthread_t threads[4];
  for (int i = 0; i < 4; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, run_shared, &shared), 0);
  for (int i = 0; i < 4; i++) {
    void *failed;
    assert_int_equal(pthread_join(threads[i], &failed), 0);
    assert_null(failed);
  }
  mica_factory_release(shared.factory);
  mica_program_release(shared.program);
  free(saved.bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(language_tests_run_as_they_were_saved),
      cmocka_unit_test(programs_run_as_they_were_saved),
      cmocka_unit_test(saving_a_loaded_program_gives_the_same_bytes),
      cmocka_unit_test(a_loaded_program_quotes_its_source),
      cmocka_unit_test(the_tree_tier_refuses_a_saved_program),
      cmocka_unit_test(borrowed_bytes_are_released_with_the_last_reference),
      cmocka_unit_test(bytes_that_are_refused_stay_the_hosts),
      cmocka_unit_test(every_truncation_is_an_error),
      cmocka_unit_test(every_flipped_byte_is_an_error),
      cmocka_unit_test(other_builds_are_told_to_compile_again),
      cmocka_unit_test(forged_instructions_are_refused_by_name),
      cmocka_unit_test(random_forgeries_end_in_an_error_or_run),
      cmocka_unit_test(threads_share_a_loaded_program),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
