// What the drivers of PUC Lua and LuaJIT share: everything but the engine's own facts.
//
// A program is a chunk that returns a table of functions; the handle to one is a reference in the
// registry, and every call is a lua_pcall. Each driver compiles this file against its own engine's
// headers, so that it uses only what the interfaces of Lua 5.1 and 5.4 have in common; what they
// have not, `host_add` and the driver's facts, is in the driver that includes it, which also says
// what these are called:
//   LENGTH(lua, index)           the length of a table or string
//   DUMP(lua, writer, data)      writes the function on top of the stack as bytes
//   PUSH_GLOBALS(lua)            pushes the table of globals, whatever a script made of _G
//   static bool configure(lua, engine, error)   what a new state of the engine needs
#ifndef DRIVERS_LUA_EMBEDDING_H
#define DRIVERS_LUA_EMBEDDING_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/driver.h"

struct program {
  lua_State *lua;
  int entry; // references in the registry
  int exports;
  int kept; // what was put last
};

// Fills in the error from the value on top of the stack and takes it off.
static bool fail(lua_State *lua, struct driver_error *error) {
  const char *text = lua_tostring(lua, -1);
  driver_fail(error, text ? "%s" : "an error that is a %s", text ? text : luaL_typename(lua, -1));
  lua_pop(lua, 1);
  return false;
}

// ---- Values

static void push_row(lua_State *lua, const struct driver_row *row) {
  lua_createtable(lua, 0, 5);
  lua_pushinteger(lua, row->id);
  lua_setfield(lua, -2, "id");
  lua_pushnumber(lua, row->price);
  lua_setfield(lua, -2, "price");
  lua_pushinteger(lua, row->count);
  lua_setfield(lua, -2, "count");
  lua_pushboolean(lua, row->active);
  lua_setfield(lua, -2, "active");
  lua_pushlstring(lua, row->name, row->name_length);
  lua_setfield(lua, -2, "name");
}

// The caller runs protected, or has nothing to lose: without memory these throw.
static void push_value(lua_State *lua, const struct driver_value *value) {
  switch (value->type) {
  case DRIVER_NUMBER:
    lua_pushnumber(lua, value->number);
    break;
  case DRIVER_TEXT:
    lua_pushlstring(lua, value->text, value->length);
    break;
  case DRIVER_ARRAY:
    lua_createtable(lua, (int)value->count, 0);
    for (size_t i = 0; i < value->count; i++) {
      lua_pushnumber(lua, value->numbers[i]);
      lua_rawseti(lua, -2, (int)i + 1);
    }
    break;
  case DRIVER_ROW:
    push_row(lua, &value->row);
  }
}

static bool take_row(lua_State *lua, int index, struct driver_row *row) {
  lua_getfield(lua, index, "id");
  lua_getfield(lua, index, "price");
  lua_getfield(lua, index, "count");
  lua_getfield(lua, index, "active");
  lua_getfield(lua, index, "name");
  row->id = lua_tointeger(lua, -5);
  row->price = lua_tonumber(lua, -4);
  row->count = lua_tointeger(lua, -3);
  row->active = lua_toboolean(lua, -2);
  bool is_text = lua_type(lua, -1) == LUA_TSTRING;
  row->name = is_text ? lua_tolstring(lua, -1, &row->name_length) : NULL;
  lua_pop(lua, 5);
  return is_text;
}

static bool take_numbers(lua_State *lua, int index, struct driver_value *value) {
  size_t count = LENGTH(lua, index);
  if (count == 0 || count > value->count)
    return false;
  value->count = count;
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(lua, index, (int)i + 1);
    value->numbers[i] = lua_tonumber(lua, -1);
    lua_pop(lua, 1);
  }
  return true;
}

// Takes the value at the index, from the bottom; false where it is of another type. A text is the
// engine's own as long as it is held.
static bool take_value(lua_State *lua, int index, struct driver_value *value) {
  int type = lua_type(lua, index);
  switch (value->type) {
  case DRIVER_NUMBER:
    value->number = lua_tonumber(lua, index);
    return type == LUA_TNUMBER;
  case DRIVER_TEXT:
    value->text = type == LUA_TSTRING ? lua_tolstring(lua, index, &value->length) : NULL;
    return value->text != NULL;
  case DRIVER_ARRAY:
    return type == LUA_TTABLE && take_numbers(lua, index, value);
  default:
    return type == LUA_TTABLE && take_row(lua, index, &value->row);
  }
}

// ---- The host's functions

static int host_none(lua_State *lua) {
  (void)lua;
  return 0;
}

