-- Calls two methods of n shapes ten times in turn. The shapes are of four kinds in random order,
-- records of different members, each with its own functions in it.
--@ local work = 0

local ROUNDS = 10

local function square_area(self)
  --@ work = work + 1
  return self.side * self.side
end

local function square_grow(self, by)
  --@ work = work + 1
  self.side = (self.side + by) % 1000
end

local function rectangle_area(self)
  --@ work = work + 1
  return self.width * self.height
end

local function rectangle_grow(self, by)
  --@ work = work + 1
  self.width = (self.width + by) % 1000
end

local function triangle_area(self)
  --@ work = work + 1
  return self.base * self.height + self.angle
end

local function triangle_grow(self, by)
  --@ work = work + 1
  self.height = (self.height + by) % 1000
end

local function frame_area(self)
  --@ work = work + 1
  return self.outer * self.margin + self.inner
end

local function frame_grow(self, by)
  --@ work = work + 1
  self.outer = (self.outer + by) % 1000
end

local function make_square(size)
  return { area = square_area, grow = square_grow, side = size }
end

local function make_rectangle(size)
  return { area = rectangle_area, grow = rectangle_grow, width = size, height = size + 1 }
end

local function make_triangle(size)
  return { area = triangle_area, grow = triangle_grow, base = size, height = size + 2, angle = 90 }
end

local function make_frame(size)
  return { area = frame_area, grow = frame_grow, inner = size, outer = size + 3, margin = 4,
           colour = 7 }
end

local function make_shape(random)
  local size = random % 500
  local kind = random % 4
  if kind == 0 then
    return make_square(size)
  elseif kind == 1 then
    return make_rectangle(size)
  elseif kind == 2 then
    return make_triangle(size)
  else
    return make_frame(size)
  end
end

local function run(n, seed)
  local random = seed % 65536 + 1
  local shapes = {}
  for i = 1, n do
    random = random * 17364 % 65537
    shapes[i] = make_shape(random)
  end
  local total = 0
  for round = 0, ROUNDS - 1 do
    for i = 1, n do
      local shape = shapes[i]
      shape:grow(round)
      total = (total + shape:area()) % 1000000007
    end
  end
  return total
end

return {
  run = run,
  --@ work = function() return work end,
}
