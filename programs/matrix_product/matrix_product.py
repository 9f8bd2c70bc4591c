# The product of two matrices of n by n doubles, row by column. All elements are halves of whole
# numbers, so that the sum of the product's elements is exact.
#@ work = 0


def make_matrix(n, step, offset):
    matrix = []
    for i in range(n):
        row = []
        for j in range(n):
            row.append((i * step + j + offset) % 11 + 0.5)
        matrix.append(row)
    return matrix


def multiply(n, a, b):
    #@ global work
    product = []
    for i in range(n):
        left = a[i]
        row = []
        for j in range(n):
            total = 0.0
            for k in range(n):
                #@ work += 1
                total += left[k] * b[k][j]
            row.append(total)
        product.append(row)
    return product


def run(n, seed):
    offset = seed % 1100
    a = make_matrix(n, 7, offset)
    b = make_matrix(n, 3, 2 * offset)
    product = multiply(n, a, b)
    total = 0.0
    for i in range(n):
        for j in range(n):
            total += product[i][j]
    return total
