-- The function that the host looks up by its name at each call.
--@ local work = 0

local function take(value)
  --@ work = work + 1
  return (value + 7) % 65521
end

return {
  take = take,
  --@ work = function() return work end,
}
