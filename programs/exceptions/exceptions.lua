-- Calls a function n times that calls itself to a depth of one to eight, and whose innermost call
-- throws for every third call; the throw passes through all the frames between.
--@ local work = 0

local function descend(depth, value, fails)
  --@ work = work + 1
  if depth == 0 then
    if fails then
      error({ code = value })
    end
    return value
  end
  return (descend(depth - 1, value + depth, fails) * 3 + depth) % 10007
end

local function attempt(depth, value, fails)
  local succeeded, result = pcall(descend, depth, value, fails)
  if succeeded then
    return result
  end
  return result.code + 5
end

local function run(n, seed)
  local offset = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    total = (total + attempt(1 + i % 8, (i * 7 + offset) % 1000, i % 3 == 0)) % 1000000007
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
