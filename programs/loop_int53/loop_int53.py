# Integer arithmetic in a loop whose products and sums leave 32 bits and stay below 2^53, where a
# double still holds every integer.
#@ work = 0


def run(n, seed):
    #@ global work
    value = seed % 2147483646 + 1
    total = 0
    for i in range(n):
        #@ work += 1
        value = value * 48271 % 2147483647
        total = (total + value * 1021 + i) % 4398046511093
    return total
