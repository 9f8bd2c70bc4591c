"""What `fieldstone export` writes is what the tools it is for can read, and `fieldstone import`
takes whole runs or none."""

import csv
import importlib.util
import io
import json
import math
import re
import shutil
import signal
import statistics
import subprocess
import time

import made_store
import tap
from cases import case, first_problem, wrong

FORMATS = {"go": "go.txt", "hyperfine": "hyperfine.json", "pyperf": "pyperf.json",
           "customSmallerIsBetter": "customSmallerIsBetter.json", "csv": "samples.csv",
           "yaml": "summary.yaml"}
TIMED = [name for name, category, _ in made_store.PROGRAMS if category != "process"]
INVOCATIONS = 2 * made_store.PAIRS


def exported(box, name, store, *arguments):
    """The export of a store as text; an error is the test's."""
    outcome = tap.run([box.fieldstone, "export", "--format", name, "--store", store, *arguments])
    assert outcome.status == 0, outcome.report()
    return outcome.stdout


def strict_json(text):
    """JSON without the NaN and Infinity that Python takes too."""
    def refuse(word):
        raise ValueError(f"{word} is no JSON")
    return json.loads(text, parse_constant=refuse)


def steady_times(store, program, engine):
    """Median time of a repetition of each invocation, ns, by pair and half."""
    found = {}
    for pair, half, nanoseconds in made_store.rows(
            store, "SELECT pair, half, ns / s.repetitions - empty_ns FROM sample s"
                   " JOIN invocation i ON i.id = invocation_id JOIN cell c ON c.id = cell_id"
                   " JOIN program p ON p.id = program_id JOIN engine e ON e.id = engine_id"
                   f" WHERE NOT s.warmup AND p.name = '{program}' AND e.name = '{engine}'"):
        found.setdefault((pair, half), []).append(nanoseconds)
    return [statistics.median(times) for _, times in sorted(found.items())]


def close(left, right):
    return len(left) == len(right) and all(
        math.isclose(a, b, rel_tol=1e-6) for a, b in zip(left, right))


# ---- Exports ----


@case("export: a wrong format is named with those there are, and so is none")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a")
    command = [box.fieldstone, "export", "--store", store]
    return first_problem(
        wrong(tap.run([*command, "--format", "pypref"]), 2,
              stderr=["`pypref`", "did you mean `pyperf`", *FORMATS]),
        wrong(tap.run(command), 2, stderr=["--format", *FORMATS]))


@case("export: a report writes every format, and each again by itself is the same bytes")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a")
    report = tap.run([box.fieldstone, "report", "--store", store, "--reports", box.scratch])
    folder = box.scratch / "latest" / "exports"
    problems = [wrong(report)]
    for name, file in FORMATS.items():
        output = box.scratch / file
        problems.append(wrong(tap.run([box.fieldstone, "export", "--format", name, "--store",
                                       store, "--output", output])))
        written = (folder / file).read_text(encoding="utf-8")
        if not written == output.read_text(encoding="utf-8") == exported(box, name, store):
            problems.append(f"{file} differs")
    if {path.name for path in folder.iterdir()} != set(FORMATS.values()):
        problems.append(f"there are {sorted(folder.iterdir())}")
    return first_problem(*problems)


# The grammar of https://golang.org/design/14313-benchmark-format. A line that is neither a result
# nor a configuration is ignored by all readers; here it has to be meant so.
GO_RESULT = re.compile(r"Benchmark([A-Z]\S*)\s+(\d+)((?:\s+\S+\s+\S+)+)")
GO_CONFIGURATION = re.compile(r"([a-z][^\sA-Z:]*):[ \t]+(\S.*)")


def read_go(text):
    """The configuration, and the values of each benchmark by unit."""
    configuration, values = {}, {}
    for line in text.splitlines():
        result, key = GO_RESULT.fullmatch(line), GO_CONFIGURATION.fullmatch(line)
        if result:
            fields = result[3].split()
            for value, unit in zip(fields[::2], fields[1::2]):
                values.setdefault((result[1], unit), []).append(float(value))
        elif key:
            configuration[key[1]] = key[2]
        elif line and not line.startswith("# "):
            raise ValueError(f"not of the format: {line!r}")
    return configuration, values


