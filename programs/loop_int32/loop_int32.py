# Integer arithmetic in a loop whose values all stay in 32 bits; each step needs the one before.
#@ work = 0


def run(n, seed):
    #@ global work
    value = seed % 65537
    total = 0
    for i in range(n):
        #@ work += 1
        value = (value * 75 + i) % 65537
        total = (total + value) % 1000003
    return total
