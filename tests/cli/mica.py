"""Bad input to `mica`: each error says where and what, and nothing ends in a signal."""

import os
import signal
import subprocess
import time
from pathlib import Path

import tap
from cases import AN_ERROR, caret_problem, case, first_problem, wrong

TIERS = ("tree", "bytecode")


@case("mica: a syntax error shows file, line, column, the line and a caret")
def _(box):
    script = box.file("bad.js", "let a = 1;\nlet b = ;\n")
    outcome = tap.run([box.mica, "run", script])
    return first_problem(wrong(outcome, AN_ERROR, stderr=[f"{script}:2:9:"]),
                         caret_problem(outcome, "let b = ;", 9))


@case("mica: the caret stands right below a line with tabs and wide letters")
def _(box):
    script = box.file("bad.js", "let a = 'ä'; let b = ;\n")
    outcome = tap.run([box.mica, "run", script])
    return first_problem(wrong(outcome, AN_ERROR, stderr=[f"{script}:1:22:"]),
                         caret_problem(outcome, "let a = 'ä'; let b = ;", 22))


@case("mica: a feature that it lacks is refused by name, with its place")
def _(box):
    script = box.file("bad.js", "let a = 1;\nlet b = a + /x/;\n")
    outcome = tap.run([box.mica, "run", script])
    return first_problem(
        wrong(outcome, AN_ERROR, stderr=[f"{script}:2:13:", "regular expression"]),
        caret_problem(outcome, "let b = a + /x/;", 13))


@case("mica: a refused script does not run in part")
def _(box):
    script = box.file("bad.js", "console.log('started');\nlet b = /x/;\n")
    return wrong(tap.run([box.mica, "run", script]), AN_ERROR, absent=["started\n"])


@case("mica: what was printed before an uncaught error stays")
def _(box):
    script = box.file("bad.js", "console.log('before');\nnull.x;\nconsole.log('after');\n")
    return first_problem(*(
        wrong(tap.run([box.mica, "run", f"--tier={tier}", script]), AN_ERROR, ["before\n"],
              ["TypeError"], absent=["after\n"]) for tier in TIERS))


@case("mica: a script that ends early at any letter is an error, never a crash")
def _(box):
    text = "let f = (a) => { return `x${a ? [1, 'b'][0] : { c: 2 }.c}` + (3 * -a); }; f(1);\n"
    for length in range(1, len(text) - 4):
        outcome = tap.run([box.mica, "run", box.file("part.js", text[:length])])
        if outcome.timed_out or outcome.status < 0 or outcome.status >= 99:
            return f"after {length} letters:\n{outcome.report()}"
    return ""


@case("mica: deep nesting of the source is an error, not a crash")
def _(box):
    depth = 100000
    nests = ["(" * depth + "1" + ")" * depth, "[" * depth, "{" * depth, "-" * depth + "1",
             "let f = " + "() => " * depth + "1", "a" + ".b" * depth + "(" * depth,
             "if (1) " * depth + ";", "`${" * depth]
    return first_problem(*(
        wrong(tap.run([box.mica, "run", f"--tier={tier}", box.file("deep.js", nest + "\n")]),
              AN_ERROR)
        for nest in nests for tier in TIERS))


@case("mica: recursion without end is a RangeError that the script can catch")
def _(box):
    script = box.file("deep.js", """
function dive(n) { return dive(n + 1) + 1; }
let caught = 0;
for (let i = 0; i < 3; i++) {
  try { dive(0); } catch (error) { caught += error.name === "RangeError" ? 1 : 0; }
}
[1].map((x) => x);
console.log("caught", caught);
""")
    return first_problem(*(wrong(tap.run([box.mica, "run", f"--tier={tier}", script]),
                                 0, ["caught 3\n"]) for tier in TIERS))


@case("mica: recursion through a builtin's callback is a RangeError too")
def _(box):
    script = box.file("deep.js", """
function dive() { return [1].map(dive); }
try { dive(); } catch (error) { console.log(error.name); }
""")
    return first_problem(*(wrong(tap.run([box.mica, "run", f"--tier={tier}", script]),
                                 0, ["RangeError\n"]) for tier in TIERS))


@case("mica: a time limit ends a script, whatever it does")
def _(box):
    script = box.file("endless.js", "try { for (;;); } finally { console.log('finally'); }\n")
    return first_problem(*(
        wrong(tap.run([box.mica, f"--tier={tier}", "--time-limit=50", script]), AN_ERROR,
              stderr=["time limit exceeded: 50 ms", f"{script}:1:"], absent=["finally"])
        for tier in TIERS))


@case("mica: an instruction limit ends a script, and one that is large enough does not")
def _(box):
    script = box.file("loop.js", "for (let i = 0; i < 1000; i++);\nconsole.log('done');\n")
    return first_problem(*(
        first_problem(
            wrong(tap.run([box.mica, f"--tier={tier}", "--instruction-limit=900", script]),
                  AN_ERROR, stderr=["instruction limit exceeded: 900"], absent=["done"]),
            wrong(tap.run([box.mica, f"--tier={tier}", "--instruction-limit=2K", script]),
                  AN_ERROR, stderr=["--instruction-limit"]),
            wrong(tap.run([box.mica, f"--tier={tier}", "--instruction-limit=2000", script]),
                  0, ["done\n"]))
        for tier in TIERS))


