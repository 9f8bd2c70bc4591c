# The script takes an array of numbers from its host and gives it back, in a loop.
#@ work = 0


def run(n, seed):
    #@ global work
    start = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 1
        array = host_array(start + i)
        total = (total + host_take_array(array) + array[0] + array[i % len(array)]) % 65521
    return total
