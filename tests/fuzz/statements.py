"""Statements, declarations and functions."""

import contextlib

import values
from classes import Home
from scope import ANY, ARRAY, BOOLEAN, FUNCTION, NUMBER, OBJECT, STRING, TYPES, Scope, Variable
from tree import expression, fixed, items, statement, statements

DEEPEST = 3  # statements inside statements of one function
REPORT = " catch (error) { log(error); }"


class Statements:
    """A part of the generator."""

    # ---- Scopes ----

    @contextlib.contextmanager
    def block_scope(self):
        self.scope = Scope(self.scope, self.scope.function)
        self.blocks += 1
        yield self.scope
        self.blocks -= 1
        self.scope = self.scope.outer

    @contextlib.contextmanager
    def function_scope(self, parameters, method, arrow=False, home=None):
        kept = (self.scope, self.targets, self.blocks, self.in_method, self.has_arguments,
                self.home)
        self.scope = Scope(self.scope)
        for parameter in parameters:
            self.scope.declare(parameter)
        self.targets, self.blocks, self.in_method = [], 0, method
        self.has_arguments |= not arrow
        self.home = self.home if arrow else home
        self.functions += 1
        yield self.scope
        self.functions -= 1
        (self.scope, self.targets, self.blocks, self.in_method, self.has_arguments,
         self.home) = kept

    def fresh_name(self):
        """A name that this block has not, though blocks around it may."""
        taken = self.scope.taken | set(self.scope.pending)
        free = [name for name in values.LEXICAL if name not in taken]
        if free:
            return self.pick(free)
        return self.counter("z")

    def counter(self, letter):
        self.counters += 1
        return f"{letter}{self.counters}"

    def plan(self, most_variables, most_functions):
        """Chooses what the present block will declare. Its functions can be called at once."""
        for _ in range(self.random.randint(0, most_variables)):
            self.scope.pending.append(self.fresh_name())
        functions = []
        if self.functions < 3 and self.budget > 0:
            for _ in range(self.random.randint(0, most_functions)):
                function = Variable(self.fresh_name(), FUNCTION, constant=False,
                                    arity=self.random.randint(0, 3))
                self.scope.declare(function)
                functions.append(function)
        return functions

    def block_body(self, count, most_variables=2, most_functions=0):
        """Statements of a block whose scope is the present one."""
        functions = self.plan(most_variables, most_functions)
        nodes = [self.statement() for _ in range(count)]
        while self.scope.pending:
            nodes.append(self.declaration(self.scope.pending[0]))
        for function in functions:
            nodes.insert(self.random.randint(0, len(nodes)), self.function_declaration(function))
        return nodes

    def block(self, count=None):
        with self.block_scope():
            nodes = self.block_body(self.random.randint(1, 3) if count is None else count,
                                    most_functions=int(self.chance(0.15)))
        return fixed("{\n", statements(nodes), "\n}")

    # ---- The program ----

    def module_body(self):
        self.scope = Scope()
        functions = self.plan(5, 4)
        nodes = []
        while self.scope.pending:
            nodes.append(self.declaration(self.scope.pending[0]))
        for _ in range(self.random.randint(4, 14)):
            if self.budget < 0:
                break
            if self.chance(0.05):
                nodes.append(self.statement())
            else:
                with self.block_scope():
                    body = self.block_body(self.random.randint(1, 3), most_variables=1)
                nodes.append(statement("try {\n", statements(body), "\n}", REPORT))
        for function in functions:
            nodes.insert(self.random.randint(0, len(nodes)), self.function_declaration(function))
        return nodes

    def epilogue(self):
        """Prints what is left in the module's variables."""
        lines = [statement(f"log({variable.name});") for variable in self.scope.variables.values()]
        return statements(lines)

    # ---- Functions ----

    def parameters(self, count):
        taken = set()
        chosen = []
        for _ in range(count):
            name = self.pick([name for name in values.LEXICAL if name not in taken])
            taken.add(name)
            chosen.append(Variable(name, self.weighted(((5, NUMBER), (2, STRING), (2, ANY)))))
        return chosen

    def parameter_list(self, parameters):
        """Text of parameters, some with default values or in patterns."""
        nodes = []
        for parameter in parameters:
            if self.chance(0.06):
                nodes.append(self.parameter_pattern(parameter))
            elif self.chance(0.15):
                nodes.append(fixed(f"{parameter.name} = ", self.atom(NUMBER)))
            else:
                nodes.append(fixed(parameter.name))
        return items(nodes)

    def parameter_pattern(self, parameter):
        value = self.atom(NUMBER)
        if self.chance(0.6):
            return fixed(f"{{ {self.pick(('a', 'x', 'length'))}: {parameter.name} = ", value, " }")
        return fixed(f"[{parameter.name} = ", value, "] = ", self.atom(ARRAY))

    def function_body(self, parameters, method=False, result=None, arrow=False, home=None,
                      accessor=False):
        """The nodes of a parameter list and a body in braces. Accessors have no rest, and spend
        more: `show` reads them inside each other, and the stack must hold."""
        rest = []
        if not accessor and self.chance(0.08):
            taken = {parameter.name for parameter in parameters}
            name = self.pick([name for name in values.LEXICAL if name not in taken])
            rest = [Variable(name, ARRAY)]
        with self.function_scope([*parameters, *rest], method, arrow, home):
            heading = self.parameter_list(parameters)
            heading.parts += [fixed(f"...{variable.name}") for variable in rest]
            spent = "(fuel -= 16)" if accessor else "--fuel"
            nodes = [statement(f"if ({spent} < 0) return 0;")]
            self.budget -= 2
            if self.budget > 0:
                nodes += self.block_body(self.random.randint(0, 3), 2, int(self.chance(0.15)))
            if self.chance(0.8):
                nodes.append(statement("return ", self.expression(result or self.pick(TYPES), 3),
                                       ";"))
        return heading, fixed("{\n", statements(nodes), "\n}")

    def function_declaration(self, function):
        heading, body = self.function_body(self.parameters(function.arity),
                                           result=self.pick((NUMBER, STRING, ANY)))
        return statement(f"function {function.name}(", heading, ") ", body)

    def method_rest(self, home=None):
        heading, body = self.function_body(self.parameters(self.random.randint(0, 1)), method=True,
                                           home=home,
                                           result=self.pick((NUMBER, NUMBER, STRING, ANY)))
        return ["(", heading, ") ", body]

    def function_value(self):
        """A function or arrow function as an expression."""
        parameters = self.parameters(self.random.randint(0, 2))
        form = self.random.random()
        if self.budget < 0 or self.scope.outer is None:
            return self.leaf(parameters, self.pick(TYPES[:4]))
        if form < 0.3:
            heading, body = self.function_body(parameters)
            return expression("(function (", heading, ") ", body, ")")
        if form < 0.4:
            name = self.pick(values.LEXICAL)
            self.scope = Scope(self.scope, self.scope.function)
            self.scope.declare(Variable(name, FUNCTION, constant=True, arity=len(parameters)))
            heading, body = self.function_body(parameters)
            self.scope = self.scope.outer
            return expression(f"(function {name}(", heading, ") ", body, ")")
        if form < 0.6:
            heading, body = self.function_body(parameters, method=self.in_method, arrow=True)
            return expression("((", heading, ") => ", body, ")")
        return self.leaf(parameters, self.pick(TYPES[:4]))

    def leaf(self, parameters, result):
        """An arrow function of one expression, which calls nothing."""
        names = ", ".join(parameter.name for parameter in parameters)
        kept = self.may_call, self.functions
        with self.function_scope(parameters, self.in_method, arrow=True):
            self.may_call, self.functions = False, 9
            body = self.expression(result, 2)
        self.may_call, self.functions = kept
        return expression(f"(({names}) => ", body, ")")

    def callback(self, count, result):
        """A function to be called with the elements of an array."""
        parameters = self.parameters(self.random.randint(0, count))
        if self.functions >= 3 or self.budget < 0 or self.chance(0.6):
            return self.leaf(parameters, result)
        arrow = self.chance(0.5)
        heading, body = self.function_body(parameters, result=result, arrow=arrow)
        if arrow:
            return expression("((", heading, ") => ", body, ")")
        return expression("(function (", heading, ") ", body, ")")

    # ---- Declarations ----

    def declaration(self, name):
        """Declares a pending name."""
        if self.chance(0.15) and self.functions < 3:
            return self.class_declaration(name, not self.blocks and not self.functions)
        holds = self.weighted(((6, NUMBER), (3, STRING), (1, BOOLEAN), (3, ARRAY), (3, OBJECT),
                               (2, FUNCTION), (2, ANY)))
        word = self.pick(("let", "let", "const"))
        # At the top level an error would end the program.
        value = self.stored(holds, 2) if self.blocks or self.functions else self.literal(holds)
        self.scope.declare(Variable(name, holds, constant=word == "const", arity=1))
        return statement(f"{word} {name} = ", value, ";")

    def var_declaration(self):
        name = self.pick(values.VARS)
        holds = self.pick((NUMBER, NUMBER, STRING, ANY))
        value = self.stored(holds, 2)
        self.scope.function.variables[name] = Variable(name, holds)
        return statement(f"var {name} = ", value, ";")

    # ---- Statements ----

    def statement(self):
        self.budget -= 1
        pending = self.scope.pending
        if pending and self.chance(0.3):
            return self.declaration(pending[0])
        deep = 0 if self.blocks >= DEEPEST or self.budget < 0 else 1
        form = self.weighted((
            (10, self.print_statement), (6, self.assignment_statement), (2, self.var_declaration),
            (3, self.array_statement), (1, self.property_statement), (1, self.jump),
            (1, self.throw_statement), (3 * deep, self.if_statement), (3 * deep,
                                                                       self.for_statement),
            (1 * deep, self.while_statement), (2 * deep, self.for_of_statement),
            (2 * deep, self.switch_statement), (3 * deep, self.try_statement),
            (1 * deep, self.block_statement), (1 * deep, self.closures_statement),
            (1 * deep, self.kinds_statement), (1 * deep, self.constructor_statement),
            (2 * deep, self.class_statement),
            (2, self.pattern_declaration), (1, self.pattern_statement),
            (1 * deep, self.pattern_loop), (1 * deep, self.pattern_catch)))
        return form()

    def print_statement(self):
        return statement("log(", self.expression(self.pick(TYPES), 4), ");")

    def assignment_statement(self):
        node = self.assignment(self.pick((NUMBER, NUMBER, STRING, ANY)), 3)
        return statement(node, ";") if node is not None else self.print_statement()

    def array_statement(self):
        name, count = self.pick((("push", 1), ("push", 2), ("pop", 0), ("shift", 0), ("unshift", 1),
                                 ("reverse", 0), ("splice", -1)))
        target = self.atom(ARRAY)
        if count < 0:
            arguments = items([self.expression(NUMBER, 1), self.expression(NUMBER, 1),
                               self.plain(1)])
        else:
            arguments = items([self.plain(2) for _ in range(count)])
        if self.chance(0.15):
            return statement(target, ".length = ",
                             self.pick(("0", "1", "2", "5", "-1", "1.5", '"3"')), ";")
        return statement("log(", target, f".{name}(", arguments, "));")

    def property_statement(self):
        return statement(self.element_assignment(NUMBER, 2), ";")

    def jump(self):
        """break, continue or return; where none may stand, something is printed."""
        choices = []
        if any(loop for _, loop in self.targets):
            choices += ["continue;"]
        if any(loop is not None for _, loop in self.targets):
            choices += ["break;"]
        for label, loop in self.targets:
            if label:
                choices += [f"break {label};"] + ([f"continue {label};"] if loop else [])
        if self.functions:
            choices += ["return"] * 2
        if not choices:
            return self.print_statement()
        jump = self.pick(choices)
        if jump == "return":
            return statement("if (", self.expression(BOOLEAN, 2), ") return ",
                             self.expression(ANY, 2), ";")
        if self.chance(0.7):
            return statement("if (", self.expression(BOOLEAN, 2), f") {jump}")
        return statement(jump)

    def throw_statement(self):
        if self.chance(0.5):
            value = expression(f"new {self.pick(values.ERRORS)}(", self.plain(1), ")")
        else:
            value = self.expression(self.pick((NUMBER, STRING)), 2)
        return statement("if (", self.expression(BOOLEAN, 2), ") throw ", value, ";")

    def if_statement(self):
        test = self.expression(self.pick((BOOLEAN, BOOLEAN, NUMBER, ANY)), 3)
        if self.chance(0.5):
            return statement("if (", test, ") ", self.block(), " else ", self.block())
        return statement("if (", test, ") ", self.block())

    def block_statement(self):
        if self.chance(0.6):
            return statement(self.block())
        label = self.counter("L")
        self.targets.append((label, None))
        body = self.block()
        self.targets.pop()
        return statement(f"{label}: ", body)

    @contextlib.contextmanager
    def target(self, is_loop):
        """A loop or switch, with a label or not; gives the text of the label."""
        label = self.counter("L") if self.chance(0.25) else ""
        self.targets.append((label, is_loop))
        yield f"{label}: " if label else ""
        self.targets.pop()

    def for_statement(self):
        bound = self.random.randint(1, 6)
        with self.block_scope(), self.target(True) as label:
            name = self.fresh_name()
            safe = self.chance(0.7)
            self.scope.declare(Variable(name, NUMBER, protected=safe))
            limit, test = str(bound), self.pick(("<", "<", "<", "<=", "!=="))
            if self.chance(0.2) and safe:
                arrays = [one.name for one in self.scope.visible() if one.holds == ARRAY
                          and not one.constant]
                if arrays:
                    limit, test, safe = f"{self.pick(arrays)}.length", "<", False
            heading = f"for (let {name} = 0; {name} {test} {limit}; {name}++) "
            if self.chance(0.2):
                heading = f"for (let {name} = {bound}; {name} > 0; {name}--) "
            elif self.chance(0.15):
                heading = f"for (let {name} = 0, z = {bound}; {name} < z; {name} += 2) "
            body = self.guarded_block(not safe)
        return statement(f"{label}{heading}", body)

    def guarded_block(self, guard):
        body = self.block()
        return fixed("{\nif (--fuel < 0) break;\n", body, "\n}") if guard else body

    def while_statement(self):
        counter = self.counter("w")
        with self.block_scope(), self.target(True) as label:
            self.scope.declare(Variable(counter, NUMBER, protected=True))
            test = self.expression(BOOLEAN, 2) if self.chance(0.4) else expression("true")
            bound = self.random.randint(1, 5)
            body = self.block()
            if self.chance(0.4):
                return statement(f"let {counter} = {bound};\n{label}do ", body,
                                 f" while (--{counter} > 0 && ", test, ");")
            return statement(f"let {counter} = {bound};\n{label}while ({counter}-- > 0 && ", test,
                             ") ", body)

    def for_of_statement(self):
        source = self.expression(self.pick((ARRAY, ARRAY, STRING)), 2)
        with self.block_scope(), self.target(True) as label:
            name = self.fresh_name()
            word = self.pick(("let", "const"))
            self.scope.declare(Variable(name, ANY, constant=word == "const"))
            body = self.guarded_block(True)
        return statement(f"{label}for ({word} {name} of cut(", source, ")) ", body)

    def switch_statement(self):
        kind = self.pick((NUMBER, NUMBER, STRING, ANY))
        subject = self.expression(kind, 2)
        if kind == NUMBER and self.chance(0.7):
            subject = expression("(", subject, " & 3)")
        with self.block_scope(), self.target(False) as label:
            cases = []
            count = self.random.randint(1, 5)
            default = self.random.randint(0, 2 * count)
            for index in range(count):
                heading = ["default:"] if index == default else [
                    "case ", expression(str(index)) if kind == NUMBER else self.expression(kind,
                                                                                           1), ":"]
                nodes = [self.statement() for _ in range(self.random.randint(0, 2))]
                if self.chance(0.5):
                    nodes.append(statement("break;"))
                cases.append(fixed(*heading, "\n", statements(nodes)))
            while self.scope.pending:
                self.scope.pending.pop()
        return statement(f"{label}switch (", subject, ") {\n", statements(cases), "\n}")

    def try_statement(self):
        body = self.block()
        parts = ["try ", body]
        form = self.random.random()
        if form < 0.7:
            with self.block_scope():
                if self.chance(0.2):
                    parts += [" catch ", self.block()]
                else:
                    name = self.fresh_name()
                    self.scope.declare(Variable(name, ANY))
                    nodes = [statement(f"caught({name});"), *self.block_body(1, 1)]
                    parts += [f" catch ({name}) {{\n", statements(nodes), "\n}"]
        if form > 0.5:
            parts += [" finally ", self.final_block()]
        return statement(*parts)

    def final_block(self):
        """The block of a finally clause. V8 forgets a super() here when the block before
        returned."""
        kept = self.home
        if kept is not None:
            self.home = Home(root=kept.root, static=kept.static)
        body = self.block()
        self.home = kept
        return body

    def closures_statement(self):
        """Closures made by the iterations of a loop, called after it."""
        name = self.counter("fs")
        with self.block_scope():
            loop = self.fresh_name()
            self.scope.declare(Variable(loop, NUMBER, protected=True))
            with self.function_scope([], self.in_method, arrow=True):
                nodes = [statement("if (--fuel < 0) return 0;"), *self.block_body(1, 1),
                         statement(f"return {self.pick(('++', '--', '', ''))}{loop} + ",
                                   self.expression(NUMBER, 2), ";")]
            step = self.pick(("++", " += 1"))
        return statement(f"const {name} = [];\nfor (let {loop} = 0; {loop} < 3; {loop}{step}) {{\n"
                         f"{name}.push(() => {{\n", statements(nodes), f"\n}});\n}}\n"
                         f"for (const one of {name}) {{\nlog(one());\nlog(one());\n}}")

    def kinds_statement(self):
        """The same code on values of different types, for inline caches and quickening."""
        with self.block_scope():
            name = self.fresh_name()
            self.scope.declare(Variable(name, ANY, protected=True))
            kind = self.pick((NUMBER, STRING, ARRAY, OBJECT, ANY))
            elements = items([self.expression(kind if self.chance(0.6) else ANY, 1)
                              for _ in range(self.random.randint(2, 6))])
            self.scope.variables[name].holds = kind
            body = [statement("log(", self.expression(self.pick((NUMBER, STRING, BOOLEAN, ANY)), 3),
                              ");")
                    for _ in range(self.random.randint(1, 2))]
        return statement(f"for (const {name} of [", elements, "]) {\ntry {\n", statements(body),
                         "\n}", REPORT, "\n}")

    def constructor_statement(self):
        """A constructor, a method on its prototype, and instances."""
        name = self.counter("K")
        with self.block_scope():
            heading, body = self.function_body(self.parameters(2), method=True, result=NUMBER)
            method = self.method_rest()
            with self.function_scope([], True):
                value = self.plain(1)
            first, second = self.arguments(2, 1), self.arguments(2, 1)
            argument = self.arguments(1, 1)
        return statement(f"function {name}(", heading, ") {\nthis.a = 1;\nthis.b = ", value, ";\n",
                         "if (--fuel > 0) ", body, "\n}\n",
                         f"{name}.prototype.m = function ", *method, ";\n",
                         f"for (const one of [new {name}(", first, f"), new {name}(", second,
                         ")]) {\nlog(one);\nlog(one.m(", argument,
                         f"));\nlog(one instanceof {name});\n}}")
