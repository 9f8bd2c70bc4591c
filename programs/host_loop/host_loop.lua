-- The loop of the programs that call the host, without a call.
--@ local work = 0

local function run(n, seed)
  local start = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    total = (total + start + i) % 65521
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
