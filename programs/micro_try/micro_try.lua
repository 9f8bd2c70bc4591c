-- Calls a function n times, each time in a block that would catch what it throws; it throws
-- nothing.
--@ local work = 0

local function step(value, by)
  return (value * 3 + by) % 10007
end

local function run(n, seed)
  local total = seed % 1000
  for i = 0, n - 1 do
    --@ work = work + 1
    local succeeded, result = pcall(step, total, i % 100)
    total = succeeded and result or 0
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
