# Advances a variable of the module n times by another, which goes through a function of the
# library.
#@ work = 0

LIMIT = 10007
counter = 0
stride = 0


def run(n, seed):
    global counter, stride
    #@ global work
    counter = seed % 1000
    stride = -1 - seed % 7
    for _ in range(n):
        #@ work += 1
        counter = (counter * 3 + abs(stride)) % LIMIT
    return counter
