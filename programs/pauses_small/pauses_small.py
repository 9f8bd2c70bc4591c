# Keeps n pairs of records that point to each other, and replaces 50 of them at each call: cycles
# that become garbage while others live on. The seed says which, and goes into the numbers.
#@ work = 0

REPLACED = 50
live = []


class Record:
    __slots__ = ("id", "peer")

    def __init__(self, number, peer):
        self.id = number
        self.peer = peer


def make_pair(number):
    first = Record(number, None)
    first.peer = Record(number + 1, first)
    return first


def fill(n):
    global live
    live = []
    for i in range(n):
        live.append(make_pair(i))


def run(n, seed):
    #@ global work
    if len(live) != n:
        fill(n)
    total = 0
    for i in range(REPLACED):
        #@ work += 2
        at = (seed * REPLACED + i * 7919) % n
        old = live[at]
        made = make_pair((seed + i) % 1000)
        live[at] = made
        total += made.peer.id + old.peer.peer.id - old.id
    return total
