// See progress.h.
#include "compare/progress.h"

#include "compare/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 20, DEFAULT_COLUMNS = 80 };

static const double LIVE_INTERVAL = 0.1, PLAIN_INTERVAL = 10;

struct progress {
  FILE *stream;
  bool live, colour;
  bool drawn;         // a live line is on the screen
  double last_output; // seconds
};

static double seconds_now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

struct progress *progress_begin(FILE *stream) {
  struct progress *progress = memory_array(1, sizeof *progress);
  const char *terminal = getenv("TERM"), *no_colour = getenv("NO_COLOR");
  progress->stream = stream;
  progress->live = isatty(fileno(stream)) && terminal && strcmp(terminal, "dumb");
  progress->colour = progress->live && !(no_colour && *no_colour);
  progress->last_output = -PLAIN_INTERVAL;
  return progress;
}

static int columns(const struct progress *progress) {
  struct winsize size;
  if (!ioctl(fileno(progress->stream), TIOCGWINSZ, &size) && size.ws_col)
    return size.ws_col;
  return DEFAULT_COLUMNS;
}

static char *time_left(double seconds) {
  if (seconds < 0)
    return text_copy("");
  int whole = (int)(seconds + 0.5);
  return text_format("%d:%02d left", whole / 60, whole % 60);
}

static void draw(struct progress *progress, double done, double seconds_left, const char *text) {
  char bar[BAR_WIDTH + 1];
  int filled = (int)(done * BAR_WIDTH);
  memset(bar, '#', (size_t)filled);
  memset(bar + filled, '.', (size_t)(BAR_WIDTH - filled));
  bar[BAR_WIDTH] = '\0';
  char *left = time_left(seconds_left);
  char *line = text_format("%3.0f %%  %-9s  %s", done * 100, left, text);
  int room = columns(progress) - BAR_WIDTH - 3; // the last column stays free: no wrapping
  const char *on = progress->colour ? "\033[36m" : "", *off = progress->colour ? "\033[0m" : "";
  if (room > 0)
    fprintf(progress->stream, "\r%s%s%s %.*s\033[K", on, bar, off, room, line);
  progress->drawn = true;
  free(line);
  free(left);
}

void progress_step(struct progress *progress, double done, double seconds_left, const char *format,
                   ...) {
  double now = seconds_now();
  if (now - progress->last_output < (progress->live ? LIVE_INTERVAL : PLAIN_INTERVAL))
    return;
  progress->last_output = now;
  done = done < 0 ? 0 : done > 1 ? 1 : done;
  char *text;
  va_list arguments;
  va_start(arguments, format);
  int length = vasprintf(&text, format, arguments);
  va_end(arguments);
  if (length < 0)
    return;
  if (progress->live) {
    draw(progress, done, seconds_left, text);
  } else {
    char *left = time_left(seconds_left);
    fprintf(progress->stream, "%3.0f %%  %s%s%s\n", done * 100, text, *left ? ", " : "", left);
    free(left);
  }
  fflush(progress->stream);
  free(text);
}

static void erase(struct progress *progress) {
  if (progress->drawn)
    fputs("\r\033[K", progress->stream);
  progress->drawn = false;
}

void progress_note(struct progress *progress, const char *format, ...) {
  erase(progress);
  va_list arguments;
  va_start(arguments, format);
  vfprintf(progress->stream, format, arguments);
  va_end(arguments);
  fputc('\n', progress->stream);
  fflush(progress->stream);
  if (progress->live)
    progress->last_output = -PLAIN_INTERVAL; // the live line comes back at the next step
}

void progress_end(struct progress *progress) {
  if (!progress)
    return;
  erase(progress);
  fflush(progress->stream);
  free(progress);
}
