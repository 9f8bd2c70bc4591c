// Objects, shapes and arrays: what caches rely on, and random operations against simple models.
#include "tests/unit/vm_test.h"

static struct object *plain(struct vm *vm) {
  return object_new_with_shape(vm, vm->object_shape, 2);
}

static void set(struct vm *vm, struct object *object, const char *name, int32_t value) {
  assert_true(object_set(vm, object, key_of(vm, name), value_from_int32(value)));
}

static void assert_value(struct vm *vm, struct object *object, const char *name, Value value) {
  assert_int_equal(object_get(vm, object, key_of(vm, name)), value);
}

// The keys as one text, each followed by a comma.
static void assert_keys(struct vm *vm, struct object *object, bool enumerable_only,
                        const char *expected) {
  struct array *keys = object_own_keys(vm, object, enumerable_only);
  char text[512] = "";
  for (uint32_t i = 0; i < keys->length; i++) {
    char *key = string_to_utf8(vm, value_string(keys->elements[i]), NULL);
    strcat(strcat(text, key), ",");
    free(key);
  }
  assert_string_equal(text, expected);
}

// ---- Keys

static void canonical_indices_are_integers_and_all_else_atoms(void **state) {
  struct vm *vm = *state;
  assert_int_equal(key_of(vm, "0"), value_from_int32(0));
  assert_int_equal(key_of(vm, "10"), value_from_int32(10));
  assert_int_equal(key_of(vm, "2147483646"), value_from_int32(2147483646));
  const char *const names[] = {"2147483647", "4294967295", "01", "-0", "-1",
                               "1.5",        "1e3",        " 1", ""};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    assert_true(value_is_string(key_of(vm, names[i])));
    assert_true(value_string(key_of(vm, names[i]))->cell.flags & STRING_FLAG_ATOM);
  }
}

static void numbers_and_other_values_have_the_keys_of_their_strings(void **state) {
  struct vm *vm = *state;
  assert_int_equal(property_key(vm, value_from_double_raw(7.0)), value_from_int32(7));
  assert_int_equal(property_key(vm, value_from_double_raw(-0.0)), value_from_int32(0));
  assert_int_equal(property_key(vm, value_from_double_raw(1.5)), key_of(vm, "1.5"));
  assert_int_equal(property_key(vm, value_from_double_raw(2147483647.0)), key_of(vm, "2147483647"));
  assert_int_equal(property_key(vm, value_from_int32(INT32_MAX)), key_of(vm, "2147483647"));
  assert_int_equal(property_key(vm, value_from_int32(-1)), key_of(vm, "-1"));
  assert_int_equal(property_key(vm, VALUE_TRUE), key_of(vm, "true"));
  assert_int_equal(property_key(vm, VALUE_UNDEFINED), key_of(vm, "undefined"));
}

static void indices_from_2_to_the_31_on_are_array_indices_too(void **state) {
  struct vm *vm = *state;
  uint32_t index;
  assert_true(property_key_is_index(key_of(vm, "4294967294"), &index));
  assert_int_equal(index, 4294967294u);
  assert_false(property_key_is_index(key_of(vm, "4294967295"), &index));
  assert_int_equal(property_key_from_index(vm, 3000000000u), key_of(vm, "3000000000"));
}

// ---- Shapes

static void objects_made_alike_share_a_shape(void **state) {
  struct vm *vm = *state;
  struct object *a = plain(vm), *b = plain(vm), *c = plain(vm);
  set(vm, a, "x", 1), set(vm, a, "y", 2), set(vm, a, "z", 3);
  set(vm, b, "x", 4), set(vm, b, "y", 5), set(vm, b, "z", 6);
  set(vm, c, "y", 4), set(vm, c, "x", 5);
  assert_ptr_equal(a->shape, b->shape);
  assert_ptr_not_equal(a->shape, c->shape);
  assert_int_equal(shape_find(a->shape, key_of(vm, "z")), 2);
  assert_value(vm, a, "z", value_from_int32(3));
  assert_value(vm, b, "z", value_from_int32(6));
}

static void a_branch_does_not_see_its_siblings_properties(void **state) {
  struct vm *vm = *state;
  struct object *a = plain(vm), *b = plain(vm), *c = plain(vm);
  set(vm, a, "x", 1), set(vm, b, "x", 1), set(vm, c, "x", 1);
  set(vm, a, "y", 2), set(vm, b, "z", 3);
  assert_int_equal(shape_find(c->shape, key_of(vm, "y")), -1);
  assert_int_equal(shape_find(b->shape, key_of(vm, "y")), -1);
  assert_int_equal(shape_find(a->shape, key_of(vm, "z")), -1);
}

