// pkg-config: python3-embed
//
// CPython, embedded as an isolated interpreter: no environment variables, no user site, nothing of
// the `site` module, so that what is installed beside it does not bear on its start. A program is a
// module; the handle is the function object, called by PyObject_Vectorcall.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <marshal.h>
#include <search.h>

#include "drivers/driver.h"

struct program {
  PyObject *module;
  PyObject *entry;
  PyObject *kept; // what was put last
};

static const struct driver_engine engines[] = {
    {.name = "cpython", .description = "CPython, bytecode interpreter", .repetition_divisor = 4},
};

// Debian's own interpreter, whose library this is: its name leads to the standard library. A bare
// "python3" would be looked up on the PATH, where another Python may stand first.
#define PROGRAM_NAME L"/usr/bin/python3"

// Renders an exception as "file:line: Type: message", by the innermost frame. Without the module
// `traceback`, whose import would cost more than the whole program.
static const char describe_error[] =
    "def describe(error):\n"
    "    kind = type(error).__name__\n"
    "    if isinstance(error, SyntaxError):\n"
    "        return f'{error.filename}:{error.lineno}:{error.offset}: {kind}: {error.msg}'\n"
    "    at = error.__traceback__\n"
    "    while at and at.tb_next:\n"
    "        at = at.tb_next\n"
    "    place = f'{at.tb_frame.f_code.co_filename}:{at.tb_lineno}: ' if at else ''\n"
    "    return f'{place}{kind}: {error}'\n";

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  size_t size = sizeof description->buffer / 2;
  char *version = description->buffer;
  snprintf(version, size, "CPython %.*s", (int)strcspn(Py_GetVersion(), " "), Py_GetVersion());
  snprintf(version + size, size, "%s %s", Py_GetBuildInfo(),
           Py_GetCompiler() + strspn(Py_GetCompiler(), " \n"));
  description->version = version;
  description->build = version + size;
  description->library_address = (const void *)Py_GetVersion;
  description->library = driver_library_name(description->library_address);
}

// Fills in the error from the exception that is set, and clears it.
static bool fail(struct driver_error *error) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  if (traceback)
    PyException_SetTraceback(value, traceback);
  PyObject *scope = PyDict_New();
  PyObject *loaded = PyRun_String(describe_error, Py_file_input, scope, scope);
  PyObject *text = loaded ? PyObject_CallOneArg(PyDict_GetItemString(scope, "describe"), value)
                          : PyObject_Repr(value);
  const char *message = text ? PyUnicode_AsUTF8(text) : NULL;
  driver_fail(error, "%s", message ? message : "an error that cannot be printed");
  PyErr_Clear();
  Py_XDECREF(text);
  Py_XDECREF(loaded);
  Py_XDECREF(scope);
  Py_XDECREF(traceback);
  Py_XDECREF(value);
  Py_XDECREF(type);
  return false;
}

// Integers are added as C integers and floats as C doubles.
static PyObject *host_add(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
  (void)self;
  if (count != 2) {
    PyErr_SetString(PyExc_TypeError, "host_add takes two numbers");
    return NULL;
  }
  if (PyLong_CheckExact(arguments[0]) && PyLong_CheckExact(arguments[1])) {
    long a = PyLong_AsLong(arguments[0]);
    long b = PyLong_AsLong(arguments[1]);
    long sum;
    if (__builtin_add_overflow(a, b, &sum))
      PyErr_SetString(PyExc_OverflowError, "host_add: the sum does not fit a C integer");
    return PyErr_Occurred() ? NULL : PyLong_FromLong(sum);
  }
  double a = PyFloat_AsDouble(arguments[0]);
  double b = PyFloat_AsDouble(arguments[1]);
  return PyErr_Occurred() ? NULL : PyFloat_FromDouble(a + b);
}

// Through a wrapper, where calls are logged.
static PyObject *logged_add(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
  PyObject *sum = host_add(self, arguments, count);
  if (sum && driver_log_wanted() == DRIVER_LOG_ON) {
    const double numbers[] = {PyFloat_AsDouble(arguments[0]), PyFloat_AsDouble(arguments[1])};
    driver_log_call(DRIVER_LOG_ON, numbers, PyFloat_AsDouble(sum));
  }
  return sum;
}

