// Patterns and spread: values taken apart and put together (ECMA-262 8.6.2, 13.2.4, 13.15.5).
//
// What a pattern's element assigns to is evaluated before its value is taken, and its default value
// after that; nested patterns are evaluated as a whole when their value is there.
#include "vm/tree/tree.h"

#include "vm/core/iterator.h"
#include "vm/core/operations.h"
#include "vm/syntax/describe.h"

// ---- Iterables

static Value throw_not_iterable(struct tree_activation *activation, const struct node *node) {
  char text[256];
  return throw_type_error(activation->vm, "%s is not iterable",
                          node_describe(node, text, sizeof text));
}

Value tree_iterator(struct tree_activation *activation, const struct node *node, Value iterable) {
  activation->node = node;
  Value iterator = iterator_open(activation->vm, iterable);
  return iterator == VALUE_ABSENT ? throw_not_iterable(activation, node) : iterator;
}

static bool append_spread(struct tree_activation *activation, const struct node *node,
                          struct array *array) {
  const struct node *argument = node_as_spread(node)->argument;
  struct vm *vm = activation->vm;
  Value iterable = tree_evaluate(activation, argument);
  if (iterable == VALUE_EXCEPTION)
    return false;
  activation->node = argument;
  struct tree_root root;
  tree_root(vm, &root, iterable);
  Value done = iterable_collect(vm, iterable, array);
  tree_unroot(vm, &root);
  if (done == VALUE_ABSENT)
    done = throw_not_iterable(activation, argument);
  return done != VALUE_EXCEPTION;
}

static bool append_element(struct tree_activation *activation, const struct node *node,
                           struct array *array) {
  if (node == NULL)
    return array_append(activation->vm, array, VALUE_HOLE);
  if (node->kind == NODE_SPREAD)
    return append_spread(activation, node, array);
  Value value = tree_evaluate(activation, node);
  return value != VALUE_EXCEPTION && array_append(activation->vm, array, value);
}

Value tree_evaluate_elements(struct tree_activation *activation, const struct node_list *elements) {
  struct vm *vm = activation->vm;
  struct array *array = array_new(vm, 0, elements->count);
  if (array == NULL)
    return VALUE_EXCEPTION;
  struct tree_root root;
  tree_root(vm, &root, value_from_object(&array->object));
  bool done = true;
  for (uint32_t i = 0; i < elements->count && done; i++)
    done = append_element(activation, elements->items[i], array);
  tree_unroot(vm, &root);
  return done ? root.value : VALUE_EXCEPTION;
}

// ---- Binding

bool tree_bind(struct tree_activation *activation, const struct node *target, Value value,
               bool initializes) {
  if (!node_is_pattern(target) && !initializes)
    return tree_assign(activation, target, value);
  if (!node_is_pattern(target)) {
    tree_initialize(activation, target, value);
    return true;
  }
  return tree_destructure(activation, target, value, initializes);
}

// Where the element's value goes, evaluated as far as comes before the value.
struct place {
  const struct node_element *element;
  bool initializes, is_property;
  struct tree_reference reference; // of a property
};

static bool place_open(struct tree_activation *activation, const struct node_element *element,
                       bool initializes, struct place *place) {
  enum node_kind kind = element->target->kind;
  place->element = element;
  place->initializes = initializes;
  place->is_property = kind == NODE_MEMBER || kind == NODE_INDEX;
  return !place->is_property || tree_reference_open(activation, element->target, &place->reference);
}

static void place_close(struct vm *vm, const struct place *place) {
  if (place->is_property)
    tree_reference_close(vm, &place->reference);
}

// Puts the value, or the default in its stead, where it belongs. VALUE_EXCEPTION is passed on.
static bool place_put(struct tree_activation *activation, const struct place *place, Value value) {
  const struct node_element *element = place->element;
  if (value == VALUE_UNDEFINED && element->default_value != NULL)
    value = tree_evaluate(activation, element->default_value);
  if (value == VALUE_EXCEPTION)
    return false;
  if (!place->is_property)
    return tree_bind(activation, element->target, value, place->initializes);
  activation->node = element->target;
  return tree_reference_put(activation->vm, &place->reference, value) != VALUE_EXCEPTION;
}

// ---- Arrays' patterns

// The values that are left, in an array.
static Value take_rest(struct vm *vm, struct iterator *iterator) {
  struct array *array = array_new(vm, 0, 0);
  if (array == NULL)
    return VALUE_EXCEPTION;
  struct tree_root root;
  tree_root(vm, &root, value_from_object(&array->object));
  bool done = iterator_collect(vm, iterator, array);
  tree_unroot(vm, &root);
  return done ? root.value : VALUE_EXCEPTION;
}

