-- Complete binary trees of nodes with a number and two children: one of depth n that stays, and
-- many smaller ones that are made, summed and dropped. The seed goes into the numbers.
--@ local work = 0

local function make_tree(depth, value)
  --@ work = work + 1
  local node = { left = false, right = false, value = value }
  if depth > 0 then
    node.left = make_tree(depth - 1, value)
    node.right = make_tree(depth - 1, value + 1)
  end
  return node
end

local function sum(node)
  --@ work = work + 1
  if not node.left then
    return node.value
  end
  return sum(node.left) + node.value + sum(node.right)
end

local function run(n, seed)
  local offset = seed % 100
  local lasting = make_tree(n, offset)
  local total = 0
  local count = 2
  for depth = n - 1, 2, -2 do
    for i = 0, count - 1 do
      local tree = make_tree(depth, offset + i % 10)
      total = total + sum(tree)
    end
    count = count * 4
  end
  return total + sum(lasting)
end

return {
  run = run,
  --@ work = function() return work end,
}
