"""Plants the mutants of program_rules.py and has `fieldstone check` judge them.

Each mutant is a program of its own in a catalogue in a temporary folder, beside whose sources in
one language nothing is changed. One in a script is checked against native C; one in C, which is
what the others are checked against, on Lua.
"""

import concurrent.futures
import functools
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import program_rules
import tap

APART = ("microbenchmark", "boundary", "lifecycle", "scenario")
ENGINE = {"c": "lua", "js": "mica-bytecode", "lua": "lua", "python": "cpython", "go": "go"}
# A mutant may never end, or ask for all the memory there is.
SAMPLE_SECONDS, MEMORY = 3, 4 << 30
USUAL_SEEDS = (1, 2, 104730, 104731, 209459, 209460)  # of a check that is given none
COMPILE = ("gcc", "-std=gnu11", "-D_GNU_SOURCE", "-O2", "-w", "-fPIC", "-shared",
           "-ffp-contract=off")


def catalogue():
    """The names of the programs that make up the catalogue, with what stands apart left out, and
    the empty one, which computes nothing."""
    for manifest in sorted(Path("programs").glob("*/program.yaml")):
        category = re.search(r"^category: (\S+)", manifest.read_text(encoding="utf-8"), re.M)[1]
        if category not in (*APART, "process"):
            yield manifest.parent.name


def source_of(program, language):
    return Path("programs", program, f"{program}.{program_rules.SUFFIX[language]}")


@functools.cache
def answers(build, program, seeds):
    """What native C answers for each of the seeds at the size smoke, as texts."""
    known = {}
    for seed in seeds:
        outcome = tap.run([build / "drivers/native", "--engine", "native", "--program", program,
                           "--size", "smoke", "--programs", tap.ROOT / "programs",
                           "--repetitions", "1", "--check", "--json", "--seed", str(seed)])
        answer = json.loads(outcome.stdout)["checksum"]
        known[seed] = f"{float(answer):.17g}" if "e" in repr(answer) else repr(float(answer))
    return known


def all_mutants(build, languages, programs):
    for program in programs:
        known = answers(build, program, USUAL_SEEDS)
        for language in languages:
            text = source_of(program, language).read_text(encoding="utf-8")
            yield from program_rules.mutants(program, language, text, known)


class Field:
    """A build and a catalogue in a temporary folder, in which mutants are planted."""

    def __init__(self, folder, build):
        self.root = Path(folder)
        self.build = build
        (self.root / "build/drivers").mkdir(parents=True)
        for driver in ("native", "lua", "cpython", "mica"):  # no links: they look beside themselves
            shutil.copy2(build / "drivers" / driver, self.root / "build/drivers" / driver)

    def _compile(self, source, target):
        """Compiles the counted variant; whether that is possible."""
        marked = source.read_text(encoding="utf-8").replace("//@ ", "    ")
        counted = source.with_suffix(".counted.c")
        counted.write_text(marked, encoding="utf-8")
        compiled = subprocess.run([*COMPILE, "-o", target, counted, "-lm"], capture_output=True,
                                  check=False)
        return compiled.returncode == 0

    def _plant(self, name, mutant):
        folder = self.root / "programs" / name
        objects = self.root / "build/programs" / name
        folder.mkdir(parents=True)
        objects.mkdir(parents=True)
        manifest = Path("programs", mutant.program, "program.yaml").read_text(encoding="utf-8")
        (folder / "program.yaml").write_text(
            manifest.replace(f"name: {mutant.program}\n", f"name: {name}\n"), encoding="utf-8")
        language = "lua" if mutant.language == "c" else mutant.language
        target = folder / f"{name}.{program_rules.SUFFIX[language]}"
        if mutant.language != "c":
            target.write_text(mutant.text, encoding="utf-8")
            for variant in ("", "-counted"):
                (objects / f"{name}{variant}.so").symlink_to(
                    self.build / "programs" / mutant.program / f"{mutant.program}{variant}.so")
            return True
        shutil.copy(source_of(mutant.program, "lua"), target)
        source = folder / f"{name}.c"
        source.write_text(mutant.text, encoding="utf-8")
        return self._compile(source, objects / f"{name}-counted.so")

    def outcomes(self, language, mutants, size):
        """How the check judges each of the mutants, which are of that language: `ok` when it finds
        nothing, `no program` when there is nothing to be checked."""
        for part in ("programs", "build/programs"):
            shutil.rmtree(self.root / part, ignore_errors=True)
        (self.root / "programs").mkdir()
        shutil.copy("programs/host.h", self.root / "programs")
        names = [f"{mutant.program}_{number}" for number, mutant in enumerate(mutants)]
        with concurrent.futures.ThreadPoolExecutor(tap.workers()) as pool:
            planted = list(pool.map(self._plant, names, mutants))
        for name, is_there in zip(names, planted):
            if not is_there:
                shutil.rmtree(self.root / "programs" / name)
        words = self._check(language, size) if any(planted) else {}
        return [words[name] if is_there else "no program"
                for name, is_there in zip(names, planted)]

    def survivors(self, language, mutants):
        """Those that the check finds nothing wrong with at either size: neither at the one that
        tests take, nor at the one that a comparison is made at."""
        for size in ("smoke", "quick"):
            if mutants:
                mutants = [mutant for mutant, word in
                           zip(mutants, self.outcomes(language, mutants, size)) if word == "ok"]
        return mutants

    def _check(self, language, size):
        """The word in the table for each program: of native C's cell when it is that one which
        fails, else of the other engine's."""
        engine = ENGINE[language]
        outcome = tap.run(["prlimit", f"--as={MEMORY}", self.build / "fieldstone", "check",
                           "--size", size, "--programs", "all", "--engines",
                           f"native,{engine}", "--jobs",
                           str(tap.workers()), "--sample-limit",
                           str(SAMPLE_SECONDS * tap.slowness()), "--build", self.root / "build",
                           "--catalogue", self.root / "programs"], timeout=3600)
        lines = outcome.stdout.split("\n")
        if lines[0].split() != ["program", "native", engine]:
            raise RuntimeError(outcome.report())
        rows = [line.split() for line in lines[1:] if len(line.split()) == 3]
        return {name: other if native == "ok" else native for name, native, other in rows}


def workers_for_hand():
    """A target that is started by hand has all processors."""
    os.environ.setdefault("TEST_WORKERS", str(os.cpu_count() or 1))
