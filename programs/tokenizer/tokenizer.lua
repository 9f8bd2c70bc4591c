-- Splits a generated program text into tokens, names, keywords, numbers, strings and punctuation,
-- by looking at its characters one by one; blanks and comments are skipped.
--@ local work = 0

local byte = string.byte

local BLOCK_LINES = 20

local NAME = 0
local KEYWORD = 1
local NUMBER = 2
local STRING = 3
local PUNCTUATION = 4

local BLANK = 32
local NEWLINE = 10
local QUOTE = 34
local HASH = 35

local function is_letter(c)
  return (c >= 97 and c <= 122) or c == 95
end

local function is_digit(c)
  return c >= 48 and c <= 57
end

local function is_keyword(word)
  return word == "if" or word == "while" or word == "return"
end

-- Where the text after the token or the skipped text that starts at `position` begins.
local function end_of_word(text, position)
  while position <= #text and (is_letter(byte(text, position)) or is_digit(byte(text, position))) do
    position = position + 1
  end
  return position
end

local function end_of_number(text, position)
  while position <= #text and is_digit(byte(text, position)) do
    position = position + 1
  end
  return position
end

local function end_at(text, position, last)
  while position <= #text and byte(text, position) ~= last do
    position = position + 1
  end
  return position + 1
end

local function tokenize(text)
  local tokens = {}
  local position = 1
  while position <= #text do
    local c = byte(text, position)
    local start = position
    --@ work = work + 1
    if c == BLANK or c == NEWLINE then
      position = position + 1
    elseif is_letter(c) then
      position = end_of_word(text, position)
      local word = text:sub(start, position - 1)
      tokens[#tokens + 1] = { kind = is_keyword(word) and KEYWORD or NAME, text = word }
    elseif is_digit(c) then
      position = end_of_number(text, position)
      tokens[#tokens + 1] = { kind = NUMBER, text = text:sub(start, position - 1) }
    elseif c == QUOTE then
      position = end_at(text, position + 1, QUOTE)
      tokens[#tokens + 1] = { kind = STRING, text = text:sub(start, position - 1) }
    elseif c == HASH then
      position = end_at(text, position, NEWLINE)
    else
      position = position + 1
      tokens[#tokens + 1] = { kind = PUNCTUATION, text = text:sub(start, position - 1) }
    end
  end
  return tokens
end

local FORMS = {
  "if (@@@ < $$) { @@_@ = $$$; } # @@@@\n",
  "while (@@$ + @@@@@) @@$($, \"@@@ @@\");\n",
  "@@@_@@@ = @@ * (@@@@ - $$$$) / $; # $$\n",
  "return @@@@@ + \"@@@@@@@\";\n",
  "# @@@@ @@ @@@@@ $$$\n    @@@[$$] = @@$$;\n",
}

-- 20 lines of five forms in turn, with letters and digits drawn.
local function make_block(seed)
  local random = seed % 65536 + 1
  local pieces = {}
  for i = 0, BLOCK_LINES - 1 do
    local form = FORMS[i % 5 + 1]
    for j = 1, #form do
      local c = form:sub(j, j)
      if c == "@" or c == "$" then
        random = random * 17364 % 65537
        local letter = random % 8 + 1
        local digit = random % 10 + 1
        c = c == "@" and ("pqrstuvw"):sub(letter, letter) or ("0123456789"):sub(digit, digit)
      end
      pieces[#pieces + 1] = c
    end
  end
  return table.concat(pieces)
end

local function run(n, seed)
  local text = make_block(seed):rep(n / BLOCK_LINES)
  local tokens = tokenize(text)
  local total = 0
  for i = 1, #tokens do
    local token = tokens[i]
    total = (total * 3 + token.kind + #token.text + byte(token.text, -1)) % 1000003
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