static int give(lua_State *lua, enum driver_value_type type) {
  push_value(lua, driver_host_value(type, luaL_checkinteger(lua, 1)));
  return 1;
}

static int host_text(lua_State *lua) { return give(lua, DRIVER_TEXT); }

static int host_array(lua_State *lua) { return give(lua, DRIVER_ARRAY); }

static int host_row(lua_State *lua) { return give(lua, DRIVER_ROW); }

static int take(lua_State *lua, enum driver_value_type type) {
  struct driver_value *value = driver_room(type);
  if (!take_value(lua, 1, value))
    return luaL_error(lua, "the host takes another type of value");
  lua_pushnumber(lua, driver_digest(value));
  return 1;
}

static int host_take_text(lua_State *lua) { return take(lua, DRIVER_TEXT); }

static int host_take_array(lua_State *lua) { return take(lua, DRIVER_ARRAY); }

static int host_take_row(lua_State *lua) { return take(lua, DRIVER_ROW); }

static int host_apply(lua_State *lua) {
  lua_settop(lua, 2);
  lua_call(lua, 1, 1);
  return 1;
}

static int host_fail(lua_State *lua) { return luaL_error(lua, "failure"); }

static int host_add(lua_State *lua);

// Through a wrapper, where calls are logged.
static int logged_add(lua_State *lua) {
  int results = host_add(lua);
  if (driver_log_wanted() == DRIVER_LOG_ON) {
    const double arguments[] = {lua_tonumber(lua, 1), lua_tonumber(lua, 2)};
    driver_log_call(DRIVER_LOG_ON, arguments, lua_tonumber(lua, -1));
  }
  return results;
}

// A searcher of `require`: the host's modules are source text, as from a file.
static int search_module(lua_State *lua) {
  const char *name = luaL_checkstring(lua, 1);
  int value;
  char text[64];
  if (!driver_module(name, &value)) {
    lua_pushfstring(lua, "no module '%s' of the host's", name);
    return 1;
  }
  int length = snprintf(text, sizeof text, "return { value = %d }\n", value);
  return luaL_loadbuffer(lua, text, (size_t)length, name) == LUA_OK ? 1 : lua_error(lua);
}

// Puts it before the searchers that look into folders.
static void add_searcher(lua_State *lua) {
  lua_getglobal(lua, "package");
  lua_getfield(lua, -1, "searchers");
  if (lua_isnil(lua, -1)) {
    lua_pop(lua, 1);
    lua_getfield(lua, -1, "loaders"); // Lua 5.1
  }
  for (int i = (int)LENGTH(lua, -1); i >= 1; i--) {
    lua_rawgeti(lua, -1, i);
    lua_rawseti(lua, -2, i + 1);
  }
  lua_pushcfunction(lua, search_module);
  lua_rawseti(lua, -2, 1);
  lua_pop(lua, 2);
}

static void register_host(lua_State *lua) {
  if (driver_modules_wanted())
    add_searcher(lua);
  lua_register(lua, "host_add", driver_log_wanted() == DRIVER_LOG_NONE ? host_add : logged_add);
  lua_register(lua, "host_none", host_none);
  lua_register(lua, "host_text", host_text);
  lua_register(lua, "host_array", host_array);
  lua_register(lua, "host_row", host_row);
  lua_register(lua, "host_take_text", host_take_text);
  lua_register(lua, "host_take_array", host_take_array);
  lua_register(lua, "host_take_row", host_take_row);
  lua_register(lua, "host_apply", host_apply);
  lua_register(lua, "host_fail", host_fail);
}

// ---- The engine

static bool configure(lua_State *lua, const struct driver_engine *engine,
                      struct driver_error *error);

// A state with the whole standard library open, unless it is bare. `memory` may be NULL.
static lua_State *new_state(const struct driver_engine *engine, bool bare,
                            struct driver_memory *memory, struct driver_error *error);

static void *engine_open(const struct driver_engine *engine, struct driver_error *error) {
  lua_State *lua = new_state(engine, false, NULL, error);
  if (lua)
    register_host(lua);
  return lua;
}

static lua_State *new_state(const struct driver_engine *engine, bool bare,
                            struct driver_memory *memory, struct driver_error *error) {
  lua_State *lua = memory ? lua_newstate(driver_memory_reallocate, memory) : luaL_newstate();
  if (!lua) {
    driver_fail(error, "no memory for a Lua state");
    return NULL;
  }
  if (!bare)
    luaL_openlibs(lua);
  if (configure(lua, engine, error))
    return lua;
  lua_close(lua);
  return NULL;
}

