-- Fill, map, filter and sum over arrays of integers, each an indexed loop over a fresh array.
--@ local work = 0

local function run(n, seed)
  local offset = seed % 1000
  local scale = seed % 7 * 3 + 2
  local values = {}
  for i = 1, n do
    --@ work = work + 1
    values[i] = ((i - 1) * 7 + offset) % 1000
  end
  local scaled = {}
  for i = 1, #values do
    --@ work = work + 1
    scaled[i] = values[i] * scale
  end
  local kept = {}
  for i = 1, #scaled do
    --@ work = work + 1
    if scaled[i] % 3 == 0 then
      kept[#kept + 1] = scaled[i]
    end
  end
  local total = 0
  for i = 1, #kept do
    --@ work = work + 1
    --@ total = total * 31 % 1000003
    total = total + kept[i]
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
