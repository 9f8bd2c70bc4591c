"""`fieldstone new`, and folders of the catalogue that hold no program."""

import re
import shutil

import tap
from cases import case, first_problem, wrong
from fieldstone import fieldstone, make_program

FILES = ("program.yaml", "{}.c", "{}.go", "{}.js", "{}.lua", "{}.py")


def new(box, *arguments):
    return tap.run([box.fieldstone, "new", "--catalogue", box.scratch / "catalogue", *arguments])


def make_catalogue(box):
    shutil.copytree(tap.ROOT / "programs/fib", box.scratch / "catalogue/fib")
    return box.scratch / "catalogue"


@case("fieldstone: a new program agrees at once in every language, and appears in the tables")
def _(box):
    with tap.tree_copy(box.build) as copy:
        made = fieldstone(copy, "new", "first_steps", "--category", "my-own")
        for file in FILES:
            if not (copy / "programs/first_steps" / file.format("first_steps")).is_file():
                return f"{file.format('first_steps')} is not there\n{made.report()}"
        make_program(copy, "first_steps")
        check = fieldstone(copy, "check", "--programs", "first_steps", "--size", "smoke")
        run = fieldstone(copy, "run", "--programs", "first_steps", "--size", "smoke", "--engines",
                         "native,lua", "--no-processes")
        return first_problem(
            wrong(made, 0, ["programs/first_steps/first_steps.py\n",
                            "check --programs first_steps"]),
            wrong(check, 0, ["first_steps", "agree with native C in checksum and work"],
                  absent=["do not agree", "lack"]),
            wrong(run, 0, ["first_steps", "my-own"]))


@case("fieldstone: a new program may be like another, of its category or another one")
def _(box):
    catalogue = make_catalogue(box)
    alike = new(box, "alike", "--like", "fib")
    other = new(box, "other", "--like", "fib", "--category", "call")
    texts = [(catalogue / name / "program.yaml").read_text(encoding="utf-8")
             for name in ("alike", "other")]
    if (catalogue / "alike/alike.js").read_text() != (catalogue / "fib/fib.js").read_text():
        return "the copy differs"
    if texts[0].split("\n")[0] != "name: alike" or "\ncategory: fibonacci\n" not in texts[0]:
        return f"the manifest is wrong:\n{texts[0]}"
    if "\ncategory: call\n" not in texts[1]:
        return f"the category is not there:\n{texts[1]}"
    listed = tap.run([box.fieldstone, "list", "--catalogue", catalogue])
    return first_problem(wrong(alike), wrong(other), wrong(listed, 0, ["  alike  ", "  other  "]))


@case("fieldstone: a new program does not overwrite one that is there")
def _(box):
    catalogue = make_catalogue(box)
    before = sorted((path.name, path.read_bytes()) for path in (catalogue / "fib").iterdir())
    outcome = new(box, "fib")
    after = sorted((path.name, path.read_bytes()) for path in (catalogue / "fib").iterdir())
    return wrong(outcome, 2, stderr=["catalogue/fib cannot be made: File exists"]) or (
        "" if before == after else "its files are others now")


@case("fieldstone: a name or category that is ill-formed is refused with what is allowed")
def _(box):
    catalogue = make_catalogue(box)
    problems = [wrong(new(box, "--", name), 2, stderr=[f"`{name}`", "lower-case", "joined by `_`"])
                for name in ("Fast", "9lives", "a-b", "a__b", "a_", "_a", "../up", "", "a" * 61)]
    problems += [wrong(new(box, "fine", "--category", word), 2, stderr=[f"`{word}`", "category"])
                 for word in ("Two Words", "a_b", "-")]
    problems += [wrong(new(box), 2, stderr=["no name is given"]),
                 wrong(new(box, "one", "two"), 2, stderr=["`two`"]),
                 wrong(new(box, "fine", "--like", "fibb"), 2, stderr=["no program `fibb`"])]
    left = sorted(path.name for path in catalogue.iterdir())
    return first_problem(*problems, "" if left == ["fib"] else f"it left {left}")


@case("fieldstone: an option that a command does not use is an error that names the command")
def _(box):
    return first_problem(*(
        wrong(tap.run([box.fieldstone, command, option, "1"]), 2,
              stderr=[f"fieldstone {command}: does not use {option}, which is an option of: ",
                      users, "there are: "])
        for command, option, users in (
            ("list", "--rounds", "run,selftest\n"), ("doctor", "--seed", "check,run"),
            ("targets", "--pin", "check,run"), ("report", "--size", "list,check,run"),
            ("check", "--budget", "run,selftest\n"), ("new", "--programs", "list,check,run"),
            ("run", "--category", "new\n"))))


@case("fieldstone: the help of a command lists its own options alone")
def _(box):
    return first_problem(
        wrong(tap.run([box.fieldstone, "doctor", "--help"]), 0, ["--colour"], absent=["--rounds"]),
        wrong(tap.run([box.fieldstone, "new", "--help"]), 0, ["--like", "NAME"],
              absent=["--engines", "How it is measured"]))


@case("fieldstone: an empty folder of the catalogue is passed over, one without manifest is not")
def _(box):
    catalogue = make_catalogue(box)
    (catalogue / "hollow").mkdir()
    command = [box.fieldstone, "check", "--catalogue", catalogue, "--programs", "fib", "--engines",
               "native,lua", "--size", "smoke"]
    hollow = tap.run(command)
    (catalogue / "hollow/hollow.c").write_text("// nothing\n", encoding="utf-8")
    return first_problem(
        wrong(hollow, 0, ["fib ", "2 of 2 cells agree"], absent=["hollow"]),
        wrong(tap.run(command), 2, stderr=["hollow/program.yaml: cannot read the manifest"]))


def seeds_of_check(box, *arguments):
    """The seeds that a check of fib says it used."""
    outcome = tap.run([box.fieldstone, "check", "--programs", "fib", "--engines", "native,lua",
                       *arguments])
    found = re.search(r"2 of 2 cells agree .* on \d seeds \((.*)\)$", outcome.stdout, re.MULTILINE)
    return found.group(1).split(", ") if outcome.status == 0 and found else [outcome.report()]


@case("fieldstone: a check draws one of its seeds, unless it is given one, and prints them all")
def _(box):
    first, second = (seeds_of_check(box, "--size", "smoke") for _ in range(2))
    three = seeds_of_check(box, "--size", "quick")
    given = seeds_of_check(box, "--size", "smoke", "--seed", "7", "--jobs", "2")
    return first_problem(
        "" if first[0] == second[0] == "1" and first[1] != second[1] else f"{first}, {second}",
        "" if three[:2] == ["1", "104730"] and len(three) == 3 else f"quick: {three}",
        "" if given == ["7", "104736"] else f"given: {given}")
