-- Advances a variable of the module n times by another, which goes through a function of the
-- library.
--@ local work = 0

local LIMIT = 10007
local counter = 0
local stride = 0

local function run(n, seed)
  counter = seed % 1000
  stride = -1 - seed % 7
  for _ = 1, n do
    --@ work = work + 1
    counter = (counter * 3 + math.abs(stride)) % LIMIT
  end
  return counter
end

return {
  run = run,
  --@ work = function() return work end,
}
