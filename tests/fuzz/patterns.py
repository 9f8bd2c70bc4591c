"""Destructuring patterns, spread and rest.

What is taken apart or spread is short, and what a pattern's places get is cut, as everywhere. The
targets in a pattern are plain: V8 looks at an object's pattern's value only after its first target,
and reads what the rest leaves out."""

import values
from scope import ANY, ARRAY, NUMBER, OBJECT, STRING, Variable
from tree import expression, fixed, items, statement, statements

PATTERN_KEYS = ("a", "b", "c", "x", "y", "length", "0", "1", '"a b"', "m")


class Patterns:
    """A part of the generator."""

    # ---- Patterns ----

    def pattern(self, leaf, depth):
        """`leaf()` makes the text of what one place binds or assigns."""
        if self.chance(0.55):
            return self.array_pattern(leaf, depth)
        return self.object_pattern(leaf, depth)

    def array_pattern(self, leaf, depth):
        places = [fixed("") if self.chance(0.1) else self.pattern_place(leaf, depth)
                  for _ in range(self.random.randint(0, 3))]
        if self.chance(0.25):
            inner = self.pattern(leaf, 0) if depth > 0 and self.chance(0.2) else leaf()
            places.append(fixed("...", inner))
        return fixed("[", items(places), "]")

    def object_pattern(self, leaf, depth):
        places = []
        for _ in range(self.random.randint(0, 3)):
            if self.chance(0.15):
                key = ["[", self.key(0), "]: "]
            else:
                key = [f"{self.pick(PATTERN_KEYS)}: "]
            places.append(fixed(*key, self.pattern_place(leaf, depth)))
        if self.chance(0.25):
            places.append(fixed("...", leaf()))
        return fixed("{", items(places), "}")

    def pattern_place(self, leaf, depth):
        """A target, with a default value or not."""
        if depth > 0 and self.chance(0.2):
            inner = self.pattern(leaf, depth - 1)
            return fixed(inner, " = ", self.source(0)) if self.chance(0.8) else inner
        target = leaf()
        if self.chance(0.4):
            return fixed(target, " = ", self.stored(self.pick((NUMBER, STRING, ANY)), 1))
        return target

    def source(self, depth):
        """What is to be taken apart: mostly something that can be."""
        shown = [one.name for one in self.scope.visible() if one.holds in (ARRAY, OBJECT, STRING)]
        form = self.random.random()
        if shown and form < 0.35:
            return expression(f"cut({self.pick(shown)})")
        if form < 0.7:
            return expression("[", items([self.stored(self.pick((NUMBER, STRING, ANY)), depth)
                                          for _ in range(self.random.randint(0, 4))]), "]")
        if form < 0.95:
            keys = self.random.sample(("a", "b", "c", "x", "0"), self.random.randint(0, 3))
            return expression("({", items([
                fixed(f"{key}: ", self.stored(self.pick((NUMBER, STRING, ANY)), depth))
                for key in keys]), "})")
        return expression("cut(", self.expression(ANY, depth), ")")

    def declared_pattern(self, declares, depth):
        """A pattern, and the new variables that it binds. They are pending meanwhile."""
        names = []

        def leaf():
            name = self.fresh_name()
            self.scope.pending.append(name)
            names.append(name)
            return fixed(name)

        node = self.pattern(leaf, depth)
        return node, [Variable(name, ANY, constant=declares == "const") for name in names]

    def assigned_pattern(self, depth):
        """A pattern of variables and of properties of variables."""
        variables = [one for one in self.scope.visible() if not one.protected
                     and (not one.constant or self.chance(0.05))]
        holders = [one.name for one in self.scope.visible() if one.holds in (ARRAY, OBJECT)]

        def leaf():
            if holders and (not variables or self.chance(0.25)):
                return fixed(f"{self.pick(holders)}{self.pick(('.a', '.x', '[1]', '[0]'))}")
            return fixed(self.pick(variables).name)

        return self.pattern(leaf, depth) if variables or holders else None

    # ---- Where they stand ----

    def pattern_declaration(self):
        if not self.blocks and not self.functions:
            return self.print_statement()  # at the top level an error would end the program
        if self.chance(0.2):
            names = []

            def leaf():
                names.append(self.pick(values.VARS))
                return fixed(names[-1])

            node = self.pattern(leaf, 1)
            for name in names:
                self.scope.function.variables[name] = Variable(name, ANY)
            return statement("var ", node, " = ", self.source(2), ";")
        word = self.pick(("let", "const"))
        node, bound = self.declared_pattern(word, 2)
        source = self.source(2)
        for variable in bound:
            self.scope.declare(variable)
        return statement(f"{word} ", node, " = ", source, ";")

    def pattern_assignment(self, wanted, depth):
        node = self.assigned_pattern(1)
        return None if node is None else expression("(", node, " = ", self.source(depth), ")")

    def pattern_statement(self):
        node = self.pattern_assignment(ANY, 2)
        return self.print_statement() if node is None else statement("log(", node, ");")

    def pattern_loop(self):
        """A for-of whose head takes the elements apart."""
        elements = items([self.source(1) for _ in range(self.random.randint(1, 3))])
        with self.block_scope(), self.target(True) as label:
            word = self.pick(("let", "const"))
            if self.chance(0.7):
                node, bound = self.declared_pattern(word, 1)
                for variable in bound:
                    self.scope.declare(variable)
                head = fixed(f"{word} ", node)
            else:
                head = self.assigned_pattern(1) or fixed("var v1")
            body = self.guarded_block(True)
        return statement(f"{label}for (", head, " of [", elements, "]) ", body)

    def pattern_catch(self):
        """try and a catch clause that takes what was thrown apart."""
        thrown = self.source(1)
        with self.block_scope():
            node, bound = self.declared_pattern("let", 1)
            for variable in bound:
                self.scope.declare(variable)
            nodes = [statement(f"log({variable.name});") for variable in bound]
            nodes += self.block_body(1, 1)
        return statement("try {\nthrow ", thrown, ";\n} catch (", node, ") {\n", statements(nodes),
                         "\n}")

    # ---- Spread ----

    def spread(self, depth):
        """`...` something short that is mostly iterable."""
        if self.has_arguments and self.chance(0.2):
            return fixed("...arguments")
        return fixed("...cut(", self.expression(self.pick((ARRAY, ARRAY, STRING)), depth), ")")

    def property_spread(self, depth):
        return fixed("...cut(", self.expression(self.pick((OBJECT, OBJECT, ARRAY, ANY)), depth),
                     ")")

    def of_arguments(self):
        """Something of the arguments object, where there is one."""
        if not self.has_arguments:
            return None
        return expression(self.pick(("arguments.length", "arguments[0]", "arguments[1]",
                                     "cut([...arguments])", "(() => arguments.length)()",
                                     "cut(Array.from(arguments))")))
