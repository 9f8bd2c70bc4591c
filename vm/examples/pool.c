// A server in little. What the requests share is made once: the program, compiled, and a factory
// of runtimes. Threads take a runtime from a pool for each request and give it back, and no request
// finds anything that another one left behind.
#include <mica.h>
#include <pthread.h>
#include <stdlib.h>

#define THREADS 4
#define REQUESTS 1000 // of each thread
#define RUNTIMES 3    // so somebody has to wait now and then

static const char source[] = "globalThis.seen = (globalThis.seen || 0) + 1;"
                             "exports.handle = (n) => n * n + seen - 1;";

struct server {
  mica_program *program;
  mica_pool *pool;
};

// Runs the program in a fresh runtime; 0 when anything goes wrong.
static double handle_request(const struct server *server, double number) {
  mica_runtime *runtime = mica_pool_take(server->pool);
  double answer = 0;
  mica_value exports, function, result, argument = mica_number(number);
  if (runtime && mica_run(runtime, server->program, &exports) == MICA_OK &&
      mica_get(runtime, exports, "handle", &function) == MICA_OK) {
    mica_handle *handle = mica_hold(runtime, function);
    if (mica_call(runtime, handle, &argument, 1, &result) == MICA_OK)
      mica_to_number(result, &answer);
  }
  if (runtime)
    mica_pool_give(server->pool, runtime); // its values and handles are gone
  return answer;
}

static void *serve(void *data) {
  const struct server *server = data;
  long right = 0;
  for (int request = 1; request <= REQUESTS; request++)
    right += handle_request(server, request) == (double)request * request;
  return (void *)right;
}

int main(void) {
  mica_error error;
  struct server server;
  if (mica_compile(source, strlen(source), "square.js", &server.program, &error) != MICA_OK)
    return EXIT_FAILURE;
  mica_options options = {.memory_limit = 8 << 20, .time_limit = 10000};
  mica_factory *factory = mica_factory_new(&options);
  server.pool = factory ? mica_pool_new(factory, RUNTIMES) : NULL;
  if (!server.pool)
    return EXIT_FAILURE;

  pthread_t threads[THREADS];
  for (int at = 0; at < THREADS; at++)
    if (pthread_create(&threads[at], NULL, serve, &server) != 0)
      return EXIT_FAILURE;
  long right = 0;
  for (int at = 0; at < THREADS; at++) {
    void *of_one;
    pthread_join(threads[at], &of_one);
    right += (long)of_one;
  }
  mica_pool_metrics metrics = mica_pool_measure(server.pool);
  printf("%ld right answers\n", right);
  printf("taken %d, given %d, in use %d\n", (int)metrics.taken, (int)metrics.given,
         (int)metrics.in_use);
  printf("more than %d runtimes made: %s\n", RUNTIMES, metrics.created > RUNTIMES ? "yes" : "no");

  mica_pool_free(server.pool);
  mica_factory_release(factory);
  mica_program_release(server.program);
}
// prints: 4000 right answers
// prints: taken 4000, given 4000, in use 0
// prints: more than 3 runtimes made: no
