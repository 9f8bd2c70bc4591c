-- The script requires a module that it has, in a loop.
--@ local work = 0

local function run(n, seed)
  local start = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    total = (total + require("module_7").value + start) % 65521
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
