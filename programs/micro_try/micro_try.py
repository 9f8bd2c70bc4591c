# Calls a function n times, each time in a block that would catch what it throws; it throws nothing.
#@ work = 0


def step(value, by):
    return (value * 3 + by) % 10007


def run(n, seed):
    #@ global work
    total = seed % 1000
    for i in range(n):
        #@ work += 1
        try:
            total = step(total, i % 100)
        except ValueError:
            total = 0
    return total
