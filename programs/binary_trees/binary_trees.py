# Complete binary trees of nodes with a number and two children: one of depth n that stays, and many
# smaller ones that are made, summed and dropped. The seed goes into the numbers.
#@ work = 0


class Node:
    __slots__ = ("left", "right", "value")

    def __init__(self, value):
        self.left = None
        self.right = None
        self.value = value


def make_tree(depth, value):
    #@ global work
    #@ work += 1
    node = Node(value)
    if depth > 0:
        node.left = make_tree(depth - 1, value)
        node.right = make_tree(depth - 1, value + 1)
    return node


def sum_tree(node):
    #@ global work
    #@ work += 1
    if node.left is None:
        return node.value
    return sum_tree(node.left) + node.value + sum_tree(node.right)


def run(n, seed):
    offset = seed % 100
    lasting = make_tree(n, offset)
    total = 0
    count = 2
    for depth in range(n - 1, 1, -2):
        for i in range(count):
            tree = make_tree(depth, offset + i % 10)
            total += sum_tree(tree)
        count *= 4
    return total + sum_tree(lasting)
