// See discover.h.
#include "compare/discover.h"

#include "compare/driver_client.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// ---- Programs -----------------------------------------------------------------------------------

static int not_hidden(const struct dirent *entry) { return entry->d_name[0] != '.'; }

static bool is_folder(const char *path) {
  struct stat status;
  return !stat(path, &status) && S_ISDIR(status.st_mode);
}

static bool is_executable(const char *path) {
  struct stat status;
  return !stat(path, &status) && S_ISREG(status.st_mode) && !access(path, X_OK);
}

// The entries of a folder by name. Returns their number, or -1 with `error` filled.
static int list_folder(const char *path, const char *what, struct dirent ***entries,
                       struct error *error) {
  int count = scandir(path, entries, not_hidden, alphasort);
  if (count < 0)
    error_set(error, "the folder of the %s, %s, cannot be read: %s", what, path, strerror(errno));
  return count;
}

// Whether a file of the folder is called after it, as a program's implementations are.
static bool has_implementation(const char *folder) {
  const char *slash = strrchr(folder, '/'), *name = slash ? slash + 1 : folder;
  struct dirent **entries;
  bool found = false;
  int count = scandir(folder, &entries, not_hidden, alphasort);
  for (int i = 0; i < count; i++) {
    size_t length = strlen(name);
    found =
        found || (!strncmp(entries[i]->d_name, name, length) && entries[i]->d_name[length] == '.');
    free(entries[i]);
  }
  if (count >= 0)
    free(entries);
  return found;
}

// A folder with neither manifest nor implementations is what is left of a program, and passed over.
static bool add_program(struct catalogue *catalogue, const char *folder, struct error *error) {
  if (!is_folder(folder))
    return true;
  char *path = text_format("%s/program.yaml", folder);
  if (access(path, F_OK) != 0 && !has_implementation(folder)) {
    free(path);
    return true;
  }
  struct manifest *manifest;
  struct manifest_error fault;
  bool loaded = manifest_load(path, &manifest, &fault);
  free(path);
  if (!loaded)
    return error_set(error, "%s", fault.text);
  catalogue->programs =
      memory_resize(catalogue->programs, catalogue->program_count + 1, sizeof *catalogue->programs);
  catalogue->programs[catalogue->program_count++] = (struct program){.manifest = manifest};
  return true;
}

static bool find_programs(const char *folder, struct catalogue *catalogue, struct error *error) {
  struct dirent **entries;
  int count = list_folder(folder, "programs", &entries, error);
  bool good = count >= 0;
  for (int i = 0; i < count; i++) {
    char *path = text_format("%s/%s", folder, entries[i]->d_name);
    good = good && add_program(catalogue, path, error);
    free(path);
    free(entries[i]);
  }
  if (count >= 0)
    free(entries);
  if (good && !catalogue->program_count)
    return error_set(error, "no program in %s: each is a folder with a program.yaml", folder);
  return good;
}

// ---- Engines ------------------------------------------------------------------------------------

static char *member(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text_copy(text ? text : "");
}

static bool add_engine(struct catalogue *catalogue, const char *driver, const char *executable,
                       const json_t *description, const json_t *item) {
  const char *name = json_string_value(json_object_get(item, "name"));
  json_int_t divisor = json_integer_value(json_object_get(item, "repetition_divisor"));
  char *details = json_dumps(description, JSON_COMPACT | JSON_SORT_KEYS);
  if (!name || !details) {
    free(details);
    return false;
  }
  catalogue->engines =
      memory_resize(catalogue->engines, catalogue->engine_count + 1, sizeof *catalogue->engines);
  catalogue->engines[catalogue->engine_count++] =
      (struct engine){.name = text_copy(name),
                      .driver = text_copy(driver),
                      .executable = text_copy(executable),
                      .language = member(description, "language"),
                      .version = member(description, "version"),
                      .build = member(description, "build"),
                      .description = member(item, "description"),
                      .repetition_divisor = divisor > 0 && divisor < 1000000 ? (int)divisor : 1,
                      .peer = json_is_true(json_object_get(description, "peer")),
                      .apart = json_is_true(json_object_get(item, "apart")),
                      .details = details};
  return true;
}

static void add_driver(struct catalogue *catalogue, const char *name, const char *executable) {
  struct error error;
  json_t *description = driver_describe(executable, &error);
  const json_t *engines = json_object_get(description, "engines"), *item;
  size_t index, added = 0;
  json_array_foreach(engines, index, item) added +=
      add_engine(catalogue, name, executable, description, item);
  if (description && !added)
    error_set(&error, "%s --describe names no engine", executable);
  if (!added)
    text_list_add(&catalogue->broken_drivers, error.message);
  json_decref(description);
}

static bool find_engines(const char *build_directory, struct catalogue *catalogue,
                         struct error *error) {
  char *folder = text_format("%s/drivers", build_directory);
  struct dirent **entries;
  int count = list_folder(folder, "drivers", &entries, error);
  if (count < 0)
    error_prefix(error, "nothing is built there (type: make)");
  for (int i = 0; i < count; i++) {
    char *path = text_format("%s/%s", folder, entries[i]->d_name);
    if (is_executable(path))
      add_driver(catalogue, entries[i]->d_name, path);
    free(path);
    free(entries[i]);
  }
  if (count >= 0)
    free(entries);
  if (count >= 0 && !discover_reference(catalogue)) {
    char *broken = text_list_join(&catalogue->broken_drivers);
    error_set(error, "no engine `%s` in %s, and all others are checked against it (type: make)%s%s",
              REFERENCE_ENGINE, folder, *broken ? ": " : "", broken);
    free(broken);
    count = -1;
  }
  free(folder);
  return count >= 0;
}

