# Chooses n times among eight operations on a number, by the number itself.
#@ work = 0


def apply(code, value):
    #@ global work
    #@ work += 1
    if code == 0:
        return value + 3
    if code == 1:
        return value * 2 + 1
    if code == 2:
        return value + 17
    if code == 3:
        return value * 3
    if code == 4:
        return value + 101
    if code == 5:
        return value * 5 + 2
    if code == 6:
        return value + 1009
    return value * 7


def run(n, seed):
    total = seed % 1000
    for i in range(n):
        total = apply((total + i) % 8, total) % 10007
    return total
