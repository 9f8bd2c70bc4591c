// Typed functions: C functions that script calls as they are.
//
// C allows a function to be called through a pointer of its own type only, so there is one
// *trampoline* for each signature, made by macros: it takes the arguments out of the frame, calls,
// and makes the result a value. Parameters are double (D), int32_t (I) or bool (B), the result may
// also be void (V), and a `void *` may come first. Up to two parameters, which is what is called
// often, a trampoline tests the arguments itself; with three or four, of which there are eight
// times as many signatures, it has them tested by a common loop, which keeps all of them small.
//
// Tables of trampolines follow the order in which the macros enumerate them: results, then without
// and with data, then the parameters, the last one fastest.
#include "vm/core/host.h"

#include <ctype.h>
#include <stdlib.h>

#define LIKELY(condition) __builtin_expect(!!(condition), 1)
#define UNLIKELY(condition) __builtin_expect(!!(condition), 0)

#define PARAMETERS_MOST 4

enum scalar_type { TYPE_D, TYPE_I, TYPE_B, TYPE_V };
#define PARAMETER_TYPES 3
#define RESULT_TYPES 4

// The parameters of a function: their number, and types of two bits each, the first lowest.
struct parameters {
  uint8_t count, types;
};

// ---- Arguments

union scalar {
  double D;
  int32_t I;
  bool B;
};

static inline bool take_D(Value value, double *to) {
  if (value_is_int32(value))
    *to = value_to_int32_raw(value);
  else if (LIKELY(value_is_double(value)))
    *to = value_to_double_raw(value);
  else
    return false;
  return true;
}

// A number is held either way: see value.h.
static __attribute__((noinline)) bool take_integral(Value value, int32_t *to) {
  double number = value_is_double(value) ? value_to_double_raw(value) : 0.5;
  if (!(number >= INT32_MIN && number <= INT32_MAX) || number != (int32_t)number)
    return false;
  *to = (int32_t)number;
  return true;
}

static inline bool take_I(Value value, int32_t *to) {
  if (UNLIKELY(!value_is_int32(value)))
    return take_integral(value, to);
  *to = value_to_int32_raw(value);
  return true;
}

static inline bool take_B(Value value, bool *to) {
  *to = value == VALUE_TRUE;
  return value_is_boolean(value);
}

static bool take(Value value, enum scalar_type type, union scalar *to) {
  switch (type) {
  case TYPE_D:
    return take_D(value, &to->D);
  case TYPE_I:
    return take_I(value, &to->I);
  default:
    return take_B(value, &to->B);
  }
}

static struct parameters parameters_of(const struct function *function) {
  uint32_t bits = (uint32_t)value_to_int32_raw(function->captures[TYPED_PARAMETERS]);
  return (struct parameters){(uint8_t)(bits >> 8), (uint8_t)bits};
}

// TypeError: the first argument that is not what the function takes.
static __attribute__((noinline, cold)) Value refuse(struct vm *vm, struct function *function,
                                                    const Value *arguments, uint32_t count) {
  static const char *const wanted[] = {"a number", "an int32", "a boolean"};
  struct parameters parameters = parameters_of(function);
  unsigned at = 0;
  union scalar scalar;
  while (at < count && take(arguments[at], parameters.types >> 2 * at & 3, &scalar))
    at++;
  char text[80];
  char *name = string_to_utf8(vm, function_name(vm, function), NULL);
  Value given = at < count ? arguments[at] : VALUE_UNDEFINED;
  throw_type_error(vm, "%s: argument %u is %s, not %s", name ? name : "", at + 1,
                   describe_value(vm, given, text, sizeof text),
                   wanted[parameters.types >> 2 * at & 3]);
  free(name);
  return VALUE_EXCEPTION;
}

// Takes all arguments, for three parameters and more. false: thrown.
static __attribute__((noinline)) bool take_all(struct vm *vm, struct function *function,
                                               const Value *arguments, uint32_t count,
                                               union scalar *to) {
  struct parameters parameters = parameters_of(function);
  for (unsigned at = 0; at < parameters.count; at++)
    if (at >= count || !take(arguments[at], parameters.types >> 2 * at & 3, &to[at])) {
      refuse(vm, function, arguments, count);
      return false;
    }
  return true;
}