@case("export: go has a line for each invocation, with names and units as benchstat reads them")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a")
    text = exported(box, "go", store)
    configuration, values = read_go(text)
    name = "Loop_int32/engine=lua-2-1"
    expected = {"goos": "linux", "goarch": "amd64", "pkg": "fieldstone", "cpu": "a CPU",
                "machine": "0123456789abcdef", "size": "quick", "commit": "abcdef0"}
    names = {key for key, unit in values if unit == "ns/op"}
    problems = [
        "" if configuration == expected else f"configuration {configuration}",
        "" if len(names) == len(TIMED) * len(made_store.ENGINES) else f"names {sorted(names)}",
        "" if close(values[name, "ns/op"], steady_times(store, "loop_int32", "lua-2"))
        else f"times {values[name, 'ns/op']}",
        "" if values[name, "allocs/op"] == [3.0] * made_store.PAIRS else "counters differ"]
    if shutil.which("benchstat"):
        path = box.file("go.txt", text)
        problems.append(wrong(tap.run(["benchstat", "-col", "/engine", path]), 0,
                              stdout=["lua-2", "Loop_int32", "sec/op"]))
    return first_problem(*problems)


def shape(value):
    """The keys and types of JSON, of an array its first element's."""
    if isinstance(value, dict):
        return {key: shape(of) for key, of in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if isinstance(value, (int, float)) else type(value).__name__


@case("export: hyperfine has the keys and types of what hyperfine writes itself")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a")
    ours = strict_json(exported(box, "hyperfine", store))
    made_store.change(store, "DELETE FROM process_sample WHERE pair > 0 OR half > 0")
    once = strict_json(exported(box, "hyperfine", store))["results"][0]
    theirs = {}
    for runs in ("1", "3"):
        path = box.scratch / f"hyperfine{runs}.json"
        tap.run(["hyperfine", "--shell=none", "--runs", runs, "--parameter-list", "engine", "true",
                 "--export-json", path, "--style", "none", "{engine}"])
        theirs[runs] = json.loads(path.read_text(encoding="utf-8"))
    first = ours["results"][0]
    wanted = shape(theirs["3"])
    wanted["results"][0]["parameters"] = {"program": "str", "engine": "str"}
    return first_problem(
        "" if shape(ours) == wanted else f"{shape(ours)}\n{wanted}",
        "" if theirs["1"]["results"][0]["stddev"] is once["stddev"] is None else "not null",
        "" if len(first["times"]) == len(first["exit_codes"]) == INVOCATIONS else "counts",
        "" if len(ours["results"]) == len(made_store.PROGRAMS) * len(made_store.ENGINES)
        else f"{len(ours['results'])} results",
        "" if close([statistics.mean(first["times"]), statistics.stdev(first["times"]),
                     statistics.median(first["times"]), min(first["times"]), max(first["times"])],
                    [first[key] for key in ("mean", "stddev", "median", "min", "max")])
        else f"moments of {first}")


def pyperf_problems(suite):
    """What pyperf's own loader would refuse (pyperf/_bench.py and _metadata.py of pyperf 2)."""
    problems = [] if suite["version"] == "1.0" else ["version"]
    names = [benchmark["metadata"]["name"] for benchmark in suite["benchmarks"]]
    if not names or len(names) != len(set(names)):
        problems.append("benchmarks: none, or two of one name")
    for benchmark in suite["benchmarks"]:
        for run in benchmark["runs"]:
            if not run["values"] or any(not value > 0 for value in run["values"]):
                problems.append("values that are not above 0")
            if any(not isinstance(loops, int) or loops < 1 or value < 0
                   for loops, value in run.get("warmups", ())):
                problems.append("warmups")
            for key, value in {**suite["metadata"], **benchmark["metadata"],
                               **run["metadata"]}.items():
                if not isinstance(value, (int, float, str)) or value == "" or "\n" in str(value):
                    problems.append(f"metadata {key}: {value!r}")
            if run["metadata"]["loops"] < 1:
                problems.append("loops")
    return problems


@case("export: pyperf takes every invocation as a run, with its warm-up")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a")
    text = exported(box, "pyperf", store)
    suite = strict_json(text)
    fib = next(benchmark for benchmark in suite["benchmarks"]
               if benchmark["metadata"]["name"] == "fib/lua-2")
    medians = [1e9 * statistics.median(run["values"]) for run in fib["runs"]]
    problems = [*pyperf_problems(suite),
                "" if close(medians, steady_times(store, "fib", "lua-2")) else f"times {medians}",
                "" if suite["metadata"]["unit"] == "second" else "unit",
                "" if all(run["warmups"][0][0] == run["metadata"]["loops"] == 10
                          for run in fib["runs"]) else "loops"]
    if importlib.util.find_spec("pyperf"):
        path = box.file("pyperf.json", text)
        problems.append(wrong(tap.run(["/usr/bin/python3", "-m", "pyperf", "stats", path]), 0,
                              stdout=["fib/lua-2"]))
    return first_problem(*problems)


@case("export: customSmallerIsBetter has means and ratios, which need no machine, and times")
def _(box):
    entries = strict_json(exported(box, "customSmallerIsBetter",
                                   made_store.make(box.scratch / "s.sqlite", "a")))
    named = {entry["name"]: entry for entry in entries}
    types = {"name": str, "unit": str, "value": float, "range": str, "extra": str}
    mean = named["geometric mean: all/mica-bytecode"]
    return first_problem(
        *("" if {key: type(value) for key, value in entry.items()} == types else f"{entry}"
          for entry in entries),
        "" if len(named) == len(entries) else "two of one name",
        "" if 11 < mean["value"] < 13 and mean["range"].startswith("[") else f"{mean}",
        "" if named["time: fib/native"]["unit"] == "ns/call" else "unit",
        "" if "ratio: fib/lua-2" in named else "no ratio")


@case("export: csv has every sample of the store")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a")
    table = list(csv.DictReader(io.StringIO(exported(box, "csv", store))))
    kept = made_store.rows(store, "SELECT count(*), sum(s.warmup), sum(ns) FROM sample s"
                                  " JOIN invocation i ON i.id = invocation_id"
                                  " JOIN cell c ON c.id = cell_id"
                                  " JOIN program p ON p.id = program_id"
                                  " WHERE category != 'process'")[0]
    found = (len(table), sum(int(row["warmup"]) for row in table),
             sum(float(row["ns"]) for row in table))
    return "" if close(kept, found) else f"{found}, not {kept}"


@case("export: cells that went wrong are left out and named where there are comments")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a",
                            programs=(("fib!", "fibonacci", 1000), *made_store.PROGRAMS[1:]))
    go = exported(box, "go", store)
    others = [exported(box, name, store) for name in ("hyperfine", "pyperf", "csv")]
    summary = exported(box, "yaml", store)
    return first_problem(
        "" if "# fib%2Flua-2 is left out: wrong" in go else go[:500],
        "" if "BenchmarkFib/engine=native-1" in go and "Fib/engine=lua" not in go else "in go",
        *("" if "fib/native" in text or "fib,native" in text else "no native" for text in others),
        *("in an export" for text in others if "fib/lua" in text or "fib,lua" in text),
        "" if "  wrong: 2\n" in summary else summary[:900])


