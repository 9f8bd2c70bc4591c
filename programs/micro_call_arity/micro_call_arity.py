# Calls a function with too few arguments and one with too many, n times each.
#@ work = 0


def few(a, b, c=None):
    #@ global work
    #@ work += 1
    return (a + b) % 10007 if c is None else c


def many(a, b, *_):
    #@ global work
    #@ work += 1
    return (a * 3 + b) % 10007


def run(n, seed):
    total = seed % 1000
    for i in range(n):
        total = few(total, i % 100)
        total = many(total, i % 10, 1, 2)
    return total
