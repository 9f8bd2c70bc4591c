# The script requires a module that it has, in a loop.
#@ work = 0


def run(n, seed):
    #@ global work
    start = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 1
        total = (total + __import__("module_7").value + start) % 65521
    return total
