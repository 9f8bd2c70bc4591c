"""`mica` at a terminal: lines are typed into it and its answers compared."""

import contextlib
import os
import pty
import re
import select
import signal
import time

import tap
from cases import case, first_problem, wrong

TIERS = ("tree", "bytecode")
PROMPT = re.compile(r"(?:^|\n)(?:> |\.\.\. )$")
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|\r")
PATIENCE_SECONDS = 20 * tap.slowness()


class Console:
    """A mica on a terminal of its own. Used in a `with`, which ends it."""

    def __init__(self, box, *arguments, **environment):
        self.screen = ""
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            os.environ.update({"TERM": "xterm", "MICA_HISTORY": "", **environment})
            os.chdir(box.scratch)
            os.execv(box.mica, [str(box.mica), *arguments])

    def __enter__(self):
        self.wait_for(lambda: PROMPT.search(self.screen))
        return self

    def __exit__(self, *_):
        os.close(self.terminal)
        if self.process:
            os.kill(self.process, signal.SIGKILL)
            os.waitpid(self.process, 0)

    def wait_for(self, condition):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not condition():
            if not select.select([self.terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                raise ValueError(f"no answer; the screen is:\n{self.screen}")
            try:
                data = os.read(self.terminal, 65536)
            except OSError:
                data = b""
            if not data:
                raise ValueError(f"it ended; the screen is:\n{self.screen}")
            self.screen += CONTROL.sub("", data.decode("utf-8", "replace"))

    def send(self, text):
        """Types the text; returns what appears up to the next prompt."""
        self.screen = ""
        os.write(self.terminal, text.encode())
        self.wait_for(lambda: PROMPT.search(self.screen))
        return self.screen

    def answer(self, line):
        """What is printed after the line, without the prompt."""
        shown = self.send(line + "\n")
        return PROMPT.sub("", shown.split("\n", 1)[1] if "\n" in shown else shown).strip("\n")

    def leave(self, text):
        """Types the text, after which it ends; the exit status."""
        os.write(self.terminal, text.encode())
        with contextlib.suppress(ValueError):
            self.wait_for(lambda: False)
        process, self.process = self.process, 0
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def conversation(box, *pairs, **environment):
    """The first difference of the answers to lines, on each tier: (line, answer)."""
    for tier in TIERS:
        with Console(box, f"--tier={tier}", **environment) as console:
            for line, wanted in pairs:
                got = console.answer(line)
                if got != wanted:
                    return f"{tier}: {line!r} is answered by {got!r}, not {wanted!r}"
    return ""


@case("console: values are printed as Node's console prints them")
def _(box):
    return conversation(
        box, ("1 + 2", "3"), ("'it\\'s'", '"it\'s"'), ("undefined", "undefined"),
        ("[1, , { a: 's' }]", "[ 1, <1 empty item>, { a: 's' } ]"),
        ("{ a: 1, b: [] }", "{ a: 1, b: [] }"),
        ("{ let inner = 1; }", "undefined"), ("-0", "-0"), ("(n) => n", "[Function (anonymous)]"),
        ("console.log('seen')", "seen\nundefined"), ("let a = 1; a + 1", "2"))


@case("console: what a line declares the later ones see, and closures see its changes")
def _(box):
    return conversation(
        box, ("let x = 5", "undefined"), ("const f = (n) => n + x", "undefined"), ("f(1)", "6"),
        ("x = 7; f(1)", "8"), ("var p = 1, q = 2", "undefined"),
        ("function sum() { return p + q + x; }", "undefined"), ("p++; sum()", "11"),
        ("let x = 'new'; x", "'new'"), ("f(1)", "'1new'"), ("let v = 1, w = v; v = w + 1; v", "2"),
        ("globalThis.x", "'new'"), ("typeof __session__", "'undefined'"))


@case("console: a constant stays one, and a variable without its initializer is not there")
def _(box):
    with Console(box) as console:
        console.answer("const c = 1")
        assigned = console.answer("c = 2")
        console.answer("let broken = nowhere")
        dead = console.answer("broken")
        value = console.answer("c")
    return first_problem(
        "" if assigned.startswith("Uncaught TypeError: ") else f"c = 2 gives {assigned!r}",
        "" if dead.startswith("Uncaught ReferenceError: ") else f"broken gives {dead!r}",
        "" if value == "1" else f"c is {value!r}")


@case("console: an input that is unfinished goes on in the next line")
def _(box):
    with Console(box) as console:
        shown = [console.send(line + "\n") for line in
                 ("function f(n) {", "  return [n,", "    `a", "b` ]", "}")]
        for at, text in enumerate(shown[:-1]):
            if not text.endswith("\n... "):
                return f"line {at} is not continued: {text!r}"
        answer = console.answer("f(1)")
        wrong_text = console.answer("let a = 'x")
        console.send("/* to\n")
        comment = console.answer("1 */ 2")
    return first_problem(
        "" if answer == "[ 1, 'a\\nb' ]" else f"f(1) gives {answer!r}",
        "" if "unterminated string" in wrong_text else f"a broken string gives {wrong_text!r}",
        "" if comment.endswith("2") else f"a comment gives {comment!r}")


@case("console: errors show their place in what was typed, and nothing ends")
def _(box):
    return conversation(
        box,
        ("let fine = 1, no = null.x",
         "Uncaught TypeError: Cannot read properties of null (reading 'x')\n"
         "    at <module> (<repl>:1:25)"),
        ("let y = ;", "<repl>:1:9: syntax error: unexpected ';'\nlet y = ;\n        ^"),
        ("x = /a/", "<repl>:1:5: unsupported: regular expressions\nx = /a/\n    ^"),
        ("throw 'thing'", 'Uncaught "thing"'), ("fine", "1"))


@case("console: _ is the last value, until the script has a _ of its own")
def _(box):
    return conversation(
        box, ("_", "undefined"), ("6 * 7", "42"), ("_ + 1", "43"), ("_", "43"),
        ("null.x", "Uncaught TypeError: Cannot read properties of null (reading 'x')\n"
                   "    at <module> (<repl>:1:6)"),
        ("_", "43"), ("let _ = 'mine'", "undefined"), ("5", "5"), ("_", "'mine'"))


@case("console: Ctrl-C gives up the line, and ends the script that runs")
def _(box):
    problems = []
    for tier, terminal in (("tree", "xterm"), ("bytecode", "xterm"), ("bytecode", "dumb")):
        with Console(box, f"--tier={tier}", TERM=terminal) as console:
            console.send("let half =\x03")
            after_line = console.answer("1")
            console.send("[1,\n")
            given_up = console.send("\x03")
            after_input = console.answer("2")
            os.write(console.terminal, b"console.log('runs'); for (;;);\n")
            console.wait_for(lambda: "\nruns\n" in console.screen)
            ended = console.send("\x03")
            after_script = console.answer("3")
        problems += [
            "" if after_line == "1" else f"{tier}: after a line: {after_line!r}",
            "" if given_up.endswith("> ") else f"{tier}: an input is not given up: {given_up!r}",
            "" if after_input == "2" else f"{tier}: after an input: {after_input!r}",
            "" if "interrupted" in ended else f"{tier}: the script is not ended: {ended!r}",
            "" if after_script.endswith("3") else f"{tier}: after a script: {after_script!r}"]
    return first_problem(*problems)


@case("console: Ctrl-D and .exit leave with status 0")
def _(box):
    statuses = []
    for text in ("\x04", ".exit\n"):
        with Console(box) as console:
            console.answer("null.x")
            statuses.append(console.leave(text))
    return "" if statuses == [0, 0] else f"the statuses are {statuses}"


@case("console: modules are required from where it runs")
def _(box):
    box.file("a.js", "exports.answer = 42;\n")
    return conversation(box, ("require('./a').answer", "42"),
                        ("module.exports.kept = 1", "1"), ("exports.kept", "1"))


@case("console: .load evaluates a file, .save writes what was evaluated, .help lists the commands")
def _(box):
    box.file("part.js", "const loaded = 'from a file';\nlet twice = (n) => 2 * n;\ntwice(4)\n")
    with Console(box) as console:
        loaded = console.answer(".load part.js")
        used = console.answer("loaded + twice(1)")
        console.answer("null.x")
        console.answer("let = ;")
        saved = console.answer(".save kept.js")
        missing = console.answer(".load none.js")
        bare = console.answer(".load")
        unknown = console.answer(".lode x")
        shown = console.answer(".help")
    kept = (box.scratch / "kept.js").read_text(encoding="utf-8")
    return first_problem(
        "" if loaded == "8" else f".load gives {loaded!r}",
        "" if used == "'from a file2'" else f"after .load: {used!r}",
        "" if saved == "saved to kept.js" else f".save gives {saved!r}",
        "" if kept.endswith("twice(4)\nloaded + twice(1)\nnull.x\n") else f"saved is {kept!r}",
        "" if "none.js: No such file" in missing else f"a missing file gives {missing!r}",
        "" if bare == ".load needs a FILE" else f"no file gives {bare!r}",
        "" if unknown == "there is no command .lode; type .help" else f"unknown: {unknown!r}",
        first_problem(*("" if word in shown else f".help lacks {word}: {shown!r}"
                        for word in (".exit", ".help", ".load", ".save", "Ctrl-C"))))


@case("console: history is kept in the file that MICA_HISTORY names")
def _(box):
    path = box.scratch / "history"
    with Console(box, MICA_HISTORY=str(path)) as console:
        notice = console.screen
        console.answer("'first line'")
        console.leave(".exit\n")
    if "built without libedit" in notice:
        return ""
    with Console(box, MICA_HISTORY=str(path)) as console:
        again = console.answer("\x1b[A\x1b[A")
    return "" if again == "'first line'" else f"the line above is {again!r}"


@case("console: without a terminal a file must be given")
def _(box):
    return wrong(tap.run([box.mica]), 2, stderr=["no file is given"])
