# A small script as a host runs it again and again: a function, a table, a loop of ten.
#@ work = 0
weights = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]


def scaled(value, factor):
    return value * factor % 1009


def run(n, seed):
    #@ global work
    #@ work += 1
    total = seed % 1000 + n % 1000
    for i in range(len(weights)):
        total = (total + scaled(weights[i] + i, total % 7 + 1)) % 65521
    return total
