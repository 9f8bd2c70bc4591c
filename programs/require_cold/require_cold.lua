-- The script requires a module that it never has required before, in a loop.
--@ local work = 0
local next_module = 0

local function run(n, seed)
  local start = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    total = (total + require("module_" .. next_module).value + start) % 65521
    next_module = next_module + 1
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
