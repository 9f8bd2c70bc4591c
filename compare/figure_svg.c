// See figure.h. gnuplot's SVG is correct and made for one picture in a white window: fixed colours,
// ids that two pictures share, hundreds of empty groups, "Gnuplot" for a title. Here its elements
// are read one tag after the other and written again without groups, each with the class of its
// role. What has no role was never asked for, such as the stumps of the axes, and is left out.
//
// Reading is no parser of XML: it knows the few elements and the spelling of gnuplot's driver
// (term/svg.trm) and takes nothing from anywhere else.
#include "compare/figure.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

// Colours by Okabe and Ito (2008), which people who see few colours tell apart, made darker on
// white and lighter on black until each has a contrast of 3 to its ground; words have 4.5.
// The rules are the same in every figure, so that a page may hold several.
static const char styles[] =
    ".figure-plot{--paper:#fff;--ink:#1f2328;--faint:#59636e;--grid:#e1e4e8;--reference:#59636e;"
    "--region:#0072b2;--good:#00704f;--bad:#b04500;--doubt:#7a5b00;--c0:#4f5660;--c1:#0072b2;"
    "--c2:#d55e00;--c3:#008a64;--c4:#b87a00;--c5:#b3568b;--c6:#2a8fc7}\n"
    "@media (prefers-color-scheme:dark){"
    ".figure-plot{--paper:#15181c;--ink:#e6e8eb;--faint:#9aa4ae;--grid:#2d333a;--reference:#9aa4ae;"
    "--region:#56b4e9;--good:#3ccf9e;--bad:#ff9a5c;--doubt:#e8c04a;--c0:#c3c9d0;--c1:#4799e0;"
    "--c2:#f0803c;--c3:#2cc296;--c4:#f0b429;--c5:#e39cc6;--c6:#8fd6ff}}\n"
    ".figure-plot{fill:none;stroke:none;max-width:36rem;"
    "font:14px system-ui,-apple-system,\"Segoe UI\",Roboto,\"Liberation Sans\",Arial,sans-serif}\n"
    ".figure-plot .paper{fill:var(--paper)}\n"
    ".figure-plot .l,.figure-plot .o{stroke:currentColor}\n"
    ".figure-plot .f,.figure-plot .m,.figure-plot .t{fill:currentColor}\n"
    ".figure-plot .m{stroke:var(--paper)}.figure-plot .o{fill:var(--paper)}\n";

// The names of the roles before the colours, in the style sheet.
static const char *const role_names[FIGURE_COLOURS] = {
    [FIGURE_INK] = "ink",
    [FIGURE_HEADING] = "ink",
    [FIGURE_FAINT] = "faint",
    [FIGURE_GRID] = "grid",
    [FIGURE_REFERENCE] = "reference",
    [FIGURE_REGION] = "region",
    [FIGURE_GOOD] = "good",
    [FIGURE_BAD] = "bad",
    [FIGURE_DOUBT] = "doubt",
};

// gnuplot's marks of radius 1, by its number less one.
static const char *const marks[] = {
    [4] = "M-.9-.9h1.8v1.8h-1.8z",       [6] = "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0z",
    [8] = "M0-1.2L-1.15.8H1.15z",        [10] = "M0 1.2L-1.15-.8H1.15z",
    [12] = "M0-1.3L1.2 0L0 1.3L-1.2 0z", [14] = "M0-1.15L1.1-.35L.68.93H-.68L-1.1-.35z",
};
enum { MARK_COUNT = sizeof marks / sizeof *marks };

// One tag: its name, and where its attributes and the text after it are.
struct tag {
  const char *begin, *end; // of "<name ...>", end past it
  char name[16];
};

static bool next_tag(const char **cursor, struct tag *tag) {
  const char *begin = strchr(*cursor, '<');
  const char *end = begin == NULL ? NULL : strchr(begin, '>');
  if (end == NULL)
    return false;
  size_t length = strcspn(begin + 1, " \n\t>");
  snprintf(tag->name, sizeof tag->name, "%.*s", (int)length, begin + 1);
  tag->begin = begin;
  tag->end = *cursor = end + 1;
  return true;
}

static bool is(const struct tag *tag, const char *name) { return strcmp(tag->name, name) == 0; }

