// The commands of engines' own profilers for a program of the catalogue: see profile.h. They run
// the program as `fieldstone` does, by its stock interpreter or compiler, since these tools are
// parts of those.
#include "compare/profile.h"

#include <stdlib.h>
#include <string.h>

// What a template's letters stand for: %F the program's file without its ending, %D its folder, %P
// its name, %N n, %R the repetitions, %S the first seed, %L the last seed.
static const struct {
  const char *engine, *tool, *command;
} tools[] = {
    {"node", "V8's sampling profiler; the file opens in Chromium's DevTools or speedscope",
     "node --cpu-prof --eval \"const p = require('%F.js'); for (let s = %S; s <= %L; s++) "
     "p.run(%N, "
     "s)\""},
    {"node-jitless", "V8's sampling profiler; the file opens in Chromium's DevTools or speedscope",
     "node --jitless --no-expose-wasm --cpu-prof --eval \"const p = require('%F.js'); for (let s = "
     "%S; s <= %L; s++) p.run(%N, s)\""},
    {"cpython", "Python's cProfile, which follows every call",
     "/usr/bin/python3 -B -c \"import cProfile, sys; sys.path.insert(0, '%D'); import %P; "
     "cProfile.run('for s in range(%S, %L + 1): %P.run(%N, s)', sort='tottime')\""},
    {"luajit", "LuaJIT's sampling profiler",
     "luajit -jp=f -e \"local p = dofile('%F.lua') for s = %S, %L do p.run(%N, s) end\""},
    {"luajit-joff", "LuaJIT's sampling profiler",
     "luajit -joff -jp=f -e \"local p = dofile('%F.lua') for s = %S, %L do p.run(%N, s) end\""},
    {"go", "Go's pprof, on a benchmark made of the program",
     "(d=$(mktemp -d) && cp '%F.go' \"$d\" && cd \"$d\" && printf 'package program\\n\\nimport "
     "\"testing\"\\n\\nfunc BenchmarkRun(b *testing.B) {\\n\\tfor i := 0; i < b.N; i++ {\\n\\t\\t"
     "Run(%N, %S+i)\\n\\t}\\n}\\n' >run_test.go && go mod init program && go test -bench Run "
     "-benchtime %Rx -cpuprofile cpu.prof && go tool pprof -top cpu.prof)"},
};

static const char *value_of(const struct profile_job *job, char letter, const char *programs) {
  const struct manifest *program = job->cell->program;
  const char *name = program->source != NULL ? program->source : program->name;
  long long seed = job->session->options->seed;
  switch (letter) {
  case 'F':
    return arena_format(job->arena, "%s/%s/%s", programs, name, name);
  case 'D':
    return arena_format(job->arena, "%s/%s", programs, name);
  case 'P':
    return name;
  case 'N':
    return arena_format(job->arena, "%lld", (long long)job->cell->size->n);
  case 'R':
    return arena_format(job->arena, "%d", job->cell->repetitions);
  case 'S':
    return arena_format(job->arena, "%lld", seed);
  default:
    return arena_format(job->arena, "%lld", seed + job->cell->repetitions - 1);
  }
}

static const char *fill_in(const struct profile_job *job, const char *template) {
  char *programs = realpath(job->session->options->programs_directory, NULL);
  const char *text = "";
  for (const char *from = template; *from != '\0';) {
    size_t plain = strcspn(from, "%");
    text = arena_format(job->arena, "%s%.*s", text, (int)plain, from);
    from += plain;
    if (*from == '\0')
      break;
    text = arena_format(job->arena, "%s%s", text,
                        value_of(job, from[1], programs != NULL ? programs : "."));
    from += 2;
  }
  free(programs);
  return text;
}

const char *profile_tool_command(const struct profile_job *job) {
  if (job->cell->program->kind != MANIFEST_SCRIPT)
    return NULL;
  for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
    if (strcmp(tools[i].engine, job->cell->engine->name) == 0)
      return arena_format(job->arena, "# %s on %s: %s\n%s\n", job->cell->program->name,
                          tools[i].engine, tools[i].tool, fill_in(job, tools[i].command));
  return NULL;
}
