-- Makes n closures over a variable of their own, which each assigns twice when it is called.
--@ local work = 0

local function make_counter(start)
  local count = start * 3
  return function(by)
    --@ work = work + 1
    count = count + by
    count = count % 10007
    return count
  end
end

local function run(n, seed)
  local total = seed % 1000
  for i = 0, n - 1 do
    local counter = make_counter(total)
    total = counter(i % 7)
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
