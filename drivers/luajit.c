// pkg-config: luajit
//
// LuaJIT, embedded like PUC Lua: the same programs, entered in the same way. Its traces are
// recorded and compiled as it runs, which the engine `luajit-joff` forbids.
#include <luajit.h>

#define LENGTH(lua, index) lua_objlen(lua, index)
#define DUMP(lua, writer, data) lua_dump(lua, writer, data)
#define PUSH_GLOBALS(lua) lua_pushvalue(lua, LUA_GLOBALSINDEX)

#include "drivers/lua_embedding.h"

static const struct driver_engine engines[] = {
    {.name = "luajit", .description = "LuaJIT, tracing compiler", .repetition_divisor = 1},
    {.name = "luajit-joff", .description = "LuaJIT, bytecode interpreter", .repetition_divisor = 1},
};

static void describe(const char *objects, struct driver_description *description) {
  (void)objects;
  description->version = LUAJIT_VERSION;
  description->build = "the system's shared library";
  description->library_address = (const void *)lua_newstate;
  description->library = driver_library_name(description->library_address);
}

// All numbers are doubles to a script.
static int host_add(lua_State *lua) {
  lua_pushnumber(lua, luaL_checknumber(lua, 1) + luaL_checknumber(lua, 2));
  return 1;
}

static bool configure(lua_State *lua, const struct driver_engine *engine,
                      struct driver_error *error) {
  int mode = engine == &engines[0] ? LUAJIT_MODE_ON : LUAJIT_MODE_OFF;
  return luaJIT_setmode(lua, 0, LUAJIT_MODE_ENGINE | mode) ||
         driver_fail(error, "LuaJIT cannot turn its compiler %s",
                     mode == LUAJIT_MODE_ON ? "on" : "off");
}

static const struct driver luajit = {
    .name = "luajit",
    .language = "lua",
    .suffix = ".lua",
    .comment = "--",
    .peer = true,
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

int main(int argc, char **argv) { return harness_main(&luajit, argc, argv); }
