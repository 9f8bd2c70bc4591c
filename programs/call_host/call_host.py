# The script calls a function of its host, with two numbers, for every step of a loop.
#@ work = 0


def run(n, seed):
    #@ global work
    step = seed % 4 + 1
    total = seed % 1000
    for _ in range(n):
        #@ work += 1
        total = host_add(total, step)
    return total
