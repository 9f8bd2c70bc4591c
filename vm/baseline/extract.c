// extract STENCILS.o: takes the stencils out of the object file that vm/baseline/stencils.c was
// compiled to, and prints them as tables of C (to be included by vm/baseline/compile.c).
//
// A build tool, with nothing but the ELF format to know. Each stencil is a section of code and
// perhaps one of unlikely code. What the compiler of stencils rests on is checked here, so that
// another gcc that breaks it breaks the build: all that leaves a stencil by name is a jump, never
// a call; every relocation is of a kind, and to a symbol, that the tables can say.
#include "vm/baseline/extract.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const stencil_names[] = {
#define STENCIL(name) #name,
#include "vm/baseline/stencils.def"
#undef STENCIL
};

static const char *const symbol_names[SYMBOL_COUNT] = {
#define HOLE(name) #name,
#include "vm/baseline/holes.def"
#undef HOLE
    "",
    "",
    "",
    "",
#define SLOW_PATH(name) "thunk_" #name,
#include "vm/bytecode/slow_paths.def"
#undef SLOW_PATH
};

#define MAXIMUM_RELOCATIONS 16384

static struct {
  const char *path;
  uint8_t *bytes;
  const Elf64_Ehdr *header;
  const struct extract_machine *machine; // that it is for
  const Elf64_Shdr *sections;
  const char *section_names;
  const Elf64_Sym *symbols;
  const char *symbol_names;
  uint32_t *constants; // by section: where its bytes begin among the constants, plus 1
  uint32_t constant_bytes;
  struct stencil_relocation relocations[MAXIMUM_RELOCATIONS];
  uint32_t relocation_count, code_bytes;
} object;

// The stencil that is being taken out.
static struct {
  const char *name;
  unsigned hot, cold; // its sections; cold: 0 when it has none
} stencil;

_Noreturn void extract_fail(uint64_t offset, const char *what, const char *name) {
  fprintf(
      stderr,
      "%s: stencil %s, at 0x%llx: %s%s%s\n"
      "The compiler that made it breaks what copying stencils rests on (vm/baseline/extract.c); "
      "make JIT=0 builds Mica without native code.\n",
      object.path, stencil.name, (unsigned long long)offset, what, *name ? " " : "", name);
  exit(1);
}

static void read_object(const char *path) {
  object.path = path;
  FILE *file = fopen(path, "rb");
  long size = file && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  uint8_t *bytes = size > 0 ? malloc((size_t)size) : NULL;
  if (bytes == NULL || fseek(file, 0, SEEK_SET) != 0 ||
      fread(bytes, 1, (size_t)size, file) != (size_t)size) {
    fprintf(stderr, "extract: cannot read %s: %s\n", path, strerror(errno));
    exit(1);
  }
  fclose(file);
  object.bytes = bytes;
  object.header = (const Elf64_Ehdr *)bytes;
  if ((size_t)size < sizeof *object.header || memcmp(bytes, ELFMAG, SELFMAG) != 0 ||
      bytes[EI_CLASS] != ELFCLASS64 || object.header->e_type != ET_REL) {
    fprintf(stderr, "extract: %s is no object file of ELF64\n", path);
    exit(1);
  }
  object.sections = (const Elf64_Shdr *)(bytes + object.header->e_shoff);
  object.section_names = (const char *)bytes + object.sections[object.header->e_shstrndx].sh_offset;
  for (unsigned at = 0; at < object.header->e_shnum; at++) {
    if (object.sections[at].sh_type != SHT_SYMTAB)
      continue;
    object.symbols = (const Elf64_Sym *)(bytes + object.sections[at].sh_offset);
    object.symbol_names =
        (const char *)bytes + object.sections[object.sections[at].sh_link].sh_offset;
  }
  object.constants = calloc(object.header->e_shnum, sizeof *object.constants);
}

static const char *section_name(unsigned section) {
  return object.section_names + object.sections[section].sh_name;
}

// The index of the section, or 0.
static unsigned find_section(const char *prefix, const char *name) {
  size_t length = strlen(prefix);
  for (unsigned at = 1; at < object.header->e_shnum; at++)
    if (strncmp(section_name(at), prefix, length) == 0 &&
        strcmp(section_name(at) + length, name) == 0)
      return at;
  return 0;
}

