// An object file in memory for each piece of code; see gdb.h.
//
// The interface is chapter "JIT Compilation Interface" of gdb's manual: a list of object files in
// memory, and a function in which gdb has a breakpoint, called when the list has changed.
//
//   ELF header | section headers | symbols | call frame information (DWARF 4, 6.4) | names
#include "vm/baseline/gdb.h"

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <elf.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// ---- What gdb knows by name and layout

enum jit_actions { JIT_NOACTION, JIT_REGISTER_FN, JIT_UNREGISTER_FN };

struct jit_code_entry {
  struct jit_code_entry *next_entry, *prev_entry;
  const char *symfile_addr;
  uint64_t symfile_size;
};

struct jit_descriptor {
  uint32_t version;
  uint32_t action_flag; // enum jit_actions
  struct jit_code_entry *relevant_entry;
  struct jit_code_entry *first_entry;
};

extern struct jit_descriptor __jit_debug_descriptor;
void __jit_debug_register_code(void);

__attribute__((weak, used)) struct jit_descriptor __jit_debug_descriptor = {.version = 1};

__attribute__((weak, used, noinline)) void __jit_debug_register_code(void) {
  __asm__ volatile("" ::: "memory");
}

// ---- The object file

enum section {
  SECTION_NONE,
  SECTION_TEXT,
  SECTION_SYMBOLS,
  SECTION_FRAME,
  SECTION_NAMES,
  SECTIONS
};

static const char section_names[] = "\0.text\0.symtab\0.debug_frame\0.strtab";
#define NAME_TEXT 1
#define NAME_SYMBOLS 7
#define NAME_FRAME 15
#define NAME_NAMES 28
#define NAME_FUNCTION sizeof section_names

// Two records of DWARF, each 8-byte aligned: what is common to the functions of a file, and one.
struct frame {
  uint32_t common_length, common_id;
  uint8_t version, augmentation, code_alignment, data_alignment, return_register;
  uint8_t rules[27];
  uint32_t length, common;
  uint64_t code, bytes;
};

_Static_assert(offsetof(struct frame, code) == 48, "no byte between the fields");

struct image {
  Elf64_Ehdr header;
  Elf64_Shdr sections[SECTIONS];
  Elf64_Sym symbols[2];
  struct frame frame;
  char names[];
};

struct gdb_entry {
  struct jit_code_entry listed;
  struct image image;
};

#ifdef __x86_64__
#define MACHINE EM_X86_64
#define RETURN_REGISTER 16
#define STACK_REGISTER 7
#else
#define MACHINE EM_AARCH64
#define RETURN_REGISTER 30
#define STACK_REGISTER 31
#define FRAME_REGISTER 29
#endif

#define DW_CFA_DEF_CFA 0x0C
#define DW_CFA_OFFSET 0x80

// A number as LEB128 (DWARF 4, 7.6).
static uint8_t *put_number(uint8_t *to, uint32_t number) {
  for (; number >= 0x80; number >>= 7)
    *to++ = (uint8_t)(number | 0x80);
  *to++ = (uint8_t)number;
  return to;
}

// Where the caller's registers are. Bytes that are left are 0, which is no operation.
static void put_rules(uint8_t *rules, uint32_t stack_bytes) {
  *rules++ = DW_CFA_DEF_CFA;
  rules = put_number(rules, STACK_REGISTER);
  rules = put_number(rules, stack_bytes);
#ifdef __x86_64__
  *rules++ = DW_CFA_OFFSET | RETURN_REGISTER;
  put_number(rules, 1);
#else
  if (stack_bytes == 0)
    return;
  *rules++ = DW_CFA_OFFSET | FRAME_REGISTER;
  rules = put_number(rules, stack_bytes / 8);
  *rules++ = DW_CFA_OFFSET | RETURN_REGISTER;
  put_number(rules, stack_bytes / 8 - 1);
#endif
}

static void make_frame(struct frame *frame, const struct gdb_code *code) {
  *frame = (struct frame){.common_length = offsetof(struct frame, length) - sizeof(uint32_t),
                          .common_id = UINT32_MAX,
                          .version = 1,
                          .code_alignment = 1,
                          .data_alignment = 0x78, // -8
                          .return_register = RETURN_REGISTER,
                          .length = sizeof *frame - offsetof(struct frame, common),
                          .code = (uintptr_t)code->code,
                          .bytes = code->bytes};
  put_rules(frame->rules, (uint32_t)code->stack_bytes);
}

static void make_header(Elf64_Ehdr *header) {
  *header = (Elf64_Ehdr){.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
                                     EV_CURRENT, ELFOSABI_NONE},
                         .e_type = ET_REL,
                         .e_machine = MACHINE,
                         .e_version = EV_CURRENT,
                         .e_shoff = offsetof(struct image, sections),
                         .e_ehsize = sizeof(Elf64_Ehdr),
                         .e_shentsize = sizeof(Elf64_Shdr),
                         .e_shnum = SECTIONS,
                         .e_shstrndx = SECTION_NAMES};
}

