-- A script that is the first in its runtime to look at the registry of modules.
--@ local work = 0

local function run(n, seed)
  --@ work = work + 1
  local has_modules = type(require) == "function" and type(package.loaded) == "table"
  return (has_modules and 1 or 0) + n % 7 + seed % 1000
end

return {
  run = run,
  --@ work = function() return work end,
}
