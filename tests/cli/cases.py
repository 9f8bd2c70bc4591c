"""How the command-line tests are written: `@case("a sentence")` before a function of a Box that
returns what is wrong, in words; empty when nothing is."""

import re
import sqlite3
from pathlib import Path

import tap

CASES = []
AN_ERROR = "an error"


def case(sentence):
    """Registers the function below as the test that the sentence names."""
    def register(function):
        CASES.append((sentence, function))
        return function
    return register


class Box:
    """What a test has in reach: the executables under test and a scratch folder of its own."""

    def __init__(self, build, scratch):
        self.build = build
        self.scratch = Path(scratch)
        self.mica = build / "mica"
        self.fieldstone = build / "fieldstone"

    def driver(self, name):
        return self.build / "drivers" / name

    def drivers(self):
        return sorted(path for path in (self.build / "drivers").iterdir() if path.is_file())

    def executables(self):
        return [self.mica, self.fieldstone, *self.drivers()]

    def file(self, name, text):
        path = self.scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(text, encoding="utf-8")
        return path


def wrong(outcome, status=0, stdout=(), stderr=(), absent=()):
    """What differs between an outcome and what was to come: an exit status (AN_ERROR: any that says
    so in an orderly way), texts that each stream must hold, texts that neither may."""
    problems = []
    if outcome.timed_out or outcome.status < 0 or outcome.status >= 99:
        problems.append(outcome.ending())
    elif status == AN_ERROR and outcome.status == 0 or status not in (AN_ERROR, outcome.status):
        problems.append(f"{outcome.ending()}, not with {status}")
    for name, text, wanted in (("output", outcome.stdout, stdout),
                               ("error", outcome.stderr, stderr)):
        problems += [f"standard {name} does not hold {part!r}" for part in wanted
                     if part not in text]
    problems += [f"it says {part!r}" for part in absent if part in outcome.stdout + outcome.stderr]
    return "\n".join(problems + [outcome.report()]) if problems else ""


def caret_problem(outcome, line, column):
    """Whether the error shows the source line, and below it a caret under the column (from 1)."""
    shown = outcome.stderr.split("\n")
    for above, below in zip(shown, shown[1:]):
        if above.endswith(line) and re.fullmatch(r"[\s|]*\^[~^]*", below):
            margin = len(above) - len(line)
            if below.index("^") - margin + 1 == column:
                return ""
    return f"no caret under column {column} of `{line}`\n{outcome.report()}"


def first_problem(*problems):
    return next((problem for problem in problems if problem), "")


def run_cases(results, build, words):
    """Runs the cases whose sentence holds one of the words; all without words. A test that cannot
    be carried out, for want of what it works on, is one that fails."""
    for sentence, function in CASES:
        if words and not any(word in sentence for word in words):
            continue
        with tap.scratch_folder() as scratch:
            try:
                results.check(sentence, function(Box(build, scratch)))
            except (OSError, ValueError, KeyError, AssertionError, sqlite3.Error) as error:
                results.failed(sentence, f"{type(error).__name__}: {error}")
