-- Walks n times along a ring of four records of the same kind, and reads two fields of each.
--@ local work = 0

local function make_ring(offset)
  local first = { x = offset, y = 1, next = false }
  local last = first
  for i = 1, 3 do
    last.next = { x = offset + i, y = i + 1, next = false }
    last = last.next
  end
  last.next = first
  return first
end

local function run(n, seed)
  local record = make_ring(seed % 1000)
  local total = 0
  for _ = 1, n do
    --@ work = work + 1
    total = (total + record.x * record.y) % 10007
    record = record.next
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
