# The host function throws and the script catches, in a loop.
#@ work = 0


def run(n, seed):
    #@ global work
    start = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 1
        try:
            host_fail(start + i)
        except RuntimeError:
            total = (total + start + i) % 65521
    return total
