# The function that the host looks up by its name at each call.
#@ work = 0


def take(value):
    #@ global work
    #@ work += 1
    return (value + 7) % 65521
