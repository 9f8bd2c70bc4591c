# Adds up the elements of an array of a hundred integers, n / 100 times, by the loop for elements.
#@ work = 0

LENGTH = 100


def run(n, seed):
    #@ global work
    values = [(i * 7 + seed % 1000) % 1000 for i in range(LENGTH)]
    total = 0
    for _ in range(n // LENGTH):
        for value in values:
            #@ work += 1
            total = (total * 3 + value) % 10007
    return total
