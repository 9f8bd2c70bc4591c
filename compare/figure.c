// See figure.h. gnuplot takes a quarter of a second to start, so one process draws all figures: the
// script begins each with a terminal of its own, which on standard output begins a new <svg>.
#include "compare/figure.h"
#include "compare/child.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct figure_plan {
  struct figure figure;
  int height;
  const char *script;
};

enum figure_role figure_engine_role(size_t engine) {
  return FIGURE_COLOURS + (enum figure_role)(engine % FIGURE_COLOUR_COUNT);
}

int figure_engine_mark(size_t engine) {
  static const int filled[] = {7, 5, 9, 13, 11, 15}; // the open one of each is one less
  return filled[engine % 6] - (engine / 6 % 2 == 1);
}

// ---- Drawing ------------------------------------------------------------------------------------

void figure_set_add(struct figure_set *set, const struct figure *figure, int height,
                    const char *script) {
  set->plans = arena_grow(set->arena, set->plans, set->count, sizeof *set->plans);
  set->plans[set->count++] = (struct figure_plan){*figure, height, script};
}

static bool write_script(const struct figure_set *set, int descriptor) {
  FILE *out = fdopen(descriptor, "w");
  if (out == NULL)
    return false;
  fputs("set encoding utf8\n", out);
  for (size_t i = 0; i < set->count; i++)
    fprintf(out,
            "reset\nset terminal svg size %d,%d font 'sans,14' noenhanced linewidth 1 butt "
            "dynamic\n%s",
            FIGURE_WIDTH, set->plans[i].height, set->plans[i].script);
  bool fine = !ferror(out);
  return fclose(out) == 0 && fine;
}

static bool take_line(char *line, void *context) {
  FILE *out = context;
  fprintf(out, "%s\n", line);
  return !ferror(out);
}

// Everything that gnuplot draws, on the heap; NULL and `error` when it fails.
static char *run_gnuplot(const char *path, struct error *error) {
  const char *const arguments[] = {"gnuplot", "--default-settings", path, NULL};
  struct child_request request = {.arguments = arguments,
                                  .pin_cpu = -1,
                                  .line_limit_seconds = 120,
                                  .total_limit_seconds = 600,
                                  .interrupt_descriptor = -1};
  struct child_result result;
  char *drawn = NULL;
  size_t size;
  FILE *out = open_memstream(&drawn, &size);
  bool ran = child_run(&request, take_line, out, &result, error);
  fclose(out);
  if (ran && result.ending == CHILD_EXITED && result.exit_code == 0)
    return drawn;
  if (ran)
    error_set(error, "gnuplot cannot draw the figures: %s",
              result.ending != CHILD_EXITED ? "it was killed"
              : *result.error_output        ? result.error_output
                                            : "it says nothing");
  free(drawn);
  return NULL;
}

static char *draw_all(const struct figure_set *set, struct error *error) {
  const char *folder = getenv("TMPDIR");
  char *path = (char *)arena_format(set->arena, "%s/fieldstone-XXXXXX", folder ? folder : "/tmp");
  int descriptor = mkostemp(path, O_CLOEXEC);
  if (descriptor < 0 || !write_script(set, descriptor)) {
    error_set(error, "the script of the figures, %s, cannot be written: %s", path, strerror(errno));
    if (descriptor >= 0)
      unlink(path);
    return NULL;
  }
  char *drawn = run_gnuplot(path, error);
  unlink(path);
  return drawn;
}

static bool is_installed(void) {
  const char *const arguments[] = {"gnuplot", "--version", NULL};
  char *version = child_output(arguments);
  free(version);
  return version != NULL;
}

bool figure_set_draw(const struct figure_set *set, struct document *document, bool *missing,
                     struct error *error) {
  *missing = set->count > 0 && !is_installed();
  if (set->count == 0 || *missing)
    return true;
  char *drawn = draw_all(set, error);
  bool fine = drawn != NULL;
  char *at = drawn;
  for (size_t i = 0; fine && i < set->count; i++) {
    struct figure figure = set->plans[i].figure;
    at = strstr(at, "<svg");
    char *end = at == NULL ? NULL : strstr(at, "</svg>");
    if (end == NULL) {
      fine = error_set(error, "gnuplot's output ends before the figure %s", figure.key);
      break;
    }
    char *next = end + strlen("</svg>");
    char kept = *next;
    *next = '\0';
    figure.svg = figure_svg(set->arena, &figure, at, error);
    *next = kept;
    at = next;
    fine = figure.svg != NULL;
    if (fine)
      document_add_figure(document, &figure);
  }
  free(drawn);
  return fine;
}

// ---- What scripts are made of -------------------------------------------------------------------

const char *figure_key_of(struct arena *arena, const char *prefix, const char *name) {
  char *key = (char *)arena_format(arena, "%s-%s", prefix, name);
  for (char *at = key; *at != '\0'; at++)
    if (!isalnum((unsigned char)*at))
      *at = '-';
  return key;
}

