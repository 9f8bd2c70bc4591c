"""How a run goes on: looks that end it, parts of it, and what is left of it after any interruption.

KILLS=10 in the environment kills a run that often before it is let end (3 times otherwise)."""

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import time

import tap
from cases import case, first_problem, wrong

ROUNDS = 6
TARGETS = """targets:
  - id: X1
    claim: Lua takes longer than C
    holds: at least twice as long
    origin: a test
    measure: {engine: native, against: lua, metric: time, quantity: speedup, summary: each,
              programs: [fib], at_least: 2}
"""


class Runs:
    """`fieldstone` with a store and reports of its own."""

    def __init__(self, box, name="runs"):
        self.fieldstone = box.fieldstone
        self.store = box.scratch / f"{name}.sqlite"
        self.reports = box.scratch / name

    def command(self, command, *options):
        return [self.fieldstone, command, "--store", self.store, "--reports", self.reports,
                *options]

    def ask(self, command, *options):
        return tap.run(self.command(command, *options), timeout=120)

    def run(self, *options):
        return self.ask("run", "--engines", "native,lua", "--no-processes", *options)

    def query(self, sql):
        with contextlib.closing(sqlite3.connect(self.store)) as store:
            return store.execute(sql).fetchall()

    def form(self):
        """The report's tables with their rows' names and the fields that hold anything: all of its
        form, and none of its numbers."""
        report = (self.reports / "latest" / "ratios.csv").read_text(encoding="utf-8")
        cells = (self.reports / "latest" / "cells.csv").read_text(encoding="utf-8")
        files = sorted(path.name for path in (self.reports / "latest").iterdir())
        return files, [[field[:1].isdigit() or field for field in line.split(",")]
                       for line in report.splitlines()], cells


SAMPLES = "SELECT count(*) FROM sample"


def kill_after(process, runs, samples):
    """Kills the process once so many samples are stored, or it has ended; gives their number."""
    give_up = time.monotonic() + 60 * tap.slowness()
    while process.poll() is None and time.monotonic() < give_up:
        with contextlib.suppress(sqlite3.Error):
            if runs.query(SAMPLES)[0][0] >= samples:
                break
        time.sleep(random.uniform(0, 0.01))
    process.send_signal(signal.SIGKILL)
    process.wait()
    return runs.query(SAMPLES)[0][0]