// ---- Results

static __attribute__((noinline, cold)) Value settle(struct vm *vm, Value result) {
  return host_settle(vm) ? VALUE_EXCEPTION : result;
}

// What is left to do after the call, mostly nothing.
static inline Value finish(struct vm *vm, Value result) {
  return LIKELY(!(vm->host_state & (HOST_TEXTS | HOST_THREW))) ? result : settle(vm, result);
}

static inline Value finish_D(struct vm *vm, double number) {
  return finish(vm, value_from_number(number));
}
static inline Value finish_I(struct vm *vm, int32_t number) {
  return finish(vm, value_from_int32(number));
}
static inline Value finish_B(struct vm *vm, bool truth) {
  return finish(vm, value_from_boolean(truth));
}
static inline Value finish_V(struct vm *vm) { return finish(vm, VALUE_UNDEFINED); }

// The same, to be jumped to.
#define COMMON(name, ...)                                                                          \
  static __attribute__((noinline)) Value common_##name(struct vm *vm, ##__VA_ARGS__)
COMMON(D, double number) { return finish_D(vm, number); }
COMMON(I, int32_t number) { return finish_I(vm, number); }
COMMON(B, bool truth) { return finish_B(vm, truth); }
COMMON(V) { return finish_V(vm); }

// ---- Trampolines

#define C_TYPE_D double
#define C_TYPE_I int32_t
#define C_TYPE_B bool
#define C_TYPE_V void

// Calls, and returns the result by one of the two ways above.
#define RETURN_D(way, call) return way##_D(vm, call)
#define RETURN_I(way, call) return way##_I(vm, call)
#define RETURN_B(way, call) return way##_B(vm, call)
#define RETURN_V(way, call)                                                                        \
  call;                                                                                            \
  return way##_V(vm)

// Without (N) and with (P) data: types and arguments of a call, in parentheses. There is a
// parameter at least; without one, see NONE.
#define TYPES_N(...) (__VA_ARGS__)
#define TYPES_P(...) (void *, __VA_ARGS__)
#define ARGUMENTS_N(...) (__VA_ARGS__)
#define ARGUMENTS_P(...) (function->host_data, __VA_ARGS__)
#define NO_TYPES_N (void)
#define NO_TYPES_P (void *)
#define NO_ARGUMENTS_N ()
#define NO_ARGUMENTS_P (function->host_data)

#define HEAD(name)                                                                                 \
  static Value name(struct vm *vm, struct function *function, const Value *arguments,              \
                    uint32_t count)
// The C function, as what it is.
#define NATIVE(R, types) ((C_TYPE_##R(*) types)(uintptr_t)function->captures[TYPED_FUNCTION])

#define NONE(R, S)                                                                                 \
  HEAD(call_##R##S) {                                                                              \
    (void)arguments;                                                                               \
    (void)count;                                                                                   \
    RETURN_##R(finish, NATIVE(R, NO_TYPES_##S) NO_ARGUMENTS_##S);                                  \
  }

