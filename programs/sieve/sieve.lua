-- The sieve of Eratosthenes over an array of booleans. The seed goes into what is summed for each
-- prime, not into the sieve.
--@ local work = 0

local function run(n, seed)
  local offset = seed % 1000
  local prime = {}
  for i = 1, n do -- prime[i] is about the number i: the last one is not looked at
    --@ work = work + 1
    prime[i] = true
  end
  local total = 0
  for i = 2, n - 1 do
    if prime[i] then
      total = total + (i + offset) % 1000
      for multiple = i + i, n - 1, i do
        --@ work = work + 1
        prime[multiple] = false
      end
    end
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
