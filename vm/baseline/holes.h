// How a stencil reads its holes, on each machine (included by stencils.c alone).
//
// A hole is the address of a symbol that exists nowhere. What the compiler makes of it has to have
// room for any value that may be filled in, wherever the compiler moves it:
//
//   SMALL     less than 65536, a pointer of the hole's type: the displacement of a register
//   DISTANCE  a number of bytes, signed, of 32 bits
//   NARROW    an int32_t
//   WIDE      64 bits
//
// On x86-64 the first three are plain addresses in the small code model, which become immediates or
// displacements of 32 bits. AArch64 has no room for an address in an instruction, and would make it
// from the place where the instruction is; there each is put together by instructions that take 16
// bits each. They are written in assembly, not volatile, so that the compiler moves and shares
// them.
#ifndef MICA_BASELINE_HOLES_H
#define MICA_BASELINE_HOLES_H

#include <stdint.h>

#if defined(__x86_64__)

#define SMALL(hole) (hole)
#define DISTANCE(hole) ((uintptr_t)(hole))
#define NARROW(hole) ((int32_t)(intptr_t)(hole))
#define WIDE(hole)                                                                                 \
  __extension__({                                                                                  \
    uint64_t word;                                                                                 \
    __asm__("movabsq $%c1, %0" : "=r"(word) : "i"(hole));                                          \
    word;                                                                                          \
  })

#else

#define SMALL(hole)                                                                                \
  __extension__({                                                                                  \
    __typeof__(&(hole)[0]) word;                                                                   \
    __asm__("movz %0, #:abs_g0:%c1" : "=r"(word) : "S"(hole));                                     \
    word;                                                                                          \
  })
#define NARROW(hole)                                                                               \
  __extension__({                                                                                  \
    int32_t word;                                                                                  \
    __asm__("movz %w0, #:abs_g0_nc:%c1\n\t"                                                        \
            "movk %w0, #:abs_g1_nc:%c1"                                                            \
            : "=r"(word)                                                                           \
            : "S"(hole));                                                                          \
    word;                                                                                          \
  })
#define DISTANCE(hole) ((uintptr_t)(intptr_t)NARROW(hole))
#define WIDE(hole)                                                                                 \
  __extension__({                                                                                  \
    uint64_t word;                                                                                 \
    __asm__("movz %0, #:abs_g0_nc:%c1\n\t"                                                         \
            "movk %0, #:abs_g1_nc:%c1\n\t"                                                         \
            "movk %0, #:abs_g2_nc:%c1\n\t"                                                         \
            "movk %0, #:abs_g3:%c1"                                                                \
            : "=r"(word)                                                                           \
            : "S"(hole));                                                                          \
    word;                                                                                          \
  })

#endif
#endif
