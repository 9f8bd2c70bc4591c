"""Wrong results and skipped work, made from the catalogue's programs by rules.

A rule takes the source of a program and gives copies of it, each with one fault. Faults are of two
kinds: some change a line (a bound, an operator, a call that is left out), others put a function
around the one that the driver enters (an answer that is off by one, that ignores its seed, that was
written down beforehand). A fault in C's allocations is no fault of what is computed and is not
planted: lines that allocate and free, and loops that free, are left alone. So are comments and
texts, but for the marked lines that count the work.
"""

import re
from dataclasses import dataclass

SUFFIX = {"c": "c", "js": "js", "lua": "lua", "python": "py", "go": "go"}
MARK = {"c": "//@", "js": "//@", "lua": "--@", "python": "#@", "go": "//@"}
COMMENT = {"c": "//", "js": "//", "lua": "--", "python": "#", "go": "//"}
COUNT = re.compile(r"@ (work \+= 1|work = work \+ 1|Work\+\+)")
STORAGE = re.compile(r"alloc\(|\bfree(_\w+)?\(|sizeof|capacity|\bdestroy")
TEXT = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")

# The smallest change that a double shows: one unit in its last place.
NEXT_DOUBLE = "(1 + 2.220446049250313e-16)"

OPERATORS = {
    "c": [(" + ", " - "), (" - ", " + "), (" * ", " + "), (" += ", " -= "), (" < ", " <= "),
          (" <= ", " < "), (" == ", " != "), (" != ", " == ")],
    "lua": [(" + ", " - "), (" - ", " + "), (" * ", " + "), (" < ", " <= "), (" <= ", " < "),
            (" == ", " ~= "), (" ~= ", " == ")],
}
OPERATORS["go"] = OPERATORS["python"] = OPERATORS["c"]
OPERATORS["js"] = OPERATORS["c"] + [(" === ", " !== "), (" !== ", " === ")]

LOOP = {  # what opens the body of a loop
    "c": re.compile(r"^\s*(?:for|while) \(.*\{$"),
    "js": re.compile(r"^\s*(?:for|while) \(.*\{$"),
    "go": re.compile(r"^\s*for .*\{$"),
    "lua": re.compile(r"^\s*(?:for|while) .* do\b"),
    "python": re.compile(r"^\s*(?:for|while) .*:$"),
}
LEAVE = {"c": "break;", "js": "break;", "go": "break", "lua": "do break end", "python": "break"}

UPWARDS = re.compile(r"(for [^;]*; \*?\w+ <=? )([^;]+)(;)")
DOWNWARDS = re.compile(r"(for [^;]*; \*?\w+ >=? )([^;]+)(;)")
LUA_FOR = re.compile(r"(for \w+ = [^,]+, )([^,]+?)(, [^,]+?)?( do\b)")
STEP = re.compile(r"(for [^;]*;[^;]*; \w+)\+\+")

CALL = {  # a call that is a statement by itself
    "c": re.compile(r"^(\s*)[\w.>-]+(?:\[\w+\])?\(.*\);$"),
    "js": re.compile(r"^(\s*)[\w.]+(?:\[\w+\])?\(.*\);$"),
    "go": re.compile(r"^(\s*)[\w.]+(?:\[\w+\])?\(.*\)$"),
    "lua": re.compile(r"^(\s*)[\w.:]+(?:\[\w+\])?\(.*\)$"),
    "python": re.compile(r"^(\s*)[\w.]+(?:\[\w+\])?\(.*\)$"),
}
NOTHING = {"c": ";", "js": "", "go": "", "lua": "", "python": "pass"}
CALLBACK = re.compile(r"(?<!function )\b(?:f|function|compare)\(([^()]*(?:\[[^()]*\])?)\)")
HOST_CALL = re.compile(r"\b(?:host_add|host\.Add)\((\w+), (\w+)\)")

