// All memory of a runtime from the host, counted: what it holds now, the most it has held, and that
// nothing is left when it is gone. An allocator may also refuse, as this one does beyond its bound:
// the script ends, the process does not.
#include <mica.h>
#include <stdlib.h>

struct account {
  size_t bound, held, most;
};

// As realloc, but with the old size, so that no block needs a header of its own.
static void *resize(void *data, void *block, size_t old_bytes, size_t bytes) {
  struct account *account = data;
  if (bytes > old_bytes && account->held + (bytes - old_bytes) > account->bound)
    return NULL;
  account->held += bytes - old_bytes;
  if (account->held > account->most)
    account->most = account->held;
  if (bytes > 0)
    return realloc(block, bytes);
  free(block);
  return NULL;
}

static void run(struct account *account, const char *source) {
  mica_options options = {.allocator = {.data = account, .resize = resize}};
  mica_runtime *runtime = mica_runtime_new(&options);
  mica_program *program;
  mica_error error;
  if (!runtime || mica_compile(source, strlen(source), "s.js", &program, &error) != MICA_OK)
    exit(EXIT_FAILURE);
  mica_status status = mica_run(runtime, program, NULL);
  printf("%s; over 8 MiB were held: %s\n", status == MICA_OK ? "it ran to its end" : "it failed",
         account->most > 8 << 20 ? "yes" : "no");
  mica_runtime_free(runtime);
  mica_program_release(program);
  printf("left: %zu bytes\n", account->held);
}

int main(void) {
  const char *hoard = "let list = null;"
                      "for (let i = 0; i < 1000; i++) list = { list, text: `${i}`.repeat(4000) };";
  run(&(struct account){.bound = SIZE_MAX}, hoard);
  run(&(struct account){.bound = 1 << 20}, hoard);
}
// prints: it ran to its end; over 8 MiB were held: yes
// prints: left: 0 bytes
// prints: it failed; over 8 MiB were held: no
// prints: left: 0 bytes