@case("export: a smoke run and an empty run are written too, and no number is NaN")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a", size="smoke")
    smoke = {name: exported(box, name, store) for name in FORMATS}
    made_store.change(store, "DELETE FROM sample; DELETE FROM process_sample;"
                             " DELETE FROM counter")
    empty = {name: exported(box, name, store) for name in FORMATS}
    for texts in (smoke, empty):
        for name in ("hyperfine", "pyperf", "customSmallerIsBetter"):
            strict_json(texts[name])
        read_go(texts["go"])
    return first_problem(
        *("" if "claim nothing" in smoke[name] else f"{name} says nothing of smoke"
          for name in ("go", "pyperf", "customSmallerIsBetter", "yaml")),
        *(f"{name}: nan" for texts in (smoke, empty) for name, text in texts.items()
          if re.search(r"\b(nan|inf)\b", text, re.IGNORECASE)),
        "" if strict_json(empty["customSmallerIsBetter"]) == [] else "times from nowhere",
        "" if empty["csv"].count("\n") == 1 else "samples from nowhere")


@case("export: names with what a format forbids are escaped, and stay apart")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a")
    made_store.change(store, "UPDATE program SET name = '2 a/b=c%' WHERE name = 'fib';"
                             " UPDATE engine SET name = 'lua, \"5\"' WHERE name = 'lua-2'")
    _, values = read_go(exported(box, "go", store))
    table = list(csv.DictReader(io.StringIO(exported(box, "csv", store))))
    strict_json(exported(box, "pyperf", store))
    return first_problem(
        "" if ("Program_2%20a%2Fb%3Dc%25/engine=lua,%20\"5\"-1", "ns/op") in values
        else f"{sorted(values)[:3]}",
        "" if any(row["engine"] == 'lua, "5"' and row["program"] == "2 a/b=c%" for row in table)
        else "csv")


