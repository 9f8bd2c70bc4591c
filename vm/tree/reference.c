// References: properties, assignment, calls (ECMA-262 6.2.5, 13.3, 13.15).
//
// The order of evaluation is the specification's: base, then key expression, then the value to
// assign; a key becomes a property key only when the property is accessed, once.
#include "vm/tree/tree.h"

#include <stdlib.h>

#include "vm/core/class.h"
#include "vm/core/operations.h"
#include "vm/syntax/describe.h"

// ---- Properties

void tree_reference_close(struct vm *vm, const struct tree_reference *reference) {
  tree_unroot(vm, &reference->key);
  tree_unroot(vm, &reference->base);
  tree_unroot(vm, &reference->receiver);
}

static const struct node *object_of(const struct node *node) {
  return node->kind == NODE_MEMBER ? node_as_member(node)->object : node_as_index(node)->object;
}

// Is the MEMBER or INDEX of a private name or of `super`?
static bool is_special(const struct node *node) {
  return object_of(node)->kind == NODE_SUPER ||
         (node->kind == NODE_MEMBER && node_as_member(node)->private);
}

static Value evaluate_special(struct tree_activation *activation, const struct node *node);

static Value get_property(struct vm *vm, Value base, Value key_value) {
  PropertyKey key = property_key_for(vm, base, key_value, "read");
  return key == VALUE_EXCEPTION ? key : value_get(vm, base, key);
}

// The value of the link of an optional chain whose object is `object`; VALUE_ABSENT ends the chain.
static bool chain_ends(Value object, bool is_optional) {
  return object == VALUE_ABSENT || (is_optional && value_is_nullish(object));
}

Value tree_evaluate_member(struct tree_activation *activation, const struct node *node) {
  const struct node_member *member = node_as_member(node);
  if (is_special(node))
    return evaluate_special(activation, node);
  Value object = tree_evaluate(activation, member->object);
  if (object == VALUE_EXCEPTION)
    return object;
  if (chain_ends(object, member->is_optional))
    return VALUE_ABSENT;
  PropertyKey key = tree_key(activation, member->name);
  activation->node = node;
  return key == VALUE_EXCEPTION ? key : value_get(activation->vm, object, key);
}

Value tree_evaluate_index(struct tree_activation *activation, const struct node *node) {
  const struct node_index *index = node_as_index(node);
  struct vm *vm = activation->vm;
  if (is_special(node))
    return evaluate_special(activation, node);
  Value object = tree_evaluate(activation, index->object);
  if (object == VALUE_EXCEPTION)
    return object;
  if (chain_ends(object, index->is_optional))
    return VALUE_ABSENT;
  struct tree_root root;
  tree_root(vm, &root, object);
  Value key = tree_evaluate(activation, index->key);
  activation->node = node;
  Value value = key == VALUE_EXCEPTION ? key : get_property(vm, object, key);
  tree_unroot(vm, &root);
  return value;
}

static Value evaluate_key(struct tree_activation *activation, const struct node *node) {
  if (node->kind == NODE_INDEX)
    return tree_evaluate(activation, node_as_index(node)->key);
  const struct node_member *member = node_as_member(node);
  return member->private ? tree_get_name(activation, node_as_identifier(member->private))
                         : tree_key(activation, member->name);
}

// The receiver, then the base: of `super` they are not the same. There the base is the object whose
// prototype will be it when the key has been evaluated (13.3.7.1).
static Value evaluate_base(struct tree_activation *activation, const struct node *object,
                           struct tree_reference *reference) {
  if (object->kind != NODE_SUPER)
    return tree_evaluate(activation, object);
  const struct node_super *super = node_as_super(object);
  reference->is_super = true;
  reference->receiver.value = tree_evaluate(activation, super->receiver);
  return reference->receiver.value == VALUE_EXCEPTION
             ? VALUE_EXCEPTION
             : tree_get_name(activation, node_as_identifier(super->home));
}

