"""Bad input to `fieldstone`, implementations and drivers that go wrong, and runs that are cut off:
each is named, the rest goes on, and nothing that was measured is lost."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import tap
from cases import AN_ERROR, case, first_problem, wrong

# A change of one digit or sign in each language that changes the result, and the engines it hits.
# One engine or two for each language; asking all peers as well would take several times as long.
A_FEW = ("--engines", "native,native-noinline,mica-*,lua,cpython")
WRONG_RESULTS = (
    ("fib/fib.c", "n < 2 ?", "n < 3 ?", ("lua", "cpython", "mica-bytecode", "mica-tree")),
    ("fib/fib.js", "n < 2 ?", "n < 3 ?", ("mica-bytecode", "mica-tree")),
    ("fib/fib.lua", "n < 2 then", "n < 3 then", ("lua",)),
    ("fib/fib.py", "n < 2 else", "n < 3 else", ("cpython",)),
)
WRONG_WORK = (
    ("fib/fib.js", "//@ work += 1;", "//@ work += 2;", "mica-bytecode"),
    ("fib/fib.lua", "--@ work = work + 1", "--@ work = work + 2", "lua"),
    ("fib/fib.py", "#@ work += 1", "#@ work += 2", "cpython"),
)


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{path} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def fieldstone(copy, *arguments, timeout=120, stdout=None):
    command = [copy / "build" / "fieldstone", *arguments]
    if stdout:
        command = ["sh", "-c", 'output=$1; shift; "$@" >"$output"', "sh", stdout, *command]
    return tap.run(command, timeout=timeout, cwd=copy)


def make_program(copy, name):
    """Compiles the C of a program in a copy of the tree, its Go if the build has Go, and lowers its
    JavaScript if the build has engines of ECMAScript 5."""
    return tap.make(copy, *(f"build/programs/{name}/{name}{variant}.so"
                            for variant in ("", "-noinline", "-counted")),
                    *(goal for goal in ("build/drivers/go", "build/lowered")
                      if (copy / goal).exists()))


def query(copy, sql):
    """Rows of the copy's store."""
    with contextlib.closing(sqlite3.connect(copy / "reports" / "store.sqlite")) as store:
        return store.execute(sql).fetchall()


def table_lines(outcome, word):
    return [line for line in (outcome.stdout + outcome.stderr).split("\n") if word in line]


# ---- What a quick comparison takes in ----


@case("fieldstone: a program of the wide catalogue is measured at quick only when it is named")
def _(box):
    catalogue = box.scratch / "wide"
    for name in ("fib", "empty"):
        shutil.copytree(tap.ROOT / "programs" / name, catalogue / name)
    change(catalogue / "fib" / "program.yaml", "category:", "wide: true\ncategory:")
    command = [box.fieldstone, "check", "--catalogue", catalogue, "--engines", "native,lua"]
    quick = tap.run([*command, "--size", "quick"])
    named = tap.run([*command, "--size", "quick", "--programs", "fib"])
    smoke = tap.run([*command, "--size", "smoke"])
    return first_problem(
        wrong(quick, 0, stderr=["1 programs of the wide catalogue"]),
        "a quick check took it in" if table_lines(quick, "fib ") else "",
        wrong(named, 0, stdout=["fib "]),
        wrong(smoke, 0, stdout=["fib "]))


@case("fieldstone: a microbenchmark is checked always, and measured only if named")
def _(box):
    with tap.tree_copy(box.build) as copy:
        catalogue = copy / "catalogue"
        for name in ("fib", "loop_int32", "empty"):
            shutil.copytree(tap.ROOT / "programs" / name, catalogue / name)
        manifest = catalogue / "fib" / "program.yaml"
        change(manifest, "category: fibonacci", "category: microbenchmark")
        change(manifest, "geometric_mean: true", "geometric_mean: false")
        arguments = ["--size", "smoke", "--catalogue", catalogue, "--engines", "native,lua"]
        checked = fieldstone(copy, "check", *arguments)
        runs = [fieldstone(copy, "run", *arguments, "--no-processes", *programs)
                for programs in ([], ["--programs", "all"], ["--programs", "microbenchmark"])]
        measured = query(copy, "SELECT (SELECT group_concat(name) FROM program"
                               " WHERE run_id = run.id AND category != 'process'),"
                               " json_extract(options, '$.left_out') FROM run ORDER BY id")
        return first_problem(
            wrong(checked, 0, stdout=["fib "]),
            *(wrong(run, 0, stderr=["1 programs that stand apart"]) for run in runs[:2]),
            wrong(runs[2]),
            "" if measured == [("loop_int32", "[]"), ("loop_int32", "[]"),
                               ("fib", '["loop_int32"]')] else f"measured, left out: {measured}")


