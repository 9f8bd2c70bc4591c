-- Quicksort with a comparator that is passed in, on pseudo-random numbers. The seed shifts all
-- numbers and says by its parity which of two comparators it is; the order of the numbers is always
-- the same.
--@ local work = 0

local floor = math.floor

local function ascending(a, b)
  --@ work = work + 1
  return a - b
end

local function descending(a, b)
  --@ work = work + 1
  return b - a
end

local function sort(values, first, last, compare)
  local low = first
  local high = last
  local pivot = values[floor((first + last) / 2)]
  while low <= high do
    while compare(values[low], pivot) < 0 do
      low = low + 1
    end
    while compare(pivot, values[high]) < 0 do
      high = high - 1
    end
    if low <= high then
      local kept = values[low]
      values[low] = values[high]
      values[high] = kept
      low = low + 1
      high = high - 1
    end
  end
  if first < high then
    sort(values, first, high, compare)
  end
  if low < last then
    sort(values, low, last, compare)
  end
end

local function run(n, seed)
  local offset = seed % 1000
  local values = {}
  local number = 42
  for i = 1, n do
    number = (number * 3877 + 29573) % 139968
    values[i] = number + offset
  end
  -- The middle of 1 and n is that of 0 and n - 1 with one added, halves rounded down in both: the
  -- same comparisons as with arrays from 0.
  sort(values, 1, n, seed % 2 == 0 and ascending or descending)
  local hash = 0
  for i = 1, n do
    hash = (hash * 31 + values[i]) % 65521
  end
  return hash
end

return {
  run = run,
  --@ work = function() return work end,
}
