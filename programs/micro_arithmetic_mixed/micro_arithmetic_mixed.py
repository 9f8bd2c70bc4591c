# Adds up n numbers, whole and fractional by turns, below 10000.
#@ work = 0


def run(n, seed):
    #@ global work
    total = seed % 1000
    for i in range(n):
        #@ work += 1
        step = i % 100 if i % 2 == 0 else i % 100 + 0.5
        total = total + step
        if total >= 10000:
            total = total - 10000
    return total * 2