static void make_image(struct image *image, const struct gdb_code *code) {
  size_t name_bytes = strlen(code->name) + 1;
  make_header(&image->header);
  memset(image->sections, 0, sizeof image->sections);
  image->sections[SECTION_TEXT] = (Elf64_Shdr){.sh_name = NAME_TEXT,
                                               .sh_type = SHT_NOBITS,
                                               .sh_flags = SHF_ALLOC | SHF_EXECINSTR,
                                               .sh_addr = (uintptr_t)code->code,
                                               .sh_size = code->bytes,
                                               .sh_addralign = 16};
  image->sections[SECTION_SYMBOLS] = (Elf64_Shdr){.sh_name = NAME_SYMBOLS,
                                                  .sh_type = SHT_SYMTAB,
                                                  .sh_offset = offsetof(struct image, symbols),
                                                  .sh_size = sizeof image->symbols,
                                                  .sh_link = SECTION_NAMES,
                                                  .sh_info = 1, // the first that is global
                                                  .sh_addralign = 8,
                                                  .sh_entsize = sizeof(Elf64_Sym)};
  image->sections[SECTION_FRAME] =
      (Elf64_Shdr){.sh_name = NAME_FRAME,
                   .sh_type = SHT_PROGBITS,
                   .sh_offset = offsetof(struct image, frame),
                   .sh_size = code->stack_bytes < 0 ? 0 : sizeof image->frame,
                   .sh_addralign = 8};
  image->sections[SECTION_NAMES] = (Elf64_Shdr){.sh_name = NAME_NAMES,
                                                .sh_type = SHT_STRTAB,
                                                .sh_offset = offsetof(struct image, names),
                                                .sh_size = NAME_FUNCTION + name_bytes,
                                                .sh_addralign = 1};
  image->symbols[0] = (Elf64_Sym){0};
  image->symbols[1] = (Elf64_Sym){.st_name = NAME_FUNCTION,
                                  .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC),
                                  .st_shndx = SECTION_TEXT,
                                  .st_size = code->bytes};
  make_frame(&image->frame, code);
  memcpy(image->names, section_names, sizeof section_names);
  memcpy(image->names + NAME_FUNCTION, code->name, name_bytes);
}

// ---- The list

static struct {
  pthread_mutex_t lock;
  bool handles_forks;
} process = {.lock = PTHREAD_MUTEX_INITIALIZER};

static void lock(void) { pthread_mutex_lock(&process.lock); }
static void unlock(void) { pthread_mutex_unlock(&process.lock); }

static void tell_gdb(struct jit_code_entry *entry, enum jit_actions action) {
  __jit_debug_descriptor.relevant_entry = entry;
  __jit_debug_descriptor.action_flag = action;
  __jit_debug_register_code();
  __jit_debug_descriptor.action_flag = JIT_NOACTION;
}

struct gdb_entry *gdb_register(const struct gdb_code *code) {
  size_t bytes = sizeof(struct image) + NAME_FUNCTION + strlen(code->name) + 1;
  struct gdb_entry *entry = malloc(offsetof(struct gdb_entry, image) + bytes);
  if (entry == NULL)
    return NULL;
  make_image(&entry->image, code);
  lock();
  if (!process.handles_forks)
    process.handles_forks = pthread_atfork(lock, unlock, unlock) == 0;
  struct jit_code_entry *first = __jit_debug_descriptor.first_entry;
  entry->listed = (struct jit_code_entry){
      .next_entry = first, .symfile_addr = (const char *)&entry->image, .symfile_size = bytes};
  if (first != NULL)
    first->prev_entry = &entry->listed;
  __jit_debug_descriptor.first_entry = &entry->listed;
  tell_gdb(&entry->listed, JIT_REGISTER_FN);
  unlock();
  return entry;
}

void gdb_unregister(struct gdb_entry *entry) {
  if (entry == NULL)
    return;
  struct jit_code_entry *listed = &entry->listed;
  lock();
  if (listed->prev_entry != NULL)
    listed->prev_entry->next_entry = listed->next_entry;
  else
    __jit_debug_descriptor.first_entry = listed->next_entry;
  if (listed->next_entry != NULL)
    listed->next_entry->prev_entry = listed->prev_entry;
  tell_gdb(listed, JIT_UNREGISTER_FN);
  unlock();
  free(entry);
}

#else

struct gdb_entry *gdb_register(const struct gdb_code *code) {
  (void)code;
  return NULL;
}

void gdb_unregister(struct gdb_entry *entry) { (void)entry; }

#endif
