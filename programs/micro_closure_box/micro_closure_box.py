# Makes n closures over a variable of their own, which each assigns twice when it is called.
#@ work = 0


def make_counter(start):
    count = start * 3

    def counter(by):
        #@ global work
        nonlocal count
        #@ work += 1
        count += by
        count = count % 10007
        return count

    return counter


def run(n, seed):
    total = seed % 1000
    for i in range(n):
        counter = make_counter(total)
        total = counter(i % 7)
    return total
