// Expressions: literals and operators (ECMA-262 13).
#include "vm/tree/tree.h"

#include "vm/core/class.h"
#include "vm/core/operations.h"

// ---- Literals

static Value evaluate_template(struct tree_activation *activation, const struct node *node) {
  const struct node_template *template = node_as_template(node);
  struct vm *vm = activation->vm;
  Value result = tree_string(activation, template->texts.items[0]);
  for (uint32_t i = 0; i < template->expressions.count && result != VALUE_EXCEPTION; i++) {
    struct tree_root root;
    tree_root(vm, &root, result);
    Value value = tree_evaluate(activation, template->expressions.items[i]);
    activation->node = template->expressions.items[i];
    struct string *string = value == VALUE_EXCEPTION ? NULL : to_string(vm, value);
    struct string *joined = value_string(tree_unroot(vm, &root));
    Value text = string ? tree_string(activation, template->texts.items[i + 1]) : VALUE_EXCEPTION;
    if (text == VALUE_EXCEPTION)
      return VALUE_EXCEPTION;
    joined = string_concatenate(vm, joined, string);
    if (joined)
      joined = string_concatenate(vm, joined, value_string(text));
    result = joined ? value_from_string(joined) : VALUE_EXCEPTION;
  }
  return result;
}

PropertyKey tree_property_key(struct tree_activation *activation, const struct syntax_string *name,
                              const struct node *key) {
  if (name)
    return tree_key(activation, name);
  Value value = tree_evaluate(activation, key);
  activation->node = key;
  return value == VALUE_EXCEPTION ? value : property_key(activation->vm, value);
}

Value tree_evaluate_named(struct tree_activation *activation, const struct node *node,
                          PropertyKey name) {
  if (node->kind == NODE_CLASS)
    return tree_evaluate_class(activation, node, name);
  Value value = tree_evaluate(activation, node);
  value_function(value)->name = value_from_string(property_key_to_string(activation->vm, name));
  return value;
}

// `__proto__: value` (B.3.1): what is neither an object nor null changes nothing.
static bool set_literal_prototype(struct tree_activation *activation, struct object *object,
                                  const struct node_property *property) {
  Value value = tree_evaluate(activation, property->value);
  if (value == VALUE_NULL)
    object_change_prototype(activation->vm, object, NULL);
  else if (value_is_object(value))
    object_change_prototype(activation->vm, object, value_object(value));
  return value != VALUE_EXCEPTION;
}

static bool define_property(struct tree_activation *activation, struct object *object,
                            const struct node_property *property) {
  struct vm *vm = activation->vm;
  if (property->sets_prototype)
    return set_literal_prototype(activation, object, property);
  PropertyKey key = tree_property_key(activation, property->name, property->key);
  if (key == VALUE_EXCEPTION)
    return false;
  struct tree_root root;
  tree_root(vm, &root, key);
  Value value = property->names_value ? tree_evaluate_named(activation, property->value, key)
                                      : tree_evaluate(activation, property->value);
  tree_unroot(vm, &root);
  if (value == VALUE_EXCEPTION)
    return false;
  if (property->is_getter || property->is_setter)
    return object_define_half(vm, object, key, value_function(value), property->is_setter,
                              PROPERTY_ENUMERABLE | PROPERTY_CONFIGURABLE);
  return object_define(vm, object, key, value, PROPERTY_DEFAULT);
}

static bool define_spread(struct tree_activation *activation, struct object *object,
                          const struct node *node) {
  struct vm *vm = activation->vm;
  Value source = tree_evaluate(activation, node_as_spread(node)->argument);
  activation->node = node;
  return source != VALUE_EXCEPTION && object_copy_data(vm, object, source, NULL, 0);
}

