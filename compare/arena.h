// Memory that lives and dies together: the model of a run, its tables and their texts are made of
// thousands of small pieces that all end when the report is written. They are cut from an arena and
// released at once, so that no table code has to free anything.
//
// Running out of memory ends the process by abort() after a line on standard error: a report holds
// a few megabytes, and nothing sensible could be printed without them.
#pragma once

#include <stddef.h>

struct arena;

// A new, empty arena; the caller destroys it.
struct arena *arena_create(void);

// Releases the arena and all that was cut from it; NULL is allowed.
void arena_destroy(struct arena *arena);

// `size` bytes, all zero, aligned for any type.
void *arena_allocate(struct arena *arena, size_t size);

// An array of `count` zeroed elements of `size` bytes.
void *arena_array(struct arena *arena, size_t count, size_t size);

// Room for one more element in an array that the arena owns: returns `array` itself, or a copy of
// twice the room when `count` has reached a power of two. Start with NULL and 0.
void *arena_grow(struct arena *arena, void *array, size_t count, size_t size);

// A copy of `text`; NULL gives "".
const char *arena_string(struct arena *arena, const char *text);

// A formatted text.
__attribute__((format(printf, 2, 3))) const char *arena_format(struct arena *arena,
                                                               const char *format, ...);
