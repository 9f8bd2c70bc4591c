# The loop of the programs that call the host, without a call.
#@ work = 0


def run(n, seed):
    #@ global work
    start = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 1
        total = (total + start + i) % 65521
    return total