static Value evaluate_object(struct tree_activation *activation, const struct node *node) {
  const struct node_list *properties = &node_as_object(node)->properties;
  struct vm *vm = activation->vm;
  struct environment *outer = activation->environment;
  struct object *object =
      object_new(vm, vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE), properties->count);
  struct tree_root root;
  tree_root(vm, &root, value_from_object(object));
  tree_enter_scope(activation, node_as_object(node)->scope);
  if (node_as_object(node)->home)
    tree_initialize(activation, node_as_object(node)->home, root.value);
  bool defined = true;
  for (uint32_t i = 0; i < properties->count && defined; i++)
    defined = properties->items[i]->kind == NODE_SPREAD
                  ? define_spread(activation, object, properties->items[i])
                  : define_property(activation, object, node_as_property(properties->items[i]));
  activation->environment = outer;
  tree_unroot(vm, &root);
  return defined ? root.value : VALUE_EXCEPTION;
}

static Value evaluate_function(struct tree_activation *activation, const struct node *node) {
  return value_from_object(
      &tree_function_new(activation, node_as_function(node)->function)->object);
}

// A variable where there may be one.
static Value evaluate_binding(struct tree_activation *activation, const struct node *binding,
                              Value otherwise) {
  return binding ? tree_get_name(activation, node_as_identifier(binding)) : otherwise;
}

static Value evaluate_private_in(struct tree_activation *activation, const struct node *node) {
  const struct node_private_in *test = node_as_private_in(node);
  Value object = tree_evaluate(activation, test->object);
  activation->node = node;
  int has = object == VALUE_EXCEPTION
                ? -1
                : private_in(activation->vm, object,
                             tree_get_name(activation, node_as_identifier(test->private)));
  return has < 0 ? VALUE_EXCEPTION : value_from_boolean(has);
}

// ---- Unary operators (13.5)

static Value evaluate_type_of(struct tree_activation *activation, const struct node *operand) {
  struct vm *vm = activation->vm;
  if (operand->kind == NODE_IDENTIFIER) {
    const struct syntax_string *name = node_as_identifier(operand)->name;
    PropertyKey key = tree_key(activation, name);
    if (key != VALUE_EXCEPTION && !tree_find(activation, name) && !object_has(vm, vm->global, key))
      return value_from_string(atom(ATOM_undefined));
  }
  Value value = tree_evaluate(activation, operand);
  return value == VALUE_EXCEPTION ? value : value_from_string(type_of(value));
}

static Value evaluate_unary(struct tree_activation *activation, const struct node *node) {
  const struct node_unary *unary = node_as_unary(node);
  if (unary->operation == TOKEN_TYPEOF)
    return evaluate_type_of(activation, unary->operand);
  Value value = tree_evaluate(activation, unary->operand);
  activation->node = node;
  double number;
  int32_t integer;
  if (value == VALUE_EXCEPTION)
    return value;
  switch (unary->operation) {
  case TOKEN_NOT:
    return value_from_boolean(!to_boolean(value));
  case TOKEN_VOID:
    return VALUE_UNDEFINED;
  case TOKEN_TILDE:
    return to_int32(activation->vm, value, &integer) ? value_from_int32(~integer) : VALUE_EXCEPTION;
  case TOKEN_MINUS:
    return to_number(activation->vm, value, &number) ? value_from_number(-number) : VALUE_EXCEPTION;
  default:
    return to_number(activation->vm, value, &number) ? value_from_number(number) : VALUE_EXCEPTION;
  }
}

// ---- Binary operators (13.6 to 13.12)

// A truth value that may be a throw: 1, 0 or -1.
static Value truth(int outcome) {
  return outcome < 0 ? VALUE_EXCEPTION : value_from_boolean(outcome != 0);
}

static Value negated(int outcome) { return truth(outcome < 0 ? outcome : !outcome); }

// `a > b` is `b < a` with the operands still converted from left to right (13.10.1).
static int greater(struct vm *vm, Value left, Value right, bool or_equal) {
  struct tree_root root;
  left = to_primitive(vm, left, ATOM_number);
  if (left == VALUE_EXCEPTION)
    return -1;
  tree_root(vm, &root, left);
  right = to_primitive(vm, right, ATOM_number);
  tree_unroot(vm, &root);
  if (right == VALUE_EXCEPTION)
    return -1;
  return or_equal ? less_or_equal(vm, right, left) : less_than(vm, right, left);
}

static Value compare(struct vm *vm, enum token operation, Value left, Value right) {
  switch (operation) {
  case TOKEN_LESS:
    return truth(less_than(vm, left, right));
  case TOKEN_LESS_EQUAL:
    return truth(less_or_equal(vm, left, right));
  case TOKEN_GREATER:
    return truth(greater(vm, left, right, false));
  default:
    return truth(greater(vm, left, right, true));
  }
}

