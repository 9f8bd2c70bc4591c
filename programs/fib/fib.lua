-- Recursive Fibonacci: two calls and an addition a node of the call tree.
--@ local work = 0

local function fib(n)
  --@ work = work + 1
  if n < 2 then
    return n
  end
  return fib(n - 1) + fib(n - 2)
end

local function run(n, seed)
  return fib(n - seed % 2)
end

return {
  run = run,
  --@ work = function() return work end,
}
