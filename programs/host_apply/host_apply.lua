-- The script gives its host a function that the host calls, in a loop: in, out and in again.
--@ local work = 0

local function step(x)
  return (x + 7) % 65521
end

local function run(n, seed)
  local start = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    total = host_apply(step, total + start + i)
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
