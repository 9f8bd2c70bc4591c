"""Names in a program under construction: which variables an expression may use, what they hold."""

NUMBER, STRING, BOOLEAN, ARRAY, OBJECT, FUNCTION, ANY = TYPES = (
    "number", "string", "boolean", "array", "object", "function", "any")
CLASS = "class"  # of a variable alone: no place asks for one


class Variable:
    """`holds` is what it mostly holds; a program may put something else there now and then. What is
    `protected`, as a loop's counter, is never assigned to by the generator's choice."""

    def __init__(self, name, holds, constant=False, arity=0, protected=False, root=""):
        self.name = name
        self.holds = holds
        self.constant = constant
        self.protected = protected
        self.arity = arity  # of a function: the number of its parameters
        self.root = root  # of a class: the builtin that it comes from


class Scope:
    """A block's names. `pending` are those whose declaration comes later in the block: to use one
    before is a ReferenceError."""

    def __init__(self, outer=None, function=None):
        self.outer = outer
        self.function = function or self  # the scope of the nearest function's body
        self.variables = {}
        self.pending = []
        self.taken = set()  # names that a `let` or parameter of this very scope has

    def declare(self, variable):
        self.variables[variable.name] = variable
        self.taken.add(variable.name)
        if variable.name in self.pending:
            self.pending.remove(variable.name)

    def visible(self):
        """The variables that are declared and not shadowed, and not pending where they stand."""
        hidden = set()
        found = []
        scope = self
        while scope is not None:
            hidden.update(scope.pending)
            for name, variable in scope.variables.items():
                if name not in hidden:
                    found.append(variable)
            hidden.update(scope.variables)
            scope = scope.outer
        return found

    def in_dead_zone(self):
        found = []
        scope = self
        while scope is not None:
            found += scope.pending
            scope = scope.outer
        return found
