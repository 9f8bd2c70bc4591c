-- Parses a text in JSON of n generated records into a tree, and prints the tree to text again, both
-- written out in the language. Adds up every seventh character of what it printed.
--@ local work = 0

local byte = string.byte

local NULL = 0
local TRUE = 1
local FALSE = 2
local NUMBER = 3
local STRING = 4
local ARRAY = 5
local OBJECT = 6

local TAB = 9
local NEWLINE = 10
local BLANK = 32
local QUOTE = 34
local COMMA = 44
local MINUS = 45
local DIGIT_0 = 48
local DIGIT_9 = 57
local OPEN_BRACKET = 91
local BACKSLASH = 92
local CLOSE_BRACKET = 93
local LETTER_F = 102
local LETTER_N = 110
local LETTER_T = 116
local OPEN_BRACE = 123
local CLOSE_BRACE = 125

-- The content of a value is its number, its string or its items; `names` are those of its items.
local function make_value(kind, content, names)
  --@ work = work + 1
  return { kind = kind, content = content, names = names }
end

local function skip_blanks(parser)
  local text = parser.text
  local position = parser.position
  local c = byte(text, position)
  while c == BLANK or c == NEWLINE or c == TAB do
    position = position + 1
    c = byte(text, position)
  end
  parser.position = position
  return c
end

local function parse_number(parser)
  local text = parser.text
  local position = parser.position
  local negative = byte(text, position) == MINUS
  if negative then
    position = position + 1
  end
  local number = 0
  local c = byte(text, position)
  while c >= DIGIT_0 and c <= DIGIT_9 do
    number = number * 10 + (c - DIGIT_0)
    position = position + 1
    c = byte(text, position)
  end
  parser.position = position
  return negative and -number or number
end

-- A string's text; a character after a backslash stands for itself.
local function parse_string(parser)
  local text = parser.text
  local start = parser.position + 1
  local position = start
  local result = ""
  local c = byte(text, position)
  while c ~= QUOTE do
    if c == BACKSLASH then
      result = result .. text:sub(start, position - 1)
      start = position + 1
      position = position + 1
    end
    position = position + 1
    c = byte(text, position)
  end
  parser.position = position + 1
  return result .. text:sub(start, position - 1)
end

local parse_value

local function parse_array(parser)
  local items = {}
  parser.position = parser.position + 1
  local c = skip_blanks(parser)
  while c ~= CLOSE_BRACKET do
    items[#items + 1] = parse_value(parser)
    c = skip_blanks(parser)
    if c == COMMA then
      parser.position = parser.position + 1
    end
  end
  parser.position = parser.position + 1
  return make_value(ARRAY, items, nil)
end

local function parse_object(parser)
  local names = {}
  local items = {}
  parser.position = parser.position + 1
  local c = skip_blanks(parser)
  while c ~= CLOSE_BRACE do
    names[#names + 1] = parse_string(parser)
    skip_blanks(parser)
    parser.position = parser.position + 1
    items[#items + 1] = parse_value(parser)
    c = skip_blanks(parser)
    if c == COMMA then
      parser.position = parser.position + 1
      c = skip_blanks(parser)
    end
  end
  parser.position = parser.position + 1
  return make_value(OBJECT, items, names)
end

function parse_value(parser)
  local c = skip_blanks(parser)
  if c == OPEN_BRACE then
    return parse_object(parser)
  elseif c == OPEN_BRACKET then
    return parse_array(parser)
  elseif c == QUOTE then
    return make_value(STRING, parse_string(parser), nil)
  elseif c == LETTER_N then
    parser.position = parser.position + 4
    return make_value(NULL, 0, nil)
  elseif c == LETTER_T then
    parser.position = parser.position + 4
    return make_value(TRUE, 0, nil)
  elseif c == LETTER_F then
    parser.position = parser.position + 5
    return make_value(FALSE, 0, nil)
  else
    return make_value(NUMBER, parse_number(parser), nil)
  end
end

local function print_string(pieces, string)
  pieces[#pieces + 1] = "\""
  local start = 1
  for i = 1, #string do
    local c = byte(string, i)
    if c == QUOTE or c == BACKSLASH then
      pieces[#pieces + 1] = string:sub(start, i - 1)
      pieces[#pieces + 1] = "\\"
      start = i
    end
  end
  pieces[#pieces + 1] = string:sub(start)
  pieces[#pieces + 1] = "\""
end

local print_value

local function print_items(pieces, value, open, close)
  local items = value.content
  pieces[#pieces + 1] = open
  for i = 1, #items do
    if i > 1 then
      pieces[#pieces + 1] = ","
    end
    if value.kind == OBJECT then
      print_string(pieces, value.names[i])
      pieces[#pieces + 1] = ":"
    end
    print_value(pieces, items[i])
  end
  pieces[#pieces + 1] = close
end

function print_value(pieces, value)
  local kind = value.kind
  if kind == OBJECT then
    print_items(pieces, value, "{", "}")
  elseif kind == ARRAY then
    print_items(pieces, value, "[", "]")
  elseif kind == STRING then
    print_string(pieces, value.content)
  elseif kind == NULL then
    pieces[#pieces + 1] = "null"
  elseif kind == TRUE then
    pieces[#pieces + 1] = "true"
  elseif kind == FALSE then
    pieces[#pieces + 1] = "false"
  else
    pieces[#pieces + 1] = tostring(value.content)
  end
end

local FORM = "{\"id\": -$$$$$, \"name\": \"@@@@@@@@ \\\"@@@@@\\\"\", \"open\": true,\n" ..
  "\t\"marks\": [$$, $$$, $$$$], \"place\": {\"path\": \"@@\\\\@@@@\", \"next\": null},\n" ..
  "\t\"empty\": [], \"closed\": false}"

-- One record, with letters and digits drawn; no number begins with 0.
local function make_record(state)
  local characters = {}
  for i = 1, #FORM do
    local c = FORM:sub(i, i)
    if c == "@" or c == "$" then
      state.random = state.random * 17364 % 65537
      local drawn = state.random % 8 + 1
      c = c == "@" and ("pqrstuvw"):sub(drawn, drawn) or ("12345678"):sub(drawn, drawn)
    end
    characters[i] = c
  end
  return table.concat(characters)
end

-- An array of n records, ten different ones time and again; n is a multiple of ten.
local function make_document(n, seed)
  local state = { random = seed % 65536 + 1 }
  local records = {}
  for i = 1, 10 do
    records[i] = make_record(state)
  end
  for i = 11, n do
    records[i] = records[i - 10]
  end
  return "[" .. table.concat(records, ",\n") .. "]"
end

local function run(n, seed)
  local tree = parse_value({ text = make_document(n, seed), position = 1 })
  local pieces = {}
  print_value(pieces, tree)
  local text = table.concat(pieces)
  local total = #tree.content + #text
  for i = 1, #text, 7 do
    total = (total * 3 + byte(text, i)) % 1000003
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
