"""`mica profile` and `mica bench`: what they write is whole, in every format, whatever becomes of
the script, and bad input is named."""

import importlib.util
import json
import os
import shutil
import signal
import subprocess
import xml.etree.ElementTree
from pathlib import Path

import tap
from cases import AN_ERROR, case, first_problem, wrong
from mica import wait_until_busy

FLAMEGRAPH = Path("/usr/share/perl5/Devel/NYTProf/flamegraph.pl")
SPEEDSCOPE_SCHEMA = tap.ROOT / tap.NPM_PACKAGES / "speedscope/dist/release/file-format-schema.json"

SCRIPT = """function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
function thrower(depth) { if (depth === 0) throw new Error('deep'); thrower(depth - 1); }
class Point { constructor(x) { this.x = x; } get twice() { return this.x * 2; } }
let sum = fib(15);
for (let i = 0; i < 100; i++) { sum += new Point(i).twice; }
for (let i = 0; i < 5; i++) try { thrower(20); } catch (error) { sum++; }
console.log([3, 1, 2].sort((a, b) => a - b).map((x) => x + 'a;b').join(), sum);
"""


def schema_problem(profile):
    """What breaks speedscope's schema, where that and a validator are installed."""
    if not SPEEDSCOPE_SCHEMA.exists() or not importlib.util.find_spec("jsonschema"):
        return ""
    import jsonschema
    schema = json.loads(SPEEDSCOPE_SCHEMA.read_text(encoding="utf-8"))
    errors = jsonschema.Draft7Validator(schema).iter_errors(profile)
    return "\n".join(error.message[-200:] for error in list(errors)[:3])


def speedscope_problem(profile):
    """What breaks the form of an evented profile, of which the schema says less."""
    problem = schema_problem(profile)
    if problem:
        return problem
    frames = profile["shared"]["frames"]
    if any(not isinstance(frame["name"], str) for frame in frames):
        return "a frame without a name"
    for part in profile["profiles"]:
        if part["type"] != "evented" or part["unit"] not in ("nanoseconds", "none"):
            return f"a profile of type {part['type']}, in {part['unit']}"
        open_frames, time = [], part["startValue"]
        for event in part["events"]:
            if event["at"] < time or not 0 <= event["frame"] < len(frames):
                return f"an event that is out of order or place: {event}"
            time = event["at"]
            if event["type"] == "O":
                open_frames.append(event["frame"])
            elif event["type"] != "C" or open_frames.pop() != event["frame"]:
                return f"a frame ends that is not the innermost: {event}"
        if open_frames or time > part["endValue"]:
            return "frames that do not end"
    return ""


def section_problem(profile):
    """What is missing of the form, and which sums are not what they must be."""
    self_time = sum(row["selfTimeNs"] for row in profile["functions"])
    in_tree = sum(node["selfTimeNs"] for node in profile["callTree"])
    module = next(row for row in profile["functions"] if row["kind"] == "module" and row["line"])
    counted = sum(row["count"] for row in profile["opcodes"])
    fast = profile["scalarFastPath"]
    if abs(self_time - in_tree) > self_time / 100:
        return f"self times: {self_time} of functions, {in_tree} in the tree"
    if abs(self_time - module["totalTimeNs"]) > self_time / 100:
        return f"self times: {self_time}, but the module took {module['totalTimeNs']}"
    if counted != profile["instructions"] or fast["hits"] + fast["misses"] != fast["total"]:
        return "counts do not add up"
    calls = {row["name"]: row["calls"] for row in profile["functions"]}
    if (calls["fib"], calls["thrower"], calls["Point"]) != (1973, 105, 100):
        return f"calls: {calls}"
    return "" if {"sites", "kinds", "pauses"} <= set(profile["memory"]) and \
        {"bytecode", "inlineCaches", "native"} == set(profile["jit"]) else "keys are missing"