@case("export: numbers in the summary are numbers for YAML 1.1 too, and texts are quoted")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a", seed=2147483647)
    made_store.change(store, "UPDATE run SET machine = '{\"load\": 1e-5, \"cpu\": \"null\"}';"
                             " UPDATE engine SET version = '5.10'")
    text = exported(box, "yaml", store)
    return "\n".join(f"no {line!r}" for line in (
        "  seed: 2147483647", "  load: 1.0e-05", '  cpu: "null"', '  version: "5.10"',
        "  caution: \"\"") if line + "\n" not in text)


@case("export: a file that cannot be written is named, and no half of it is left")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a")
    command = [box.fieldstone, "export", "--format", "csv", "--store", store, "--output"]
    return first_problem(
        wrong(tap.run([*command, box.scratch / "no" / "x.csv"]), 2, stderr=["no/x.csv"]),
        wrong(tap.run(["sh", "-c", 'exec "$@" >/dev/full', "sh", *command, "-"]), 2,
              stderr=["standard output cannot be written"]))


# ---- Import ----


def import_into(box, store, *files, **settings):
    return tap.run([box.fieldstone, "import", "--store", store, *files], **settings)


def tables_of(store):
    """Every table with its rows, ids and all."""
    return {name: made_store.rows(store, f"SELECT * FROM {name}") for name, in made_store.rows(
        store, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")}


def reported(box, store, run):
    """The CSV tables of a run that are about its times, by name."""
    folder = box.scratch / f"reports-{store.stem}-{run}"
    outcome = tap.run([box.fieldstone, "report", "--store", store, "--run", str(run),
                       "--reports", folder])
    assert outcome.status == 0, outcome.report()
    return {name: (folder / "latest" / f"{name}.csv").read_text(encoding="utf-8")
            for name in ("ratios", "geometric-means", "times", "targets", "processes",
                         "cold-starts")}


def fill_every_table(path):
    made_store.change(path, "INSERT INTO look VALUES (1, 6, 8, 'then', 1, 2);"
                            " INSERT INTO shard SELECT id, 1, 2, 'part', started, finished,"
                            " status, machine, machine_id FROM run WHERE id = 1;"
                            " INSERT INTO profile SELECT max(id), 'then', 2, '{}' FROM cell")


@case("import: every table of the store comes along, under new ids, and says the same")
def _(box):
    other = made_store.make(box.scratch / "other.sqlite", "a", "b")
    fill_every_table(other)
    store = made_store.make(box.scratch / "store.sqlite", "c")
    before = tables_of(other)
    outcome = import_into(box, store, other)
    after = tables_of(store)
    own = len(made_store.PROGRAMS)
    empty = [name for name, rows in before.items() if not rows]
    counts = {name: len(after[name]) - len(rows) * 3 // 2 for name, rows in before.items()
              if name not in ("look", "shard", "profile")}
    return first_problem(
        wrong(outcome, 0, stdout=["run 1 -> 2: quick, 8 pairs, machine 0123, complete",
                                  "run 2 -> 3", "2 runs imported, 0 skipped"]),
        f"the test knows no row of the tables {empty}" if empty else "",
        f"tables differ in their rows: {counts}" if any(counts.values()) else "",
        "" if after["look"][0][0] == after["shard"][0][0] == 2 else f"{after['look']}",
        "" if len(after["program"]) == 3 * own else "programs",
        "" if after["profile"] == [(max(row[0] for row in after["cell"]), "then", 2, "{}")]
        else f"{after['profile']}",
        "" if tables_of(other) == before else "the other store was changed",
        "" if not made_store.rows(store, "PRAGMA foreign_key_check") else "references",
        *("" if reported(box, store, here)[name] == text else f"{name} of run {here} differs"
          for here, there in ((2, 1), (3, 2))
          for name, text in reported(box, other, there).items()))


@case("import: a run that is there already is skipped, and so is the store itself")
def _(box):
    other = made_store.make(box.scratch / "other.sqlite", "a", "b")
    store = box.scratch / "new" / "store.sqlite"
    first = import_into(box, store, other, other)
    before = tables_of(store)
    return first_problem(
        wrong(first, 0, stdout=["run 1 -> 1", "run 1 is there already, in run 1: skipped",
                                "2 runs imported, 2 skipped"]),
        wrong(import_into(box, store, other), 0, stdout=["0 runs imported, 2 skipped"]),
        "" if tables_of(store) == before else "the store was changed",
        wrong(import_into(box, store, store), 2, stderr=["is the store that is imported into"]))


@case("import: a store of an earlier version is read and stays as it is, to the byte")
def _(box):
    problems = []
    old = ("DROP TABLE profile; DROP TABLE look; DROP TABLE shard; ALTER TABLE run DROP COLUMN"
           " machine_id; ALTER TABLE program DROP COLUMN shard;")
    for version, sql, machine in ((3, "DROP TABLE profile;", "0123"), (2, old, "unknown"),
                                  (1, f"{old} DROP TABLE counter;", "unknown")):
        other = made_store.make(box.scratch / f"v{version}.sqlite", f"version {version}")
        made_store.change(other, f"{sql} PRAGMA user_version = {version}")
        other.chmod(0o444)
        before = other.read_bytes()
        problems.append(wrong(import_into(box, box.scratch / "store.sqlite", other), 0,
                              stdout=[f"machine {machine}", "1 run imported"]))
        problems.append("" if other.read_bytes() == before else f"version {version} was changed")
    left = sorted(path.name for path in box.scratch.iterdir())
    return first_problem(*problems, "" if left == ["store.sqlite", *(f"v{n}.sqlite"
                                                                     for n in (1, 2, 3))]
                         else f"there is {left}")


@case("import: what a killed run left in its write-ahead log comes along")
def _(box):
    other = made_store.make(box.scratch / "other.sqlite", "a")
    made_store.change(other, "PRAGMA journal_mode = WAL")
    with made_store.contextlib.closing(made_store.sqlite3.connect(other)) as writer:
        made_store.add_run(writer, "b", status="running")
        writer.commit()  # and does not close
        outcome = import_into(box, box.scratch / "store.sqlite", other)
    return wrong(outcome, 0, stdout=["run 2 -> 2", "running", "2 runs imported"])


@case("import: a file that is damaged or no store is named, and nothing is taken from the others")
def _(box):
    store = made_store.make(box.scratch / "store.sqlite", "a")
    other = made_store.make(box.scratch / "other.sqlite", "b")
    damaged = box.file("damaged.sqlite", other.read_bytes()[:20000] + b"\xff" * 30000)
    foreign = box.file("foreign.sqlite", "not a store at all " * 100)
    before = store.read_bytes()
    missing = box.scratch / "missing.sqlite"
    return first_problem(
        *(wrong(import_into(box, store, other, bad), 2, stderr=[str(bad)])
          for bad in (damaged, foreign, missing, box.scratch)),
        "" if store.read_bytes() == before else "the store was changed",
        wrong(import_into(box, missing, damaged), 2),
        "a store was made" if missing.exists() else "",
        wrong(import_into(box, store), 2, stderr=["FILE"]))


def run_sizes(store):
    """The number of samples of each run, and whether all that belongs together is there."""
    return made_store.rows(store, "SELECT uuid, (SELECT count(*) FROM sample s"
                                  " JOIN invocation i ON i.id = invocation_id"
                                  " JOIN cell c ON c.id = cell_id WHERE c.run_id = run.id)"
                                  " FROM run ORDER BY id")


@case("import: a failure half-way and a kill leave whole runs only")
def _(box):
    uuids = [f"run {i}" for i in range(8)]
    other = made_store.make(box.scratch / "other.sqlite", *uuids)
    whole = run_sizes(other)
    failing = made_store.make(box.scratch / "failing.sqlite")
    made_store.change(failing, "CREATE TRIGGER full BEFORE INSERT ON process_sample"
                               " WHEN NEW.id > 700 BEGIN SELECT RAISE(ABORT, 'no more'); END")
    outcome = import_into(box, failing, other)
    problems = [wrong(outcome, 2, stdout=["run 1 -> 1"], stderr=["no more"])]
    kept = [run_sizes(failing)]
    for milliseconds in (20, 40, 60, 80):
        killed = box.scratch / f"killed{milliseconds}.sqlite"
        with subprocess.Popen([box.fieldstone, "import", "--store", killed, other],
                              stdout=subprocess.DEVNULL, env={"TMPDIR": str(box.scratch)}) as child:
            time.sleep(milliseconds / 1000)
            child.send_signal(signal.SIGKILL)
        if killed.exists() and made_store.rows(killed, "SELECT 1 FROM sqlite_master LIMIT 1"):
            kept.append(run_sizes(killed))
    problems += [f"not whole: {runs}" for runs in kept if runs != whole[:len(runs)]]
    return first_problem(*problems, "" if 0 < len(kept[0]) < 8 else f"{len(kept[0])} runs")


# ---- Shards ----


def make_shards(box, count, name="shard", **of):
    """The programs of one run, dealt to as many stores as there are shards. The cold starts of the
    empty program are in all of them."""
    stores = []
    timed = [program for program in made_store.PROGRAMS if program[1] != "process"]
    for number in range(1, count + 1):
        path = box.scratch / f"{name}{number}.sqlite"
        stores.append(made_store.make(
            path, f"{name} {number}", machine=f"{number:016x}",
            programs=(*timed[number - 1::count], made_store.PROGRAMS[-1]),
            options={"shard": {"number": number, "count": count}, "time_seconds": 10 * number},
            **of))
    return stores


@case("import: shards become one run, which says what the whole would have said")
def _(box):
    one, two, three = make_shards(box, 3)
    whole = made_store.make(box.scratch / "whole.sqlite", "whole")
    store = box.scratch / "store.sqlite"
    first = import_into(box, store, three, one)
    partial = tap.run([box.fieldstone, "report", "--store", store, "--reports", box.scratch])
    again = import_into(box, store, one, three)
    last = import_into(box, store, two)
    facts = made_store.rows(store, "SELECT status, rounds, machine_id, (SELECT group_concat(uuid)"
                                   " FROM shard WHERE run_id = run.id) FROM run")
    merged = reported(box, store, 1)
    machines = (box.scratch / "reports-store-1/latest/machine.csv").read_text(encoding="utf-8")
    return first_problem(
        wrong(first, 0, stdout=["shard 3 of 3", "run 1 -> 1", "of 3 shards not in yet: 2"]),
        wrong(partial, 0, stdout=["shard 2 of 3 is not in"]),
        wrong(again, 0, stdout=["0 runs imported, 2 skipped"]),
        wrong(last, 0, stdout=["shard 2 of 3", "all 3 shards are in"]),
        "" if facts == [("complete", 8, "", "shard 1,shard 2,shard 3")] else f"{facts}",
        "" if "shard 2 of 3,machine id,0000000000000002" in machines else machines,
        "" if made_store.rows(store, "SELECT shard FROM program WHERE name = 'empty'") == [(1,)]
        else "what all shards have is not of the first",
        *("" if merged[name] == text else f"{name} differs:\n{merged[name]}\n{text}"
          for name, text in reported(box, whole, 1).items()))


@case("import: shards of other runs, sizes and seeds keep apart")
def _(box):
    store = box.scratch / "store.sqlite"
    first = make_shards(box, 2)
    groups = [make_shards(box, 2, "seed", seed=2), make_shards(box, 2, "full", size="full"),
              make_shards(box, 2, "again")]
    outcome = import_into(box, store, first[0], *(path for group in groups for path in group))
    runs = made_store.rows(store, "SELECT group_concat(s.uuid), r.status FROM run r"
                                  " JOIN shard s ON s.run_id = r.id GROUP BY r.id ORDER BY r.id")
    return first_problem(wrong(outcome), "" if runs == [
        ("shard 1,again 2", "complete"), ("seed 1,seed 2", "complete"),
        ("full 1,full 2", "complete"), ("again 1", "interrupted")] else f"{runs}")


@case("import: shards of other engines, and those that stopped by their results, are refused")
def _(box):
    one, two = make_shards(box, 2)
    store = box.scratch / "store.sqlite"
    import_into(box, store, one)
    before = tables_of(store)
    made_store.change(two, "UPDATE engine SET version = '2.0' WHERE name = 'lua-2'")
    engines = import_into(box, store, two)
    made_store.change(two, "UPDATE engine SET version = '1.0';"
                           " INSERT INTO look VALUES (1, 6, 8, 'then', 1, 2)")
    looked = import_into(box, store, two)
    return first_problem(
        wrong(engines, 2, stderr=["shard2.sqlite", "shard 2 of 2", "lua-2",
                                  "`2.0`", "`1.0`"]),
        wrong(looked, 2, stderr=["shard 2 of 2", "--rounds"]),
        "" if tables_of(store) == before else "the store was changed")


@case("import: a shard that was measured into the store itself joins those that come")
def _(box):
    one, two = make_shards(box, 2)
    alone = import_into(box, one, made_store.make(box.scratch / "other.sqlite", "other"))
    joined = import_into(box, one, two)
    runs = made_store.rows(one, "SELECT id, status, (SELECT count(*) FROM shard WHERE run_id ="
                                " run.id) FROM run ORDER BY id")
    return first_problem(
        wrong(alone, 0, stdout=["1 run imported"], absent=["this store"]),
        wrong(joined, 0, stdout=["this store: run 1 -> 3: shard 1 of 2", "all 2 shards are in"]),
        "" if runs == [(1, "complete", 0), (2, "complete", 0), (3, "complete", 2)] else f"{runs}")


@case("import: a run and a shard that were resumed and are complete by now take their place")
def _(box):
    one, two = make_shards(box, 2)
    plain = made_store.make(box.scratch / "plain.sqlite", "plain")
    store = box.scratch / "store.sqlite"
    for path in (one, plain):
        made_store.change(path, "UPDATE run SET status = 'interrupted';"
                                " DELETE FROM invocation WHERE pair > 3")
    before = [import_into(box, store, one, plain, two), import_into(box, store, one)]
    sizes = run_sizes(store)
    for path, of in ((one, make_shards(box, 2, "again")[0]),
                     (plain, made_store.make(box.scratch / "b.sqlite", "other"))):
        uuid = made_store.rows(path, "SELECT uuid FROM run")[0][0]
        path.write_bytes(of.read_bytes())
        made_store.change(path, f"UPDATE run SET uuid = '{uuid}'")
    after = import_into(box, store, one, plain)
    again = import_into(box, store, one, plain)
    runs = made_store.rows(store, "SELECT id, status FROM run ORDER BY id")
    return first_problem(
        wrong(before[0], 0, stdout=["interrupted", "all 2 shards are in"]),
        wrong(before[1], 0, stdout=["1 skipped"]),
        wrong(after, 0, stdout=["run 1 -> 1: shard 1 of 2", "run 1 -> 2: quick, 8 pairs",
                                "2 runs imported, 0 skipped"]),
        wrong(again, 0, stdout=["0 runs imported, 2 skipped"]),
        "" if runs == [(1, "complete"), (2, "complete")] else f"{runs}",
        "" if all(new[1] > old[1] for new, old in zip(run_sizes(store), sizes)) else "no samples")
