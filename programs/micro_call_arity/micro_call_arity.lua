-- Calls a function with too few arguments and one with too many, n times each.
--@ local work = 0

local function few(a, b, c)
  --@ work = work + 1
  if c == nil then
    return (a + b) % 10007
  end
  return c
end

local function many(a, b)
  --@ work = work + 1
  return (a * 3 + b) % 10007
end

local function run(n, seed)
  local total = seed % 1000
  for i = 0, n - 1 do
    total = few(total, i % 100)
    total = many(total, i % 10, 1, 2)
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
