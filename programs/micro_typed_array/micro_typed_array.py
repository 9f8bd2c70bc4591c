# Reads two elements of an array of 256 integers and writes one of them, n times.
from array import array

#@ work = 0

LENGTH = 256


def run(n, seed):
    #@ global work
    values = array("i", [seed % 1000 + i for i in range(LENGTH)])
    for i in range(n):
        #@ work += 1
        at = i % LENGTH
        values[at] = (values[at] + values[(at * 7 + 3) % LENGTH]) % 10007
    return sum(values)
