// Scripts that nobody trusts. A limit of memory, instructions or time ends the script with an error
// that it cannot catch, and another thread can end it at any moment; the runtime goes on with the
// next script as if nothing had been.
#include <mica.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

// Runs the source and prints how it ended: the first line of the error.
static void run(mica_runtime *runtime, const char *source) {
  mica_program *program;
  mica_error error;
  if (mica_compile(source, strlen(source), "guest.js", &program, &error) != MICA_OK) {
    printf("%s\n", error.message);
    return;
  }
  mica_status status = mica_run(runtime, program, NULL);
  mica_program_release(program);
  const char *text = mica_error_text(runtime);
  if (status == MICA_OK)
    printf("it ended well\n");
  else
    printf("status %d: %.*s\n", status, (int)strcspn(text, "\n"), text);
}

static void run_limited(const mica_options *options, const char *source) {
  mica_runtime *runtime = mica_runtime_new(options);
  if (!runtime)
    exit(EXIT_FAILURE);
  run(runtime, source);
  run(runtime, "[1, 2, 3].map((n) => n * n);");
  mica_runtime_free(runtime);
}

static void *interrupt_soon(void *runtime) {
  struct timespec pause = {.tv_nsec = 20 * 1000 * 1000};
  nanosleep(&pause, NULL);
  mica_interrupt(runtime);
  return NULL;
}

static void interrupt_from_another_thread(void) {
  mica_runtime *runtime = mica_runtime_new(NULL);
  pthread_t thread;
  if (!runtime || pthread_create(&thread, NULL, interrupt_soon, runtime) != 0)
    exit(EXIT_FAILURE);
  run(runtime, "try { for (;;); } finally { console.log('never printed'); }");
  pthread_join(thread, NULL); // the runtime must be there as long as anybody may interrupt it
  mica_runtime_free(runtime);
}

int main(void) {
  run_limited(
      &(mica_options){.memory_limit = 1 << 20},
      "let list = null; for (let n = 0;; n++) list = { list, more: [n, n, n, n, n, n, n, n] };");
  run_limited(&(mica_options){.instruction_limit = 10000}, "try { for (;;); } catch (e) { }");
  run_limited(&(mica_options){.time_limit = 250}, "for (;;) [1].map((n) => n);");
  run_limited(&(mica_options){.stack_limit = 64 << 10},
              "function dive() { dive(); } try { dive(); } catch (e) { console.log(e.name); }");
  interrupt_from_another_thread();
}
// prints: status 4: out of memory
// prints: it ended well
// prints: status 4: instruction limit exceeded: 10000
// prints: it ended well
// prints: status 4: time limit exceeded: 250 ms
// prints: it ended well
// prints: RangeError
// prints: it ended well
// prints: it ended well
// prints: status 5: interrupted