// ---- Values

static PyObject *make_row(const struct driver_row *row) {
  return Py_BuildValue("{s:L,s:d,s:L,s:O,s:s#}", "id", (long long)row->id, "price", row->price,
                       "count", (long long)row->count, "active", row->active ? Py_True : Py_False,
                       "name", row->name, (Py_ssize_t)row->name_length);
}

static PyObject *make_list(const double *numbers, size_t count) {
  PyObject *list = PyList_New((Py_ssize_t)count);
  for (size_t i = 0; list && i < count; i++) {
    PyObject *number = PyFloat_FromDouble(numbers[i]);
    if (!number)
      Py_CLEAR(list);
    else
      PyList_SET_ITEM(list, (Py_ssize_t)i, number);
  }
  return list;
}

// A new reference, or NULL with an exception set.
static PyObject *make_value(const struct driver_value *value) {
  switch (value->type) {
  case DRIVER_NUMBER:
    return PyFloat_FromDouble(value->number);
  case DRIVER_TEXT:
    return PyUnicode_DecodeUTF8(value->text, (Py_ssize_t)value->length, NULL);
  case DRIVER_ARRAY:
    return make_list(value->numbers, value->count);
  default:
    return make_row(&value->row);
  }
}

static bool wrong_type(void) {
  if (!PyErr_Occurred())
    PyErr_SetString(PyExc_TypeError, "the host takes another type of value");
  return false;
}

static bool take_text(PyObject *object, const char **text, size_t *length) {
  Py_ssize_t size = 0;
  *text = PyUnicode_AsUTF8AndSize(object, &size);
  *length = (size_t)size;
  return *text != NULL;
}

static bool take_list(PyObject *list, struct driver_value *value) {
  Py_ssize_t count = PyList_Check(list) ? PyList_GET_SIZE(list) : 0;
  if (count == 0 || (size_t)count > value->count)
    return wrong_type();
  value->count = (size_t)count;
  for (Py_ssize_t i = 0; i < count; i++)
    value->numbers[i] = PyFloat_AsDouble(PyList_GET_ITEM(list, i));
  return !PyErr_Occurred();
}

static bool take_row(PyObject *object, struct driver_row *row) {
  PyObject *id = PyDict_Check(object) ? PyDict_GetItemString(object, "id") : NULL;
  PyObject *price = id ? PyDict_GetItemString(object, "price") : NULL;
  PyObject *count = price ? PyDict_GetItemString(object, "count") : NULL;
  PyObject *active = count ? PyDict_GetItemString(object, "active") : NULL;
  PyObject *name = active ? PyDict_GetItemString(object, "name") : NULL;
  if (!name)
    return wrong_type();
  row->id = PyLong_AsLongLong(id);
  row->price = PyFloat_AsDouble(price);
  row->count = PyLong_AsLongLong(count);
  row->active = PyObject_IsTrue(active);
  return take_text(name, &row->name, &row->name_length) && !PyErr_Occurred();
}

// Takes the value out; false with an exception set where it is of another type. A text is the
// engine's own as long as it is held.
static bool take_value(PyObject *object, struct driver_value *value) {
  switch (value->type) {
  case DRIVER_NUMBER:
    value->number = PyFloat_AsDouble(object);
    return !PyErr_Occurred();
  case DRIVER_TEXT:
    return PyUnicode_Check(object) ? take_text(object, &value->text, &value->length) : wrong_type();
  case DRIVER_ARRAY:
    return take_list(object, value);
  default:
    return take_row(object, &value->row);
  }
}

// ---- The host's functions

static PyObject *host_none(PyObject *self, PyObject *nothing) {
  (void)self;
  (void)nothing;
  return Py_NewRef(Py_None);
}

static PyObject *give(enum driver_value_type type, PyObject *number) {
  long long i = PyLong_AsLongLong(number);
  return i == -1 && PyErr_Occurred() ? NULL : make_value(driver_host_value(type, i));
}

static PyObject *host_text(PyObject *self, PyObject *number) {
  (void)self;
  return give(DRIVER_TEXT, number);
}

