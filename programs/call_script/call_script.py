# The function that the host calls, with two numbers, for every step of a loop of its own.
#@ work = 0


def add(a, b):
    #@ global work
    #@ work += 1
    return (a + b) % 1000003