static void deleting_the_last_property_returns_to_the_shape_before(void **state) {
  struct vm *vm = *state;
  struct object *object = plain(vm);
  set(vm, object, "x", 1);
  struct shape *before = object->shape;
  set(vm, object, "y", 2);
  assert_int_equal(object_delete(vm, object, key_of(vm, "y")), 1);
  assert_ptr_equal(object->shape, before);
  assert_int_equal(object_delete(vm, object, key_of(vm, "missing")), 1);
}

static void deleting_another_makes_a_dictionary(void **state) {
  struct vm *vm = *state;
  struct object *object = plain(vm);
  set(vm, object, "x", 1), set(vm, object, "y", 2);
  assert_int_equal(object_delete(vm, object, key_of(vm, "x")), 1);
  assert_true(object->shape->cell.flags & SHAPE_FLAG_DICTIONARY);
  set(vm, object, "x", 3);
  assert_keys(vm, object, true, "y,x,");
}

static void very_many_properties_make_a_dictionary(void **state) {
  struct vm *vm = *state;
  struct object *object = plain(vm);
  for (int32_t i = 0; i < 1000; i++) {
    char name[20];
    snprintf(name, sizeof name, "name%d", i);
    set(vm, object, name, i);
  }
  assert_true(object->shape->cell.flags & SHAPE_FLAG_DICTIONARY);
  assert_value(vm, object, "name999", value_from_int32(999));
  assert_value(vm, object, "name0", value_from_int32(0));
}

static void a_prototypes_shape_is_replaced_by_every_change_but_of_values(void **state) {
  struct vm *vm = *state;
  struct object *prototype = plain(vm);
  set(vm, prototype, "x", 1), set(vm, prototype, "y", 1);
  struct object *twin = plain(vm);
  set(vm, twin, "x", 1), set(vm, twin, "y", 1);
  struct object *heir = object_new(vm, prototype, 0);
  assert_ptr_not_equal(prototype->shape, twin->shape);
  assert_true(prototype->shape->cell.flags & SHAPE_FLAG_PROTOTYPE);
  assert_ptr_equal(object_new(vm, prototype, 0)->shape, heir->shape);

  struct shape *shape = prototype->shape;
  set(vm, prototype, "x", 2);
  assert_ptr_equal(prototype->shape, shape);
  set(vm, prototype, "z", 3);
  assert_ptr_not_equal(prototype->shape, shape);
  shape = prototype->shape;
  assert_true(object_define(vm, prototype, key_of(vm, "x"), VALUE_NULL, PROPERTY_HIDDEN));
  assert_ptr_not_equal(prototype->shape, shape);
  shape = prototype->shape;
  assert_int_equal(object_delete(vm, prototype, key_of(vm, "z")), 1);
  assert_ptr_not_equal(prototype->shape, shape);
  shape = prototype->shape;
  assert_true(object_set_prototype(vm, prototype, NULL));
  assert_ptr_not_equal(prototype->shape, shape);
  assert_ptr_equal(object_new(vm, prototype, 0)->shape, heir->shape);
}

static void arrays_and_objects_of_one_prototype_have_different_shapes(void **state) {
  struct vm *vm = *state;
  struct object *prototype = plain(vm);
  struct array *array = array_new(vm, 0, 0);
  assert_true(object_set_prototype(vm, &array->object, prototype));
  struct object *object = object_new(vm, prototype, 0);
  assert_ptr_not_equal(array->object.shape, object->shape);
  assert_ptr_equal(object_prototype(&array->object), prototype);
}

static void attributes_lead_to_other_shapes_which_are_shared(void **state) {
  struct vm *vm = *state;
  struct object *a = plain(vm), *b = plain(vm);
  set(vm, a, "x", 1), set(vm, b, "x", 1);
  struct shape *before = a->shape;
  assert_true(object_define(vm, a, key_of(vm, "x"), VALUE_NULL, PROPERTY_ENUMERABLE));
  assert_true(object_define(vm, b, key_of(vm, "x"), VALUE_NULL, PROPERTY_ENUMERABLE));
  assert_ptr_not_equal(a->shape, before);
  assert_ptr_equal(a->shape, b->shape);
  assert_false(a->shape->cell.flags & SHAPE_FLAG_DICTIONARY);
  assert_int_equal(before->table->entries[0].attributes, PROPERTY_DEFAULT);
}

