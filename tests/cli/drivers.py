"""Bad input to the drivers, which also people start by hand."""

import json
import shutil

import tap
from cases import AN_ERROR, case, first_problem, wrong

MANIFEST = """\
name: broken
title: A program that goes wrong
measures: Nothing.
category: loop
kind: script
unit: step
work: steps
tolerance: 0
geometric_mean: true
sizes:
  smoke: {n: 2, repetitions: 2, warmup: 0, samples: 1}
  quick: {n: 2, repetitions: 2, warmup: 0, samples: 1}
  full: {n: 2, repetitions: 2, warmup: 0, samples: 1}
"""

JAVASCRIPT = {
    "syntax": "function run(n, seed) {\n  return n + ;\n}\nmodule.exports = { run: run };\n",
    "throws": "function run(n, seed) {\n  return n.a.b;\n}\nmodule.exports = { run: run };\n",
    "absent": "module.exports = { walk: 1 };\n",
    "string": "module.exports = { run: function (n, seed) { return 'x'; } };\n",
}

LUA = {
    "syntax": "local function run(n, seed)\n  return n + * 1\nend\nreturn { run = run }\n",
    "throws": "local function run(n, seed)\n  return n.a.b\nend\nreturn { run = run }\n",
    "absent": "return { walk = 1 }\n",
    "string": "return { run = function(n, seed) return 'x' end }\n",
}

PYTHON = {
    "syntax": "def run(n, seed):\n    return n +\n",
    "throws": "def run(n, seed):\n    return n.a.b\n",
    "absent": "walk = 1\n",
    "string": "def run(n, seed):\n    return 'x'\n",
}

# Compiled into the driver: what it was not built from, it cannot run.
GO = {"absent": "package program\n"}

SCRIPTS = {  # by driver; those of peers that are not built are passed over
    "mica": ("broken.js", JAVASCRIPT),
    "node": ("broken.js", JAVASCRIPT),
    "duktape": ("broken.es5.js", JAVASCRIPT),  # as it were lowered
    "mujs": ("broken.es5.js", JAVASCRIPT),
    "lua": ("broken.lua", LUA),
    "luajit": ("broken.lua", LUA),
    "cpython": ("broken.py", PYTHON),
    "go": ("broken.go", GO),
}


def broken_program(box, fault, name, text):
    box.file(f"{fault}/programs/broken/program.yaml", MANIFEST)
    box.file(f"{fault}/programs/broken/{name}", text)
    return ["--programs", box.scratch / fault / "programs", "--program", "broken", "--size",
            "smoke"]


def beside(box, fault, driver):
    """A copy of the driver, beside whose folder it finds what a build makes of the programs."""
    folder = box.scratch / fault / "drivers"
    folder.mkdir(exist_ok=True)
    return shutil.copy(driver, folder)


@case("drivers: --help and --version of every executable")
def _(box):
    return first_problem(
        *(wrong(tap.run([executable, "--help"]), 0, [executable.name, "--help"])
          for executable in box.executables()),
        *(wrong(tap.run([executable, "--version"]), 0, ["."])
          for executable in box.executables()))


@case("drivers: run by hand they print something readable")
def _(box):
    return first_problem(*(
        wrong(tap.run([driver, "--program", "fib", "--size", "smoke"]), 0, ["fib"])
        for driver in box.drivers()))


@case("drivers: an unknown program is named with those there are")
def _(box):
    return first_problem(*(
        wrong(tap.run([driver, "--program", "fibb", "--size", "smoke"]), 2,
              stderr=["fibb", "fib", "loop_int32"]) for driver in box.drivers()))


@case("drivers: an unknown size is named with those there are")
def _(box):
    return first_problem(*(
        wrong(tap.run([driver, "--program", "fib", "--size", "huge"]), 2,
              stderr=["huge", "smoke", "quick", "full"]) for driver in box.drivers()))


@case("drivers: an unknown engine is named with those there are")
def _(box):
    return wrong(tap.run([box.driver("mica"), "--program", "fib", "--engine", "mica-jet"]), 2,
                 stderr=["mica-jet", "mica-tree", "mica-bytecode"])


@case("drivers: an unknown option is named with those there are")
def _(box):
    return first_problem(*(wrong(tap.run([driver, "--sice", "smoke"]), 2,
                                 stderr=["sice", "--size", "--program"])
                           for driver in box.drivers()))


@case("drivers: numbers out of range are refused")
def _(box):
    return first_problem(*(
        wrong(tap.run([box.driver("lua"), "--program", "fib", "--size", "smoke", option, value]), 2,
              stderr=[option.lstrip("-")])
        for option, value in (("--repetitions", "0"), ("--samples", "x"), ("--seed", "-1"),
                              ("--n", "99999999999"), ("--warmup", ""))))


