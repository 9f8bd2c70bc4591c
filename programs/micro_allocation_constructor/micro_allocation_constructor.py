# Makes n instances of a class with two fields; sixteen of them live on at any time.
#@ work = 0

KEPT = 16


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        #@ global work
        #@ work += 1
        self.x = x
        self.y = y


def run(n, seed):
    kept = []
    for i in range(KEPT):
        kept.append(Point(seed % 1000, i))
    total = 0
    for i in range(n):
        before = kept[i % KEPT]
        total = (total * 3 + before.x + before.y) % 10007
        kept[i % KEPT] = Point(total, i % 100)
    return total