@case("mica: profile writes several formats in one run, each whole")
def _(box):
    script = box.file("script.js", SCRIPT)
    names = ("out.json", "out.speedscope.json", "out.collapsed", "out.svg", "out.txt", "odd")
    outputs = [f"--output={box.scratch / name}" for name in names]
    outcome = tap.run([box.mica, "profile", "--all", *outputs[:5], "--format=json", outputs[5],
                       script])
    problem = wrong(outcome, 0, ["1a;b,2a;b,3a;b"])
    if problem:
        return problem
    text = {name: (box.scratch / name).read_text(encoding="utf-8") for name in names}
    xml.etree.ElementTree.fromstring(text["out.svg"])
    json.loads(text["odd"])
    lines = [line.rsplit(" ", 1) for line in text["out.collapsed"].splitlines()]
    if not lines or not all(weight.isdigit() for _, weight in lines):
        return text["out.collapsed"]
    tables = ("fib (", "Scalar fast path", "left for C by")
    if any(words not in text["out.txt"] for words in tables):
        return text["out.txt"]
    return first_problem(section_problem(json.loads(text["out.json"])),
                         speedscope_problem(json.loads(text["out.speedscope.json"])))


@case("mica: flamegraph.pl takes a collapsed profile, where it is installed")
def _(box):
    if not FLAMEGRAPH.exists():
        return ""
    script, stacks = box.file("script.js", SCRIPT), box.scratch / "out.folded"
    problem = wrong(tap.run([box.mica, "profile", "--output", stacks, script]))
    return problem or wrong(tap.run(["perl", FLAMEGRAPH, stacks]), 0, ["<svg", "fib (", "</svg>"])


@case("mica: a deterministic profile has the same bytes wherever the memory lies")
def _(box):
    script = box.file("script.js", SCRIPT)
    for form in ("json", "table", "collapsed", "speedscope", "svg"):
        command = [box.mica, "profile", "--all", "--deterministic", f"--format={form}", script]
        texts = {tap.run(command).stdout for _ in range(3)}
        if shutil.which("setarch"):
            texts.add(tap.run(["setarch", "-R", *command]).stdout)
        if len(texts) != 1 or not texts.pop():
            return f"{form} differs from one run to the next"
    return ""


@case("mica: a section of a profile can be on alone, and samples replace what is followed")
def _(box):
    script = box.file("script.js", SCRIPT.replace("fib(15)", "fib(27)"))
    alone = {"--functions": "Functions:", "--memory": "Allocations:", "--jit": "Inline caches of",
             "--opcodes": "Instructions:"}
    return first_problem(
        *(wrong(tap.run([box.mica, "profile", option, script]), 0, [words],
                absent=set(alone.values()) - {words}) for option, words in alone.items()),
        wrong(tap.run([box.mica, "profile", "--sample=2000", script]), 0,
              ["fib (", "samples at 2000 a second"]))


@case("mica: a profile is valid whatever bytes the script's name is of")
def _(box):
    script = os.path.join(os.fsencode(box.scratch), b"a\xff\xed\xa0\x80<\xc3\xa9>.js")
    Path(os.fsdecode(script)).write_text("(function () {})();\n", encoding="utf-8")
    outputs = [box.scratch / name for name in ("out.json", "out.speedscope.json", "out.svg")]
    command = [box.mica, "profile", *(f"--output={output}" for output in outputs), script]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    json.loads(outputs[1].read_text(encoding="utf-8"))
    xml.etree.ElementTree.fromstring(outputs[2].read_text(encoding="utf-8"))
    files = {row["file"] for row in json.loads(outputs[0].read_text(encoding="utf-8"))["functions"]}
    wanted = os.path.join(box.scratch, "a" + 4 * "\ufffd" + "<\u00e9>.js")
    return "" if wanted in files else f"files: {files}"


@case("mica: profile takes a script from standard input")
def _(box):
    return wrong(tap.run([box.mica, "profile", "-"], stdin="(function named() {})();\n"), 0,
                 ["named (<stdin>:1)"])


@case("mica: a profile whose output cannot be written is an error before the script runs")
def _(box):
    script = box.file("script.js", "console.log('ran');\n")
    return first_problem(*(
        wrong(tap.run([box.mica, "profile", "--output", target, script]), AN_ERROR,
              stderr=[str(target)], absent=["ran"])
        for target in (box.scratch / "none" / "out.json", box.scratch)))


