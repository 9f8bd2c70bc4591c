-- The function that the host calls with a record.
--@ local work = 0

local function take(value)
  --@ work = work + 1
  return value.id + value.price + value.count + (value.active and 1 or 0) + #value.name
end

return {
  take = take,
  --@ work = function() return work end,
}
