# Takeuchi's function: calls with three arguments, three of them nested as arguments of a fourth.
# The seed shifts all arguments, which shifts the result and leaves the calls as they are.
#@ work = 0


def tak(x, y, z):
    #@ global work
    #@ work += 1
    if x <= y:
        return z
    return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))


def run(n, seed):
    offset = seed % 1000
    return tak(3 * n + offset, 2 * n + offset, n + offset)
