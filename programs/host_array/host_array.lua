-- The script takes an array of numbers from its host and gives it back, in a loop.
--@ local work = 0

local function run(n, seed)
  local start = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    local array = host_array(start + i)
    total = (total + host_take_array(array) + array[1] + array[i % #array + 1]) % 65521
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