@case("mica: a full disk costs a profile no more than the output that lies there")
def _(box):
    script, good = box.file("script.js", SCRIPT), box.scratch / "good.json"
    command = [box.mica, "profile", "--output=/dev/full", "--output", good]
    problem = wrong(tap.run([*command, script]), AN_ERROR, stderr=["/dev/full", "No space left"])
    json.loads(good.read_text(encoding="utf-8"))
    return first_problem(
        problem,
        wrong(tap.run(["sh", "-c", '"$0" profile "$1" >/dev/full', box.mica, script]), AN_ERROR,
              stderr=["No space left"]),
        wrong(tap.run([box.mica, "profile", "--diff", "--output=/dev/full", good, good]), AN_ERROR,
              stderr=["/dev/full", "No space left"]))


@case("mica: outputs of a profile that make no sense are named")
def _(box):
    script = box.file("script.js", "1;\n")
    return first_problem(
        wrong(tap.run([box.mica, "profile", "--format=json", "-o", "-", "--format=svg", script]),
              AN_ERROR, stderr=["standard output"]),
        wrong(tap.run([box.mica, "profile", "--sample=100", "--deterministic", script]), AN_ERROR,
              stderr=["--sample", "--deterministic"]),
        wrong(tap.run([box.mica, "profile", "--sample=999999", script]), AN_ERROR,
              stderr=["--sample"]),
        wrong(tap.run([box.mica, "profile", "--memory", "--format=svg", script]), AN_ERROR,
              stderr=["--functions"]),
        wrong(tap.run([box.mica, "profile", script, script]), AN_ERROR, stderr=["one script"]),
        wrong(tap.run([box.mica, "profile", "--tier=tree", script]), AN_ERROR,
              stderr=["bytecode tier"]))


@case("mica: a script that throws, or exceeds a limit, leaves the profile so far")
def _(box):
    throws = box.file("throws.js", "function fault() { null.x; }\nfault();\n")
    endless = box.file("endless.js", "function forever() { for (;;); }\nforever();\n")
    greedy = box.file("greedy.js", "function grow() { for (const a = []; ; ) a.push([1]); }\n"
                                   "grow();\n")
    return first_problem(
        wrong(tap.run([box.mica, "profile", throws]), AN_ERROR, ["fault ("], ["TypeError"]),
        wrong(tap.run([box.mica, "profile", "--memory-limit=1M", greedy]), AN_ERROR, ["grow ("],
              ["ut of memory"]),
        wrong(tap.run([box.mica, "profile", "--instruction-limit=9999", endless]), AN_ERROR,
              ["forever ("], ["instruction limit"]),
        wrong(tap.run([box.mica, "profile", "--time-limit=50", endless]), AN_ERROR,
              ["forever ("], ["time limit"]))


