# Calls n times a function that has two arguments bound to it, each time with its last result.
from functools import partial

#@ work = 0


def advance(step, limit, value):
    #@ global work
    #@ work += 1
    return (value * 3 + step) % limit


def run(n, seed):
    bound = partial(advance, seed % 1000 + 1, 10007)
    total = 0
    for _ in range(n):
        total = bound(total)
    return total