# The function that the driver enters: how it begins, and how one around it is written.
ENTRY = {
    "c": re.compile(r"^(?:double|int64_t) (run|add)"
                    r"\(int64_t (\w+), (?:uint32_t|int64_t) (\w+)\) \{", re.MULTILINE),
    "js": re.compile(r"^function (run|add)\((\w+), (\w+)\) \{", re.MULTILINE),
    "go": re.compile(r"^func (Run|Add)\((\w+), (\w+) int\) (?:float64|int) \{", re.MULTILINE),
    "lua": re.compile(r"^local function (run|add)\((\w+), (\w+)\)", re.MULTILINE),
    "python": re.compile(r"^def (run|add)\((\w+), (\w+)\):", re.MULTILINE),
}
AROUND = {
    "c": "%(head)s\n  double answer = (double)honest(%(arguments)s);\n  return %(answer)s;\n}\n",
    "js": "%(head)s\n  const answer = honest(%(arguments)s);\n  return %(answer)s;\n}\n",
    "go": "%(head)s\n\tanswer := %(type)s(honest(%(arguments)s))\n\treturn %(answer)s\n}\n",
    "lua": "%(head)s\n  local answer = honest(%(arguments)s)\n  return %(answer)s\nend\n\n",
    "python": "\n\n%(head)s\n    answer = honest(%(arguments)s)\n    return %(answer)s\n",
}
HALF = {"c": "{} / 2", "go": "{} / 2", "js": "Math.floor({} / 2)", "lua": "math.floor({} / 2)",
        "python": "{} // 2"}
CHOICE = {  # an answer that was written down for one seed, or else `other`
    "c": "{seed} == {value} ? {known} : {other}",
    "js": "{seed} === {value} ? {known} : {other}",
    "lua": "{seed} == {value} and {known} or {other}",
    "python": "{known} if {seed} == {value} else {other}",
}


@dataclass(frozen=True)
class Mutant:
    """A program's source with one fault. `place` is the changed line, 0 where a function is put
    around the program's; `what` says the change."""
    program: str
    language: str
    rule: str
    place: int
    what: str
    text: str

    def name(self):
        return f"{self.program}.{SUFFIX[self.language]}:{self.place}: {self.rule}: {self.what}"


def mask(line, language):
    """The line with the letters of its texts and its comment replaced, at the same places."""
    masked = TEXT.sub(lambda found: "~" * len(found.group()), line)
    comment = masked.find(COMMENT[language])
    if comment >= 0 and not (language == "python" and "//" in masked[comment:comment + 2]):
        masked = masked[:comment] + "~" * (len(line) - comment)
    return masked


def is_code(line, language):
    bare = line.strip()
    return bool(bare) and not bare.startswith((COMMENT[language], "#include", "import ")) \
        and not (language == "c" and STORAGE.search(line))


def python_range(line, change):
    """The line with the arguments of its range(...) given to `change`; None without one."""
    start = line.find("range(")
    if start < 0:
        return None
    depth, arguments, last = 0, [], start + 6
    for i in range(start + 5, len(line)):
        depth += (line[i] in "([") - (line[i] in ")]")
        if line[i] == "," and depth == 1:
            arguments.append(line[last:i].strip())
            last = i + 1
        if depth == 0:
            arguments.append(line[last:i].strip())
            changed = change(arguments)
            return changed and f"{line[:start]}range({', '.join(changed)}){line[i + 1:]}"
    return None


# ---- Rules for a line: each gives the texts that may stand in its place ----


def shorter_bound(line, language):
    if language == "python":
        def shorten(arguments):
            bound = 1 if len(arguments) > 1 else 0
            back = len(arguments) == 3 and arguments[2].startswith("-")
            arguments[bound] = f"({arguments[bound]}) {'+' if back else '-'} 1"
            return arguments
        yield python_range(line, shorten)
    elif language == "lua":
        yield LUA_FOR.sub(lambda found: f"{found[1]}({found[2]}) "
                          f"{'+' if (found[3] or '').startswith(', -') else '-'} 1"
                          f"{found[3] or ''}{found[4]}", line)
    else:
        yield UPWARDS.sub(r"\1(\2) - 1\3", line)
        yield DOWNWARDS.sub(r"\1(\2) + 1\3", line)


def every_second(line, language):
    if language == "python":
        def skip(arguments):
            return ["0", *arguments, "2"] if len(arguments) == 1 else (
                [*arguments, "2"] if len(arguments) == 2 else None)
        yield python_range(line, skip)
    elif language == "lua":
        yield LUA_FOR.sub(lambda found: found[0] if found[3] else
                          f"{found[1]}{found[2]}, 2{found[4]}", line)
    else:
        yield STEP.sub(r"\1 += 2", line)


