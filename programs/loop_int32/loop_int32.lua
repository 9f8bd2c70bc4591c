-- Integer arithmetic in a loop whose values all stay in 32 bits; each step needs the one before.
--@ local work = 0

local function run(n, seed)
  local value = seed % 65537
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    value = (value * 75 + i) % 65537
    total = (total + value) % 1000003
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
