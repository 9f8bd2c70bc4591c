"""`fieldstone diff`, `gate` and `history` on stores made here: runs whose times are known, so that
each command has to say what was planted and nothing else; and instructions counted for real."""

import contextlib
import json
import random
import shutil
import sqlite3

import tap
from cases import case, first_problem, wrong

PROGRAMS = ("fib", "array_loops", "loop_int32")
ENGINES = (("native", 1), ("lua", 20), ("mica-bytecode", 12))
SCHEMA = ("schema.sql", "schema_counters.sql", "schema_looks.sql", "schema_profiles.sql")


def create(path):
    """An empty store of the present version."""
    store = sqlite3.connect(path)
    for name in SCHEMA:
        store.executescript((tap.ROOT / "compare" / name).read_text(encoding="utf-8"))
    source = (tap.ROOT / "compare" / "store.c").read_text(encoding="utf-8")
    version = source.split("SCHEMA_VERSION = ", 1)[1].split(",", 1)[0]
    store.executescript(f"PRAGMA application_id = {0x46536e31}; PRAGMA user_version = {version};")
    return store


def add_run(store, commit, pairs=12, size="quick", machine="here", drift=1.0, mica=1.0,
            instructions=None):
    """Adds a complete run. `drift` multiplies all times, `mica` those of fib on Mica."""
    number = store.execute("SELECT count(*) FROM run").fetchone()[0] + 1
    noise = random.Random(number)
    run = store.execute(
        "INSERT INTO run VALUES (NULL, ?, ?, '2026-01-02T04:00:00Z', 'complete', ?, 1, ?, ?, '{}',"
        " '{}', ?)", (f"uuid-{number}", f"2026-01-02T03:{number:02}:00Z", size, pairs, commit,
                      machine)).lastrowid
    engines = [store.execute(
        "INSERT INTO engine VALUES (NULL, ?, ?, ?, 'any', '1.0', 'gcc -O2', '', '{}')",
        (run, name, name.split("-", 1)[0])).lastrowid for name, _ in ENGINES]
    for index, program in enumerate(PROGRAMS):
        row = store.execute(
            "INSERT INTO program VALUES (NULL, ?, ?, ?, 'loop', 'call', 'script', 'calls', 0, 1,"
            " '[]', '{}', 0)", (run, program, program)).lastrowid
        for engine, (name, factor) in zip(engines, ENGINES):
            cell = store.execute(
                "INSERT INTO cell VALUES (NULL, ?, ?, ?, 30, 10, 0, 1, 'ok', NULL, 5, 200, 2)",
                (run, row, engine)).lastrowid
            planted = mica if (program, name) == ("fib", "mica-bytecode") else 1
            time = 1e6 * (index + 1) * factor * planted * drift
            first = add_times(store, cell, pairs, time, noise)
            if instructions and name == "mica-bytecode":
                store.execute("INSERT INTO counter VALUES (?, 'instructions', ?)",
                              (first, instructions))
    store.commit()
    return run


def add_times(store, cell, pairs, time, noise):
    """One sample an invocation, both halves of each pair; returns the first invocation."""
    first = None
    for pair in range(pairs):
        for half in range(2):
            invocation = store.execute(
                "INSERT INTO invocation VALUES (NULL, ?, ?, ?, 0, '', 0, 25, 0, 1, 1, 1, 'ok')",
                (cell, pair, half)).lastrowid
            store.execute("INSERT INTO sample VALUES (?, 0, 0, ?, 10)",
                          (invocation, time * noise.lognormvariate(0, 0.005)))
            first = first or invocation
    return first


def stored(box, *runs):
    """The path of a store with these runs, each the keywords of add_run."""
    path = box.scratch / "store.sqlite"
    path.unlink(missing_ok=True)
    with contextlib.closing(create(path)) as store:
        for number, run in enumerate(runs, 1):
            add_run(store, **{"commit": f"{number:07x}" * 5, **run})
    return path


def call(box, command, store, *arguments):
    return tap.run([box.fieldstone, command, *arguments, "--store", store],
                   environment={"COLUMNS": "200"})


# ---- diff ----


@case("diff: a planted tenth is found, relative to native C, and the drift is said")
def _(box):
    store = stored(box, {}, {"mica": 1.1, "drift": 1.25})
    outcome = call(box, "diff", store)
    return wrong(outcome, 0, stdout=[
        "From run 1 to run 2", "Times relative to native", "fib on mica-bytecode +",
        "2 undecided", "Control: engines that did not change moved: native +2", "lua ~"])


