#!/usr/bin/python3
"""Which superinstructions would pay: pairs of opcodes over the catalogue.

Profiles every program of the catalogue on the bytecode tier (`mica profile`, size smoke) and adds
the shares up, each program weighing the same. The catalogue is split in halves by its sorted names;
candidates are chosen on one (`--half even`) and confirmed on the other (`--half odd`). A pair saves
at most its share of the dispatches when its instructions are fused.
"""
import argparse
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

TREE = pathlib.Path(__file__).resolve().parents[2]

# What the drivers give to scripts stands here in the language itself.
WRAPPER = """(function () {
function host_add(a, b) { return a + b; }
const module = { exports: {} };
(function (module, exports) {
%s
})(module, module.exports);
const run = module.exports.run;
%s
})();
"""


# What is about a host's loops, not about those of scripts.
EMBEDDING = re.compile(r"^category: (lifecycle|boundary|scenario)$", re.M)


def smoke_size(manifest):
    """The n and repetitions of the size smoke, read by its one-line form."""
    match = re.search(r"^\s*smoke:\s*\{n: (\d+), repetitions: (\d+)", manifest, re.M)
    return (int(match.group(1)), int(match.group(2))) if match else None


def entry_calls(manifest, n, repetitions):
    kind = re.search(r"^kind: (\w+)", manifest, re.M).group(1)
    if kind != "script":
        return None
    return "for (let seed = 1; seed <= %d; seed++) run(%d, seed);" % (repetitions, n)


def profile(mica, folder):
    manifest = (folder / "program.yaml").read_text()
    source = (folder / (folder.name + ".js")).read_text()
    size = smoke_size(manifest)
    calls = size and entry_calls(manifest, *size)
    if not calls:
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".js") as script:
        script.write(WRAPPER % (source, calls))
        script.flush()
        done = subprocess.run([mica, "profile", "--opcodes", "--format=json", script.name],
                              capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit("pairs: %s: %s" % (folder.name, done.stderr.strip()))
    return json.loads(done.stdout)


def compare(mica, other, folders):
    """Instructions of both builds a program: what fusing saved, wherever it was chosen."""
    logarithms = []
    for folder in folders:
        ours, theirs = profile(mica, folder), profile(other, folder)
        if ours is None:
            continue
        ratio = ours["instructions"] / theirs["instructions"]
        logarithms.append(math.log(ratio))
        print("%-28s %12d %12d  %.3f"
              % (folder.name, theirs["instructions"], ours["instructions"], ratio))
    print("%-28s %38.3f" % ("geometric mean", math.exp(sum(logarithms) / len(logarithms))))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--mica", default=str(TREE / "build" / "mica"))
    parser.add_argument("--half", choices=["even", "odd", "all"], default="all")
    parser.add_argument("--top", type=int, default=40)
    parser.add_argument("--programs", help="comma-separated names (default: all)")
    parser.add_argument("--opcodes", action="store_true", help="single opcodes instead of pairs")
    parser.add_argument("--against", help="another mica: how many instructions each executes")
    arguments = parser.parse_args()
    folders = sorted(path.parent for path in (TREE / "programs").glob("*/program.yaml")
                     if not EMBEDDING.search(path.read_text()))
    if arguments.programs:
        folders = [path for path in folders if path.name in arguments.programs.split(",")]
    if arguments.half != "all":
        folders = folders[0 if arguments.half == "even" else 1::2]
    if arguments.against:
        compare(arguments.mica, arguments.against, folders)
        return
    shares, worst, counted = {}, {}, 0
    for folder in folders:
        result = profile(arguments.mica, folder)
        if result is None:
            continue
        counted += 1
        rows = result["opcodes"] if arguments.opcodes else result["opcodePairs"]
        for row in rows:
            key = row["opcode"] if arguments.opcodes else row["first"] + " " + row["second"]
            count = row["count"] if arguments.opcodes else row["within"]
            share = count / result["instructions"]
            shares[key] = shares.get(key, 0) + share
            if share > worst.get(key, ("", 0))[1]:
                worst[key] = (folder.name, share)
    print("%d programs; share of dispatches, mean and greatest" % counted)
    for key, total in sorted(shares.items(), key=lambda item: -item[1])[:arguments.top]:
        print("%6.2f %%  %-56s %6.2f %% in %s"
              % (100 * total / counted, key, 100 * worst[key][1], worst[key][0]))


if __name__ == "__main__":
    main()
