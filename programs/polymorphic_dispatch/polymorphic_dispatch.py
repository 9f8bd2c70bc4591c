# Calls two methods of n shapes ten times in turn. The shapes are of four kinds in random order,
# records of different members, each with its own functions in it.
#@ work = 0

ROUNDS = 10


class Square:
    def __init__(self, size):
        self.side = size

    def area(self):
        #@ global work
        #@ work += 1
        return self.side * self.side

    def grow(self, by):
        #@ global work
        #@ work += 1
        self.side = (self.side + by) % 1000


class Rectangle:
    def __init__(self, size):
        self.width = size
        self.height = size + 1

    def area(self):
        #@ global work
        #@ work += 1
        return self.width * self.height

    def grow(self, by):
        #@ global work
        #@ work += 1
        self.width = (self.width + by) % 1000


class Triangle:
    def __init__(self, size):
        self.base = size
        self.height = size + 2
        self.angle = 90

    def area(self):
        #@ global work
        #@ work += 1
        return self.base * self.height + self.angle

    def grow(self, by):
        #@ global work
        #@ work += 1
        self.height = (self.height + by) % 1000


class Frame:
    def __init__(self, size):
        self.inner = size
        self.outer = size + 3
        self.margin = 4
        self.colour = 7

    def area(self):
        #@ global work
        #@ work += 1
        return self.outer * self.margin + self.inner

    def grow(self, by):
        #@ global work
        #@ work += 1
        self.outer = (self.outer + by) % 1000


def make_shape(random):
    size = random % 500
    kind = random % 4
    if kind == 0:
        return Square(size)
    if kind == 1:
        return Rectangle(size)
    if kind == 2:
        return Triangle(size)
    return Frame(size)


def run(n, seed):
    random = seed % 65536 + 1
    shapes = []
    for _ in range(n):
        random = random * 17364 % 65537
        shapes.append(make_shape(random))
    total = 0
    for round_number in range(ROUNDS):
        for i in range(n):
            shape = shapes[i]
            shape.grow(round_number)
            total = (total + shape.area()) % 1000000007
    return total
