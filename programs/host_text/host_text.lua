-- The script takes a text from its host and gives it back, in a loop.
--@ local work = 0

local function run(n, seed)
  local start = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    local text = host_text(start + i)
    total = (total + host_take_text(text) + #text + string.byte(text, #text)) % 65521
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
