// `fieldstone new NAME`: a program to begin with, which already agrees in every language.
//
// The files of a model are copied: those of compare/template/, or with --like those of a program of
// the catalogue. A file called after the model is called after the new program; of the manifest the
// name is changed, and the category if one is given.
#include "compare/commands.h"
#include "compare/error.h"
#include "compare/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LONGEST_NAME 60

struct copy {
  const char *model, *name; // of the programs
  char *from, *to;          // their folders
  const char *category;     // NULL: the model's
  struct text_list files;   // that were written
};

// Lower-case words of letters and digits joined by `joint`.
static bool is_well_formed(const char *name, char joint) {
  size_t length = strlen(name);
  if (length == 0 || length > LONGEST_NAME || name[0] < 'a' || name[0] > 'z' ||
      name[length - 1] == joint)
    return false;
  for (size_t i = 0; i < length; i++) {
    bool is_word = (name[i] >= 'a' && name[i] <= 'z') || (name[i] >= '0' && name[i] <= '9');
    if (!is_word && (name[i] != joint || name[i - 1] == joint))
      return false;
  }
  return true;
}

// The line of the manifest as the new program has it; `line` itself when nothing is to change.
// Freed by the caller.
static char *manifest_line(const struct copy *copy, const char *line) {
  if (!strncmp(line, "name:", 5))
    return text_format("name: %s\n", copy->name);
  if (copy->category && !strncmp(line, "category:", 9))
    return text_format("category: %s\n", copy->category);
  return text_copy(line);
}

static bool copy_lines(const struct copy *copy, FILE *input, FILE *output, bool is_manifest) {
  char *line = NULL;
  size_t capacity = 0;
  while (getline(&line, &capacity, input) >= 0) {
    char *changed = is_manifest ? manifest_line(copy, line) : text_copy(line);
    fputs(changed, output);
    free(changed);
  }
  free(line);
  return !ferror(input) && !ferror(output);
}

static bool copy_file(struct copy *copy, const char *file, struct error *error) {
  size_t length = strlen(copy->model);
  bool is_named = !strncmp(file, copy->model, length) && file[length] == '.';
  char *from = text_format("%s/%s", copy->from, file);
  char *to =
      text_format("%s/%s%s", copy->to, is_named ? copy->name : "", is_named ? file + length : file);
  FILE *input = fopen(from, "r");
  FILE *output = input ? fopen(to, "wx") : NULL;
  bool done = output && copy_lines(copy, input, output, !strcmp(file, "program.yaml"));
  if (output) {
    text_list_add(&copy->files, to);
    done = !fclose(output) && done;
  }
  if (!done)
    error_set(error, "%s cannot be copied to %s: %s", from, to, strerror(errno));
  if (input)
    fclose(input);
  free(from);
  free(to);
  return done;
}

static int is_visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

static bool copy_files(struct copy *copy, struct error *error) {
  struct dirent **entries;
  int count = scandir(copy->from, &entries, is_visible, alphasort);
  if (count < 0)
    return error_set(error, "%s cannot be read: %s", copy->from, strerror(errno));
  bool done = true;
  for (int i = 0; i < count; i++) {
    done = done && copy_file(copy, entries[i]->d_name, error);
    free(entries[i]);
  }
  free(entries);
  return done;
}

// Half a program would break every command.
static void take_back(const struct copy *copy) {
  for (size_t i = 0; i < copy->files.count; i++)
    unlink(copy->files.words[i]);
  rmdir(copy->to);
}

static bool check_words(const struct options *options, struct error *error) {
  if (!options->name)
    return error_set(error, "no name is given: fieldstone new NAME");
  if (!is_well_formed(options->name, '_'))
    return error_set(error,
                     "`%s` cannot be the name of a program: it is made of lower-case words of "
                     "letters and digits joined by `_`, at most %d letters, a letter first",
                     options->name, LONGEST_NAME);
  if (options->category && !is_well_formed(options->category, '-'))
    return error_set(error,
                     "`%s` cannot be a category: it is made of lower-case words joined by `-`",
                     options->category);
  return true;
}

static bool check_model(const struct copy *copy, struct error *error) {
  char *manifest = text_format("%s/program.yaml", copy->from);
  bool found = !access(manifest, R_OK);
  free(manifest);
  return found || error_set(error, "there is no program `%s` to be like: %s holds none",
                            copy->model, copy->from);
}

static bool make_program(struct copy *copy, struct error *error) {
  if (!check_model(copy, error))
    return false;
  if (mkdir(copy->to, 0777) != 0)
    return error_set(error, "%s cannot be made: %s", copy->to, strerror(errno));
  if (copy_files(copy, error))
    return true;
  take_back(copy);
  return false;
}

int new_command(const struct options *options) {
  struct error error;
  if (!check_words(options, &error)) {
    fprintf(stderr, "fieldstone new: %s\n", error.message);
    return EXIT_WENT_WRONG;
  }
  const char *model = options->like ? options->like : "template";
  struct copy copy = {
      .model = model,
      .name = options->name,
      .category = options->category,
      .from = options->like ? text_format("%s/%s", options->programs_directory, model)
                            : text_copy(options->template_directory),
      .to = text_format("%s/%s", options->programs_directory, options->name),
  };
  bool done = make_program(&copy, &error);
  if (done) {
    for (size_t i = 0; i < copy.files.count; i++)
      printf("%s\n", copy.files.words[i]);
    printf(
        "Next: make, then fieldstone check --programs %s; programs/README.md says how to go on.\n",
        copy.name);
  } else {
    fprintf(stderr, "fieldstone new: %s\n", error.message);
  }
  free(copy.from);
  free(copy.to);
  text_list_free(&copy.files);
  return done ? EXIT_FINE : EXIT_WENT_WRONG;
}
