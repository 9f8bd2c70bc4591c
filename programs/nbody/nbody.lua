-- Five bodies attract one another, n steps in time; the result is their energy. Bodies are records
-- of seven numbers; the seed moves the first of them a little.
--@ local work = 0

local sqrt = math.sqrt

local function make_body(x, y, z, vx, vy, vz, mass)
  return { x = x, y = y, z = z, vx = vx, vy = vy, vz = vz, mass = mass }
end

local function make_bodies(seed)
  local bodies = { make_body(seed % 1000 / 1024.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0) }
  for i = 1, 4 do
    local distance = i * 4.0
    bodies[#bodies + 1] = make_body(distance, 1.0, distance / 16.0, 0.5, 6.0 / i, 0.25, 0.5 / i)
  end
  return bodies
end

local function advance(bodies, step)
  for i = 1, #bodies do
    local a = bodies[i]
    for j = i + 1, #bodies do
      --@ work = work + 1
      local b = bodies[j]
      local dx = a.x - b.x
      local dy = a.y - b.y
      local dz = a.z - b.z
      local square = dx * dx + dy * dy + dz * dz
      local magnitude = step / (square * sqrt(square))
      a.vx = a.vx - dx * b.mass * magnitude
      a.vy = a.vy - dy * b.mass * magnitude
      a.vz = a.vz - dz * b.mass * magnitude
      b.vx = b.vx + dx * a.mass * magnitude
      b.vy = b.vy + dy * a.mass * magnitude
      b.vz = b.vz + dz * a.mass * magnitude
    end
  end
  for i = 1, #bodies do
    local body = bodies[i]
    body.x = body.x + step * body.vx
    body.y = body.y + step * body.vy
    body.z = body.z + step * body.vz
  end
end

local function energy(bodies)
  local total = 0.0
  for i = 1, #bodies do
    local a = bodies[i]
    total = total + 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
    for j = i + 1, #bodies do
      local b = bodies[j]
      local dx = a.x - b.x
      local dy = a.y - b.y
      local dz = a.z - b.z
      total = total - a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)
    end
  end
  return total
end

local function run(n, seed)
  local bodies = make_bodies(seed)
  for i = 1, n do
    advance(bodies, 0.001)
  end
  return energy(bodies)
end

return {
  run = run,
  --@ work = function() return work end,
}
