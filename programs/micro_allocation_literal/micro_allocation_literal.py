# Makes n records and n arrays of two elements by literals; sixteen records live on at any time.
#@ work = 0

KEPT = 16


def run(n, seed):
    #@ global work
    kept = []
    for i in range(KEPT):
        #@ work += 1
        kept.append({"x": seed % 1000, "y": i})
    total = 0
    for i in range(n):
        #@ work += 1
        before = kept[i % KEPT]
        pair = [before["x"], total]
        total = (pair[0] + pair[1] * 3 + before["y"]) % 10007
        kept[i % KEPT] = {"x": total, "y": i % 100}
    return total
