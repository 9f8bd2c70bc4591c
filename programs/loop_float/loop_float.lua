-- Floating-point arithmetic in a loop: a piece of the harmonic series, shifted by the seed.
--@ local work = 0

local function run(n, seed)
  local shift = (seed % 1000) / 1000.0
  local total = 0.0
  for i = 1, n do
    --@ work = work + 1
    total = total + 1.0 / (i + shift)
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
