-- Queens on a board of n by n squares, none attacking another: all solutions by backtracking, with
-- arrays that say which columns and diagonals are taken. The seed says which column is tried first.
--@ local work = 0

local function place(board, row)
  local n = board.size
  if row == n then
    board.hash = (board.hash * 31 + board.queens[1] * n + board.queens[n]) % 65521
    return
  end
  for i = 0, n - 1 do
    --@ work = work + 1
    local column = (i + board.first) % n -- rows and columns are counted from 0, arrays from 1
    local up = row + column + 1
    local down = row - column + n + 1
    if not board.columns[column + 1] and not board.rising[up] and not board.falling[down] then
      board.columns[column + 1] = true
      board.rising[up] = true
      board.falling[down] = true
      board.queens[row + 1] = column
      place(board, row + 1)
      board.columns[column + 1] = false
      board.rising[up] = false
      board.falling[down] = false
    end
  end
end

local function make_flags(count)
  local flags = {}
  for i = 1, count do
    flags[i] = false
  end
  return flags
end

local function run(n, seed)
  local board = {
    size = n,
    first = seed % 1000,
    queens = {},
    columns = make_flags(n),
    rising = make_flags(2 * n),
    falling = make_flags(2 * n),
    hash = 0,
  }
  for i = 1, n do
    board.queens[i] = 0
  end
  place(board, 0)
  return board.hash
end

return {
  run = run,
  --@ work = function() return work end,
}
