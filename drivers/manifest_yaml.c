// Strict reading of YAML: see manifest_yaml.h.
//
// A file is parsed into libyaml's document tree, whose nodes know their lines, and the tree is
// walked together with the libcyaml schema. The walk keeps the way from the top (`sizes.quick.n`)
// in one buffer, so a fault can name it. The first fault ends the walk: `check_node` and what it
// calls return false from then on, with the error filled.
#include "drivers/manifest_yaml.h"

#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct walk {
  const char *path; // of the file
  yaml_document_t document;
  struct manifest_error *error;
  char key[256]; // the way from the top to the node at hand
};

// ---- Faults, all made here

static void write_fault(struct manifest_error *error, const char *path, size_t line,
                        const char *key, const char *format, va_list arguments) {
  char reason[sizeof error->text / 2];
  vsnprintf(reason, sizeof reason, format, arguments);
  char place[32] = "";
  if (line > 0)
    snprintf(place, sizeof place, ":%zu", line);
  snprintf(error->text, sizeof error->text, "%s%s: %s%s%s", path, place, key, *key ? ": " : "",
           reason);
}

__attribute__((format(printf, 3, 4))) static bool fault(struct walk *walk, const yaml_node_t *node,
                                                        const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  write_fault(walk->error, walk->path, node ? node->start_mark.line + 1 : 0, walk->key, format,
              arguments);
  va_end(arguments);
  return false;
}

// Appends ".name" or "[index]" to the way; returns the old length, for leave().
static size_t enter(struct walk *walk, const char *name, int index) {
  size_t length = strlen(walk->key);
  if (name)
    snprintf(walk->key + length, sizeof walk->key - length, "%s%s", length ? "." : "", name);
  else
    snprintf(walk->key + length, sizeof walk->key - length, "[%d]", index);
  return length;
}

static void leave(struct walk *walk, size_t length) { walk->key[length] = '\0'; }

// ---- Scalars

static const char *text_of(const yaml_node_t *node) {
  return (const char *)node->data.scalar.value;
}

static const char *node_kind(const yaml_node_t *node) {
  return node->type == YAML_SCALAR_NODE     ? "a plain value"
         : node->type == YAML_SEQUENCE_NODE ? "a list"
                                            : "a mapping";
}

// Decimal digits with a sign, without the leading zero that would read as octal.
static bool is_whole_number(const char *text) {
  if (*text == '-' || *text == '+')
    text++;
  size_t digits = strspn(text, "0123456789");
  return digits > 0 && text[digits] == '\0' && (digits == 1 || text[0] != '0');
}

static bool check_integer(struct walk *walk, const cyaml_schema_value_t *schema,
                          const yaml_node_t *node) {
  const char *text = text_of(node);
  if (!is_whole_number(text))
    return fault(walk, node, "a whole number is needed here, not '%s'", text);
  bool is_signed = schema->type == CYAML_INT;
  unsigned bits = 8 * schema->data_size - is_signed;
  uint64_t largest = bits >= 64 ? UINT64_MAX : (UINT64_C(1) << bits) - 1;
  bool negative = *text == '-';
  errno = 0;
  uint64_t magnitude = strtoull(text + (negative || *text == '+'), NULL, 10);
  if (negative && !is_signed && magnitude > 0)
    return fault(walk, node, "a whole number from 0 is needed here, not %s", text);
  if (errno == ERANGE || magnitude > largest)
    return fault(walk, node, "%s is out of range; the largest is %llu", text,
                 (unsigned long long)largest);
  return true;
}

static bool check_float(struct walk *walk, const yaml_node_t *node) {
  const char *text = text_of(node);
  char *end;
  strtod(text, &end);
  if (end == text || *end != '\0' || strpbrk(text, "xXnN"))
    return fault(walk, node, "a number is needed here, not '%s'", text);
  return true;
}

static bool check_enumeration(struct walk *walk, const cyaml_schema_value_t *schema,
                              const yaml_node_t *node) {
  char allowed[256] = "";
  for (uint32_t i = 0; i < schema->enumeration.count; i++) {
    const char *word = schema->enumeration.strings[i].str;
    if (strcmp(text_of(node), word) == 0)
      return true;
    size_t length = strlen(allowed);
    snprintf(allowed + length, sizeof allowed - length, "%s%s", i ? ", " : "", word);
  }
  return fault(walk, node, "'%s' is not known here; allowed: %s", text_of(node), allowed);
}

static bool check_string(struct walk *walk, const cyaml_schema_value_t *schema,
                         const yaml_node_t *node) {
  if (node->data.scalar.length < schema->string.min)
    return fault(walk, node, schema->string.min == 1 ? "a text is needed here" : "too short");
  if (node->data.scalar.length > schema->string.max)
    return fault(walk, node, "too long; at most %u bytes are allowed", schema->string.max);
  return true;
}

