-- Adds up n numbers, whole and fractional by turns, below 10000.
--@ local work = 0

local function run(n, seed)
  local total = seed % 1000
  for i = 0, n - 1 do
    --@ work = work + 1
    local step = i % 100
    if i % 2 ~= 0 then
      step = step + 0.5
    end
    total = total + step
    if total >= 10000 then
      total = total - 10000
    end
  end
  return total * 2
end

return {
  run = run,
  --@ work = function() return work end,
}
