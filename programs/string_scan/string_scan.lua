-- Splits a text into lines at its newlines, and scans each line for semicolons: copies each field
-- between two and tests whether it is the one that is looked for. The text is 40 random lines, time
-- and again.
--@ local work = 0

local BLOCK_LINES = 40
local LINE_FIELDS = 6

-- 40 lines of six fields, each of which has two to nine letters.
local function make_block(seed)
  local random = seed % 65536 + 1
  local pieces = {}
  for i = 0, BLOCK_LINES - 1 do
    for j = 0, LINE_FIELDS - 1 do
      local letters = 2 + (i * LINE_FIELDS + j) % 8
      for _ = 1, letters do
        random = random * 17364 % 65537
        local letter = random % 4 + 1
        pieces[#pieces + 1] = ("abcd"):sub(letter, letter)
      end
      pieces[#pieces + 1] = ";"
    end
    pieces[#pieces + 1] = "\n"
  end
  return table.concat(pieces)
end

local function split(text)
  local lines = {}
  local start = 1
  local newline = text:find("\n", start, true)
  while newline do
    lines[#lines + 1] = text:sub(start, newline - 1)
    start = newline + 1
    newline = text:find("\n", start, true)
  end
  lines[#lines + 1] = text:sub(start)
  return lines
end

local function scan(line, wanted)
  local total = 0
  local start = 1
  local semicolon = line:find(";", start, true)
  while semicolon do
    local field = line:sub(start, semicolon - 1)
    total = total + (field == wanted and 1000 or field:byte(1) + #field)
    start = semicolon + 1
    semicolon = line:find(";", start, true)
    --@ work = work + 1
  end
  return total
end

local function run(n, seed)
  local text = make_block(seed):rep(n / BLOCK_LINES)
  local lines = split(text)
  local total = 0
  for i = 1, #lines do
    total = (total + scan(lines[i], "ab")) % 1000000007
  end
  return total + #lines
end

return {
  run = run,
  --@ work = function() return work end,
}