bool tree_reference_open(struct tree_activation *activation, const struct node *node,
                         struct tree_reference *reference) {
  struct vm *vm = activation->vm;
  bool is_member = node->kind == NODE_MEMBER;
  bool is_optional =
      is_member ? node_as_member(node)->is_optional : node_as_index(node)->is_optional;
  reference->is_private = is_member && node_as_member(node)->private;
  reference->is_super = false;
  tree_root(vm, &reference->receiver, VALUE_UNDEFINED);
  Value base = evaluate_base(activation, object_of(node), reference);
  if (base == VALUE_EXCEPTION) {
    tree_unroot(vm, &reference->receiver);
    return false;
  }
  bool ends = chain_ends(base, is_optional);
  tree_root(vm, &reference->base, ends ? VALUE_ABSENT : base);
  Value key = ends ? VALUE_UNDEFINED : evaluate_key(activation, node);
  if (key == VALUE_EXCEPTION) {
    tree_unroot(vm, &reference->base);
    tree_unroot(vm, &reference->receiver);
    return false;
  }
  tree_root(vm, &reference->key, key);
  if (reference->is_super)
    reference->base.value = object_prototype_value(value_object(reference->base.value));
  activation->node = node;
  return true;
}

// The reference's value, its key converted for good.
static Value property_get(struct vm *vm, struct tree_reference *reference) {
  struct lookup lookup;
  if (reference->is_private)
    return private_get(vm, reference->base.value, reference->key.value, &lookup);
  PropertyKey key = property_key_for(vm, reference->base.value, reference->key.value, "read");
  if (key == VALUE_EXCEPTION)
    return key;
  reference->key.value = key;
  if (reference->is_super)
    return super_get(vm, reference->base.value, key, reference->receiver.value);
  return value_get(vm, reference->base.value, key);
}

static bool put_by_key(struct vm *vm, const struct tree_reference *reference, PropertyKey key,
                       Value value) {
  if (reference->is_super)
    return super_set(vm, reference->base.value, key, value, reference->receiver.value);
  return value_set(vm, reference->base.value, key, value);
}

Value tree_reference_put(struct vm *vm, const struct tree_reference *reference, Value value) {
  struct tree_root root;
  struct lookup lookup;
  tree_root(vm, &root, value);
  bool assigned;
  if (reference->is_private) {
    assigned = private_set(vm, reference->base.value, reference->key.value, value, &lookup);
  } else {
    PropertyKey key = property_key_for(vm, reference->base.value, reference->key.value, "set");
    assigned = key != VALUE_EXCEPTION && put_by_key(vm, reference, key, value);
  }
  tree_unroot(vm, &root);
  return assigned ? value : VALUE_EXCEPTION;
}

static Value evaluate_special(struct tree_activation *activation, const struct node *node) {
  struct tree_reference reference;
  if (!tree_reference_open(activation, node, &reference))
    return VALUE_EXCEPTION;
  Value value = reference.base.value == VALUE_ABSENT ? VALUE_ABSENT
                                                     : property_get(activation->vm, &reference);
  tree_reference_close(activation->vm, &reference);
  return value;
}

// ---- Assignment (13.15)

static Value assign_name(struct tree_activation *activation, const struct node *target,
                         Value value) {
  if (value == VALUE_EXCEPTION)
    return value;
  return tree_set_name(activation, node_as_identifier(target), value) ? value : VALUE_EXCEPTION;
}

static Value assign_pattern(struct tree_activation *activation, const struct node *target,
                            Value value) {
  if (value == VALUE_EXCEPTION)
    return value;
  struct tree_root root;
  tree_root(activation->vm, &root, value);
  bool assigned = tree_destructure(activation, target, value, false);
  tree_unroot(activation->vm, &root);
  return assigned ? value : VALUE_EXCEPTION;
}

