-- The function that throws when the host calls it.
--@ local work = 0

local function take(value)
  --@ work = work + 1
  error("failure")
end

return {
  take = take,
  --@ work = function() return work end,
}
