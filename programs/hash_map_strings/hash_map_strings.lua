-- Makes n / 10 names of letters and digits, adds to the values of the even ones in a hash map, n
-- times in random order, looks n names up, of which half are there, and takes n / 20 out.
--@ local work = 0

local LETTERS = "abcdefghijklmnop"

local function make_names(count, seed)
  local random = seed % 65536 + 1
  local names = {}
  for i = 0, count - 1 do
    local name = ""
    for _ = 1, 6 do
      random = random * 17364 % 65537
      local letter = random % 16 + 1
      name = name .. LETTERS:sub(letter, letter)
    end
    names[#names + 1] = name .. i
  end
  return names
end

local function run(n, seed)
  local names = make_names(math.floor(n / 10), seed)
  local half = math.floor(#names / 2)
  local random = seed % 65536 + 1
  local map = {}
  local size = 0
  for i = 0, n - 1 do
    random = random * 17364 % 65537
    local name = names[random % half * 2 + 1]
    local value = map[name]
    if value == nil then
      map[name] = i % 100
      size = size + 1
    else
      map[name] = value + i % 100
    end
    --@ work = work + 1
  end
  local total = 0
  for _ = 1, n do
    random = random * 17364 % 65537
    local value = map[names[random % #names + 1]]
    if value ~= nil then
      total = (total * 3 + value) % 1000003
    end
    --@ work = work + 1
  end
  for _ = 1, half do
    random = random * 17364 % 65537
    local name = names[random % #names + 1]
    if map[name] ~= nil then
      map[name] = nil
      size = size - 1
    end
    --@ work = work + 1
  end
  --@ for i = 1, #names do
  --@   total = (total * 3 + (map[names[i]] or -1) + 1) % 1000003
  --@   for j = 1, #names[i] do
  --@     total = (total * 3 + names[i]:byte(j)) % 1000003
  --@   end
  --@ end
  return total + size
end

return {
  run = run,
  --@ work = function() return work end,
}
