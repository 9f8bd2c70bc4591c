// See import_source.h.
#include "compare/import_source.h"

#include "compare/store.h"
#include "compare/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_BYTES = 1 << 16 };

// What a store has beside its file while it is written: the log holds what was committed last.
static const char *const suffixes[] = {"", "-wal", "-journal"};

enum { SUFFIX_COUNT = sizeof suffixes / sizeof *suffixes };

static bool copy_bytes(int from, int to) {
  char *buffer = memory_array(COPY_BYTES, 1);
  ssize_t count;
  bool fine = true;
  while (fine && (count = read(from, buffer, COPY_BYTES)) != 0) {
    fine = count > 0;
    for (ssize_t done = 0, written; fine && done < count; done += written)
      fine = (written = write(to, buffer + done, (size_t)(count - done))) > 0;
  }
  free(buffer);
  return fine;
}

static bool copy_file(const char *from, const char *to, struct error *error) {
  int in = open(from, O_RDONLY | O_CLOEXEC);
  if (in < 0)
    return error_set(error, "%s cannot be read: %s", from, strerror(errno));
  struct stat status;
  if (fstat(in, &status) != 0 || !S_ISREG(status.st_mode)) {
    close(in);
    return error_set(error, "%s is not a file; name a store", from);
  }
  int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  bool copied = out >= 0 && copy_bytes(in, out);
  int cause = errno;
  close(in);
  if (out >= 0 && close(out) != 0 && copied) {
    copied = false;
    cause = errno;
  }
  return copied ? true
                : error_set(error,
                            "%s cannot be copied to %s: %s; name a folder with room by the "
                            "variable TMPDIR",
                            from, to, strerror(cause));
}

static bool copy_store(const struct import_source *source, struct error *error) {
  bool copied = true;
  for (int i = 0; copied && i < SUFFIX_COUNT; i++) {
    char *from = text_format("%s%s", source->path, suffixes[i]);
    char *to = text_format("%s%s", source->copy, suffixes[i]);
    if (i == 0 || access(from, F_OK) == 0)
      copied = copy_file(from, to, error);
    free(from);
    free(to);
  }
  return copied;
}

static bool make_folder(struct import_source *source, struct error *error) {
  const char *temporary = getenv("TMPDIR");
  source->folder =
      text_format("%s/fieldstone-import-XXXXXX", temporary && *temporary ? temporary : "/tmp");
  if (mkdtemp(source->folder) == NULL)
    return error_set(error,
                     "no folder can be made for a copy, %s: %s; name another place by the "
                     "variable TMPDIR",
                     source->folder, strerror(errno));
  source->copy = text_format("%s/store.sqlite", source->folder);
  return true;
}

bool import_source_open(struct import_source *source, const char *path, struct error *error) {
  *source = (struct import_source){.path = path};
  struct store *store = NULL;
  if (access(path, F_OK) != 0)
    error_set(error, "there is no store %s", path);
  else if (make_folder(source, error) && copy_store(source, error))
    store = store_open_as(source->copy, path, STORE_READ, error);
  store_close(store);
  if (store == NULL)
    import_source_close(source);
  return store != NULL;
}

void import_source_close(struct import_source *source) {
  static const char *const left[] = {"", "-wal", "-shm", "-journal"};
  for (size_t i = 0; source->copy != NULL && i < sizeof left / sizeof *left; i++) {
    char *path = text_format("%s%s", source->copy, left[i]);
    unlink(path);
    free(path);
  }
  if (source->folder != NULL)
    rmdir(source->folder);
  free(source->copy);
  free(source->folder);
  *source = (struct import_source){0};
}
