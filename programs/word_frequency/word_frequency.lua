-- Counts how often each word occurs in a text of n random words, common ones more often, in a
-- dictionary by the word, and adds up the counts in the order in which the words first came.
--@ local work = 0

local VOCABULARY = 500
local ALPHABET = "abcdefghijklmnopqrstuvwxyz"

local function next_random(state)
  state.random = state.random * 17364 % 65537
  return state.random
end

-- 500 words of three to nine random letters.
local function make_vocabulary(state)
  local vocabulary = {}
  for i = 0, VOCABULARY - 1 do
    local letters = 3 + i % 7
    local word = ""
    for _ = 1, letters do
      local letter = next_random(state) % 26 + 1
      word = word .. ALPHABET:sub(letter, letter)
    end
    vocabulary[#vocabulary + 1] = word
  end
  return vocabulary
end

-- n words of the vocabulary with blanks between them; the earlier a word, the more often it comes.
local function make_text(n, seed)
  local state = { random = seed % 65536 + 1 }
  local vocabulary = make_vocabulary(state)
  local words = {}
  for i = 1, n do
    local bound = 1 + next_random(state) % VOCABULARY
    words[i] = vocabulary[next_random(state) % bound + 1]
  end
  return table.concat(words, " ")
end

local function split(text)
  local words = {}
  local start = 1
  local blank = text:find(" ", start, true)
  while blank do
    words[#words + 1] = text:sub(start, blank - 1)
    start = blank + 1
    blank = text:find(" ", start, true)
  end
  words[#words + 1] = text:sub(start)
  return words
end

local function run(n, seed)
  local words = split(make_text(n, seed))
  local distinct = {}
  local counts = {}
  for i = 1, #words do
    local word = words[i]
    local count = counts[word]
    if count then
      counts[word] = count + 1
    else
      counts[word] = 1
      distinct[#distinct + 1] = word
    end
    --@ work = work + 1
  end
  local total = #distinct
  for i = 1, #distinct do
    --@ for j = 1, #distinct[i] do
    --@   total = (total * 3 + distinct[i]:byte(j)) % 1000003
    --@ end
    total = (total * 3 + counts[distinct[i]]) % 1000003
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