static PyObject *host_array(PyObject *self, PyObject *number) {
  (void)self;
  return give(DRIVER_ARRAY, number);
}

static PyObject *host_row(PyObject *self, PyObject *number) {
  (void)self;
  return give(DRIVER_ROW, number);
}

static PyObject *take(enum driver_value_type type, PyObject *object) {
  struct driver_value *value = driver_room(type);
  return take_value(object, value) ? PyFloat_FromDouble(driver_digest(value)) : NULL;
}

static PyObject *host_take_text(PyObject *self, PyObject *object) {
  (void)self;
  return take(DRIVER_TEXT, object);
}

static PyObject *host_take_array(PyObject *self, PyObject *object) {
  (void)self;
  return take(DRIVER_ARRAY, object);
}

static PyObject *host_take_row(PyObject *self, PyObject *object) {
  (void)self;
  return take(DRIVER_ROW, object);
}

static PyObject *host_apply(PyObject *self, PyObject *const *arguments, Py_ssize_t count) {
  (void)self;
  if (count == 2)
    return PyObject_Vectorcall(arguments[0], arguments + 1, 1, NULL);
  PyErr_SetString(PyExc_TypeError, "host_apply takes a function and a value");
  return NULL;
}

static PyObject *host_fail(PyObject *self, PyObject *number) {
  (void)self;
  (void)number;
  PyErr_SetString(PyExc_RuntimeError, "failure");
  return NULL;
}

#define FAST(function) (PyCFunction)(void (*)(void))(function), METH_FASTCALL, NULL

