// Parses a text in JSON of n generated records into a tree, and prints the tree to text again, both
// written out in the language. Adds up every seventh character of what it printed.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { RECORDS = 10 };

enum kind { NULL_VALUE, TRUE_VALUE, FALSE_VALUE, NUMBER, STRING, ARRAY, OBJECT };

struct string {
  char *bytes;
  size_t length;
};

// Of an object the items have names, of an array they have none.
struct value {
  enum kind kind;
  int32_t number;
  struct string string;
  size_t count;
  size_t capacity;
  struct value **items;
  struct string *names;
};

struct parser {
  const char *text;
  size_t position;
};

struct output {
  char *bytes;
  size_t length;
  size_t capacity;
};

static struct value *make_value(enum kind kind) {
  //@ work += 1;
  struct value *value = calloc(1, sizeof *value);
  value->kind = kind;
  return value;
}

static void add_item(struct value *value, struct string name, struct value *item) {
  if (value->count == value->capacity) {
    value->capacity = value->capacity ? 2 * value->capacity : 4;
    value->items = realloc(value->items, value->capacity * sizeof *value->items);
    if (value->kind == OBJECT)
      value->names = realloc(value->names, value->capacity * sizeof *value->names);
  }
  if (value->kind == OBJECT)
    value->names[value->count] = name;
  value->items[value->count++] = item;
}

static void destroy(struct value *value) {
  for (size_t i = 0; i < value->count; i++) {
    destroy(value->items[i]);
    if (value->kind == OBJECT)
      free(value->names[i].bytes);
  }
  free(value->items);
  free(value->names);
  free(value->string.bytes);
  free(value);
}

static char skip_blanks(struct parser *parser) {
  char c = parser->text[parser->position];
  while (c == ' ' || c == '\n' || c == '\t')
    c = parser->text[++parser->position];
  return c;
}

static int32_t parse_number(struct parser *parser) {
  bool negative = parser->text[parser->position] == '-';
  if (negative)
    parser->position++;
  int32_t number = 0;
  char c = parser->text[parser->position];
  while (c >= '0' && c <= '9') {
    number = number * 10 + (c - '0');
    c = parser->text[++parser->position];
  }
  return negative ? -number : number;
}

// A string's text; a character after a backslash stands for itself.
static struct string parse_string(struct parser *parser) {
  const char *start = parser->text + parser->position + 1;
  const char *end = start;
  size_t escapes = 0;
  while (*end != '"') {
    if (*end == '\\') {
      escapes++;
      end++;
    }
    end++;
  }
  struct string string = {malloc((size_t)(end - start) - escapes + 1), 0};
  for (const char *c = start; c < end; c++) {
    if (*c == '\\')
      c++;
    string.bytes[string.length++] = *c;
  }
  parser->position = (size_t)(end - parser->text) + 1;
  return string;
}

static struct value *parse_value(struct parser *parser);

static struct value *parse_array(struct parser *parser) {
  struct value *array = make_value(ARRAY);
  parser->position++;
  char c = skip_blanks(parser);
  while (c != ']') {
    add_item(array, (struct string){0}, parse_value(parser));
    c = skip_blanks(parser);
    if (c == ',')
      parser->position++;
  }
  parser->position++;
  return array;
}

static struct value *parse_object(struct parser *parser) {
  struct value *object = make_value(OBJECT);
  parser->position++;
  char c = skip_blanks(parser);
  while (c != '}') {
    struct string name = parse_string(parser);
    skip_blanks(parser);
    parser->position++;
    add_item(object, name, parse_value(parser));
    c = skip_blanks(parser);
    if (c == ',') {
      parser->position++;
      c = skip_blanks(parser);
    }
  }
  parser->position++;
  return object;
}

static struct value *parse_word(struct parser *parser, enum kind kind, size_t length) {
  parser->position += length;
  return make_value(kind);
}

static struct value *parse_value(struct parser *parser) {
  struct value *value;
  switch (skip_blanks(parser)) {
  case '{':
    return parse_object(parser);
  case '[':
    return parse_array(parser);
  case '"':
    value = make_value(STRING);
    value->string = parse_string(parser);
    return value;
  case 'n':
    return parse_word(parser, NULL_VALUE, 4);
  case 't':
    return parse_word(parser, TRUE_VALUE, 4);
  case 'f':
    return parse_word(parser, FALSE_VALUE, 5);
  default:
    value = make_value(NUMBER);
    value->number = parse_number(parser);
    return value;
  }
}

