-- Reads two elements of an array of 256 integers and writes one of them, n times.
--@ local work = 0

local LENGTH = 256

local function run(n, seed)
  local values = {}
  for i = 1, LENGTH do
    values[i] = seed % 1000 + i - 1
  end
  for i = 0, n - 1 do
    --@ work = work + 1
    local at = i % LENGTH
    values[at + 1] = (values[at + 1] + values[(at * 7 + 3) % LENGTH + 1]) % 10007
  end
  local total = 0
  for i = 1, LENGTH do
    total = total + values[i]
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