static PyMethodDef host_functions[] = {
    {"host_add", FAST(host_add)},
    {"host_none", host_none, METH_NOARGS, NULL},
    {"host_text", host_text, METH_O, NULL},
    {"host_array", host_array, METH_O, NULL},
    {"host_row", host_row, METH_O, NULL},
    {"host_take_text", host_take_text, METH_O, NULL},
    {"host_take_array", host_take_array, METH_O, NULL},
    {"host_take_row", host_take_row, METH_O, NULL},
    {"host_apply", FAST(host_apply)},
    {"host_fail", host_fail, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef logged_definition = {"host_add", FAST(logged_add)};

static bool add_function(PyObject *scope, PyMethodDef *definition) {
  PyObject *function = PyCFunction_New(definition, NULL);
  bool added = function && PyDict_SetItemString(scope, definition->ml_name, function) == 0;
  Py_XDECREF(function);
  return added;
}

// Puts the host's functions among the builtins, where every module finds them.
static bool add_host(PyObject *scope) {
  for (PyMethodDef *definition = host_functions; definition->ml_name; definition++)
    if (!add_function(scope, definition))
      return false;
  return driver_log_wanted() == DRIVER_LOG_NONE || add_function(scope, &logged_definition);
}

// ---- The engine

// Lives of runtimes have no need of the host's functions.
static bool with_host = true;

// What finds the host's modules: first of all finders, its modules are source text.
static const char finder[] =
    "import sys\n"
    "from importlib.machinery import ModuleSpec\n"
    "class Finder:\n"
    "    def __init__(self, find):\n"
    "        self.find = find\n"
    "    def find_spec(self, name, path=None, target=None):\n"
    "        text = self.find(name)\n"
    "        return ModuleSpec(name, self, loader_state=text) if text else None\n"
    "    def create_module(self, spec):\n"
    "        return None\n"
    "    def exec_module(self, module):\n"
    "        exec(compile(module.__spec__.loader_state, module.__name__, 'exec'), "
    "module.__dict__)\n"
    "sys.meta_path.insert(0, Finder(find_module))\n";

// The text of the module, or None.
static PyObject *find_module(PyObject *self, PyObject *name) {
  const char *text = PyUnicode_AsUTF8(name);
  int value;
  (void)self;
  if (text && driver_module(text, &value))
    return PyUnicode_FromFormat("value = %d\n", value);
  return text ? Py_NewRef(Py_None) : NULL;
}

static PyMethodDef find_definition = {"find_module", find_module, METH_O, NULL};

static bool add_finder(struct driver_error *error) {
  PyObject *scope = PyDict_New();
  PyObject *done = scope && add_function(scope, &find_definition)
                       ? PyRun_String(finder, Py_file_input, scope, scope)
                       : NULL;
  Py_XDECREF(done);
  Py_XDECREF(scope);
  return done || fail(error);
}

static bool prepare_host(struct driver_error *error) {
  if (with_host && !add_host(PyEval_GetBuiltins()))
    return fail(error);
  return !driver_modules_wanted() || add_finder(error);
}

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  (void)engine;
  PyConfig config;
  PyConfig_InitIsolatedConfig(&config);
  config.site_import = 0;
  PyStatus status = PyConfig_SetString(&config, &config.program_name, PROGRAM_NAME);
  if (!PyStatus_Exception(status))
    status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  if (!PyStatus_Exception(status))
    return prepare_host(error) ? PyInterpreterState_Get() : NULL;
  driver_fail(error, "cannot start CPython: %s", status.err_msg ? status.err_msg : "unknown");
  return NULL;
}

static void engine_close(void *state) {
  (void)state;
  Py_FinalizeEx();
}

static void unload(void *opaque) {
  struct program *program = opaque;
  Py_XDECREF(program->kept);
  Py_XDECREF(program->entry);
  Py_XDECREF(program->module);
  PyMem_Free(program);
}

// Runs the code as the body of a module.
static bool run_module(struct program *program, PyObject *code) {
  program->module = PyModule_New("program");
  PyObject *scope = program->module ? PyModule_GetDict(program->module) : NULL;
  bool ready = scope && PyDict_SetItemString(scope, "__builtins__", PyEval_GetBuiltins()) == 0;
  PyObject *result = ready ? PyEval_EvalCode(code, scope, scope) : NULL;
  Py_XDECREF(result);
  return result != NULL;
}

// A program of a code object, which may be NULL with an exception set.
static void *load_code(PyObject *code, const struct driver_source *source,
                       struct driver_error *error) {
  struct program *program = PyMem_Calloc(1, sizeof *program);
  if (!program) {
    driver_fail(error, "%s: no memory", source->name);
    return NULL;
  }
  if (!code || !run_module(program, code)) {
    fail(error);
    unload(program);
    return NULL;
  }
  program->entry = PyObject_GetAttrString(program->module, source->entry);
  if (!program->entry || !PyCallable_Check(program->entry)) {
    PyErr_Clear();
    driver_fail(error, "%s: exports no function %s", source->name, source->entry);
    unload(program);
    return NULL;
  }
  return program;
}

static PyObject *compile_source(const struct driver_source *source) {
  return Py_CompileString(source->text, source->name, Py_file_input);
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  (void)state;
  PyObject *code = compile_source(source);
  void *program = load_code(code, source, error);
  Py_XDECREF(code);
  return program;
}

// Takes the number out of a result, or the exception of the call that gave none.
static bool take_number(PyObject *result, const char *name, double *number,
                        struct driver_error *error) {
  if (!result)
    return fail(error);
  bool is_number = PyLong_Check(result) || PyFloat_Check(result);
  if (is_number)
    *number = PyFloat_AsDouble(result);
  else
    driver_fail(error, "%s is of type %s, not a number", name, Py_TYPE(result)->tp_name);
  Py_DECREF(result);
  return is_number && (!PyErr_Occurred() || fail(error));
}

// Calls the entry with two integers. A vectorcall may use the slot before the arguments.
static inline PyObject *call_entry(const struct program *program, long long a, long long b) {
  PyObject *arguments[3] = {NULL, PyLong_FromLongLong(a), PyLong_FromLongLong(b)};
  PyObject *result = NULL;
  if (arguments[1] && arguments[2])
    result = PyObject_Vectorcall(program->entry, arguments + 1, 2 | PY_VECTORCALL_ARGUMENTS_OFFSET,
                                 NULL);
  Py_XDECREF(arguments[1]);
  Py_XDECREF(arguments[2]);
  return result;
}

static bool run(void *program, int64_t n, uint32_t seed, double *result,
                struct driver_error *error) {
  return take_number(call_entry(program, n, seed), "the result of run", result, error);
}

static bool work(void *opaque, double *count, struct driver_error *error) {
  const struct program *program = opaque;
  PyObject *value = PyObject_GetAttrString(program->module, "work");
  if (!value) {
    PyErr_Clear();
    return driver_fail(error, "the counted variant has no variable work");
  }
  return take_number(value, "work", count, error);
}

static bool call_add(void *program, int64_t a, int64_t b, int64_t *result,
                     struct driver_error *error) {
  PyObject *value = call_entry(program, a, b);
  if (!value)
    return fail(error);
  *result = PyLong_AsLongLong(value);
  Py_DECREF(value);
  return !(*result == -1 && PyErr_Occurred()) || fail(error);
}

static bool call_script(void *program, int64_t n, uint32_t seed, double *result,
                        struct driver_error *error) {
  return driver_call_loop(call_add, program, n, seed, result, error);
}

// ---- Boundary

// Fills in the error from the exception that is set, as a host does that expects one: without its
// place.
static bool fail_shortly(struct driver_error *error) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  PyObject *text = PyObject_Str(value);
  const char *message = text ? PyUnicode_AsUTF8(text) : NULL;
  driver_fail(error, "%s: %s", Py_TYPE(value)->tp_name, message ? message : "?");
  PyErr_Clear();
  Py_XDECREF(text);
  Py_XDECREF(traceback);
  Py_XDECREF(value);
  Py_XDECREF(type);
  return false;
}

