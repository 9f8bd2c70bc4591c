# Adds to the values of 5003 scattered integer keys in a hash map, n times in random order; looks n
# keys up, of which half are there; and takes keys out, half as many times.
#@ work = 0

KEYS = 5003
SPREAD = 355


def run(n, seed):
    #@ global work
    random = seed % 65536 + 1
    map = {}
    size = 0
    for i in range(n):
        random = random * 17364 % 65537
        key = random % KEYS * SPREAD
        value = map.get(key)
        if value is None:
            map[key] = i % 100
            size += 1
        else:
            map[key] = value + i % 100
        #@ work += 1
    total = 0
    for _ in range(n):
        random = random * 17364 % 65537
        value = map.get(random % (2 * KEYS) * SPREAD)
        if value is not None:
            total = (total * 3 + value) % 1000003
        #@ work += 1
    for _ in range(0, n, 2):
        random = random * 17364 % 65537
        if map.pop(random % KEYS * SPREAD, None) is not None:
            size -= 1
        #@ work += 1
    return total + size
