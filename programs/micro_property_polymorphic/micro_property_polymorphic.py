# Walks n times along a ring of four records of different kinds, and reads the same field of each.
#@ work = 0


class First:
    __slots__ = ("x", "next")


class Second:
    __slots__ = ("a", "x", "next")


class Third:
    __slots__ = ("a", "b", "x", "next")


class Fourth:
    __slots__ = ("a", "b", "c", "x", "next")


def make_ring(offset):
    ring = [First(), Second(), Third(), Fourth()]
    for kind, record in enumerate(ring):
        record.x = offset + kind
        record.next = ring[(kind + 1) % 4]
    return ring[0]


def run(n, seed):
    #@ global work
    record = make_ring(seed % 1000)
    total = 0
    for _ in range(n):
        #@ work += 1
        total = (total * 3 + record.x) % 10007
        record = record.next
    return total
