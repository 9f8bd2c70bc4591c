-- Makes n closures over two parameters each, and calls each once.
--@ local work = 0

local function make_scaler(scale, offset)
  return function(value)
    --@ work = work + 1
    return (value * scale + offset) % 10007
  end
end

local function run(n, seed)
  local offset = seed % 1000
  local total = 0
  for i = 0, n - 1 do
    local scaler = make_scaler(i % 7 + 1, offset)
    total = scaler(total)
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
