"""Classes, and accessors, `super` and `__proto__` in object literals.

What a class extends is known while the program is made: constructors of Array and its kin get short
lengths, those of Map and Set something iterable. Whatever runs by itself, as an accessor does,
spends fuel; initialisers of fields, which do not, call and make nothing."""

import values
from scope import ANY, ARRAY, BOOLEAN, CLASS, NUMBER, OBJECT, STRING, TYPES, Variable
from tree import expression, fixed, items, statement, statements

KEYS = ("a", "b", "c", "x", "y", "m")
METHODS = ("m", "m", "m", "a", "b", "valueOf", "toString", "toJSON", "n")
BUILTINS = ("Array", "Array", "Error", "TypeError", "Map", "Set", "Object", "Uint8Array",
            "Float64Array")
OVERRIDDEN = {"Array": ("push", "concat", "join", "at"), "Map": ("set", "get", "has"),
              "Set": ("add", "has"), "Error": ("message", "name")}
NEVER = ("5", "undefined", "(() => 1)", "Math.abs", "({})", "({ m() {} }).m")


class Home:
    """What `super` and private names mean around a place in the program."""

    def __init__(self, calls=False, root="", static=False):
        self.calls = calls  # whether super() may stand here
        self.root = root  # the builtin that the class comes from
        self.static = static


