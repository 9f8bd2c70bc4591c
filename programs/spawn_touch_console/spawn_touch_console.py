# A script that is the first in its runtime to look at what it could print with.
import sys

#@ work = 0


def run(n, seed):
    #@ global work
    #@ work += 1
    return (1 if callable(sys.stdout.write) else 0) + n % 7 + seed % 1000
