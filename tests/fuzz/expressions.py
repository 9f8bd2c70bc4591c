"""Expressions, by the type that is asked for."""

import values
from classes import Home
from scope import ANY, ARRAY, BOOLEAN, FUNCTION, NUMBER, OBJECT, STRING
from tree import expression, fixed, items

PLAIN = (NUMBER, STRING, BOOLEAN)


class Expressions:
    """A part of the generator. Every compound expression stands in parentheses."""

    def expression(self, wanted, depth):
        """An expression that mostly has the type `wanted`."""
        self.budget -= 0.1
        if self.budget < 0:
            depth = min(depth, 1)
        if self.chance(0.015):
            wanted = ANY
        if self.chance(0.06):
            self.traces += 1
            return expression(f"trace({self.traces}, ", self.expression(wanted, depth - 1), ")")
        if depth <= 0 or self.chance(0.15):
            return self.atom(wanted)
        if self.chance(0.12):
            general = self.general(wanted, depth - 1)
            if general is not None:
                return general
        return getattr(self, f"{wanted}_expression")(depth - 1)

    def atom(self, wanted):
        variables = [one for one in self.scope.visible() if wanted in (ANY, one.holds) or
                     (one.holds == ANY and self.chance(0.2))]
        if variables and self.chance(0.75):
            return expression(self.pick(variables).name)
        if self.chance(0.01) and self.scope.in_dead_zone():
            return expression(self.pick(self.scope.in_dead_zone()))
        return self.literal(wanted)

    def literal(self, wanted):
        if wanted == NUMBER:
            text = self.pick(values.NUMBERS if self.chance(0.6) else values.SMALL)
            return expression(f"({text})")
        if wanted == STRING:
            return expression(self.pick(values.STRINGS))
        if wanted == BOOLEAN:
            return expression(self.pick(("true", "false")))
        if wanted == ARRAY:
            return self.array_literal(1)
        if wanted == OBJECT:
            return self.object_literal(1)
        if wanted == FUNCTION:
            return self.function_expression(0)
        if self.chance(0.2):
            return expression(self.pick(values.OTHERS))
        return self.literal(self.pick((NUMBER, STRING, BOOLEAN, ARRAY, OBJECT)))

    def plain(self, depth):
        return self.expression(self.pick(PLAIN), depth)

    # ---- Forms of any type ----

    def general(self, wanted, depth):
        """A form whose value may have any type; None where the one picked cannot be had here."""
        form = self.weighted((
            (3, self.conditional), (2, self.logical), (2, self.comma), (3, self.assignment),
            (4, self.call), (2, self.member), (1, self.immediate), (1, self.optional),
            (1, self.pattern_assignment), (1, self.argument),
            (1, self.of_typed_array), (2, self.of_class),
            (1 if self.home is None else 8, self.of_home)))
        return form(wanted, depth)

    def argument(self, wanted, depth):
        return self.of_arguments()

    def conditional(self, wanted, depth):
        return expression("(", self.expression(BOOLEAN, depth), " ? ",
                          self.expression(wanted, depth), " : ", self.expression(wanted,
                                                                                 depth), ")")

    def logical(self, wanted, depth):
        operator = self.pick(("&&", "||", "??"))
        return expression("(", self.expression(self.pick((wanted, ANY)), depth), f" {operator} ",
                          self.expression(wanted, depth), ")")

    def comma(self, wanted, depth):
        return expression("(", self.expression(ANY, depth), ", ", self.expression(wanted, depth),
                          ")")

    def assignment(self, wanted, depth):
        """An assignment of any kind to a variable or an element."""
        if self.chance(0.3):
            return self.element_assignment(wanted, depth)
        variables = [one for one in self.scope.visible() if one.holds in (wanted, ANY)
                     and not one.protected and (not one.constant or self.chance(0.05))]
        if not variables:
            return None
        name = self.pick(variables).name
        if self.chance(0.15):
            operator = self.pick(("&&=", "||=", "??="))
        elif wanted == NUMBER and self.chance(0.6):
            operator = f"{self.pick(values.BINARY)}="
        else:
            operator = "="
        return expression(f"({name} {operator} ", self.stored(wanted, depth), ")")

    def stored(self, wanted, depth):
        """What may be stored for long: cut, where it could have grown."""
        if wanted in (STRING, ARRAY, ANY):
            return expression("cut(", self.expression(wanted, depth), ")")
        return self.expression(wanted, depth)

    def element_assignment(self, wanted, depth):
        operator = self.pick(("=", "=", "+=", "-=", "??=", "||=", "&&=", "*="))
        if wanted not in PLAIN:
            wanted = NUMBER
        value = self.expression(wanted, depth)
        if operator == "+=":
            value = self.expression(self.pick((NUMBER, BOOLEAN)), depth)
        return expression("(", self.place(depth), f" {operator} ", value, ")")

    def place(self, depth):
        """A property or element as the target of an assignment."""
        if self.chance(0.5):
            return expression(self.atom(ARRAY), "[", self.index(depth), "]")
        if self.in_method and self.chance(0.4):
            return expression(f"this.{self.pick(('a', 'b', 'x'))}")
        if self.chance(0.7):
            return expression(self.atom(OBJECT), f".{self.pick(('a', 'b', 'c', 'x', 'y'))}")
        return expression(self.atom(OBJECT), "[", self.key(depth), "]")

    def index(self, depth):
        """An index that is safe to write to: a small one, or one that makes a plain property."""
        if self.chance(0.5):
            return expression(self.pick(values.INDICES))
        return expression("(", self.expression(NUMBER, depth), " & 7)")

    def key(self, depth):
        if self.chance(0.5):
            return expression(f'"{self.pick(values.KEYS)}"')
        if self.chance(0.5):
            return expression('("k" + ', self.expression(self.pick((NUMBER, BOOLEAN)), depth), ")")
        return self.index(depth)

    def arguments(self, count, depth):
        if self.chance(0.15):
            count = max(0, count + self.pick((-1, 1)))
        return items([self.spread(depth) if self.chance(0.08) else
                      self.expression(self.pick((NUMBER, NUMBER, STRING, ANY)), depth)
                      for _ in range(count)])

    def call(self, wanted, depth):
        if not self.may_call:
            return None
        functions = [one for one in self.scope.visible() if one.holds == FUNCTION]
        if not functions:
            return None
        callee = self.pick(functions)
        arguments = self.arguments(callee.arity, depth)
        form = self.random.random()
        if form < 0.75:
            return expression(f"{callee.name}(", arguments, ")")
        if form < 0.85:
            return expression(f"{callee.name}.call(",
                              items([self.expression(ANY, depth), *arguments.parts]), ")")
        if form < 0.95:
            return expression(f"{callee.name}.apply(", self.expression(ANY, 0), ", [", arguments,
                              "])")
        return expression(f"new {callee.name}(", arguments, ")")

    def member(self, wanted, depth):
        form = self.random.random()
        if form < 0.35:
            return expression(self.expression(ARRAY, depth), "[", self.expression(NUMBER, depth),
                              "]")
        if form < 0.7:
            return expression(self.expression(OBJECT, depth),
                              f".{self.pick(('a', 'b', 'c', 'x', 'y', 'm'))}")
        if form < 0.8 and self.in_method:
            return expression(f"this.{self.pick(('a', 'b', 'x'))}")
        if form < 0.9:
            return expression(self.expression(OBJECT, depth), "[", self.key(depth), "]")
        return expression(self.expression(STRING, depth), "[", self.index(depth), "]")

    def optional(self, wanted, depth):
        form = self.random.random()
        base = expression("(", self.expression(self.pick((ANY, OBJECT)), depth), ")")
        if form < 0.4:
            return expression(base, f"?.{self.pick(('a', 'b', 'x'))}")
        if form < 0.6:
            return expression(base, "?.[", self.key(depth), "]")
        if form < 0.8:
            return expression(base, f"?.{self.pick(('a', 'b'))}.{self.pick(('a', 'b'))}")
        if not self.may_call:
            return None
        return expression(base, "?.m?.(", self.arguments(1, depth), ")")

    def immediate(self, wanted, depth):
        if not self.may_call:
            return None
        return expression(self.function_expression(1), "(", self.arguments(1, depth), ")")

    # ---- By type ----

    def number_expression(self, depth):
        form = self.random.random()
        if form < 0.4:
            kinds = (NUMBER, NUMBER, NUMBER, NUMBER, ANY, BOOLEAN, STRING)
            return expression("(", self.expression(self.pick(kinds), depth),
                              f" {self.pick(values.BINARY)} ",
                              self.expression(self.pick(kinds), depth), ")")
        if form < 0.5:
            return expression(f"({self.pick(('-', '+', '~', '- -', '+ +', '- +'))} ",
                              self.expression(self.pick((NUMBER, NUMBER, ANY)), depth), ")")
        if form < 0.62:
            return self.update(depth)
        if form < 0.72:
            return self.math(depth)
        if form < 0.78:
            return expression("(((", self.expression(NUMBER, depth),
                              f") % 11 | 0) ** {self.pick(('0', '1', '2', '3', '5'))})")
        if form < 0.86:
            name = self.pick(("parseInt", "parseFloat", "Number"))
            if name == "parseInt" and self.chance(0.4):
                return expression("parseInt(", self.expression(STRING, depth), ", ",
                                  self.pick(("2", "10", "16", "36", "0", "37")), ")")
            return expression(f"{name}(", self.expression(self.pick((STRING, ANY)), depth), ")")
        if form < 0.92:
            return expression(self.expression(self.pick((ARRAY, STRING)), depth), ".length")
        if form < 0.94:
            return self.reduction(depth)
        if form < 0.97:
            return expression(self.expression(STRING, depth),
                              f".{self.pick(('charCodeAt', 'codePointAt'))}(",
                              self.expression(NUMBER, depth), ")")
        return expression(self.expression(self.pick((ARRAY, STRING)), depth),
                          f".{self.pick(('indexOf', 'lastIndexOf'))}(", self.plain(depth), ")")

    def reduction(self, depth):
        """An array brought to one value by a callback."""
        array = self.expression(ARRAY, depth)
        name = self.pick(("reduce", "reduceRight", "find", "findIndex", "findLast",
                          "findLastIndex", "forEach"))
        if name.startswith("reduce"):
            start = [self.expression(NUMBER, depth)] if self.chance(0.7) else []
            return expression(array, f".{name}(", items([self.callback(3, NUMBER), *start]), ")")
        return expression(array, f".{name}(", self.callback(2, BOOLEAN), ")")

    def update(self, depth):
        """++ and --, before and after, of variables and properties."""
        variables = [one for one in self.scope.visible()
                     if one.holds == NUMBER and not one.constant and not one.protected]
        if variables and self.chance(0.75):
            target = self.pick(variables).name
        else:
            target = self.place(depth)
        operator = self.pick(("++", "--"))
        if self.chance(0.5):
            return expression("(", target, f"{operator})")
        return expression(f"({operator}", target, ")")

    def math(self, depth):
        name, count = self.pick((("abs", 1), ("floor", 1), ("ceil", 1), ("round", 1), ("trunc", 1),
                                 ("sign", 1), ("sqrt", 1), ("min", 2), ("max", 2), ("imul", 2),
                                 ("clz32", 1), ("fround", 1), ("max", 0), ("min", 1), ("max", 3)))
        arguments = items([self.expression(self.pick((NUMBER, NUMBER, NUMBER, ANY)), depth)
                           for _ in range(count)])
        return expression(f"Math.{name}(", arguments, ")")

    def boolean_expression(self, depth):
        form = self.random.random()
        if form < 0.5:
            kind = self.pick((NUMBER, NUMBER, NUMBER, STRING, ANY))
            return expression("(", self.expression(kind, depth),
                              f" {self.pick(values.COMPARISONS)} ",
                              self.expression(self.pick((kind, kind, ANY)), depth), ")")
        if form < 0.6:
            return expression("(!", self.expression(ANY, depth), ")")
        if form < 0.67:
            return expression("(", self.key(depth), " in ",
                              self.expression(self.pick((OBJECT, ARRAY)), depth), ")")
        if form < 0.73:
            return expression("(", self.expression(ANY, depth), " instanceof ",
                              self.pick(("Object", "Array", "Error", "TypeError", "Object")), ")")
        if form < 0.79:
            return expression("(delete ", self.place(depth), ")")
        if form < 0.86:
            name = self.pick(("isNaN", "isFinite", "Number.isInteger", "Number.isSafeInteger",
                              "Array.isArray", "Boolean", "Object.isFrozen", "Number.isNaN"))
            return expression(f"{name}(", self.expression(self.pick((NUMBER, ANY)), depth), ")")
        if form < 0.93:
            return expression(self.expression(STRING, depth),
                              f".{self.pick(('includes', 'startsWith', 'endsWith'))}(",
                              items([self.expression(STRING, depth),
                                     *self.maybe(NUMBER, depth)]), ")")
        if form < 0.97:
            return expression("Object.is(", self.expression(ANY, depth), ", ",
                              self.expression(ANY, depth), ")")
        return expression(self.expression(ARRAY, depth), f".{self.pick(('some', 'every'))}(",
                          self.callback(2, BOOLEAN), ")")

    def maybe(self, wanted, depth):
        return [self.expression(wanted, depth)] if self.chance(0.4) else []

    def string_expression(self, depth):
        form = self.random.random()
        if form < 0.25:
            return expression("(", self.expression(self.pick((STRING, STRING, NUMBER, ANY)), depth),
                              " + ",
                              self.expression(STRING, depth), ")")
        if form < 0.37:
            return self.template(depth)
        if form < 0.45:
            return expression("(typeof ", self.expression(ANY, depth), ")")
        if form < 0.55:
            return expression("String(", self.expression(ANY, depth), ")")
        if form < 0.62:
            return self.number_to_string(depth)
        if form < 0.7:
            return expression(self.expression(ARRAY, depth), ".join(",
                              items(self.maybe(STRING, depth)), ")")
        if form < 0.75:
            return expression("JSON.stringify(", items([self.expression(ANY, depth), *(
                [expression("null"),
                 expression(self.pick(("1", '"-"', "20")))] if self.chance(0.3) else [])]), ")")
        return self.string_method(depth)

    def string_method(self, depth):
        name, kinds = self.pick((
            ("charAt", (NUMBER,)), ("at", (NUMBER,)), ("slice", (NUMBER, NUMBER)),
            ("substring", (NUMBER, NUMBER)), ("substr", (NUMBER, NUMBER)), ("toUpperCase", ()),
            ("toLowerCase", ()), ("trim", ()), ("trimStart", ()), ("trimEnd", ()), ("padStart",
                                                                                    ("count",
                                                                                     STRING)),
            ("padEnd", ("count", STRING)), ("repeat", ("count",)), ("concat", (STRING, ANY)),
            ("replace", (STRING, STRING)), ("replaceAll", (STRING, STRING)), ("toString", ())))
        arguments = []
        for kind in kinds:
            if kind == "count":
                pool = [count for count in values.COUNTS if name == "repeat" or count != "Infinity"]
                arguments.append(expression(self.pick(pool)))
            else:
                arguments.append(self.expression(kind, depth))
        if arguments and self.chance(0.15):
            arguments.pop()
        return expression(self.expression(STRING, depth), f".{name}(", items(arguments), ")")

    def number_to_string(self, depth):
        name, arguments = self.pick((
            ("toString", ("2", "10", "16", "36", "8", "1", "undefined")), ("toFixed",
                                                                           ("0", "2", "10", "101")),
            ("toPrecision", ("1", "5", "21", "0")), ("toExponential", ("0", "3", "undefined"))))
        radix = self.pick(arguments)
        number = self.expression(NUMBER, depth)
        if name == "toString" and radix not in ("10", "undefined"):
            number = expression("(", number, " | 0)")  # digits of fractions are approximations
        return expression("(", number, f").{name}({radix})")

    def template(self, depth):
        parts = ["`"]
        for _ in range(self.random.randint(0, 3)):
            parts += [self.pick(("", "x", " ", "\\n", "$", "\\u{41}", "\n")), "${",
                      self.expression(self.pick((NUMBER, STRING, ANY)), depth), "}"]
        return expression(*parts, self.pick(("", "!", "\\`", "{}")), "`")

    def array_expression(self, depth):
        form = self.random.random()
        if form < 0.3:
            return self.array_literal(depth)
        if form < 0.55:
            name = self.pick(("map", "filter", "flatMap"))
            result = BOOLEAN if name == "filter" else self.pick(PLAIN)
            return expression(self.expression(ARRAY, depth), f".{name}(", self.callback(2, result),
                              ")")
        if form < 0.65:
            return expression(self.expression(STRING, depth), ".split(",
                              items([self.expression(STRING, depth),
                                     *([expression(self.pick(values.COUNTS))] if self.chance(0.3)
                                       else [])]), ")")
        if form < 0.72:
            name = self.pick(("keys", "values", "entries", "getOwnPropertyNames"))
            return expression(f"Object.{name}(",
                              self.expression(self.pick((OBJECT, ARRAY, STRING)), depth), ")")
        if form < 0.77:
            return expression(self.pick(("Array.of(", "Array.from(", "Array(")),
                              self.expression(ARRAY, depth), ")")
        if form < 0.85:
            return self.collected(depth)
        if form < 0.87:
            return expression(f"new Array({self.pick(('0', '3', '7', '-1', '1.5', '2, 3'))})")
        return self.array_method(depth)

    def array_method(self, depth):
        name, kinds = self.pick((
            ("slice", (NUMBER, NUMBER)), ("splice", (NUMBER, NUMBER, "plain")), ("concat",
                                                                                 (ARRAY, "plain")),
            ("reverse", ()), ("fill", ("plain", NUMBER, NUMBER)), ("flat", ()), ("sort", ()),
            ("slice", (NUMBER,)), ("flat", (NUMBER,)), ("sort", ("comparator",)), ("map",
                                                                                   ("String",)),
            ("splice", (NUMBER,))))
        arguments = []
        for kind in kinds:
            if kind == "plain":
                arguments.append(self.plain(depth))
            elif kind == "comparator":
                arguments.append(expression(self.pick(("byText", "byLength"))))
            elif kind == "String":
                arguments.append(expression(self.pick(("String", "Number", "parseInt", "Boolean"))))
            else:
                arguments.append(self.expression(kind, depth))
        return expression("cut(", self.expression(ARRAY, depth), f".{name}(", items(arguments),
                          "))")

    def array_literal(self, depth):
        elements = []
        for _ in range(self.random.randint(0, 5)):
            form = self.random.random()
            if form < 0.06:
                elements.append(fixed(""))
            elif form < 0.16 and depth > 0:
                elements.append(self.array_literal(0))
            elif form < 0.26:
                elements.append(expression(self.pick(values.OTHERS)))
            elif form < 0.33 and depth > 0:
                elements.append(self.spread(depth - 1))
            else:
                elements.append(self.plain(depth) if depth > 0 else self.literal(self.pick(PLAIN)))
        if elements and not elements[-1].parts[0]:
            elements.append(fixed(""))
        return expression("[", items(elements), "]")

    def named_property(self, depth):
        """One property of a literal with its name, which is None for what has no written one."""
        form = self.random.random()
        key = self.pick(("a", "b", "c", "x", "y", '"a b"', "0", "7", "1.5", '"b"'))
        if form < 0.1:
            shown = [one.name for one in self.scope.visible() if one.holds in PLAIN]
            name = self.pick(shown) if shown else "undefined"
            return name, fixed(name)
        if form < 0.2:
            return None, fixed("[", self.key(0), "]: ", self.plain(depth))
        if form < 0.4 and self.functions < 4 and self.budget > 0:
            name = self.pick(("m", "m", "a", "valueOf", "toString", "toJSON"))
            return name, fixed(name, *self.method_rest(Home()))
        if form < 0.44 and self.functions < 4 and self.budget > 0:
            return key, self.accessor("", fixed(key), Home(), ", ")
        if form < 0.46 and depth > 0:
            return "__proto__", fixed("__proto__: ", self.expression(self.pick((OBJECT, ANY)),
                                                                     depth - 1))
        if form < 0.5 and self.functions < 4 and self.budget > 0:
            return "m", fixed("m: ", self.function_expression(0))
        if form < 0.55 and depth > 0:
            return None, self.property_spread(depth - 1)
        if form < 0.62 and depth > 0:
            return key, fixed(f"{key}: ", self.object_literal(0))
        return key, fixed(f"{key}: ", self.plain(depth) if depth > 0 else
                          self.literal(self.pick(PLAIN)))

    def object_literal(self, depth):
        """V8 puts a property that a literal repeats at the place of the last, not the first, where
        the literal spreads: there names are not repeated."""
        properties = [self.named_property(depth) for _ in range(self.random.randint(0, 4))]
        names = [name for name, _ in properties]
        if None in names or names.count("__proto__") > 1:
            last = {(name or "").strip('"'): place for place, (name, _) in enumerate(properties)}
            properties = [one for place, one in enumerate(properties)
                          if one[0] is None or last[one[0].strip('"')] == place]
        return expression("({", items([part for _, part in properties]), "})")

    def object_expression(self, depth):
        form = self.random.random()
        if form < 0.08:
            made = self.instance(depth)
            if made is not None:
                return made
        if form < 0.5:
            return self.object_literal(depth)
        if form < 0.6:
            return expression("Object.assign(", self.expression(OBJECT, depth), ", ",
                              self.expression(self.pick((OBJECT, ANY)), depth), ")")
        if form < 0.7:
            return expression("Object.create(", self.expression(OBJECT, depth), ")")
        if form < 0.78:
            return expression(self.pick(("Object.freeze(", "seal(", "Object.preventExtensions(")),
                              self.expression(OBJECT, depth), ")")
        if form < 0.86:
            return expression(f"new {self.pick(values.ERRORS)}(", self.expression(STRING, depth),
                              ")")
        if form < 0.9:
            return expression("Object.fromEntries([[", self.expression(STRING, depth), ", ",
                              self.plain(depth), "]])")
        if form < 0.92:
            return expression("JSON.parse(JSON.stringify(", self.expression(OBJECT, depth), "))")
        if form < 0.96:
            return expression(f"new {self.pick(('Number', 'String', 'Boolean'))}(",
                              self.plain(depth), ")")
        return self.atom(OBJECT)

    def function_expression(self, depth):
        if self.functions >= 4:
            return expression(self.pick(("String", "Number", "Boolean", "cut", "isNaN")))
        return self.function_value()

    def any_expression(self, depth):
        return self.expression(self.pick((NUMBER, NUMBER, STRING, BOOLEAN, ARRAY, OBJECT,
                                          FUNCTION)), depth)
