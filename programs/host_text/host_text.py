# The script takes a text from its host and gives it back, in a loop.
#@ work = 0


def run(n, seed):
    #@ global work
    start = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 1
        text = host_text(start + i)
        total = (total + host_take_text(text) + len(text) + ord(text[-1])) % 65521
    return total
