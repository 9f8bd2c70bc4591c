-- Adds to the values of 5003 scattered integer keys in a hash map, n times in random order; looks n
-- keys up, of which half are there; and takes keys out, half as many times.
--@ local work = 0

local KEYS = 5003
local SPREAD = 355

local function run(n, seed)
  local random = seed % 65536 + 1
  local map = {}
  local size = 0
  for i = 0, n - 1 do
    random = random * 17364 % 65537
    local key = random % KEYS * SPREAD
    local value = map[key]
    if value == nil then
      map[key] = i % 100
      size = size + 1
    else
      map[key] = value + i % 100
    end
    --@ work = work + 1
  end
  local total = 0
  for _ = 1, n do
    random = random * 17364 % 65537
    local value = map[random % (2 * KEYS) * SPREAD]
    if value ~= nil then
      total = (total * 3 + value) % 1000003
    end
    --@ work = work + 1
  end
  for _ = 1, n, 2 do
    random = random * 17364 % 65537
    local key = random % KEYS * SPREAD
    if map[key] ~= nil then
      map[key] = nil
      size = size - 1
    end
    --@ work = work + 1
  end
  return total + size
end

return {
  run = run,
  --@ work = function() return work end,
}
