# Fill, map, filter and sum over arrays of integers, each an indexed loop over a fresh array.
#@ work = 0


def run(n, seed):
    #@ global work
    offset = seed % 1000
    scale = seed % 7 * 3 + 2
    values = []
    for i in range(n):
        #@ work += 1
        values.append((i * 7 + offset) % 1000)
    scaled = []
    for i in range(len(values)):
        #@ work += 1
        scaled.append(values[i] * scale)
    kept = []
    for i in range(len(scaled)):
        #@ work += 1
        if scaled[i] % 3 == 0:
            kept.append(scaled[i])
    total = 0
    for i in range(len(kept)):
        #@ work += 1
        #@ total = total * 31 % 1000003
        total += kept[i]
    return total
