"""The rules of style as functions: each takes sources and returns what breaks the rule, one line a
place. None of them reads a file, so that the suite can try each on a text that breaks it."""

import re
from pathlib import PurePosixPath

LONGEST_LINE = 100
LONGEST_FUNCTION = 70
LONGEST_FILE = 1500

C_SUFFIXES = (".c", ".h", ".def", ".inc")
TABBED = (".csv", ".go")  # and the Makefile
# Prose, data and generated tables may have long lines; code may not.
FREE_WIDTH = (".md", ".csv", ".json", ".svg", ".html")
KEPT_REPORTS = "reports/reference"  # as fieldstone and gnuplot wrote them


class Source:
    """A text file of the project: its path from the root, and its lines."""

    def __init__(self, path, text):
        self.path = path
        self.suffix = PurePosixPath(path).suffix
        self.text = text
        self.lines = text.split("\n")
        self.generated = str(path).startswith(KEPT_REPORTS)

    def at(self, number, what):
        return f"{self.path}:{number}: {what}"


def line_lengths(sources):
    """Language tests are free: what is expected stands on the line that prints it. A tab, which Go
    is indented by, is four columns."""
    return [source.at(number, f"{len(line)} columns, at most {LONGEST_LINE}")
            for source in sources
            if source.suffix not in FREE_WIDTH and not str(source.path).startswith("tests/lang/")
            and not source.generated
            for number, line in enumerate(source.text.expandtabs(4).split("\n"), 1)
            if len(line) > LONGEST_LINE]


def white_space(sources):
    """Blanks at line ends, tabs where none are usual, files not ended by one line break."""
    problems = []
    for source in sources:
        if source.generated:
            continue
        for number, line in enumerate(source.lines, 1):
            if line != line.rstrip():
                problems.append(source.at(number, "blanks at the end of the line"))
            if "\t" in line and source.path != "Makefile" and source.suffix not in TABBED:
                problems.append(source.at(number, "tab"))
        if source.text and (not source.text.endswith("\n") or source.text.endswith("\n\n")):
            problems.append(source.at(len(source.lines), "does not end in one line break"))
    return problems


def file_lengths(sources):
    return [source.at(1, f"{len(source.lines) - 1} lines, at most {LONGEST_FILE}")
            for source in sources
            if source.suffix in C_SUFFIXES + (".py", ".sh", ".js", ".lua", ".go")
            and len(source.lines) - 1 > LONGEST_FILE]


def without_comments(text):
    """C text with comments, strings and characters blanked, line breaks kept."""
    def blank(match):
        return "\n" * match.group(0).count("\n")
    return re.sub(r'//(?:\\\n|[^\n])*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank,
                  text, flags=re.DOTALL)


def functions(source):
    """Yields (name, first line, number of lines) of each function that a C source defines."""
    depth = 0
    heading = ""  # what stands outside of all braces since the last declaration ended
    first = name = None
    for number, line in enumerate(without_comments(source.text).split("\n"), 1):
        if line.startswith("#") or line.endswith("\\"):
            continue
        for character in line:
            if character == "{":
                named = re.search(r"(\w+)\s*\(", heading) if depth == 0 else None
                if named and "=" not in heading:
                    name = named.group(1)
                depth += 1
            elif character == "}":
                depth -= 1
                if depth == 0:
                    if name:
                        yield name, first, number - first + 1
                    heading = ""
                    name = None
            elif character == ";" and depth == 0:
                heading = ""
            elif depth == 0:
                if not heading.strip():
                    first = number
                heading += character
        heading += " "


def function_lengths(sources, exempt):
    """`exempt` holds the "path: function" of those that may be as long as they are."""
    return [source.at(first, f"{name} has {length} lines, at most {LONGEST_FUNCTION}")
            for source in sources if source.suffix in (".c", ".h")
            for name, first, length in functions(source)
            if length > LONGEST_FUNCTION and f"{source.path}: {name}" not in exempt]


def exemptions_needed(sources, exempt):
    """An exemption whose function is short or gone is itself out of date."""
    long_ones = {f"{source.path}: {name}" for source in sources if source.suffix in (".c", ".h")
                 for name, _, length in functions(source) if length > LONGEST_FUNCTION}
    return [f"{entry}: not a function over {LONGEST_FUNCTION} lines" for entry in exempt
            if entry not in long_ones]


def _pattern(*parts):
    """Joins the halves of each word, which stand apart so that this file passes its own rule."""
    return "|".join("".join(part) for part in parts)


BANNED = re.compile(r"\b(" + _pattern(("TO", "DO"), ("FIX", "ME"), ("X", "XX"), ("HA", "CK"))
                    + r")\b")
MACHINE = re.compile(r"(?<![\w.$}~-])/(" + _pattern(("wo", "rk"), ("ro", "ot"), ("ho", "me"))
                     + r")/|\b(registry\.npmjs|pypi|deb\.debian|proxy\.golang)\.org")


def banned_words(sources):
    return [source.at(number, match.group(0)) for source in sources
            for number, line in enumerate(source.lines, 1)
            for match in BANNED.finditer(line)]


def machine_names(sources):
    """Paths of one machine and hosts of package registries."""
    return [source.at(number, match.group(0)) for source in sources
            for number, line in enumerate(source.lines, 1)
            for match in MACHINE.finditer(line)]


def opening_comments(sources):
    """Every C file opens with a comment that says what it is about."""
    return [source.at(1, "no opening comment") for source in sources
            if source.suffix in C_SUFFIXES and not source.text.lstrip().startswith(("/*", "//"))]


def folder_readmes(sources):
    """Every top folder has a README.md, and so has the project."""
    paths = {source.path for source in sources}
    folders = {path.split("/")[0] for path in paths if "/" in path and not path.startswith(".")}
    return [f"{name}: not there" for name in
            ["README.md"] + sorted(f"{folder}/README.md" for folder in folders)
            if name not in paths]


def unused_headers(sources):
    """A file to be included that nothing includes is dead."""
    included = {match for source in sources if source.suffix in C_SUFFIXES
                for match in re.findall(r'^\s*#\s*include\s+"([^"]+)"', source.text, re.MULTILINE)}
    return [source.at(1, "nothing includes this") for source in sources
            if source.suffix in (".h", ".def", ".inc") and source.path not in included]


def process_endings(sources):
    """Nothing but main calls exit; the library that others embed does not abort either."""
    problems = []
    for source in sources:
        if source.suffix not in C_SUFFIXES or source.path.startswith("tests/"):
            continue
        if re.search(r"^int main\(", source.text, re.MULTILINE):
            continue
        calls = "exit|quick_exit|abort" if source.path.startswith("vm/") else "exit|quick_exit"
        for number, line in enumerate(without_comments(source.text).split("\n"), 1):
            if re.search(rf"(?<![\w.>])({calls})\s*\(", line):
                problems.append(source.at(number, "ends the process; only main may"))
    return problems
