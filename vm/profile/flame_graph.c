// Flame graphs (Gregg, "The flame graph", CACM 59(6), 2016): a rectangle a frame, as wide as what
// it and its callees took, callers below callees.
//
// The picture is complete without its script: every frame has its text, cut to its width, and a
// <title> that tells all. The script (flame_graph.js) adds zoom, search and reset. Colours are CSS
// variables with a light and a dark set; a differential graph has one scale from blue (less) over
// grey to orange (more), which no common colour blindness confuses.
#include "vm/profile/flame_graph.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "vm/profile/utf8.h"

#define WIDTH 1200.0
#define MARGIN 10.0
#define ROW 18
#define HEAD 62 // above the frames
#define FOOT 26 // below them
#define LEAST_WIDTH 0.1
#define CHARACTER 7.3 // wide, in the widest of the fonts that are asked for
#define HUES 8
#define DIFFERENCE_STEPS 4 // on each side

static const char script[] =
#include "vm/profile/flame_graph.js.h"
    ;

static const char style[] =
    "svg{--paper:#fff;--ink:#222;--quiet:#767676;--edge:#fff;"
    "--c0:#f7b267;--c1:#f4845f;--c2:#f79d65;--c3:#f9c74f;--c4:#f6bd60;--c5:#f28f6b;--c6:#eeb37a;"
    "--c7:#f5a34d;--found:#c77dff;"
    "--m4:#4393c3;--m3:#77b3d6;--m2:#a6cfe5;--m1:#d1e5f0;--z0:#e4e4e4;--p1:#fddbc0;--p2:#f9b98a;"
    "--p3:#ef8f4d;--p4:#d9691e;"
    "background:var(--paper);font:12px ui-monospace,Menlo,Consolas,\"DejaVu Sans Mono\",monospace}"
    "@media(prefers-color-scheme:dark){svg{--paper:#1b1b1d;--ink:#eee;--quiet:#9a9a9a;"
    "--edge:#1b1b1d;"
    "--c0:#a65e1f;--c1:#a34a2c;--c2:#a8562a;--c3:#8f6f10;--c4:#8e661c;--c5:#9d4f36;--c6:#85592f;"
    "--c7:#96601a;--found:#7b2cbf;"
    "--m4:#2f7fb5;--m3:#2a668f;--m2:#254f6b;--m1:#233c4c;--z0:#3a3a3d;--p1:#4d3626;--p2:#744724;"
    "--p3:#a05a22;--p4:#cf6a1c}}"
    "text{fill:var(--ink);pointer-events:none}"
    "rect{stroke:var(--edge);stroke-width:.6}"
    ".f{cursor:pointer}.f:hover rect{stroke:var(--ink)}.f.found rect{fill:var(--found)!important}"
    ".f.caller rect{opacity:.45}.button text{fill:var(--quiet);pointer-events:auto;cursor:pointer}"
    ".quiet{fill:var(--quiet)}.title{font-size:16px}";

static void write_escaped(const char *text, size_t length, FILE *output) {
  for (size_t at = 0, count; at<length; at += count> 0 ? count : 1) {
    unsigned char byte = (unsigned char)text[at];
    count = utf8_character_bytes(text + at);
    if (count == 0)
      fputs(UTF8_REPLACEMENT, output);
    else if (byte == '&')
      fputs("&amp;", output);
    else if (byte == '<')
      fputs("&lt;", output);
    else if (byte == '>')
      fputs("&gt;", output);
    else if (byte == '"')
      fputs("&quot;", output);
    else if (byte < ' ')
      fputc(' ', output);
    else
      fwrite(text + at, 1, count, output);
  }
}

// Bytes of the first `count` characters.
static size_t bytes_of(const char *text, size_t count) {
  size_t at = 0;
  for (; text[at] != '\0'; at++)
    if (((unsigned char)text[at] & 0xC0) != 0x80 && count-- == 0)
      break;
  return at;
}

// The text that fits, or nothing.
static void write_cut(const char *label, double width, FILE *output) {
  size_t room = width > 6 ? (size_t)((width - 6) / CHARACTER) : 0;
  size_t all = strlen(label), fitting = bytes_of(label, room);
  if (room < 3)
    return;
  if (fitting == all) {
    write_escaped(label, all, output);
    return;
  }
  write_escaped(label, bytes_of(label, room - 2), output);
  fputs("..", output);
}

static void write_value(const struct flame_graph *graph, double value, const char *sign,
                        FILE *output) {
  if (strcmp(graph->unit, "ns") != 0)
    fprintf(output, "%s%.0f %s", sign, value, graph->unit);
  else if (value >= 1e6)
    fprintf(output, "%s%.2f ms", sign, value * 1e-6);
  else
    fprintf(output, "%s%.2f us", sign, value * 1e-3);
}

static unsigned hue_of(const char *label) {
  uint32_t hash = 2166136261u; // FNV-1a
  for (; *label; label++)
    hash = (hash ^ (unsigned char)*label) * 16777619u;
  return (hash ^ hash >> 16) % HUES;
}

