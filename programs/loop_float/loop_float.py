# Floating-point arithmetic in a loop: a piece of the harmonic series, shifted by the seed.
#@ work = 0


def run(n, seed):
    #@ global work
    shift = (seed % 1000) / 1000.0
    total = 0.0
    for i in range(1, n + 1):
        #@ work += 1
        total += 1.0 / (i + shift)
    return total
