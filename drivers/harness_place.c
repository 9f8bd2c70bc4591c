// Finding program folders and objects: see harness_place.h.
#include "drivers/harness_place.h"

#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *harness_place_text(const char *format, ...) {
  char *text;
  va_list arguments;
  va_start(arguments, format);
  int length = vasprintf(&text, format, arguments);
  va_end(arguments);
  return length < 0 ? NULL : text;
}

// Cuts the last component off a path: "/a/b" to "/a", "/a" to "". False when nothing is left.
static bool cut(char *path) {
  char *slash = strrchr(path, '/');
  if (slash)
    *slash = '\0';
  return slash != NULL;
}

static bool has_manifests(const char *programs) {
  char *pattern = harness_place_text("%s/*/program.yaml", programs);
  glob_t found;
  bool any = pattern && glob(pattern, GLOB_NOSORT, NULL, &found) == 0;
  if (any)
    globfree(&found);
  free(pattern);
  return any;
}

void harness_place_find(const char *programs, struct harness_place *place) {
  *place = (struct harness_place){.programs = programs ? strdup(programs) : NULL};
  char folder[4096];
  ssize_t length = readlink("/proc/self/exe", folder, sizeof folder - 1);
  folder[length > 0 ? length : 0] = '\0';
  cut(folder); // the executable
  cut(folder); // drivers/
  place->objects = harness_place_text("%s/programs", folder);
  while (!place->programs && cut(folder)) {
    place->programs = harness_place_text("%s/programs", folder);
    if (!place->programs || !has_manifests(place->programs)) {
      free(place->programs);
      place->programs = NULL;
    }
  }
}

void harness_place_release(struct harness_place *place) {
  free(place->programs);
  free(place->objects);
}

char *harness_place_programs(const struct harness_place *place) {
  char *names = NULL;
  size_t size;
  FILE *list = open_memstream(&names, &size);
  char *pattern = harness_place_text("%s/*/program.yaml", place->programs);
  glob_t found;
  if (list && pattern && glob(pattern, 0, NULL, &found) == 0) {
    for (size_t i = 0; i < found.gl_pathc; i++) {
      cut(found.gl_pathv[i]);
      fprintf(list, "%s%s", i ? ", " : "", strrchr(found.gl_pathv[i], '/') + 1);
    }
    globfree(&found);
  }
  if (list)
    fclose(list);
  free(pattern);
  return names;
}
