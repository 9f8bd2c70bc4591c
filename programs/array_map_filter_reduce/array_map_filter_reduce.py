# Map, filter and reduce over an array of integers by functions that are passed in, each over a
# fresh array; the function of the map is a closure over `scale`.
from functools import reduce

#@ work = 0


def run(n, seed):
    offset = seed % 1000
    scale = seed % 7 * 3 + 2

    def multiply(value):
        #@ global work
        #@ work += 1
        return value * scale

    def divides_by_three(value):
        #@ global work
        #@ work += 1
        return value % 3 == 0

    def add(total, value):
        #@ global work
        #@ work += 1
        #@ total = total * 31 % 1000003
        return total + value

    values = []
    for i in range(n):
        values.append((i * 7 + offset) % 1000)
    scaled = list(map(multiply, values))
    kept = list(filter(divides_by_three, scaled))
    return reduce(add, kept, 0)
