# The function that throws when the host calls it.
#@ work = 0


def take(value):
    #@ global work
    #@ work += 1
    raise RuntimeError("failure")