@case("fieldstone: a peer is checked with the others, and measured only when it is named")
def _(box):
    with tap.tree_copy(box.build) as copy:
        shutil.copy(Path(__file__).parent / "faulty_driver.py", copy / "build/drivers/faulty")
        arguments = ["--size", "smoke", "--programs", "empty"]
        checked = fieldstone(copy, "check", *arguments)
        run = fieldstone(copy, "run", *arguments, "--no-processes")
        named = fieldstone(copy, "run", *arguments, "--no-processes", "--engines", "all")
        return first_problem(
            wrong(checked, 0, stdout=["faulty-lie"]),
            wrong(run, 0, stderr=["faulty-lie", "--engines all"]),
            "a run took it in" if "faulty-lie" in run.stdout else "",
            wrong(named, 0, stdout=["faulty-lie"]))


# ---- Words ----


@case("fieldstone: an unknown command is named with those there are")
def _(box):
    return wrong(tap.run([box.fieldstone, "mesure"]), 2,
                 stderr=["mesure", "run", "report", "check"])


@case("fieldstone: no command says how it is used")
def _(box):
    return wrong(tap.run([box.fieldstone]), 2, stderr=["run", "report"])


@case("fieldstone: every command has --help and --version")
def _(box):
    commands = ("list", "check", "run", "report", "targets",
                "selftest", "doctor", "diff", "gate", "history")
    return first_problem(
        *(wrong(tap.run([box.fieldstone, command, "--help"]), 0, ["--"]) for command in commands),
        *(wrong(tap.run([box.fieldstone, command, "--version"]), 0, ["."])
          for command in commands))


@case("fieldstone: an unknown option is named with the nearest")
def _(box):
    return wrong(tap.run([box.fieldstone, "run", "--sise", "smoke"]), 2,
                 stderr=["--sise", "--size"])


@case("fieldstone: an unknown size is named with those there are")
def _(box):
    return wrong(tap.run([box.fieldstone, "run", "--size", "tiny"]), 2,
                 stderr=["tiny", "smoke", "quick", "full"])


@case("fieldstone: an unknown program is named with those there are")
def _(box):
    return wrong(tap.run([box.fieldstone, "check", "--size", "smoke", "--programs", "fibb"]), 2,
                 stderr=["fibb", "fib", "loop_int32"])


@case("fieldstone: an unknown engine is named with those there are")
def _(box):
    return wrong(tap.run([box.fieldstone, "check", "--size", "smoke", "--engines", "luua"]), 2,
                 stderr=["luua", "lua", "cpython", "mica-tree"])


@case("fieldstone: numbers out of range are refused")
def _(box):
    return first_problem(*(
        wrong(tap.run([box.fieldstone, "run", "--size", "smoke", option, value]), 2,
              stderr=[option.lstrip("-")])
        for option, value in (("--rounds", "0"), ("--rounds", "many"), ("--seed", "-1"),
                              ("--pin", "4000"))))


# ---- Files ----


@case("fieldstone: a wrong key, type or missing key of a manifest is named with file, line and key")
def _(box):
    faults = (
        ("unit: call", "unitt: call", ["program.yaml:", "unitt"]),
        ("tolerance: 0", "tolerance: tiny", ["program.yaml:", "tolerance"]),
        ("kind: script", "kind: skript", ["program.yaml:", "skript", "call_script"]),
        ("unit: call", "# unit", ["program.yaml", "unit"]),
        ("sizes:", "sizes: [", ["program.yaml:"]),
    )
    problems = []
    for number, (old, new, words) in enumerate(faults):
        catalogue = box.scratch / str(number)
        shutil.copytree(tap.ROOT / "programs" / "fib", catalogue / "fib")
        change(catalogue / "fib" / "program.yaml", old, new)
        problems.append(wrong(tap.run([box.fieldstone, "list", "--catalogue", catalogue]), 2,
                              stderr=words))
    return first_problem(*problems)


