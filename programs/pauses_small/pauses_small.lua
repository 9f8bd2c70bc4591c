-- Keeps n pairs of records that point to each other, and replaces 50 of them at each call: cycles
-- that become garbage while others live on. The seed says which, and goes into the numbers.
--@ local work = 0

local REPLACED = 50
local live = {}

local function make_pair(id)
  local first = { id = id, peer = false }
  first.peer = { id = id + 1, peer = first }
  return first
end

local function fill(n)
  live = {}
  for i = 0, n - 1 do
    live[#live + 1] = make_pair(i)
  end
end

local function run(n, seed)
  if #live ~= n then
    fill(n)
  end
  local total = 0
  for i = 0, REPLACED - 1 do
    --@ work = work + 2
    local at = (seed * REPLACED + i * 7919) % n + 1
    local old = live[at]
    local made = make_pair((seed + i) % 1000)
    live[at] = made
    total = total + made.peer.id + old.peer.peer.id - old.id
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
