// See selftest_catalogue.h. The repetitions in the manifests are a beginning only: the self-test
// sets them for each engine so that a block is short and yet long enough.
#include "compare/selftest_catalogue.h"

#include "compare/text.h"

#include <errno.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// n is a multiple of 100, so that every whole percentage of it is whole. One program is arithmetic
// alone; the other allocates, and its engines' garbage collectors have their say.
static const struct {
  const char *name, *unit, *work;
  int n;
} programs[SELFTEST_PROGRAMS] = {
    {"loop_int32", "iteration", "iterations of the loop", 1000},
    {"polymorphic_dispatch", "call", "calls of a method", 200},
};

const char *selftest_program_name(size_t program) { return programs[program].name; }

char *selftest_planted_name(size_t program, int percent) {
  return text_format("%s_plus_%d", programs[program].name, percent);
}

static bool make_folder(const char *path, struct error *error) {
  return !mkdir(path, 0777) ||
         error_set(error, "the folder %s cannot be made: %s", path, strerror(errno));
}

static bool write_manifest(const char *path, size_t program, const char *name, int percent,
                           struct error *error) {
  FILE *file = fopen(path, "we");
  if (!file)
    return error_set(error, "%s cannot be written: %s", path, strerror(errno));
  fprintf(file,
          "name: %s\ntitle: %s with %d %% more work\nmeasures: the method itself\n"
          "category: selftest\nkind: script\nsource: %s\nunit: %s\nwork: %s\ntolerance: 0\n"
          "geometric_mean: false\nsizes:\n",
          name, programs[program].name, percent, programs[program].name, programs[program].unit,
          programs[program].work);
  static const char *const sizes[] = {"smoke", "quick", "full"};
  int n = programs[program].n + programs[program].n / 100 * percent;
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    fprintf(file, "  %s: {n: %d, repetitions: 2, warmup: 1, samples: 2}\n", sizes[i], n);
  bool written = !ferror(file);
  written = !fclose(file) && written;
  return written || error_set(error, "%s cannot be written: %s", path, strerror(errno));
}

// Links to the implementations of the program, in every language.
static bool link_sources(const char *from, const char *to, const char *name, struct error *error) {
  char *pattern = text_format("%s/%s/%s.*", from, name, name);
  glob_t found = {0};
  bool good = !glob(pattern, 0, NULL, &found);
  if (!good)
    error_set(error, "the self-test's program %s is not there: no %s", name, pattern);
  for (size_t i = 0; good && i < found.gl_pathc; i++) {
    char *link = text_format("%s/%s", to, strrchr(found.gl_pathv[i], '/') + 1);
    if (symlink(found.gl_pathv[i], link))
      good = error_set(error, "%s cannot be made: %s", link, strerror(errno));
    free(link);
  }
  globfree(&found);
  free(pattern);
  return good;
}

// A program's folder; percent 0 is the source itself.
static bool add_program(const char *folder, size_t program, int percent, const char *sources,
                        struct error *error) {
  char *name =
      percent ? selftest_planted_name(program, percent) : text_copy(programs[program].name);
  char *path = text_format("%s/%s", folder, name);
  char *manifest = text_format("%s/program.yaml", path);
  bool good = make_folder(path, error) && write_manifest(manifest, program, name, percent, error) &&
              (percent || link_sources(sources, path, name, error));
  free(manifest);
  free(path);
  free(name);
  return good;
}

static bool fill(const char *folder, const char *sources, const int *percents, size_t percent_count,
                 struct error *error) {
  bool good = true;
  for (size_t program = 0; program < SELFTEST_PROGRAMS; program++) {
    good = good && add_program(folder, program, 0, sources, error);
    for (size_t i = 0; i < percent_count; i++)
      good = good && add_program(folder, program, percents[i], sources, error);
  }
  return good;
}

char *selftest_catalogue_make(const char *sources, const int *percents, size_t percent_count,
                              struct error *error) {
  const char *temporary = getenv("TMPDIR");
  char *folder =
      text_format("%s/fieldstone-selftest-XXXXXX", temporary && *temporary ? temporary : "/tmp");
  char *absolute = realpath(sources, NULL);
  if (!absolute) {
    error_set(error, "the folder of the programs, %s, cannot be read: %s", sources,
              strerror(errno));
  } else if (!mkdtemp(folder)) {
    error_set(error, "the folder %s cannot be made: %s", folder, strerror(errno));
  } else if (fill(folder, absolute, percents, percent_count, error)) {
    free(absolute);
    return folder;
  } else {
    selftest_catalogue_remove(folder);
    folder = NULL;
  }
  free(absolute);
  free(folder);
  return NULL;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk) {
  (void)status;
  (void)type;
  (void)walk;
  return remove(path);
}

void selftest_catalogue_remove(char *folder) {
  enum { FOLDERS_OPEN = 8 };
  if (folder)
    nftw(folder, remove_entry, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
  free(folder);
}