// A stencil that only leaves for a slow path has nothing but unlikely code.
static void select_stencil(const char *name) {
  stencil.name = name;
  stencil.hot = find_section(".text.stencil_", name);
  stencil.cold = find_section(".text.unlikely.stencil_", name);
  if (stencil.hot == 0) {
    stencil.hot = stencil.cold;
    stencil.cold = 0;
  }
  if (stencil.hot == 0)
    extract_fail(0, "it is not there", "");
}

static const Elf64_Shdr *relocations_of(unsigned section) {
  for (unsigned at = 1; at < object.header->e_shnum; at++)
    if (object.sections[at].sh_type == SHT_RELA && object.sections[at].sh_info == section)
      return &object.sections[at];
  return NULL;
}

// ---- Relocations

static enum stencil_symbol named_symbol(uint64_t offset, const char *name) {
  for (unsigned at = 0; at < SYMBOL_COUNT; at++)
    if (*symbol_names[at] && strcmp(symbol_names[at], name) == 0)
      return at;
  extract_fail(offset, "it refers to", name);
}

// Constants are of sections that the linker would merge; here they follow each other.
static uint32_t constants_of(unsigned section) {
  if (object.constants[section] == 0) {
    object.constants[section] = object.constant_bytes + 1;
    object.constant_bytes += (uint32_t)(object.sections[section].sh_size + 15) & ~15u;
  }
  return object.constants[section] - 1;
}

bool extract_is_place(enum stencil_symbol symbol) {
  return symbol >= SYMBOL_continue_next && symbol != SYMBOL_CONSTANTS;
}

void extract_check_jump(uint64_t offset, bool jumps, enum stencil_symbol symbol) {
  if (extract_is_place(symbol) && !jumps)
    extract_fail(offset, "it does not jump to", symbol_names[symbol]);
}

// The symbol that a relocation refers to; what it has of its own goes to *addend.
static enum stencil_symbol referred(const Elf64_Rela *relocation, int64_t *addend) {
  const Elf64_Sym *symbol = &object.symbols[ELF64_R_SYM(relocation->r_info)];
  *addend = relocation->r_addend;
  if (symbol->st_shndx == SHN_UNDEF)
    return named_symbol(relocation->r_offset, object.symbol_names + symbol->st_name);
  const char *section = section_name(symbol->st_shndx);
  *addend += (int64_t)symbol->st_value;
  if (strncmp(section, ".rodata", 7) == 0) {
    *addend += constants_of(symbol->st_shndx);
    return SYMBOL_CONSTANTS;
  }
  if (symbol->st_shndx == stencil.hot)
    return SYMBOL_HOT;
  if (symbol->st_shndx == stencil.cold)
    return SYMBOL_COLD;
  extract_fail(relocation->r_offset, "it refers to", section);
}

static const struct extract_machine *find_machine(void) {
  const struct extract_machine *const machines[] = {&extract_x86_64, &extract_aarch64};
  for (size_t at = 0; at < sizeof machines / sizeof *machines; at++)
    if (object.header->e_machine == machines[at]->number &&
        object.header->e_ident[EI_DATA] == ELFDATA2LSB)
      return machines[at];
  fprintf(stderr, "extract: %s is for machine %u of ELF, which has no baseline tier\n", object.path,
          object.header->e_machine);
  exit(1);
}

// ---- Stencils

static void print_bytes(const uint8_t *bytes, size_t count) {
  for (size_t at = 0; at < count; at++)
    printf("%u,%s", bytes[at], at % 24 == 23 ? "\n" : "");
}

static bool is_last_jump(const uint8_t *code, uint64_t bytes, uint64_t reference) {
  const struct extract_machine *machine = object.machine;
  uint64_t jump = reference - machine->reference_offset;
  return jump + machine->jump_bytes == bytes && machine->is_jump(code + jump);
}