def cut_off_often(runs, options, kills, whole):
    """Runs, and is killed and resumed, until all of it is stored. Gives what went wrong."""
    stored = 0
    for kill in range(kills):
        command = runs.command("resume") if kill else runs.command("run", *options)
        with subprocess.Popen(command, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            now = kill_after(process, runs, stored + random.randint(1, 1 + whole // (kills + 1)))
        if now < stored:
            return f"{stored} samples became {now} after the kill number {kill + 1}"
        stored = now
        running = runs.query("SELECT count(*) FROM invocation WHERE status = 'running'")[0][0]
        if running > 1:
            return f"{running} invocations were in flight"
    ended = runs.ask("resume")
    return "" if ended.status in (0, 1, 3) else ended.report()


@case("fieldstone: a run that is killed at random moments is resumed to its end, in the same form")
def _(box):
    seed = int.from_bytes(os.urandom(4), "big")
    random.seed(seed)
    cut, straight = Runs(box, "cut"), Runs(box, "straight")
    options = ("--engines", "native,lua", "--programs", "fib,loop_int32", "--rounds", str(ROUNDS))
    ran = straight.ask("run", *options)
    whole = straight.query(SAMPLES)[0][0]
    problem = cut_off_often(cut, options, int(os.environ.get("KILLS", "3")), whole)
    counted = ("SELECT count(*) FROM sample s JOIN invocation i ON i.id = s.invocation_id"
               " WHERE i.pair >= 0 AND i.status = 'ok'")
    orders = "SELECT cell_id, pair, half, position FROM invocation WHERE pair >= 0 ORDER BY 1, 2, 3"
    return first_problem(
        "" if ran.status in (0, 1, 3) else ran.report(), problem and f"seed {seed}: {problem}",
        "" if cut.query(counted) == [(whole,)] else
        f"seed {seed}: {cut.query(counted)[0][0]} samples count, not {whole}",
        "" if cut.query(orders) == straight.query(orders) else
        f"seed {seed}: the rounds are in another order",
        "" if cut.query("SELECT status FROM run") == [("complete",)] else "it is not complete",
        "" if cut.form() == straight.form() else
        f"seed {seed}: the reports differ in form:\n{cut.form()}\n{straight.form()}")


@case("fieldstone: what is complete, or is not the same any more, is not resumed")
def _(box):
    runs = Runs(box)
    ran = runs.run("--programs", "fib", "--rounds", "1")
    nothing = runs.ask("resume")
    complete = runs.ask("resume", "--run", "1")
    with contextlib.closing(sqlite3.connect(runs.store)) as store:
        store.execute("UPDATE run SET status = 'interrupted'")
        store.execute("UPDATE engine SET version = 'Lua 4.0' WHERE name = 'lua'")
        store.commit()
    return first_problem(
        "" if ran.status in (0, 1, 3) else ran.report(),
        wrong(nothing, 2, stderr=["nothing to resume"]),
        wrong(complete, 2, stderr=["run 1 is complete"]),
        wrong(runs.ask("resume"), 2, stderr=["cannot go on: lua was `Lua 4.0` and is"]))


@case("fieldstone: a run ends at the first planned look at which every target is decided")
def _(box):
    runs = Runs(box)
    targets = box.file("targets.yaml", TARGETS)
    ran = runs.run("--programs", "fib", "--budget", "40s", "--rounds", "30", "--targets", targets)
    looks = runs.query("SELECT pairs, planned, decided, undecided FROM look ORDER BY pairs")
    rounds = runs.query("SELECT rounds FROM run")[0][0]
    level = next((line for line in ran.stdout.split("\n") if "X1" in line and "pass" in line), "")
    return first_problem(
        wrong(ran, 0, stderr=["1 targets decided, 0 not: done"]),
        "" if looks and looks[-1][0] == rounds < looks[-1][1] and looks[-1][2:] == (1, 0)
        else f"looks {looks} and {rounds} rounds",
        "" if all(look[2:] == (0, 1) for look in looks[:-1]) else f"it went on after {looks}",
        "" if level else f"no verdict is shown:\n{ran.stdout}")


@case("fieldstone: shards measure every selected program once")
def _(box):
    runs = Runs(box)
    names = {"fib", "loop_int32", "array_loops", "call_script", "loop_float"}
    shards = [runs.run("--programs", ",".join(sorted(names)), "--rounds", "1", "--shard",
                       f"{shard}/2") for shard in (1, 2)]
    measured = [name for name, in runs.query("SELECT name FROM program")]
    said = runs.query("SELECT options FROM run ORDER BY id")
    return first_problem(
        *("" if shard.status in (0, 1, 3) else shard.report() for shard in shards),
        "" if sorted(measured) == sorted(names) else f"measured: {measured}",
        "" if '"shard":{"number":2,"count":2}' in said[1][0] else f"options {said[1][0]}",
        wrong(runs.run("--programs", "fib", "--shard", "2/2"), 2, stderr=["has no program"]),
        wrong(runs.run("--shard", "3/2"), 2, stderr=["--shard takes a part of all parts"]))


@case("fieldstone: a second run at the same time into the same store is refused")
def _(box):
    runs = Runs(box)
    command = runs.command("run", "--engines", "native", "--programs", "fib", "--budget", "60s")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
        give_up = time.monotonic() + 30 * tap.slowness()
        lock = runs.store.with_name(runs.store.name + "-lock")
        while not lock.exists() and time.monotonic() < give_up:
            time.sleep(0.02)
        time.sleep(0.1)
        second = runs.run("--programs", "fib", "--rounds", "1")
        first.send_signal(signal.SIGKILL)
    third = runs.run("--programs", "fib", "--rounds", "1")
    return first_problem(wrong(second, 2, stderr=["another process measures into the store"]),
                         "" if third.status in (0, 1, 3) else third.report())


@case("fieldstone: --samples has every process time so many blocks, and --budget wants a time")
def _(box):
    runs = Runs(box)
    ran = runs.run("--programs", "fib", "--rounds", "1", "--samples", "7")
    counts = runs.query("SELECT DISTINCT count(*) FROM sample WHERE warmup = 0"
                        " GROUP BY invocation_id")
    refused = [runs.run("--budget", text) for text in ("-3", "5x", "m", "")]
    return first_problem("" if ran.status in (0, 1, 3) else ran.report(),
                         "" if counts == [(7,)] else f"samples of a process: {counts}",
                         *(wrong(outcome, 2, stderr=["--budget takes a time"])
                           for outcome in refused))
