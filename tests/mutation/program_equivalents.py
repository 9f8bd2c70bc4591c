"""Faults that no check of results and work can find, each with the reason.

A mutant that `fieldstone check` passes at both sizes is looked for here: by the program, the
languages, the rule and the changed line, of which a pattern is given. What it is called is one of

    equal    whatever the input, the result and the work are those of the program
    storage  what is not computed, but kept too long or written beyond an array: the sanitizers
             (make test-asan) look for that
    seldom   the result differs for one input in many, which the seeds of a check need not reach
"""

import re
from dataclasses import dataclass

ALL = "c,js,lua,python,go"
ONE_BEYOND = ("One element more is made, copied or looked at, behind those that are read: "
              "undefined or nil, or in C a place beyond the array.")
FLAGS = ("Places of arrays that are not filled are undefined or nil, which count as false, and "
         "those below the first are keys like others.")
FREED = "Less is given back, or more than there is."


@dataclass(frozen=True)
class Explanation:
    kind: str
    programs: str  # separated by commas
    languages: str
    rule: str
    change: str  # a pattern that is found in what the mutant says of its change
    reason: str

    def fits(self, mutant):
        return (mutant.program in self.programs.split(",")
                and mutant.language in self.languages.split(",")
                and (not self.rule or mutant.rule == self.rule)
                and bool(re.search(self.change, mutant.what)))


EXPLANATIONS = (
    Explanation("equal", "closures_counters,fannkuch,matrix_product,nbody,nqueens,sieve,quicksort,"
                "polymorphic_dispatch,spectral_norm,json_like,string_build,tokenizer,"
                "array_map_filter_reduce,levenshtein", ALL, "other operator",
                r"^for .* < .*=> for .* <= |^for (i = 0, n - 1) .*=> for i = 0, n \+ 1",
                ONE_BEYOND),
    Explanation("equal", "fannkuch", ALL, "other operator", r"while \(length < n\).*<= n",
                "One rotation more, after the last permutation was looked at."),
    Explanation("equal", "expression_interpreter", "lua,python", "other operator", r"- MODULUS -",
                "A remainder has the sign of the divisor, and is not changed by a multiple of it."),
    Explanation("equal", "hash_map_integers", ALL, "shorter bound", r"2 do|i \+= 2|, 2\)",
                "Steps of two below an even number do not reach the one before it."),
    Explanation("equal", "mandelbrot", ALL, "other operator", r"2(\.0)? \* x \* y - cy",
                "The point mirrored in the real axis leaves after as many steps."),
    Explanation("equal", "nbody", ALL, "shorter bound", r"^for .*bodies|^for .*BODIES|range\(",
                "The last body has no partner behind it."),
    Explanation("equal", "nqueens", "js,lua", "", r"count|make_?[fF]lags|\bn; i|i = 1, n\b|"
                r"(up|down) = row", FLAGS),
    Explanation("equal", "string_scan", ALL, "shorter bound", r"lines|count",
                "Behind the last newline is an empty line, in which nothing is found."),
    Explanation("equal", "string_scan", ALL, "other operator", r"newline \+ 1|newline - text\) \+",
                "What stands behind the last semicolon of a line is not looked at."),
    Explanation("equal", "tokenizer", ALL, "other operator", r"c < (122|'z'|\"z\"|LETTER_Z)",
                "No letter of the text is a z."),
    Explanation("equal", "tokenizer", ALL, "other operator", r"(97|'a'|\"a\"|LETTER_A) < c",
                "No letter of the text is an a."),
    Explanation("equal", "nqueens", "python", "other operator", r"down = row - column - n",
                "A place below the first is counted from the end: the same of 2 n places."),
    Explanation("equal", "tokenizer", ALL, "other operator", r"position <= ",
                "The text ends with a newline: no word, number or string reaches its end."),
    Explanation("equal", "levenshtein", ALL, "other operator", r"<= best",
                "The smaller of two that are equal is either."),
    Explanation("equal", "levenshtein", "js,lua", "", r"^for .*(right\.length|#right \+ 1)",
                "The first row grows: its last place is not the smallest, nor read after that."),
    Explanation("equal", "levenshtein", ALL, "", r"current(\.push|\.append|\[j\])",
                "Every place of the second row is written before it is read."),
    Explanation("equal", "json_like", ALL, "dropped call", r"^skip_?[bB]lanks",
                "The document has no blank between a name and its colon."),
    Explanation("equal", "json_like", ALL, "other operator",
                r"c < (DIGIT_9|\"9\"|'9')|(DIGIT_0|\"0\"|'0') < c",
                "The digits of the document are 1 to 8."),
    Explanation("seldom", "json_like,string_build", ALL, "shorter bound", r"text|length",
                "Every seventh or 61st character is taken: the last only if the length fits."),
    Explanation("equal", "hash_map_integers,hash_map_strings,word_frequency", "c", "",
                r"(name->|word\.)length; i|hash = \(hash|INITIAL|index = |probe",
                "Another hash function finds the same entries, in other places."),
    Explanation("storage", "hash_map_strings", "c", "other operator", r"NAME_ROOM \+ LETTERS",
                "The room for a name is said to be more than it is."),
    Explanation("equal", "json_like", "c", "other operator", r"number <= 0",
                "No number of the text is 0."),
    Explanation("equal", "levenshtein", "c", "other operator", r"'a' - random",
                "Other letters are equal and different at the same places."),
    Explanation("equal", "lru_cache", "c", "other operator", r"key \+ 2654435769u",
                "Another hash function finds the same entries, in other places."),
    Explanation("equal", "nqueens", "c", "", r"^for \(int64_t i = 0; i < n; i\+\+\)",
                "The place of a queen is written before it is read."),
    Explanation("storage", "levenshtein", "c", "", r"j <= right_length",
                "The last place of the first row is read without having been written; in a check "
                "fresh memory is poisoned with large numbers, which are not the smallest."),
    Explanation("storage", "nqueens", "c", "other operator", r"make_flags\(2 \+ n\)",
                "Flags are read and written behind the array."),
    Explanation("storage", "string_scan", "c", "other operator", r"FIELD_LENGTH - 1",
                "The block is written beyond its end."),
    Explanation("storage", "binary_trees", "c", "other operator", r"left == NULL", FREED),
)


class Explanations:
    """The explanations, and which of them were of use."""

    def __init__(self):
        self.used = set()

    def explain(self, mutant):
        """The kind of the first that fits; empty without one."""
        for explanation in EXPLANATIONS:
            if explanation.fits(mutant):
                self.used.add(explanation)
                return explanation.kind
        return ""

    def unused(self):
        return [f"{explanation.programs}: {explanation.change}: {explanation.reason}"
                for explanation in EXPLANATIONS if explanation not in self.used]