Value tree_evaluate_assign(struct tree_activation *activation, const struct node *node) {
  const struct node_assign *assign = node_as_assign(node);
  if (node_is_pattern(assign->target))
    return assign_pattern(activation, assign->target, tree_evaluate(activation, assign->value));
  if (assign->target->kind == NODE_IDENTIFIER)
    return assign_name(activation, assign->target, tree_evaluate(activation, assign->value));
  struct tree_reference reference;
  if (!tree_reference_open(activation, assign->target, &reference))
    return VALUE_EXCEPTION;
  Value value = tree_evaluate(activation, assign->value);
  activation->node = assign->target;
  if (value != VALUE_EXCEPTION)
    value = tree_reference_put(activation->vm, &reference, value);
  tree_reference_close(activation->vm, &reference);
  return value;
}

bool tree_assign(struct tree_activation *activation, const struct node *target, Value value) {
  if (node_is_pattern(target))
    return tree_destructure(activation, target, value, false);
  if (target->kind == NODE_IDENTIFIER)
    return tree_set_name(activation, node_as_identifier(target), value);
  struct tree_root root;
  struct tree_reference reference;
  tree_root(activation->vm, &root, value);
  bool opened = tree_reference_open(activation, target, &reference);
  if (opened) {
    value = tree_reference_put(activation->vm, &reference, value);
    tree_reference_close(activation->vm, &reference);
  }
  tree_unroot(activation->vm, &root);
  return opened && value != VALUE_EXCEPTION;
}

// How an operator that first reads its target makes the value to store of the old one, which it may
// convert. VALUE_ABSENT: nothing is to be stored.
typedef Value (*modification)(struct tree_activation *activation, const struct node *node,
                              Value *old);

// Reads the target into *old and stores what `modify` makes of it. Returns that, or VALUE_ABSENT
// when nothing was stored.
static Value modify_target(struct tree_activation *activation, const struct node *node,
                           const struct node *target, modification modify, Value *old) {
  struct vm *vm = activation->vm;
  if (target->kind == NODE_IDENTIFIER) {
    *old = tree_get_name(activation, node_as_identifier(target));
    Value value = *old == VALUE_EXCEPTION ? *old : modify(activation, node, old);
    return value == VALUE_ABSENT ? value : assign_name(activation, target, value);
  }
  struct tree_reference reference;
  if (!tree_reference_open(activation, target, &reference))
    return VALUE_EXCEPTION;
  *old = property_get(vm, &reference);
  Value value = *old == VALUE_EXCEPTION ? *old : modify(activation, node, old);
  activation->node = target;
  if (value != VALUE_EXCEPTION && value != VALUE_ABSENT)
    value = tree_reference_put(vm, &reference, value);
  tree_reference_close(vm, &reference);
  return value;
}

static Value modify_compound(struct tree_activation *activation, const struct node *node,
                             Value *old) {
  const struct node_compound_assign *assign = node_as_compound_assign(node);
  struct tree_root root;
  tree_root(activation->vm, &root, *old);
  Value operand = tree_evaluate(activation, assign->value);
  tree_unroot(activation->vm, &root);
  activation->node = node;
  return operand == VALUE_EXCEPTION
             ? operand
             : tree_operate(activation->vm, assign->operation, *old, operand);
}

Value tree_evaluate_compound_assign(struct tree_activation *activation, const struct node *node) {
  Value old;
  return modify_target(activation, node, node_as_compound_assign(node)->target, modify_compound,
                       &old);
}

static Value modify_logical(struct tree_activation *activation, const struct node *node,
                            Value *old) {
  const struct node_logical_assign *assign = node_as_logical_assign(node);
  return tree_short_circuits(assign->operation, *old) ? VALUE_ABSENT
                                                      : tree_evaluate(activation, assign->value);
}

Value tree_evaluate_logical_assign(struct tree_activation *activation, const struct node *node) {
  Value old;
  Value value =
      modify_target(activation, node, node_as_logical_assign(node)->target, modify_logical, &old);
  return value == VALUE_ABSENT ? old : value;
}

