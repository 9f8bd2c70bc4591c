-- The Mandelbrot set on a grid of n by n points, at most 50 iterations a point. The seed says in
-- which row to begin, and the result depends on the order.
--@ local work = 0

local function iterations(cx, cy)
  local x = 0.0
  local y = 0.0
  local count = 0
  while count < 50 do
    --@ work = work + 1
    local xx = x * x
    local yy = y * y
    if xx + yy > 4.0 then
      break
    end
    y = 2.0 * x * y + cy
    x = xx - yy + cx
    count = count + 1
  end
  return count
end

local function run(n, seed)
  local hash = 0
  for i = 0, n - 1 do
    local row = (i + seed % 1000) % n
    local cy = 2.0 * row / n - 1.0
    for column = 0, n - 1 do
      local cx = 3.0 * column / n - 2.0
      hash = (hash * 31 + iterations(cx, cy)) % 65521
    end
  end
  return hash
end

return {
  run = run,
  --@ work = function() return work end,
}
