# Makes n whole numbers and n fractions into text, and adds up some of their characters.
#@ work = 0


def run(n, seed):
    #@ global work
    offset = seed % 1000
    total = 0
    for i in range(n):
        #@ work += 2
        whole = str((i * 7 + offset) % 1000)
        fraction = str((i * 3 + offset) % 100 + 0.5)
        total = (total + ord(whole[-1]) + ord(fraction[0]) * len(fraction)) % 10007
    return total
