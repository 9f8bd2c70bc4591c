-- Sorts n / 100 arrays of a hundred different integers in descending order by a comparator.
--@ local work = 0

local LENGTH = 100

local function run(n, seed)
  local offset = seed % 1000
  local total = 0
  for pass = 0, n / LENGTH - 1 do
    local values = {}
    for i = 1, LENGTH do
      --@ work = work + 1
      values[i] = ((i - 1) * 37 + offset + pass) % 101
    end
    table.sort(values, function(a, b)
      return a > b
    end)
    total = (total * 3 + values[(pass * 7 + offset) % LENGTH + 1]) % 10007
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