static void append(struct output *output, const char *bytes, size_t length) {
  if (output->length + length > output->capacity) {
    output->capacity = 2 * (output->length + length);
    output->bytes = realloc(output->bytes, output->capacity);
  }
  memcpy(output->bytes + output->length, bytes, length);
  output->length += length;
}

static void print_string(struct output *output, struct string string) {
  append(output, "\"", 1);
  size_t start = 0;
  for (size_t i = 0; i < string.length; i++) {
    char c = string.bytes[i];
    if (c == '"' || c == '\\') {
      append(output, string.bytes + start, i - start);
      append(output, "\\", 1);
      start = i;
    }
  }
  append(output, string.bytes + start, string.length - start);
  append(output, "\"", 1);
}

static void print_number(struct output *output, int32_t number) {
  char digits[12];
  size_t start = sizeof digits;
  int32_t rest = number < 0 ? -number : number;
  do {
    digits[--start] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest > 0);
  if (number < 0)
    digits[--start] = '-';
  append(output, digits + start, sizeof digits - start);
}

static void print_value(struct output *output, const struct value *value);

static void print_items(struct output *output, const struct value *value, const char *open,
                        const char *close) {
  append(output, open, 1);
  for (size_t i = 0; i < value->count; i++) {
    if (i > 0)
      append(output, ",", 1);
    if (value->kind == OBJECT) {
      print_string(output, value->names[i]);
      append(output, ":", 1);
    }
    print_value(output, value->items[i]);
  }
  append(output, close, 1);
}

static void print_value(struct output *output, const struct value *value) {
  switch (value->kind) {
  case OBJECT:
    print_items(output, value, "{", "}");
    break;
  case ARRAY:
    print_items(output, value, "[", "]");
    break;
  case STRING:
    print_string(output, value->string);
    break;
  case NULL_VALUE:
    append(output, "null", 4);
    break;
  case TRUE_VALUE:
    append(output, "true", 4);
    break;
  case FALSE_VALUE:
    append(output, "false", 5);
    break;
  case NUMBER:
    print_number(output, value->number);
    break;
  }
}

static const char form[] =
    "{\"id\": -$$$$$, \"name\": \"@@@@@@@@ \\\"@@@@@\\\"\", \"open\": true,\n"
    "\t\"marks\": [$$, $$$, $$$$], \"place\": {\"path\": \"@@\\\\@@@@\", \"next\": null},\n"
    "\t\"empty\": [], \"closed\": false}";

enum { RECORD_LENGTH = sizeof form - 1 };

// One record, with letters and digits drawn; no number begins with 0.
static void make_record(char record[RECORD_LENGTH], int32_t *random) {
  for (size_t i = 0; i < RECORD_LENGTH; i++) {
    char c = form[i];
    if (c == '@' || c == '$') {
      *random = *random * 17364 % 65537;
      c = (char)((c == '@' ? 'p' : '1') + *random % 8);
    }
    record[i] = c;
  }
}

// An array of n records, ten different ones time and again; n is a multiple of ten.
static char *make_document(int64_t n, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  char records[RECORDS][RECORD_LENGTH];
  for (int i = 0; i < RECORDS; i++)
    make_record(records[i], &random);
  char *document = malloc((size_t)n * (RECORD_LENGTH + 2) + 2);
  size_t length = 0;
  document[length++] = '[';
  for (int64_t i = 0; i < n; i++) {
    if (i > 0) {
      memcpy(document + length, ",\n", 2);
      length += 2;
    }
    memcpy(document + length, records[i % RECORDS], RECORD_LENGTH);
    length += RECORD_LENGTH;
  }
  document[length++] = ']';
  return document;
}

double run(int64_t n, uint32_t seed) {
  char *document = make_document(n, seed);
  struct value *tree = parse_value(&(struct parser){document, 0});
  struct output output = {0};
  print_value(&output, tree);
  int64_t total = (int64_t)(tree->count + output.length);
  for (size_t i = 0; i < output.length; i += 7)
    total = (total * 3 + output.bytes[i]) % 1000003;
  destroy(tree);
  free(output.bytes);
  free(document);
  return (double)total;
}
