-- The script takes a record from its host, makes another and gives that to the host, in a loop.
--@ local work = 0

local function run(n, seed)
  local start = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    local row = host_row(start + i)
    total = total + host_take_row({
      id = row.id + 1,
      price = row.price,
      count = row.count,
      active = not row.active,
      name = row.name,
    })
    total = total % 65521
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