static Value take_next(struct vm *vm, struct iterator *iterator) {
  Value value = iterator_next(vm, iterator);
  return value == VALUE_ABSENT ? VALUE_UNDEFINED : value;
}

static bool bind_next(struct tree_activation *activation, const struct node *pattern,
                      const struct node *node, struct iterator *iterator, bool initializes) {
  struct vm *vm = activation->vm;
  activation->node = pattern;
  if (node == NULL)
    return take_next(vm, iterator) != VALUE_EXCEPTION;
  const struct node_element *element = node_as_element(node);
  struct place place;
  if (!place_open(activation, element, initializes, &place))
    return false;
  activation->node = pattern;
  Value value = element->is_rest ? take_rest(vm, iterator) : take_next(vm, iterator);
  bool done = place_put(activation, &place, value);
  place_close(vm, &place);
  return done;
}

static bool destructure_array(struct tree_activation *activation, const struct node *pattern,
                              Value value, bool initializes) {
  const struct node_list *elements = node_pattern_elements(pattern);
  struct vm *vm = activation->vm;
  activation->node = pattern;
  Value opened = iterator_open(vm, value);
  if (opened == VALUE_ABSENT) {
    char text[80];
    throw_type_error(vm, "%s is not iterable", describe_value(vm, value, text, sizeof text));
  }
  if (opened == VALUE_ABSENT || opened == VALUE_EXCEPTION)
    return false;
  struct iterator *iterator = (struct iterator *)value_object(opened);
  struct tree_root root;
  tree_root(vm, &root, opened);
  bool done = true;
  for (uint32_t i = 0; i < elements->count && done; i++)
    done = bind_next(activation, pattern, elements->items[i], iterator, initializes);
  tree_unroot(vm, &root);
  return done;
}

// ---- Objects' patterns

// What is left of the object when the keys have been taken.
static Value take_others(struct vm *vm, Value value, const struct array *taken) {
  struct object *others = object_new_with_shape(vm, vm->object_shape, 0);
  struct tree_root root;
  tree_root(vm, &root, value_from_object(others));
  bool done = object_copy_data(vm, others, value, taken->elements, taken->length);
  tree_unroot(vm, &root);
  return done ? root.value : VALUE_EXCEPTION;
}

static Value take_property(struct vm *vm, Value value, PropertyKey key, struct array *taken) {
  return array_append(vm, taken, key) ? value_get(vm, value, key) : VALUE_EXCEPTION;
}

static bool bind_property(struct tree_activation *activation, const struct node *pattern,
                          const struct node_element *element, Value value, struct array *taken,
                          bool initializes) {
  struct vm *vm = activation->vm;
  PropertyKey key = VALUE_UNDEFINED;
  if (!element->is_rest)
    key = tree_property_key(activation, element->name, element->key);
  if (key == VALUE_EXCEPTION)
    return false;
  struct tree_root root;
  struct place place;
  tree_root(vm, &root, key);
  bool done = place_open(activation, element, initializes, &place);
  if (done) {
    activation->node = pattern;
    Value part =
        element->is_rest ? take_others(vm, value, taken) : take_property(vm, value, key, taken);
    done = place_put(activation, &place, part);
    place_close(vm, &place);
  }
  tree_unroot(vm, &root);
  return done;
}

static bool destructure_object(struct tree_activation *activation, const struct node *pattern,
                               Value value, bool initializes) {
  const struct node_list *elements = node_pattern_elements(pattern);
  struct vm *vm = activation->vm;
  activation->node = pattern;
  if (value_is_nullish(value)) {
    char text[256];
    throw_type_error(vm, "%s",
                     pattern_describe_failure(pattern, value == VALUE_NULL ? "null" : "undefined",
                                              text, sizeof text));
    return false;
  }
  struct array *taken = array_new(vm, 0, elements->count);
  if (taken == NULL)
    return false;
  struct tree_root root;
  tree_root(vm, &root, value_from_object(&taken->object));
  bool done = true;
  for (uint32_t i = 0; i < elements->count && done; i++)
    done = bind_property(activation, pattern, node_as_element(elements->items[i]), value, taken,
                         initializes);
  tree_unroot(vm, &root);
  return done;
}

bool tree_destructure(struct tree_activation *activation, const struct node *pattern, Value value,
                      bool initializes) {
  struct tree_root root;
  if (!vm_check_native_stack(activation->vm))
    return false;
  tree_root(activation->vm, &root, value);
  bool done = pattern->kind == NODE_ARRAY_PATTERN
                  ? destructure_array(activation, pattern, value, initializes)
                  : destructure_object(activation, pattern, value, initializes);
  tree_unroot(activation->vm, &root);
  return done;
}