const char *figure_quote(struct arena *arena, const char *text) {
  char *quoted = arena_allocate(arena, 2 * strlen(text) + 3), *end = quoted;
  *end++ = '\'';
  for (; *text != '\0'; text++) {
    if (*text == '\'')
      *end++ = '\'';
    *end++ = *text == '\n' ? ' ' : *text;
  }
  *end = '\'';
  return quoted;
}

void figure_write_frame(FILE *out, const struct figure_frame *frame) {
  double height = frame->height, width = FIGURE_WIDTH;
  fprintf(out,
          "unset key\nunset ytics\nset border 0\n"
          "set lmargin at screen %.6f\nset rmargin at screen %.6f\n"
          "set tmargin at screen %.6f\nset bmargin at screen %.6f\n",
          frame->left / width, frame->right / width, 1 - frame->top / height,
          1 - frame->bottom / height);
}

void figure_write_text(FILE *out, struct arena *arena, const struct figure_frame *frame, double x,
                       double y, const char *anchor, enum figure_role role, const char *text) {
  fprintf(out, "set label %s at screen %.6f,screen %.6f %s textcolor rgb '#%06x'\n",
          figure_quote(arena, text), x / FIGURE_WIDTH, 1 - y / frame->height, anchor,
          (unsigned)role);
}

// A mark, its name, and a gap.
static int legend_width(const struct figure_key *key) {
  return 18 + FIGURE_CHARACTER * (int)table_text_width(key->name) + 10;
}

int figure_legend_lines(const struct figure_key *keys, size_t count) {
  int lines = count > 0, x = FIGURE_MARGIN;
  for (size_t i = 0; i < count; i++) {
    int width = legend_width(&keys[i]);
    if (x + width > FIGURE_WIDTH && x > FIGURE_MARGIN) {
      lines++;
      x = FIGURE_MARGIN;
    }
    x += width;
  }
  return lines;
}

void figure_write_legend(FILE *out, struct arena *arena, const struct figure_frame *frame,
                         double top, const struct figure_key *keys, size_t count) {
  double y = top + FIGURE_LINE / 2.0;
  int x = FIGURE_MARGIN;
  for (size_t i = 0; i < count; i++) {
    int width = legend_width(&keys[i]);
    if (x + width > FIGURE_WIDTH && x > FIGURE_MARGIN) {
      y += FIGURE_LINE;
      x = FIGURE_MARGIN;
    }
    fprintf(out,
            "set label '' at screen %.6f,screen %.6f point pointtype %d pointsize 0.9 linecolor "
            "rgb '#%06x'\n",
            (x + 6.0) / FIGURE_WIDTH, 1 - y / frame->height, figure_engine_mark(keys[i].engine),
            (unsigned)figure_engine_role(keys[i].engine));
    figure_write_text(out, arena, frame, x + 16, y, "left", FIGURE_INK, keys[i].name);
    x += width;
  }
}

// ---- Axes ---------------------------------------------------------------------------------------

size_t figure_even_ticks(double low, double high, double *ticks, size_t limit) {
  static const double factors[] = {1, 2, 5};
  int decade = (int)floor(log10(high - low)) - 1;
  for (int i = 0;; i++) {
    double step = factors[i % 3] * pow(10, decade + i / 3);
    double first = ceil(low / step - 1e-9), last = floor(high / step + 1e-9);
    if (last - first + 1 > (double)limit)
      continue;
    size_t count = 0;
    for (double tick = first; tick <= last; tick++)
      ticks[count++] = tick * step;
    return count;
  }
}

size_t figure_ticks(double low, double high, double *ticks, size_t limit) {
  static const struct {
    double factors[3];
    int count, decades; // of every how many decades
  } steps[] = {{{1, 2, 5}, 3, 1}, {{1, 3}, 2, 1}, {{1}, 1, 1}, {{1}, 1, 2},
               {{1}, 1, 3},       {{1}, 1, 6},    {{1}, 1, 12}};
  if (high < 4 * low)
    return figure_even_ticks(low, high, ticks, limit);
  int first = (int)floor(log10(low)) - 1, last = (int)ceil(log10(high)) + 1;
  for (size_t step = 0;; step++) {
    size_t count = 0;
    for (int decade = first; decade <= last; decade++)
      for (int i = 0; i < steps[step].count && decade % steps[step].decades == 0; i++) {
        double tick = steps[step].factors[i] * pow(10, decade);
        bool inside = tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9);
        if (inside && count < limit)
          ticks[count] = tick;
        count += inside;
      }
    if (count <= limit || step + 1 == sizeof steps / sizeof *steps)
      return count < limit ? count : limit;
  }
}

void figure_round_range(double *low, double *high, double reference) {
  if (reference > 0) {
    *low = fmin(*low, reference);
    *high = fmax(*high, reference);
  }
  static const double factors[] = {1, 2, 5, 10};
  double below = pow(10, floor(log10(*low))), above = pow(10, floor(log10(*high)));
  size_t down = 2, up = 0;
  while (down > 0 && factors[down] * below > *low * (1 + 1e-9))
    down--;
  while (up < 3 && factors[up] * above < *high * (1 - 1e-9))
    up++;
  *low = factors[down] * below;
  *high = factors[up] * above;
}
