# Sorts n / 100 arrays of a hundred different integers in descending order by a comparator.
from functools import cmp_to_key

#@ work = 0

LENGTH = 100


def run(n, seed):
    #@ global work
    offset = seed % 1000
    total = 0
    for turn in range(n // LENGTH):
        values = []
        for i in range(LENGTH):
            #@ work += 1
            values.append((i * 37 + offset + turn) % 101)
        values.sort(key=cmp_to_key(lambda a, b: b - a))
        total = (total * 3 + values[(turn * 7 + offset) % LENGTH]) % 10007
    return total
