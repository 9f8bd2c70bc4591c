# Recursive Fibonacci: two calls and an addition a node of the call tree.
#@ work = 0


def fib(n):
    #@ global work
    #@ work += 1
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def run(n, seed):
    return fib(n - seed % 2)
