# The function that the host calls with an array of numbers.
#@ work = 0


def take(value):
    #@ global work
    #@ work += 1
    return len(value) + value[0] + value[-1]
