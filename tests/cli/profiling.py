"""`fieldstone profile`: where programs of the catalogue spend their time, on Mica and elsewhere;
what is kept of it, and what is said of bad input."""

import contextlib
import html
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import time
import xml.etree.ElementTree

import tap
from cases import case, first_problem, wrong
from runs import Runs

FIB_CALLS = 109 + 177  # of fib(9) and fib(10): the size smoke, seeds 1 and 2
COUNTS = tap.ROOT / "reports" / "mica-counts.json"


def profile(box, *options, timeout=120, environment=None, drivers=("native", "lua", "mica")):
    """`fieldstone profile` with a few drivers: each command asks all that there are."""
    build = box.scratch / "build"
    if not build.exists():
        (build / "drivers").mkdir(parents=True)
        (build / "mica").symlink_to(box.mica)
        for name in drivers:
            if box.driver(name).exists():
                (build / "drivers" / name).symlink_to(box.driver(name))
    return tap.run([box.fieldstone, "profile", "--build", build, *options], timeout=timeout,
                   environment=environment)


def has_callgrind():
    """Callgrind on drivers that valgrind can run: not on those of a sanitizer."""
    return shutil.which("valgrind") and tap.is_ordinary_build()


def is_svg(path):
    return xml.etree.ElementTree.fromstring(path.read_text(encoding="utf-8")).tag.endswith("svg")


# ---- Mica's own profiler ----


@case("profile: a program is called on Mica as in a run, and its counts are the same bytes again")
def _(box):
    command = ["fib", "--size", "smoke", "--deterministic", "--sections", "all", "--format", "json"]
    first, second = profile(box, *command), profile(box, *command)
    problem = wrong(first)
    if problem:
        return problem
    functions = {row["name"]: row["calls"] for row in json.loads(first.stdout)["functions"]}
    return first_problem(
        "" if functions.get("fib") == FIB_CALLS else f"calls: {functions}",
        "" if first.stdout == second.stdout else "a second profile differs")


@case("profile: tables, graphs and data come from Mica as the name of the output asks")
def _(box):
    table = profile(box, "fib", "--size", "smoke", "--sections", "opcodes", "--top", "2")
    speedscope, graphs = box.scratch / "p.speedscope.json", box.scratch / "graphs"
    problem = first_problem(
        wrong(table, 0, ["Instructions:", "Scalar fast path"], absent=["Allocations:"]),
        wrong(profile(box, "fib", "--size", "smoke", "--output", speedscope)),
        wrong(profile(box, "fib", "call_host", "sieve", "--size", "smoke", "--output", graphs), 0,
              stderr=["passed over: call_host"]))
    if problem:
        return problem
    names = sorted(path.name for path in graphs.iterdir())
    return first_problem(
        "" if "profiles" in json.loads(speedscope.read_text(encoding="utf-8")) else "no profile",
        "" if names == ["fib.svg", "sieve.svg"] and is_svg(graphs / "fib.svg") else f"{names}")


@case("profile: Ctrl-C leaves Mica's profile so far, and none of valgrind")
def _(box):
    catalogue = box.scratch / "programs"
    for name in ("fib", "empty"):
        shutil.copytree(tap.ROOT / "programs" / name, catalogue / name)
    manifest = catalogue / "fib" / "program.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("n: 22", "n: 45"),
                        encoding="utf-8")
    problems = []
    for engine, stdout, stderr in (("mica-bytecode", "fib (", "until then"),
                                   ("native-noinline", "", "interrupted")):
        if engine != "mica-bytecode" and not has_callgrind():
            continue
        with subprocess.Popen([box.fieldstone, "profile", "fib", "--catalogue", catalogue,
                               "--engines", engine], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as process:
            time.sleep(2 * tap.slowness())
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=60 * tap.slowness())
        if process.returncode != 2 or stdout not in output or stderr not in errors:
            problems.append(f"{engine}: {process.returncode}\n{output}\n{errors}")
    return first_problem(*problems)


@case("profile: two builds of Mica are compared by their counts")
def _(box):
    same = profile(box, "fib", "--size", "smoke", "--deterministic", "--before", box.build)
    row = next((line.split() for line in same.stdout.splitlines() if "fib (" in line), [])
    return first_problem(
        wrong(same), "" if row[2:3] == ["1.00"] and row[5:7] == [str(FIB_CALLS)] * 2 else f"{row}",
        wrong(profile(box, "fib", "--size", "smoke", "--before", box.scratch), 2,
              stderr=["Mica is not built"]))


# ---- Native profiles ----


