-- The host function throws and the script catches, in a loop.
--@ local work = 0

local function run(n, seed)
  local start = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    local fine = pcall(host_fail, start + i)
    if not fine then
      total = (total + start + i) % 65521
    end
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
