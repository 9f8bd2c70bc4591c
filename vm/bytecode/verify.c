// The verifier (verify.h). First all words are read once, for what does not depend on the way: the
// instructions, where they begin, what jumps where. Then passes over the code in its order follow
// the kinds of the registers. A place that jumps lead to has a *row*: what holds on every way to
// it. A pass after which no row of a loop has changed is the last; since a register's kind changes
// twice at most, and inner loops settle within the pass of an outer one, few suffice.
#include "vm/bytecode/verify.h"

#include "vm/syntax/arena.h"
#include "vm/syntax/describe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

enum role {
  ROLE_NONE,
  ROLE_READ,
  ROLE_WRITE,
  ROLE_UPDATE,
  ROLE_KEY,
  ROLE_BOX,
  ROLE_PRIVATE,
  ROLE_LIST,
  ROLE_WRITE_BOX,
  ROLE_WRITE_PRIVATE,
  ROLE_WRITE_LIST,
};

enum constant_rule { CONSTANT_ANY, CONSTANT_NAME, CONSTANT_POSITIVE };

enum rule {
  RULE_PLAIN,
  RULE_NEVER,
  RULE_MOVE,
  RULE_MOVE_TWO,
  RULE_SPECIAL,
  RULE_ENDS,
  RULE_LOOP,
  RULE_LOOP_ENDS,
  RULE_RETURN,
  RULE_ELEMENT_SPECIAL,
  RULE_METHOD,
  RULE_CAPACITY,
  RULE_RECORD,
  RULE_ELEMENTS,
  RULE_EXCLUDED,
  RULE_OPEN_CLASS,
  RULE_GET_SUPER,
  RULE_SET_SUPER,
  RULE_MODULE,
  RULE_CAPTURE,
  RULE_CAPTURE_BOX,
  RULE_CLOSURE,
  RULE_FILL,
  RULE_CALL,
  RULE_CALL_THIS,
  RULE_CALL_MODULE,
  RULE_CALL_SPREAD,
  RULE_CONSTRUCT,
  RULE_CONSTRUCT_THIS,
  RULE_CONSTRUCT_SPREAD,
  RULE_CONSTRUCT_SPREAD_THIS,
  RULE_CONSTRUCTED,
  RULE_ITERATE,
  RULE_ITERATE_NEXT,
  RULE_TAKE,
  RULE_ENUMERATE,
  RULE_ENUMERATE_NEXT,
};

