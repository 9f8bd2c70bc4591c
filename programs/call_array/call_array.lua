-- The function that the host calls with an array of numbers.
--@ local work = 0

local function take(value)
  --@ work = work + 1
  return #value + value[1] + value[#value]
end

return {
  take = take,
  --@ work = function() return work end,
}
