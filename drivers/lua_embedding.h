// What the drivers of PUC Lua and LuaJIT share: everything but the engine's own facts.
//
// A program is a chunk that returns a table of functions; the handle to one is a reference in the
// registry, and every call is a lua_pcall. Each driver compiles this file against its own engine's
// headers, so that it uses only what the interfaces of Lua 5.1 and 5.4 have in common; what they
// have not, `host_add` and the driver's facts, is in the driver that includes it.
#ifndef DRIVERS_LUA_EMBEDDING_H
#define DRIVERS_LUA_EMBEDDING_H

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

// Fills in the error from the value on top of the stack and takes it off.
static bool fail(lua_State *lua, struct driver_error *error) {
  const char *text = lua_tostring(lua, -1);
  driver_fail(error, text ? "%s" : "an error that is a %s", text ? text : luaL_typename(lua, -1));
  lua_pop(lua, 1);
  return false;
}

// A state with the whole standard library open and `add` as the global host_add.
static void *open_state(lua_CFunction add, struct driver_error *error) {
  lua_State *lua = luaL_newstate();
  if (!lua) {
    driver_fail(error, "no memory for a Lua state");
    return NULL;
  }
  luaL_openlibs(lua);
  lua_register(lua, "host_add", add);
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
  bool is_table = lua_istable(lua, -1);
  if (is_table)
    lua_getfield(lua, -1, source->entry);
  if (!is_table || !lua_isfunction(lua, -1)) {
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
  lua_getfield(program->lua, -1, "work");
  lua_remove(program->lua, -2);
  if (!lua_isfunction(program->lua, -1)) {
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

#endif
