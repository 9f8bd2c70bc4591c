// command: node
//
// Node, in a process of its own that drivers/node.js makes a server of: there is no V8 to link that
// is as widely installed. That process runs a block and times it, so that no way between the two
// processes is in a time; all else is the harness's, as for any engine.
#include <errno.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/driver.h"

static const char server[] =
#include "drivers/node.js.h"
    ;

// The Node process. What is asked of it is answered before the next request.
struct node {
  pid_t process;
  FILE *requests, *answers; // the two directions of one socket
};

struct program {
  struct node *node;
  json_int_t id; // among the programs of the process
};

// The compilers of `node` go by how often a function was called, so it runs as many repetitions as
// native C; its interpreter is steady after the first.
static const struct driver_engine engines[] = {
    {.name = "node", .description = "Node, V8 with all its compilers", .repetition_divisor = 1},
    {.name = "node-jitless",
     .description = "Node, V8's bytecode interpreter",
     .repetition_divisor = 4},
};

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  FILE *said = popen("node -p '`Node ${process.versions.node}\\nV8 ${process.versions.v8}\\n"
                     "${process.execPath}`' 2>/dev/null",
                     "r");
  char *lines[] = {description->buffer, NULL, NULL};
  size_t length = said ? fread(description->buffer, 1, sizeof description->buffer - 1, said) : 0;
  if (said)
    pclose(said);
  description->buffer[length] = '\0';
  for (int i = 0; i < 3 && lines[i]; i++) {
    char *end = strchr(lines[i], '\n');
    if (end && i < 2)
      lines[i + 1] = end + 1;
    if (end)
      *end = '\0';
  }
  if (!lines[2])
    return;
  description->version = lines[0];
  description->build = lines[1];
  description->library = lines[2];
}

// ---- The process

// Becomes Node with the socket as standard input. Node ends with the driver, whatever ends that.
static _Noreturn void become_node(int socket, bool jitless) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(socket, STDIN_FILENO);
  // Without WebAssembly, which needs a compiler: V8 would warn that it takes it away.
  const char *const flags[] = {"--jitless", "--no-expose-wasm"};
  const char *arguments[6] = {"node"};
  size_t count = 1;
  for (size_t i = 0; jitless && i < sizeof flags / sizeof *flags; i++)
    arguments[count++] = flags[i];
  arguments[count++] = "--eval";
  arguments[count] = server;
  execvp("node", (char *const *)arguments);
  fprintf(stderr, "cannot start node: %s\n", strerror(errno));
  _exit(127);
}

static void engine_close(void *state) {
  struct node *node = state;
  if (node->requests)
    fclose(node->requests);
  if (node->answers) {
    shutdown(fileno(node->answers), SHUT_RDWR); // Node sees the end of its input
    fclose(node->answers);
  }
  if (node->process > 0)
    waitpid(node->process, NULL, 0);
  free(node);
}

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  int sockets[2];
  struct node *node = calloc(1, sizeof *node);
  if (!node || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets)) {
    driver_fail(error, "cannot make a socket for node: %s", strerror(errno));
    free(node);
    return NULL;
  }
  node->process = fork();
  if (node->process == 0)
    become_node(sockets[1], engine == &engines[1]);
  signal(SIGPIPE, SIG_IGN); // a process that has gone shows as an answer that does not come
  close(sockets[1]);
  node->answers = fdopen(sockets[0], "r");
  node->requests = fdopen(dup(sockets[0]), "w");
  if (node->process > 0 && node->answers && node->requests)
    return node;
  driver_fail(error, "cannot start node: %s", strerror(errno));
  engine_close(node);
  return NULL;
}

// Sends the request, which is given up, and returns the answer, to be released; NULL with the error
// filled in where the request failed.
static json_t *ask(struct node *node, json_t *request, struct driver_error *error) {
  json_dumpf(request, node->requests, JSON_COMPACT | JSON_ENSURE_ASCII);
  json_decref(request);
  fputc('\n', node->requests);
  fflush(node->requests);
  json_t *answer = json_loadf(node->answers, JSON_DISABLE_EOF_CHECK, NULL);
  const char *fault = json_string_value(json_object_get(answer, "error"));
  if (answer && !fault)
    return answer;
  driver_fail(error, "%s", fault ? fault : "the node process has ended");
  json_decref(answer);
  return NULL;
}

static double number_of(const json_t *answer, const char *key) {
  return json_number_value(json_object_get(answer, key));
}

// ---- Programs

static void unload(void *opaque) {
  struct program *program = opaque;
  struct driver_error ignored;
  json_decref(
      ask(program->node, json_pack("{ss sI}", "do", "unload", "id", program->id), &ignored));
  free(program);
}

