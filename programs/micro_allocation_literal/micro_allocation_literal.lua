-- Makes n records and n arrays of two elements by literals; sixteen records live on at any time.
--@ local work = 0

local KEPT = 16

local function run(n, seed)
  local kept = {}
  for i = 1, KEPT do
    --@ work = work + 1
    kept[i] = { x = seed % 1000, y = i - 1 }
  end
  local total = 0
  for i = 0, n - 1 do
    --@ work = work + 1
    local before = kept[i % KEPT + 1]
    local pair = { before.x, total }
    total = (pair[1] + pair[2] * 3 + before.y) % 10007
    kept[i % KEPT + 1] = { x = total, y = i % 100 }
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
