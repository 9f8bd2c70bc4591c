// Values of the host's in Mica and back, and the functions that scripts call. Texts are ASCII, so
// they go in by one copy and come out by none; arrays of doubles go by one copy each way; rows by a
// prepared record. host_add is a typed function: it is called as the C function that it is.
#include <string.h>

#include "drivers/mica_embedding.h"

enum { ROW_FIELDS = 5 };
static const char *const row_names[ROW_FIELDS] = {"id", "price", "count", "active", "name"};

// ---- Values

static mica_status make_row(mica_runtime *runtime, mica_record *record,
                            const struct driver_row *row, mica_value *value) {
  mica_value name;
  mica_status status = mica_string_latin1(runtime, row->name, row->name_length, &name);
  const mica_value fields[ROW_FIELDS] = {mica_number((double)row->id), mica_number(row->price),
                                         mica_number((double)row->count), mica_boolean(row->active),
                                         name};
  return status == MICA_OK ? mica_record_create(runtime, record, fields, value) : status;
}

// `record` is needed for rows alone.
static mica_status make_value(mica_runtime *runtime, mica_record *record,
                              const struct driver_value *from, mica_value *value) {
  switch (from->type) {
  case DRIVER_NUMBER:
    *value = mica_number(from->number);
    return MICA_OK;
  case DRIVER_TEXT:
    return mica_string_latin1(runtime, from->text, from->length, value);
  case DRIVER_ARRAY:
    return mica_array_from_doubles(runtime, from->numbers, from->count, value);
  default:
    return make_row(runtime, record, &from->row, value);
  }
}

static mica_status take_row(mica_runtime *runtime, mica_record *record, mica_value value,
                            struct driver_row *row) {
  mica_value fields[ROW_FIELDS];
  double id, count;
  mica_status status = mica_record_read(runtime, record, value, fields);
  if (status == MICA_OK && (mica_to_number(fields[0], &id) != MICA_OK ||
                            mica_to_number(fields[1], &row->price) != MICA_OK ||
                            mica_to_number(fields[2], &count) != MICA_OK ||
                            mica_to_boolean(fields[3], &row->active) != MICA_OK))
    status = MICA_ERROR_USAGE;
  if (status != MICA_OK)
    return status;
  row->id = (int64_t)id;
  row->count = (int64_t)count;
  return mica_borrow_string(runtime, fields[4], &row->name, &row->name_length);
}

static mica_status take_value(mica_runtime *runtime, mica_record *record, mica_value from,
                              struct driver_value *value) {
  switch (value->type) {
  case DRIVER_NUMBER:
    return mica_to_number(from, &value->number);
  case DRIVER_TEXT:
    return mica_borrow_string(runtime, from, &value->text, &value->length);
  case DRIVER_ARRAY:
    return mica_array_doubles(runtime, from, value->numbers, value->count, &value->count);
  default:
    return take_row(runtime, record, from, &value->row);
  }
}

// ---- The host's functions

// The record of the runtime that runs scripts which call the host: there is one at a time.
static mica_record *host_record;

static double host_add(double a, double b) { return a + b; }

static void host_none(void) {}

// `data` is the type of the values that the function gives or takes: an element of this.
static const enum driver_value_type types[] = {
    [DRIVER_TEXT] = DRIVER_TEXT, [DRIVER_ARRAY] = DRIVER_ARRAY, [DRIVER_ROW] = DRIVER_ROW};

static mica_status host_give(mica_runtime *runtime, void *data, const mica_value *arguments,
                             unsigned count, mica_value *result) {
  const enum driver_value_type *type = data;
  double i;
  if (count != 1 || mica_to_number(arguments[0], &i) != MICA_OK)
    return mica_throw(runtime, "the host's values have a number");
  mica_status status =
      make_value(runtime, host_record, driver_host_value(*type, (int64_t)i), result);
  return status == MICA_OK ? status : mica_throw(runtime, "the host's value cannot be made");
}

static mica_status host_take(mica_runtime *runtime, void *data, const mica_value *arguments,
                             unsigned count, mica_value *result) {
  struct driver_value *value = driver_room(*(const enum driver_value_type *)data);
  if (count != 1 || take_value(runtime, host_record, arguments[0], value) != MICA_OK)
    return mica_throw(runtime, "the host takes another type of value");
  *result = mica_number(driver_digest(value));
  return MICA_OK;
}

static mica_status host_apply(mica_runtime *runtime, void *data, const mica_value *arguments,
                              unsigned count, mica_value *result) {
  (void)data;
  mica_handle *function = count == 2 ? mica_hold(runtime, arguments[0]) : NULL;
  if (!function)
    return mica_throw(runtime, "host_apply takes a function and a value");
  mica_status status = mica_call(runtime, function, &arguments[1], 1, result);
  mica_drop(runtime, function);
  return status;
}