static bool call_value(void *opaque, const char *name, const struct driver_value *value,
                       double *result, struct driver_error *error) {
  const struct program *program = opaque;
  PyObject *entry = program->entry;
  if (name)
    entry = PyDict_GetItemString(PyModule_GetDict(program->module), name);
  if (!entry)
    return driver_fail(error, "there is no function %s", name);
  PyObject *arguments[2] = {NULL, make_value(value)};
  PyObject *number = arguments[1] ? PyObject_Vectorcall(entry, arguments + 1,
                                                        1 | PY_VECTORCALL_ARGUMENTS_OFFSET, NULL)
                                  : NULL;
  Py_XDECREF(arguments[1]);
  return number ? take_number(number, "the result of take", result, error) : fail_shortly(error);
}

static bool put(void *opaque, const struct driver_value *value, struct driver_error *error) {
  struct program *program = opaque;
  Py_XSETREF(program->kept, make_value(value));
  return program->kept || fail(error);
}

static bool take_kept(void *opaque, struct driver_value *value, struct driver_error *error) {
  const struct program *program = opaque;
  return take_value(program->kept, value) || fail(error);
}

static const struct driver_boundary boundary = {
    .call = call_value,
    .put = put,
    .take = take_kept,
};

// ---- Runtimes: sub-interpreters of the process's one interpreter, or for a pool that one itself,
// where each user has a module of its own

struct site {
  bool is_shared; // all users have the one interpreter
  bool opened;    // by this site
  PyThreadState *main;
  struct driver_memory *memory;
  uint64_t created;
};

// A sub-interpreter, and for the others the address of the site.
static void *spawn_state(void *opaque, struct driver_error *error) {
  struct site *site = opaque;
  if (site->is_shared) {
    site->created = 1;
    return site;
  }
  PyThreadState *state = Py_NewInterpreter();
  site->created += state != NULL;
  if (!state)
    driver_fail(error, "CPython cannot make a sub-interpreter");
  return state;
}

static void retire(void *opaque, void *state) {
  struct site *site = opaque;
  if (site->is_shared)
    return;
  Py_EndInterpreter(state);
  PyThreadState_Swap(site->main);
}

static void collect(void *state) {
  (void)state;
  PyGC_Collect();
}

static uint64_t created(const void *site) { return ((const struct site *)site)->created; }

// The hooks of memory: CPython has three domains, and each goes on to the allocator that it had.
static const PyMemAllocatorDomain domains[] = {PYMEM_DOMAIN_RAW, PYMEM_DOMAIN_MEM,
                                               PYMEM_DOMAIN_OBJ};
enum { DOMAINS = sizeof domains / sizeof *domains };
static PyMemAllocatorEx usual[DOMAINS];
static struct driver_memory *counted;