@case("profile: callgrind counts the functions of native C, the same each time, and as stacks")
def _(box):
    if not has_callgrind():
        return ""
    command = ["fib", "--size", "smoke", "--engines", "native-noinline"]
    first, second = profile(box, *command), profile(box, *command)
    rows = {line.split()[0]: line.split()[1:] for line in first.stdout.splitlines()
            if line.startswith(("fib ", "run_block "))}
    stacks = box.scratch / "p.collapsed"
    problem = first_problem(
        wrong(first), "" if first.stdout == second.stdout else "a second count differs",
        "" if int(rows["fib"][0]) > 10 * FIB_CALLS else f"{rows}",
        "" if rows["run_block"][-2] == "100.00" else f"the block is not all: {rows}",
        wrong(profile(box, *command, "--output", stacks)))
    if problem:
        return problem
    lines = stacks.read_text(encoding="utf-8").splitlines()
    return first_problem(
        "" if all(line.startswith("run_block") for line in lines) else stacks.read_text(),
        "" if sum(int(line.split()[-1]) for line in lines if ";fib " in line)
        == int(rows["fib"][0]) else "the stacks do not add up to the table")


@case("profile: two engines, and two files of profiles, make a differential list and graph")
def _(box):
    before = box.file("before.collapsed", "main;a 10\nmain;b;c 5\nmain 1\n")
    after = box.file("after.collapsed", "main;a 4\nmain;b;c 5\nmain;b;d 70\nmain 1\n")
    graph = box.scratch / "change.svg"
    files = profile(box, "--diff", before, after)
    rows = [line.split() for line in files.stdout.splitlines() if line[:2] in ("a ", "c ", "d ")]
    problem = first_problem(
        wrong(files), "" if [" ".join(row) for row in rows] == ["d 0 70 +70 new", "a 10 4 -6 0.400"]
        else files.report(), wrong(profile(box, "--diff", before, after, "--output", graph)),
        "" if "var(--p4)" in graph.read_text(encoding="utf-8") else "no growth in the graph")
    if problem or not has_callgrind():
        return problem
    engines = profile(box, "fib", "--size", "smoke", "--engines", "native,native-noinline")
    fib = next((line.split() for line in engines.stdout.splitlines()
                if line.startswith("fib ")), [])
    return first_problem(
        wrong(engines, 0, ["fib: from native to native-noinline"]),
        "" if len(fib) == 5 and int(fib[1]) < int(fib[2]) else f"inlining saves nothing: {fib}")


@case("profile: perf samples a cell, where the kernel lets it")
def _(box):
    if not shutil.which("perf") or tap.run(["perf", "record", "-o", box.scratch / "p", "-e",
                                            "cpu-clock", "true"]).status:
        return ""
    stacks = box.scratch / "p.collapsed"
    outcome = profile(box, "fib", "--engines", "native-noinline", "--tool", "perf", "--output",
                      stacks)
    if outcome.status == 2 and "perf took no sample" in outcome.stderr:
        return ""
    return wrong(outcome) or ("" if re.search(r" \d+$", stacks.read_text(encoding="utf-8").strip())
                              else "no samples")


# ---- Others' own tools ----


@case("profile: an engine with a profiler of its own gets the command for it, which works")
def _(box):
    problems = []
    for engine, tool in (("cpython", "/usr/bin/python3"), ("node", "node"), ("luajit", "luajit")):
        told = profile(box, "fib", "--size", "smoke", "--engines", engine,
                       drivers=("native", "cpython", "node", "luajit"))
        if not shutil.which(tool) or "there is no engine" in told.stderr:
            continue
        lines = [line for line in told.stdout.splitlines() if not line.startswith("#")]
        ran = tap.run(["sh", "-c", "\n".join(lines)], cwd=box.scratch)
        problems += [wrong(told, 0, [f"# fib on {engine}", "fib"]), wrong(ran)]
        if engine == "cpython" and str(FIB_CALLS) not in ran.stdout:
            problems.append(ran.report())
        if engine == "node" and not list(box.scratch.glob("*.cpuprofile")):
            problems.append("node has left no profile")
    return first_problem(*problems)


# ---- Counts that are kept ----


@case("profile: a gate names the counts that moved, by how much, and how the file is renewed")
def _(box):
    counts = box.scratch / "counts.json"
    command = ["fib", "sieve", "--size", "smoke", "--gate", counts]
    renewed, same = profile(box, *command, "--renew"), profile(box, *command)
    if not counts.exists():
        return renewed.report()
    kept = json.loads(counts.read_text(encoding="utf-8"))
    kept["programs"]["fib"]["instructions"] *= 2
    del kept["programs"]["sieve"]
    counts.write_text(json.dumps(kept), encoding="utf-8")
    moved = profile(box, *command)
    return first_problem(
        wrong(renewed, 0, ["the counts of 2 programs"]), wrong(same, 0, ["Gate: passes: 6 counts"]),
        wrong(moved, 1, ["bytecode instructions", "-50.00 %", "not there", "Gate: fails: 2 counts",
                         f"profile fib,sieve --size smoke --gate {counts} --renew"]),
        wrong(profile(box, *command, "--threshold", "100"), 1, ["Gate: fails: 1 counts"]),
        wrong(profile(box, "fib", "--gate", counts), 2, stderr=["--size smoke"]),
        wrong(profile(box, "fib", "--gate", box.file("bad.json", "{}")), 2, stderr=["bad.json"]),
        wrong(profile(box, "fib", "--renew"), 2, stderr=["--gate"]))


