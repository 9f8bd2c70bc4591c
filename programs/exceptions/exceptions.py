# Calls a function n times that calls itself to a depth of one to eight, and whose innermost call
# throws for every third call; the throw passes through all the frames between.
#@ work = 0


class Failure(Exception):
    def __init__(self, code):
        self.code = code


def descend(depth, value, fails):
    #@ global work
    #@ work += 1
    if depth == 0:
        if fails:
            raise Failure(value)
        return value
    return (descend(depth - 1, value + depth, fails) * 3 + depth) % 10007


def attempt(depth, value, fails):
    try:
        return descend(depth, value, fails)
    except Failure as failure:
        return failure.code + 5


def run(n, seed):
    offset = seed % 1000
    total = 0
    for i in range(n):
        total = (total + attempt(1 + i % 8, (i * 7 + offset) % 1000, i % 3 == 0)) % 1000000007
    return total
