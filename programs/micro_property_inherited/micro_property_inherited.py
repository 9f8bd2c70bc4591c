# Walks n times along a ring of four records, and reads two fields of each that they inherit.
#@ work = 0


class Parent:
    __slots__ = ()


class Record(Parent):
    __slots__ = ("next",)


def make_ring():
    first = last = Record()
    for _ in range(3):
        last.next = Record()
        last = last.next
    last.next = first
    return first


def run(n, seed):
    #@ global work
    offset = seed % 1000
    Parent.scale = offset % 7 + 1
    Parent.shift = offset
    record = make_ring()
    total = 0
    for _ in range(n):
        #@ work += 1
        total = (total * record.scale + record.shift) % 10007
        record = record.next
    return total