// The value of an attribute, quoted either way, spaces around the sign or not; NULL: not there.
static const char *attribute(struct arena *arena, const struct tag *tag, const char *name) {
  size_t length = strlen(name);
  for (const char *at = tag->begin; (at = strstr(at, name)) != NULL && at < tag->end;
       at += length) {
    const char *value = at + length + strspn(at + length, " ");
    if (!isspace((unsigned char)at[-1]) || *value != '=')
      continue;
    value += 1 + strspn(value + 1, " ");
    const char *end = strchr(value + 1, *value);
    return end == NULL ? NULL : arena_format(arena, "%.*s", (int)(end - value - 1), value + 1);
  }
  return NULL;
}

// The role of "rgb(  0,   0,  RR)"; 0 for a colour that is none.
static int role_of(const char *colour) {
  int red, green, role;
  bool known = colour != NULL && sscanf(colour, "rgb(%d,%d,%d)", &red, &green, &role) == 3 &&
               red == 0 && green == 0 && role > 0 && role < FIGURE_COLOURS + FIGURE_COLOUR_COUNT;
  return known ? role : 0;
}

// ---- Elements -----------------------------------------------------------------------------------

struct conversion {
  struct arena *arena;
  FILE *out;
  const char *key;
  const char *width; // of lines, by the group around them
  bool used[MARK_COUNT][2];
};

static void convert_path(struct conversion *conversion, const struct tag *tag) {
  struct arena *arena = conversion->arena;
  int role = role_of(attribute(arena, tag, "stroke"));
  if (role == 0)
    return;
  const char *dashes = attribute(arena, tag, "stroke-dasharray");
  const char *path = attribute(arena, tag, "d");
  fprintf(conversion->out, "<path class=\"l r%d\" stroke-width=\"%g\"", role,
          atof(conversion->width));
  if (dashes != NULL)
    fputs(" stroke-dasharray=\"3 2.5\"", conversion->out);
  fputs(" d=\"", conversion->out);
  // "M57.13,60.01 L155.91,60.01  "
  size_t length = strlen(path);
  while (length > 0 && isspace((unsigned char)path[length - 1]))
    length--;
  for (size_t i = 0; i < length; i++)
    if (!isspace((unsigned char)path[i]) || !isspace((unsigned char)path[i + 1]))
      fputc(path[i] == ' ' && isalpha((unsigned char)path[i + 1]) ? '\n' : path[i],
            conversion->out);
  fputs("\"/>\n", conversion->out);
}

static void convert_polygon(struct conversion *conversion, const struct tag *tag) {
  struct arena *arena = conversion->arena;
  int role = role_of(attribute(arena, tag, "fill"));
  const char *opacity = attribute(arena, tag, "fill-opacity");
  if (role != 0)
    fprintf(conversion->out, "<polygon class=\"f r%d\" fill-opacity=\"%g\" points=\"%s\"/>\n", role,
            opacity == NULL ? 1 : atof(opacity), attribute(arena, tag, "points"));
}

// A mark is written as an open one or a filled one of the same outline.
static void convert_mark(struct conversion *conversion, const struct tag *tag) {
  struct arena *arena = conversion->arena;
  const char *name = attribute(arena, tag, "xlink:href");
  const char *place = attribute(arena, tag, "transform");
  int role = role_of(attribute(arena, tag, "color")), number = 0;
  double x, y, scale;
  if (role == 0 || name == NULL || place == NULL || sscanf(name, "#gpPt%d", &number) != 1 ||
      sscanf(place, "translate(%lf,%lf) scale(%lf)", &x, &y, &scale) != 3)
    return;
  bool filled = number % 2 == 0;
  size_t mark = filled ? (size_t)number : (size_t)number + 1;
  if (mark >= MARK_COUNT || marks[mark] == NULL)
    return;
  conversion->used[mark][filled] = true;
  fprintf(conversion->out,
          "<use class=\"%s r%d\" href=\"#%s-%s%zu\" transform=\"translate(%g %g)scale(%g)\"/>\n",
          filled ? "m" : "o", role, conversion->key, filled ? "m" : "o", mark, x, y, scale);
}

// <g transform="translate(x,y)" fill="role" ...> <text>words</text> </g>
static void convert_text(struct conversion *conversion, const struct tag *group,
                         const char **cursor) {
  struct arena *arena = conversion->arena;
  int role = role_of(attribute(arena, group, "fill"));
  const char *place = attribute(arena, group, "transform");
  const char *anchor = attribute(arena, group, "text-anchor");
  struct tag tag;
  double x, y;
  if (!next_tag(cursor, &tag) || !is(&tag, "text"))
    return;
  const char *words = tag.end;
  if (role == 0 || !next_tag(cursor, &tag) || sscanf(place, "translate(%lf,%lf)", &x, &y) != 2)
    return;
  fprintf(conversion->out, "<text class=\"t r%d\" x=\"%g\" y=\"%g\"", role, x, y);
  if (anchor != NULL && strcmp(anchor, "start") != 0)
    fprintf(conversion->out, " text-anchor=\"%s\"", anchor);
  fprintf(conversion->out, ">%.*s</text>\n", (int)(tag.begin - words), words);
}

