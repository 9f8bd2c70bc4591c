"""`mica` and modules in files: what Node finds elsewhere is refused by name, and nothing that a
module does wrong ends in more than an error. What both find is compared in tests/lang/host/."""

import os

import tap
from cases import AN_ERROR, case, first_problem, wrong

TIERS = ("tree", "bytecode")


def on_tiers(box, script, *expected, **named):
    """The first problem of the script's runs on each tier; the rest as cases.wrong has it."""
    return first_problem(*(wrong(tap.run([box.mica, f"--tier={tier}", script]), *expected, **named)
                           for tier in TIERS))


def refused(box, statement, name):
    """Whether the statement ends the script past its handler with what is refused."""
    script = box.file("main.js", f"try {{ {statement} }} catch (e) {{ console.log('caught'); }}\n")
    return on_tiers(box, script, AN_ERROR, stderr=[f"unsupported: {name}", "main.js:1:"],
                    absent=["caught", "Uncaught"])


@case("mica: require of Node's own modules is refused by name, which no handler sees")
def _(box):
    return first_problem(*(refused(box, f"require('{name}');", f"Node's own modules ('{name}')")
                           for name in ("fs", "fs/promises", "node:test", "path")))


@case("mica: require of a package that node_modules has is refused, of another it is not found")
def _(box):
    box.file("node_modules/known/index.js", "exports.a = 1;\n")
    other = box.file("other.js", "try { require('unknown'); } catch (e) { console.log(e.code); }\n")
    return first_problem(
        refused(box, "require('known');", "packages in node_modules ('known')"),
        refused(box, "require('known/part');", "packages in node_modules ('known/part')"),
        refused(box, "require('#inner');", "imports of package.json"),
        on_tiers(box, other, 0, ["MODULE_NOT_FOUND\n"]))


@case("mica: what else a path can lead to in Node is refused by name")
def _(box):
    box.file("package/package.json", "{}\n")
    box.file("package/index.js", "\n")
    box.file("addon.node", "\n")
    box.file("modern.mjs", "export const a = 1;\n")
    return first_problem(
        refused(box, "require('./package');", "folders with a package.json"),
        refused(box, "require('./addon');", "native addons"),
        refused(box, "require('./modern.mjs');", "ES modules"),
        refused(box, "require('/dev/zero');", "modules that are not regular files"))


@case("mica: what Node's modules have and Mica's lack is refused by name")
def _(box):
    return first_problem(*(refused(box, f"{name};", name) for name in (
        "module.parent", "module.paths", "module.require", "module.load", "module.isPreloading",
        "require.extensions", "require.resolve.paths")),
        refused(box, "require.resolve('./main', {});", "options of require.resolve"))


@case("mica: a module that is refused ends the script with the place in that module")
def _(box):
    box.file("lacking.js", "exports.a = 1;\nexports.b = /x/;\n")
    script = box.file("main.js", "try { require('./lacking'); } catch { console.log('caught'); }\n")
    return on_tiers(box, script, AN_ERROR, stderr=["lacking.js:2:13:", "regular expressions"],
                    absent=["caught"])


@case("mica: an error of a module shows the modules on its way")
def _(box):
    box.file("lib/inner.js", "exports.f = () => null.x;\n")
    box.file("lib/outer.js", "\nrequire('./inner').f();\n")
    script = box.file("main.js", "\n\nrequire('./lib/outer');\n")
    return on_tiers(box, script, AN_ERROR, stderr=[
        "Uncaught TypeError: ", "lib/inner.js:1:", "<module> (" + os.path.realpath(box.scratch),
        "lib/outer.js:2:", "main.js:3:"])


@case("mica: a module without end of modules is a RangeError that the script can catch")
def _(box):
    box.file("again.js", """
delete require.cache[__filename];
require("./again");
""")
    script = box.file("main.js", """
try { require("./again"); } catch (error) { console.log(error.name); }
console.log(require("./fine"));
""")
    box.file("fine.js", "module.exports = 'fine';\n")
    return on_tiers(box, script, 0, ["RangeError\nfine\n"])


@case("mica: a script from standard input requires from where it runs")
def _(box):
    box.file("beside.js", "module.exports = 'beside';\n")
    return first_problem(*(
        wrong(tap.run(["sh", "-c", f"cd '{box.scratch}' && '{box.mica.resolve()}' -t {tier} -"],
                      stdin="console.log(require('./beside'), __dirname);\n"), 0, ["beside .\n"])
        for tier in TIERS))


@case("mica: a link to a module is the module")
def _(box):
    box.file("real/a.js", "exports.b = require('./b');\n")
    box.file("real/b.js", "module.exports = 'b';\n")
    os.symlink(box.scratch / "real/a.js", box.scratch / "link.js")
    script = box.file("main.js", """
console.log(require('./link') === require('./real/a'), require('./link').b);
""")
    return on_tiers(box, script, 0, ["true b\n"])


@case("mica: a module that cannot be read is an error with the reason")
def _(box):
    box.file("secret.js", "\n").chmod(0)
    script = box.file("main.js", "require('./secret');\n")
    if os.access(box.scratch / "secret.js", os.R_OK):
        return on_tiers(box, script)  # root may read anything
    return on_tiers(box, script, AN_ERROR, stderr=["secret.js': Permission denied"])
