-- The product of two matrices of n by n doubles, row by column. All elements are halves of whole
-- numbers, so that the sum of the product's elements is exact.
--@ local work = 0

local function make_matrix(n, step, offset)
  local matrix = {}
  for i = 1, n do
    local row = {}
    for j = 1, n do
      row[j] = ((i - 1) * step + (j - 1) + offset) % 11 + 0.5
    end
    matrix[i] = row
  end
  return matrix
end

local function multiply(n, a, b)
  local product = {}
  for i = 1, n do
    local left = a[i]
    local row = {}
    for j = 1, n do
      local sum = 0.0
      for k = 1, n do
        --@ work = work + 1
        sum = sum + left[k] * b[k][j]
      end
      row[j] = sum
    end
    product[i] = row
  end
  return product
end

local function run(n, seed)
  local offset = seed % 1100
  local a = make_matrix(n, 7, offset)
  local b = make_matrix(n, 3, 2 * offset)
  local product = multiply(n, a, b)
  local total = 0.0
  for i = 1, n do
    for j = 1, n do
      total = total + product[i][j]
    end
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
