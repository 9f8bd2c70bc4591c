-- The remainders of n multiples, summed; where they begin comes at run time.
--@ local work = 0

local function run(n, seed)
  local offset = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    total = total + (i * 7 + offset) % 1000
  end
  return total + offset
end

return {
  run = run,
  --@ work = function() return work end,
}