static Value modify_update(struct tree_activation *activation, const struct node *node,
                           Value *old) {
  double number;
  activation->node = node;
  if (!to_number(activation->vm, *old, &number))
    return VALUE_EXCEPTION;
  *old = value_from_number(number);
  return value_from_number(number + (node_as_update(node)->operation == TOKEN_INCREMENT ? 1 : -1));
}

Value tree_evaluate_update(struct tree_activation *activation, const struct node *node) {
  const struct node_update *update = node_as_update(node);
  Value old;
  Value value = modify_target(activation, node, update->target, modify_update, &old);
  return value == VALUE_EXCEPTION || update->is_prefix ? value : old;
}

// ---- delete (13.5.1)

static Value delete_property(struct vm *vm, const struct tree_reference *reference) {
  Value base = reference->base.value;
  if (base == VALUE_ABSENT)
    return VALUE_TRUE;
  struct object *object = to_object(vm, base);
  PropertyKey key = object ? property_key(vm, reference->key.value) : VALUE_EXCEPTION;
  int deleted = key == VALUE_EXCEPTION ? -1 : object_delete(vm, object, key);
  if (deleted != 0)
    return deleted < 0 ? VALUE_EXCEPTION : VALUE_TRUE;
  char owner[DESCRIPTION_BYTES];
  char *name = string_to_utf8(vm, property_key_to_string(vm, key), NULL);
  throw_type_error(vm, "Cannot delete property '%s' of %s", name ? name : "",
                   describe_value(vm, base, owner, sizeof owner));
  free(name);
  return VALUE_EXCEPTION;
}

Value tree_evaluate_delete(struct tree_activation *activation, const struct node *node) {
  const struct node *operand = node_as_delete(node)->operand;
  if (operand->kind == NODE_CHAIN)
    operand = node_as_chain(operand)->expression;
  if (operand->kind != NODE_MEMBER && operand->kind != NODE_INDEX) {
    Value value = tree_evaluate(activation, operand);
    return value == VALUE_EXCEPTION ? value : VALUE_TRUE;
  }
  struct tree_reference reference;
  if (!tree_reference_open(activation, operand, &reference))
    return VALUE_EXCEPTION;
  activation->node = operand;
  Value result = reference.is_super ? throw_super_deleted(activation->vm)
                                    : delete_property(activation->vm, &reference);
  tree_reference_close(activation->vm, &reference);
  return result;
}

// ---- Calls (13.3.5, 13.3.6)

// A callee that is a private element or one of `super`; see evaluate_callee.
static bool evaluate_special_callee(struct tree_activation *activation, const struct node *callee,
                                    Value *frame) {
  struct tree_reference reference;
  if (!tree_reference_open(activation, callee, &reference))
    return false;
  Value base = reference.base.value;
  frame[0] = reference.is_super ? reference.receiver.value : base;
  frame[-1] = base == VALUE_ABSENT ? base : property_get(activation->vm, &reference);
  tree_reference_close(activation->vm, &reference);
  return frame[-1] != VALUE_EXCEPTION;
}

// Evaluates a callee into frame[-1], and what it is a property of into frame[0]. frame[-1] is
// VALUE_ABSENT where an optional chain ends. False: thrown.
static bool evaluate_callee(struct tree_activation *activation, const struct node *callee,
                            Value *frame) {
  const struct node *object = callee->kind == NODE_MEMBER  ? node_as_member(callee)->object
                              : callee->kind == NODE_INDEX ? node_as_index(callee)->object
                                                           : NULL;
  if (!object) {
    frame[-1] = tree_evaluate(activation, callee);
    return frame[-1] != VALUE_EXCEPTION;
  }
  if (is_special(callee))
    return evaluate_special_callee(activation, callee, frame);
  bool is_optional = callee->kind == NODE_MEMBER ? node_as_member(callee)->is_optional
                                                 : node_as_index(callee)->is_optional;
  Value base = tree_evaluate(activation, object);
  if (base == VALUE_EXCEPTION)
    return false;
  if (chain_ends(base, is_optional)) {
    frame[-1] = VALUE_ABSENT;
    return true;
  }
  frame[0] = base;
  Value key = callee->kind == NODE_MEMBER ? tree_key(activation, node_as_member(callee)->name)
                                          : tree_evaluate(activation, node_as_index(callee)->key);
  activation->node = callee;
  frame[-1] = key == VALUE_EXCEPTION ? key : get_property(activation->vm, base, key);
  return frame[-1] != VALUE_EXCEPTION;
}

