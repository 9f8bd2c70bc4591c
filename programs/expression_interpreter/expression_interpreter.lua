-- Builds a random expression tree of 100 leaves, and evaluates it for n values of its variable by
-- walking it; all arithmetic is modulo 10007.
--@ local work = 0

local LEAVES = 100
local MODULUS = 10007

local CONSTANT = 0
local VARIABLE = 1
local ADD = 2
local SUBTRACT = 3
local MULTIPLY = 4

local function next_random(state)
  state.random = state.random * 17364 % 65537
  return state.random
end

local function make_node(kind, value, left, right)
  return { kind = kind, value = value, left = left, right = right }
end

local function build(leaves, state)
  if leaves == 1 then
    local value = next_random(state) % 100
    return make_node(value % 2 == 0 and CONSTANT or VARIABLE, value, nil, nil)
  end
  local operation = next_random(state) % 3
  local share = 1 + next_random(state) % (leaves - 1)
  local left = build(share, state)
  local right = build(leaves - share, state)
  if operation == 0 then
    return make_node(ADD, 0, left, right)
  end
  if operation == 1 then
    return make_node(SUBTRACT, 0, left, right)
  end
  return make_node(MULTIPLY, 0, left, right)
end

local function evaluate(node, variable)
  --@ work = work + 1
  local kind = node.kind
  if kind == CONSTANT then
    return node.value
  elseif kind == VARIABLE then
    return variable
  elseif kind == ADD then
    return (evaluate(node.left, variable) + evaluate(node.right, variable)) % MODULUS
  elseif kind == SUBTRACT then
    return (evaluate(node.left, variable) + MODULUS - evaluate(node.right, variable)) % MODULUS
  else
    return evaluate(node.left, variable) * evaluate(node.right, variable) % MODULUS
  end
end

local function run(n, seed)
  local tree = build(LEAVES, { random = seed % 65536 + 1 })
  local total = 0
  for i = 0, n - 1 do
    total = (total * 3 + evaluate(tree, i % MODULUS)) % 1000003
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