@case("fieldstone: a wrong key or type of the targets is named with file, line and key")
def _(box):
    text = (tap.ROOT / "compare" / "targets.yaml").read_text(encoding="utf-8")
    faults = (("claim:", "klaim:", ["targets.yaml:", "klaim"]), ("id:", "id: [", ["targets.yaml:"]))
    return first_problem(*(
        wrong(tap.run([box.fieldstone, "targets", "--targets",
                       box.file("targets.yaml", text.replace(old, new, 1))]), 2, stderr=words)
        for old, new, words in faults))


@case("fieldstone: a report without a store says how to make one")
def _(box):
    return wrong(tap.run([box.fieldstone, "report", "--store", box.scratch / "none.sqlite",
                          "--reports", box.scratch]), 2, stderr=["none.sqlite", "run"])


@case("fieldstone: a damaged store is named, with what to do")
def _(box):
    store = box.file("bad.sqlite", b"SQLite format 3\0" + b"\xa5" * 8192)
    text = box.file("text.sqlite", "not a database at all, but long enough\n" * 100)
    return first_problem(*(
        wrong(tap.run([box.fieldstone, *command, "--store", path, "--reports", box.scratch]), 2,
              stderr=[str(path)])
        for command in (["report"], ["run", "--size", "smoke"]) for path in (store, text)))


@case("fieldstone: a store that cannot be written is named before anything is measured")
def _(box):
    store = box.file("file", "in the way\n") / "s.sqlite"
    return wrong(tap.run([box.fieldstone, "run", "--size", "smoke", "--reports", box.scratch,
                          "--store", store]), 2, stderr=[str(store)], absent=["checking"])


@case("fieldstone: list names every program and engine")
def _(box):
    programs = [path.parent.name for path in (tap.ROOT / "programs").glob("*/program.yaml")]
    return wrong(tap.run([box.fieldstone, "list"]), 0,
                 programs + ["native", "native-noinline", "lua", "cpython", "mica-bytecode",
                             "mica-tree", "smoke", "quick", "full"])


@case("fieldstone: doctor says what is installed and what noise it sees")
def _(box):
    return wrong(tap.run([box.fieldstone, "doctor"]), 0, ["hyperfine", "load"])


@case("fieldstone: doctor names the drivers that the build left out, with what they need")
def _(box):
    with tap.tree_copy(box.build) as copy:
        (copy / "build/left-out").write_text("peer=libpeer other=tool\n", encoding="utf-8")
        return wrong(fieldstone(copy, "doctor"), 0,
                     ["peer", "libpeer is not installed", "tool is not", "OPTIONAL=1"])


# ---- Implementations that go wrong ----


@case("fieldstone: one digit changed in any language fails the check, which names the cell")
def _(box):
    problems = []
    with tap.tree_copy(box.build) as copy:
        for path, old, new, engines in WRONG_RESULTS:
            change(copy / "programs" / path, old, new)
            made = make_program(copy, "fib") if path.endswith(".c") else None
            outcome = fieldstone(copy, "check", "--size", "smoke", "--programs", "fib,loop_float",
                                 *A_FEW)
            problems.append(wrong(made) if made else "")
            problems.append(wrong(outcome, 1, absent=["loop_float: wrong"]))
            problems += [f"{path}: no line names fib, {engine} and checksum\n{outcome.report()}"
                         for engine in engines if not any(
                             "fib" in line and "checksum" in line
                             for line in table_lines(outcome, engine))]
            change(copy / "programs" / path, new, old)
            if made:
                make_program(copy, "fib")
        problems.append(wrong(fieldstone(copy, "check", "--size", "smoke", "--programs", "fib",
                                         *A_FEW)))
    return first_problem(*problems)