def ended_problem(box, by):
    """An endless script's profile is written when this signal comes, by which the process ends."""
    script = box.file("endless.js", "function forever() { for (;;); }\nforever();\n")
    output = box.scratch / "out.json"
    with subprocess.Popen([box.mica, "profile", "--output", output, script], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_until_busy(process)
        process.send_signal(by)
        process.communicate(timeout=30 * tap.slowness())
    if process.returncode != -by:
        return f"{by.name}: status {process.returncode}"
    profile = json.loads(output.read_text(encoding="utf-8"))
    names = [row["name"] for row in profile["functions"]]
    return "" if "forever" in names else f"{by.name}: functions: {names}"


@case("mica: Ctrl-C and SIGTERM, as of timeout, leave the profile so far")
def _(box):
    return first_problem(ended_problem(box, signal.SIGINT), ended_problem(box, signal.SIGTERM))


def two_profiles(box, *options):
    """Of a script, and of one in which `fib` does more and has moved to another line."""
    before, after = box.scratch / "before.json", box.scratch / "after.json"
    for output, folder, text in ((before, "old", SCRIPT),
                                 (after, "new", "\n\n" + SCRIPT.replace("fib(15)", "fib(17)"))):
        tap.run([box.mica, "profile", *options, "--output", output,
                 box.file(f"{folder}/script.js", text)])
    return before, after


@case("mica: profile --diff shows what has changed, as a table and as a flame graph")
def _(box):
    before, after = two_profiles(box, "--all", "--deterministic")
    graph = box.scratch / "change.svg"
    outcome = tap.run([box.mica, "profile", "--diff", before, after])
    row = next((line.split() for line in outcome.stdout.splitlines() if "fib (" in line), [])
    if row[5:7] != ["1973", "5167"]:
        return f"fib: {row}\n{outcome.report()}"
    totals = [line.split() for line in outcome.stdout.splitlines() if line.endswith(" total")]
    counts = [json.loads(file.read_text(encoding="utf-8")) for file in (before, after)]
    if [row[:2] for row in totals] != [[str(count[key]) for count in counts]
                                       for key in ("selfInstructions", "instructions")]:
        return f"totals: {totals}\n{outcome.report()}"
    problem = wrong(tap.run([box.mica, "profile", "--diff", "--output", graph, before, after]))
    if problem:
        return problem
    text = graph.read_text(encoding="utf-8")
    xml.etree.ElementTree.fromstring(text)
    same = tap.run([box.mica, "profile", "--diff", "--format=svg", before, before]).stdout
    return first_problem("" if "var(--p4)" in text else "no frame is marked as having grown",
                         "" if "var(--z0)" in same and "var(--p" not in same.split("</style>")[1]
                         else "a profile differs from itself")


@case("mica: profiles that are none, damaged or of another kind are named")
def _(box):
    good, _ = two_profiles(box)
    text = good.read_text(encoding="utf-8")
    counted = box.scratch / "counted.json"
    tap.run([box.mica, "profile", "--deterministic", "--output", counted, box.file("s.js", SCRIPT)])
    bad = {"foreign.json": ('{"a": 1}', "no profile"), "list.json": ("[1]", "no profile"),
           "null.json": ("null", "no profile"), "cut.json": (text[:len(text) // 2], "no JSON"),
           "binary.json": (b"\x00\xff\x12", "no JSON"), "empty.json": ("", "no JSON"),
           "newer.json": (text.replace('"version": 2', '"version": 9'), "version 9"),
           "loop.json": (text.replace('"parent": 0', '"parent": 123456'), "damaged"),
           "wide.json": (text.replace('"function": 0', '"function": 4000000000'), "damaged"),
           "half.json": (text.replace('"parent": 0', '"parent": 0.5'), "damaged"),
           "typed.json": (text.replace('"calls": ', '"calls": "x", "c": '), "damaged"),
           "short.json": (text.replace('"callTree"', '"tree"'), "damaged")}
    problems = [wrong(tap.run([box.mica, "profile", "--diff", box.file(name, contents), good]),
                      AN_ERROR, stderr=[name, words]) for name, (contents, words) in bad.items()]
    return first_problem(
        *problems,
        wrong(tap.run([box.mica, "profile", "--diff", good, box.scratch / "none.json"]), AN_ERROR,
              stderr=["none.json", "No such file"]),
        wrong(tap.run([box.mica, "profile", "--diff", good, counted]), AN_ERROR,
              stderr=["measures time"]),
        wrong(tap.run([box.mica, "profile", "--diff", good]), AN_ERROR, stderr=["two profiles"]))


@case("mica: bench times scripts and folders, and goes on after one that fails")
def _(box):
    box.file("scripts/b.js", "let sum = 0; for (let i = 0; i < 1000; i++) sum += i;\n")
    box.file("scripts/a.js", "console.log('printed');\n")
    box.file("scripts/notes.txt", "no script\n")
    bad, empty = box.file("bad.js", "null.x;\n"), box.scratch / "empty"
    os.mkdir(empty)
    outcome = tap.run([box.mica, "bench", "-i", "7", "-w", "0", bad, box.scratch / "scripts"])
    rows = [line.split() for line in outcome.stdout.splitlines()]
    names = [Path(row[0]).name for row in rows]
    if names != ["script", "bad.js", "a.js", "b.js"] or [row[1] for row in rows[2:]] != ["7", "7"]:
        return outcome.report()
    for row in rows[2:]:
        median, low, high, least = (float(field) for field in row[2:])
        if not least <= low <= median <= high:
            return outcome.report()
    return first_problem(
        wrong(outcome, AN_ERROR, ["failed"], ["TypeError"], absent=["printed"]),
        wrong(tap.run([box.mica, "bench", "-i", "2", empty]), AN_ERROR, stderr=["no .js file"]),
        wrong(tap.run([box.mica, "bench", "-i", "0", bad]), AN_ERROR, stderr=["--iterations"]))
