// A template becomes code: the instance that one runtime executes; or, as long as nobody has called
// it, a stub.
#include "vm/bytecode/bytecode.h"

#include "vm/baseline/baseline.h"
#include "vm/core/program.h"
#include "vm/profile/profile.h"
#include "vm/stress.h"

static const struct {
  const char *name, *semantics;
  enum format format;
} opcode_table[] = {
#define OPCODE(name, format, semantics) {#name, semantics, FORMAT_##format},
#include "vm/bytecode/opcodes.def"
#undef OPCODE
};

const char *opcode_name(enum opcode opcode) { return opcode_table[opcode].name; }
const char *opcode_semantics(enum opcode opcode) { return opcode_table[opcode].semantics; }
enum format opcode_format(enum opcode opcode) { return opcode_table[opcode].format; }

unsigned format_operand_words(enum format format) {
  switch (format) {
  case FORMAT_AJ:
  case FORMAT_ABJ:
  case FORMAT_ADJ:
  case FORMAT_AK:
  case FORMAT_ABK:
  case FORMAT_ADK:
  case FORMAT_AW:
  case FORMAT_ANW:
  case FORMAT_AP:
  case FORMAT_ABP:
  case FORMAT_ABCP:
  case FORMAT_ABCK:
  case FORMAT_ABNP:
    return 1;
  case FORMAT_ABJP:
  case FORMAT_ABKK:
  case FORMAT_ADMW:
    return 2;
  default:
    return 0;
  }
}

// Constants that are strings are atoms where they may be names, so that o["name"] finds them as
// they are. VALUE_EXCEPTION: no memory for a string, here and below.
static Value runtime_constant(struct vm *vm, Value constant) {
  if (!value_is_string(constant))
    return constant;
  struct string *string = program_string(vm, value_pointer(constant));
  Value key = string ? property_key_from_string(vm, string) : VALUE_EXCEPTION;
  return value_is_string(key) || key == VALUE_EXCEPTION ? key : value_from_string(string);
}

static PropertyKey runtime_key(struct vm *vm, const struct syntax_string *name) {
  struct string *string = program_string(vm, name);
  return string ? property_key_from_string(vm, string) : VALUE_EXCEPTION;
}

// What the runtime has of its own of the template's constants and names. false: no memory.
static bool fill_code(struct vm *vm, struct code *code, const struct function_template *template) {
  for (uint32_t at = 0; at < template->constant_count; at++) {
    code->constants[at] = runtime_constant(vm, template->constants[at]);
    if (code->constants[at] == VALUE_EXCEPTION)
      return false;
  }
  for (uint32_t at = 0; at < template->cache_count; at++) {
    code->caches[at] = (struct property_cache){.key = runtime_key(vm, template->cache_names[at])};
    if (code->caches[at].key == VALUE_EXCEPTION)
      return false;
  }
  return true;
}

static enum construction_kind construction_of(const struct function_template *template) {
  if (template->is_implicit)
    return CONSTRUCTION_GENERAL;
  return template->flags & FUNCTION_FLAG_DERIVED ? CONSTRUCTION_DERIVED : CONSTRUCTION_BASE;
}

static struct code *code_allocate(struct vm *vm, size_t bytes, struct mica_program *program,
                                  const struct function_template *template) {
  struct code *code = heap_allocate_large(vm, bytes, CELL_CODE);
  if (code == NULL) {
    throw_final(vm, MICA_ERROR_LIMIT, "out of memory");
    return NULL;
  }
  code->template = template;
  code->program = program_retain(program);
  code->outer = code->compiled = NULL;
  code->capture_count = (uint16_t) template->capture_count;
  code->function_flags = template->flags;
  code->entry = (const void *)baseline_enter;
  code->native = NULL;
  code->heat = code->patience = 0;
  code->keeps_kinds = false;
  code->construction = CONSTRUCTION_GENERAL;
  code->instance = (struct instance_cache){.function_shape = NULL};
  return code;
}

struct code *code_new(struct vm *vm, struct mica_program *program,
                      const struct function_template *template) {
  size_t words = (template->word_count + 1) & ~(size_t)1;
  size_t bytes = sizeof(struct code) + words * sizeof(uint32_t) +
                 template->constant_count * sizeof(Value) +
                 template->cache_count * sizeof(struct property_cache) +
                 template->child_count * sizeof(struct code *);
  struct code *code = code_allocate(vm, bytes, program, template);
  if (code == NULL)
    return NULL;
  code->constants = (Value *)(code->words + words);
  code->caches = (struct property_cache *)(code->constants + template->constant_count);
  code->children = (struct code **)(code->caches + template->cache_count);
  code->register_count = template->register_count;
  bool is_variadic = template->has_rest || template->has_arguments;
  code->direct_count = is_variadic ? DIRECT_NEVER : template->parameter_count;
  code->construction = construction_of(template);
  code->reads_new_target = template->reads_new_target;
  memcpy(code->words, template->words, template->word_count * sizeof(uint32_t));
  for (uint32_t at = 0; at < template->child_count; at++)
    code->children[at] = NULL;
  if (fill_code(vm, code, template))
    return code;
  throw_final(vm, MICA_ERROR_LIMIT, "out of memory"); // the cell is garbage, which nobody traces
  return NULL;
}