@case("fieldstone: skipped or doubled work fails the check though the result is right")
def _(box):
    problems = []
    with tap.tree_copy(box.build) as copy:
        for path, old, new, engine in WRONG_WORK:
            change(copy / "programs" / path, old, new)
            outcome = fieldstone(copy, "check", "--size", "smoke", "--programs", "fib", *A_FEW)
            problems.append(wrong(outcome, 1))
            if not any("fib" in line and "work" in line for line in table_lines(outcome, engine)):
                problems.append(f"no line names fib, {engine} and work\n{outcome.report()}")
            change(copy / "programs" / path, new, old)
    return first_problem(*problems)


@case("fieldstone: a run does not use the times of a wrong implementation, and reports the others")
def _(box):
    with tap.tree_copy(box.build) as copy:
        change(copy / "programs/fib/fib.lua", "n < 2 then", "n < 3 then")
        outcome = fieldstone(copy, "run", "--size", "smoke", "--programs", "fib,loop_float")
        states = dict(query(copy, "SELECT program.name || ' ' || engine.name, cell.status FROM cell"
                                  " JOIN program ON program.id = program_id"
                                  " JOIN engine ON engine.id = engine_id"))
        timed = query(copy, "SELECT count(*) FROM sample"
                            " JOIN invocation ON invocation.id = invocation_id"
                            " JOIN cell ON cell.id = cell_id WHERE cell.status = 'wrong'")
        return first_problem(
            wrong(outcome, 1, ["lua"]),
            "" if states.get("fib lua") == "wrong" else f"fib on lua is {states.get('fib lua')}",
            "" if timed == [(0,)] else "the wrong cell has samples",
            *(f"{name} is {state}" for name, state in states.items()
              if not name.startswith("fib lua") and state != "ok"))


@case("fieldstone: a script with a syntax error is that cell's failure, with its place")
def _(box):
    with tap.tree_copy(box.build) as copy:
        change(copy / "programs/fib/fib.js", "return fib(", "return = fib(")
        outcome = fieldstone(copy, "check", "--size", "smoke", "--programs", "fib", *A_FEW)
        lines = table_lines(outcome, "mica-")
        return first_problem(wrong(outcome, AN_ERROR),
                             "" if any("fib.js:" in line for line in lines) else
                             f"no line names mica and fib.js:line\n{outcome.report()}")


@case("fieldstone: a driver that crashes, hangs or babbles is named, and the run goes on")
def _(box):
    with tap.tree_copy(box.build) as copy:
        shutil.copy(Path(__file__).parent / "faulty_driver.py", copy / "build/drivers/faulty")
        change(copy / "programs/fib/program.yaml", "samples: 1", "samples: 3")
        outcome = fieldstone(copy, "run", "--size", "smoke", "--programs", "fib", "--no-processes",
                             "--engines", "native,lua,faulty-*", "--sample-limit",
                             str(2 * tap.slowness()))
        states = dict(query(copy, "SELECT engine.name, cell.status FROM cell"
                                  " JOIN engine ON engine.id = engine_id"))
        wanted = {"native": "ok", "lua": "ok", "faulty-crash": "crashed", "faulty-hang": "hung",
                  "faulty-garbage": "failed", "faulty-lie": "wrong"}
        return first_problem(
            wrong(outcome, 1, ["faulty-crash", "faulty-hang"]),
            "" if states == wanted else f"the cells are {states}\n{outcome.report()}",
            wrong(fieldstone(copy, "report"), 0, ["lua"]))


@case("fieldstone: a file among the drivers that is none is named, and the rest goes on")
def _(box):
    with tap.tree_copy(box.build) as copy:
        stray = copy / "build/drivers/stray"
        stray.write_text("#!/bin/sh\necho hello\n", encoding="utf-8")
        stray.chmod(0o755)
        outcome = fieldstone(copy, "check", "--size", "smoke", "--programs", "fib")
        return first_problem("" if table_lines(outcome, "stray") else
                             f"stray is not named\n{outcome.report()}",
                             "" if table_lines(outcome, "cpython") else
                             f"cpython is not reported\n{outcome.report()}")


# ---- Runs that are cut off ----