static enum arithmetic arithmetic_of(enum token operation) {
  switch (operation) {
  case TOKEN_MINUS:
    return ARITHMETIC_SUBTRACT;
  case TOKEN_MULTIPLY:
    return ARITHMETIC_MULTIPLY;
  case TOKEN_DIVIDE:
    return ARITHMETIC_DIVIDE;
  case TOKEN_REMAINDER:
    return ARITHMETIC_REMAINDER;
  case TOKEN_POWER:
    return ARITHMETIC_EXPONENT;
  case TOKEN_BIT_AND:
    return ARITHMETIC_AND;
  case TOKEN_BIT_OR:
    return ARITHMETIC_OR;
  case TOKEN_BIT_XOR:
    return ARITHMETIC_XOR;
  case TOKEN_SHIFT_LEFT:
    return ARITHMETIC_SHIFT_LEFT;
  case TOKEN_SHIFT_RIGHT:
    return ARITHMETIC_SHIFT_RIGHT;
  default:
    return ARITHMETIC_SHIFT_RIGHT_UNSIGNED;
  }
}

static Value operate(struct vm *vm, enum token operation, Value left, Value right) {
  switch (operation) {
  case TOKEN_PLUS:
    return operator_add(vm, left, right);
  case TOKEN_LESS:
  case TOKEN_LESS_EQUAL:
  case TOKEN_GREATER:
  case TOKEN_GREATER_EQUAL:
    return compare(vm, operation, left, right);
  case TOKEN_STRICT_EQUAL:
    return value_from_boolean(strictly_equal(vm, left, right));
  case TOKEN_STRICT_NOT_EQUAL:
    return value_from_boolean(!strictly_equal(vm, left, right));
  case TOKEN_EQUAL:
    return truth(loosely_equal(vm, left, right));
  case TOKEN_NOT_EQUAL:
    return negated(loosely_equal(vm, left, right));
  case TOKEN_IN:
    return truth(has_property(vm, left, right));
  case TOKEN_INSTANCEOF:
    return truth(instance_of(vm, left, right));
  default:
    return operator_arithmetic(vm, arithmetic_of(operation), left, right);
  }
}

// Objects may be converted by script of theirs, so both operands are rooted meanwhile.
Value tree_operate(struct vm *vm, enum token operation, Value left, Value right) {
  struct tree_root left_root, right_root;
  tree_root(vm, &left_root, left);
  tree_root(vm, &right_root, right);
  Value result = operate(vm, operation, left, right);
  tree_unroot(vm, &right_root);
  tree_unroot(vm, &left_root);
  return result;
}

// What the operator makes of its left value and its right operand.
static Value apply_binary(struct tree_activation *activation, const struct node_binary *binary,
                          Value left) {
  struct tree_root root;
  tree_root(activation->vm, &root, left);
  Value right = tree_evaluate(activation, binary->right);
  tree_unroot(activation->vm, &root);
  activation->node = &binary->node;
  return right == VALUE_EXCEPTION ? right
                                  : tree_operate(activation->vm, binary->operation, left, right);
}

static Value evaluate_binary(struct tree_activation *activation, const struct node *node) {
  const struct node_binary *binary = node_as_binary(node);
  Value left = tree_evaluate(activation, binary->left);
  return left == VALUE_EXCEPTION ? left : apply_binary(activation, binary, left);
}

static Value evaluate_series(struct tree_activation *activation, const struct node *node) {
  const struct node_series *series = node_as_series(node);
  Value value = tree_evaluate(activation, series->first);
  for (uint32_t i = 0; i < series->links.count && value != VALUE_EXCEPTION; i++)
    value = apply_binary(activation, node_as_binary(series->links.items[i]), value);
  return value;
}

static Value evaluate_logical(struct tree_activation *activation, const struct node *node) {
  const struct node_logical *logical = node_as_logical(node);
  Value left = tree_evaluate(activation, logical->left);
  if (left == VALUE_EXCEPTION || tree_short_circuits(logical->operation, left))
    return left;
  return tree_evaluate(activation, logical->right);
}

