// Bytecode as text: a line an instruction, with what its operands mean.
#include "vm/bytecode/bytecode.h"

#include <inttypes.h>

static void print_string(const struct syntax_string *string, FILE *output) {
  for (uint32_t at = 0; at < string->length && at < 60; at++) {
    uint16_t unit = syntax_string_unit(string, at);
    if (unit >= ' ' && unit < 127 && unit != '"' && unit != '\\')
      fputc(unit, output);
    else
      fprintf(output, "\\u%04X", unit);
  }
  if (string->length > 60)
    fputs("...", output);
}

static void print_constant(Value constant, FILE *output) {
  if (value_is_string(constant)) {
    fputc('"', output);
    print_string(value_pointer(constant), output);
    fputc('"', output);
  } else {
    fprintf(output, "%.17g", value_number(constant));
  }
}

// What a displacement in the operand word at `word` reaches: an index into the area that starts at
// `area`.
static uint32_t reached(const uint32_t *words, uint32_t word, uint32_t area, uint32_t item_words) {
  return (word + words[word] - area) / item_words;
}

static uint32_t constants_area(const struct function_template *template) {
  return (template->word_count + 1) & ~1u;
}

static void print_operand_constant(const struct function_template *template, const uint32_t *words,
                                   uint32_t word, FILE *output) {
  uint32_t index = reached(words, word, constants_area(template), sizeof(Value) / sizeof(uint32_t));
  print_constant(template->constants[index], output);
}

static void print_operand_caches(const struct function_template *template, const uint32_t *words,
                                 uint32_t word, unsigned count, FILE *output) {
  uint32_t area = constants_area(template) +
                  template->constant_count * (uint32_t)(sizeof(Value) / sizeof(uint32_t));
  uint32_t index = reached(words, word, area, sizeof(struct property_cache) / sizeof(uint32_t));
  for (unsigned at = 0; at < count; at++) {
    fputs(at > 0 ? ", ." : ".", output);
    print_string(template->cache_names[index + at], output);
  }
}

static void print_registers(enum format format, uint32_t word, FILE *output) {
  unsigned a = instruction_a(word), b = instruction_b(word), c = instruction_c(word);
  switch (format) {
  case FORMAT_NONE:
  case FORMAT_O:
    return;
  case FORMAT_A:
  case FORMAT_AW:
  case FORMAT_AJ:
  case FORMAT_AK:
  case FORMAT_AP:
    fprintf(output, "r%u", a);
    return;
  case FORMAT_AB:
  case FORMAT_ABJ:
  case FORMAT_ABK:
  case FORMAT_ABP:
  case FORMAT_ABJP:
  case FORMAT_ABKK:
    fprintf(output, "r%u, r%u", a, b);
    return;
  case FORMAT_ABC:
  case FORMAT_ABCP:
  case FORMAT_ABCK:
    fprintf(output, "r%u, r%u, r%u", a, b, c);
    return;
  case FORMAT_ABI:
    fprintf(output, "r%u, r%u, %d", a, b, instruction_i(word));
    return;
  case FORMAT_ABN:
  case FORMAT_ABNP:
    fprintf(output, "r%u, r%u, %u", a, b, c);
    return;
  case FORMAT_ANW:
    fprintf(output, "r%u, %u", a, c);
    return;
  case FORMAT_AD:
  case FORMAT_ADJ:
  case FORMAT_ADK:
  case FORMAT_ADMW:
    fprintf(output, "r%u, %d", a, instruction_d(word));
    return;
  }
}

static void print_operand_words(const struct function_template *template, const uint32_t *words,
                                enum format format, uint32_t at, FILE *output) {
  uint32_t word = at + 1;
  switch (format) {
  case FORMAT_O:
    fprintf(output, "-> %" PRId64, (int64_t)word + instruction_o(words[at]));
    return;
  case FORMAT_AJ:
  case FORMAT_ABJ:
  case FORMAT_ADJ:
  case FORMAT_ABJP:
    fprintf(output, " -> %" PRId64, (int64_t)word + (int32_t)words[word]);
    if (format == FORMAT_ABJP)
      print_operand_caches(template, words, word + 1, 1, output);
    return;
  case FORMAT_AK:
  case FORMAT_ABK:
  case FORMAT_ADK:
  case FORMAT_ABCK:
  case FORMAT_ABKK:
    fputs(", ", output);
    print_operand_constant(template, words, word, output);
    if (format != FORMAT_ABKK)
      return;
    fputs(", ", output);
    print_operand_constant(template, words, word + 1, output);
    return;
  case FORMAT_ADMW:
    fprintf(output, ", %u", instruction_c(words[word]));
    return;
  case FORMAT_AP:
  case FORMAT_ABP:
  case FORMAT_ABCP:
    fputs(", ", output);
    print_operand_caches(template, words, word, 1, output);
    return;
  case FORMAT_ABNP:
    fputs(", ", output);
    print_operand_caches(template, words, word, instruction_c(words[at]), output);
    return;
  default:
    return;
  }
}

void bytecode_print_instruction(const struct function_template *template, const uint32_t *words,
                                uint32_t at, FILE *output) {
  enum opcode opcode = instruction_opcode(words[at]);
  enum format format = opcode_format(opcode);
  fprintf(output, "%5u  %-28s ", at, opcode_name(opcode));
  print_registers(format, words[at], output);
  print_operand_words(template, words, format, at, output);
}

static void disassemble_function(const struct bytecode_program *program,
                                 const struct syntax_tree *tree,
                                 const struct function_template *template, FILE *output) {
  struct syntax_position start = syntax_position(tree, template->start);
  fputs("function ", output);
  if (template->index == 0)
    fputs("<module>", output);
  else if (template->name->length == 0)
    fputs(template->flags & FUNCTION_FLAG_ARROW ? "<arrow>" : "<anonymous>", output);
  else
    print_string(template->name, output);
  fprintf(output, " (%s:%u:%u): %u parameters, %u registers, %u captures\n", program->filename,
          start.line, start.column, template->parameter_count, template->register_count,
          template->capture_count);
  uint32_t line = 0, offset = template->start, next = 0; // position in the source, the one after
  for (uint32_t at = 0; at < template->word_count;) {
    while (next < template->position_count && template->positions[next].word <= at)
      offset = template->positions[next++].offset;
    uint32_t here = syntax_position(tree, offset).line;
    if (here != line)
      fprintf(output, "%5u  ", here);
    else
      fputs("       ", output);
    line = here;
    bytecode_print_instruction(template, template->words, at, output);
    fputc('\n', output);
    at += 1 + format_operand_words(opcode_format(instruction_opcode(template->words[at])));
  }
  for (uint32_t at = 0; at < template->handler_count; at++) {
    const struct exception_handler *handler = &template->handlers[at];
    fprintf(output, "       %s %u to %u -> %u, r%u\n", handler->is_finally ? "finally" : "catch",
            handler->start, handler->end, handler->target, handler->value_register);
  }
  fputc('\n', output);
  for (uint32_t at = 0; at < template->child_count; at++)
    if (template_is_compiled(template->children[at]))
      disassemble_function(program, tree, template->children[at], output);
}

void bytecode_disassemble(const struct bytecode_program *program, const struct syntax_tree *tree,
                          FILE *output) {
  disassemble_function(program, tree, program->root, output);
}
