-- The script calls a function of its host, with two numbers, for every step of a loop.
--@ local work = 0

local function run(n, seed)
  local step = seed % 4 + 1
  local total = seed % 1000
  for _ = 1, n do
    --@ work = work + 1
    total = host_add(total, step)
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