static void reconfiguring_without_end_ends_in_a_dictionary(void **state) {
  struct vm *vm = *state;
  struct object *object = plain(vm);
  set(vm, object, "x", 1);
  for (uint32_t i = 0; i < 100; i++)
    assert_true(object_define(vm, object, key_of(vm, "x"), VALUE_NULL,
                              i % 2 ? PROPERTY_DEFAULT : PROPERTY_HIDDEN));
  assert_true(object->shape->cell.flags & SHAPE_FLAG_DICTIONARY);
}

static void unused_shapes_are_forgotten_and_used_ones_found_again(void **state) {
  struct vm *vm = *state;
  struct object *kept = plain(vm);
  hold(vm, value_from_object(kept));
  set(vm, kept, "kept", 1);
  struct shape *shape = kept->shape;
  for (int32_t i = 0; i < 500; i++) {
    char name[20];
    snprintf(name, sizeof name, "name%d", i);
    set(vm, plain(vm), name, i);
  }
  heap_collect(vm);
  struct object *again = plain(vm);
  set(vm, again, "kept", 2);
  assert_ptr_equal(again->shape, shape);
}

// ---- Errors and attributes

static void what_inherits_is_made_alike_after_all_of_it_died(void **state) {
  struct vm *vm = *state;
  struct object *prototype = plain(vm);
  hold(vm, value_from_object(prototype));
  struct shape *shape = object_new(vm, prototype, 0)->shape;
  heap_collect(vm);
  plain(vm);
  struct object *heir = object_new(vm, prototype, 0);
  assert_ptr_equal(heir->shape, shape);
  assert_ptr_equal(object_prototype(heir), prototype);
}

static void read_only_properties_refuse_assignment(void **state) {
  struct vm *vm = *state;
  struct object *object = plain(vm), *heir = object_new(vm, object, 0);
  assert_true(object_define(vm, object, key_of(vm, "x"), VALUE_NULL, PROPERTY_ENUMERABLE));
  assert_false(object_set(vm, object, key_of(vm, "x"), VALUE_TRUE));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE,
                "Cannot assign to read only property 'x' of object '#<Object>'");
  assert_false(object_set(vm, heir, key_of(vm, "x"), VALUE_TRUE));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE,
                "Cannot assign to read only property 'x' of object '#<Object>'");
  assert_false(object_define(vm, object, key_of(vm, "x"), VALUE_TRUE, PROPERTY_ENUMERABLE));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE, "Cannot redefine property: x");
  assert_true(object_define(vm, object, key_of(vm, "x"), VALUE_NULL, PROPERTY_ENUMERABLE));
  assert_int_equal(object_delete(vm, object, key_of(vm, "x")), 0);
}

// A setter: remembers its argument.
static mica_status remember(mica_runtime *runtime, void *data, const mica_value *arguments,
                            unsigned count, mica_value *result) {
  (void)runtime;
  (void)result;
  assert_int_equal(count, 1);
  *(mica_value *)data = arguments[0];
  return MICA_OK;
}

// A getter: what the setter was called with last.
static mica_status recall(mica_runtime *runtime, void *data, const mica_value *arguments,
                          unsigned count, mica_value *result) {
  (void)runtime;
  (void)arguments;
  assert_int_equal(count, 0);
  *result = *(mica_value *)data;
  return MICA_OK;
}

static void accessors_are_called_on_objects_heirs_and_primitives(void **state) {
  struct vm *vm = *state;
  mica_runtime *runtime = *state;
  mica_value memory = {VALUE_NULL}, getter, setter;
  assert_int_equal(mica_function(runtime, "get", 0, recall, &memory, &getter), MICA_OK);
  assert_int_equal(mica_function(runtime, "set", 1, remember, &memory, &setter), MICA_OK);
  struct object *object = vm_builtin(vm, INTRINSIC_NUMBER_PROTOTYPE);
  struct object *heir = object_new(vm, object, 0);
  PropertyKey both = key_of(vm, "both"), one = key_of(vm, "one"), none = key_of(vm, "none");
  hold(vm, value_from_object(heir));
  assert_true(
      object_define_accessor(vm, object, both, getter.bits, setter.bits, PROPERTY_ENUMERABLE));
  assert_true(object_define_accessor(vm, object, one, getter.bits, VALUE_UNDEFINED, 0));
  assert_true(object_define_accessor(vm, object, none, VALUE_UNDEFINED, VALUE_UNDEFINED, 0));

  assert_true(object_set(vm, heir, both, value_from_int32(5)));
  assert_int_equal(object_get(vm, object, both), value_from_int32(5));
  assert_false(object_has_own(vm, heir, both));
  assert_true(value_set(vm, value_from_int32(1), both, VALUE_TRUE));
  assert_int_equal(value_get(vm, value_from_int32(1), one), VALUE_TRUE);
  assert_int_equal(object_get(vm, heir, none), VALUE_UNDEFINED);
  assert_false(object_set(vm, heir, one, VALUE_TRUE));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE,
                "Cannot set property one of #<Object> which has only a getter");
  assert_false(object_define_accessor(vm, object, one, getter.bits, setter.bits, 0));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE, "Cannot redefine property: one");
  assert_true(object_define_accessor(vm, object, one, getter.bits, VALUE_UNDEFINED, 0));
}

