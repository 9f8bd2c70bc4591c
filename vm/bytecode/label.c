// Names and places of functions; see label.h.
#include "vm/bytecode/label.h"

#include <inttypes.h>

#include "vm/core/program.h"
#include "vm/syntax/describe.h"

const char *label_name(const struct function_template *template, char *buffer, size_t size) {
  if (template->index == 0)
    return "<module>";
  if (template->name != NULL && template->name->length > 0)
    return syntax_string_text(template->name, buffer, size);
  return template->flags & FUNCTION_FLAG_ARROW ? "<arrow>" : "<anonymous>";
}

uint32_t label_line(struct mica_program *program, uint32_t offset) {
  const struct syntax_tree *tree = program_tree(program);
  return tree != NULL ? syntax_position(tree, offset).line : 0;
}

const char *label_function(struct mica_program *program, const struct function_template *template,
                           char *buffer, size_t size) {
  char name[DESCRIPTION_BYTES];
  const char *text = label_name(template, name, sizeof name);
  if (program->is_library)
    snprintf(buffer, size, "%s (<builtin>)", text);
  else
    snprintf(buffer, size, "%s (%s:%" PRIu32 ")", text, program->filename,
             label_line(program, template->start));
  return buffer;
}
