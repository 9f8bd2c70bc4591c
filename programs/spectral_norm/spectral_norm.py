# The spectral norm of an infinite matrix's corner, by three rounds of the power method; the matrix
# is a function of row and column. The vector that it starts from comes from the seed.
from math import sqrt

#@ work = 0


def element(i, j):
    #@ global work
    #@ work += 1
    return 1 / ((i + j) * (i + j + 1) / 2 + i + 1)


def multiply(n, vector, product):
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += element(i, j) * vector[j]
        product[i] = total


def multiply_transposed(n, vector, product):
    for i in range(n):
        total = 0.0
        for j in range(n):
            total += element(j, i) * vector[j]
        product[i] = total


def run(n, seed):
    u = []
    v = []
    between = []
    for i in range(n):
        u.append(1 + (i * 7 + seed % 1000) % 1000 / 1024)
        v.append(0.0)
        between.append(0.0)
    for _ in range(3):
        multiply(n, u, between)
        multiply_transposed(n, between, v)
        multiply(n, v, between)
        multiply_transposed(n, between, u)
    uv = 0.0
    vv = 0.0
    for i in range(n):
        uv += u[i] * v[i]
        vv += v[i] * v[i]
    return sqrt(uv / vv) + u[0]
