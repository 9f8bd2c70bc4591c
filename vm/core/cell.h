// Cells: what the collector owns.
//
// Every heap object starts with a struct cell, whose type selects how the collector traces it
// (cells.def). Mark bits are not here but in the page's bitmap, so that marking a cell does not
// dirty it.
#ifndef MICA_CORE_CELL_H
#define MICA_CORE_CELL_H

#include <stdint.h>
#include <string.h>

enum cell_type {
  CELL_FREE,
#define CELL(name, trace, description) CELL_##name,
#define CELL_FINALIZED(name, trace, finalize, description) CELL_##name,
#include "vm/core/cells.def"
#undef CELL
#undef CELL_FINALIZED
  CELL_TYPE_COUNT
};

// The kinds with a finaliser, one bit each.
enum {
  CELL_FINALIZED_TYPES = 0
#define CELL(name, trace, description)
#define CELL_FINALIZED(name, trace, finalize, description) | 1 << CELL_##name
#include "vm/core/cells.def"
#undef CELL
#undef CELL_FINALIZED
};

struct cell {
  uint8_t type;   // enum cell_type
  uint8_t flags;  // by type; CELL_FLAG_STATIC for all
  uint8_t kind;   // by type: string form, function kind, class of a plain object, layout of a shape
  uint8_t large;  // the heap's: the cell is a block of its own rather than part of a page
  uint32_t extra; // by type: string length, count of values, slot capacity
};

// The cell is constant data outside the heap: never marked, never freed, never written.
#define CELL_FLAG_STATIC 0x80

// Type, flags and kind in one word (bits 0, 8, 16; the rest is anything), to test them at once.
static inline uint32_t cell_head(const struct cell *cell) {
  uint32_t head;
  memcpy(&head, cell, sizeof head);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  head = __builtin_bswap32(head);
#endif
  return head;
}

#endif
