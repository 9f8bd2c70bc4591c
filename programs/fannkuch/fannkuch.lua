-- All permutations of n numbers in turn; of each, how often its beginning can be reversed, as many
-- elements as the first one says, until that is 0. The seed rotates the permutation to begin with.
--@ local work = 0

local function flips(n, permutation, scratch)
  for i = 1, n do
    scratch[i] = permutation[i]
  end
  local count = 0
  local first = scratch[1]
  while first ~= 0 do
    local low = 1
    local high = first + 1
    while low < high do
      --@ work = work + 1
      local kept = scratch[low]
      scratch[low] = scratch[high]
      scratch[high] = kept
      low = low + 1
      high = high - 1
    end
    count = count + 1
    first = scratch[1]
  end
  return count
end

local function run(n, seed)
  local offset = seed % 1000
  local permutation = {}
  local scratch = {}
  local turns = {}
  for i = 1, n do
    permutation[i] = (i - 1 + offset) % n
    scratch[i] = 0
    turns[i] = 0
  end
  local hash = 0
  local length = 2 -- how many elements are rotated, at the places 1 to length
  while length <= n do
    if length == 2 then
      hash = (hash * 31 + flips(n, permutation, scratch)) % 65521
    end
    local first = permutation[1]
    for i = 1, length - 1 do
      permutation[i] = permutation[i + 1]
    end
    permutation[length] = first
    turns[length] = turns[length] + 1
    if turns[length] < length then
      length = 2
    else
      turns[length] = 0
      length = length + 1
    end
  end
  return hash
end

return {
  run = run,
  --@ work = function() return work end,
}
