# Walks n times along a ring of four records of the same kind, and reads two fields of each.
#@ work = 0


class Record:
    __slots__ = ("x", "y", "next")

    def __init__(self, x, y):
        self.x = x
        self.y = y
        self.next = None


def make_ring(offset):
    first = last = Record(offset, 1)
    for i in range(1, 4):
        last.next = Record(offset + i, i + 1)
        last = last.next
    last.next = first
    return first


def run(n, seed):
    #@ global work
    record = make_ring(seed % 1000)
    total = 0
    for _ in range(n):
        #@ work += 1
        total = (total + record.x * record.y) % 10007
        record = record.next
    return total