static bool check_boolean(struct walk *walk, const yaml_node_t *node) {
  if (strcmp(text_of(node), "true") != 0 && strcmp(text_of(node), "false") != 0)
    return fault(walk, node, "'%s' is not known here; allowed: true, false", text_of(node));
  return true;
}

static bool check_scalar(struct walk *walk, const cyaml_schema_value_t *schema,
                         const yaml_node_t *node) {
  if (node->type != YAML_SCALAR_NODE)
    return fault(walk, node, "a plain value is needed here, not %s", node_kind(node));
  switch (schema->type) {
  case CYAML_INT:
  case CYAML_UINT:
    return check_integer(walk, schema, node);
  case CYAML_FLOAT:
    return check_float(walk, node);
  case CYAML_ENUM:
    return check_enumeration(walk, schema, node);
  case CYAML_BOOL:
    return check_boolean(walk, node);
  case CYAML_STRING:
    return check_string(walk, schema, node);
  default:
    return true; // what is left (flags, bit fields) libcyaml checks itself
  }
}

// ---- Mappings and sequences

static bool check_node(struct walk *walk, const cyaml_schema_value_t *schema, yaml_node_t *node);

static const cyaml_schema_field_t *find_field(const cyaml_schema_field_t *fields, const char *key) {
  for (; fields->key; fields++)
    if (strcmp(fields->key, key) == 0)
      return fields;
  return NULL;
}

// The pair of `mapping` whose key is `key`, before the pair `end`.
static yaml_node_pair_t *find_pair(yaml_document_t *document, yaml_node_t *mapping, const char *key,
                                   const yaml_node_pair_t *end) {
  for (yaml_node_pair_t *pair = mapping->data.mapping.pairs.start; pair < end; pair++) {
    yaml_node_t *node = yaml_document_get_node(document, pair->key);
    if (node->type == YAML_SCALAR_NODE && strcmp(text_of(node), key) == 0)
      return pair;
  }
  return NULL;
}

static bool unknown_key(struct walk *walk, const cyaml_schema_field_t *fields,
                        const yaml_node_t *key) {
  char allowed[384] = "";
  for (; fields->key; fields++) {
    size_t length = strlen(allowed);
    snprintf(allowed + length, sizeof allowed - length, "%s%s", length ? ", " : "", fields->key);
  }
  return fault(walk, key, "unknown key; allowed here: %s", allowed);
}

static bool check_pair(struct walk *walk, const cyaml_schema_field_t *fields, yaml_node_t *mapping,
                       const yaml_node_pair_t *pair) {
  yaml_node_t *key = yaml_document_get_node(&walk->document, pair->key);
  if (key->type != YAML_SCALAR_NODE)
    return fault(walk, key, "a key is needed here, not %s", node_kind(key));
  size_t length = enter(walk, text_of(key), 0);
  const cyaml_schema_field_t *field = find_field(fields, text_of(key));
  if (!field)
    return unknown_key(walk, fields, key);
  if (find_pair(&walk->document, mapping, text_of(key), pair))
    return fault(walk, key, "the key stands here a second time");
  if (!check_node(walk, &field->value, yaml_document_get_node(&walk->document, pair->value)))
    return false;
  leave(walk, length);
  return true;
}

static bool check_mapping(struct walk *walk, const cyaml_schema_value_t *schema,
                          yaml_node_t *node) {
  if (node->type != YAML_MAPPING_NODE)
    return fault(walk, node, "a mapping is needed here, not %s", node_kind(node));
  const yaml_node_pair_t *top = node->data.mapping.pairs.top;
  for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < top; pair++)
    if (!check_pair(walk, schema->mapping.fields, node, pair))
      return false;
  for (const cyaml_schema_field_t *field = schema->mapping.fields; field->key; field++)
    if (!(field->value.flags & CYAML_FLAG_OPTIONAL) &&
        !find_pair(&walk->document, node, field->key, top))
      return fault(walk, node, "the key '%s' is missing", field->key);
  return true;
}

static bool check_sequence(struct walk *walk, const cyaml_schema_value_t *schema,
                           yaml_node_t *node) {
  if (node->type != YAML_SEQUENCE_NODE)
    return fault(walk, node, "a list is needed here, not %s", node_kind(node));
  int count = (int)(node->data.sequence.items.top - node->data.sequence.items.start);
  if ((uint32_t)count < schema->sequence.min || (uint32_t)count > schema->sequence.max)
    return fault(walk, node, "the list has %d entries; allowed are %u to %u", count,
                 schema->sequence.min, schema->sequence.max);
  for (int i = 0; i < count; i++) {
    size_t length = enter(walk, NULL, i);
    yaml_node_t *item = yaml_document_get_node(&walk->document, node->data.sequence.items.start[i]);
    if (!check_node(walk, schema->sequence.entry, item))
      return false;
    leave(walk, length);
  }
  return true;
}

