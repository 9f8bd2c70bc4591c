-- A script that is the first in its runtime to look at what it could print with.
--@ local work = 0

local function run(n, seed)
  --@ work = work + 1
  return (type(io.stdout.write) == "function" and 1 or 0) + n % 7 + seed % 1000
end

return {
  run = run,
  --@ work = function() return work end,
}
