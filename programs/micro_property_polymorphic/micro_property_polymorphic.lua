-- Walks n times along a ring of four records of different kinds, and reads the same field of each.
--@ local work = 0

local function make_ring(offset)
  local first = { x = offset, next = false }
  local second = { a = 1, x = offset + 1, next = false }
  local third = { a = 1, b = 2, x = offset + 2, next = false }
  local fourth = { a = 1, b = 2, c = 3, x = offset + 3, next = first }
  first.next = second
  second.next = third
  third.next = fourth
  return first
end

local function run(n, seed)
  local record = make_ring(seed % 1000)
  local total = 0
  for _ = 1, n do
    --@ work = work + 1
    total = (total * 3 + record.x) % 10007
    record = record.next
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
