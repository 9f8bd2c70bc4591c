// Values that cross without needless copies: a C function called as it is (typed), records by a
// prepared list of names, an array of doubles copied at once, memory that both sides read and
// write.
#include <math.h>
#include <mica.h>

static mica_value property(mica_runtime *runtime, mica_value object, const char *name) {
  mica_value value = mica_undefined();
  mica_get(runtime, object, name, &value);
  return value;
}

// Calls exports[name](argument) and prints the number that comes back.
static void call(mica_runtime *runtime, mica_value exports, const char *name, mica_value argument) {
  mica_value result;
  double number;
  if (mica_call_method(runtime, exports, name, &argument, 1, &result) == MICA_OK &&
      mica_to_number(result, &number) == MICA_OK)
    printf("%s: %g\n", name, number);
  else
    printf("%s: %s\n", name, mica_error_text(runtime));
}

int main(void) {
  static const char source[] =
      "exports.length = (point) => hypot(point.x, point.y);"
      "exports.sum = (list) => list.reduce((a, b) => a + b, 0);"
      "exports.scale = (samples) => { samples[1] *= 10; return samples.length; };"
      "exports.wrong = (text) => hypot(text, 1);";
  mica_program *program;
  mica_error error;
  if (mica_compile(source, strlen(source), "values.js", &program, &error) != MICA_OK)
    return fprintf(stderr, "%s\n", error.message);
  mica_runtime *runtime = mica_runtime_new(NULL);
  mica_value function, exports, point, list, samples;
  mica_typed_function(runtime, "hypot", "double (double, double)", (mica_native)hypot, NULL,
                      &function);
  mica_set_global(runtime, "hypot", function);
  if (mica_run(runtime, program, &exports) != MICA_OK)
    return fprintf(stderr, "%s\n", mica_error_text(runtime));
  mica_handle *held = mica_hold(runtime, exports);

  mica_record *names = mica_record_new(runtime, (const char *const[]){"x", "y"}, 2);
  mica_record_create(runtime, names, (mica_value[]){mica_number(3), mica_number(4)}, &point);
  call(runtime, mica_held(held), "length", point);
  mica_array_from_doubles(runtime, (double[]){1, 2, 3.5}, 3, &list);
  call(runtime, mica_held(held), "sum", list);

  double shared[] = {0.5, 1.5, 2.5}; // outlives the runtime
  mica_typed_array(runtime, MICA_FLOAT64, shared, 3, NULL, NULL, &samples);
  call(runtime, mica_held(held), "scale", samples);
  printf("the host sees %g\n", shared[1]);
  call(runtime, mica_held(held), "wrong", property(runtime, mica_held(held), "sum"));
  mica_runtime_free(runtime);
  mica_program_release(program);
}
// prints: length: 5
// prints: sum: 6.5
// prints: scale: 3
// prints: the host sees 15
// prints: wrong: TypeError: hypot: argument 1 is function (anonymous), not a number
// prints:     at <anonymous> (values.js:1:209)
