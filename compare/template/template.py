# The remainders of n multiples, summed; where they begin comes at run time.
#@ work = 0


def run(n, seed):
    #@ global work
    offset = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 1
        total += (i * 7 + offset) % 1000
    return total + offset
