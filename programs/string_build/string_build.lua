-- Builds lines by appending eight numbers as text, each with a comma, and joins the lines to one
-- text. Adds up the text's length and every 61st of its characters.
--@ local work = 0

local function run(n, seed)
  local random = seed % 65536 + 1
  local lines = {}
  for i = 1, n do
    local line = ""
    for _ = 1, 8 do
      random = random * 17364 % 65537
      line = line .. random .. ","
      --@ work = work + 1
    end
    lines[i] = line
  end
  local text = table.concat(lines, "\n")
  local total = #text
  for i = 1, #text, 61 do
    total = total + text:byte(i)
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
