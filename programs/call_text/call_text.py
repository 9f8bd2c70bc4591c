# The function that the host calls with a text.
#@ work = 0


def take(value):
    #@ global work
    #@ work += 1
    return len(value) + ord(value[-1])
