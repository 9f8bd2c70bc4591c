# The script calls a function of its host without arguments and result, in a loop.
#@ work = 0


def run(n, seed):
    #@ global work
    start = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 1
        host_none()
        total = (total + start + i) % 65521
    return total
