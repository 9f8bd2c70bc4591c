"""Native code as `mica` shows it: to people by disasm --native and profile --jit, to perf and gdb
by the names that they look for."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import tap
from cases import AN_ERROR, case, first_problem, wrong

SCRIPT = """function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
function root(x) { return Math.hypot(x, 1); }
function unused(o) { return o.name; }
let sum = 0;
for (let i = 0; i < 1000; i++) sum += root(i);
console.log(fib(15), sum > 0);
"""
OBJDUMP_TEXT = "mov    "  # an instruction that every listing has


def makes_none(box):
    """Is this a build without native code?"""
    outcome = tap.run([box.mica, "--jit-stats", box.file("none.js", "1;\n")])
    return "this build of Mica makes none" in outcome.stderr


def without_objdump(box):
    """An environment whose PATH has no objdump."""
    empty = box.scratch / "no-tools"
    empty.mkdir(exist_ok=True)
    return {"PATH": str(empty)}


@case("mica: disasm --native shows the machine code of all functions and runs nothing")
def _(box):
    script = box.file("script.js", SCRIPT)
    outcome = tap.run([box.mica, "disasm", "--native", script])
    if makes_none(box):
        return wrong(outcome, AN_ERROR, stderr=["this build of Mica makes none"])
    texts = [OBJDUMP_TEXT] if shutil.which("objdump") else []
    return wrong(outcome, 0, ["<module> (", "\nfib (", "\nunused (", "  GET_PROPERTY ",
                              "slow path get_property", "hole_a", *texts], absent=["610 true"])


@case("mica: disasm --native --run shows the forms that the run has led to, and what stayed cold")
def _(box):
    if makes_none(box):
        return ""
    script = box.file("script.js", SCRIPT)
    outcome = tap.run([box.mica, "disasm", "--native", "--run", script])
    return wrong(outcome, 0, ["fib (", "  CALL_METHOD_BUILTIN", "\n        CALL_METHOD_BUILTIN\n"],
                 ["610 true"], absent=["unused ("])


@case("mica: disasm --native of a script that throws lists what there is, and is an error")
def _(box):
    if makes_none(box):
        return ""
    script = box.file("script.js", SCRIPT + "null.x;\n")
    return wrong(tap.run([box.mica, "disasm", "--native", "--run", script]), AN_ERROR, ["fib ("],
                 ["TypeError"])


@case("mica: disasm --native without objdump says so once and shows bytes")
def _(box):
    if makes_none(box):
        return ""
    script = box.file("script.js", SCRIPT)
    outcome = tap.run([box.mica, "disasm", "--native", script], environment=without_objdump(box))
    return first_problem(
        wrong(outcome, 0, ["\nfib (", "slow path"], ["binutils"], absent=[OBJDUMP_TEXT]),
        "" if outcome.stderr.count("\n") == 1 else outcome.report())


@case("mica: an objdump that fails costs the text alone, and leaves no file")
def _(box):
    if makes_none(box):
        return ""
    script, folder = box.file("script.js", SCRIPT), box.scratch / "temporary"
    folder.mkdir()
    box.file("tools/objdump", "#!/bin/sh\nexit 3\n").chmod(0o755)
    environment = {"PATH": f"{box.scratch / 'tools'}:{os.environ['PATH']}",
                   "TMPDIR": str(folder)}
    outcome = tap.run([box.mica, "disasm", "--native", script], environment=environment)
    return first_problem(wrong(outcome, 0, ["\nfib ("], ["objdump has failed"]),
                         "" if not list(folder.iterdir()) else "a temporary file is left")


@case("mica: options of native code that make no sense are named")
def _(box):
    script = box.file("script.js", "1;\n")
    return first_problem(
        wrong(tap.run([box.mica, "disasm", "--run", script]), AN_ERROR, stderr=["--native"]),
        wrong(tap.run([box.mica, "--native", script]), AN_ERROR, stderr=["disasm"]),
        wrong(tap.run([box.mica, "disasm", "--native", "--tier=bytecode", script]), AN_ERROR,
              stderr=["no native code"]))


@case("mica: --perf-map names native code where perf looks for it")
def _(box):
    script = box.file("script.js", SCRIPT)
    with subprocess.Popen([box.mica, "--perf-map", script], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as process:
        _, errors = process.communicate(timeout=30 * tap.slowness())
    path = Path(f"/tmp/perf-{process.pid}.map")
    if makes_none(box):
        return "" if not path.exists() and "makes none" in errors else f"a map of nothing\n{errors}"
    if not path.exists():
        return f"there is no {path}\n{errors}"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.unlink()
    named = [line.split(" ", 2) for line in lines]
    wanted = f"mica:fib ({script}:1)"
    if not any(name == wanted and int(size, 16) > 0 for _, size, name in named):
        return f"no line names {wanted}:\n" + "\n".join(lines)
    return ""


@case("mica: --gdb-jit lets gdb name native code and find the frames below")
def _(box):
    if makes_none(box) or not shutil.which("gdb"):
        return ""
    script = box.file("script.js", SCRIPT)
    outcome = tap.run(["gdb", "-nx", "-batch", "-ex", "break math_hypot", "-ex", "ignore 1 500",
                       "-ex", "run", "-ex", "backtrace", "--args", box.mica, "--gdb-jit", script],
                      environment={"ASAN_OPTIONS": "detect_leaks=0"})
    if "Breakpoint 1, " not in outcome.stdout:  # it may not trace here
        return ""
    return wrong(outcome, 0, [f" in mica:root ({script}:2) ()", " in mica_run ("])


@case("mica: profile --jit says what was compiled and which tier each function is in")
def _(box):
    script = box.file("script.js", SCRIPT)
    alone = tap.run([box.mica, "profile", "--jit", "--format=json", script])
    with_others = tap.run([box.mica, "profile", "--jit", "--functions", script])
    if makes_none(box):
        return first_problem(
            "" if json.loads(alone.stdout)["tier"] == "bytecode" else alone.report(),
            wrong(with_others, 0, ["Tier: bytecode\n"]))
    profile = json.loads(alone.stdout)
    native = profile["jit"]["native"]
    tiers = {row["function"].split(" ")[0]: row["tier"] for row in native["functions"]}
    sizes = sum(row["codeBytes"] for row in native["functions"])
    if profile["tier"] != "baseline" or tiers.get("fib") != "native":
        return alone.report()
    if sizes != native["codeBytesInUse"] or native["functionsCompiled"] < 2:
        return f"{sizes} bytes of functions\n{alone.report()}"
    return first_problem(
        wrong(tap.run([box.mica, "profile", "--jit", script]), 0,
              ["Tier: baseline", "\nnative  ", "fib ("]),
        wrong(with_others, 0, ["Tier: bytecode; native code is in use with --jit alone",
                               "Native code: none"], absent=["\nnative "]))
