-- A chain of n steps, each a multiplication, two additions and a remainder of doubles.
--@ local work = 0

local function run(n, seed)
  local total = seed % 1000
  for i = 0, n - 1 do
    --@ work = work + 1
    total = (total * 3 + i % 100 + 0.5) % 1000.5
  end
  return total * 2
end

return {
  run = run,
  --@ work = function() return work end,
}
