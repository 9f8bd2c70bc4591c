-- The function that the host calls, with two numbers, for every step of a loop of its own.
--@ local work = 0

local function add(a, b)
  --@ work = work + 1
  return (a + b) % 1000003
end

return {
  add = add,
  --@ work = function() return work end,
}