static void engine_close(void *state) { lua_close(state); }

static void unload(void *opaque) {
  struct program *program = opaque;
  luaL_unref(program->lua, LUA_REGISTRYINDEX, program->entry);
  luaL_unref(program->lua, LUA_REGISTRYINDEX, program->exports);
  luaL_unref(program->lua, LUA_REGISTRYINDEX, program->kept);
  free(program);
}

// Runs the chunk on the stack, or takes the error that is there instead of it, and prepares the
// handles.
static void *run_chunk(lua_State *lua, bool is_chunk, const struct driver_source *source,
                       struct driver_error *error) {
  if (!is_chunk || lua_pcall(lua, 0, 1, 0) != LUA_OK) {
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
    lua_settop(lua, 0);
    return NULL;
  }
  program->lua = lua;
  program->entry = luaL_ref(lua, LUA_REGISTRYINDEX);
  program->exports = luaL_ref(lua, LUA_REGISTRYINDEX);
  program->kept = LUA_NOREF;
  return program;
}

// Leaves a function or an error on the stack. `mode`: "t" for a text, "b" for what DUMP wrote.
static bool load_chunk(lua_State *lua, const struct driver_source *source, const char *bytes,
                       size_t length, const char *mode) {
  lua_pushfstring(lua, "@%s", source->name);
  int status = luaL_loadbufferx(lua, bytes, length, lua_tostring(lua, -1), mode);
  lua_remove(lua, -2);
  return status == LUA_OK;
}