#define ONE(R, S, A)                                                                               \
  HEAD(call_##R##S##A) {                                                                           \
    C_TYPE_##A a;                                                                                  \
    if (UNLIKELY(count < 1) || UNLIKELY(!take_##A(arguments[0], &a)))                              \
      return refuse(vm, function, arguments, count);                                               \
    RETURN_##R(finish, NATIVE(R, TYPES_##S(C_TYPE_##A)) ARGUMENTS_##S(a));                         \
  }

#define TWO(R, S, A, B)                                                                            \
  HEAD(call_##R##S##A##B) {                                                                        \
    C_TYPE_##A a;                                                                                  \
    C_TYPE_##B b;                                                                                  \
    if (UNLIKELY(count < 2) || UNLIKELY(!take_##A(arguments[0], &a)) ||                            \
        UNLIKELY(!take_##B(arguments[1], &b)))                                                     \
      return refuse(vm, function, arguments, count);                                               \
    RETURN_##R(finish, NATIVE(R, TYPES_##S(C_TYPE_##A, C_TYPE_##B)) ARGUMENTS_##S(a, b));          \
  }

#define THREE(R, S, A, B, C)                                                                       \
  HEAD(call_##R##S##A##B##C) {                                                                     \
    union scalar to[3];                                                                            \
    if (!take_all(vm, function, arguments, count, to))                                             \
      return VALUE_EXCEPTION;                                                                      \
    RETURN_##R(common, NATIVE(R, TYPES_##S(C_TYPE_##A, C_TYPE_##B, C_TYPE_##C))                    \
                           ARGUMENTS_##S(to[0].A, to[1].B, to[2].C));                              \
  }

#define FOUR(R, S, A, B, C, D)                                                                     \
  HEAD(call_##R##S##A##B##C##D) {                                                                  \
    union scalar to[4];                                                                            \
    if (!take_all(vm, function, arguments, count, to))                                             \
      return VALUE_EXCEPTION;                                                                      \
    RETURN_##R(common, NATIVE(R, TYPES_##S(C_TYPE_##A, C_TYPE_##B, C_TYPE_##C, C_TYPE_##D))        \
                           ARGUMENTS_##S(to[0].A, to[1].B, to[2].C, to[3].D));                     \
  }

// Expands M once for each result, without and with data, and each row of so many parameters.
#define EACH_0(M, ...) M(__VA_ARGS__)
#define EACH_1(M, ...) M(__VA_ARGS__, D) M(__VA_ARGS__, I) M(__VA_ARGS__, B)
#define EACH_2(M, ...) EACH_1(M, __VA_ARGS__, D) EACH_1(M, __VA_ARGS__, I) EACH_1(M, __VA_ARGS__, B)
#define EACH_3(M, ...) EACH_2(M, __VA_ARGS__, D) EACH_2(M, __VA_ARGS__, I) EACH_2(M, __VA_ARGS__, B)
#define EACH_4(M, ...) EACH_3(M, __VA_ARGS__, D) EACH_3(M, __VA_ARGS__, I) EACH_3(M, __VA_ARGS__, B)
#define ALL(EACH, M)                                                                               \
  EACH(M, D, N)                                                                                    \
  EACH(M, D, P)                                                                                    \
  EACH(M, I, N) EACH(M, I, P) EACH(M, B, N) EACH(M, B, P) EACH(M, V, N) EACH(M, V, P)

ALL(EACH_0, NONE)
ALL(EACH_1, ONE)
ALL(EACH_2, TWO)
ALL(EACH_3, THREE)
ALL(EACH_4, FOUR)

#define NAME_0(R, S) call_##R##S,
#define NAME_1(R, S, A) call_##R##S##A,
#define NAME_2(R, S, A, B) call_##R##S##A##B,
#define NAME_3(R, S, A, B, C) call_##R##S##A##B##C,
#define NAME_4(R, S, A, B, C, D) call_##R##S##A##B##C##D,

static const typed_trampoline none[] = {ALL(EACH_0, NAME_0)};
static const typed_trampoline one[] = {ALL(EACH_1, NAME_1)};
static const typed_trampoline two[] = {ALL(EACH_2, NAME_2)};
static const typed_trampoline three[] = {ALL(EACH_3, NAME_3)};
static const typed_trampoline four[] = {ALL(EACH_4, NAME_4)};

_Static_assert(sizeof four == sizeof *four * RESULT_TYPES * 2 * 81, "each signature has one");

// ---- Signatures

struct signature {
  enum scalar_type result;
  bool has_data;
  struct parameters parameters;
};

static typed_trampoline find_trampoline(const struct signature *signature) {
  static const typed_trampoline *const tables[] = {none, one, two, three, four};
  unsigned index = (unsigned)signature->result * 2 + signature->has_data;
  for (unsigned at = 0; at < signature->parameters.count; at++)
    index = index * PARAMETER_TYPES + (signature->parameters.types >> 2 * at & 3);
  return tables[signature->parameters.count][index];
}

// Reads a signature from `at` on; `wanted` says what it should have found there when it fails.
struct reader {
  const char *at;
  const char *wanted;
};

static void skip_space(struct reader *reader) {
  while (isspace((unsigned char)*reader->at))
    reader->at++;
}

// Moves past the word or sign, if that is what comes next.
static bool accept(struct reader *reader, const char *word) {
  skip_space(reader);
  size_t length = strlen(word);
  char after = strncmp(reader->at, word, length) == 0 ? reader->at[length] : '\0';
  if (strncmp(reader->at, word, length) != 0 ||
      (isalnum((unsigned char)*word) && (isalnum((unsigned char)after) || after == '_')))
    return false;
  reader->at += length;
  return true;
}

static bool expect(struct reader *reader, const char *sign) {
  reader->wanted = sign;
  return accept(reader, sign);
}

static bool read_parameter(struct reader *reader, enum scalar_type *type) {
  static const char *const names[PARAMETER_TYPES] = {"double", "int32_t", "bool"};
  for (unsigned each = 0; each < PARAMETER_TYPES; each++)
    if (accept(reader, names[each])) {
      *type = (enum scalar_type)each;
      return true;
    }
  reader->wanted = "double, int32_t or bool";
  return false;
}

static bool read_result(struct reader *reader, enum scalar_type *type) {
  if (accept(reader, "void")) {
    *type = TYPE_V;
    return true;
  }
  if (read_parameter(reader, type))
    return true;
  reader->wanted = "double, int32_t, bool or void";
  return false;
}

static bool read_parameters(struct reader *reader, struct parameters *parameters) {
  do {
    enum scalar_type type;
    skip_space(reader);
    if (parameters->count == PARAMETERS_MOST) {
      reader->wanted = "no fifth parameter";
      return false;
    }
    if (!read_parameter(reader, &type))
      return false;
    parameters->types |= (uint8_t)(type << 2 * parameters->count++);
  } while (accept(reader, ","));
  return expect(reader, ")");
}

// What stands between the parentheses. A lone `void` is no parameter, `void *` is the data.
static bool read_list(struct reader *reader, struct signature *signature) {
  if (accept(reader, ")"))
    return true;
  if (accept(reader, "void")) {
    if (accept(reader, ")"))
      return true;
    signature->has_data = true;
    if (!expect(reader, "*"))
      return false;
    if (accept(reader, ")"))
      return true;
    if (!expect(reader, ","))
      return false;
  }
  return read_parameters(reader, &signature->parameters);
}

static bool read_signature(struct reader *reader, struct signature *signature) {
  if (!read_result(reader, &signature->result) || !expect(reader, "(") ||
      !read_list(reader, signature))
    return false;
  skip_space(reader);
  reader->wanted = "the end";
  return *reader->at == '\0';
}

typed_trampoline function_doubles_trampoline(unsigned count) {
  return count == 1 ? call_DND : call_DNDD;
}

// ---- Making

struct make_typed {
  const char *name;
  struct signature signature;
  mica_native function;
  void *data;
  mica_value *value;
};

static mica_status make_typed(struct vm *vm, void *context) {
  const struct make_typed *make = context;
  struct parameters parameters = make->signature.parameters;
  typed_trampoline trampoline = find_trampoline(&make->signature);
  struct string *name = string_from_utf8(vm, make->name, strlen(make->name));
  if (!name)
    return host_fail_thrown(vm);
  struct function *function =
      function_new(vm, FUNCTION_TYPED, FUNCTION_FLAG_METHOD, TYPED_CAPTURE_COUNT);
  bool is_logged = vm->factory->call_log.function != NULL;
  function->typed = is_logged ? host_call_typed_logged : trampoline;
  function->host_data = make->data;
  function->name = value_from_string(name);
  function->captures[TYPED_LENGTH] = value_from_int32(parameters.count);
  function->captures[TYPED_FUNCTION] = (uintptr_t)make->function;
  function->captures[TYPED_LOGGED] = (uintptr_t)trampoline;
  function->captures[TYPED_PARAMETERS] = value_from_int32(parameters.count << 8 | parameters.types);
  *make->value = to_host(value_from_object(&function->object));
  return MICA_OK;
}

mica_status mica_typed_function(mica_runtime *runtime, const char *name, const char *signature,
                                mica_native function, void *data, mica_value *value) {
  struct make_typed context = {.name = name, .function = function, .data = data, .value = value};
  struct reader reader = {.at = signature};
  if (!read_signature(&reader, &context.signature))
    return host_fail(vm_of(runtime), MICA_ERROR_USAGE,
                     "signature \"%.100s\": expected %s at character %zu", signature, reader.wanted,
                     (size_t)(reader.at - signature) + 1);
  return host_enter(vm_of(runtime), make_typed, &context);
}