static void a_functions_own_properties_are_made_when_needed(void **state) {
  struct vm *vm = *state;
  mica_value value;
  assert_int_equal(mica_function((mica_runtime *)vm, "f", 2, recall, NULL, &value), MICA_OK);
  struct object *function = value_object(value.bits);
  hold(vm, value.bits);
  assert_value(vm, function, "length", value_from_int32(2));
  assert_keys(vm, function, true, "");
  assert_keys(vm, function, false, "length,name,");
  assert_int_equal(object_delete(vm, function, key_of(vm, "length")), 1);
  assert_keys(vm, function, false, "name,");
  set(vm, function, "mine", 1);
  assert_keys(vm, function, true, "mine,");
}

static void the_errors_of_nullish_bases_name_what_was_tried(void **state) {
  struct vm *vm = *state;
  assert_int_equal(value_get(vm, VALUE_UNDEFINED, key_of(vm, "x")), VALUE_EXCEPTION);
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE,
                "Cannot read properties of undefined (reading 'x')");
  assert_int_equal(value_get(vm, VALUE_NULL, value_from_int32(3)), VALUE_EXCEPTION);
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE, "Cannot read properties of null (reading '3')");
  assert_false(value_set(vm, VALUE_NULL, key_of(vm, "x"), VALUE_NULL));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE, "Cannot set properties of null (setting 'x')");
}

static void primitives_have_their_prototypes_properties(void **state) {
  struct vm *vm = *state;
  set(vm, vm_builtin(vm, INTRINSIC_STRING_PROTOTYPE), "mine", 1);
  set(vm, vm_builtin(vm, INTRINSIC_NUMBER_PROTOTYPE), "mine", 2);
  set(vm, vm_builtin(vm, INTRINSIC_BOOLEAN_PROTOTYPE), "mine", 3);
  Value text = value_from_string(ascii(vm, "text"));
  PropertyKey mine = key_of(vm, "mine");
  assert_int_equal(value_get(vm, text, mine), value_from_int32(1));
  assert_int_equal(value_get(vm, value_from_int32(0), mine), value_from_int32(2));
  assert_int_equal(value_get(vm, VALUE_TRUE, mine), value_from_int32(3));
  assert_int_equal(value_get(vm, text, key_of(vm, "length")), value_from_int32(4));
  assert_int_equal(value_get(vm, text, value_from_int32(2)),
                   value_from_string(string_from_unit(vm, 'x')));
  assert_int_equal(value_get(vm, text, value_from_int32(4)), VALUE_UNDEFINED);
  assert_false(value_set(vm, VALUE_TRUE, key_of(vm, "x"), VALUE_NULL));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE, "Cannot create property 'x' on boolean 'true'");
}

static void what_is_not_extensible_takes_no_properties(void **state) {
  struct vm *vm = *state;
  struct object *object = plain(vm), *twin = plain(vm);
  set(vm, object, "x", 1), set(vm, twin, "x", 1);
  assert_true(object_set_integrity(vm, object, INTEGRITY_NOT_EXTENSIBLE));
  assert_false(object_set(vm, object, key_of(vm, "y"), VALUE_NULL));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE,
                "Cannot add property y, object is not extensible");
  set(vm, object, "x", 2);
  assert_false(object_set_prototype(vm, object, NULL));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE, "#<Object> is not extensible");
  set(vm, twin, "y", 1); // the shape they shared is untouched
}

static void freezing_and_sealing_show_in_the_integrity(void **state) {
  struct vm *vm = *state;
  struct array *array = array_new(vm, 0, 0);
  assert_true(array_push(vm, array, VALUE_NULL));
  struct object *objects[] = {plain(vm), &array->object,
                              object_new_wrapper(vm, CLASS_STRING,
                                                 vm_builtin(vm, INTRINSIC_STRING_PROTOTYPE),
                                                 value_from_string(ascii(vm, "text")))};
  for (int i = 0; i < 3; i++) {
    set(vm, objects[i], "x", 1);
    for (enum integrity level = INTEGRITY_NOT_EXTENSIBLE; level <= INTEGRITY_FROZEN; level++) {
      assert_false(object_has_integrity(vm, objects[i], level));
      assert_true(object_set_integrity(vm, objects[i], level));
      assert_true(object_has_integrity(vm, objects[i], level));
    }
    assert_false(object_set(vm, objects[i], key_of(vm, "x"), VALUE_NULL));
    vm->exception = VALUE_UNDEFINED;
  }
  assert_false(array_push(vm, array, VALUE_NULL));
  assert_false(object_set(vm, &array->object, value_from_int32(0), VALUE_TRUE));
  assert_int_equal(object_get(vm, &array->object, value_from_int32(0)), VALUE_NULL);
}