static void convert_elements(struct conversion *conversion, const char *drawn) {
  struct tag tag;
  const char *cursor = drawn;
  bool definitions = false;
  while (next_tag(&cursor, &tag) && !is(&tag, "/svg")) {
    const char *place = is(&tag, "g") ? attribute(conversion->arena, &tag, "transform") : NULL;
    if (is(&tag, "defs") || is(&tag, "/defs"))
      definitions = is(&tag, "defs");
    else if (definitions)
      continue;
    else if (place != NULL)
      convert_text(conversion, &tag, &cursor);
    else if (is(&tag, "g") && attribute(conversion->arena, &tag, "stroke-width") != NULL)
      conversion->width = attribute(conversion->arena, &tag, "stroke-width");
    else if (is(&tag, "path"))
      convert_path(conversion, &tag);
    else if (is(&tag, "polygon"))
      convert_polygon(conversion, &tag);
    else if (is(&tag, "use"))
      convert_mark(conversion, &tag);
  }
}

// ---- The whole ----------------------------------------------------------------------------------

static void write_escaped(FILE *out, const char *text) {
  for (; *text != '\0'; text++)
    if (*text == '&' || *text == '<' || *text == '>')
      fputs(*text == '&' ? "&amp;" : *text == '<' ? "&lt;" : "&gt;", out);
    else
      fputc(*text, out);
}

static void write_style(FILE *out) {
  fprintf(out, "<style>%s", styles);
  for (int role = 1; role < FIGURE_COLOURS; role++)
    fprintf(out, ".figure-plot .r%d{color:var(--%s)}", role, role_names[role]);
  for (int colour = 0; colour < FIGURE_COLOUR_COUNT; colour++)
    fprintf(out, ".figure-plot .r%d{color:var(--c%d)}", FIGURE_COLOURS + colour, colour);
  fprintf(out, ".figure-plot .r%d{font-weight:600}</style>\n", FIGURE_HEADING);
}

static void write_marks(const struct conversion *conversion, FILE *out) {
  fputs("<defs>", out);
  for (size_t mark = 0; mark < MARK_COUNT; mark++)
    for (int filled = 0; filled < 2; filled++)
      if (conversion->used[mark][filled])
        fprintf(out, "<path id=\"%s-%s%zu\" stroke-width=\"%s\" d=\"%s\"/>", conversion->key,
                filled ? "m" : "o", mark, filled ? ".2" : ".45", marks[mark]);
  fputs("</defs>\n", out);
}

const char *figure_svg(struct arena *arena, const struct figure *figure, const char *drawn,
                       struct error *error) {
  const char *box = strstr(drawn, "viewBox=\"0 0 ");
  double width, height;
  if (box == NULL || sscanf(box, "viewBox=\"0 0 %lf %lf\"", &width, &height) != 2) {
    error_set(error, "gnuplot's drawing of the figure %s is no SVG with a viewBox", figure->key);
    return NULL;
  }
  char *elements = NULL, *whole = NULL;
  size_t size;
  struct conversion conversion = {
      .arena = arena, .out = open_memstream(&elements, &size), .key = figure->key, .width = "1"};
  convert_elements(&conversion, box);
  fclose(conversion.out);
  FILE *out = open_memstream(&whole, &size);
  fprintf(out,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"figure-plot\" viewBox=\"0 0 %g %g\" "
          "width=\"100%%\" role=\"img\" aria-labelledby=\"%s-title %s-desc\">\n"
          "<title id=\"%s-title\">",
          width, height, figure->key, figure->key, figure->key);
  write_escaped(out, figure->title);
  fprintf(out, "</title>\n<desc id=\"%s-desc\">", figure->key);
  write_escaped(out, figure->alternative);
  fputs("</desc>\n", out);
  write_style(out);
  write_marks(&conversion, out);
  fprintf(out, "<rect class=\"paper\" width=\"%g\" height=\"%g\" rx=\"6\"/>\n%s</svg>\n", width,
          height, elements);
  fclose(out);
  const char *result = arena_string(arena, whole);
  free(elements);
  free(whole);
  return result;
}
