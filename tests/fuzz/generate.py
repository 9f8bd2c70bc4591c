"""Makes random programs within Mica's subset, the same one for the same seed.

A program ends by construction: loops have constant bounds, and a function that can call another
spends fuel. Strings and arrays stay short because assignments cut them. What the standard leaves
open is avoided: texts of messages, last digits of functions of Math, comparators that contradict
themselves. Most expressions have the type that their place asks for, some have any: type errors
are part of the language, but a program that only fails tests little."""

import random

from classes import Classes
from containers import Containers
from expressions import Expressions
from patterns import Patterns
from prelude import DECLARATIONS
from statements import Statements
from tree import fixed, statements


class Generator(Classes, Containers, Expressions, Patterns, Statements):
    """Holds the random source, the current scope and what the place in the program allows."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.scope = None
        self.targets = []  # of break and continue in the present function: (label, is a loop)
        self.blocks = 0  # statements around this place in the present function
        self.functions = 0  # functions around this place
        self.may_call = True  # whether variables may be called here
        self.in_method = False
        self.has_arguments = False  # whether some function around is no arrow
        self.home = None  # what `super` means here
        self.privates = []  # the private names known here
        self.traces = 0
        self.counters = 0
        self.budget = self.random.randint(20, 120)  # what is left to generate; about statements

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, choices):
        return self.random.choice(choices)

    def weighted(self, table):
        """Picks from (weight, choice) pairs."""
        return self.random.choices([choice for _, choice in table],
                                   [weight for weight, _ in table])[0]

    def program(self):
        body = self.module_body()
        return statements([*(fixed(text) for text in DECLARATIONS), *body, self.epilogue()])


def program(seed):
    return Generator(seed).program()