static void cycles_of_prototypes_are_refused(void **state) {
  struct vm *vm = *state;
  struct object *a = plain(vm), *b = object_new(vm, a, 0), *c = object_new(vm, b, 0);
  assert_false(object_set_prototype(vm, a, c));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE, "Cyclic __proto__ value");
  assert_true(object_set_prototype(vm, c, a));
  assert_false(object_set_prototype(vm, vm_builtin(vm, INTRINSIC_OBJECT_PROTOTYPE), a));
  vm->exception = VALUE_UNDEFINED;
}

static void keys_are_indices_ascending_and_then_names_by_age(void **state) {
  struct vm *vm = *state;
  struct object *object = plain(vm);
  set(vm, object, "b", 1), set(vm, object, "3000000000", 1), set(vm, object, "10", 1);
  set(vm, object, "a", 1), set(vm, object, "2", 1), set(vm, object, "01", 1);
  assert_true(object_define(vm, object, key_of(vm, "hidden"), VALUE_NULL, PROPERTY_HIDDEN));
  assert_keys(vm, object, true, "2,10,3000000000,b,a,01,");
  assert_keys(vm, object, false, "2,10,3000000000,b,a,01,hidden,");
  struct object *text =
      object_new_wrapper(vm, CLASS_STRING, NULL, value_from_string(ascii(vm, "xyz")));
  set(vm, text, "7", 1), set(vm, text, "name", 1);
  assert_keys(vm, text, true, "0,1,2,7,name,");
  assert_keys(vm, text, false, "0,1,2,7,length,name,");
}

// ---- Arrays

static void assert_length(struct array *array, uint32_t length) {
  assert_int_equal(array->length, length);
}

static void an_element_far_away_makes_the_array_sparse(void **state) {
  struct vm *vm = *state;
  struct array *array = array_new(vm, 0, 0);
  set(vm, &array->object, "0", 1), set(vm, &array->object, "1000", 2);
  assert_false(array_is_sparse(array));
  set(vm, &array->object, "100000000", 3);
  assert_true(array_is_sparse(array));
  assert_int_equal(array->capacity, 0);
  assert_length(array, 100000001);
  assert_keys(vm, &array->object, true, "0,1000,100000000,");
  set(vm, &array->object, "4294967294", 4);
  assert_length(array, UINT32_MAX);
  set(vm, &array->object, "4294967295", 5); // no index
  assert_length(array, UINT32_MAX);
  assert_false(array_push(vm, array, VALUE_NULL));
  assert_thrown(vm, INTRINSIC_RANGE_ERROR_PROTOTYPE, "Invalid array length");
  assert_true(array_set_length(vm, array, 500));
  assert_keys(vm, &array->object, false, "0,length,4294967295,");
}

static void an_array_filled_downwards_ends_dense(void **state) {
  struct vm *vm = *state;
  struct array *array = array_new(vm, 0, 0);
  for (int32_t i = 100000; i >= 0; i--)
    assert_true(object_set(vm, &array->object, value_from_int32(i), value_from_int32(i)));
  assert_false(array_is_sparse(array));
  assert_ptr_equal(array->object.shape, vm->array_shape);
  assert_length(array, 100001);
  for (int32_t i = 0; i <= 100000; i++)
    assert_int_equal(array->elements[i], value_from_int32(i));
}

static void lengths_are_converted_and_checked(void **state) {
  struct vm *vm = *state;
  struct array *array = array_new(vm, 3, 0);
  PropertyKey length = key_of(vm, "length");
  assert_true(object_set(vm, &array->object, length, value_from_string(ascii(vm, "12"))));
  assert_length(array, 12);
  assert_true(object_set(vm, &array->object, length, value_from_double_raw(4294967295.0)));
  assert_length(array, UINT32_MAX);
  const double wrong[] = {-1, 1.5, 4294967296.0, NAN};
  for (int i = 0; i < 4; i++) {
    assert_false(object_set(vm, &array->object, length, value_from_number(wrong[i])));
    assert_thrown(vm, INTRINSIC_RANGE_ERROR_PROTOTYPE, "Invalid array length");
  }
}

