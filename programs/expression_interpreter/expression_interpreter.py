# Builds a random expression tree of 100 leaves, and evaluates it for n values of its variable by
# walking it; all arithmetic is modulo 10007.
#@ work = 0

LEAVES = 100
MODULUS = 10007

CONSTANT = 0
VARIABLE = 1
ADD = 2
SUBTRACT = 3
MULTIPLY = 4


class Random:
    def __init__(self, state):
        self.state = state

    def next(self):
        self.state = self.state * 17364 % 65537
        return self.state


class Node:
    __slots__ = ("kind", "value", "left", "right")

    def __init__(self, kind, value, left, right):
        self.kind = kind
        self.value = value
        self.left = left
        self.right = right


def build(leaves, random):
    if leaves == 1:
        value = random.next() % 100
        return Node(CONSTANT if value % 2 == 0 else VARIABLE, value, None, None)
    operation = random.next() % 3
    share = 1 + random.next() % (leaves - 1)
    left = build(share, random)
    right = build(leaves - share, random)
    if operation == 0:
        return Node(ADD, 0, left, right)
    if operation == 1:
        return Node(SUBTRACT, 0, left, right)
    return Node(MULTIPLY, 0, left, right)


def evaluate(node, variable):
    #@ global work
    #@ work += 1
    kind = node.kind
    if kind == CONSTANT:
        return node.value
    if kind == VARIABLE:
        return variable
    if kind == ADD:
        return (evaluate(node.left, variable) + evaluate(node.right, variable)) % MODULUS
    if kind == SUBTRACT:
        return (evaluate(node.left, variable) + MODULUS - evaluate(node.right, variable)) % MODULUS
    return evaluate(node.left, variable) * evaluate(node.right, variable) % MODULUS


def run(n, seed):
    tree = build(LEAVES, Random(seed % 65536 + 1))
    total = 0
    for i in range(n):
        total = (total * 3 + evaluate(tree, i % MODULUS)) % 1000003
    return total
