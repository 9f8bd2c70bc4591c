# Makes n counters, each of them two functions that share a captured variable, one to advance it
# and one to read it, calls each counter ten times in turn, and reads them all.
#@ work = 0

ROUNDS = 10


def make_counter(start, step):
    count = start

    def advance(extra):
        #@ global work
        nonlocal count
        #@ work += 1
        count = (count + step + extra) % 1000003
        return count

    def read(scale):
        #@ global work
        #@ work += 1
        return count * scale

    return {"advance": advance, "read": read}


def run(n, seed):
    start = seed % 1000
    counters = []
    for i in range(n):
        counters.append(make_counter(start, i))
    total = 0
    for round_number in range(ROUNDS):
        for i in range(n):
            total = (total + counters[i]["advance"](round_number)) % 1000000007
    for i in range(n):
        total = (total + counters[i]["read"](3)) % 1000000007
    return total