// Has Node load the program as the request says, which may be NULL.
static void *load_as(struct node *node, const struct driver_source *source, json_t *request,
                     struct driver_error *error) {
  if (!request) {
    driver_fail(error, "%s: not UTF-8", source->name);
    return NULL;
  }
  json_t *answer = ask(node, request, error);
  struct program *program = answer ? calloc(1, sizeof *program) : NULL;
  if (program)
    *program = (struct program){node, json_integer_value(json_object_get(answer, "id"))};
  else if (answer)
    driver_fail(error, "%s: no memory", source->name);
  json_decref(answer);
  return program;
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  json_t *request = json_pack("{ss ss ss% ss}", "do", "load", "name", source->name, "text",
                              source->text, source->length, "entry", source->entry);
  return load_as(state, source, request, error);
}

// The context of the module vm is the runtime: a global object of its own within the one isolate of
// the process.
static const char *no_lives(const struct driver_life *life) {
  if (life->spawn == DRIVER_SPAWN_BARE)
    return "a context is not made without its standard library";
  if (life->spawn == DRIVER_SPAWN_FACTORY)
    return "the module vm makes a context in one way only";
  if (life->code != DRIVER_CODE_NONE && life->until == DRIVER_UNTIL_PARSED)
    return "there is no function that only parses";
  return NULL;
}

static void *load_lives(void *state, const struct driver_source *source,
                        const struct driver_life *life, struct driver_error *error) {
  static const char *const codes[] = {"none", "source", "compiled", "saved"};
  json_t *request = json_pack(
      "{ss ss ss% ss ss sb sb sb sb}", "do", "lives", "name", source->name, "text", source->text,
      source->length, "entry", source->entry, "code", codes[life->code], "pools",
      life->spawn == DRIVER_SPAWN_POOL, "spawns", life->spawn == DRIVER_SPAWN_LIBRARY, "loads",
      life->code != DRIVER_CODE_NONE && life->until >= DRIVER_UNTIL_LOADED, "calls",
      life->code != DRIVER_CODE_NONE && life->until == DRIVER_UNTIL_RUN);
  return load_as(state, source, request, error);
}

static bool work(void *opaque, double *count, struct driver_error *error) {
  const struct program *program = opaque;
  json_t *answer = ask(program->node, json_pack("{ss sI}", "do", "work", "id", program->id), error);
  *count = number_of(answer, "work");
  json_decref(answer);
  return answer != NULL;
}

// JSON has no NaN and no infinity: Node writes null, which becomes a NaN here.
static bool run_block(void *opaque, int64_t n, uint32_t seed, int64_t repetitions, double *results,
                      double *nanoseconds, struct driver_error *error) {
  const struct program *program = opaque;
  json_t *answer =
      ask(program->node,
          json_pack("{ss sI sI sI sI}", "do", "run", "id", program->id, "n", (json_int_t)n, "seed",
                    (json_int_t)seed, "repetitions", (json_int_t)repetitions),
          error);
  const json_t *values = json_object_get(answer, "results"), *value;
  bool complete = json_array_size(values) == (size_t)repetitions;
  size_t i;
  json_array_foreach(values, i, value) if (complete) results[i] =
      json_is_number(value) ? json_number_value(value) : NAN;
  *nanoseconds = number_of(answer, "ns");
  if (answer && !complete)
    driver_fail(error, "node gave %zu results of %lld", json_array_size(values),
                (long long)repetitions);
  json_decref(answer);
  return complete;
}

// ---- Facts of the process

static double timer_cost(void *state) {
  struct driver_error ignored;
  json_t *answer = ask(state, json_pack("{ss}", "do", "timer"), &ignored);
  double cost = number_of(answer, "ns");
  json_decref(answer);
  return cost;
}

static void usage(void *state, struct driver_usage *usage) {
  struct driver_error ignored;
  json_t *answer = ask(state, json_pack("{ss}", "do", "usage"), &ignored);
  *usage = (struct driver_usage){
      .user_us = (int64_t)number_of(answer, "user"),
      .system_us = (int64_t)number_of(answer, "system"),
      .peak_kb = (int64_t)number_of(answer, "peak"),
  };
  json_decref(answer);
}

static const struct driver_process process = {
    .run_block = run_block,
    .load_lives = load_lives,
    .no_lives = no_lives,
    .no_pipeline = "the pipeline's host is C, and Node runs in a process of its own",
    .timer_cost = timer_cost,
    .usage = usage,
};

static const struct driver node_driver = {
    .name = "node",
    .language = "js",
    .suffix = ".js",
    .comment = "//",
    .peer = true,
    .no_modules = "Node runs in a process of its own, where no module of the host is found",
    .engines = engines,
    .engine_count = sizeof engines / sizeof *engines,
    .empty_source = "module.exports = { run: function (n, seed) { return seed; } };\n",
    .describe = describe,
    .open = engine_open,
    .close = engine_close,
    .load = load,
    .unload = unload,
    .process = &process,
    .work = work,
    .no_calls_host = "Node runs in a process of its own, where no function of the host is C",
    .no_boundary = "Node runs in a process of its own, where no function of the host is C",
    .no_call_script = "Node runs in a process of its own, which a loop in C does not reach",
};

int main(int argc, char **argv) { return harness_main(&node_driver, argc, argv); }