static void truncation_stops_at_an_element_that_is_not_configurable(void **state) {
  struct vm *vm = *state;
  struct array *array = array_new(vm, 0, 0);
  for (int i = 0; i < 10; i++)
    assert_true(array_push(vm, array, value_from_int32(i)));
  assert_true(object_define(vm, &array->object, value_from_int32(4), VALUE_NULL,
                            PROPERTY_WRITABLE | PROPERTY_ENUMERABLE));
  assert_true(object_define(vm, &array->object, value_from_int32(12), VALUE_NULL, PROPERTY_HIDDEN));
  assert_length(array, 13);
  assert_false(array_set_length(vm, array, 2));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE, "Cannot delete property '4' of [object Array]");
  assert_keys(vm, &array->object, true, "0,1,2,3,4,");
  assert_length(array, 5);
}

static void a_read_only_length_stops_all_growth(void **state) {
  struct vm *vm = *state;
  struct array *array = array_new(vm, 0, 0);
  assert_true(array_push(vm, array, VALUE_NULL));
  PropertyKey length = key_of(vm, "length");
  assert_true(object_define(vm, &array->object, length, value_from_int32(1), 0));
  assert_false(array_push(vm, array, VALUE_NULL));
  assert_thrown(vm, INTRINSIC_TYPE_ERROR_PROTOTYPE,
                "Cannot assign to read only property 'length' of object '[object Array]'");
  assert_false(object_set(vm, &array->object, length, value_from_int32(1)));
  vm->exception = VALUE_UNDEFINED;
  assert_false(object_set(vm, &array->object, value_from_int32(1), VALUE_NULL));
  vm->exception = VALUE_UNDEFINED;
  assert_true(object_set(vm, &array->object, value_from_int32(0), VALUE_TRUE));
  assert_length(array, 1);
}

static void an_index_of_a_prototype_is_seen_by_stores(void **state) {
  struct vm *vm = *state;
  struct object *prototype = plain(vm);
  struct array *array = array_new(vm, 0, 0);
  assert_true(object_set_prototype(vm, &array->object, prototype));
  assert_false(vm->indexed_prototypes);
  assert_true(object_define(vm, prototype, value_from_int32(0), VALUE_NULL, PROPERTY_ENUMERABLE));
  assert_true(vm->indexed_prototypes);
  assert_false(object_set(vm, &array->object, value_from_int32(0), VALUE_TRUE));
  assert_true(object_set(vm, &array->object, value_from_int32(1), VALUE_TRUE));
  assert_int_equal(object_get(vm, &array->object, value_from_int32(0)), VALUE_NULL);
}

// ---- Random operations against models

#define KEYS 40

// A property list in the order of creation, searched from the front.
struct model_property {
  PropertyKey key;
  Value value;
  uint32_t attributes;
};
struct model {
  struct model_property properties[KEYS];
  int count;
};

static struct model_property *model_find(struct model *model, PropertyKey key) {
  for (int i = 0; i < model->count; i++)
    if (model->properties[i].key == key)
      return &model->properties[i];
  return NULL;
}

static void model_check(struct vm *vm, struct object *object, struct model *model,
                        const PropertyKey *keys) {
  for (int i = 0; i < KEYS; i++) {
    const struct model_property *property = model_find(model, keys[i]);
    struct lookup lookup;
    assert_int_equal(object_lookup_own(vm, object, keys[i], &lookup), property != NULL);
    if (property != NULL) {
      assert_int_equal(lookup.value, property->value);
      assert_int_equal(lookup.attributes, property->attributes);
    }
  }
  // Names keep their order; indices come first.
  struct array *own = object_own_keys(vm, object, false);
  assert_length(own, (uint32_t)model->count);
  uint32_t at = 0;
  int32_t last = -1;
  for (; at < own->length; at++) {
    PropertyKey key = property_key(vm, own->elements[at]);
    if (!value_is_int32(key))
      break;
    assert_true(value_to_int32_raw(key) > last);
    last = value_to_int32_raw(key);
  }
  for (int i = 0; i < model->count; i++)
    if (!value_is_int32(model->properties[i].key))
      assert_int_equal(own->elements[at++], model->properties[i].key);
  assert_int_equal(at, own->length);
}

static void model_store(struct vm *vm, struct object *object, struct model *model, PropertyKey key,
                        Value value) {
  struct model_property *property = model_find(model, key);
  bool writable = property == NULL || property->attributes & PROPERTY_WRITABLE;
  assert_int_equal(object_set(vm, object, key, value), writable);
  if (property == NULL)
    model->properties[model->count++] = (struct model_property){key, value, PROPERTY_DEFAULT};
  else if (writable)
    property->value = value;
}

