-- Levenshtein distance of two random strings of n letters out of four, by two rows of the table.
--@ local work = 0

local byte = string.byte

local function make_string(n, random)
  local letters = {}
  for i = 1, n do
    random = random * 17364 % 65537
    local letter = random % 4 + 1
    letters[i] = ("abcd"):sub(letter, letter)
  end
  return table.concat(letters)
end

local function distance(left, right)
  local previous, current = {}, {}
  for j = 1, #right + 1 do
    previous[j] = j - 1
    current[j] = 0
  end
  for i = 1, #left do
    local letter = byte(left, i)
    current[1] = i
    for j = 1, #right do
      local best = previous[j]
      if byte(right, j) ~= letter then
        if previous[j + 1] < best then
          best = previous[j + 1]
        end
        if current[j] < best then
          best = current[j]
        end
        best = best + 1
      end
      current[j + 1] = best
      --@ work = work + 1
    end
    previous, current = current, previous
  end
  return previous[#right + 1]
end

local function run(n, seed)
  return distance(make_string(n, seed % 65536 + 1), make_string(n, seed % 65521 + 7))
end

return {
  run = run,
  --@ work = function() return work end,
}