// The callee of a call: a whole optional chain in parentheses ends before the call.
static bool evaluate_call_target(struct tree_activation *activation, const struct node *callee,
                                 Value *frame) {
  if (callee->kind != NODE_CHAIN)
    return evaluate_callee(activation, callee, frame);
  if (!evaluate_callee(activation, node_as_chain(callee)->expression, frame))
    return false;
  if (frame[-1] == VALUE_ABSENT)
    frame[-1] = VALUE_UNDEFINED;
  return true;
}

// Pushes the arguments. False: thrown.
static bool evaluate_arguments(struct tree_activation *activation,
                               const struct node_list *arguments) {
  for (uint32_t i = 0; i < arguments->count; i++) {
    Value value = tree_evaluate(activation, arguments->items[i]);
    if (value == VALUE_EXCEPTION)
      return false;
    vm_push(activation->vm, value);
  }
  return true;
}

// The arguments in an array, which stays on the stack above the frame. NULL: thrown.
static const struct array *evaluate_spread(struct tree_activation *activation,
                                           const struct node_list *arguments) {
  Value array = tree_evaluate_elements(activation, arguments);
  if (array == VALUE_EXCEPTION)
    return NULL;
  vm_push(activation->vm, array);
  return value_array(array);
}

static Value throw_call_error(struct tree_activation *activation, const struct node *callee,
                              const char *what) {
  char text[DESCRIPTION_BYTES];
  return throw_type_error(activation->vm, "%s is not a %s",
                          node_describe(callee, text, sizeof text), what);
}

static Value call_spread(struct tree_activation *activation, const struct node_call *call,
                         const Value *frame) {
  const struct array *arguments = evaluate_spread(activation, &call->arguments);
  if (arguments == NULL)
    return VALUE_EXCEPTION;
  activation->node = &call->node;
  if (!value_is_function(frame[-1]))
    return throw_call_error(activation, call->callee, "function");
  return vm_call(activation->vm, frame[-1], frame[0], arguments->elements, arguments->length);
}

static Value call_in_frame(struct tree_activation *activation, const struct node *node,
                           Value *frame) {
  const struct node_call *call = node_as_call(node);
  struct vm *vm = activation->vm;
  if (!evaluate_call_target(activation, call->callee, frame))
    return VALUE_EXCEPTION;
  if (chain_ends(frame[-1], call->is_optional))
    return VALUE_ABSENT;
  if (node_list_spreads(&call->arguments))
    return call_spread(activation, call, frame);
  if (!evaluate_arguments(activation, &call->arguments))
    return VALUE_EXCEPTION;
  activation->node = node;
  if (!value_is_function(frame[-1]))
    return throw_call_error(activation, call->callee, "function");
  return vm_call_frame(vm, frame[-1], frame, call->arguments.count);
}

Value tree_evaluate_call(struct tree_activation *activation, const struct node *node) {
  Value *frame = stack_open_frame(activation->vm, node_as_call(node)->arguments.count);
  if (!frame)
    return VALUE_EXCEPTION;
  Value result = call_in_frame(activation, node, frame);
  stack_close_frame(activation->vm, frame);
  return result;
}

static bool is_constructor(Value callee) {
  return value_is_function(callee) && function_is_constructor(value_function(callee));
}

