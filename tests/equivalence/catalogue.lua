-- Runs programs of the catalogue on a stock Lua or LuaJIT, to show that the files keep to what both
-- versions of the language share.
--
-- Arguments: FILE KIND N FIRST-SEED REPETITIONS, where KIND is "script" or "call_script". Prints
-- "CHECKSUM WORK" as the drivers' --check has them.
local path, kind, n, first_seed, repetitions = ...
n, first_seed, repetitions = tonumber(n), tonumber(first_seed), tonumber(repetitions)

local file = assert(io.open(path))
local source = ("\n" .. file:read("*a")):gsub("(\n[ \t]*)%-%-@ ", "%1    "):sub(2)
file:close()

function host_add(a, b)
  return a + b
end

local program = assert((loadstring or load)(source, "@" .. path))()

local function call_script(seed)
  local value = seed % 1000
  for i = 0, n - 1 do
    value = program.add(value, i)
  end
  return value
end

local checksum = 0
for i = 0, repetitions - 1 do
  local seed = (first_seed + i) % 2 ^ 31
  seed = math.tointeger and math.tointeger(seed) or seed
  local value = kind == "call_script" and call_script(seed) or program.run(n, seed)
  checksum = checksum + math.fmod(value, 2 ^ 31)
end
print(string.format("%.17g %.17g", checksum, program.work()))
