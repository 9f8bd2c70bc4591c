-- Integer arithmetic in a loop whose products and sums leave 32 bits and stay below 2^53, where a
-- double still holds every integer.
--@ local work = 0

local function run(n, seed)
  local value = seed % 2147483646 + 1
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    value = value * 48271 % 2147483647
    total = (total + value * 1021 + i) % 4398046511093
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