static Value evaluate_conditional(struct tree_activation *activation, const struct node *node) {
  const struct node_conditional *conditional = node_as_conditional(node);
  Value test = tree_evaluate(activation, conditional->test);
  if (test == VALUE_EXCEPTION)
    return test;
  return tree_evaluate(activation,
                       to_boolean(test) ? conditional->consequent : conditional->alternate);
}

static Value evaluate_sequence(struct tree_activation *activation, const struct node *node) {
  const struct node_list *expressions = &node_as_sequence(node)->expressions;
  Value value = VALUE_UNDEFINED;
  for (uint32_t i = 0; i < expressions->count && value != VALUE_EXCEPTION; i++)
    value = tree_evaluate(activation, expressions->items[i]);
  return value;
}

// A link of an optional chain that found nothing answers VALUE_ABSENT, and so does every link after
// it (13.3.9).
static Value evaluate_chain(struct tree_activation *activation, const struct node *node) {
  Value value = tree_evaluate(activation, node_as_chain(node)->expression);
  return value == VALUE_ABSENT ? VALUE_UNDEFINED : value;
}

bool tree_short_circuits(enum token operation, Value left) {
  if (operation == TOKEN_NULLISH)
    return !value_is_nullish(left);
  return to_boolean(left) == (operation == TOKEN_OR);
}

Value tree_evaluate(struct tree_activation *activation, const struct node *node) {
  switch (node->kind) {
  case NODE_NUMBER:
    return value_from_number(node_as_number(node)->value);
  case NODE_STRING:
    return tree_string(activation, node_as_string(node)->value);
  case NODE_TRUE:
    return VALUE_TRUE;
  case NODE_FALSE:
    return VALUE_FALSE;
  case NODE_NULL:
    return VALUE_NULL;
  case NODE_THIS:
    return evaluate_binding(activation, node_as_this(node)->binding, activation->this_value);
  case NODE_NEW_TARGET:
    return evaluate_binding(activation, node_as_new_target(node)->binding, VALUE_UNDEFINED);
  case NODE_CLASS:
    return tree_evaluate_class(activation, node, VALUE_ABSENT);
  case NODE_PRIVATE_IN:
    return evaluate_private_in(activation, node);
  case NODE_SUPER_CALL:
    return tree_evaluate_super_call(activation, node);
  case NODE_IDENTIFIER:
    return tree_get_name(activation, node_as_identifier(node));
  case NODE_TEMPLATE:
    return evaluate_template(activation, node);
  case NODE_ARRAY:
    activation->node = node;
    return tree_evaluate_elements(activation, &node_as_array(node)->elements);
  case NODE_OBJECT:
    return evaluate_object(activation, node);
  case NODE_FUNCTION:
    return evaluate_function(activation, node);
  case NODE_UNARY:
    return evaluate_unary(activation, node);
  case NODE_BINARY:
    return evaluate_binary(activation, node);
  case NODE_SERIES:
    return evaluate_series(activation, node);
  case NODE_LOGICAL:
    return evaluate_logical(activation, node);
  case NODE_CONDITIONAL:
    return evaluate_conditional(activation, node);
  case NODE_SEQUENCE:
    return evaluate_sequence(activation, node);
  case NODE_CHAIN:
    return evaluate_chain(activation, node);
  case NODE_DELETE:
    return tree_evaluate_delete(activation, node);
  case NODE_UPDATE:
    return tree_evaluate_update(activation, node);
  case NODE_ASSIGN:
    return tree_evaluate_assign(activation, node);
  case NODE_COMPOUND_ASSIGN:
    return tree_evaluate_compound_assign(activation, node);
  case NODE_LOGICAL_ASSIGN:
    return tree_evaluate_logical_assign(activation, node);
  case NODE_MEMBER:
    return tree_evaluate_member(activation, node);
  case NODE_INDEX:
    return tree_evaluate_index(activation, node);
  case NODE_CALL:
    return tree_evaluate_call(activation, node);
  case NODE_NEW:
    return tree_evaluate_new(activation, node);
  }
  __builtin_unreachable();
}