class Classes:
    """A part of the generator."""

    # ---- Classes ----

    def class_declaration(self, name, safe):
        """Declares a pending name. What is `safe` cannot throw."""
        text, root = self.class_text(name, safe)
        self.scope.declare(Variable(name, CLASS, protected=True, arity=2, root=root))
        return statement(text)

    def class_expression(self):
        """A class with a name of its own or without, and what it comes from."""
        name = self.pick(values.LEXICAL) if self.chance(0.5) else ""
        text, root = self.class_text(name, False)
        return expression("(", text, ")"), root

    def class_text(self, name, safe):
        heading = [f"class {name} " if name else "class "]
        self.budget -= 3
        with self.block_scope():
            if name:
                self.scope.pending.append(name)
            heritage, root = self.safe_heritage() if safe else self.heritage()
            kept, self.privates = self.privates, [*self.privates]
            elements = self.elements(name, root, heritage is not None, safe)
            self.privates = kept
        if heritage is not None:
            heading += ["extends ", heritage, " "]
        return fixed(*heading, "{\n", statements(elements), "\n}"), root

    def classes_in_sight(self):
        return [one for one in self.scope.visible() if one.holds == CLASS]

    def safe_heritage(self):
        if self.chance(0.5):
            return None, ""
        root = self.pick(BUILTINS)
        return expression(root), root

    def heritage(self):
        """What follows `extends`, if anything, and the builtin that it comes from."""
        form = self.random.random()
        shown = self.classes_in_sight()
        if form < 0.3:
            return None, ""
        if shown and form < 0.65:
            one = self.pick(shown)
            return expression(one.name), one.root
        if form < 0.78:
            root = self.pick(BUILTINS)
            return expression(root), root
        if form < 0.82:
            return expression("null"), "null"
        if form < 0.85:
            return expression(self.pick(NEVER)), "never"
        if form < 0.87 and self.scope.in_dead_zone():
            return expression(self.pick(self.scope.in_dead_zone())), ""
        if self.budget > 0 and self.functions < 3:
            if form < 0.93:
                heading, body = self.function_body(self.parameters(1), method=True)
                return expression("(function (", heading, ") ", body, ")"), ""
            node, root = self.class_expression()
            return node, root
        return None, ""

    def elements(self, name, root, derived, safe):
        """The body of a class. Its private names are known to all of it."""
        plans = [self.weighted(((4, "method"), (5, "field"), (3, "accessor"), (2, "private"),
                                (0 if safe else 1, "block")))
                 for _ in range(self.random.randint(0, 5 if self.budget > 0 else 2))]
        privates = [(f"#{letter}", self.pick(("field", "field", "method", "accessor")),
                     not safe and self.chance(0.25))
                    for letter, _ in zip("abcdefgh", [one for one in plans if one == "private"])]
        self.privates = self.privates + [name for name, _, _ in privates]
        # Computed keys are evaluated before the class has a value; nothing else is.
        makers = []
        for plan in plans:
            static = not safe and self.chance(0.3)
            if plan == "private":
                makers.append((plan, privates.pop(0), None))
            else:
                makers.append((plan, static, self.element_key(plan, static, root, safe)))
        if name:
            self.scope.declare(Variable(name, CLASS, constant=True, protected=True, root=root))
        nodes = []
        for plan, detail, key in makers:
            home = Home(root=root, static=plan != "private" and detail)
            if plan == "private":
                nodes += self.private_element(*detail, root)
            elif plan == "block":
                nodes.append(self.static_block(root))
            else:
                nodes.append(self.element(plan, key, home))
        if self.chance(0.6):
            nodes.insert(self.random.randint(0, len(nodes)), self.constructor(derived, root))
        return nodes

    def element_key(self, plan, static, root, safe):
        form = self.random.random()
        # V8 evaluates the keys before it looks at what the class extends.
        if form < 0.12 and not safe and root != "never":
            return fixed("[", self.expression(self.pick((STRING, NUMBER, ANY)), 1), "]")
        if form < 0.2:
            return fixed(self.pick(("0", "7", '"a b"', "1.5", '["m"]', '["a"]')))
        if form < 0.23 and static:
            return fixed(self.pick(("name", "length")))
        if form < 0.3 and root in OVERRIDDEN and not static:
            return fixed(self.pick(OVERRIDDEN[root]))
        return fixed(self.pick(METHODS if plan == "method" else KEYS))

    def element(self, plan, key, home):
        """A public one."""
        word = "static " if home.static else ""
        if plan == "method":
            return fixed(word, key, *self.method_rest(home))
        if plan == "accessor":
            return self.accessor(word, key, home)
        if self.chance(0.15):
            return fixed(word, key, ";")
        return fixed(word, key, " = ", self.initialiser(home), ";")

    def accessor(self, word, key, home, separator="\n"):
        """A getter, a setter or both, of a class or of an object."""
        getter = fixed(word, "get ", key, *self.getter_rest(home))
        setter = fixed(word, "set ", key, *self.setter_rest(home))
        form = self.random.random()
        if form < 0.5:
            return fixed(getter, separator, setter)
        return getter if form < 0.8 else setter

    def getter_rest(self, home):
        heading, body = self.function_body([], method=True, home=home, accessor=True,
                                           result=self.pick((NUMBER, NUMBER, STRING, ANY)))
        return ["(", heading, ") ", body]

    def setter_rest(self, home):
        heading, body = self.function_body(self.parameters(1), method=True, home=home,
                                           accessor=True)
        return ["(", heading, ") ", body]

    def private_element(self, name, kind, static, root):
        home = Home(root=root, static=static)
        word = "static " if static else ""
        if kind == "method":
            return [fixed(f"{word}{name}", *self.method_rest(home))]
        if kind == "accessor":
            both = self.chance(0.6)
            nodes = [fixed(f"{word}get {name}", *self.getter_rest(home))]
            if both:
                nodes.append(fixed(f"{word}set {name}", *self.setter_rest(home)))
            return nodes
        if self.chance(0.1):
            return [fixed(f"{word}{name};")]
        return [fixed(f"{word}{name} = ", self.initialiser(home), ";")]

    def initialiser(self, home):
        """The value of a field: it has `this` and `super`, and no `arguments`."""
        kept = self.may_call, self.has_arguments
        with self.function_scope([], True, home=home):
            self.may_call = self.has_arguments = False
            form = self.random.random()
            if form < 0.2:
                value = self.leaf(self.parameters(1), self.pick(TYPES[:4]))
            elif form < 0.25:
                heading, body = self.function_body(self.parameters(1))
                value = expression("function (", heading, ") ", body)
            else:
                value = self.stored(self.pick((NUMBER, NUMBER, STRING, ARRAY, ANY)), 2)
        self.may_call, self.has_arguments = kept
        return value

    def static_block(self, root):
        """Has `this`, no `arguments` and no `return`, and is left by no `break`."""
        kept = self.functions, self.has_arguments
        with self.function_scope([], True, home=Home(root=root, static=True)):
            self.functions, self.blocks, self.has_arguments = 0, 1, False
            nodes = self.block_body(self.random.randint(1, 2), 1)
        self.functions, self.has_arguments = kept
        return fixed("static {\n", statements(nodes), "\n}")

    def constructor(self, derived, root):
        """Calls `super` where it must, mostly, and now and then more than it may."""
        parameters = self.parameters(self.random.randint(0, 2))
        rest = self.chance(0.2)
        with self.function_scope(parameters, True, home=Home(derived, root)):
            heading = self.parameter_list(parameters)
            nodes = []
            if derived:
                if self.chance(0.25):
                    nodes.append(self.statement())
                if rest and root not in ("Map", "Set"):
                    heading.parts.append(fixed("...rest"))
                    nodes.append(statement("super(...rest);"))
                elif self.chance(0.93):
                    nodes.append(statement(self.super_call(), ";"))
            self.budget -= 2
            if self.budget > 0:
                nodes += self.block_body(self.random.randint(0, 2), 1)
            if self.chance(0.12):
                nodes.append(statement("return ", self.expression(self.pick((OBJECT, ANY)), 2),
                                       ";"))
        return fixed("constructor(", heading, ") {\n",
                     statements([statement("if (--fuel < 0) return;"), *nodes]), "\n}")

    # ---- Calls ----

    def constructor_arguments(self, root, depth):
        """Arguments that a constructor takes which comes from `root`."""
        if root in ("Map", "Set"):
            if self.chance(0.3):
                return items([])
            pairs = items([fixed("[", self.plain(depth), ", ", self.plain(depth), "]")
                           for _ in range(self.random.randint(0, 2))])
            return items([fixed("[", pairs, "]")])
        if root not in ("Array", "Uint8Array", "Float64Array"):
            return self.arguments(self.random.randint(0, 2), depth)
        return items([expression("(", self.expression(NUMBER, depth), " & 7)")
                      for _ in range(self.random.randint(0, 3))])

    def super_call(self):
        arguments = self.constructor_arguments(self.home.root, 1)
        if self.chance(0.1):
            return expression("(() => super(", arguments, "))()")
        if self.chance(0.15):
            return expression("super(...[", arguments, "])")
        return expression("super(", arguments, ")")

    def instance(self, depth):
        """`new` of a class in sight, or of one made for it; None where neither may be."""
        if not self.may_call:
            return None
        shown = self.classes_in_sight()
        if shown and (self.functions >= 3 or self.budget < 0 or self.chance(0.95)):
            one = self.pick(shown)
            return expression(f"new {one.name}(", self.constructor_arguments(one.root, depth), ")")
        if self.functions >= 3 or self.budget < 0:
            return None
        node, root = self.class_expression()
        return expression("new ", node, "(", self.constructor_arguments(root, depth), ")")

    # ---- Expressions ----

    def of_class(self, wanted, depth):
        """Something of a class or of an instance."""
        shown = self.classes_in_sight()
        if not shown or not self.may_call:
            return None
        name = self.pick(shown).name
        made = self.instance(depth)
        key = self.pick(KEYS)
        form = self.pick(("instance", "member", "call", "call", "static", "static call", "is",
                          "borrowed", "bound", "taken", "plain", "names", "set", "json"))
        return {
            "instance": lambda: made,
            "member": lambda: expression("(", made, f").{key}"),
            "call": lambda: expression("(", made, ").m(", self.arguments(1, depth), ")"),
            "static": lambda: expression(f"{name}.{self.pick((*KEYS, 'name', 'length'))}"),
            "static call": lambda: expression(f"{name}.m?.(", self.arguments(1, depth), ")"),
            "is": lambda: expression("(", self.expression(self.pick((OBJECT, ANY)), depth),
                                     f" instanceof {name})"),
            "borrowed": lambda: expression(f"{name}.prototype.m.call(",
                                           self.expression(self.pick((OBJECT, ANY)), depth), ")"),
            "bound": lambda: expression(f"{name}.prototype.m.bind(", made, ", ",
                                        self.expression(NUMBER, depth), ")(", self.plain(depth),
                                        ")"),
            "taken": lambda: expression("(0, (", made, ").m)(", self.plain(depth), ")"),
            "plain": lambda: expression(f"{name}(", self.arguments(1, depth), ")"),
            "names": lambda: expression("Object.getOwnPropertyNames(", self.pick(
                (name, f"{name}.prototype")), ")"),
            "set": lambda: expression(f"({name}.{key} {self.pick(('=', '+=', '??='))} ",
                                      self.expression(NUMBER, depth), ")"),
            "json": lambda: expression("JSON.stringify(", made, ")"),
        }[form]()

    def of_home(self, wanted, depth):
        """`super`, private names and `new.target`, where they may stand."""
        if self.home is None:
            if self.privates and self.chance(0.3):
                return self.of_private(depth)
            if self.has_arguments and self.chance(0.2):
                return expression("(new.target?.name)")
            return None
        form = self.random.random()
        if self.privates and form < 0.4:
            return self.of_private(depth)
        if form < 0.55:
            return self.of_super_place(depth)
        if form < 0.75 and self.may_call:
            return expression(f"super.{self.pick(('m', 'm', 'a', 'toString', 'valueOf'))}(",
                              self.arguments(1, depth), ")")
        if form < 0.82:
            return expression(self.pick(("(new.target)", "(new.target?.name)",
                                         "(new.target === undefined)")))
        if form < 0.84 and self.home.calls and self.may_call:
            return self.super_call()
        if form < 0.9 and wanted in (ANY, OBJECT):
            return expression("this")
        return expression(f"(super.{self.pick(('a', 'm', 'constructor'))} === ",
                          self.expression(ANY, depth), ")")

    def of_super_place(self, depth):
        """A property of `super`: read, written or both."""
        if self.chance(0.8):
            place = expression(f"super.{self.pick(KEYS)}")
        else:
            place = expression(f"super[{self.pick(('0', '1.5', 'null'))}]")
        form = self.random.random()
        if form < 0.5:
            return place
        if form < 0.65:
            return expression("(", place, self.pick(("++", "--")), ")")
        return expression("(", place, f" {self.pick(('=', '=', '+=', '-=', '??=', '&&='))} ",
                          self.expression(self.pick((NUMBER, BOOLEAN)), depth), ")")

    def of_private(self, depth):
        name = self.pick(self.privates)
        if self.in_method and self.chance(0.8):
            base = expression("this")
        else:
            base = expression("(", self.expression(self.pick((OBJECT, ANY)), depth), ")")
        form = self.random.random()
        if form < 0.35:
            return expression(base, f"{self.pick(('.', '.', '.', '?.'))}{name}")
        if form < 0.6:
            operator = self.pick(("=", "=", "+=", "-=", "??=", "||="))
            return expression("(", base, f".{name} {operator} ",
                              self.expression(self.pick((NUMBER, BOOLEAN)), depth), ")")
        if form < 0.7:
            return expression("(", base, f".{name}{self.pick(('++', '--'))})")
        if form < 0.85 or not self.may_call:
            return expression(f"({name} in ", base, ")")
        return expression(base, f".{name}(", self.arguments(1, depth), ")")

    # ---- Statements ----

    def class_statement(self):
        """A class and what is done to it and to two instances, one step failing without the
        next."""
        if self.functions >= 3:
            return self.print_statement()
        name, one = self.counter("K"), self.counter("o")
        with self.block_scope():
            text, root = self.class_text(name, False)
            self.scope.declare(Variable(name, CLASS, protected=True, root=root))
            steps = [self.class_step(name) for _ in range(self.random.randint(0, 2))]
            made = items([expression(f"new {name}(", self.constructor_arguments(root, 1), ")")
                          for _ in range(2)])
            with self.block_scope(), self.target(True) as label:
                self.scope.declare(Variable(one, ARRAY if "Array" in root else OBJECT,
                                            protected=True))
                body = [self.instance_step(name, one) for _ in range(self.random.randint(2, 6))]
            steps.append(fixed(f"{label}for (const {one} of [", made, "]) {\n", statements(body),
                               "\n}"))
        return statement(text, "\n", statements([attempt(step) for step in steps]))

    def class_step(self, name):
        key = self.pick(KEYS)
        target = self.pick((name, f"{name}.prototype"))
        return self.pick((
            lambda: statement(f"log(Object.getOwnPropertyNames({target}));"),
            lambda: statement(f"log({name});"),
            lambda: self.definition(target, key),
            lambda: statement(f"{self.pick(('Object.freeze', 'seal'))}({target});"),
            lambda: statement(f"{target}.{key} = ", self.plain(1), ";"),
            lambda: statement(f"delete {target}.{key};"),
            lambda: statement(f"Object.setPrototypeOf({target}, ", self.atom(OBJECT), ");"),
        ))()

    def definition(self, target, key):
        """Object.defineProperty, of a value or of accessors."""
        flags = [fixed(f"{flag}: {self.pick(('true', 'false'))}")
                 for flag in ("enumerable", "configurable") if self.chance(0.6)]
        if self.chance(0.5):
            parts = [fixed("value: ", self.plain(1))]
            if self.chance(0.6):
                parts.append(fixed(f"writable: {self.pick(('true', 'false'))}"))
        else:
            parts = [fixed("get", *self.getter_rest(Home()))] if self.chance(0.8) else []
            if self.chance(0.6):
                parts.append(fixed("set", *self.setter_rest(Home())))
        return statement(f'Object.defineProperty({target}, "{key}", {{ ', items(parts + flags),
                         " });")

    def instance_step(self, name, one):
        """Something done to the instance that the variable `one` holds."""
        key = self.pick(KEYS)
        return self.pick((
            lambda: statement(f"log({one});"),
            lambda: statement(f"log({one}.m(", self.arguments(1, 2), "));"),
            lambda: statement(f"log({one}.{key});"),
            lambda: statement(f"log({one}.{key} {self.pick(('=', '+=', '**=', '??='))} ",
                              self.plain(1), ");"),
            lambda: statement(f"log({one}.{key}{self.pick(('++', '--'))});"),
            lambda: statement(f"for (const key in {one}) log(key);"),
            lambda: statement(f"log(Object.getOwnPropertyNames({one}).slice(0, 9));"),
            lambda: statement(f"log(JSON.stringify({one}));"),
            lambda: statement(f"log([{one} instanceof {name}, {one}.constructor === {name}]);"),
            lambda: statement(f"log(delete {one}.{key});"),
            lambda: self.definition(one, key),
            lambda: statement(f"{self.pick(('Object.freeze', 'seal'))}({one});"),
            lambda: statement(f"Object.preventExtensions({one});"),
            lambda: statement(f'log([{one}.hasOwnProperty("{key}"), "{key}" in {one}]);'),
            lambda: statement(f"log({{ ...{one} }});"),
            lambda: statement(f"log({one} + 1);"),
            lambda: self.print_statement(),
            lambda: self.statement()))()


def attempt(step):
    return statement("try {\n", step, "\n} catch (error) { log(error); }")
