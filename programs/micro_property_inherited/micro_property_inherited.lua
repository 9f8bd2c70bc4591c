-- Walks n times along a ring of four records, and reads two fields of each that they inherit.
--@ local work = 0

local function make_ring(parent)
  local meta = { __index = parent }
  local first = setmetatable({}, meta)
  local last = first
  for _ = 1, 3 do
    last.next = setmetatable({}, meta)
    last = last.next
  end
  last.next = first
  return first
end

local function run(n, seed)
  local offset = seed % 1000
  local record = make_ring({ scale = offset % 7 + 1, shift = offset })
  local total = 0
  for _ = 1, n do
    --@ work = work + 1
    total = (total * record.scale + record.shift) % 10007
    record = record.next
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
