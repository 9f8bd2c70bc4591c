# A script that is the first in its runtime to use some parts of the library.
import math

#@ work = 0


def run(n, seed):
    #@ global work
    #@ work += 1
    letters = "".join(sorted("c,a,b".split(",")))
    digits = [digit * 2 for digit in [3, 1, 2]] + [n % 7]
    keys = len({"one": 1, "two": 2}.keys())
    number = math.floor(digits[1] / 2) + int("12")
    return number + len(letters) + digits[3] + keys + seed % 1000
