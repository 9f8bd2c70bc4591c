-- The spectral norm of an infinite matrix's corner, by three rounds of the power method; the matrix
-- is a function of row and column. The vector that it starts from comes from the seed.
--@ local work = 0

local function element(i, j) -- of a row and a column counted from 0
  --@ work = work + 1
  return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1)
end

local function multiply(n, vector, product)
  for i = 0, n - 1 do
    local sum = 0.0
    for j = 0, n - 1 do
      sum = sum + element(i, j) * vector[j + 1]
    end
    product[i + 1] = sum
  end
end

local function multiply_transposed(n, vector, product)
  for i = 0, n - 1 do
    local sum = 0.0
    for j = 0, n - 1 do
      sum = sum + element(j, i) * vector[j + 1]
    end
    product[i + 1] = sum
  end
end

local function run(n, seed)
  local u = {}
  local v = {}
  local between = {}
  for i = 1, n do
    u[i] = 1.0 + ((i - 1) * 7 + seed % 1000) % 1000 / 1024
    v[i] = 0.0
    between[i] = 0.0
  end
  for round = 1, 3 do
    multiply(n, u, between)
    multiply_transposed(n, between, v)
    multiply(n, v, between)
    multiply_transposed(n, between, u)
  end
  local uv = 0.0
  local vv = 0.0
  for i = 1, n do
    uv = uv + u[i] * v[i]
    vv = vv + v[i] * v[i]
  end
  return math.sqrt(uv / vv) + u[1]
end

return {
  run = run,
  --@ work = function() return work end,
}