struct effect {
  uint8_t a, b, c, constant, rule;
};
static const struct effect effects[] = {
#define EFFECT(name, a, b, c, constant, rule)                                                      \
  {ROLE_##a, ROLE_##b, ROLE_##c, CONSTANT_##constant, RULE_##rule},
#include "vm/bytecode/effects.def"
#undef EFFECT
};
enum {
#define EFFECT(name, a, b, c, constant, rule) EFFECT_##name,
#include "vm/bytecode/effects.def"
#undef EFFECT
};
#define OPCODE(name, format, semantics)                                                            \
  _Static_assert((int)EFFECT_##name == (int)OP_##name,                                             \
                 "effects.def is in the order of opcodes.def");
#include "vm/bytecode/opcodes.def"
#undef OPCODE

#define MOST_REGISTERS 256
#define MOST_PASSES 100
#define MOST_ROW_BYTES ((size_t)256 << 20)
// As many ranges of handlers as a source can nest.
#define MOST_NESTED 1000
#define MOST_CAPACITY 128 // of NEW_OBJECT
#define MOST_RECORD 16

struct verifier {
  const struct bytecode_program *program;
  const struct function_template *template;
  struct arena *scratch;
  mica_error *error;
  jmp_buf *failed;
  uint32_t at;          // the word that is being looked at
  uint8_t *starts;      // by word: does an instruction begin here?
  uint8_t *used_caches; // by cache
  uint32_t *targets;    // by word: the number of its row, from 1; 0: none
  uint32_t *handlers;   // by word: the number of the innermost handler, from 1; 0: none
  uint32_t target_count;
  uint8_t **rows; // NULL: no way there has been found
  size_t row_bytes;
  bool again; // a row has changed behind this pass
  // What holds before the instruction.
  uint8_t kinds[MOST_REGISTERS];
  uint16_t closures[MOST_REGISTERS]; // of KIND_CLOSURE: which child
  bool lives;                        // some way leads here
  uint32_t handler;                  // that knows of `kinds`; 0: none
};

// ---- Failing

__attribute__((format(printf, 2, 3))) _Noreturn static void fail(struct verifier *v,
                                                                 const char *format, ...) {
  char name[64] = "<module>", what[128];
  if (v->template->index > 0)
    syntax_string_text(v->template->name, name, sizeof name);
  va_list values;
  va_start(values, format);
  vsnprintf(what, sizeof what, format, values);
  va_end(values);
  *v->error = (mica_error){.status = MICA_ERROR_SAVED};
  snprintf(v->error->message, sizeof v->error->message,
           "the saved program is damaged: function %u (%s), word %u: %s; compile it again",
           v->template->index, name, v->at, what);
  longjmp(*v->failed, 1);
}

static void *allocate(struct verifier *v, size_t bytes) {
  void *memory = arena_allocate(v->scratch, bytes);
  if (memory == NULL) {
    *v->error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
    longjmp(*v->failed, 1);
  }
  return memory;
}

// ---- What does not depend on the way

static uint32_t word_at(const struct verifier *v, uint32_t at) { return v->template->words[at]; }

// The index of what the operand word displaces to, `bytes` each, from word `from` of the code on.
static uint32_t operand_index(struct verifier *v, uint32_t operand, uint32_t from, size_t bytes,
                              uint32_t count, const char *what) {
  int64_t distance = (int64_t)operand + (int32_t)word_at(v, operand) - from;
  int64_t step = (int64_t)(bytes / sizeof(uint32_t));
  if (distance < 0 || distance % step != 0 || distance / step >= count)
    fail(v, "no such %s", what);
  return (uint32_t)(distance / step);
}

static uint32_t constants_from(const struct verifier *v) {
  return (v->template->word_count + 1) & ~1u;
}

static Value constant_at(struct verifier *v, uint32_t operand) {
  return v->template->constants[operand_index(v, operand, constants_from(v), sizeof(Value),
                                              v->template->constant_count, "constant")];
}

static void check_constant(struct verifier *v, uint32_t operand, enum constant_rule rule) {
  Value constant = constant_at(v, operand);
  if (rule == CONSTANT_NAME && !value_is_string(constant))
    fail(v, "a name is no string");
  if (rule == CONSTANT_POSITIVE && (!value_is_int32(constant) || value_to_int32_raw(constant) <= 0))
    fail(v, "an operand is no positive integer");
}

static void check_caches(struct verifier *v, uint32_t operand, uint32_t count) {
  uint32_t from = constants_from(v) + 2 * v->template->constant_count;
  uint32_t first = operand_index(v, operand, from, sizeof(struct property_cache),
                                 v->template->cache_count, "cache");
  if (count > v->template->cache_count - first)
    fail(v, "no such cache");
  for (uint32_t at = first; at < first + count; at++) {
    if (v->used_caches[at])
      fail(v, "a cache of another instruction");
    v->used_caches[at] = true;
  }
}

static bool equal(const struct syntax_string *a, const struct syntax_string *b) {
  if (a->length != b->length)
    return false;
  for (uint32_t at = 0; at < a->length; at++)
    if (syntax_string_unit(a, at) != syntax_string_unit(b, at))
      return false;
  return true;
}

// The names of a record's properties: each another, and none an index.
static void check_record(struct verifier *v, uint32_t operand, uint32_t count) {
  if (count == 0 || count > MOST_RECORD)
    fail(v, "a record of %u properties", count);
  uint32_t from = constants_from(v) + 2 * v->template->constant_count;
  uint32_t first = operand_index(v, operand, from, sizeof(struct property_cache),
                                 v->template->cache_count, "cache");
  if (count > v->template->cache_count - first)
    fail(v, "no such cache");
  for (uint32_t at = first; at < first + count; at++) {
    const struct syntax_string *name = v->template->cache_names[at];
    uint16_t unit = name->length > 0 ? syntax_string_unit(name, 0) : 0;
    if (unit >= '0' && unit <= '9')
      fail(v, "a property of a record is an index");
    for (uint32_t other = first; other < at; other++)
      if (equal(name, v->template->cache_names[other]))
        fail(v, "a record has a property twice");
  }
}

static uint32_t jump_target(const struct verifier *v, uint32_t at) {
  enum opcode opcode = instruction_opcode(word_at(v, at));
  if (opcode_format(opcode) == FORMAT_O)
    return at + 1 + (uint32_t)instruction_o(word_at(v, at));
  return at + 1 + word_at(v, at + 1);
}

static bool jumps(enum opcode opcode) {
  enum format format = opcode_format(opcode);
  return format == FORMAT_O || format == FORMAT_AJ || format == FORMAT_ABJ ||
         format == FORMAT_ADJ || format == FORMAT_ABJP;
}

static void add_target(struct verifier *v, uint32_t target) {
  if (target >= v->template->word_count || !v->starts[target])
    fail(v, "a jump leads to no instruction");
  if (v->targets[target] == 0)
    v->targets[target] = ++v->target_count;
}

// Native code fills the word in, and jumps to what it finds there.
static void check_native_word(struct verifier *v, uint32_t word) {
  if (word_at(v, word) != 0)
    fail(v, "the word of a call for native code is not zero");
}

static void check_operand_words(struct verifier *v, enum format format, uint32_t word) {
  const struct effect *effect = &effects[instruction_opcode(word)];
  uint32_t operand = v->at + 1;
  switch (format) {
  case FORMAT_ABKK:
    check_constant(v, operand + 1, effect->constant);
    check_constant(v, operand, effect->constant);
    return;
  case FORMAT_AK:
  case FORMAT_ABK:
  case FORMAT_ADK:
  case FORMAT_ABCK:
    check_constant(v, operand, effect->constant);
    return;
  case FORMAT_AW:
  case FORMAT_ANW:
    check_native_word(v, operand);
    return;
  case FORMAT_ADMW:
    check_native_word(v, operand + 1);
    if ((word_at(v, operand) & 0x00FFFFFF) != instruction_a(word) << 8)
      fail(v, "the second word of a call names another register");
    return;
  case FORMAT_ABNP:
    check_record(v, operand, instruction_c(word));
    check_caches(v, operand, instruction_c(word));
    return;
  case FORMAT_ABJP:
    check_caches(v, operand + 1, 1);
    return;
  case FORMAT_AP:
  case FORMAT_ABP:
  case FORMAT_ABCP:
    check_caches(v, operand, 1);
    return;
  default:
    return;
  }
}

// The instruction at v->at; the word after it.
static uint32_t read_instruction(struct verifier *v) {
  uint32_t word = word_at(v, v->at);
  enum opcode opcode = instruction_opcode(word);
  if (opcode >= OPCODE_COUNT)
    fail(v, "there is no instruction %u", (unsigned)opcode);
  if (effects[opcode].rule == RULE_NEVER)
    fail(v, "%s stands in no saved program", opcode_name(opcode));
  uint32_t more = format_operand_words(opcode_format(opcode));
  if (more >= v->template->word_count - v->at)
    fail(v, "%s goes on behind the end", opcode_name(opcode));
  v->starts[v->at] = true;
  check_operand_words(v, opcode_format(opcode), word);
  return v->at + 1 + more;
}

static bool is_boundary(const struct verifier *v, uint32_t word) {
  return word == v->template->word_count || (word < v->template->word_count && v->starts[word]);
}

// A throw goes forward, so that a loop by way of handlers polls as well.
static void read_handlers(struct verifier *v) {
  const struct function_template *template = v->template;
  uint64_t protected = 0;
  for (uint32_t at = template->handler_count; at-- > 0;) {
    const struct exception_handler *handler = &template->handlers[at];
    v->at = handler->start;
    if (!is_boundary(v, handler->start) || !is_boundary(v, handler->end) ||
        handler->start >= handler->end || handler->target < handler->end ||
        handler->value_register >= template->register_count)
      fail(v, "handler %u is none", at);
    protected += handler->end - handler->start;
    if (protected > (uint64_t)MOST_NESTED * template->word_count)
      fail(v, "handlers are nested too deeply");
    add_target(v, handler->target);
    for (uint32_t word = handler->start; word < handler->end; word++)
      v->handlers[word] = at + 1;
  }
}

static void read_words(struct verifier *v) {
  const struct function_template *template = v->template;
  for (v->at = 0; v->at < template->word_count;)
    v->at = read_instruction(v);
  for (v->at = 0; v->at < template->word_count; v->at++) {
    if (!v->starts[v->at] || !jumps(instruction_opcode(word_at(v, v->at))))
      continue;
    uint32_t target = jump_target(v, v->at);
    enum rule rule = effects[instruction_opcode(word_at(v, v->at))].rule;
    if (target <= v->at && rule != RULE_LOOP && rule != RULE_LOOP_ENDS)
      fail(v, "a jump backwards that is no loop's");
    add_target(v, target);
  }
  for (uint32_t at = 0; at < template->cache_count; at++)
    if (!v->used_caches[at])
      fail(v, "cache %u is of no instruction", at);
}

// ---- Kinds

static bool is_value(uint8_t kind) { return kind == KIND_VALUE || kind >= KIND_LIST; }

static uint8_t joined(uint8_t a, uint8_t b) {
  if (a == b)
    return a;
  if (!is_value(a) || !is_value(b))
    return KIND_NONE;
  return a >= KIND_ITERATED && b >= KIND_ITERATED ? KIND_TAKEN : KIND_VALUE;
}

static unsigned checked_register(struct verifier *v, unsigned number) {
  if (number >= v->template->register_count)
    fail(v, "register %u of %u", number, v->template->register_count);
  return number;
}

static void set(struct verifier *v, unsigned number, enum register_kind kind) {
  checked_register(v, number);
  if (v->kinds[number] != kind)
    v->handler = 0;
  v->kinds[number] = (uint8_t)kind;
}

static void expect(struct verifier *v, unsigned number, enum register_kind kind, const char *what) {
  if (v->kinds[checked_register(v, number)] != kind)
    fail(v, "register %u holds no %s", number, what);
}

// Reads a value, which from now on script may share.
static void read_value(struct verifier *v, unsigned number) {
  uint8_t kind = v->kinds[checked_register(v, number)];
  if (!is_value(kind))
    fail(v, "register %u holds no value", number);
  if (kind >= KIND_LIST && kind <= KIND_NAMES)
    set(v, number, KIND_VALUE);
}

static void read_values(struct verifier *v, unsigned first, unsigned count) {
  for (unsigned at = 0; at < count; at++)
    read_value(v, first + at);
}

// Of a read register: the kind that a copy has.
static uint8_t read_any(struct verifier *v, unsigned number) {
  uint8_t kind = v->kinds[checked_register(v, number)];
  if (kind == KIND_BOX || kind == KIND_PRIVATE || kind == KIND_HOLE)
    return kind;
  read_value(v, number);
  return KIND_VALUE;
}

static void lose_from(struct verifier *v, unsigned first) {
  for (unsigned number = first; number < v->template->register_count; number++)
    set(v, number, KIND_NONE);
}

// ---- Ways

static uint8_t *row_of(struct verifier *v, uint32_t target) {
  return v->rows[v->targets[target] - 1];
}

// One more way to the target, on which the registers are as they are now. What `is_behind` takes
// another pass if it matters there.
static void join(struct verifier *v, uint32_t target, bool is_behind) {
  unsigned count = v->template->register_count;
  uint8_t *row = row_of(v, target);
  if (row == NULL) {
    v->row_bytes += count;
    if (v->row_bytes > MOST_ROW_BYTES)
      fail(v, "too many branches");
    row = v->rows[v->targets[target] - 1] = allocate(v, count);
    for (unsigned at = 0; at < count; at++)
      row[at] = v->kinds[at] == KIND_CLOSURE ? KIND_VALUE : v->kinds[at];
    v->again |= is_behind;
    return;
  }
  if (memcmp(row, v->kinds, count) == 0)
    return;
  for (unsigned at = 0; at < count; at++) {
    uint8_t kind = joined(row[at], v->kinds[at]);
    v->again |= is_behind && kind != row[at];
    row[at] = kind;
  }
}

static const struct exception_handler *handler_at(const struct verifier *v) {
  uint32_t number = v->handlers[v->at];
  return number == 0 ? NULL : &v->template->handlers[number - 1];
}

// The instruction may throw: before it does anything, but see lose_on_throw.
static void join_handler(struct verifier *v) {
  const struct exception_handler *handler = handler_at(v);
  if (handler == NULL || v->handler == v->handlers[v->at])
    return;
  join(v, handler->target, false);
  row_of(v, handler->target)[handler->value_register] = KIND_VALUE;
  v->handler = v->handlers[v->at];
}

// It may throw when it has overwritten these registers.
static void lose_on_throw(struct verifier *v, unsigned first, unsigned count) {
  const struct exception_handler *handler = handler_at(v);
  if (handler == NULL)
    return;
  uint8_t *row = row_of(v, handler->target);
  for (unsigned at = first; at < first + count && at < v->template->register_count; at++)
    if (at != handler->value_register)
      row[at] = KIND_NONE;
}

// ---- Rules

static void check_special(struct verifier *v, uint32_t word) {
  uint32_t number = (uint16_t)instruction_d(word);
  if (number > (VALUE_UNINITIALIZED & 0xFFFF))
    fail(v, "there is no special value %u", number);
  set(v, instruction_a(word), number == (VALUE_HOLE & 0xFFFF) ? KIND_HOLE : KIND_VALUE);
}

static void check_capacity(struct verifier *v, uint32_t word) {
  int most = instruction_opcode(word) == OP_NEW_OBJECT ? MOST_CAPACITY : INT16_MAX;
  if (instruction_d(word) < 0 || instruction_d(word) > most)
    fail(v, "room for %d", instruction_d(word));
}

static void check_elements(struct verifier *v, uint32_t word) {
  for (unsigned at = 0; at < instruction_c(word); at++) {
    unsigned number = checked_register(v, instruction_b(word) + at);
    if (v->kinds[number] == KIND_HOLE)
      set(v, instruction_a(word), KIND_HOLED_LIST);
    else
      read_value(v, number);
  }
}

static void open_class(struct verifier *v, unsigned a) {
  if (v->kinds[checked_register(v, a)] != KIND_HOLE)
    read_value(v, a);
  set(v, a, KIND_VALUE);
  set(v, a + 1, KIND_VALUE);
}

static uint8_t capture_kind(struct verifier *v, uint32_t index) {
  if (index >= v->template->capture_count)
    fail(v, "capture %u of %u", index, v->template->capture_count);
  return v->template->capture_kinds[index];
}

static struct function_template *child_at(struct verifier *v, uint32_t word) {
  uint32_t index = (uint16_t)instruction_d(word);
  if (index >= v->template->child_count)
    fail(v, "function %u of %u inside", index, v->template->child_count);
  return v->template->children[index];
}

// What the child captures, here and now, is of the kinds that it captures everywhere.
static void check_captures(struct verifier *v, struct function_template *child) {
  child->is_created = true;
  for (uint32_t at = 0; at < child->capture_count; at++) {
    struct capture_source source = child->captures[at];
    uint8_t kind = source.from_register ? read_any(v, source.index) : capture_kind(v, source.index);
    if (kind == KIND_HOLE || kind == KIND_NONE ||
        (child->capture_kinds[at] != KIND_NONE && child->capture_kinds[at] != kind))
      fail(v, "a closure captures something else at times");
    child->capture_kinds[at] = kind;
  }
  if (child->fields_capture != NO_FIELDS &&
      child->capture_kinds[child->fields_capture] != KIND_VALUE)
    fail(v, "the fields of a class are initialised by no function");
}

static void create_closure(struct verifier *v, uint32_t word) {
  check_captures(v, child_at(v, word));
  set(v, instruction_a(word), KIND_CLOSURE);
  v->closures[instruction_a(word)] = (uint16_t)instruction_d(word);
}

static void fill_captures(struct verifier *v, uint32_t word) {
  struct function_template *child = child_at(v, word);
  expect(v, instruction_a(word), KIND_CLOSURE, "new closure");
  if (v->closures[instruction_a(word)] != (uint16_t)instruction_d(word))
    fail(v, "register %u holds another closure", instruction_a(word));
  check_captures(v, child);
}

// A call takes all registers from its frame on.
static void finish_call(struct verifier *v, unsigned frame) {
  checked_register(v, frame + FRAME_HEADER);
  lose_on_throw(v, frame, MOST_REGISTERS);
  lose_from(v, frame);
  set(v, frame, KIND_VALUE);
}

static void check_call(struct verifier *v, enum rule rule, uint32_t word) {
  unsigned frame = instruction_a(word), count = instruction_c(word);
  bool spreads = rule == RULE_CALL_SPREAD || rule == RULE_CONSTRUCT_SPREAD ||
                 rule == RULE_CONSTRUCT_SPREAD_THIS;
  if (rule == RULE_CALL_MODULE)
    count = instruction_c(word_at(v, v->at + 1));
  if (rule == RULE_CALL_THIS || rule == RULE_CALL_SPREAD || rule == RULE_CONSTRUCT_THIS ||
      rule == RULE_CONSTRUCT_SPREAD_THIS)
    read_value(v, frame + FRAME_HEADER);
  if (spreads)
    expect(v, frame + FRAME_HEADER + 1, KIND_LIST, "array of arguments");
  else
    read_values(v, frame + FRAME_HEADER + 1, count);
  finish_call(v, frame);
  // What the callee leaves where its `this` was: a value, at each return.
  if (rule >= RULE_CONSTRUCT && rule <= RULE_CONSTRUCT_SPREAD_THIS)
    set(v, frame + FRAME_HEADER, KIND_VALUE);
}

static void check_module_slot(struct verifier *v, uint32_t word) {
  uint32_t slot = (uint16_t)instruction_d(word);
  if (slot >= v->program->module_slot_count)
    fail(v, "module variable %u of %u", slot, v->program->module_slot_count);
}

static void iterate(struct verifier *v, unsigned a) {
  read_value(v, a);
  lose_on_throw(v, a + 1, 1);
  set(v, a, KIND_ITERATED);
  set(v, a + 1, KIND_VALUE);
}

static void iterate_next(struct verifier *v, unsigned a) {
  expect(v, a, KIND_ITERATED, "iterator");
  read_value(v, a + 1);
}

static void take(struct verifier *v, unsigned a) {
  if (v->kinds[checked_register(v, a)] != KIND_TAKEN)
    expect(v, a, KIND_ITERATED, "iterator");
  read_value(v, a + 1);
  lose_on_throw(v, a, 3);
  set(v, a, KIND_TAKEN);
  set(v, a + 2, KIND_VALUE);
}

static void enumerate(struct verifier *v, unsigned a) {
  read_value(v, a);
  lose_on_throw(v, a, 4);
  set(v, a, KIND_NAMES);
  set(v, a + 1, KIND_VALUE);
  set(v, a + 3, KIND_ENUMERATED);
}

static void enumerate_next(struct verifier *v, unsigned a) {
  expect(v, a, KIND_NAMES, "list of names");
  expect(v, a + 3, KIND_ENUMERATED, "enumerated object");
  read_value(v, a + 1);
}

static void move_two(struct verifier *v, uint32_t word) {
  read_value(v, instruction_b(word));
  read_value(v, instruction_c(word));
  set(v, instruction_a(word), KIND_VALUE);
  set(v, instruction_a(word) + 1, KIND_VALUE);
}

// Reads what the operands' roles do not say.
static void apply_reads(struct verifier *v, enum rule rule, uint32_t word) {
  unsigned a = instruction_a(word), b = instruction_b(word), c = instruction_c(word);
  switch (rule) {
  case RULE_ELEMENT_SPECIAL:
    if (c > (VALUE_TRUE & 0xFFFF))
      fail(v, "there is no special value %u", c);
    return;
  case RULE_CAPACITY:
    check_capacity(v, word);
    return;
  case RULE_RECORD:
    read_values(v, b, c);
    return;
  case RULE_ELEMENTS:
    check_elements(v, word);
    return;
  case RULE_EXCLUDED:
    read_values(v, a + 1, c);
    lose_on_throw(v, a + 1, c);
    return;
  case RULE_SET_SUPER:
    read_value(v, a + 1);
    return;
  case RULE_MODULE:
    check_module_slot(v, word);
    return;
  case RULE_CAPTURE_BOX:
    if (capture_kind(v, (uint16_t)instruction_d(word)) != KIND_BOX)
      fail(v, "capture %d is no box", instruction_d(word));
    return;
  case RULE_RETURN:
    read_value(v, 0);
    return;
  case RULE_CONSTRUCTED:
    read_value(v, a + FRAME_HEADER);
    return;
  case RULE_ITERATE_NEXT:
    iterate_next(v, a);
    return;
  case RULE_ENUMERATE_NEXT:
    enumerate_next(v, a);
    return;
  default:
    return;
  }
}

// Writes what the operands' roles do not say, of instructions that do not jump.
static void apply_writes(struct verifier *v, enum rule rule, uint32_t word) {
  unsigned a = instruction_a(word), b = instruction_b(word);
  switch (rule) {
  case RULE_MOVE_TWO:
    move_two(v, word);
    return;
  case RULE_SPECIAL:
    check_special(v, word);
    return;
  case RULE_METHOD:
    lose_on_throw(v, a + FRAME_HEADER, 1);
    set(v, a + FRAME_HEADER, KIND_VALUE);
    return;
  case RULE_OPEN_CLASS:
    open_class(v, a);
    return;
  case RULE_GET_SUPER:
    read_values(v, b, 2);
    read_value(v, instruction_c(word));
    lose_on_throw(v, instruction_c(word), 1);
    set(v, a, KIND_VALUE);
    return;
  case RULE_CLOSURE:
    create_closure(v, word);
    return;
  case RULE_FILL:
    fill_captures(v, word);
    return;
  case RULE_CALL_MODULE:
    check_module_slot(v, word);
    check_call(v, rule, word);
    return;
  case RULE_CALL:
  case RULE_CALL_THIS:
  case RULE_CALL_SPREAD:
  case RULE_CONSTRUCT:
  case RULE_CONSTRUCT_THIS:
  case RULE_CONSTRUCT_SPREAD:
  case RULE_CONSTRUCT_SPREAD_THIS:
    check_call(v, rule, word);
    return;
  case RULE_ITERATE:
    iterate(v, a);
    return;
  case RULE_TAKE:
    take(v, a);
    return;
  case RULE_ENUMERATE:
    enumerate(v, a);
    return;
  default:
    return;
  }
}

static void read_operand(struct verifier *v, enum role role, unsigned number) {
  switch (role) {
  case ROLE_READ:
  case ROLE_UPDATE:
    read_value(v, number);
    return;
  case ROLE_KEY:
    if (v->kinds[checked_register(v, number)] != KIND_PRIVATE)
      read_value(v, number);
    return;
  case ROLE_BOX:
    expect(v, number, KIND_BOX, "box");
    return;
  case ROLE_PRIVATE:
    expect(v, number, KIND_PRIVATE, "private name");
    return;
  case ROLE_LIST:
    if (v->kinds[checked_register(v, number)] != KIND_HOLED_LIST)
      expect(v, number, KIND_LIST, "array under construction");
    return;
  default:
    return;
  }
}

static void write_operand(struct verifier *v, enum role role, unsigned number) {
  switch (role) {
  case ROLE_WRITE:
  case ROLE_UPDATE:
    set(v, number, KIND_VALUE);
    return;
  case ROLE_WRITE_BOX:
    set(v, number, KIND_BOX);
    return;
  case ROLE_WRITE_PRIVATE:
    set(v, number, KIND_PRIVATE);
    return;
  case ROLE_WRITE_LIST:
    set(v, number, KIND_LIST);
    return;
  default:
    return;
  }
}

// What the instruction at v->at does to the registers.
static void apply(struct verifier *v, uint32_t word) {
  const struct effect *effect = &effects[instruction_opcode(word)];
  enum rule rule = effect->rule;
  if (rule == RULE_MOVE) {
    set(v, instruction_a(word), read_any(v, instruction_b(word)));
    return;
  }
  read_operand(v, effect->a, instruction_a(word));
  read_operand(v, effect->b, instruction_b(word));
  read_operand(v, effect->c, instruction_c(word));
  apply_reads(v, rule, word);
  write_operand(v, effect->a, instruction_a(word));
  if (rule == RULE_CAPTURE)
    set(v, instruction_a(word), capture_kind(v, (uint16_t)instruction_d(word)));
  apply_writes(v, rule, word);
}

static bool falls_through(enum rule rule) {
  return rule != RULE_ENDS && rule != RULE_LOOP_ENDS && rule != RULE_RETURN;
}

// The ways on from the instruction.
static void leave(struct verifier *v, uint32_t word) {
  enum opcode opcode = instruction_opcode(word);
  enum rule rule = effects[opcode].rule;
  if (jumps(opcode)) {
    uint32_t target = jump_target(v, v->at);
    join(v, target, target <= v->at);
  }
  // The next element, where there is one.
  if (rule == RULE_ITERATE_NEXT || rule == RULE_ENUMERATE_NEXT)
    set(v, instruction_a(word) + 2, KIND_VALUE);
  v->lives = falls_through(rule);
}

// Where ways meet, what holds on all of them goes on.
static void arrive(struct verifier *v) {
  if (v->targets[v->at] == 0)
    return;
  if (v->lives)
    join(v, v->at, false);
  const uint8_t *row = row_of(v, v->at);
  v->lives = row != NULL;
  if (row != NULL)
    memcpy(v->kinds, row, v->template->register_count);
  v->handler = 0;
}

static void pass(struct verifier *v, uint32_t from) {
  const struct function_template *template = v->template;
  v->again = false;
  v->lives = true;
  v->handler = 0;
  for (v->at = from; v->at < template->word_count;) {
    uint32_t word = word_at(v, v->at);
    arrive(v);
    if (v->lives) {
      join_handler(v);
      apply(v, word);
      leave(v, word);
    }
    v->at += 1 + format_operand_words(opcode_format(instruction_opcode(word)));
  }
  if (v->lives)
    fail(v, "the end is run past");
}

// ---- The whole

// What a call fills before it enters.
static void enter(struct verifier *v) {
  const struct function_template *template = v->template;
  unsigned filled = 1u + template->parameter_count + template->has_rest + template->has_arguments;
  memset(v->kinds, KIND_NONE, sizeof v->kinds);
  for (unsigned at = 0; at < filled; at++)
    v->kinds[at] = KIND_VALUE;
}

// A constructor that the text leaves out is entered behind its first instruction, when that has
// been carried out for it.
static uint32_t enter_implicit(struct verifier *v) {
  const struct function_template *template = v->template;
  v->at = 0;
  if (template->parameter_count + template->has_rest + template->has_arguments > 0 ||
      template->register_count < 2 + FRAME_HEADER || template->word_count == 0 ||
      word_at(v, 0) != (OP_CONSTRUCT_SUPER | 1u << 8))
    fail(v, "an implicit constructor begins otherwise");
  enter(v);
  v->kinds[1] = v->kinds[1 + FRAME_HEADER] = KIND_VALUE;
  return RETURN_WORDS;
}

static void verify(struct verifier *v) {
  const struct function_template *template = v->template;
  v->starts = allocate(v, template->word_count + 1);
  v->used_caches = allocate(v, template->cache_count + 1);
  v->targets = allocate(v, (template->word_count + 1) * sizeof *v->targets);
  v->handlers = allocate(v, (template->word_count + 1) * sizeof *v->handlers);
  read_words(v);
  read_handlers(v);
  v->rows = allocate(v, (v->target_count + 1) * sizeof *v->rows);
  unsigned passes = 0;
  do {
    if (passes++ == MOST_PASSES)
      fail(v, "loops are nested too deeply");
    uint32_t from = 0;
    if (template->is_implicit)
      from = enter_implicit(v);
    else
      enter(v);
    pass(v, from);
  } while (v->again);
}

bool verify_function(const struct bytecode_program *program,
                     const struct function_template *template, mica_error *error) {
  jmp_buf failed;
  struct arena *scratch = arena_new(4096 + 10 * (size_t) template->word_count);
  struct verifier *v = scratch ? arena_allocate(scratch, sizeof *v) : NULL;
  if (v == NULL) {
    arena_free(scratch);
    *error = (mica_error){.status = MICA_ERROR_MEMORY, .message = "out of memory"};
    return false;
  }
  *v = (struct verifier){.program = program,
                         .template = template,
                         .scratch = scratch,
                         .error = error,
                         .failed = &failed};
  bool failing = setjmp(failed) != 0;
  if (!failing)
    verify(v);
  arena_free(scratch);
  return !failing;
}