static void model_define(struct vm *vm, struct object *object, struct model *model, PropertyKey key,
                         Value value, uint32_t attributes) {
  struct model_property *property = model_find(model, key);
  if (property == NULL) {
    assert_true(object_define(vm, object, key, value, attributes));
    model->properties[model->count++] = (struct model_property){key, value, attributes};
    return;
  }
  uint32_t old = property->attributes;
  bool allowed = old & PROPERTY_CONFIGURABLE ||
                 (((old ^ attributes) & ~(uint32_t)PROPERTY_WRITABLE) == 0 &&
                  (old & PROPERTY_WRITABLE ||
                   (!(attributes & PROPERTY_WRITABLE) && value == property->value)));
  assert_int_equal(object_define(vm, object, key, value, attributes), allowed);
  if (allowed)
    *property = (struct model_property){key, value, attributes};
}

static void model_delete(struct vm *vm, struct object *object, struct model *model,
                         PropertyKey key) {
  struct model_property *property = model_find(model, key);
  bool allowed = property == NULL || property->attributes & PROPERTY_CONFIGURABLE;
  assert_int_equal(object_delete(vm, object, key), allowed);
  if (property == NULL || !allowed)
    return;
  int at = (int)(property - model->properties);
  memmove(property, property + 1, (size_t)(--model->count - at) * sizeof *property);
}

static void objects_behave_as_lists_of_properties(void **state) {
  struct vm *vm = *state;
  struct random random = {5};
  PropertyKey keys[KEYS];
  for (int i = 0; i < KEYS; i++) {
    char name[20];
    snprintf(name, sizeof name, i % 4 == 0 ? "%d" : "name%d", i * i);
    keys[i] = key_of(vm, name);
    hold(vm, keys[i]);
  }
  for (int round = 0; round < 150; round++) {
    struct object *object = round % 2 ? plain(vm) : object_new(vm, NULL, round % 7);
    mica_handle *handle = hold_object(vm, object);
    if (round % 3 == 0)
      shape_for_prototype(vm, object);
    struct model model = {.count = 0};
    uint32_t key_count = 1 + random_below(&random, KEYS);
    for (int step = 0; step < 200; step++) {
      PropertyKey key = keys[random_below(&random, key_count)];
      Value value = value_from_int32(step);
      uint32_t operation = random_below(&random, 40);
      if (operation < 20)
        model_store(vm, object, &model, key, value);
      else if (operation < 22)
        model_define(vm, object, &model, key, value, random_below(&random, 8));
      else if (operation < 26)
        model_define(vm, object, &model, key, value, PROPERTY_DEFAULT);
      else if (operation < 38)
        model_delete(vm, object, &model, key);
      else if (operation < 39)
        model_check(vm, object, &model, keys);
      else
        heap_collect(vm);
    }
    model_check(vm, object, &model, keys);
    mica_drop((mica_runtime *)vm, handle);
  }
}

// Elements of an array by index; absent ones are VALUE_HOLE.
#define ELEMENTS 60
struct array_model {
  uint32_t indices[ELEMENTS];
  Value values[ELEMENTS];
  uint32_t length;
};

static void array_model_check(struct vm *vm, struct array *array, const struct array_model *model) {
  assert_length(array, model->length);
  uint32_t present = 0;
  for (int i = 0; i < ELEMENTS; i++) {
    PropertyKey key = property_key_from_index(vm, model->indices[i]);
    bool there = model->values[i] != VALUE_HOLE;
    assert_int_equal(object_has_own(vm, &array->object, key), there);
    assert_int_equal(object_get(vm, &array->object, key),
                     there ? model->values[i] : VALUE_UNDEFINED);
    present += there;
  }
  assert_length(object_own_keys(vm, &array->object, true), present);
}

static void array_model_set(struct vm *vm, struct array *array, struct array_model *model, int at,
                            Value value) {
  PropertyKey key = property_key_from_index(vm, model->indices[at]);
  assert_true(object_set(vm, &array->object, key, value));
  model->values[at] = value;
  if (model->indices[at] >= model->length)
    model->length = model->indices[at] + 1;
}

static void array_model_truncate(struct vm *vm, struct array *array, struct array_model *model,
                                 uint32_t length) {
  assert_true(array_set_length(vm, array, length));
  model->length = length;
  for (int i = 0; i < ELEMENTS; i++)
    if (model->indices[i] >= length)
      model->values[i] = VALUE_HOLE;
}