def start_run(copy):
    """Starts a long run in the copy and returns it when its first samples are in the store."""
    process = subprocess.Popen(
        [copy / "build" / "fieldstone", "run", "--size", "quick", "--no-processes",
         "--rounds", "500", "--programs", "fib,loop_float"], cwd=copy, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    give_up = time.monotonic() + 60 * tap.slowness()
    while time.monotonic() < give_up and process.poll() is None:
        with contextlib.suppress(sqlite3.Error):
            if query(copy, "SELECT count(*) FROM sample")[0][0] >= 20:
                break
        time.sleep(0.05)
    return process


def cut_off(copy, how):
    """Cuts a run off; returns the number of samples that were stored just before, and the run."""
    process = start_run(copy)
    stored = query(copy, "SELECT count(*) FROM sample")[0][0]
    process.send_signal(how)
    process.wait(30 * tap.slowness())
    return stored, process


def kept_problem(copy, stored):
    """Whether the store is sound, holds what it held, and a report can be made of it."""
    now = query(copy, "SELECT count(*) FROM sample")[0][0]
    sound = query(copy, "PRAGMA integrity_check")
    return first_problem(
        f"only {stored} samples were stored before" if stored < 20 else "",
        f"{stored} samples became {now}" if now < stored else "",
        "" if sound == [("ok",)] else f"integrity check: {sound}",
        wrong(fieldstone(copy, "report"), 0, ["fib"]))


@case("fieldstone: Ctrl-C ends a run in an orderly way and keeps every sample")
def _(box):
    with tap.tree_copy(box.build) as copy:
        stored, process = cut_off(copy, signal.SIGINT)
        status = query(copy, "SELECT status FROM run")
        return first_problem(
            "" if process.returncode == 2 else f"the run ended with {process.returncode}, not 2",
            "" if status == [("interrupted",)] else f"the run is marked {status}",
            kept_problem(copy, stored))


@case("fieldstone: kill -9 loses no finished sample and leaves no driver behind")
def _(box):
    with tap.tree_copy(box.build) as copy:
        stored, process = cut_off(copy, signal.SIGKILL)
        left = processes_of(copy)
        give_up = time.monotonic() + 10 * tap.slowness()
        while left and time.monotonic() < give_up:
            time.sleep(0.05)
            left = processes_of(copy)
        again = fieldstone(copy, "run", "--size", "smoke", "--programs", "fib", "--no-processes")
        return first_problem(
            "" if process.returncode == -signal.SIGKILL else f"it ended with {process.returncode}",
            f"left behind: {left}" if left else "", kept_problem(copy, stored),
            "" if again.status in (0, 3) else again.report())


def processes_of(copy):
    """Processes whose executable lies in the copy."""
    return [path for path in Path("/proc").glob("[0-9]*/exe") if str(copy) in readable_link(path)]


def readable_link(path):
    with contextlib.suppress(OSError):
        return os.readlink(path)
    return ""


@case("fieldstone: a report that cannot be written is an error")
def _(box):
    with tap.tree_copy(box.build) as copy:
        ran = fieldstone(copy, "run", "--size", "smoke", "--programs", "fib", "--no-processes")
        box.file("file", "in the way\n")
        return first_problem(
            "" if ran.status in (0, 3) else ran.report(),
            wrong(fieldstone(copy, "report", "--reports", box.scratch / "file"), 2,
                  stderr=[str(box.scratch / "file")]),
            wrong(fieldstone(copy, "report", stdout="/dev/full"), 2, stderr=["No space left"]))


# ---- A program of one's own ----


@case("fieldstone: a program added as a folder is in every table, no other file touched")
def _(box):
    with tap.tree_copy(box.build) as copy:
        shutil.copytree(copy / "programs/fib", copy / "programs/sequence")
        for path in (copy / "programs/sequence").iterdir():
            if path.name == "program.yaml":
                change(path, "name: fib", "name: sequence")
            else:
                path.rename(path.with_name(path.name.replace("fib.", "sequence.")))
        made = make_program(copy, "sequence")
        outcome = fieldstone(copy, "run", "--size", "smoke", "--engines", "native,lua")
        tables = "".join(path.read_text(encoding="utf-8")
                         for path in sorted((copy / "reports/latest").glob("*.csv")))
        return first_problem(wrong(made), "" if outcome.status in (0, 3) else outcome.report(),
                             "" if "sequence" in outcome.stdout else outcome.report(),
                             "" if tables.count("sequence") >= 3 else
                             f"the tables name it {tables.count('sequence')} times")
