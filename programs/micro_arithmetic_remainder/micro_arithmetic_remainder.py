# A chain of n steps, each a multiplication, two additions and a remainder of doubles.
#@ work = 0


def run(n, seed):
    #@ global work
    total = seed % 1000
    for i in range(n):
        #@ work += 1
        total = (total * 3 + i % 100 + 0.5) % 1000.5
    return total * 2