@case("profile: Mica executes and allocates what reports/mica-counts.json says")
def _(box):
    return wrong(profile(box, "all", "--size", "smoke", "--gate", COUNTS, timeout=300))


# ---- The report ----


def graphs_of(page):
    """The documents in the frames of a page."""
    return [html.unescape(text) for text in re.findall(r'srcdoc="([^"]*)"', page)]


@case("profile: profiles that are kept with a run are in its report, as a table and flame graphs")
def _(box):
    runs = Runs(box)
    made = runs.ask("run", "--size", "smoke", "--programs", "fib,quicksort,call_host", "--engines",
                    "native,mica-bytecode", "--no-processes")
    bare = (runs.reports / "latest" / "report.html").read_text(encoding="utf-8")
    kept = profile(box, "all", "--size", "smoke", "--keep", "--store", runs.store)
    pages = []
    for _ in range(2):
        runs.ask("report")
        pages.append((runs.reports / "latest" / "report.html").read_text(encoding="utf-8"))
    rows = (runs.reports / "latest" / "profiles.csv").read_text(encoding="utf-8").splitlines()
    problem = first_problem(
        wrong(made), wrong(kept, 0, ["the profiles of 2 programs"]),
        "" if pages[0] == pages[1] else "a second report differs",
        "" if not graphs_of(bare) and len(graphs_of(pages[0])) == 2 else "not a graph a profile",
        "" if len(rows) == 3 and "fib (fib.js:4)" in rows[1] else "\n".join(rows))
    if problem:
        return problem
    graph = graphs_of(pages[0])[0]
    xml.etree.ElementTree.fromstring(graph[graph.index("<svg"):])
    other = profile(box, "all", "--keep", "--store", runs.store)
    with contextlib.closing(sqlite3.connect(runs.store)) as store:
        store.execute("UPDATE run SET commit_id = 'abc'")
        store.commit()
    return first_problem(
        "" if "fib (fib.js:4)" in graph else graph,
        wrong(other, 2, stderr=["has size smoke"]),
        wrong(profile(box, "all", "--size", "smoke", "--keep", "--store", runs.store), 2,
              stderr=["is of commit abc"]),
        wrong(profile(box, "all", "--keep", "--store", box.scratch / "none.sqlite"), 2,
              stderr=["none.sqlite"]))


# ---- Bad input ----


@case("profile: what is asked for wrongly is named with what there is")
def _(box):
    smoke = ("--size", "smoke")
    return first_problem(
        wrong(profile(box), 2, stderr=["which program?"]),
        wrong(profile(box, "fibb"), 2, stderr=["did you mean `fib`?"]),
        wrong(profile(box, "fib", "--engine", "luaa"), 2, stderr=["did you mean `lua`?"]),
        wrong(profile(box, "call_host", *smoke), 2, stderr=["the host's", "--tool callgrind"]),
        wrong(profile(box, "fib", "--format", "xml"), 2, stderr=["table", "speedscope"]),
        wrong(profile(box, "fib", "--sections", "heap"), 2, stderr=["opcodes, functions"]),
        wrong(profile(box, "fib", "--tool", "gprof"), 2, stderr=["own, callgrind, perf"]),
        wrong(profile(box, "fib", "--engine", "lua", "--deterministic"), 2,
              stderr=["--deterministic is of Mica's"]),
        wrong(profile(box, "fib", "sieve", "--engine", "lua,native"), 2,
              stderr=["2 engines and 2 programs"]),
        wrong(profile(box, "--diff", box.scratch / "none", box.scratch / "none"), 2,
              stderr=["No such file"]),
        wrong(profile(box, "--diff", box.file("a", "no profile\n"), box.scratch / "a"), 2,
              stderr=["a is no profile"]),
        *(wrong(profile(box, "fib", "--engine", engine, *smoke, "--output", target), 2,
                stderr=[str(target)])
          for engine in ("mica-bytecode", "lua")
          for target in (box.scratch, box.scratch / "none" / "p.svg")))


@case("profile: a tool that is not installed is named with how it is had")
def _(box):
    empty = {"PATH": str(box.scratch)}
    return first_problem(
        wrong(profile(box, "fib", "--engine", "lua", environment=empty), 2,
              stderr=["apt-get install valgrind"]),
        wrong(profile(box, "fib", "--engine", "lua", "--tool", "perf", environment=empty), 2,
              stderr=["linux-perf"]))
