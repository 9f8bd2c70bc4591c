// pkg-config: lua5.4
//
// PUC Lua, embedded with its whole standard library.
#define LENGTH(lua, index) lua_rawlen(lua, index)
#define DUMP(lua, writer, data) lua_dump(lua, writer, data, false)
#define PUSH_GLOBALS(lua) lua_pushglobaltable(lua)

#include "drivers/lua_embedding.h"

static const struct driver_engine engines[] = {
    {.name = "lua", .description = "PUC Lua, bytecode interpreter", .repetition_divisor = 1},
};

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  description->version = LUA_RELEASE;
  description->build = "the system's shared library";
  description->library_address = (const void *)lua_newstate;
  description->library = driver_library_name(description->library_address);
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

static bool configure(lua_State *lua, const struct driver_engine *engine,
                      struct driver_error *error) {
  (void)lua;
  (void)engine;
  (void)error;
  return true;
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
    .has_modules = true,
    .call_script = call_script,
    .lifecycle = &lifecycle,
    .boundary = &boundary,
};

int main(int argc, char **argv) { return harness_main(&lua_driver, argc, argv); }
