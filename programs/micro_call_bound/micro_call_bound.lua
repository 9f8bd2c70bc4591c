-- Calls n times a function that has two arguments bound to it, each time with its last result.
--@ local work = 0

local function advance(step, limit, value)
  --@ work = work + 1
  return (value * 3 + step) % limit
end

local function bind(callee, first, second)
  return function(value)
    return callee(first, second, value)
  end
end

local function run(n, seed)
  local bound = bind(advance, seed % 1000 + 1, 10007)
  local total = 0
  for _ = 1, n do
    total = bound(total)
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
