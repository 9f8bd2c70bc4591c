-- Makes n instances of a class with two fields; sixteen of them live on at any time.
--@ local work = 0

local KEPT = 16

local Point = {}
Point.__index = Point

function Point.new(x, y)
  --@ work = work + 1
  return setmetatable({ x = x, y = y }, Point)
end

local function run(n, seed)
  local kept = {}
  for i = 1, KEPT do
    kept[i] = Point.new(seed % 1000, i - 1)
  end
  local total = 0
  for i = 0, n - 1 do
    local before = kept[i % KEPT + 1]
    total = (total * 3 + before.x + before.y) % 10007
    kept[i % KEPT + 1] = Point.new(total, i % 100)
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