// ---- Stubs

static struct code *stub_new(struct vm *vm, struct code *outer, uint32_t child) {
  struct code *stub =
      code_allocate(vm, sizeof *stub, outer->program, outer->template->children[child]);
  if (stub == NULL)
    return NULL;
  stub->outer = outer;
  stub->child = child;
  stub->register_count = 0;
  stub->direct_count = DIRECT_NEVER;
  return stub;
}

struct code *code_new_child(struct vm *vm, struct code *code, uint32_t child) {
  const struct function_template *template = code->template->children[child];
  return code->children[child] = template_is_compiled(template)
                                     ? code_new(vm, code->program, template)
                                     : stub_new(vm, code, child);
}

const struct code *function_compile(struct vm *vm, struct function *function) {
  struct code *stub = function->code;
  if (stub->compiled == NULL) {
    uint64_t start = profile_of(vm) ? profile_nanoseconds() : 0;
    if (!program_compile_function(vm, stub->program, stub->outer->template->children[stub->child]))
      return NULL;
    if (profile_of(vm))
      profile_compiled(vm->profile, stub->template, profile_nanoseconds() - start);
    stub->compiled = code_new(vm, stub->program, stub->template);
    if (stub->compiled == NULL)
      return NULL;
    stub->outer->children[stub->child] = stub->compiled;
  }
  return function->code = stub->compiled;
}

// ---- The collector's view

// Under stress a collection empties all caches.
#define FORGETS USUAL_OR_TINY(false, true)

static void case_trace(struct vm *vm, struct property_case *known) {
  if (FORGETS)
    *known = (struct property_case){.shape = NULL};
  heap_mark_cell(vm, known->shape);
  heap_mark_cell(vm, known->holder);
  heap_mark_cell(vm, known->next_shape);
}

void polymorphic_cache_trace(struct vm *vm, struct cell *cell) {
  struct polymorphic_cache *cache = (struct polymorphic_cache *)cell;
  for (unsigned at = 0; at < POLYMORPHIC_CASES; at++)
    case_trace(vm, &cache->cases[at]);
}

void code_trace(struct vm *vm, struct cell *cell) {
  struct code *code = (struct code *)cell;
  heap_mark_cell(vm, code->outer);
  heap_mark_cell(vm, code->compiled);
  if (code->register_count == 0)
    return;
  if (code->native != NULL)
    baseline_trace(vm, code->native);
  for (uint32_t at = 0; at < code->template->constant_count; at++)
    heap_mark_value(vm, code->constants[at]);
  for (uint32_t at = 0; at < code->template->cache_count; at++) {
    struct property_cache *cache = &code->caches[at];
    heap_mark_value(vm, cache->key);
    case_trace(vm, &cache->known);
    heap_mark_cell(vm, cache->polymorphic);
  }
  if (FORGETS)
    code->instance.function_shape = NULL;
  heap_mark_cell(vm, code->instance.function_shape);
  heap_mark_cell(vm, code->instance.shape);
  for (uint32_t at = 0; at < code->template->child_count; at++)
    heap_mark_cell(vm, code->children[at]);
}

void code_finalize(struct vm *vm, struct cell *cell) {
  if (profile_of(vm))
    profile_code_ends(vm->profile, (struct code *)cell);
  baseline_forget(vm, (struct code *)cell);
  program_release(((struct code *)cell)->program);
}

// ---- Functions

struct function *function_new_bytecode(struct vm *vm, struct code *code, Value *module_slots) {
  size_t bytes = sizeof(struct function) + code->capture_count * sizeof(Value);
  struct function *function = heap_allocate(vm, bytes, CELL_FUNCTION);
  function_start_bytecode(vm, function, code, module_slots);
  for (uint32_t at = 0; at < code->capture_count; at++)
    function->captures[at] = VALUE_UNDEFINED;
  return function;
}

uint32_t code_offset_of(const struct code *code, const uint32_t *pc) {
  return template_offset_of(code->template, (uint32_t)(pc - code->words));
}

uint32_t template_offset_of(const struct function_template *template, uint32_t word) {
  uint32_t low = 0, high = template->position_count;
  while (low < high) {
    uint32_t middle = (low + high) / 2;
    if (template->positions[middle].word < word)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? template->positions[low - 1].offset : template->start;
}
