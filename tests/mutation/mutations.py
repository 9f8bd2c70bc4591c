"""Bugs to plant in Mica, one at a time: the file, the text that stands there once, what takes its
place, and what that breaks."""

SHAPE, ARRAY, STRING = "vm/core/shape.c", "vm/core/array.c", "vm/core/string.c"
PROPERTY, OPERATIONS, HEAP = "vm/core/property.c", "vm/core/operations.c", "vm/core/heap.c"
NUMBER, OBJECT, ATOM = "vm/core/number.c", "vm/core/object.c", "vm/core/atom.c"
HASH, STACK, ERROR = "vm/core/hash_table.c", "vm/core/stack.c", "vm/core/error.c"
CALLS, SLOW = "vm/bytecode/calls.c", "vm/bytecode/slow.c"
SLOW_PROPERTY, HANDLERS = "vm/bytecode/slow_property.c", "vm/bytecode/handlers.inc"
LIBRARY, SORT, JSON = "vm/library/library.js", "vm/library/sort.c", "vm/library/json.c"
JSON_PARSE, REPLACE, TEXT = "vm/library/json_parse.c", "vm/library/replace.c", "vm/library/text.c"
ARRAY_METHODS, STRING_METHODS = "vm/library/array.c", "vm/library/string.c"
MATH, EXPRESSION = "vm/library/math.c", "vm/syntax/parser_expression.c"
ENVIRONMENT, STATEMENT = "vm/tree/environment.c", "vm/tree/statement.c"

