-- Chooses n times among eight operations on a number, by the number itself.
--@ local work = 0

local function apply(code, value)
  --@ work = work + 1
  if code == 0 then
    return value + 3
  elseif code == 1 then
    return value * 2 + 1
  elseif code == 2 then
    return value + 17
  elseif code == 3 then
    return value * 3
  elseif code == 4 then
    return value + 101
  elseif code == 5 then
    return value * 5 + 2
  elseif code == 6 then
    return value + 1009
  else
    return value * 7
  end
end

local function run(n, seed)
  local total = seed % 1000
  for i = 0, n - 1 do
    total = apply((total + i) % 8, total) % 10007
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
