"""`fieldstone selftest`: what it plants, finds and prints, and that nothing of it stays behind,
whatever ends it. No figure here rests on a quiet machine."""

import csv
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import tap
from cases import case, first_problem, wrong

TINY = ("--trials", "1", "--rounds", "6", "--engines", "native")


def selftest(box, *arguments):
    return tap.run([box.fieldstone, "selftest", "--reports", box.scratch, *arguments],
                   environment={"TMPDIR": str(box.scratch)})


def rows(box, table, folder="selftest"):
    with open(box.scratch / folder / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def left_behind(box):
    """The temporary catalogue, if it is still there."""
    return ", ".join(path.name for path in box.scratch.glob("fieldstone-selftest-*"))


def neighbours_of(process):
    """The neighbours that a self-test has started."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, name, rest = path.read_text().replace("(", ")", 1).split(")", 2)
        except (OSError, ValueError):
            continue
        if name == "neighbour" and int(rest.split()[1]) == process.pid:
            found.append(int(number))
    return found


def alive(numbers):
    return [number for number in numbers if Path(f"/proc/{number}").exists()]


def wait_for(condition, seconds=30):
    """Waits until the condition gives something, and returns that."""
    give_up = time.monotonic() + seconds * tap.slowness()
    while not (found := condition()) and time.monotonic() < give_up:
        time.sleep(0.02)
    return found


@case("selftest: a few trials print and write every table, and are too few to say")
def _(box):
    outcome = selftest(box, *TINY, "--planted", "2,5")
    document = json.loads((box.scratch / "selftest/report.json").read_text(encoding="utf-8"))
    keys = [table["key"] for table in document["tables"]]
    return first_problem(
        wrong(outcome, 3, ["0 of 1 tables", "Too few trials", "steal", "context switches"],
              ["1 trial"]),
        "" if keys == ["aims", "same", "planted", "costs", "noise"] else f"the tables are {keys}",
        "" if [row["planted_percent"] for row in rows(box, "planted")] == ["2", "5"] else
        f"planted: {rows(box, 'planted')}",
        left_behind(box))


@case("selftest: twice the work is found, and never taken for less")
def _(box):
    outcome = selftest(box, "--trials", "1", "--rounds", "20", "--engines", "native",
                       "--planted", "100")
    row = rows(box, "planted")[0]
    return first_problem(
        wrong(outcome, 3),
        "" if float(row["found_share"]) == 1 and row["wrong"] == "0" else f"planted: {row}")


def start(box, *arguments):
    """A long self-test."""
    return subprocess.Popen(
        [box.fieldstone, "selftest", "--engines", "native", "--trials", "10000", "--rounds", "2",
         "--reports", box.scratch, *arguments],
        env={**os.environ, "TMPDIR": str(box.scratch)}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def work_of(box, driver, catalogue, program):
    """What the work counter of a planted program counts in one block."""
    outcome = tap.run([box.driver(driver), "--program", program, "--programs", catalogue,
                       "--repetitions", "2", "--check", "--json"])
    lines = [json.loads(line) for line in outcome.stdout.splitlines()]
    return next(line["work"] for line in lines if line["type"] == "check")


@case("selftest: the programs that it plants do exactly so much more work")
def _(box):
    process = start(box, "--planted", "1,2,5")
    wait_for(lambda: any("trials:" in line for line in process.stderr))
    process.kill()  # what a kill -9 leaves behind is its catalogue
    process.communicate()
    catalogue = next(box.scratch.glob("fieldstone-selftest-*"))
    problems = []
    for program in ("loop_int32", "polymorphic_dispatch"):
        for driver in ("native", "lua", "mica"):
            work = work_of(box, driver, catalogue, program)
            for percent in (1, 2, 5):
                more = work_of(box, driver, catalogue, f"{program}_plus_{percent}")
                if work <= 0 or more * 100 != work * (100 + percent):
                    problems.append(f"{program} on {driver}: {work} and {more}, at {percent} %")
    return "\n".join(problems)


@case("selftest: wrong trials, slowdowns and engines are refused")
def _(box):
    return first_problem(*(
        wrong(tap.run([box.fieldstone, "selftest", option, value]), 2, stderr=[word])
        for option, value, word in (
            ("--trials", "0", "trials"), ("--trials", "some", "trials"),
            ("--planted", "0", "planted"), ("--planted", "1,2,two", "two"),
            ("--planted", "5,5", "twice"), ("--planted", ",", "percentages"),
            ("--engines", "luua", "lua"), ("--size", "full", "--size"))))


@case("selftest: a time ends it with the trials that it held")
def _(box):
    outcome = selftest(box, "--trials", "100000", "--rounds", "2", "--engines", "native",
                       "--planted", "5", "--budget", "1s")
    return first_problem(wrong(outcome, 3, ["in the time given"]), left_behind(box))


@case("selftest: Ctrl-C shows what was seen, says that it is partial, and leaves no neighbour")
def _(box):
    process = start(box, "--neighbour", "--planted", "5")
    neighbours = wait_for(lambda: neighbours_of(process))
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60 * tap.slowness())
    return first_problem(
        "" if neighbours else "there was no neighbour",
        "" if process.returncode == 2 else f"it ended with {process.returncode}",
        "" if "partial" in output and "interrupted" in errors else output + errors,
        "" if "busy and asleep" in output else output,
        f"left behind: {alive(neighbours)}" if alive(neighbours) else "", left_behind(box))


@case("selftest: kill -9 leaves no neighbour behind")
def _(box):
    process = start(box, "--neighbour", "--planted", "5")
    neighbours = wait_for(lambda: neighbours_of(process))
    process.kill()
    process.communicate()
    wait_for(lambda: not alive(neighbours), 10)
    return first_problem(
        "" if neighbours else "there was no neighbour",
        f"left behind: {alive(neighbours)}" if alive(neighbours) else "")
