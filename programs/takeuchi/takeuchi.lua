-- Takeuchi's function: calls with three arguments, three of them nested as arguments of a fourth.
-- The seed shifts all arguments, which shifts the result and leaves the calls as they are.
--@ local work = 0

local function tak(x, y, z)
  --@ work = work + 1
  if x <= y then
    return z
  end
  local result = tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
  return result
end

local function run(n, seed)
  local offset = seed % 1000
  return tak(3 * n + offset, 2 * n + offset, n + offset)
end

return {
  run = run,
  --@ work = function() return work end,
}
