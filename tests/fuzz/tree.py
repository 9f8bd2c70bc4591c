"""Programs as trees of text: what the generator makes and the shrinker takes apart.

A node knows its text and just so much of its grammar as tells what may stand in its place: an
expression may be replaced by another, a member of a list may be left out, a statement may give way
to the statements inside it. Nothing here knows JavaScript's meaning."""

EXPRESSION = "expression"
STATEMENT = "statement"
LIST = "list"  # every part is a node that may be left out
FIXED = "fixed"  # text that hangs together, with nodes in it


class Node:
    """Parts are strings and nodes; of a list, nodes alone, which `separator` joins."""

    __slots__ = ("kind", "parts", "separator")

    def __init__(self, kind, parts, separator=""):
        self.kind = kind
        self.parts = list(parts)
        self.separator = separator

    def text(self):
        pieces = []
        self._write(pieces)
        return "".join(pieces)

    def _write(self, pieces):
        for index, part in enumerate(self.parts):
            if index and self.separator:
                pieces.append(self.separator)
            if isinstance(part, str):
                pieces.append(part)
            else:
                part._write(pieces)

    def children(self):
        return [part for part in self.parts if isinstance(part, Node)]

    def size(self):
        return 1 + sum(child.size() for child in self.children())


def expression(*parts):
    return Node(EXPRESSION, parts)


def statement(*parts):
    return Node(STATEMENT, parts)


def statements(nodes):
    return Node(LIST, nodes, "\n")


def items(nodes):
    """Elements, arguments or properties."""
    return Node(LIST, nodes, ", ")


def fixed(*parts):
    return Node(FIXED, parts)


def places(root):
    """Every (parent, index) at which a node stands, outer ones first."""
    found = []
    pending = [root]
    while pending:
        parent = pending.pop()
        for index, part in enumerate(parent.parts):
            if isinstance(part, Node):
                found.append((parent, index))
                pending.append(part)
    return found


def nearest(node, kind):
    """The outermost nodes of a kind below a node."""
    found = []
    for child in node.children():
        if child.kind == kind:
            found.append(child)
        else:
            found += nearest(child, kind)
    return found
