# Asks a cache of 500 values n times, for some keys more often. A hit moves the value to the front
# of a doubly linked list; a miss makes it, and throws out the last of the list when it is full.
#@ work = 0

CAPACITY = 500
KEYS = 2000


class Node:
    __slots__ = ("key", "value", "previous", "next")

    def __init__(self, key, value):
        self.key = key
        self.value = value
        self.previous = self
        self.next = self


class Cache:
    __slots__ = ("map", "size", "list")

    def __init__(self):
        self.map = {}
        self.size = 0
        self.list = Node(-1, 0)


def unlink(node):
    node.previous.next = node.next
    node.next.previous = node.previous


def link_first(list, node):
    node.previous = list
    node.next = list.next
    list.next.previous = node
    list.next = node


# The value of the key, which is made by `value` where the cache does not have it.
def request(cache, key, value):
    #@ global work
    #@ work += 1
    node = cache.map.get(key)
    if node is not None:
        unlink(node)
        link_first(cache.list, node)
        return node.value
    if cache.size == CAPACITY:
        last = cache.list.previous
        unlink(last)
        del cache.map[last.key]
        cache.size -= 1
    node = Node(key, value)
    cache.map[key] = node
    cache.size += 1
    link_first(cache.list, node)
    return value


def run(n, seed):
    random = seed % 65536 + 1
    cache = Cache()
    total = 0
    for i in range(n):
        random = random * 17364 % 65537
        bound = 1 + random % KEYS
        random = random * 17364 % 65537
        total = (total * 3 + request(cache, random % bound, i)) % 1000003
    return total
