-- Makes n counters, each of them two functions that share a captured variable, one to advance it
-- and one to read it, calls each counter ten times in turn, and reads them all.
--@ local work = 0

local ROUNDS = 10

local function make_counter(start, step)
  local count = start
  return {
    advance = function(extra)
      --@ work = work + 1
      count = (count + step + extra) % 1000003
      return count
    end,
    read = function(scale)
      --@ work = work + 1
      return count * scale
    end,
  }
end

local function run(n, seed)
  local start = seed % 1000
  local counters = {}
  for i = 0, n - 1 do
    counters[#counters + 1] = make_counter(start, i)
  end
  local total = 0
  for round = 0, ROUNDS - 1 do
    for i = 1, n do
      total = (total + counters[i].advance(round)) % 1000000007
    end
  end
  for i = 1, n do
    total = (total + counters[i].read(3)) % 1000000007
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