MUTATIONS = (
    # Growth and bounds
    (ARRAY, "if (index >= array->capacity) {", "if (index > array->capacity) {",
     "an element just behind the storage is written without growing it"),
    (ARRAY, "    array->elements[i] = VALUE_HOLE;",
     "    (void)i;", "what a shorter length cuts off stays in the storage"),
    (ARRAY, "elements[value_to_int32_raw(key)] = object->slots[i];",
     "elements[i] = object->slots[i];", "a sparse array that becomes dense is reordered"),
    (ARRAY, "  array->length = truncate_sparse(vm, array, length);", "  array->length = length;",
     "a shorter length leaves the elements of a sparse array there"),
    (TEXT, "  uint64_t needed = (uint64_t)text->length + count;",
     "  uint64_t needed = (uint64_t)text->length + count / 2;",
     "text in the making outgrows its buffer"),
    (ATOM, "if (((i - home) & mask) >= ((i - hole) & mask)) {",
     "if (((i - home) & mask) < ((i - hole) & mask)) {",
     "an atom that moved up after a collection is lost, and made twice"),
    (HASH, "  while (*link != number)\n", "  if (*link != number)\n",
     "deleting takes the wrong entry out of a chain of colliding keys"),
    (STACK, "  vm->top = vm->stack->saved_top;\n", "  vm->top = vm->stack->slots;\n",
     "the stack does not come back to where it was before another piece"),

    # Shapes and inline caches
    (SHAPE, "  child->count = shape->count + 1;", "  child->count = shape->table->count;",
     "a shape that branches off counts its sibling's properties"),
    (SHAPE, "shape->table->count == shape->count &&", "shape->table->count >= shape->count &&",
     "two lineages append to one property table"),
    (SHAPE, "  child->table->entries[entry].attributes = attributes;\n", "",
     "a reconfigured property keeps its attributes"),
    (SHAPE, "  if (!(shape->cell.flags & SHAPE_FLAG_PROTOTYPE))\n    return shape;\n",
     "  if (shape)\n    return shape;\n",
     "a prototype that changes keeps the shape that caches know"),
    (SHAPE, "    object->slots[kept++] = object->slots[i];", "    kept++;",
     "compaction moves keys without their values"),
    (SLOW_PROPERTY, ".holder = inherited ? lookup->holder : NULL,",
     ".holder = inherited ? object_prototype(lookup->holder) : NULL,",
     "an inherited property is read from the wrong object"),
    (HANDLERS, "      object->shape = known->next_shape;", "      (void)0;",
     "a cached store adds the value, but not the property"),
    (SLOW_PROPERTY, "(lookup.accessor == NULL && lookup.attributes & PROPERTY_WRITABLE);",
     "lookup.accessor != NULL || lookup.attributes & PROPERTY_WRITABLE;",
     "a cached store passes over a setter in the chain"),

    # Conversion and arithmetic
    (OPERATIONS, "significand >> -exponent);", "significand >> (1 - exponent));",
     "bits of large numbers are shifted wrongly"),
    (OPERATIONS, "copysign((double)(x % y), a)", "(double)(x % y)",
     "the remainder of a negative number is 0, not -0"),
    (OPERATIONS, "(fabs(base) == 1 && fabs(exponent) > DBL_MAX)", "false",
     "1 to the power of infinity is 1"),
    (OPERATIONS, "return value_from_int32(x >> (y & 31));",
     "return value_from_int32(x >> (y & 15));",
     "shifts count modulo 16"),
    (OPERATIONS, "trunc(number) + 0.0; // never -0", "floor(number) + 0.0;",
     "negative fractions become the integer below"),
    (NUMBER, "if (-6 < n && n <= 0) {", "if (-5 < n && n <= 0) {",
     "small numbers print with an exponent too early"),
    (MATH, "frame[1]) > value_to_int32_raw(frame[2]) ? frame[1]",
     "frame[1]) < value_to_int32_raw(frame[2]) ? frame[1]",
     "Math.max of two ints is their minimum"),
    (HANDLERS, "LIKELY(BOTH_INT32(counter, bound)) && LIKELY((int32_t)counter != INT32_MAX)",
     "LIKELY(BOTH_INT32(counter, bound))", "a counter runs over the greatest int"),
    (PROPERTY, "if (flat->latin1[0] == '0' && length > 1)", "if (false)",
     "'01' is taken for the index 1"),
    (PROPERTY, "  return number <= LARGEST_ARRAY_INDEX;", "  return true;",
     "'4294967295' is taken for an index"),

    # Strings
    (STRING, "      done = pending_push(vm, &pending, node->rope.left);\n"
             "      node = node->rope.right;",
     "      done = pending_push(vm, &pending, node->rope.right);\n      node = node->rope.left;",
     "the parts of a rope change places"),
    (STRING, "  return a_length < b_length ? -1 : a_length > b_length;", "  return 0;",
     "a string equals its beginning when compared"),
    (STRING, "  bool narrows = fits_latin1(units, length);", "  bool narrows = true;",
     "parts of wide strings lose their upper bytes"),
    (REPLACE, "    uint32_t next = (uint32_t)at + advance;",
     "    uint32_t next = (uint32_t)at + length;",
     "replaceAll of the empty string never ends"),
    (STRING_METHODS,
     "  return from < to ? part(vm, string, from, to) : part(vm, string, to, from);",
     "  return part(vm, string, from, to);", "substring does not swap its ends"),

    # Arrays and the library
    (LIBRARY, "(comparator(source[right], source[left]) < 0) target",
     "(comparator(source[right], source[left]) <= 0) target",
     "sorting is not stable"),
    (SORT, "value_string(sorting->texts[b->index])) > 0;",
     "value_string(sorting->texts[b->index])) >= 0;",
     "sorting by text is not stable"),
    (LIBRARY, "    while (index < length && !$has(object, index)) index++;", "",
     "reduce starts with a hole"),
    (ARRAY_METHODS, "  *index = integer < 0 ? fmax(integer + length, 0) : fmin(integer, length);",
     "  *index = integer < 0 ? integer + length : fmin(integer, length);",
     "positions before the beginning are not clamped"),
    (ARRAY_METHODS, "    for (double i = length - removed; done && i > from; i--)",
     "    for (double i = length - removed - 1; done && i > from; i--)",
     "splice of an array-like leaves the last element where it was"),
    (JSON, "return unit < 0x20 || unit == '\"' || unit == '\\\\' ||",
     "return unit < 0x1f || unit == '\"' || unit == '\\\\' ||",
     "a control character is written unescaped"),
    (JSON_PARSE, "  if (!accept(reader, '0') && !skip_digits(reader))",
     "  if (!skip_digits(reader))",
     "numbers with leading zeros are JSON"),
    (OBJECT, "    qsort(list.indices, list.count, sizeof *list.indices, compare_indices);",
     "    (void)0;",
     "indices are visited in the order of insertion"),

    # Syntax and control
    (EXPRESSION, "token == TOKEN_POWER ? precedence : precedence + 1", "precedence + 1",
     "** associates to the left"),
    ("vm/syntax/tokens.def", 'TOKEN(BIT_AND, "&", 6)', 'TOKEN(BIT_AND, "&", 9)',
     "& binds tighter than comparisons"),
    (ENVIRONMENT, "  if (binding && binding->value != VALUE_UNINITIALIZED)\n"
                  "    return binding->value;",
     "  if (binding)\n    return binding->value == VALUE_UNINITIALIZED ? VALUE_UNDEFINED"
     " : binding->value;", "the tree tier reads variables before their declaration"),
    (STATEMENT, "    *completion = COMPLETION_NORMAL;\n    return false;",
     "    *completion = COMPLETION_NORMAL;\n    return is_target;",
     "continue leaves the loop in the tree tier"),
    (CALLS, "word >= handler->start && word < handler->end", "word >= handler->start",
     "a catch catches what is thrown after its try"),
    (SLOW, "  bool negated = opcode == OP_NOT_EQUAL || opcode == OP_STRICT_NOT_EQUAL;",
     "  bool negated = opcode == OP_STRICT_NOT_EQUAL;", "!= of strings means =="),
    ("vm/bytecode/interpreter.h", "base[source->index] : creator->captures[source->index];",
     "base[source->index] : creator->captures[0];", "a closure captures the wrong variable"),

    # The collector
    (HEAP, "  uint32_t left = storage->cell.extra - start;",
     "  uint32_t left = storage->cell.extra / 2 - start;",
     "the second half of an array's elements is freed"),
    (SHAPE, "  heap_mark_cell(vm, shape->prototype);\n", "", "prototypes are freed"),
    (ERROR, "  if (message != VALUE_UNDEFINED)", "  if (message == VALUE_UNDEFINED)",
     "errors have no message"),

    # Typed arrays and patterns
    ("vm/core/typed_array.c", "(uint8_t)rint(number)", "(uint8_t)number",
     "a clamped element is cut, not rounded"),
    ("vm/bytecode/compile_pattern.c", "element->is_rest ? OP_TAKE_REST : OP_TAKE_NEXT",
     "OP_TAKE_NEXT", "a rest element takes one element"),
    ("vm/bytecode/compile_pattern.c", "OP_COPY_PROPERTIES, others, source, count);",
     "OP_COPY_PROPERTIES, others, source, count - 1);", "the rest of an object has a key too many"),
    ("vm/library/descriptor.c", "if (!read_flag(vm, source, ATOM_writable, PROPERTY_WRITABLE,",
     "if (!read_flag(vm, source, ATOM_writable, PROPERTY_CONFIGURABLE,",
     "`writable` in a descriptor sets another attribute"),
)