@case("diff: the tables are written as Markdown, JSON and CSV")
def _(box):
    store = stored(box, {}, {"mica": 0.5})
    folder = box.scratch / "tables"
    outcome = call(box, "diff", store, "1", "2", "--output", folder)
    document = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    changes = next(table for table in document["tables"] if table["key"] == "diff")
    change = next(row["fields"]["change_percent"] for row in changes["rows"]
                  if row["fields"]["program"] == "fib")
    return first_problem(
        wrong(outcome, 0, stdout=["faster (fib on mica-bytecode -"]),
        "" if abs(change["value"] + 50) < 1 and change["reached"] else f"the change is {change}",
        "" if (folder / "diff.csv").exists() and (folder / "report.md").exists() else "no files")


@case("diff: runs are named by number, place, commit and store, and parts by name")
def _(box):
    store = stored(box, {"commit": "abcdef0" + "1" * 33}, {"commit": "fedcba9" + "2" * 33}, {})
    other = box.scratch / "other.sqlite"
    shutil.copy(store, other)
    return first_problem(
        wrong(call(box, "diff", store, "latest~2", "latest"), 0, ["From run 1 to run 3"]),
        wrong(call(box, "diff", store, "abcdef0", "fedcba9"), 0, ["From run 1 to run 2"]),
        wrong(call(box, "diff", store, f"{other}:1", "2"), 0, ["From run 1 to run 2"]),
        wrong(call(box, "diff", store, "2:lua", "2:mica_bytecode"), 0,
              ["interleaved in one run", "lua to mica-bytecode", "faster"]),
        wrong(call(box, "diff", store, "fib:lua", "fib:mica-bytecode"), 0,
              ["fib on lua of run 3", "fib"], absent=["array_loops"]),
        wrong(call(box, "diff", store, "1:fib", "1:array-loops"), 0, ["fib to array_loops"]))


@case("diff: what names no run or part is refused with what there is")
def _(box):
    store = stored(box, {}, {})
    return first_problem(
        wrong(call(box, "diff", store, "9"), 2, stderr=["no run 9"]),
        wrong(call(box, "diff", store, "latest~7"), 2, stderr=["so far back", "it holds: 2"]),
        wrong(call(box, "diff", store, "abcdef012"), 2, stderr=["of commit abcdef012"]),
        wrong(call(box, "diff", store, "1:luna"), 2,
              stderr=["`luna`", "mica-bytecode, lua", "fib"]),
        wrong(call(box, "diff", store, "1:fib:luna"), 2, stderr=["no engine `luna`"]),
        wrong(call(box, "diff", store, "1:a:b:c"), 2, stderr=["too many parts"]),
        wrong(call(box, "diff", store, "1", "1"), 2, stderr=["are the same"]),
        wrong(call(box, "diff", store, "nosuch.sqlite:1"), 2, stderr=["no store nosuch.sqlite"]),
        wrong(call(box, "diff", store, "--programs", "nosuch"), 2, stderr=["nothing is left"]),
        wrong(call(box, "diff", store, "--relative-to", "perl"), 2, stderr=["perl"]),
        wrong(call(box, "diff", store, "--map", "fib"), 2, stderr=["old=new"]))


@case("diff: smoke runs and other machines' are refused, ratios across machines are not")
def _(box):
    store = stored(box, {}, {"machine": "there", "drift": 3}, {"size": "smoke"})
    return first_problem(
        wrong(call(box, "diff", store, "1", "3"), 2, stderr=["smoke"]),
        wrong(call(box, "diff", store, "1", "2"), 2, stderr=["two machines"]),
        wrong(call(box, "diff", store, "1", "2", "--across-machines"), 0,
              ["two machines", "none slower"]))


# ---- gate ----


@case("gate: does not block before there is history, and says what it would say")
def _(box):
    first = call(box, "gate", stored(box, {}))
    third = call(box, "gate", stored(box, {}, {}, {"mica": 1.2}))
    return first_problem(
        wrong(first, 0, ["not blocking yet: 0 of 5 runs"]),
        wrong(third, 0, ["not blocking yet: 2 of 5 runs", "It would say: 2 rows slower"]))


@case("gate: fails for what is slower than five runs before, and passes for what is not")
def _(box):
    history = [{}] * 5
    slower = call(box, "gate", stored(box, *history, {"mica": 1.2, "drift": 1.3}))
    same = call(box, "gate", stored(box, *history, {"drift": 1.3}))
    faster = call(box, "gate", stored(box, *history, {"mica": 0.8}))
    return first_problem(
        wrong(slower, 1, ["Gate: fails: 2 rows slower"]),
        wrong(same, 0, ["Gate: passes"]),
        wrong(faster, 0, ["Gate: passes"]))


