-- Makes n whole numbers and n fractions into text, and adds up some of their characters.
--@ local work = 0

local function run(n, seed)
  local offset = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 2
    local whole = tostring((i * 7 + offset) % 1000)
    local fraction = tostring((i * 3 + offset) % 100 + 0.5)
    total = (total + string.byte(whole, -1) + string.byte(fraction) * #fraction) % 10007
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
