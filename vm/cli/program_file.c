// A saved program is used where it was read. It is written beside its place and then put there, so
// that whoever looks finds the old one or the new one, and a full disk leaves no half one; what is
// no regular file, such as a pipe, is written to as it is.
#include "vm/cli/program_file.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void free_bytes(void *data, const void *bytes, size_t length) {
  (void)bytes;
  (void)length;
  free(data);
}

mica_status program_file_compile(char *bytes, size_t length, const char *name,
                                 mica_program **program, mica_error *error) {
  bool is_saved = mica_is_saved_program(bytes, length);
  mica_status status = is_saved
                           ? mica_program_borrow(bytes, length, free_bytes, bytes, program, error)
                           : mica_compile_lazily(bytes, length, name, program, error);
  if (!is_saved || status != MICA_OK)
    free(bytes);
  return status;
}

// Closes the stream as well.
static bool write_all(FILE *stream, const char *bytes, size_t length) {
  bool written = fwrite(bytes, 1, length, stream) == length;
  int error = errno;
  if (fclose(stream) != 0)
    return false;
  errno = error;
  return written;
}

// The file behind a name that may be a link: the link stays.
static bool write_beside(const char *file, const char *bytes, size_t length) {
  char target[PATH_MAX], beside[PATH_MAX];
  if (!realpath(file, target))
    snprintf(target, sizeof target, "%s", file);
  int needed = snprintf(beside, sizeof beside, "%s.XXXXXX", target);
  if (needed < 0 || (size_t)needed >= sizeof beside) {
    errno = ENAMETOOLONG;
    return false;
  }
  int descriptor = mkstemp(beside);
  if (descriptor < 0)
    return false;
  mode_t mask = umask(0);
  umask(mask);
  FILE *stream = fdopen(descriptor, "wb");
  bool done = stream && fchmod(descriptor, 0666 & ~mask) == 0;
  if (stream)
    done = write_all(stream, bytes, length) && done;
  else
    close(descriptor);
  if (done && rename(beside, target) == 0)
    return true;
  int error = errno;
  unlink(beside);
  errno = error;
  return false;
}

bool program_file_write(const char *file, const char *bytes, size_t length) {
  struct stat status;
  if (stat(file, &status) != 0 || S_ISREG(status.st_mode))
    return write_beside(file, bytes, length);
  FILE *stream = fopen(file, "wb");
  return stream && write_all(stream, bytes, length);
}