// The step of a change on a scale from the greatest to the greatest.
static void write_colour(const struct flame_graph *graph, const struct flame_frame *frame,
                         uint64_t greatest, FILE *output) {
  if (!graph->is_differential) {
    fprintf(output, "c%u", hue_of(frame->label));
    return;
  }
  double part = greatest == 0 ? 0 : (double)frame->change / (double)greatest;
  double size = part < 0 ? -part : part;
  unsigned step = size < 0.01 ? 0 : 1 + (unsigned)(size * (DIFFERENCE_STEPS - 0.01));
  fprintf(output, step == 0 ? "z%u" : part < 0 ? "m%u" : "p%u", step);
}

struct layout {
  const struct flame_graph *graph;
  uint64_t total, greatest; // greatest: change
  uint32_t depth;           // of the deepest frame
  double height;
};

static void write_frame(const struct layout *layout, const struct flame_frame *frame, double x,
                        double width, FILE *output) {
  const struct flame_graph *graph = layout->graph;
  double y = layout->height - FOOT - (frame->depth + 1.0) * ROW;
  fprintf(output, "<g class=\"f\" data-x=\"%.3f\" data-w=\"%.3f\"><title>", x, width);
  write_escaped(frame->label, strlen(frame->label), output);
  fputs("\n", output);
  write_value(graph, (double)frame->value, "", output);
  fprintf(output, ", %.2f%%", 100.0 * (double)frame->value / (double)layout->total);
  if (graph->is_differential) {
    fputs(", changed by ", output);
    write_value(graph, (double)llabs(frame->change), frame->change < 0 ? "-" : "+", output);
  }
  fprintf(output,
          "</title><rect x=\"%.3f\" y=\"%.0f\" width=\"%.3f\" height=\"%d\" rx=\"2\" "
          "style=\"fill:var(--",
          x, y, width, ROW - 1);
  write_colour(graph, frame, layout->greatest, output);
  fprintf(output, ")\"/><text x=\"%.3f\" y=\"%.0f\">", x + 3, y + ROW - 5);
  write_cut(frame->label, width, output);
  fputs("</text></g>\n", output);
}

// Each frame starts at its parent's start, after its elder siblings. `starts` has where the next
// one does, by depth; zeros.
static void write_frames(const struct layout *layout, uint64_t *starts, FILE *output) {
  const struct flame_graph *graph = layout->graph;
  double scale = (WIDTH - 2 * MARGIN) / (double)layout->total;
  for (uint32_t at = 0; at < graph->count; at++) {
    const struct flame_frame *frame = &graph->frames[at];
    uint64_t start = starts[frame->depth];
    starts[frame->depth] = start + frame->value;
    starts[frame->depth + 1] = start;
    double width = (double)frame->value * scale;
    if (width >= LEAST_WIDTH)
      write_frame(layout, frame, MARGIN + (double)start * scale, width, output);
  }
}

static struct layout lay_out(const struct flame_graph *graph) {
  struct layout layout = {.graph = graph};
  for (uint32_t at = 0; at < graph->count; at++) {
    const struct flame_frame *frame = &graph->frames[at];
    uint64_t change = (uint64_t)llabs(frame->change);
    layout.total += frame->depth == 0 ? frame->value : 0;
    layout.depth = frame->depth > layout.depth ? frame->depth : layout.depth;
    layout.greatest = change > layout.greatest ? change : layout.greatest;
  }
  layout.height = HEAD + FOOT + (layout.depth + 1.0) * ROW;
  return layout;
}

bool flame_graph_write(const struct flame_graph *graph, FILE *output) {
  struct layout layout = lay_out(graph);
  uint64_t *starts = calloc(layout.depth + 2, sizeof *starts);
  if (starts == NULL)
    return false;
  fprintf(output,
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
          "viewBox=\"0 0 %.0f %.0f\" role=\"img\" data-width=\"%.0f\" data-margin=\"%.0f\">\n"
          "<title>",
          WIDTH, layout.height, WIDTH, layout.height, WIDTH, MARGIN);
  write_escaped(graph->title, strlen(graph->title), output);
  fprintf(output, "</title>\n<style>%s</style>\n<text class=\"title\" x=\"%.0f\" y=\"26\">", style,
          MARGIN);
  write_escaped(graph->title, strlen(graph->title), output);
  fprintf(output, "</text>\n<text class=\"quiet\" x=\"%.0f\" y=\"48\">", MARGIN);
  if (layout.total == 0)
    fputs("nothing ran long enough to be seen", output);
  else
    write_value(graph, (double)layout.total, "", output);
  fputs(graph->is_differential ? "; blue: less than before, orange: more</text>\n" : "</text>\n",
        output);
  fprintf(output,
          "<g class=\"button\" id=\"reset\"><text x=\"%.0f\" y=\"26\" text-anchor=\"end\"></text>"
          "</g>\n<g class=\"button\" id=\"search\"><text x=\"%.0f\" y=\"48\" "
          "text-anchor=\"end\"></text></g>\n",
          WIDTH - MARGIN, WIDTH - MARGIN);
  if (layout.total > 0)
    write_frames(&layout, starts, output);
  fprintf(output,
          "<text class=\"quiet\" id=\"told\" x=\"%.0f\" y=\"%.0f\"></text>\n"
          "<script><![CDATA[\n%s]]></script>\n</svg>\n",
          MARGIN, layout.height - 8, script);
  free(starts);
  return true;
}
