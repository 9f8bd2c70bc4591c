-- Adds up the elements of an array of a hundred integers, n / 100 times, by the loop for elements.
--@ local work = 0

local LENGTH = 100

local function run(n, seed)
  local values = {}
  for i = 1, LENGTH do
    values[i] = ((i - 1) * 7 + seed % 1000) % 1000
  end
  local total = 0
  for _ = 1, n / LENGTH do
    for _, value in ipairs(values) do
      --@ work = work + 1
      total = (total * 3 + value) % 10007
    end
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
