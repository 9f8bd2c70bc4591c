# The script gives its host a function that the host calls, in a loop: in, out and in again.
#@ work = 0


def step(x):
    return (x + 7) % 65521


def run(n, seed):
    #@ global work
    start = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 1
        total = host_apply(step, total + start + i)
    return total
