"""Makes a program that shows a difference small: leaves out members of lists by halves (Zeller and
Hildebrandt's ddmin), puts inner statements in the place of the statement around them, and inner or
constant expressions in the place of expressions, until nothing more can go or the time is up."""

import time

from tree import EXPRESSION, LIST, STATEMENT, Node, nearest, places

CONSTANTS = ("0", "1", '""', "undefined", "[]", "({})")


class Shrinker:
    """`still_differs` takes a program's text and says whether it shows the same fault."""

    def __init__(self, root, still_differs, seconds=60):
        self.root = root
        self.still_differs = still_differs
        self.deadline = time.monotonic() + seconds
        self.tried = set()

    def shrink(self):
        before = None
        while before != self.root.text() and not self._late():
            before = self.root.text()
            self._shorten_lists()
            self._replace()
        return self.root

    def _late(self):
        return time.monotonic() > self.deadline

    def _holds(self):
        text = self.root.text()
        if text in self.tried or self._late():
            return False
        self.tried.add(text)
        return self.still_differs(text)

    def _shorten_lists(self):
        pending = [self.root]
        while pending:
            node = pending.pop()
            if node.kind == LIST:
                self._shorten(node)
            pending += node.children()

    def _shorten(self, node):
        size = len(node.parts)
        while size >= 1:
            start = len(node.parts) - size
            while start > -size:
                kept = node.parts
                node.parts = kept[:max(start, 0)] + kept[start + size:]
                if len(node.parts) == len(kept) or not self._holds():
                    node.parts = kept
                start -= size
            size //= 2

    def _replace(self):
        for parent, index in places(self.root):
            node = parent.parts[index]
            for other in self._candidates(node):
                if len(other.text()) >= len(node.text()):
                    continue
                parent.parts[index] = other
                if self._holds():
                    break
                parent.parts[index] = node

    def _candidates(self, node):
        if node.kind == EXPRESSION:
            yield from (Node(EXPRESSION, [text]) for text in CONSTANTS)
            yield from nearest(node, EXPRESSION)
        elif node.kind == STATEMENT:
            yield from (inner for inner in nearest(node, LIST)
                        if all(part.kind in (STATEMENT, LIST) for part in inner.parts))
            yield from nearest(node, STATEMENT)
