// The host's side of the boundary, the same for all engines: its values, the sink of the log, and
// blocks that know their size.
//
// A value differs from call to call in little, a number and some digits, so that an engine cannot
// give an earlier one again and the host's own work is next to none.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/harness_embedding.h"

static struct {
  struct driver_value given[DRIVER_ROW + 1], taken[DRIVER_ROW + 1];
  char *text;
  size_t payload;
  enum driver_log log;
  bool counts_calls; // of host_add
  int64_t calls;
  bool modules;
} values;

// Of its number, at the beginning of a text.
enum { NUMBER_DIGITS = 6 };

static char row_name[] = "aluminium window";

bool harness_values_make(const struct manifest *manifest, bool checks, struct driver_error *error) {
  values.counts_calls = checks && manifest->kind == MANIFEST_CALL_HOST;
  values.log = values.counts_calls ? DRIVER_LOG_ON : manifest->log;
  values.modules = manifest->kind == MANIFEST_REQUIRE;
  bool is_source = harness_embedding_has_site(manifest); // the payload is the source's length
  values.payload = manifest->payload > 0 && !is_source ? (size_t)manifest->payload : 1;
  values.text = malloc(values.payload + 1);
  double *given = malloc(values.payload * sizeof *given);
  double *taken = calloc(values.payload, sizeof *taken);
  values.given[DRIVER_ARRAY] = (struct driver_value){.numbers = given, .count = values.payload};
  values.taken[DRIVER_ARRAY] = (struct driver_value){.numbers = taken};
  if (!values.text || !given || !taken)
    return driver_fail(error, "no memory for a payload of %zu", values.payload);
  for (size_t at = 0; at < values.payload; at++) {
    values.text[at] = (char)('a' + at % 26);
    given[at] = (double)(at % 1000) + 0.5;
  }
  values.text[values.payload] = '\0';
  for (int type = DRIVER_NUMBER; type <= DRIVER_ROW; type++)
    values.given[type].type = values.taken[type].type = (enum driver_value_type)type;
  values.given[DRIVER_TEXT].text = values.text;
  values.given[DRIVER_TEXT].length = values.payload;
  values.given[DRIVER_ROW].row =
      (struct driver_row){.name = row_name, .name_length = sizeof row_name - 1};
  return true;
}

void harness_values_free(void) {
  free(values.text);
  free(values.given[DRIVER_ARRAY].numbers);
  free(values.taken[DRIVER_ARRAY].numbers);
  memset(&values, 0, sizeof values);
}

const struct driver_value *driver_host_value(enum driver_value_type type, int64_t i) {
  struct driver_value *value = &values.given[type];
  char letter = (char)('a' + i % 26);
  switch (type) {
  case DRIVER_NUMBER:
    value->number = (double)i;
    break;
  case DRIVER_TEXT:
    values.text[values.payload - 1] = letter;
    for (size_t at = 0, rest = (size_t)i; at < NUMBER_DIGITS && at + 1 < values.payload; at++) {
      values.text[at] = (char)('0' + rest % 10);
      rest /= 10;
    }
    break;
  case DRIVER_ARRAY:
    value->numbers[0] = (double)(i % 1000) + 0.5;
    break;
  case DRIVER_ROW:
    row_name[0] = letter;
    value->row.id = i;
    value->row.price = (double)(i % 1000) * 0.25;
    value->row.count = i % 100;
    value->row.active = i % 2 == 0;
  }
  return value;
}

struct driver_value *driver_room(enum driver_value_type type) {
  struct driver_value *value = &values.taken[type];
  value->count = values.payload;
  return value;
}

enum driver_log driver_log_wanted(void) { return values.log; }

const int64_t *harness_values_calls(void) { return values.counts_calls ? &values.calls : NULL; }

__attribute__((noinline)) void driver_log_sink(const char *function, const double *arguments,
                                               unsigned count, double result) {
  if (values.counts_calls && strcmp(function, "host_add") == 0)
    values.calls++;
  __asm__ volatile("" ::"r"(function), "r"(arguments), "r"(count), "m"(result) : "memory");
}

bool driver_modules_wanted(void) { return values.modules; }

bool driver_module(const char *name, int *value) {
  int end = 0;
  unsigned number;
  if (sscanf(name, "module_%9u%n", &number, &end) != 1 || name[end] != '\0')
    return false;
  *value = (int)(number % 10);
  return true;
}

// ---- Memory

void *driver_memory_reallocate(void *memory, void *block, size_t old_bytes, size_t bytes) {
  void *made = bytes ? realloc(block, bytes) : NULL;
  if (!bytes)
    free(block);
  if (made || !bytes)
    driver_memory_count(memory, block ? old_bytes : 0, bytes);
  return made;
}

// As aligned as malloc's own.
struct header {
  _Alignas(16) size_t bytes;
};

void *driver_memory_resize(struct driver_memory *memory, void *block, size_t bytes) {
  struct header *old = block ? (struct header *)block - 1 : NULL;
  size_t old_bytes = old ? old->bytes : 0;
  if (bytes == 0) {
    free(old);
    driver_memory_count(memory, old_bytes, 0);
    return NULL;
  }
  struct header *header = realloc(old, sizeof *header + bytes);
  if (!header)
    return NULL;
  header->bytes = bytes;
  driver_memory_count(memory, old_bytes, bytes);
  return header + 1;
}

char *driver_copy(const char *bytes, size_t length, struct driver_error *error) {
  char *copy = malloc(length > 0 ? length : 1);
  if (copy)
    memcpy(copy, bytes, length);
  else
    driver_fail(error, "no memory for %zu bytes", length);
  return copy;
}

// ---- Sites

void *driver_site_enter(const struct driver_engine *engine, enum driver_spawn spawn,
                        struct driver_memory *memory, struct driver_error *error) {
  struct driver_site *site = calloc(1, sizeof *site);
  if (site)
    *site = (struct driver_site){.engine = engine, .spawn = spawn, .memory = memory};
  else
    driver_fail(error, "no memory");
  return site;
}

uint64_t driver_site_created(const void *site) {
  return ((const struct driver_site *)site)->created;
}