@case("drivers: a program that goes wrong is an error of one JSON line, with the engine's words")
def _(box):
    problems = []
    for driver in box.drivers():
        name, scripts = SCRIPTS.get(driver.name, ("", {}))
        for fault, text in scripts.items():
            arguments = broken_program(box, fault, name, text)
            outcome = tap.run([beside(box, fault, driver), *arguments, "--json"])
            problems.append(wrong(outcome, 1))
            last = (outcome.stdout.strip().split("\n") or [""])[-1]
            message = json.loads(last or "{}").get("message", "")
            placed = fault in ("syntax", "throws") and driver.name != "cpython"
            place = f"{name}:2" if placed else ""
            if not message or place not in message:
                problems.append(f"{driver.name}: {fault}: no message with {place!r}\n"
                                f"{outcome.report()}")
    return first_problem(*problems)


@case("drivers: a language that a program lacks is unavailable, not an error")
def _(box):
    arguments = broken_program(box, "lua", "broken.lua", LUA["absent"])
    outcome = tap.run([box.driver("cpython"), *arguments, "--json"])
    return wrong(outcome, 3, ['"unavailable"', "reason"])


@case("drivers: what --json prints is JSON, line by line, and ends with its end")
def _(box):
    for driver in box.drivers():
        outcome = tap.run([driver, "--program", "loop_float", "--size", "smoke", "--json"])
        types = [json.loads(line)["type"] for line in outcome.stdout.splitlines()]
        if types[:1] != ["start"] or types[-1:] != ["end"] or types.count("sample") < 1:
            return f"the lines are {types}\n{outcome.report()}"
    return ""


def lines_of(box, driver, program, *options):
    outcome = tap.run([box.driver(driver), "--program", program, "--size", "smoke", "--json",
                       *options])
    return [json.loads(line) for line in outcome.stdout.splitlines()]


@case("drivers: what embedding costs is counted, and nothing is left behind")
def _(box):
    problems = []
    for driver in ("mica", "lua", "native"):
        for program, counts in (("spawn_library", True), ("host_row", True), ("fib", False)):
            lines = lines_of(box, driver, program)
            counters = [line["values"] for line in lines if line["type"] == "counters"]
            without = lines_of(box, driver, program, "--no-counters")
            if bool(counters) != counts or any(line["type"] == "counters" for line in without):
                problems.append(f"{program} on {driver} has counters: {counters}")
            elif counts and driver != "native" and (
                    counters[0]["growth_bytes"] > 0 or "allocations" not in counters[0]):
                problems.append(f"{program} on {driver} counts {counters[0]}")
    return "\n".join(problems)


@case("drivers: the longest calls and a collection are timed where pauses are asked for")
def _(box):
    problems = []
    steps = ("step_median_ns", "step_p99_ns", "step_p999_ns", "step_longest_ns")
    for driver, collects in (("mica", True), ("lua", True), ("native", False)):
        lines = lines_of(box, driver, "pauses_small")
        values = next((line["values"] for line in lines if line["type"] == "counters"), {})
        times = [values.get(step, 0) for step in steps]
        ordered = times == sorted(times) and times[0] > 0
        if not ordered or (values.get("collection_ns", 0) > 0) != collects:
            problems.append(f"on {driver}: {values}")
    return "\n".join(problems)


@case("drivers: what an engine's runtimes lack is unavailable, with the reason")
def _(box):
    outcome = tap.run([box.driver("lua"), "--program", "spawn_factory", "--json"])
    return wrong(outcome, 3, ['"unavailable"', "there is nothing that states can share"])


@case("drivers: the same seed gives the same checksums, another seed others")
def _(box):
    def checksums(seed):
        outcome = tap.run([box.driver("lua"), "--program", "array_loops", "--size", "smoke",
                           "--json", "--seed", seed, "--samples", "3"])
        lines = [json.loads(line) for line in outcome.stdout.splitlines()]
        return [line["checksum"] for line in lines if line["type"] == "sample"]
    if checksums("5") != checksums("5"):
        return "two runs of one seed differ"
    return "" if checksums("5") != checksums("905") else "seeds 5 and 905 give the same"


@case("drivers: a wrong manifest is named with file, line and key")
def _(box):
    box.file("bad/broken/program.yaml", MANIFEST.replace("unit: step", "unitt: step"))
    return wrong(tap.run([box.driver("lua"), "--programs", box.scratch / "bad", "--program",
                          "broken", "--size", "smoke"]), AN_ERROR,
                 stderr=["program.yaml:6", "unitt"])
