// Modules in files. The canonical name is the file's real path. The rules are those of Node's
// documentation, "All together" of its chapter on CommonJS modules, as far as they concern files
// and folders; what they find beyond that (node_modules, package.json, native addons, ES modules,
// Node's own modules) is refused, and what they do not find is not found here either.
#include "vm/cli/loader.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "vm/cli/program_file.h"
#include "vm/cli/source.h"

_Static_assert(MICA_MODULE_NAME_BYTES >= PATH_MAX, "realpath writes into a name");

// A path that is being tried.
struct path {
  char text[PATH_MAX];
};

enum found { FOUND_NOTHING, FOUND_FILE, FOUND_FOLDER };

static enum found look(const struct path *path) {
  struct stat status;
  if (stat(path->text, &status) != 0)
    return FOUND_NOTHING;
  return S_ISDIR(status.st_mode) ? FOUND_FOLDER : FOUND_FILE;
}

// path = folder (of `length` bytes) + "/" + rest. false: too long, so no such file.
static bool path_join(struct path *path, const char *folder, size_t length, const char *rest) {
  int written = snprintf(path->text, sizeof path->text, "%.*s/%s", (int)length, folder, rest);
  return written >= 0 && (size_t)written < sizeof path->text;
}

static bool path_append(struct path *path, const struct path *start, const char *end) {
  int written = snprintf(path->text, sizeof path->text, "%s%s", start->text, end);
  return written >= 0 && (size_t)written < sizeof path->text;
}

