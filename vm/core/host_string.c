// Strings at the boundary.
//
// Inside, a string is Latin-1 or UTF-16; the host's text is UTF-8. The two agree in ASCII, which
// most text is: then making a string is one pass that copies and looks for other bytes at once, and
// a host that borrows gets the address of the characters. Whether a string is ASCII it remembers
// (STRING_FLAG_ASCII).
#include "vm/core/host.h"

#include <stdlib.h>

// ---- Texts for the host

void host_free_texts(struct vm *vm) {
  while (vm->host_texts) {
    struct host_text *text = vm->host_texts;
    vm->host_texts = text->next;
    free(text->bytes);
    free(text);
  }
  vm->host_state &= ~(uint32_t)HOST_TEXTS;
}

static mica_status fail_memory(struct vm *vm) {
  return host_fail(vm, MICA_ERROR_MEMORY, "out of memory");
}

mica_status host_read_string(struct vm *vm, void *context) {
  const struct host_read_string *read = context;
  struct host_text *text = malloc(sizeof *text);
  if (!text)
    return fail_memory(vm);
  text->bytes = string_to_utf8(vm, read->string, read->length);
  if (!text->bytes) {
    free(text);
    return fail_memory(vm);
  }
  text->next = vm->host_texts;
  vm->host_texts = text;
  vm->host_state |= HOST_TEXTS;
  *read->bytes = text->bytes;
  return MICA_OK;
}

static mica_status fail_no_string(mica_runtime *runtime) {
  return host_fail(vm_of(runtime), MICA_ERROR_USAGE, "the value is not a string");
}

mica_status mica_to_string(mica_runtime *runtime, mica_value value, const char **bytes,
                           size_t *length) {
  if (!value_is_string(value.bits))
    return fail_no_string(runtime);
  struct host_read_string context = {value_string(value.bits), bytes, length};
  return host_enter(vm_of(runtime), host_read_string, &context);
}

static mica_status borrow(struct vm *vm, void *context) {
  const struct host_read_string *read = context;
  const uint8_t *units = string_ascii(vm, read->string);
  if (!units)
    return host_read_string(vm, context);
  *read->bytes = (const char *)units;
  *read->length = string_length(read->string);
  return MICA_OK;
}

mica_status mica_borrow_string(mica_runtime *runtime, mica_value value, const char **bytes,
                               size_t *length) {
  if (!value_is_string(value.bits))
    return fail_no_string(runtime);
  struct string *string = value_string(value.bits);
  if (string->cell.kind == STRING_LATIN1 && string->cell.flags & STRING_FLAG_ASCII) {
    *bytes = (const char *)string->latin1;
    *length = string_length(string);
    return MICA_OK;
  }
  struct host_read_string context = {string, bytes, length};
  return host_enter(vm_of(runtime), borrow, &context);
}

// ---- Making

struct make_string {
  const char *bytes;
  size_t length;
  mica_value *string;
};

static mica_status made(struct vm *vm, const struct string *string, mica_value *result) {
  return host_result(vm, string ? value_from_string(string) : VALUE_EXCEPTION, result);
}

static mica_status make_string(struct vm *vm, void *context) {
  const struct make_string *make = context;
  return made(vm, string_from_utf8(vm, make->bytes, make->length), make->string);
}

mica_status mica_string(mica_runtime *runtime, const char *bytes, size_t length,
                        mica_value *string) {
  struct make_string context = {bytes, length, string};
  return host_enter(vm_of(runtime), make_string, &context);
}

static mica_status fail_too_long(mica_runtime *runtime) {
  return host_fail(vm_of(runtime), MICA_ERROR_USAGE, "a string has at most %u characters",
                   STRING_MAXIMUM_LENGTH);
}

static mica_status make_latin1(struct vm *vm, void *context) {
  const struct make_string *make = context;
  return made(vm, string_from_latin1(vm, make->bytes, (uint32_t)make->length), make->string);
}

mica_status mica_string_latin1(mica_runtime *runtime, const char *bytes, size_t length,
                               mica_value *string) {
  if (length > STRING_MAXIMUM_LENGTH)
    return fail_too_long(runtime);
  struct make_string context = {bytes, length, string};
  return host_enter(vm_of(runtime), make_latin1, &context);
}

// ---- Sharing

struct share_string {
  const char *bytes;
  size_t length;
  mica_release release;
  void *data;
  mica_value *string;
};

static mica_status share_string(struct vm *vm, void *context) {
  const struct share_string *share = context;
  struct host_block *block = host_block_new(vm, (void *)(uintptr_t)share->bytes);
  struct string *string =
      string_new_shared(vm, (const uint8_t *)share->bytes, (uint32_t)share->length, block);
  block->owner = string;
  block->release = share->release;
  block->data = share->data;
  host_count_bytes(vm, share->length);
  *share->string = to_host(value_from_string(string));
  return MICA_OK;
}

// What is so short that others copy it without asking is copied here.
mica_status mica_string_shared(mica_runtime *runtime, const char *bytes, size_t length,
                               mica_release release, void *data, mica_value *string) {
  if (length > STRING_MAXIMUM_LENGTH)
    return fail_too_long(runtime);
  struct share_string context = {bytes, length, release, data, string};
  if (length > STRING_FLAT_LENGTH && length > 1)
    return host_enter(vm_of(runtime), share_string, &context);
  mica_status status = mica_string_latin1(runtime, bytes, length, string);
  if (status == MICA_OK && release)
    release(data, (void *)(uintptr_t)bytes);
  return status;
}
