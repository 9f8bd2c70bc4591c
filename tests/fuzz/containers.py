"""Map, Set and typed arrays.

They are always made of a short array, whatever the expression was, so that no length is a number
that the program computed. What they hold comes out as an array again."""

from scope import ANY, ARRAY, BOOLEAN, NUMBER
from tree import expression, items

KINDS = ("Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array",
         "Uint32Array", "Float32Array", "Float64Array")
METHODS = (
    ("map", ("callback",)), ("filter", ("callback",)), ("slice", (NUMBER, NUMBER)),
    ("subarray", (NUMBER,)), ("fill", (NUMBER, NUMBER)), ("fill", (ANY,)), ("sort", ()),
    ("sort", ("comparator",)), ("toSorted", ()), ("reverse", ()), ("toReversed", ()),
    ("with", (NUMBER, ANY)), ("copyWithin", (NUMBER, NUMBER, NUMBER)))
QUESTIONS = (
    ("at", (NUMBER,)), ("indexOf", (NUMBER,)), ("lastIndexOf", (NUMBER, NUMBER)),
    ("reduce", ("reducer",)), ("find", ("callback",)), ("findLastIndex", ("callback",)),
    ("includes", (ANY,)), ("join", ()))


class Containers:
    """A part of the generator."""

    def short_array(self, depth):
        return expression("[].concat(cut(", self.expression(ARRAY, depth), "))")

    def typed_array(self, depth):
        return expression(f"new {self.pick(KINDS)}(", self.short_array(depth), ")")

    def typed_call(self, methods, depth):
        """A call of one of the methods."""
        name, kinds = self.pick(methods)
        arguments = []
        for kind in kinds:
            if kind == "callback":
                arguments.append(self.callback(2, self.pick((NUMBER, BOOLEAN))))
            elif kind == "reducer":
                arguments.append(self.callback(3, NUMBER))
            elif kind == "comparator":
                arguments.append(expression("byText"))
            else:
                arguments.append(self.expression(kind, depth))
        return expression(self.typed_array(depth), f".{name}(", items(arguments), ")")

    def collected(self, depth):
        """An array of what a collection holds in the end."""
        form = self.random.random()
        if form < 0.25:
            return expression("[...new Set(", self.short_array(depth), ")]")
        if form < 0.5:
            return expression("walked(", self.short_array(depth), ", ", self.short_array(depth),
                              ")")
        if form < 0.65:
            return expression("cut([...new Map(", self.short_array(depth),
                              f".entries()).{self.pick(('keys', 'values', 'entries'))}()])")
        if form < 0.75:
            return expression("Array.from(", self.typed_array(depth), ")")
        return expression("Array.from(", self.typed_call(METHODS, depth), ")")

    def of_typed_array(self, wanted, depth):
        return self.typed_call(QUESTIONS, depth)
