# The sieve of Eratosthenes over an array of booleans. The seed goes into what is summed for each
# prime, not into the sieve.
#@ work = 0


def run(n, seed):
    #@ global work
    offset = seed % 1000
    prime = []
    for i in range(n):
        #@ work += 1
        prime.append(True)
    total = 0
    for i in range(2, n):
        if prime[i]:
            total += (i + offset) % 1000
            for multiple in range(i + i, n, i):
                #@ work += 1
                prime[multiple] = False
    return total