// The blocks that were asked for while they were counted: a tree, since the interpreter frees as
// well what it has had from before, and keeps some blocks for longer than it runs.
struct known {
  void *block;
  size_t bytes;
};
static void *known_blocks;

static int compare_blocks(const void *left, const void *right) {
  uintptr_t a = (uintptr_t)((const struct known *)left)->block;
  uintptr_t b = (uintptr_t)((const struct known *)right)->block;
  return (a > b) - (a < b);
}

static void remember(void *block, size_t bytes) {
  struct known *known = malloc(sizeof *known);
  if (known) {
    *known = (struct known){block, bytes};
    tsearch(known, &known_blocks, compare_blocks);
  }
}

// Returns the block's size; 0 if it is unknown.
static size_t forget(void *block) {
  const struct known key = {.block = block};
  struct known **found = block ? tfind(&key, &known_blocks, compare_blocks) : NULL;
  if (!found)
    return 0;
  struct known *known = *found;
  size_t bytes = known->bytes;
  tdelete(&key, &known_blocks, compare_blocks);
  free(known);
  return bytes;
}

// A domain hands what is large on to the raw one: the outermost alone counts.
static bool is_within;

static void *hook_realloc(void *context, void *block, size_t bytes) {
  const PyMemAllocatorEx *allocator = context;
  if (is_within)
    return allocator->realloc(allocator->ctx, block, bytes);
  is_within = true;
  void *made = allocator->realloc(allocator->ctx, block, bytes);
  is_within = false;
  if (!made)
    return NULL;
  size_t old_bytes = forget(block);
  remember(made, bytes);
  driver_memory_count(counted, old_bytes, bytes);
  return made;
}

static void *hook_malloc(void *context, size_t bytes) { return hook_realloc(context, NULL, bytes); }

static void *hook_calloc(void *context, size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes))
    return NULL;
  void *block = hook_realloc(context, NULL, bytes);
  return block ? memset(block, 0, bytes) : NULL;
}

static void hook_free(void *context, void *block) {
  const PyMemAllocatorEx *allocator = context;
  if (is_within) {
    allocator->free(allocator->ctx, block);
    return;
  }
  driver_memory_count(counted, forget(block), 0);
  is_within = true;
  allocator->free(allocator->ctx, block);
  is_within = false;
}

static void hook_memory(struct driver_memory *memory) {
  counted = memory;
  for (int i = 0; i < DOMAINS; i++) {
    PyMem_GetAllocator(domains[i], &usual[i]);
    PyMemAllocatorEx hooks = {&usual[i], hook_malloc, hook_calloc, hook_realloc, hook_free};
    PyMem_SetAllocator(domains[i], &hooks);
  }
}

static void unhook_memory(void) {
  for (int i = 0; i < DOMAINS; i++)
    PyMem_SetAllocator(domains[i], &usual[i]);
  tdestroy(known_blocks, free);
  known_blocks = NULL;
}

static void leave(void *opaque) {
  struct site *site = opaque;
  if (site->opened)
    Py_FinalizeEx();
  if (site->memory)
    unhook_memory();
  with_host = true;
  free(site);
}

static void *enter(const struct driver_engine *engine, enum driver_spawn spawn,
                   struct driver_memory *memory, struct driver_error *error) {
  struct site *site = calloc(1, sizeof *site);
  if (!site) {
    driver_fail(error, "no memory");
    return NULL;
  }
  site->is_shared = spawn == DRIVER_SPAWN_POOL || spawn == DRIVER_SPAWN_ONCE;
  site->memory = memory;
  with_host = spawn == DRIVER_SPAWN_ONCE;
  if (memory)
    hook_memory(memory);
  site->opened = engine_open(engine, error) != NULL;
  if (!site->opened) {
    leave(site);
    return NULL;
  }
  site->main = PyThreadState_Get();
  return site;
}

static bool parse(void *state, const struct driver_source *source, struct driver_error *error) {
  (void)state;
  PyCompilerFlags flags = {.cf_flags = PyCF_ONLY_AST, .cf_feature_version = PY_MINOR_VERSION};
  PyObject *tree = Py_CompileStringFlags(source->text, source->name, Py_file_input, &flags);
  if (!tree)
    return fail(error);
  Py_DECREF(tree);
  return true;
}

