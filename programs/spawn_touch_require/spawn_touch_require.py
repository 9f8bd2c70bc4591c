# A script that is the first in its runtime to look at the registry of modules.
import sys

#@ work = 0


def run(n, seed):
    #@ global work
    #@ work += 1
    return (1 if isinstance(sys.modules, dict) else 0) + n % 7 + seed % 1000