static void *load(void *state, const struct driver_source *source, struct driver_error *error) {
  bool is_chunk = load_chunk(state, source, source->text, source->length, "t");
  return run_chunk(state, is_chunk, source, error);
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

// ---- Boundary

static bool call_value(void *opaque, const char *name, const struct driver_value *value,
                       double *result, struct driver_error *error) {
  const struct program *program = opaque;
  lua_State *lua = program->lua;
  lua_rawgeti(lua, LUA_REGISTRYINDEX, name ? program->exports : program->entry);
  if (name) {
    lua_getfield(lua, -1, name);
    lua_remove(lua, -2);
  }
  push_value(lua, value);
  return call_number(lua, 1, "take", result, error);
}

static bool put(void *opaque, const struct driver_value *value, struct driver_error *error) {
  struct program *program = opaque;
  (void)error;
  push_value(program->lua, value);
  if (program->kept == LUA_NOREF)
    program->kept = luaL_ref(program->lua, LUA_REGISTRYINDEX);
  else
    lua_rawseti(program->lua, LUA_REGISTRYINDEX, program->kept);
  return true;
}

static bool take_kept(void *opaque, struct driver_value *value, struct driver_error *error) {
  const struct program *program = opaque;
  lua_State *lua = program->lua;
  lua_rawgeti(lua, LUA_REGISTRYINDEX, program->kept);
  bool taken = take_value(lua, lua_gettop(lua), value);
  lua_pop(lua, 1);
  return taken || driver_fail(error, "the value is of another type");
}

static const struct driver_boundary boundary = {
    .call = call_value,
    .put = put,
    .take = take_kept,
};

// ---- Runtimes

// A chunk: as a function in the one state of the site, else as bytes.
struct compiled {
  lua_State *lua;
  int function; // a reference in the registry
  const char *bytes;
  size_t length;
  char *owned; // the bytes, if they are to be freed
};

// In the registry: the names of the globals that a new state has.
#define PRISTINE "pristine"

static void remember_globals(lua_State *lua) {
  lua_newtable(lua);
  PUSH_GLOBALS(lua);
  for (lua_pushnil(lua); lua_next(lua, -2); lua_pop(lua, 1)) {
    lua_pushvalue(lua, -2);
    lua_pushboolean(lua, true);
    lua_rawset(lua, -6);
  }
  lua_pop(lua, 1);
  lua_setfield(lua, LUA_REGISTRYINDEX, PRISTINE);
}

// Takes away the globals that have been added.
static void forget_globals(lua_State *lua) {
  lua_settop(lua, 0);
  lua_getfield(lua, LUA_REGISTRYINDEX, PRISTINE);
  PUSH_GLOBALS(lua);
  for (lua_pushnil(lua); lua_next(lua, 2); lua_pop(lua, 1)) {
    lua_pushvalue(lua, 3);
    lua_rawget(lua, 1);
    if (lua_isnil(lua, -1)) {
      lua_pushvalue(lua, 3);
      lua_pushnil(lua);
      lua_rawset(lua, 2);
    }
    lua_pop(lua, 1);
  }
  lua_settop(lua, 0);
}

static void leave(void *opaque) {
  struct driver_site *site = opaque;
  if (site->pooled)
    lua_close(site->pooled);
  free(site);
}

static void *spawn_state(void *opaque, struct driver_error *error) {
  struct driver_site *site = opaque;
  if (site->pooled)
    return site->pooled;
  lua_State *lua = new_state(site->engine, site->spawn == DRIVER_SPAWN_BARE, site->memory, error);
  site->created += lua != NULL;
  if (lua && site->spawn == DRIVER_SPAWN_POOL)
    remember_globals(site->pooled = lua);
  if (lua && site->spawn == DRIVER_SPAWN_ONCE)
    register_host(lua);
  return lua;
}

static void retire(void *opaque, void *state) {
  struct driver_site *site = opaque;
  if (site->pooled)
    forget_globals(state);
  else
    lua_close(state);
}

static void collect(void *state) { lua_gc(state, LUA_GCCOLLECT, 0); }

static int write_bytes(lua_State *lua, const void *bytes, size_t length, void *data) {
  struct compiled *compiled = data;
  (void)lua;
  char *grown = realloc(compiled->owned, compiled->length + length);
  if (!grown)
    return 1;
  memcpy(grown + compiled->length, bytes, length);
  compiled->bytes = compiled->owned = grown;
  compiled->length += length;
  return 0;
}

static void discard(void *opaque) {
  struct compiled *compiled = opaque;
  if (compiled->lua)
    luaL_unref(compiled->lua, LUA_REGISTRYINDEX, compiled->function);
  free(compiled->owned);
  free(compiled);
}

static void *compile(void *opaque, void *state, const struct driver_source *source,
                     struct driver_error *error) {
  struct driver_site *site = opaque;
  lua_State *lua = state;
  struct compiled *compiled = calloc(1, sizeof *compiled);
  if (!load_chunk(lua, source, source->text, source->length, "t") || !compiled) {
    fail(lua, error);
    free(compiled);
    return NULL;
  }
  if (site->spawn == DRIVER_SPAWN_POOL || site->spawn == DRIVER_SPAWN_ONCE) {
    compiled->lua = lua;
    compiled->function = luaL_ref(lua, LUA_REGISTRYINDEX);
    return compiled;
  }
  bool dumped = DUMP(lua, write_bytes, compiled) == 0;
  lua_pop(lua, 1);
  if (dumped)
    return compiled;
  driver_fail(error, "%s: no memory for the bytes", source->name);
  discard(compiled);
  return NULL;
}

static void *load_compiled(void *state, const struct driver_source *source, const void *opaque,
                           struct driver_error *error) {
  const struct compiled *compiled = opaque;
  bool is_chunk = true;
  if (compiled->lua)
    lua_rawgeti(state, LUA_REGISTRYINDEX, compiled->function);
  else
    is_chunk = load_chunk(state, source, compiled->bytes, compiled->length, "b");
  return run_chunk(state, is_chunk, source, error);
}

static char *save(void *state, const void *opaque, size_t *length, struct driver_error *error) {
  const struct compiled *compiled = opaque;
  struct compiled bytes = {.lua = NULL};
  if (compiled->bytes)
    return driver_copy(compiled->bytes, *length = compiled->length, error);
  lua_rawgeti(state, LUA_REGISTRYINDEX, compiled->function);
  int failed = DUMP(state, write_bytes, &bytes);
  lua_pop((lua_State *)state, 1);
  *length = bytes.length;
  if (!failed)
    return bytes.owned;
  driver_fail(error, "no memory for the bytes");
  free(bytes.owned);
  return NULL;
}

static void *restore(void *site, void *state, const struct driver_source *source, const char *bytes,
                     size_t length, struct driver_error *error) {
  (void)site;
  (void)state;
  struct compiled *compiled = calloc(1, sizeof *compiled);
  if (!compiled)
    driver_fail(error, "%s: no memory", source->name);
  else
    *compiled = (struct compiled){.bytes = bytes, .length = length};
  return compiled;
}

static const struct driver_lifecycle lifecycle = {
    .no_spawn = {[DRIVER_SPAWN_FACTORY] =
                     "a state is made from scratch: there is nothing that states can share"},
    .enter = driver_site_enter,
    .leave = leave,
    .spawn = spawn_state,
    .retire = retire,
    .collect = collect,
    .created = driver_site_created,
    .no_parse = "the parser is the compiler: it has no tree and no pass of its own",
    .compile = compile,
    .discard = discard,
    .load_compiled = load_compiled,
    .save = save,
    .restore = restore,
};

#endif
