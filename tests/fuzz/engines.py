"""The engines whose answers are compared: tiers of Mica, a process for each program, and Node, one
process for many."""

import json
import os
import re
import subprocess
from pathlib import Path

HARNESS = Path(__file__).resolve().parent.parent / "lang" / "node-harness.cjs"
TIME_LIMIT_SECONDS = float(os.environ.get("FUZZ_TIME_LIMIT", "20"))
CLASS = re.compile(r"^(?:Uncaught )?(\w*Error)\b")


class Answer:
    """What came of a program: how it ended, what it printed, the class of its uncaught error.
    `ending` is "ended", "thrown", "refused", "crashed" or "late"."""

    def __init__(self, ending, output, error=""):
        self.ending = ending
        self.output = output
        self.error = error  # the class; where the program crashed or was refused, all that was said

    def compared(self):
        return (self.ending, self.output, self.error)

    def describe(self):
        return f"{self.output}({self.ending}) {self.error}".rstrip()


def error_class(message):
    """The class of an uncaught error, "other" for a value that is not one."""
    first = message.split("\n", 1)[0]
    match = CLASS.match(first)
    return match.group(1) if match else "other"


# Native code from the first call on, and from some call in the middle of a program.
TIERS = {
    "tree": ["--tier=tree"],
    "bytecode": ["--tier=bytecode"],
    "baseline from call 1": ["--tier=baseline", "--jit-threshold=1"],
    "baseline from call 7": ["--tier=baseline", "--jit-threshold=7"],
}


class Mica:
    def __init__(self, executable, tier):
        self.name = tier
        self.command = [str(executable), *TIERS[tier]]

    def run(self, path, patience=1):
        """`patience`: how many times the time limit it may take."""
        try:
            process = subprocess.run(self.command + [path], stdin=subprocess.DEVNULL,
                                     timeout=TIME_LIMIT_SECONDS * patience,
                                     capture_output=True, text=True, errors="replace", check=False)
        except subprocess.TimeoutExpired:
            return Answer("late", "")
        if process.returncode == 0:
            return Answer("ended", process.stdout)
        if process.returncode != 1 or "runtime error:" in process.stderr:
            return Answer("crashed", "", f"status {process.returncode}\n{process.stderr}")
        if not process.stderr.startswith("Uncaught "):
            return Answer("refused", "", process.stderr)
        return Answer("thrown", process.stdout, error_class(process.stderr))


class Node:
    name = "node"

    def __init__(self, executable):
        self.executable = executable
        self.process = None

    def _start(self):
        self.process = subprocess.Popen([self.executable, "--stack-size=900", str(HARNESS)],
                                        text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, path, patience=1):
        """The limit is the harness's own, whatever the patience."""
        del patience
        if self.process is None:
            self._start()
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            self.close()
            return Answer("crashed", "", "Node ended")
        result = json.loads(line)
        # What is printed is UTF-8, where half of a surrogate pair becomes U+FFFD.
        result["output"] = re.sub("[\ud800-\udfff]", "\ufffd", result["output"])
        if result["kind"] == "syntax":
            return Answer("refused", "", result["error"])
        if result["kind"] == "thrown":
            if "timed out" in result["error"]:
                return Answer("late", "")
            return Answer("thrown", result["output"], error_class(result["error"]))
        return Answer("ended", result["output"])

    def close(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.wait()
            self.process.stdout.close()
            self.process = None
