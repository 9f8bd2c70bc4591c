// pkg-config: python3-embed
//
// CPython, embedded as an isolated interpreter: no environment variables, no user site, nothing of
// the `site` module, so that what is installed beside it does not bear on its start. A program is a
// module; the handle is the function object, called by PyObject_Vectorcall.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "drivers/driver.h"

struct program {
  PyObject *module;
  PyObject *entry;
};

static const struct driver_engine engines[] = {
    {"cpython", "CPython, bytecode interpreter", 4, NULL},
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
  description->library = driver_library_name((const void *)Py_GetVersion);
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

static PyMethodDef host_add_definition = {
    .ml_name = "host_add",
    .ml_meth = (PyCFunction)(void (*)(void))host_add,
    .ml_flags = METH_FASTCALL,
};

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
    return PyInterpreterState_Get();
  driver_fail(error, "cannot start CPython: %s", status.err_msg ? status.err_msg : "unknown");
  return NULL;
}

static void engine_close(void *state) {
  (void)state;
  Py_FinalizeEx();
}

static void unload(void *opaque) {
  struct program *program = opaque;
  Py_XDECREF(program->entry);
  Py_XDECREF(program->module);
  PyMem_Free(program);
}

// Runs the source as the body of a module that has `host_add` among its globals.
static bool run_module(struct program *program, const struct driver_source *source) {
  program->module = PyModule_New("program");
  PyObject *function = PyCFunction_New(&host_add_definition, NULL);
  PyObject *scope = program->module ? PyModule_GetDict(program->module) : NULL;
  bool ready = scope && function && PyDict_SetItemString(scope, "host_add", function) == 0 &&
               PyDict_SetItemString(scope, "__builtins__", PyEval_GetBuiltins()) == 0;
  Py_XDECREF(function);
  PyObject *code = ready ? Py_CompileString(source->text, source->name, Py_file_input) : NULL;
  PyObject *result = code ? PyEval_EvalCode(code, scope, scope) : NULL;
  Py_XDECREF(code);
  Py_XDECREF(result);
  return result != NULL;
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  (void)state;
  struct program *program = PyMem_Calloc(1, sizeof *program);
  if (!program) {
    driver_fail(error, "%s: no memory", source->name);
    return NULL;
  }
  if (!run_module(program, source)) {
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
    .call_script = call_script,
};

int main(int argc, char **argv) { return harness_main(&cpython, argc, argv); }