@case("mica: memory and stack limits are kept")
def _(box):
    hoard = box.file("hoard.js", "const list = []; for (;;) list.push([list.length]);\n")
    deep = box.file("deep.js", "let n = 0; function f() { n++; f(); }\n"
                               "try { f(); } catch (error) { console.log(n < 20000); }\n")
    return first_problem(*(
        first_problem(
            wrong(tap.run([box.mica, f"--tier={tier}", "--memory-limit=4M", hoard]), AN_ERROR,
                  stderr=["emory"]),
            wrong(tap.run([box.mica, f"--tier={tier}", "--stack-limit=64K", deep]), 0, ["true\n"]))
        for tier in TIERS))


@case("mica: a limit that is no number is named")
def _(box):
    return first_problem(*(
        wrong(tap.run([box.mica, option, "x.js"]), AN_ERROR, stderr=[option.split("=", 1)[0]])
        for option in ("--time-limit=x", "--time-limit=0", "--time-limit=-1", "--time-limit=1K",
                       "--memory-limit=1KB", "--memory-limit=99999999999G", "--stack-limit=")))


def wait_until_busy(process):
    """Waits until a process has computed for longer than any script takes to start."""
    give_up = time.monotonic() + 30 * tap.slowness()
    busy_ticks = 0.1 * tap.slowness() * os.sysconf("SC_CLK_TCK")
    while time.monotonic() < give_up and process.poll() is None:
        fields = Path(f"/proc/{process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1]
        if int(fields.split()[11]) >= busy_ticks:  # utime
            break
        time.sleep(0.02)


@case("mica: Ctrl-C ends the script where it stands, and the process by the signal")
def _(box):
    script = box.file("endless.js", "console.log('started');\n"
                                    "try { for (;;); } finally { console.log('finally'); }\n")
    for tier in TIERS:
        with subprocess.Popen([box.mica, f"--tier={tier}", script], text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            wait_until_busy(process)
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=30 * tap.slowness())
        if process.returncode != -signal.SIGINT or output != "started\n" or \
                f"interrupted\n    at <module> ({script}:" not in errors:
            return f"[{tier}] status {process.returncode}\n{output}{errors}"
    return ""


@case("mica: a file that is not there is named")
def _(box):
    return wrong(tap.run([box.mica, "run", box.scratch / "none.js"]), AN_ERROR,
                 stderr=["none.js", "No such file"])


@case("mica: a folder in place of a file is named")
def _(box):
    return wrong(tap.run([box.mica, "run", box.scratch]), AN_ERROR,
                 stderr=[str(box.scratch), "directory"])


@case("mica: a binary file is an error with its place")
def _(box):
    return first_problem(*(
        wrong(tap.run([box.mica, "run", box.file("noise.js", noise)]), AN_ERROR,
              stderr=["noise.js:1:"])
        for noise in (b"\x7fELF\0\0\xff\xfe", b"let a = '\xff';\n", b"\0")))


@case("mica: an empty file runs and prints nothing")
def _(box):
    outcome = tap.run([box.mica, "run", box.file("empty.js", "")])
    return wrong(outcome) or ("" if outcome.stdout + outcome.stderr == "" else outcome.report())


@case("mica: an unknown option is named with what there is")
def _(box):
    return wrong(tap.run([box.mica, "--teir=tree", "x.js"]), AN_ERROR, stderr=["teir", "--tier"])


@case("mica: an unknown tier is named with the tiers there are")
def _(box):
    return wrong(tap.run([box.mica, "--tier=jet", "x.js"]), AN_ERROR,
                 stderr=["jet", "tree", "bytecode"])


@case("mica: a command without its file says how it is used")
def _(box):
    return first_problem(*(wrong(tap.run([box.mica, command]), AN_ERROR, stderr=["mica"])
                           for command in ("run", "disasm")))


@case("mica: disasm prints the bytecode of a script and runs nothing")
def _(box):
    script = box.file("good.js", "function twice(x) { return x + x; }\nconsole.log(twice(21));\n")
    return wrong(tap.run([box.mica, "disasm", script]), 0, ["twice"], absent=["42\n"])


@case("mica: disasm of a script with a syntax error says so")
def _(box):
    script = box.file("bad.js", "let = ;\n")
    return wrong(tap.run([box.mica, "disasm", script]), AN_ERROR, stderr=[f"{script}:1:"])


@case("mica: compile says how long the parts of a compilation take, and runs nothing")
def _(box):
    script = box.file("good.js", "function twice(x) { return x + x; }\nconsole.log(twice(21));\n")
    return wrong(tap.run([box.mica, "compile", "--repeat=2", script]), 0,
                 ["2 lines, 60 bytes", "lines/s", "MB/s", "bytecode of everything"],
                 absent=["42\n"])


@case("mica: compile of a script with a syntax error says so")
def _(box):
    script = box.file("bad.js", "let = ;\n")
    return wrong(tap.run([box.mica, "compile", script]), AN_ERROR, stderr=[f"{script}:1:"])


@case("mica: what compile saves runs as its source does, from a file, from a pipe and required")
def _(box):
    script = box.file("app.js", "console.log('ran', String(() => 1));\nexports.f = 2;\nnull.x;\n")
    saved = box.file("app.mbc", "the one before")
    lines, place = ["ran () => 1\n"], [f"({script}:3:6)"]
    part = box.file("part.js", "exports.two = 1 + 1;\n")
    user = box.file("user.js", "console.log(require('./part.mbc').two);\n")
    return first_problem(
        wrong(tap.run([box.mica, "compile", "-o", saved, script]), 0),
        wrong(tap.run([box.mica, saved]), AN_ERROR, lines, place),
        wrong(tap.run(["sh", "-c", '"$1" compile -o - "$2" | "$1" -', "sh", box.mica, script]),
              AN_ERROR, lines, place),
        wrong(tap.run([box.mica, "compile", "--output", part.with_suffix(".mbc"), part]), 0),
        wrong(tap.run([box.mica, user]), 0, ["2\n"]))


@case("mica: a saved program that is cut off or of another build says what to do")
def _(box):
    script = box.file("app.js", "console.log('ran');\n")
    saved = box.file("app.mbc", "")
    problem = wrong(tap.run([box.mica, "compile", "-o", saved, script]), 0)
    whole = saved.read_bytes()
    for changed, text in ((whole[:-5], "less than when it was saved; save it again"),
                          (whole[:100], "save it again"), (whole[:9], "cut off"),
                          (whole[:16] + b"?" + whole[17:], "another build of Mica"),
                          (whole[:120] + b"?" + whole[121:], "damaged in its head")):
        saved.write_bytes(changed)
        problem = first_problem(problem, wrong(tap.run([box.mica, saved]), AN_ERROR, [],
                                               [f"mica: {saved}: ", text], absent=["ran"]))
    return first_problem(problem, wrong(
        tap.run([box.mica, "compile", saved, "-o", script]), AN_ERROR, [], ["compiled already"]))


@case("mica: a saved program that cannot be written leaves no file, and the one before")
def _(box):
    script = box.file("app.js", "console.log('ran');\n")
    nowhere = f"{script}/below/app.mbc"
    before = sorted(box.scratch.iterdir())
    return first_problem(
        wrong(tap.run([box.mica, "compile", "-o", nowhere, script]), AN_ERROR, [],
              [f"cannot write {nowhere}: "]),
        wrong(tap.run([box.mica, "compile", "-o", "/dev/full", script]), AN_ERROR, [],
              ["cannot write /dev/full: No space"]),
        wrong(tap.run([box.mica, "run", "-o", "app.mbc", script]), AN_ERROR, [],
              ["-o is of compile and profile"]),
        "" if sorted(box.scratch.iterdir()) == before else "files have come or gone")


@case("mica: compile does not repeat 0 times")
def _(box):
    return wrong(tap.run([box.mica, "compile", "--repeat=0", "x.js"]), AN_ERROR,
                 stderr=["--repeat", "0"])


@case("mica: output that cannot be written is an error")
def _(box):
    script = box.file("good.js", "for (let i = 0; i < 10000; i++) console.log('line', i);\n")
    return wrong(tap.run(["sh", "-c", f"'{box.mica}' run '{script}' >/dev/full"]), AN_ERROR,
                 stderr=["No space left"])


@case("mica: profile counts the instructions, also of a script that throws")
def _(box):
    good = box.file("good.js", "let sum = 0;\nfor (let i = 0; i < 777; i++) sum += i;\n"
                               "console.log('printed');\n")
    bad = box.file("bad.js", "for (let i = 0; i < 777; i++);\nnull.x;\n")
    return first_problem(
        wrong(tap.run([box.mica, "profile", "--opcodes", good]), 0,
              ["LOOP_INCREMENT_LESS", " 777 "], ["printed"]),
        wrong(tap.run([box.mica, "profile", "--all", "--format=json", bad]), AN_ERROR,
              ['{"opcode": "LOOP_INCREMENT_LESS", "count": 777,'], ["TypeError"]))


@case("mica: options of a profile that make no sense are named")
def _(box):
    return first_problem(
        wrong(tap.run([box.mica, "profile", "--format=yaml", "x.js"]), AN_ERROR,
              stderr=["yaml", "table, json"]),
        wrong(tap.run([box.mica, "profile", "--top=none", "x.js"]), AN_ERROR,
              stderr=["--top", "none"]))


@case("mica: a function that is too large for the bytecode is named with its line")
def _(box):
    body = "".join(f"  let v{at} = n + {at};\n" for at in range(300))
    uses = " + ".join(f"v{at}" for at in range(300))
    script = box.file("large.js", f"\nfunction vast(n) {{\n{body}  return {uses};\n}}\nvast(1);\n")
    return first_problem(
        wrong(tap.run([box.mica, "--tier=tree", script])),
        wrong(tap.run([box.mica, script]), AN_ERROR,
              stderr=["large.js:", "a function with more than 250", "vast (line 2)"]))
