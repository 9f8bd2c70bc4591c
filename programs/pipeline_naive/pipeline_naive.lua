-- A condition of a rule: does the message, as its node sees it, meet it? One call a condition.
--@ local work = 0

local function take(row)
  --@ work = work + 1
  local limit = row.id % 3 * 50 + 50
  local affordable = row.price < limit
  local stocked = row.count > 10
  return affordable and stocked and (row.active or #row.name > 20) and 1 or 0
end

return {
  take = take,
  --@ work = function() return work end,
}
