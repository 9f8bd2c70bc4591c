# Five bodies attract one another, n steps in time; the result is their energy. Bodies are records
# of seven numbers; the seed moves the first of them a little.
from math import sqrt

#@ work = 0


class Body:
    __slots__ = ("x", "y", "z", "vx", "vy", "vz", "mass")

    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x = x
        self.y = y
        self.z = z
        self.vx = vx
        self.vy = vy
        self.vz = vz
        self.mass = mass


def make_bodies(seed):
    bodies = [Body(seed % 1000 / 1024, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0)]
    for i in range(1, 5):
        distance = i * 4.0
        bodies.append(Body(distance, 1.0, distance / 16, 0.5, 6 / i, 0.25, 0.5 / i))
    return bodies


def advance(bodies, step):
    #@ global work
    for i in range(len(bodies)):
        a = bodies[i]
        for j in range(i + 1, len(bodies)):
            #@ work += 1
            b = bodies[j]
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            square = dx * dx + dy * dy + dz * dz
            magnitude = step / (square * sqrt(square))
            a.vx -= dx * b.mass * magnitude
            a.vy -= dy * b.mass * magnitude
            a.vz -= dz * b.mass * magnitude
            b.vx += dx * a.mass * magnitude
            b.vy += dy * a.mass * magnitude
            b.vz += dz * a.mass * magnitude
    for body in bodies:
        body.x += step * body.vx
        body.y += step * body.vy
        body.z += step * body.vz


def energy(bodies):
    total = 0.0
    for i in range(len(bodies)):
        a = bodies[i]
        total += 0.5 * a.mass * (a.vx * a.vx + a.vy * a.vy + a.vz * a.vz)
        for j in range(i + 1, len(bodies)):
            b = bodies[j]
            dx = a.x - b.x
            dy = a.y - b.y
            dz = a.z - b.z
            total -= a.mass * b.mass / sqrt(dx * dx + dy * dy + dz * dz)
    return total


def run(n, seed):
    bodies = make_bodies(seed)
    for _ in range(n):
        advance(bodies, 0.001)
    return energy(bodies)