static bool ends_in(const char *text, const char *end) {
  size_t length = strlen(text), wanted = strlen(end);
  return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

static mica_status refuse(mica_module_error *error, const char *what, const char *specifier) {
  snprintf(error->message, sizeof error->message, "unsupported: %s ('%s')", what, specifier);
  return MICA_ERROR_UNSUPPORTED;
}

static mica_status not_found(mica_module_error *error, const char *specifier) {
  error->code = "MODULE_NOT_FOUND";
  snprintf(error->message, sizeof error->message, "Cannot find module '%s'", specifier);
  return MICA_ERROR_THROWN;
}

// ---- Names that are no paths

// Node's own modules (`require("module").builtinModules` without those that begin with "_").
static const char *const node_modules[] = {"assert",
                                           "async_hooks",
                                           "buffer",
                                           "child_process",
                                           "cluster",
                                           "console",
                                           "constants",
                                           "crypto",
                                           "dgram",
                                           "diagnostics_channel",
                                           "dns",
                                           "domain",
                                           "events",
                                           "fs",
                                           "http",
                                           "http2",
                                           "https",
                                           "inspector",
                                           "module",
                                           "net",
                                           "os",
                                           "path",
                                           "perf_hooks",
                                           "process",
                                           "punycode",
                                           "querystring",
                                           "readline",
                                           "repl",
                                           "stream",
                                           "string_decoder",
                                           "sys",
                                           "timers",
                                           "tls",
                                           "trace_events",
                                           "tty",
                                           "url",
                                           "util",
                                           "v8",
                                           "vm",
                                           "wasi",
                                           "worker_threads",
                                           "zlib"};

// "fs", "fs/promises", "node:anything".
static bool is_node_module(const char *specifier) {
  if (strncmp(specifier, "node:", 5) == 0)
    return true;
  size_t length = strcspn(specifier, "/");
  for (size_t at = 0; at < sizeof node_modules / sizeof *node_modules; at++)
    if (strlen(node_modules[at]) == length && memcmp(node_modules[at], specifier, length) == 0)
      return true;
  return false;
}

// The package's folder in some node_modules folder on the way up from `from`.
static bool is_in_node_modules(const char *specifier, const char *from) {
  size_t package = strcspn(specifier, "/");
  char name[NAME_MAX + sizeof "node_modules/"];
  if (package > NAME_MAX)
    return false;
  snprintf(name, sizeof name, "node_modules/%.*s", (int)package, specifier);
  struct path path;
  for (size_t length = strlen(from); length > 0;) {
    do
      length--;
    while (length > 0 && from[length] != '/');
    if (path_join(&path, from, length, name) && look(&path) != FOUND_NOTHING)
      return true;
  }
  return false;
}

static mica_status resolve_package(const char *specifier, const char *from,
                                   mica_module_error *error) {
  if (is_node_module(specifier))
    return refuse(error, "Node's own modules", specifier);
  if (specifier[0] == '#')
    return refuse(error, "imports of package.json", specifier);
  if (is_in_node_modules(specifier, from))
    return refuse(error, "packages in node_modules", specifier);
  return not_found(error, specifier);
}

// ---- Paths

// The file itself, or it with one of the endings that may be left out.
static bool find_file(const struct path *path, bool only_endings, struct path *file) {
  static const char *const endings[] = {"", ".js", ".json", ".node"};
  for (size_t at = only_endings; at < sizeof endings / sizeof *endings; at++)
    if (path_append(file, path, endings[at]) && look(file) == FOUND_FILE)
      return true;
  return false;
}

static bool names_folder(const char *specifier) {
  return ends_in(specifier, "/") || ends_in(specifier, "/.") || ends_in(specifier, "/..") ||
         strcmp(specifier, ".") == 0 || strcmp(specifier, "..") == 0;
}

// The file's real path as the module's name.
static mica_status give(const char *specifier, const struct path *file, char *name,
                        mica_module_error *error) {
  struct stat status;
  if (!realpath(file->text, name) || stat(name, &status) != 0)
    return not_found(error, specifier);
  if (!S_ISREG(status.st_mode)) // a device or a pipe may have no end
    return refuse(error, "modules that are not regular files", specifier);
  if (ends_in(name, ".node"))
    return refuse(error, "native addons", specifier);
  return ends_in(name, ".mjs") ? refuse(error, "ES modules", specifier) : MICA_OK;
}

static mica_status resolve_path(const char *specifier, const struct path *path, char *name,
                                mica_module_error *error) {
  struct path other;
  if (!names_folder(specifier) && find_file(path, false, &other))
    return give(specifier, &other, name, error);
  if (look(path) != FOUND_FOLDER)
    return not_found(error, specifier);
  if (path_append(&other, path, "/package.json") && look(&other) == FOUND_FILE)
    return refuse(error, "folders with a package.json", specifier);
  struct path index;
  if (path_append(&index, path, "/index") && find_file(&index, true, &other))
    return give(specifier, &other, name, error);
  return not_found(error, specifier);
}

// The main program's real path; its name as it is when it comes from no file.
static mica_status resolve_main(const char *filename, char *name) {
  if (!realpath(filename, name))
    snprintf(name, MICA_MODULE_NAME_BYTES, "%s", filename);
  return MICA_OK;
}

static bool is_path(const char *specifier) {
  return specifier[0] == '/' || strcmp(specifier, ".") == 0 || strcmp(specifier, "..") == 0 ||
         strncmp(specifier, "./", 2) == 0 || strncmp(specifier, "../", 3) == 0;
}

static mica_status resolve(void *data, const char *specifier, const char *from,
                           char name[MICA_MODULE_NAME_BYTES], mica_module_error *error) {
  (void)data;
  if (!from)
    return resolve_main(specifier, name);
  if (!is_path(specifier))
    return resolve_package(specifier, from, error);
  struct path path;
  const char *slash = strrchr(from, '/');
  bool fits = specifier[0] == '/'
                  ? snprintf(path.text, sizeof path.text, "%s", specifier) < (int)sizeof path.text
              : slash ? path_join(&path, from, (size_t)(slash - from), specifier)
                      : path_join(&path, ".", 1, specifier);
  return fits ? resolve_path(specifier, &path, name, error) : not_found(error, specifier);
}

static mica_status load_saved(const char *name, mica_module *module, mica_module_error *error) {
  mica_error why;
  char *bytes = module->text;
  module->text = NULL;
  if (program_file_compile(bytes, module->length, name, &module->program, &why) == MICA_OK)
    return MICA_OK;
  snprintf(error->message, sizeof error->message, "cannot load '%.256s': %s", name, why.message);
  return why.status == MICA_ERROR_MEMORY ? MICA_ERROR_MEMORY : MICA_ERROR_THROWN;
}

static mica_status load(void *data, const char *name, mica_module *module,
                        mica_module_error *error) {
  (void)data;
  module->text = source_read_file(name, &module->length);
  module->is_json = ends_in(name, ".json");
  if (module->text && !module->is_json && mica_is_saved_program(module->text, module->length))
    return load_saved(name, module, error);
  if (module->text)
    return MICA_OK;
  error->code = errno == ENOENT ? "ENOENT" : errno == EACCES ? "EACCES" : NULL;
  snprintf(error->message, sizeof error->message, "cannot read '%s': %s", name, strerror(errno));
  return MICA_ERROR_THROWN;
}

const mica_loader file_loader = {.resolve = resolve, .load = load};