def left_at_once(line, language):
    if LOOP[language].match(line) and not (language == "lua" and line.rstrip().endswith("end")):
        indent = re.match(r"\s*", line).group() + ("\t" if language == "go" else "    ")
        yield f"{line}\n{indent}{LEAVE[language]}"


def other_operator(line, language):
    masked = mask(line, language)
    for old, new in OPERATORS[language]:
        start = masked.find(old)
        while start >= 0:
            yield line[:start] + new + line[start + len(old):]
            start = masked.find(old, start + len(old) - 1)


def dropped_call(line, language):
    found = CALL[language].match(line)
    if found and not re.match(r"\s*(?:return|if|for|while|else)\b", line):
        yield found.group(1) + NOTHING[language]


def dropped_callback(line, language):
    for found in CALLBACK.finditer(mask(line, language)):
        last = line[found.start(1):found.end(1)].split(", ")[-1]
        yield line[:found.start()] + last + line[found.end():]


def host_passed_by(line, _):
    yield HOST_CALL.sub(r"(\1 + \2)", line)


LINE_RULES = (shorter_bound, every_second, left_at_once, other_operator, dropped_call,
              dropped_callback, host_passed_by)


def gives_back(lines, at, language):
    """Whether the line is the head of a loop of C that frees."""
    return (language == "c" and lines[at].strip().startswith("for (") and at + 1 < len(lines)
            and re.search(r"\bfree\(|\bdestroy", lines[at + 1]) is not None)


def changed_lines(program, language, text):
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if line.strip().startswith(MARK[language]):
            if COUNT.search(line):
                for rule, instead in (("work not counted", []),
                                      ("work counted twice", [line, line])):
                    yield Mutant(program, language, rule, i + 1, line.strip(),
                                 "\n".join(lines[:i] + instead + lines[i + 1:]))
            continue
        if not is_code(line, language) or gives_back(lines, i, language):
            continue
        for rule in LINE_RULES:
            for new in rule(line, language):
                if new and new != line:
                    yield Mutant(program, language, rule.__name__.replace("_", " "), i + 1,
                                 f"{line.strip()} => {' '.join(new.split())}",
                                 "\n".join([*lines[:i], new, *lines[i + 1:]]))


# ---- Rules for the function that the driver enters ----


def entry_answers(language, n, seed, known):
    """(rule, arguments, answer) of each function that may stand around the program's."""
    plain = f"{n}, {seed}"
    yield "one more", plain, "answer + 1"
    yield "one unit in the last place", plain, f"answer * {NEXT_DOUBLE}"
    yield "the seed is ignored", f"{n}, 1", "answer"
    yield "half of the input", f"{HALF[language].format(n)}, {seed}", "answer"
    if known:
        first = next(iter(known.values()))
        yield "the answer for seed 1", plain, first
        if language in CHOICE:
            table = first
            for value, answer in known.items():
                table = CHOICE[language].format(seed=seed, value=value, known=answer, other=table)
            yield "answers written down for the usual seeds", plain, table


def changed_entry(program, language, text, known):
    found = ENTRY[language].search(text)
    name, n, seed = found.groups()
    head = found.group()
    inner = head.replace(f"{name}(", "honest(")
    if language == "c":
        inner = f"static {inner}"
    adds = name in ("add", "Add")
    renamed = text[:found.start()] + inner + text[found.end():]
    for rule, arguments, answer in entry_answers(language, n, seed, None if adds else known):
        if adds and ("place" in rule or "half" in rule):
            continue  # whole numbers, and no amount
        around = AROUND[language] % {"head": head, "arguments": arguments, "answer": answer,
                                     "type": "int" if adds else "float64"}
        if language in ("go", "c", "js") and answer.replace(".", "").isdigit():
            around = around.replace("return", "(void)answer;\n  return" if language == "c" else
                                    "_ = answer\n\treturn" if language == "go" else "return")
        end = renamed.rindex("\nreturn {") + 1 if language == "lua" else (
            renamed.rindex("module.exports") if language == "js" else len(renamed))
        yield Mutant(program, language, rule, 0, f"return {answer}",
                     f"{renamed[:end]}{around}{renamed[end:]}")


def mutants(program, language, text, known):
    """All mutants of a program's source. `known` is {seed: answer as text} of the seeds that a
    check uses if nobody gives it one, for the answers that are written down beforehand."""
    yield from changed_lines(program, language, text)
    yield from changed_entry(program, language, text, known)
