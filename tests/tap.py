"""What the test suites share: results in the Test Anything Protocol, and running commands.

A suite is an executable `tests/<suite>/run` that prints one line a test: `ok N - name`,
`not ok N - name` followed by `# ` lines that say why, or `ok N - name # SKIP reason`. `tests/run`
adds the suites up. The same lines are good enough to read by eye when a suite is run by hand.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NPM_PACKAGES = ".ci/node_modules"


class Results:
    """Prints results as they come and remembers whether any failed."""

    def __init__(self):
        self.count = 0
        self.failures = 0

    def _line(self, verdict, name, suffix=""):
        self.count += 1
        print(f"{verdict} {self.count} - {name}{suffix}", flush=True)

    def passed(self, name):
        self._line("ok", name)

    def failed(self, name, reason):
        self.failures += 1
        self._line("not ok", name)
        for line in reason.rstrip("\n").split("\n"):
            print(f"# {line}", flush=True)

    def skipped(self, name, reason):
        self._line("ok", name, f" # SKIP {reason}")

    def check(self, name, problem):
        """Passed when `problem` is empty, else failed with it as the reason."""
        if problem:
            self.failed(name, problem)
        else:
            self.passed(name)

    def note(self, text):
        print(f"# {text}", flush=True)

    def finish(self):
        """Prints the plan, which shows that the suite came to its end, and returns the status."""
        print(f"1..{self.count}", flush=True)
        return 1 if self.failures else 0


class Outcome:
    """What a command did: its exit status, output, and the words for it in a failure report."""

    def __init__(self, command, status, stdout, stderr, timed_out):
        self.command = [str(word) for word in command]
        self.status = status
        self.stdout = stdout
        self.stderr = stderr
        self.timed_out = timed_out

    def ending(self):
        if self.timed_out:
            return "did not end in time"
        if self.status < 0:
            return f"was ended by {signal.Signals(-self.status).name}"
        return f"ended with status {self.status}"

    def report(self):
        parts = [f"$ {' '.join(self.command)}", f"({self.ending()})"]
        for name, text in (("stdout", self.stdout), ("stderr", self.stderr)):
            lines = text.rstrip("\n").split("\n") if text else []
            if len(lines) > 40:
                lines = lines[:20] + [f"... {len(lines) - 40} more lines ..."] + lines[-20:]
            parts += [f"{name}: {line}" for line in lines]
        return "\n".join(parts)


def run(command, timeout=60, cwd=ROOT, environment=None, stdin=""):
    """Runs a command to its end; a command that outlives `timeout` seconds (times the slowness of
    the build) is killed together with its children."""
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    timed_out = False
    try:
        stdout, stderr = process.communicate(stdin, timeout=timeout * slowness())
    except subprocess.TimeoutExpired:
        timed_out = True
        os.killpg(process.pid, signal.SIGKILL)
        stdout, stderr = process.communicate()
    return Outcome(command, process.returncode, stdout, stderr, timed_out)


def slowness():
    """How many times slower than an ordinary build this one may be; set by tests/run."""
    return float(os.environ.get("TEST_SLOWNESS", "1"))


def workers():
    """How many processes a suite may keep busy at a time; set by tests/run, which runs suites side
    by side. A suite started by hand has all processors."""
    return int(os.environ.get("TEST_WORKERS", os.cpu_count() or 1))


def arguments(description, **more):
    """Parses a suite's command line: --build DIR and what `more` adds (name=help: positional)."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--build", default=os.environ.get("TEST_BUILD", "build"), metavar="DIR",
                        help="build folder to test (default: build)")
    for name, text in more.items():
        parser.add_argument(name, nargs="*", help=text)
    options = parser.parse_args()
    options.build = (ROOT / options.build).resolve()
    return options


def scratch_folder():
    """A temporary folder for a `with` statement, removed at its end."""
    return tempfile.TemporaryDirectory(prefix="fieldstone-test-")


def is_ordinary_build():
    """Whether the build under test is one that `make` in a fresh copy would make again."""
    return slowness() == 1


# What a build consists of: the rest are folders of other builds and of tools, in which another
# suite may be at work.
FOR_MAKE = ("obj", "pic", "public", "stencils")
PARTS_OF_BUILD = ("drivers", "generated", "programs", *FOR_MAKE)


@contextlib.contextmanager
def tree_copy(build, objects=False):
    """A copy of the project with the build under test as its build/, in a temporary folder: tests
    that change sources, stores or reports work there. File times are kept, so that `make` in the
    copy compiles only what the test changes: with `objects` whatever that is, without them
    programs alone."""
    def left_out(folder, names):
        path = Path(folder)
        if path == ROOT:
            return {"build", ".git"} & set(names)
        if path == ROOT / "reports":
            return {name for name in names if name == "latest" or name.startswith("store.sqlite")}
        if path == ROOT / ".ci":
            return {"node_modules"} & set(names)
        if path == build:
            parts = set(PARTS_OF_BUILD) - set(() if objects else FOR_MAKE)
            return {name for name in names if (path / name).is_dir() and name not in parts}
        return set()
    with scratch_folder() as scratch:
        copy = Path(scratch) / "tree"
        shutil.copytree(ROOT, copy, symlinks=True, ignore=left_out)
        shutil.copytree(build, copy / "build", symlinks=True, ignore=left_out)
        if (ROOT / NPM_PACKAGES).exists():
            (copy / NPM_PACKAGES).symlink_to(ROOT / NPM_PACKAGES)
        yield copy


def make(copy, *goals):
    """Runs `make` in a copy of the tree; it installs no package."""
    return run(["make", "--no-print-directory", f"-j{workers()}", *goals], timeout=900, cwd=copy,
               environment={"DEPS": "skip"})


def main(suite):
    """Runs a suite's function with the project as the working folder, and with Ctrl-C as it is in a
    terminal: a shell that starts the tests in the background has what it starts ignore it."""
    os.chdir(ROOT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(suite())
