-- Appends a letter to a text n times; at every 500 letters it reads one of them and begins anew.
--@ local work = 0

local LENGTH = 500

local function run(n, seed)
  local at = seed % 26 + 1
  local letter = string.sub("abcdefghijklmnopqrstuvwxyz", at, at)
  local text = ""
  local total = seed % 1000
  for _ = 1, n do
    --@ work = work + 1
    text = text .. letter
    if #text == LENGTH then
      total = (total * 31 + string.byte(text, LENGTH / 2 + 1)) % 10007
      text = ""
    end
  end
  return total + #text
end

return {
  run = run,
  --@ work = function() return work end,
}
