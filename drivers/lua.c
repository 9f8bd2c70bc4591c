// pkg-config: lua5.4
//
// PUC Lua, embedded with its whole standard library. A program is a chunk that returns a table of
// functions; the handle to one is a reference in the registry, and every call is a lua_pcall.
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>

#include "drivers/driver.h"

struct program {
  lua_State *lua;
  int entry; // references in the registry
  int exports;
};

static const struct driver_engine engines[] = {
    {"lua", "PUC Lua, bytecode interpreter", 1, NULL},
};

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  description->version = LUA_RELEASE;
  description->build = "the system's shared library";
  description->library = driver_library_name((const void *)lua_newstate);
}

// Fills in the error from the value on top of the stack and takes it off.
static bool fail(lua_State *lua, struct driver_error *error) {
  driver_fail(error, "%s", luaL_tolstring(lua, -1, NULL));
  lua_pop(lua, 2);
  return false;
}

// Integers are added as integers, wrapping around, and anything else as floats, as `a + b` would.
static int host_add(lua_State *lua) {
  if (lua_isinteger(lua, 1) && lua_isinteger(lua, 2))
    lua_pushinteger(lua, (lua_Integer)((lua_Unsigned)lua_tointeger(lua, 1) +
                                       (lua_Unsigned)lua_tointeger(lua, 2)));
  else
    lua_pushnumber(lua, luaL_checknumber(lua, 1) + luaL_checknumber(lua, 2));
  return 1;
}

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  (void)engine;
  lua_State *lua = luaL_newstate();
  if (!lua) {
    driver_fail(error, "no memory for a Lua state");
    return NULL;
  }
  luaL_openlibs(lua);
  lua_register(lua, "host_add", host_add);
  return lua;
}

static void engine_close(void *state) { lua_close(state); }

static void unload(void *opaque) {
  struct program *program = opaque;
  luaL_unref(program->lua, LUA_REGISTRYINDEX, program->entry);
  luaL_unref(program->lua, LUA_REGISTRYINDEX, program->exports);
  free(program);
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  lua_State *lua = state;
  lua_pushfstring(lua, "@%s", source->name);
  int status = luaL_loadbufferx(lua, source->text, source->length, lua_tostring(lua, -1), "t");
  lua_remove(lua, -2);
  if (status != LUA_OK || lua_pcall(lua, 0, 1, 0) != LUA_OK) {
    fail(lua, error);
    return NULL;
  }
  if (!lua_istable(lua, -1) || lua_getfield(lua, -1, source->entry) != LUA_TFUNCTION) {
    driver_fail(error, "%s: exports no function %s", source->name, source->entry);
    lua_settop(lua, 0);
    return NULL;
  }
  struct program *program = malloc(sizeof *program);
  if (!program) {
    driver_fail(error, "%s: no memory", source->name);
    return NULL;
  }
  program->lua = lua;
  program->entry = luaL_ref(lua, LUA_REGISTRYINDEX);
  program->exports = luaL_ref(lua, LUA_REGISTRYINDEX);
  return program;
}

// Calls the function on the stack with the `count` arguments above it and takes its number.
static bool call_number(lua_State *lua, int count, const char *name, double *number,
                        struct driver_error *error) {
  if (lua_pcall(lua, count, 1, 0) != LUA_OK)
    return fail(lua, error);
  bool is_number = lua_type(lua, -1) == LUA_TNUMBER;
  if (is_number)
    *number = lua_tonumber(lua, -1);
  else
    driver_fail(error, "the result of %s is a %s, not a number", name, luaL_typename(lua, -1));
  lua_pop(lua, 1);
  return is_number;
}

static bool run(void *opaque, int64_t n, uint32_t seed, double *result,
                struct driver_error *error) {
  const struct program *program = opaque;
  lua_rawgeti(program->lua, LUA_REGISTRYINDEX, program->entry);
  lua_pushinteger(program->lua, n);
  lua_pushinteger(program->lua, seed);
  return call_number(program->lua, 2, "run", result, error);
}

static bool work(void *opaque, double *count, struct driver_error *error) {
  const struct program *program = opaque;
  lua_rawgeti(program->lua, LUA_REGISTRYINDEX, program->exports);
  int type = lua_getfield(program->lua, -1, "work");
  lua_remove(program->lua, -2);
  if (type != LUA_TFUNCTION) {
    lua_pop(program->lua, 1);
    return driver_fail(error, "the counted variant exports no function work");
  }
  return call_number(program->lua, 0, "work", count, error);
}

static bool call_add(void *opaque, int64_t a, int64_t b, int64_t *result,
                     struct driver_error *error) {
  const struct program *program = opaque;
  lua_State *lua = program->lua;
  lua_rawgeti(lua, LUA_REGISTRYINDEX, program->entry);
  lua_pushinteger(lua, a);
  lua_pushinteger(lua, b);
  if (lua_pcall(lua, 2, 1, 0) != LUA_OK)
    return fail(lua, error);
  int is_integer;
  *result = lua_tointegerx(lua, -1, &is_integer);
  lua_pop(lua, 1);
  return is_integer || driver_fail(error, "the result of add is not an integer");
}

static bool call_script(void *program, int64_t n, uint32_t seed, double *result,
                        struct driver_error *error) {
  return driver_call_loop(call_add, program, n, seed, result, error);
}

static const struct driver lua_driver = {
    .name = "lua",
    .language = "lua",
    .suffix = ".lua",
    .comment = "--",
    .engines = engines,
    .engine_count = sizeof engines / sizeof *engines,
    .empty_source = "return { run = function(n, seed) return seed end }\n",
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

int main(int argc, char **argv) { return harness_main(&lua_driver, argc, argv); }