// A code object in the one interpreter; for sub-interpreters, which share no objects, its bytes.
struct compiled {
  PyObject *code;
  char *bytes;
  size_t length;
};

// The bytes of the code object, by `marshal`; NULL with the error filled in.
static char *marshal(PyObject *code, size_t *length, struct driver_error *error) {
  PyObject *bytes = PyMarshal_WriteObjectToString(code, Py_MARSHAL_VERSION);
  if (!bytes) {
    fail(error);
    return NULL;
  }
  *length = (size_t)PyBytes_GET_SIZE(bytes);
  char *copy = malloc(*length);
  if (copy)
    memcpy(copy, PyBytes_AS_STRING(bytes), *length);
  else
    driver_fail(error, "no memory for the bytes");
  Py_DECREF(bytes);
  return copy;
}

static void discard(void *opaque) {
  struct compiled *compiled = opaque;
  Py_XDECREF(compiled->code);
  free(compiled->bytes);
  free(compiled);
}

// Gives up the reference to `code`, which may be NULL with an exception set.
static void *new_compiled(PyObject *code, struct driver_error *error) {
  struct compiled *compiled = code ? calloc(1, sizeof *compiled) : NULL;
  if (compiled) {
    compiled->code = code;
    return compiled;
  }
  if (!code)
    fail(error);
  else
    driver_fail(error, "no memory for a compiled program");
  Py_XDECREF(code);
  return NULL;
}

static void *compile(void *site, void *state, const struct driver_source *source,
                     struct driver_error *error) {
  (void)state;
  struct compiled *compiled = new_compiled(compile_source(source), error);
  if (!compiled || ((struct site *)site)->is_shared)
    return compiled;
  compiled->bytes = marshal(compiled->code, &compiled->length, error);
  Py_CLEAR(compiled->code);
  if (compiled->bytes)
    return compiled;
  discard(compiled);
  return NULL;
}

static void *load_compiled(void *state, const struct driver_source *source, const void *opaque,
                           struct driver_error *error) {
  (void)state;
  const struct compiled *compiled = opaque;
  PyObject *code = compiled->code ? Py_NewRef(compiled->code)
                                  : PyMarshal_ReadObjectFromString(compiled->bytes,
                                                                   (Py_ssize_t)compiled->length);
  void *program = load_code(code, source, error);
  Py_XDECREF(code);
  return program;
}

static char *save(void *state, const void *compiled, size_t *length, struct driver_error *error) {
  (void)state;
  const struct compiled *of = compiled;
  return of->bytes ? driver_copy(of->bytes, *length = of->length, error)
                   : marshal(of->code, length, error);
}

static void *restore(void *site, void *state, const struct driver_source *source, const char *bytes,
                     size_t length, struct driver_error *error) {
  (void)site;
  (void)state;
  (void)source;
  return new_compiled(PyMarshal_ReadObjectFromString(bytes, (Py_ssize_t)length), error);
}

static const struct driver_lifecycle lifecycle = {
    .no_spawn =
        {
            [DRIVER_SPAWN_BARE] = "an interpreter does not start without its standard library",
            [DRIVER_SPAWN_FACTORY] = "a sub-interpreter is made from scratch",
        },
    .enter = enter,
    .leave = leave,
    .spawn = spawn_state,
    .retire = retire,
    .collect = collect,
    .created = created,
    .parse = parse,
    .compile = compile,
    .discard = discard,
    .load_compiled = load_compiled,
    .save = save,
    .restore = restore,
};

static const struct driver cpython = {
    .name = "cpython",
    .language = "python",
    .suffix = ".py",
    .comment = "#",
    .engines = engines,
    .engine_count = sizeof engines / sizeof *engines,
    .empty_source = "def run(n, seed):\n    return seed\n",
    .describe = describe,
    .open = engine_open,
    .close = engine_close,
    .load = load,
    .unload = unload,
    .run = run,
    .work = work,
    .calls_host = true,
    .has_modules = true,
    .call_script = call_script,
    .lifecycle = &lifecycle,
    .boundary = &boundary,
};

int main(int argc, char **argv) { return harness_main(&cpython, argc, argv); }