@case("gate: a change about the threshold is undecided, and a higher threshold lets it pass")
def _(box):
    store = stored(box, *[{}] * 5, {"mica": 1.05})
    return first_problem(
        wrong(call(box, "gate", store, "--threshold", "5%"), 3, ["Gate: undecided"]),
        wrong(call(box, "gate", store, "--threshold", "12"), 0, ["Gate: passes"]),
        wrong(call(box, "gate", store, "--threshold", "many"), 2, stderr=["--threshold"]))


@case("gate: a named run is compared with at once, and --run judges another one")
def _(box):
    store = stored(box, {}, {"mica": 1.2}, {})
    return first_problem(
        wrong(call(box, "gate", store, "--run", "2", "--against", "1"), 1, ["Gate: fails"]),
        wrong(call(box, "gate", store, "--against", "1"), 0, ["Gate: passes"]),
        wrong(call(box, "gate", store, "--against", "3"), 2, stderr=["judged itself"]),
        wrong(call(box, "gate", store, "--engines", "lua", "--against", "2"), 0,
              ["lua"], absent=["mica-bytecode\n"]))


@case("gate: more instructions fail at once, as counts have no noise")
def _(box):
    more = stored(box, {"instructions": 1000}, {"instructions": 1010})
    outcome = call(box, "gate", more)
    same = call(box, "gate", stored(box, {"instructions": 1000}, {"instructions": 1001}))
    return first_problem(
        wrong(outcome, 1, ["3 counts grew", "+1.000", "more"]),
        wrong(same, 0, ["same"], absent=["counts grew"]))


# ---- history ----


@case("history: a step is found at the run and commit where it happened")
def _(box):
    runs = [{"drift": 1 + 0.01 * i} for i in range(6)]
    runs += [{"mica": 1.3, "commit": "cafebab" + "0" * 33}] + [{"mica": 1.3}] * 5
    store = stored(box, *runs)
    outcome = call(box, "history", store)
    of_fib = call(box, "history", store, "--programs", "fib", "--engines", "mica-*")
    few = call(box, "history", store, "--run", "6", "--runs", "3")
    return first_problem(
        wrong(outcome, 0, ["History of the geometric means", "Change points", "cafebab",
                           "12 runs"]),
        wrong(of_fib, 0, ["History of fib", "mica-bytecode +3", "1 change."], absent=["lua"]),
        wrong(few, 0, ["3 runs of one machine", "0 changes"]),
        wrong(call(box, "history", store, "--programs", "nosuch"), 2, stderr=["nosuch"]))


@case("history: other machines, sizes and smoke runs are not in it, and the report holds it")
def _(box):
    store = stored(box, {}, {"machine": "there"}, {"size": "full"}, {"size": "smoke"}, {})
    outcome = call(box, "history", store)
    reports = box.scratch / "reports"
    report = call(box, "report", store, "--run", "5", "--reports", reports)
    early = call(box, "report", store, "--run", "1", "--reports", box.scratch / "early")
    return first_problem(
        wrong(outcome, 0, ["2 runs of one machine"]),
        wrong(report, 0, ["History of the geometric means"]),
        wrong(early, 0, absent=["History of the geometric means"]),
        "" if (reports / "latest" / "history.csv").exists() else "no history.csv")


# ---- instructions ----


@case("run: instructions are counted, the same every time")
def _(box):
    if not shutil.which("valgrind"):
        return ""
    store = box.scratch / "store.sqlite"
    command = [box.fieldstone, "run", "--size", "smoke", "--programs", "fib", "--engines",
               "native,mica-bytecode", "--counter", "instructions", "--no-timing", "--store", store,
               "--reports", box.scratch / "reports"]
    runs = [tap.run(command, timeout=120) for _ in range(2)]
    with contextlib.closing(sqlite3.connect(store)) as database:
        counts = database.execute("SELECT k.value FROM counter k JOIN invocation i ON"
                                  " i.id = k.invocation_id ORDER BY i.id").fetchall()
    return first_problem(
        *(wrong(run, 0, ["Instructions"]) for run in runs),
        "" if len(counts) == 4 and counts[:2] == counts[2:] and min(counts)[0] > 100 else
        f"the counts are {counts}",
        wrong(tap.run([box.fieldstone, "run", "--no-timing"]), 2, stderr=["--counter"]))
