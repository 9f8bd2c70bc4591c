# Does nothing: what is left is the cost of starting the engine and of entering it.
#@ work = 0


def run(n, seed):
    #@ global work
    #@ work += 1
    return seed
