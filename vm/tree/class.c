// Classes (ECMA-262 15.7).
#include "vm/core/class.h"

#include "vm/core/operations.h"
#include "vm/tree/tree.h"

Value tree_variable(const struct function *function, const struct variable *variable) {
  struct tree_activation activation = {.environment = function->environment};
  return tree_find(&activation, variable->name)->value;
}

// Where a class is being made; script cannot reach it yet.
struct definition {
  struct tree_activation *activation;
  const struct node_class *node;
  struct tree_root prototype, constructor;
};

static struct function *closure(struct tree_activation *activation, const struct node *node) {
  return tree_function_new(activation, node_as_function(node)->function);
}

// The variable of a class's part, where it has one.
static void keep(struct tree_activation *activation, const struct node *target, Value value) {
  if (target)
    tree_initialize(activation, target, value);
}

static bool create_private_names(struct tree_activation *activation, const struct scope *scope) {
  for (uint32_t i = 0; scope && i < scope->variable_count; i++) {
    const struct variable *variable = scope->variables[i];
    if (variable->kind != VARIABLE_PRIVATE)
      continue;
    Value text = tree_string(activation, variable->name);
    if (text == VALUE_EXCEPTION)
      return false;
    tree_find(activation, variable->name)->value =
        private_name_new(activation->vm, value_string(text));
  }
  return true;
}

static enum class_element element_of(const struct node_property *property) {
  return property->is_getter   ? ELEMENT_GETTER
         : property->is_setter ? ELEMENT_SETTER
                               : ELEMENT_METHOD;
}

static bool define_member(struct definition *definition, const struct node_property *property) {
  struct tree_activation *activation = definition->activation;
  struct vm *vm = activation->vm;
  if (property->binding && !property->is_field)
    return private_name_set_element(
        vm, tree_get_name(activation, node_as_identifier(property->binding)), element_of(property),
        closure(activation, property->value));
  PropertyKey key = tree_property_key(activation, property->name, property->key);
  if (key == VALUE_EXCEPTION)
    return false;
  if (property->is_field) {
    tree_initialize(activation, property->binding, key);
    return true;
  }
  struct function *method = closure(activation, property->value);
  if (property->names_value)
    method->name = value_from_string(property_key_to_string(vm, key));
  const struct tree_root *object =
      property->is_static ? &definition->constructor : &definition->prototype;
  return class_define(vm, value_object(object->value), key, element_of(property), method);
}

// From the private names on; the heritage is rooted.
static bool define_class(struct definition *definition, Value heritage, PropertyKey name) {
  struct tree_activation *activation = definition->activation;
  struct vm *vm = activation->vm;
  const struct node_class *node = definition->node;
  struct object *prototype, *parent;
  activation->node = node->heritage ? node->heritage : &node->node;
  if (!create_private_names(activation, node->body_scope) ||
      !class_open(vm, heritage, &prototype, &parent))
    return false;
  activation->node = &node->node;
  definition->prototype.value = value_from_object(prototype);
  keep(activation, node->home, definition->prototype.value);
  if (node->fields)
    keep(activation, node->fields_binding,
         value_from_object(&closure(activation, node->fields)->object));
  struct function *constructor = closure(activation, node->constructor);
  if (name != VALUE_ABSENT)
    constructor->name = value_from_string(property_key_to_string(vm, name));
  definition->constructor.value = value_from_object(&constructor->object);
  if (!class_link(vm, constructor, prototype, parent))
    return false;
  keep(activation, node->static_home, definition->constructor.value);
  for (uint32_t i = 0; i < node->members.count; i++)
    if (!define_member(definition, node_as_property(node->members.items[i])))
      return false;
  keep(activation, node->name, definition->constructor.value);
  if (!node->static_fields)
    return true;
  Value initialize = value_from_object(&closure(activation, node->static_fields)->object);
  return vm_call(vm, initialize, definition->constructor.value, NULL, 0) != VALUE_EXCEPTION;
}

// `name`: the key that an anonymous class is named by, or VALUE_ABSENT.
Value tree_evaluate_class(struct tree_activation *activation, const struct node *node,
                          PropertyKey name) {
  struct vm *vm = activation->vm;
  struct environment *outer = activation->environment;
  struct definition definition = {.activation = activation, .node = node_as_class(node)};
  struct tree_root heritage;
  Value value = VALUE_HOLE;
  tree_enter_scope(activation, definition.node->scope);
  if (definition.node->heritage)
    value = tree_evaluate(activation, definition.node->heritage);
  bool defined = false;
  if (value != VALUE_EXCEPTION) {
    tree_enter_scope(activation, definition.node->body_scope);
    tree_root(vm, &heritage, value);
    tree_root(vm, &definition.prototype, VALUE_UNDEFINED);
    tree_root(vm, &definition.constructor, VALUE_UNDEFINED);
    defined = define_class(&definition, value, name);
    tree_unroot(vm, &definition.constructor);
    tree_unroot(vm, &definition.prototype);
    tree_unroot(vm, &heritage);
  }
  activation->environment = outer;
  return defined ? definition.constructor.value : VALUE_EXCEPTION;
}

// ---- Initialisers

static bool define_field(struct tree_activation *activation, const struct node_field *field,
                         Value value) {
  struct vm *vm = activation->vm;
  struct object *object = value_object(activation->this_value);
  if (field->private)
    return private_add(vm, object, tree_get_name(activation, node_as_identifier(field->private)),
                       value);
  PropertyKey key = field->key ? tree_get_name(activation, node_as_identifier(field->key))
                               : tree_key(activation, field->name);
  return key != VALUE_EXCEPTION && object_define(vm, object, key, value, PROPERTY_DEFAULT);
}

enum completion tree_execute_field(struct tree_activation *activation, const struct node *node) {
  const struct node_field *field = node_as_field(node);
  Value value = VALUE_UNDEFINED;
  if (field->is_method) {
    Value name = tree_get_name(activation, node_as_identifier(field->private));
    bool added = private_add_element(activation->vm, value_object(activation->this_value), name);
    return added ? COMPLETION_NORMAL : COMPLETION_THROW;
  }
  if (field->value && field->names_value)
    value = tree_evaluate_named(activation, field->value,
                                tree_get_name(activation, node_as_identifier(field->key)));
  else if (field->value)
    value = tree_evaluate(activation, field->value);
  activation->node = node;
  return value != VALUE_EXCEPTION && define_field(activation, field, value) ? COMPLETION_NORMAL
                                                                            : COMPLETION_THROW;
}

enum completion tree_execute_static_block(struct tree_activation *activation,
                                          const struct node *node) {
  const struct function *block = closure(activation, node_as_static_block(node)->block);
  activation->node = node;
  Value result =
      vm_call(activation->vm, value_from_object(&block->object), activation->this_value, NULL, 0);
  return result == VALUE_EXCEPTION ? COMPLETION_THROW : COMPLETION_NORMAL;
}
