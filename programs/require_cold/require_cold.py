# The script requires a module that it never has required before, in a loop.
#@ work = 0


next_module = 0


def run(n, seed):
    #@ global work
    start = seed % 1000
    total = 0
    global next_module
    for i in range(n):
        #@ work += 1
        total = (total + __import__(f"module_{next_module}").value + start) % 65521
        next_module += 1
    return total