static bool check_node(struct walk *walk, const cyaml_schema_value_t *schema, yaml_node_t *node) {
  switch (schema->type) {
  case CYAML_MAPPING:
    return check_mapping(walk, schema, node);
  case CYAML_SEQUENCE:
  case CYAML_SEQUENCE_FIXED:
    return check_sequence(walk, schema, node);
  default:
    return check_scalar(walk, schema, node);
  }
}

// ---- Parsing and loading

// Parses the file into walk->document, to be deleted by the caller when true is returned.
static bool parse_document(struct walk *walk, const char *what) {
  FILE *file = fopen(walk->path, "rb");
  if (!file)
    return fault(walk, NULL, "cannot read the %s: %s", what, strerror(errno));
  yaml_parser_t parser;
  bool parsed = false;
  if (!yaml_parser_initialize(&parser)) {
    fclose(file);
    return fault(walk, NULL, "out of memory");
  }
  yaml_parser_set_input_file(&parser, file);
  if (yaml_parser_load(&parser, &walk->document)) {
    parsed = true;
  } else {
    const char *problem = parser.problem ? parser.problem : "not readable";
    snprintf(walk->error->text, sizeof walk->error->text, "%s:%zu:%zu: not YAML: %s", walk->path,
             parser.problem_mark.line + 1, parser.problem_mark.column + 1, problem);
  }
  yaml_parser_delete(&parser);
  fclose(file);
  return parsed;
}

// Keeps the first error that libcyaml logs, without its "Load: ".
__attribute__((format(printf, 3, 0))) static void
keep_first_error(cyaml_log_t level, void *context, const char *format, va_list arguments) {
  struct manifest_error *error = context;
  if (level < CYAML_LOG_ERROR || error->text[0] != '\0')
    return;
  vsnprintf(error->text, sizeof error->text, format, arguments);
  error->text[strcspn(error->text, "\n")] = '\0';
}

static cyaml_config_t configuration(struct manifest_error *error) {
  return (cyaml_config_t){
      .log_fn = keep_first_error,
      .log_ctx = error,
      .log_level = CYAML_LOG_ERROR,
      .mem_fn = cyaml_mem,
      .flags = CYAML_CFG_NO_ALIAS,
  };
}

bool manifest_yaml_load(const char *path, const char *what, const cyaml_schema_value_t *schema,
                        void **data, struct manifest_error *error) {
  *data = NULL;
  struct walk walk = {.path = path, .error = error};
  if (!parse_document(&walk, what))
    return false;
  yaml_node_t *root = yaml_document_get_root_node(&walk.document);
  bool valid = root ? check_node(&walk, schema, root) : fault(&walk, NULL, "the %s is empty", what);
  yaml_document_delete(&walk.document);
  if (!valid)
    return false;

  struct manifest_error logged = {.text = ""};
  cyaml_config_t config = configuration(&logged);
  cyaml_err_t status = cyaml_load_file(path, &config, schema, data, NULL);
  if (status == CYAML_OK)
    return true;
  walk.key[0] = '\0';
  return fault(&walk, NULL, "%s (%s)", cyaml_strerror(status), logged.text);
}

void manifest_yaml_free(const cyaml_schema_value_t *schema, void *data) {
  struct manifest_error logged = {.text = ""};
  cyaml_config_t config = configuration(&logged);
  if (data)
    cyaml_free(&config, schema, data, 0);
}

// ---- Faults of the reader's own

// The node that `key` leads to, NULL if the file has no such node.
static yaml_node_t *follow(yaml_document_t *document, const char *key) {
  yaml_node_t *node = yaml_document_get_root_node(document);
  while (node && *key) {
    int item = 0;
    if (*key == '[') {
      int index = atoi(key + 1);
      if (node->type == YAML_SEQUENCE_NODE &&
          index < node->data.sequence.items.top - node->data.sequence.items.start)
        item = node->data.sequence.items.start[index];
      key += strcspn(key, "]");
      key += *key == ']';
    } else {
      size_t length = strcspn(key, ".[");
      char name[64];
      snprintf(name, sizeof name, "%.*s", (int)length, key);
      yaml_node_pair_t *pair = node->type == YAML_MAPPING_NODE
                                   ? find_pair(document, node, name, node->data.mapping.pairs.top)
                                   : NULL;
      item = pair ? pair->value : 0;
      key += length;
    }
    key += *key == '.';
    node = item ? yaml_document_get_node(document, item) : NULL;
  }
  return node;
}

bool manifest_yaml_fault(struct manifest_error *error, const char *path, const char *key,
                         const char *format, ...) {
  struct walk walk = {.path = path, .error = error};
  size_t line = 0;
  if (parse_document(&walk, "file")) {
    const yaml_node_t *node = follow(&walk.document, key);
    line = node ? node->start_mark.line + 1 : 0;
    yaml_document_delete(&walk.document);
  }
  va_list arguments;
  va_start(arguments, format);
  write_fault(error, path, line, key, format, arguments);
  va_end(arguments);
  return false;
}
