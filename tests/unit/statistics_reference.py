#!/usr/bin/python3
"""Values that statistics_test.c checks against, computed another way than statistics.c does.

The binomial distribution is summed in exact rational numbers, the roots are found by bisection, and
the small-sample factors of the median absolute deviation by simulation. Prints the tables as they
stand in the test; run it by hand after changing either.
"""
import math
import random
from fractions import Fraction
from statistics import NormalDist, median


def below(n, k, p=Fraction(1, 2)):
    """P(Bin(n, p) < k)"""
    return sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k))


def rank(n, alpha):
    k = 0
    while k + 1 <= (n + 1) // 2 and below(n, k + 1) <= alpha / 2:
        k += 1
    return k


def ranks():
    for alpha in (Fraction(5, 100), Fraction(5, 1000), Fraction(5, 4000)):
        for n in (1, 5, 6, 8, 9, 12, 20, 30, 100, 101):
            k = rank(n, alpha)
            coverage = float(1 - 2 * below(n, k)) if k else 0.0
            print(f"    {{{n}, {float(alpha)}, {k}, {coverage:.12f}}},")


def needed():
    for alpha in (Fraction(5, 100), Fraction(1, 100), Fraction(5, 600), Fraction(5, 4000)):
        n = 1
        while rank(n, alpha) == 0:
            n += 1
        print(f"    {{{float(alpha):.17g}, {n}}},")


def detectable():
    """The multiple of the standard deviation that is found with a probability of 0.8."""
    for n, alpha in ((6, 0.05), (12, 0.05), (12, 0.01), (40, 0.05)):
        k = rank(n, Fraction(str(alpha)))
        low, high = 0.0, 0.5
        for _ in range(200):
            middle = (low + high) / 2
            if below(n, k, middle) > 0.8:
                low = middle
            else:
                high = middle
        print(f"    {{{n}, {alpha}, {-NormalDist().inv_cdf(low):.9f}}},")


def deviation_factors():
    """The factor by which 1.4826 times the median absolute deviation falls short of sigma."""
    generator = random.Random(1)
    for n in (6, 7, 9, 12, 20):
        total, trials = 0.0, 40000
        for _ in range(trials):
            values = [generator.gauss(0, 1) for _ in range(n)]
            center = median(values)
            total += 1.4826 * median(abs(value - center) for value in values)
        print(f"    n = {n}: {trials / total:.3f}")


for title, table in (
    ("count, alpha, rank, coverage", ranks),
    ("alpha, pairs needed", needed),
    ("count, alpha, detectable multiple of sigma", detectable),
    ("factors of the median absolute deviation", deviation_factors),
):
    print(title)
    table()
