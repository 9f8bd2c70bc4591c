-- A source of any length: the lines between the marks are repeated, with a number in each copy.
--@ local work = 0
local units = {}

--@[
units.unit_000000 = function(value, limit)
  local total = value
  for i = 0, limit - 1 do
    if total % 2 == 0 then
      total = total / 2 + i
    else
      total = total * 3 + 1
    end
  end
  return { name = "unit 000000", total = total }
end
--@]

local function run(n, seed)
  --@ work = work + 1
  return seed % 1000 + n % 1000
end

return {
  run = run,
  units = units,
  --@ work = function() return work end,
}