// The reference's driver comes first, so that its engines are the first columns of every table.
static void put_reference_first(struct catalogue *catalogue) {
  const char *driver = discover_reference(catalogue)->driver;
  struct engine *sorted = memory_array(catalogue->engine_count, sizeof *sorted);
  size_t count = 0;
  for (int others = 0; others <= 1; others++)
    for (size_t i = 0; i < catalogue->engine_count; i++)
      if (!!strcmp(catalogue->engines[i].driver, driver) == others)
        sorted[count++] = catalogue->engines[i];
  free(catalogue->engines);
  catalogue->engines = sorted;
}

// ---- Selection ----------------------------------------------------------------------------------

// What there is to choose from: names, each perhaps in a group, and perhaps apart from the others.
struct choice {
  const char *what; // "engine"
  struct text_list names, groups;
  bool *apart, *selected;
};

static void choice_add(struct choice *choice, const char *name, const char *group, bool apart) {
  size_t count = choice->names.count + 1;
  text_list_add(&choice->names, name);
  text_list_add(&choice->groups, group);
  choice->apart = memory_resize(choice->apart, count, sizeof *choice->apart);
  choice->selected = memory_resize(choice->selected, count, sizeof *choice->selected);
  choice->apart[count - 1] = apart;
  choice->selected[count - 1] = false;
}

static void choice_free(struct choice *choice) {
  text_list_free(&choice->names);
  text_list_free(&choice->groups);
  free(choice->apart);
  free(choice->selected);
}

// Selects those of the apart or of the others that the pattern is about; returns their number.
static size_t select_some(struct choice *choice, const char *pattern, bool apart) {
  size_t matches = 0;
  for (size_t i = 0; i < choice->names.count; i++)
    if (choice->apart[i] == apart && (!fnmatch(pattern, choice->names.words[i], 0) ||
                                      !strcmp(pattern, choice->groups.words[i]))) {
      choice->selected[i] = true;
      matches++;
    }
  return matches;
}

// Selects what the comma-separated patterns are about; NULL and the word `all` select all, the name
// of a group all that are in it. What stands apart is selected by a pattern that is about nothing
// else. A pattern that selects nothing is an error.
static bool select_names(struct choice *choice, const char *patterns, struct error *error) {
  struct text_list wanted = text_list_split(patterns && strcmp(patterns, "all") ? patterns : "*");
  bool good = wanted.count ||
              error_set(error, "no %s is named; leave the option out for all", choice->what);
  for (size_t w = 0; good && w < wanted.count; w++)
    if (!select_some(choice, wanted.words[w], false) &&
        !select_some(choice, wanted.words[w], true)) {
      char *all = text_list_join(&choice->names);
      char *suggestion = text_suggestion(&choice->names, wanted.words[w]);
      good = error_set(error, "there is no %s `%s`%s\n  there are: %s", choice->what,
                       wanted.words[w], suggestion, all);
      free(all);
      free(suggestion);
    }
  text_list_free(&wanted);
  return good;
}

static bool select_programs(const char *patterns, struct catalogue *catalogue,
                            struct error *error) {
  struct choice choice = {.what = "program"};
  for (size_t i = 0; i < catalogue->program_count; i++)
    choice_add(&choice, catalogue->programs[i].manifest->name,
               catalogue->programs[i].manifest->category, false);
  bool good = select_names(&choice, patterns, error);
  for (size_t i = 0; i < catalogue->program_count; i++)
    catalogue->programs[i].selected = choice.selected[i];
  choice_free(&choice);
  return good;
}

static bool select_engines(const char *patterns, struct catalogue *catalogue, struct error *error) {
  struct choice choice = {.what = "engine"};
  for (size_t i = 0; i < catalogue->engine_count; i++)
    choice_add(&choice, catalogue->engines[i].name, "", catalogue->engines[i].apart);
  bool good = select_names(&choice, patterns, error);
  for (size_t i = 0; i < catalogue->engine_count; i++)
    catalogue->engines[i].selected = choice.selected[i];
  choice_free(&choice);
  return good;
}

// ---- The whole ----------------------------------------------------------------------------------

bool discover_catalogue(const struct options *options, struct catalogue *catalogue,
                        struct error *error) {
  *catalogue = (struct catalogue){0};
  if (!find_programs(options->programs_directory, catalogue, error) ||
      !find_engines(options->build_directory, catalogue, error))
    return false;
  put_reference_first(catalogue);
  return select_programs(options->programs, catalogue, error) &&
         select_engines(options->engines, catalogue, error);
}

void discover_free(struct catalogue *catalogue) {
  for (size_t i = 0; i < catalogue->program_count; i++)
    manifest_free(catalogue->programs[i].manifest);
  for (size_t i = 0; i < catalogue->engine_count; i++) {
    struct engine *engine = &catalogue->engines[i];
    free(engine->name);
    free(engine->driver);
    free(engine->executable);
    free(engine->language);
    free(engine->version);
    free(engine->build);
    free(engine->description);
    free(engine->details);
  }
  free(catalogue->programs);
  free(catalogue->engines);
  text_list_free(&catalogue->broken_drivers);
  *catalogue = (struct catalogue){0};
}

const struct engine *discover_reference(const struct catalogue *catalogue) {
  for (size_t i = 0; i < catalogue->engine_count; i++)
    if (!strcmp(catalogue->engines[i].name, REFERENCE_ENGINE))
      return &catalogue->engines[i];
  return NULL;
}

int discover_repetitions(const struct manifest_size *size, const struct engine *engine) {
  int share = (int)size->repetitions / engine->repetition_divisor;
  share += share % 2;
  return share < 2 ? 2 : share;
}
