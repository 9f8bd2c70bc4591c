-- Map, filter and reduce over an array of integers by functions that are passed in, each over a
-- fresh array; the function of the map is a closure over `scale`.
--@ local work = 0

local function map(values, f)
  local result = {}
  for i = 1, #values do
    result[i] = f(values[i])
  end
  return result
end

local function filter(values, f)
  local result = {}
  for i = 1, #values do
    local value = values[i]
    if f(value) then
      result[#result + 1] = value
    end
  end
  return result
end

local function reduce(values, f, initial)
  local result = initial
  for i = 1, #values do
    result = f(result, values[i])
  end
  return result
end

local function run(n, seed)
  local offset = seed % 1000
  local scale = seed % 7 * 3 + 2
  local values = {}
  for i = 0, n - 1 do
    values[#values + 1] = (i * 7 + offset) % 1000
  end
  local scaled = map(values, function(value)
    --@ work = work + 1
    return value * scale
  end)
  local kept = filter(scaled, function(value)
    --@ work = work + 1
    return value % 3 == 0
  end)
  return reduce(kept, function(total, value)
    --@ work = work + 1
    --@ total = total * 31 % 1000003
    return total + value
  end, 0)
end

return {
  run = run,
  --@ work = function() return work end,
}