// Pushes where the model knows the index.
static void array_model_push(struct vm *vm, struct array *array, struct array_model *model,
                             Value value) {
  for (int i = 0; i < ELEMENTS; i++)
    if (model->indices[i] == model->length) {
      assert_true(array_push(vm, array, value));
      model->values[i] = value;
      model->length++;
      return;
    }
}

static void arrays_behave_as_maps_from_indices(void **state) {
  struct vm *vm = *state;
  struct random random = {6};
  const uint32_t bounds[] = {60, 3000, 60000, 20000000, UINT32_MAX};
  for (int round = 0; round < 200; round++) {
    struct array *array = array_new(vm, 0, random_below(&random, 20));
    mica_handle *handle = hold_object(vm, array);
    struct array_model model = {.length = 0};
    for (uint32_t i = 0; i < ELEMENTS; i++) {
      // Consecutive ones at first, so that there are runs to push to.
      model.indices[i] = i < 20 ? i : 20 + i * (bounds[round % 5] / ELEMENTS);
      model.values[i] = VALUE_HOLE;
    }
    for (int step = 0; step < 150; step++) {
      int at = (int)random_below(&random, random_below(&random, 4) ? 20 : ELEMENTS);
      uint32_t operation = random_below(&random, 40);
      if (operation < 20)
        array_model_set(vm, array, &model, at, value_from_int32(step));
      else if (operation < 26)
        array_model_push(vm, array, &model, value_from_int32(step));
      else if (operation < 30)
        array_model_truncate(vm, array, &model, model.indices[at]);
      else if (operation < 36) {
        PropertyKey key = property_key_from_index(vm, model.indices[at]);
        assert_int_equal(object_delete(vm, &array->object, key), 1);
        model.values[at] = VALUE_HOLE;
      } else if (operation < 38)
        array_model_check(vm, array, &model);
      else if (operation < 39)
        heap_collect(vm);
      else if (step % 10 == 0)
        assert_true(array_make_sparse(vm, array));
    }
    array_model_check(vm, array, &model);
    mica_drop((mica_runtime *)vm, handle);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      RUNTIME_TEST(canonical_indices_are_integers_and_all_else_atoms),
      RUNTIME_TEST(numbers_and_other_values_have_the_keys_of_their_strings),
      RUNTIME_TEST(indices_from_2_to_the_31_on_are_array_indices_too),
      RUNTIME_TEST(objects_made_alike_share_a_shape),
      RUNTIME_TEST(a_branch_does_not_see_its_siblings_properties),
      RUNTIME_TEST(deleting_the_last_property_returns_to_the_shape_before),
      RUNTIME_TEST(deleting_another_makes_a_dictionary),
      RUNTIME_TEST(very_many_properties_make_a_dictionary),
      RUNTIME_TEST(a_prototypes_shape_is_replaced_by_every_change_but_of_values),
      RUNTIME_TEST(arrays_and_objects_of_one_prototype_have_different_shapes),
      RUNTIME_TEST(attributes_lead_to_other_shapes_which_are_shared),
      RUNTIME_TEST(reconfiguring_without_end_ends_in_a_dictionary),
      RUNTIME_TEST(unused_shapes_are_forgotten_and_used_ones_found_again),
      RUNTIME_TEST(what_inherits_is_made_alike_after_all_of_it_died),
      RUNTIME_TEST(read_only_properties_refuse_assignment),
      RUNTIME_TEST(accessors_are_called_on_objects_heirs_and_primitives),
      RUNTIME_TEST(a_functions_own_properties_are_made_when_needed),
      RUNTIME_TEST(the_errors_of_nullish_bases_name_what_was_tried),
      RUNTIME_TEST(primitives_have_their_prototypes_properties),
      RUNTIME_TEST(what_is_not_extensible_takes_no_properties),
      RUNTIME_TEST(freezing_and_sealing_show_in_the_integrity),
      RUNTIME_TEST(cycles_of_prototypes_are_refused),
      RUNTIME_TEST(keys_are_indices_ascending_and_then_names_by_age),
      RUNTIME_TEST(an_element_far_away_makes_the_array_sparse),
      RUNTIME_TEST(an_array_filled_downwards_ends_dense),
      RUNTIME_TEST(lengths_are_converted_and_checked),
      RUNTIME_TEST(truncation_stops_at_an_element_that_is_not_configurable),
      RUNTIME_TEST(a_read_only_length_stops_all_growth),
      RUNTIME_TEST(an_index_of_a_prototype_is_seen_by_stores),
      RUNTIME_TEST(objects_behave_as_lists_of_properties),
      RUNTIME_TEST(arrays_behave_as_maps_from_indices),
  };
  return cmocka_run_group_tests_name("vm_object", tests, NULL, NULL);
}
