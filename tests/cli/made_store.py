"""Stores that tests make themselves: the schema as the tool has it, filled with times that follow
from the place alone."""

import contextlib
import json
import sqlite3

import tap

SCHEMA = ("schema.sql", "schema_counters.sql", "schema_looks.sql", "schema_profiles.sql")
APPLICATION_ID = 0x46536E31
ENGINES = (("native", 1), ("mica-bytecode", 12), ("lua-2", 20))
PROGRAMS = (("fib", "fibonacci", 1000), ("loop_int32", "loop", 3000),
            ("array_loops", "array-op", 2000), ("call_host", "call-boundary", 500),
            ("empty", "process", 900))
PAIRS = 8
SAMPLES = 4  # in an invocation, the first of them warm-up
OPTIONS = {"size": "quick", "rounds": PAIRS, "left_out": []}


def create(path):
    """An empty store, as `fieldstone run` makes one."""
    store = sqlite3.connect(path)
    for name in SCHEMA:
        store.executescript((tap.ROOT / "compare" / name).read_text(encoding="utf-8"))
    store.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    store.execute("PRAGMA user_version = 4")
    return store


def add(store, table, **values):
    """Adds a row and gives its id."""
    columns = ", ".join(values)
    places = ", ".join("?" for _ in values)
    return store.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})",
                         tuple(values.values())).lastrowid


def add_cell(store, run, program, engine, nanoseconds, status="ok"):
    cell = add(store, "cell", run_id=run, program_id=program, engine_id=engine, n=30,
               repetitions=10, warmup=1, samples=SAMPLES - 1, status=status, checksum=1,
               message=None if status == "ok" else "as planned", work=200, work_repetitions=2)
    for pair in range(PAIRS if status == "ok" else 0):
        for half in (0, 1):
            drift = 1 + 0.01 * ((7 * pair + 3 * half + engine) % 11)
            invocation = add(store, "invocation", cell_id=cell, pair=pair, half=half, position=0,
                             started="2026-01-02T03:04:05Z", padding=0, timer_ns=25, empty_ns=2,
                             status="ok")
            for index in range(SAMPLES):
                factor = 3 if index == 0 else 1 + 0.01 * index
                add(store, "sample", invocation_id=invocation, idx=index, warmup=index == 0,
                    ns=10 * (nanoseconds * drift * factor + 2), repetitions=10)
            add(store, "counter", invocation_id=invocation, name="allocations", value=3)
            add(store, "process_sample", cell_id=cell, pair=pair, half=half, position=0,
                seconds=1e-6 * nanoseconds * drift, user=5e-7 * nanoseconds,
                system=1e-7 * nanoseconds, exit_code=0)


def add_run(store, uuid, programs=PROGRAMS, options=None, size="quick", status="complete",
            machine="0123456789abcdef", version="1.0", seed=1):
    """A run of all engines on the programs. Names of cells that are wrong end in an exclamation
    mark."""
    run = add(store, "run", uuid=uuid, started="2026-01-02T03:04:05Z",
              finished="2026-01-02T03:06:05Z", status=status, size=size, seed=seed, rounds=PAIRS,
              commit_id="abcdef0", machine=json.dumps({"cpu": "a CPU", "architecture": "x86_64",
                                                       "kernel": "Linux 6"}),
              options=json.dumps({**OPTIONS, **(options or {})}), machine_id=machine)
    engines = [(add(store, "engine", run_id=run, name=name, driver=name.split("-")[0],
                    language="a language", version=version, build="gcc -O2", description=name,
                    details="{}"), factor) for name, factor in ENGINES]
    for name, category, nanoseconds in programs:
        program = add(store, "program", run_id=run, name=name.rstrip("!"), title=f"Program {name}",
                      category=category, unit="call", kind="script", work_unit="calls",
                      tolerance=0, geometric_mean=category != "process", notes="[]",
                      manifest="{}")
        for engine, factor in engines:
            add_cell(store, run, program, engine, nanoseconds * factor,
                     "wrong" if name.endswith("!") and factor > 1 else "ok")
    return run


def make(path, *uuids, **of):
    """A store at `path` with a run for each uuid."""
    with contextlib.closing(create(path)) as store:
        for uuid in uuids:
            add_run(store, uuid, **of)
        store.commit()
    return path


def rows(path, sql):
    with contextlib.closing(sqlite3.connect(path)) as store:
        return store.execute(sql).fetchall()


def change(path, sql):
    with contextlib.closing(sqlite3.connect(path)) as store:
        store.executescript(sql)
        store.commit()
