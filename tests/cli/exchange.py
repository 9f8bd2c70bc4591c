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


@case("export: a file that cannot be written is named, and no half of it is left")
def _(box):
    store = made_store.make(box.scratch / "s.sqlite", "a")
    command = [box.fieldstone, "export", "--format", "csv", "--store", store, "--output"]
    return first_problem(
        wrong(tap.run([*command, box.scratch / "no" / "x.csv"]), 2, stderr=["no/x.csv"]),
        wrong(tap.run(["sh", "-c", 'exec "$@" >/dev/full', "sh", *command, "-"]), 2,
              stderr=["standard output cannot be written"]))