static Value construct_spread(struct tree_activation *activation, const struct node_new *new,
                              Value callee) {
  const struct array *arguments = evaluate_spread(activation, &new->arguments);
  if (arguments == NULL)
    return VALUE_EXCEPTION;
  activation->node = &new->node;
  if (!is_constructor(callee))
    return throw_call_error(activation, new->callee, "constructor");
  return vm_construct(activation->vm, callee, callee, arguments->elements, arguments->length);
}

static Value construct_in_frame(struct tree_activation *activation, const struct node *node,
                                Value *frame) {
  const struct node_new *new = node_as_new(node);
  frame[-1] = tree_evaluate(activation, new->callee);
  if (frame[-1] == VALUE_EXCEPTION)
    return VALUE_EXCEPTION;
  if (node_list_spreads(&new->arguments))
    return construct_spread(activation, new, frame[-1]);
  if (!evaluate_arguments(activation, &new->arguments))
    return VALUE_EXCEPTION;
  activation->node = node;
  if (!is_constructor(frame[-1]))
    return throw_call_error(activation, new->callee, "constructor");
  return vm_construct_frame(activation->vm, frame[-1], frame[-1], frame, new->arguments.count);
}

Value tree_evaluate_new(struct tree_activation *activation, const struct node *node) {
  Value *frame = stack_open_frame(activation->vm, node_as_new(node)->arguments.count);
  if (!frame)
    return VALUE_EXCEPTION;
  Value result = construct_in_frame(activation, node, frame);
  stack_close_frame(activation->vm, frame);
  return result;
}

// ---- super() (13.3.7.1)

// The object becomes `this`, once, and gets the fields of the class.
static Value bind_this(struct tree_activation *activation, const struct node_super_call *call,
                       Value object) {
  struct vm *vm = activation->vm;
  struct binding *binding = tree_find(activation, node_as_identifier(call->binding)->name);
  if (binding->value != VALUE_UNINITIALIZED)
    return throw_super_called_twice(vm);
  binding->value = object;
  if (!node_as_class(call->class)->fields)
    return object;
  Value fields = tree_get_name(activation, node_as_identifier(call->fields));
  return vm_call(vm, fields, object, NULL, 0) == VALUE_EXCEPTION ? VALUE_EXCEPTION : object;
}

static Value super_in_frame(struct tree_activation *activation, const struct node_super_call *call,
                            Value *frame) {
  struct vm *vm = activation->vm;
  Value class = tree_get_name(activation, node_as_identifier(call->callee));
  Value new_target = tree_get_name(activation, node_as_identifier(call->new_target));
  frame[-1] = object_prototype_value(value_object(class));
  const struct array *spread = NULL;
  bool spreads = node_list_spreads(&call->arguments);
  if (spreads)
    spread = evaluate_spread(activation, &call->arguments);
  if (spreads ? spread == NULL : !evaluate_arguments(activation, &call->arguments))
    return VALUE_EXCEPTION;
  activation->node = &call->node;
  if (!class_check_parent(vm, frame[-1]))
    return VALUE_EXCEPTION;
  struct tree_root root;
  Value object = spreads
                     ? vm_construct(vm, frame[-1], new_target, spread->elements, spread->length)
                     : vm_construct_frame(vm, frame[-1], new_target, frame, call->arguments.count);
  if (object == VALUE_EXCEPTION)
    return object;
  tree_root(vm, &root, object);
  object = bind_this(activation, call, object);
  tree_unroot(vm, &root);
  return object;
}

Value tree_evaluate_super_call(struct tree_activation *activation, const struct node *node) {
  const struct node_super_call *call = node_as_super_call(node);
  Value *frame = stack_open_frame(activation->vm, call->arguments.count);
  if (!frame)
    return VALUE_EXCEPTION;
  Value result = super_in_frame(activation, call, frame);
  stack_close_frame(activation->vm, frame);
  return result;
}
