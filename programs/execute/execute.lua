-- A small script as a host runs it again and again: a function, a table, a loop of ten.
--@ local work = 0
local weights = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3 }

local function scaled(value, factor)
  return (value * factor) % 1009
end

local function run(n, seed)
  --@ work = work + 1
  local total = seed % 1000 + n % 1000
  for i = 1, #weights do
    total = (total + scaled(weights[i] + i - 1, total % 7 + 1)) % 65521
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