static struct stencil_part extract_part(unsigned section) {
  const Elf64_Shdr *header = &object.sections[section];
  uint8_t *code = object.bytes + header->sh_offset;
  struct stencil_part part = {.code = object.code_bytes,
                              .relocations = object.relocation_count,
                              .bytes = (uint16_t)header->sh_size};
  if (header->sh_size > UINT16_MAX)
    extract_fail(header->sh_size, "it is too long", "");
  const Elf64_Shdr *table = relocations_of(section);
  const Elf64_Rela *relocations =
      (const Elf64_Rela *)(object.bytes + (table ? table->sh_offset : 0));
  uint64_t count = table ? table->sh_size / sizeof *relocations : 0;
  for (uint64_t at = 0; at < count; at++) {
    int64_t addend;
    enum stencil_symbol symbol = referred(&relocations[at], &addend);
    enum relocation_kind kind = object.machine->kind(code, &relocations[at], symbol);
    if (symbol == SYMBOL_continue_next && section == stencil.hot &&
        is_last_jump(code, header->sh_size, relocations[at].r_offset)) {
      part.bytes = (uint16_t)(part.bytes - object.machine->jump_bytes);
      continue;
    }
    if (object.relocation_count == MAXIMUM_RELOCATIONS)
      extract_fail(0, "there are too many relocations", "");
    object.relocations[object.relocation_count++] = (struct stencil_relocation){
        (uint16_t)relocations[at].r_offset, (uint8_t)kind, (uint8_t)symbol, (int32_t)addend};
    part.relocation_count++;
  }
  if (section == stencil.hot && object.machine->straighten_end != NULL) {
    object.machine->straighten_end(&part, code, &object.relocations[part.relocations]);
    object.relocation_count = part.relocations + part.relocation_count;
  }
  object.code_bytes += part.bytes;
  print_bytes(code, part.bytes);
  return part;
}

// ---- The tables

static void print_part(const char *name, const struct stencil_part *part) {
  printf(" .%s = {%u, %u, %u, %u},", name, part->code, part->relocations, part->bytes,
         part->relocation_count);
}

static void print_constants(void) {
  static const uint8_t padding[16];
  printf("static const uint8_t stencil_constants[] __attribute__((aligned(16))) = {\n");
  for (uint32_t next = 0; next < object.constant_bytes;)
    for (unsigned at = 1; at < object.header->e_shnum; at++) {
      if (object.constants[at] != next + 1)
        continue;
      const Elf64_Shdr *section = &object.sections[at];
      print_bytes((const uint8_t *)object.bytes + section->sh_offset, section->sh_size);
      print_bytes(padding, -section->sh_size & 15);
      next += (uint32_t)(section->sh_size + 15) & ~15u;
    }
  printf("};\n");
}

// Branches to unlikely code that is nothing but a jump lead where that does: to the general
// stencil, mostly.
static void skip_jump(struct stencil *taken) {
  struct stencil_part *hot = &taken->hot, *cold = &taken->cold;
  const struct stencil_relocation *jump = &object.relocations[cold->relocations];
  if (cold->bytes != object.machine->jump_bytes || cold->relocation_count != 1)
    return;
  struct stencil_relocation *relocation = &object.relocations[hot->relocations];
  for (unsigned left = hot->relocation_count; left > 0; left--, relocation++) {
    if (relocation->symbol != SYMBOL_COLD)
      continue;
    if (relocation->kind != jump->kind || relocation->addend != jump->addend)
      return;
    relocation->symbol = jump->symbol;
  }
  cold->bytes = cold->relocation_count = 0;
}

int main(int argument_count, char **arguments) {
  static struct stencil stencils[STENCIL_COUNT];
  if (argument_count != 2) {
    fprintf(stderr, "usage: extract STENCILS.o\n");
    return 2;
  }
  read_object(arguments[1]);
  object.machine = find_machine();
  printf("// Made by vm/baseline/extract.c from vm/baseline/stencils.c.\n"
         "static const uint8_t stencil_code[] = {\n");
  for (unsigned at = 0; at < STENCIL_COUNT; at++) {
    select_stencil(stencil_names[at]);
    stencils[at].hot = extract_part(stencil.hot);
    if (stencil.cold != 0)
      stencils[at].cold = extract_part(stencil.cold);
    skip_jump(&stencils[at]);
    if (at == STENCIL_THUNK && stencils[at].hot.bytes > object.machine->thunk_bytes)
      extract_fail(stencils[at].hot.bytes, "it is too long", "");
  }
  printf("};\nstatic const struct stencil_relocation stencil_relocations[] = {\n");
  for (uint32_t at = 0; at < object.relocation_count; at++) {
    const struct stencil_relocation *relocation = &object.relocations[at];
    printf("{%u, %u, %u, %d},\n", relocation->offset, relocation->kind, relocation->symbol,
           relocation->addend);
  }
  printf("};\nstatic const struct stencil stencils[] = {\n");
  for (unsigned at = 0; at < STENCIL_COUNT; at++) {
    printf("[%u] = {", at);
    print_part("hot", &stencils[at].hot);
    print_part("cold", &stencils[at].cold);
    printf("},\n");
  }
  printf("};\n");
  print_constants();
  return 0;
}