static mica_status host_fail(mica_runtime *runtime, void *data, const mica_value *arguments,
                             unsigned count, mica_value *result) {
  (void)data;
  (void)arguments;
  (void)count;
  (void)result;
  return mica_throw_error(runtime, MICA_CLASS_ERROR, "failure");
}

bool mica_add_host(mica_runtime *runtime, struct driver_error *error) {
  static const struct {
    const char *name, *signature; // of a typed function
    mica_native typed;
    unsigned arity; // of another
    mica_host_function function;
    const enum driver_value_type *type;
  } functions[] = {
      {"host_add", "double (double, double)", (mica_native)host_add, 0, NULL, NULL},
      {"host_none", "void ()", (mica_native)host_none, 0, NULL, NULL},
      {"host_text", NULL, NULL, 1, host_give, &types[DRIVER_TEXT]},
      {"host_array", NULL, NULL, 1, host_give, &types[DRIVER_ARRAY]},
      {"host_row", NULL, NULL, 1, host_give, &types[DRIVER_ROW]},
      {"host_take_text", NULL, NULL, 1, host_take, &types[DRIVER_TEXT]},
      {"host_take_array", NULL, NULL, 1, host_take, &types[DRIVER_ARRAY]},
      {"host_take_row", NULL, NULL, 1, host_take, &types[DRIVER_ROW]},
      {"host_apply", NULL, NULL, 2, host_apply, NULL},
      {"host_fail", NULL, NULL, 1, host_fail, NULL},
  };
  host_record = mica_record_new(runtime, row_names, ROW_FIELDS);
  bool added = host_record != NULL;
  for (size_t i = 0; i < sizeof functions / sizeof *functions && added; i++) {
    const char *name = functions[i].name;
    mica_value value;
    mica_status status =
        functions[i].typed ? mica_typed_function(runtime, name, functions[i].signature,
                                                 functions[i].typed, NULL, &value)
                           : mica_function(runtime, name, functions[i].arity, functions[i].function,
                                           (void *)functions[i].type, &value);
    added = status == MICA_OK && mica_set_global(runtime, name, value) == MICA_OK;
  }
  return added || driver_fail(error, "%s", mica_error_text(runtime));
}

// ---- The boundary of a program

// Rows need a record, which is prepared for the first.
static bool prepare(struct program *program, enum driver_value_type type,
                    struct driver_error *error) {
  if (type != DRIVER_ROW || program->record)
    return true;
  program->record = mica_record_new(program->runtime, row_names, ROW_FIELDS);
  return program->record || driver_fail(error, "%s", mica_error_text(program->runtime));
}

// Calls the export of that name with the value, looking it up.
static bool call_export(const struct program *program, const char *name, mica_value argument,
                        double *result, struct driver_error *error) {
  mica_value returned;
  if (mica_call_method(program->runtime, mica_held(program->exports), name, &argument, 1,
                       &returned) != MICA_OK)
    return driver_fail(error, "%s", mica_error_text(program->runtime));
  return mica_to_number(returned, result) == MICA_OK ||
         driver_fail(error, "the result of %s is not a number", name);
}

static bool call(void *opaque, const char *name, const struct driver_value *value, double *result,
                 struct driver_error *error) {
  struct program *program = opaque;
  mica_value argument;
  if (!prepare(program, value->type, error))
    return false;
  if (make_value(program->runtime, program->record, value, &argument) != MICA_OK)
    return driver_fail(error, "%s", mica_error_text(program->runtime));
  return name ? call_export(program, name, argument, result, error)
              : mica_call_number(program, program->entry, "take", &argument, 1, result, error);
}

static bool put(void *opaque, const struct driver_value *value, struct driver_error *error) {
  struct program *program = opaque;
  mica_value made;
  if (!prepare(program, value->type, error))
    return false;
  if (make_value(program->runtime, program->record, value, &made) != MICA_OK)
    return driver_fail(error, "%s", mica_error_text(program->runtime));
  if (program->kept)
    mica_drop(program->runtime, program->kept);
  program->kept = mica_hold(program->runtime, made);
  mica_safepoint(program->runtime);
  return program->kept || driver_fail(error, "no memory for a handle");
}

static bool take_kept(void *opaque, struct driver_value *value, struct driver_error *error) {
  const struct program *program = opaque;
  return take_value(program->runtime, program->record, mica_held(program->kept), value) ==
             MICA_OK ||
         driver_fail(error, "the value is of another type");
}

const struct driver_boundary mica_boundary = {
    .call = call,
    .put = put,
    .take = take_kept,
};
