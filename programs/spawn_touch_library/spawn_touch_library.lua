-- A script that is the first in its runtime to use some parts of the library.
--@ local work = 0

local function run(n, seed)
  --@ work = work + 1
  local letters = {}
  for letter in string.gmatch("c,a,b", "[^,]+") do
    letters[#letters + 1] = letter
  end
  table.sort(letters)
  local digits = { 6, 2, 4, n % 7 }
  local keys = 0
  for _ in pairs({ one = 1, two = 2 }) do
    keys = keys + 1
  end
  local number = math.floor(digits[2] / 2) + tonumber("12")
  return number + #table.concat(letters) + digits[4] + keys + seed % 1000
end

return {
  run = run,
  --@ work = function() return work end,
}
