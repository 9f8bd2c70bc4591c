// --- a module gives what it puts into exports
const area = require("./area");
console.log(area.square(4), area.unit, Object.keys(area).join()); // expect: 16 cm square,unit
// +++ area.js
exports.square = (side) => side * side;
exports.unit = "cm";

// --- module.exports may be replaced by anything
console.log(require("./twice")(21), require("./text"), require("./nothing")); // expect: 42 hello undefined
// +++ twice.js
module.exports = function (x) { return 2 * x; };
// +++ text.js
module.exports = "hello";
// +++ nothing.js
module.exports = undefined;

// --- a module runs once, and all who require it get the same exports
const first = require("./counted"); // expect: running
console.log(first === require("./counted.js"), first === require("../" + folder()).same); // expect: true true
function folder() {
  const parts = __dirname.split("/");
  return parts[parts.length - 1] + "/other";
}
// +++ counted.js
console.log("running");
exports.count = 1;
// +++ other.js
exports.same = require("./counted");

// --- names are relative to the module that requires
console.log(require("./lib/a").name, require("./lib/deep/b").name); // expect: a from b b
// +++ lib/a.js
exports.name = "a from " + require("./deep/b").name;
// +++ lib/deep/b.js
exports.name = "b";
require("../../top");
// +++ top.js
exports.top = true;

// --- absolute names
console.log(require(__dirname + "/value.js"), require(__dirname + "/value")); // expect: 5 5
// +++ value.js
module.exports = 5;

// --- a file goes before a folder of that name, and .js before .json
console.log(require("./x"), require("./x/"), require("./y"), require("./z")); // expect: file folder js json
console.log(require("./plain"), require("./odd.txt")); // expect: exact script
// +++ x.js
module.exports = "file";
// +++ x/index.js
module.exports = "folder";
// +++ y.js
module.exports = "js";
// +++ y.json
"json"
// +++ z/index.json
"json"
// +++ plain
module.exports = "exact";
// +++ plain.js
module.exports = "with its ending";
// +++ odd.txt
module.exports = "script";

// --- a folder by dots
console.log(require("./sub/inner")); // expect: sub index main index
// +++ sub/inner.js
module.exports = require(".") + " " + require("..") ;
// +++ sub/index.js
module.exports = "sub index";
// +++ index.js
module.exports = "main index";

// --- JSON modules
const data = require("./data.json");
console.log(JSON.stringify(data), data === require("./data")); // expect: {"a":[1,2,{"b":null}]} true
console.log(require("./number.json"), require("./marked.json").x); // expect: 12.5 1
// +++ data.json
{ "a": [1, 2, { "b": null }] }
// +++ number.json
12.5
// +++ marked.json
﻿{"x": 1}

// --- a JSON module that is not JSON throws a SyntaxError that names the file
for (let i = 0; i < 2; i++) {
  try {
    require("./bad.json");
  } catch (error) {
    console.log(error.name, error.message.startsWith(__dirname + "/bad.json: ")); // expect: SyntaxError true
    // expect: SyntaxError true
  }
}
// +++ bad.json
{ "a": }

// --- modules in a cycle see what has been exported so far
const a = require("./a");
// expect: b sees {"before":1}
// expect: main sees {"before":1,"after":2,"b":"done"}
console.log("main sees " + JSON.stringify(a));
// +++ a.js
exports.before = 1;
const b = require("./b");
exports.after = 2;
exports.b = b.state;
// +++ b.js
const a = require("./a");
console.log("b sees " + JSON.stringify({ before: a.before, after: a.after }));
exports.state = "done";

// --- exports that are replaced too late are not seen in a cycle
require("./a");
// expect: object true
// expect: function
// +++ a.js
const b = require("./b");
module.exports = function () {};
b.later();
// +++ b.js
const a = require("./a");
console.log(typeof a, Object.keys(a).length === 0);
exports.later = () => console.log(typeof require("./a"));

// --- a cycle through the main module
exports.early = "early";
const other = require("./other");
exports.late = "late";
console.log(other.seen, other.main()); // expect: early:undefined early:late
// +++ other.js
const main = require("./main");
exports.seen = main.early + ":" + main.late;
exports.main = () => main.early + ":" + require("./main.js").late;

// --- a module that throws is forgotten, and runs again when it is required again
let caught = 0;
for (let i = 0; i < 2; i++) {
  try {
    require("./fails");
  } catch (error) {
    caught++;
    console.log(error.message, module.children.length); // expect: no luck 0
    // expect: no luck 0
  }
}
console.log(caught, Object.keys(require.cache).length); // expect: 2 1
// +++ fails.js
exports.half = 1;
throw new Error("no luck");

// --- what a module throws need not be an error
try {
  require("./fails");
} catch (thrown) {
  console.log(thrown); // expect: 7
}
// +++ fails.js
throw 7;

// --- an error of a module goes through to the end
require("./fails"); // expect error: RangeError: beyond
// +++ fails.js
require("./deeper")();
// +++ deeper.js
module.exports = () => { throw new RangeError("beyond"); };

// --- a module that is no script throws a SyntaxError
try {
  require("./bad");
} catch (error) {
  console.log(error.name, error instanceof SyntaxError, module.children.length); // expect: SyntaxError true 0
}
// +++ bad.js
let a = ;

// --- a module that is not there
try {
  require("./none");
} catch (error) {
  console.log(error instanceof Error, error.name, error.code); // expect: true Error MODULE_NOT_FOUND
  console.log(error.message.startsWith("Cannot find module './none'")); // expect: true
  console.log(error.requireStack.length, error.requireStack[0] === __filename); // expect: 1 true
}
// +++ other.js

// --- the modules that led to one that is not there
try {
  require("./a");
} catch (error) {
  console.log(error.requireStack.map((name) => name.slice(__dirname.length)).join()); // expect: /b.js,/a.js,/main.js
}
// +++ a.js
require("./b");
// +++ b.js
require("no_such_package_anywhere");

// --- a folder without an index is not there
try {
  require("./sub");
} catch (error) {
  console.log(error.code); // expect: MODULE_NOT_FOUND
}
try {
  require("./sub/a/");
} catch (error) {
  console.log(error.code); // expect: MODULE_NOT_FOUND
}
// +++ sub/a.js
exports.a = 1;

// --- what cannot be the name of a module
function attempt(name) {
  try {
    require(name);
  } catch (error) {
    console.log(error.name, error.code);
  }
}
attempt(""); // expect: TypeError ERR_INVALID_ARG_VALUE
attempt(); // expect: TypeError ERR_INVALID_ARG_TYPE
attempt(1); // expect: TypeError ERR_INVALID_ARG_TYPE
attempt(null); // expect: TypeError ERR_INVALID_ARG_TYPE
attempt({ toString: () => "./a" }); // expect: TypeError ERR_INVALID_ARG_TYPE
// +++ a.js
exports.a = 1;

// --- this, exports and the names of a module
console.log(this === exports, this === module.exports, arguments_count()); // expect: true true 5
function arguments_count() {
  return [exports, require, module, __filename, __dirname].length;
}
const a = require("./lib/a");
console.log(a.file === __dirname + "/lib/a.js", a.folder === __dirname + "/lib"); // expect: true true
console.log(a.self, a.id === a.file, a.path === a.folder, a.filename === a.file); // expect: true true true true
console.log(module.id, module.filename === __filename, module.path === __dirname); // expect: . true true
// +++ lib/a.js
module.exports = {
  file: __filename, folder: __dirname, self: this === exports, id: module.id, path: module.path,
  filename: module.filename,
};

// --- top-level names of a module are its own
const shared = "main's";
require("./a");
console.log(shared, typeof hidden, globalThis.visible); // expect: main's undefined 1
// +++ a.js
const shared = "a's", hidden = 1;
globalThis.visible = shared.length - 2;

// --- module.loaded and module.children
console.log(module.loaded, module.children.length); // expect: false 0
const a = require("./a");
require("./b");
require("./a");
console.log(a.loaded(), a.early, module.children.length); // expect: true false 2
console.log(module.children[0].exports === a, module.children[1].loaded); // expect: true true
console.log(module.children[0].children.length, module.children[1].children.length); // expect: 1 0
// +++ a.js
exports.early = module.loaded;
exports.loaded = () => module.loaded;
require("./b");
// +++ b.js

// --- the exports that count are module.exports at the end
console.log(require("./a").x, require("./b") === 3); // expect: 1 true
// +++ a.js
exports = { x: 2 };
module.exports.x = 1;
// +++ b.js
module.exports = 1;
module.exports = 3;

// --- require.main is the main module's
console.log(require.main === module, require("./a").isMain, require("./a").main === module); // expect: true false true
// +++ a.js
exports.isMain = require.main === module;
exports.main = require.main;

// --- require.cache holds the modules by file name
const a = require("./a");
const name = require.resolve("./a");
console.log(name === __dirname + "/a.js", Object.keys(require.cache).length); // expect: true 2
console.log(require.cache[name].exports === a, require.cache[__filename] === module); // expect: true true
console.log(Object.getPrototypeOf(require.cache), a.cache === require.cache); // expect: null true
delete require.cache[name];
console.log(require("./a") === a, require("./a") === require("./a")); // expect: false true
// +++ a.js
exports.cache = require.cache;

// --- a cache entry can be put there, and its exports are what require gives
require.cache[__dirname + "/a.js"] = { exports: "mine" };
console.log(require("./a")); // expect: mine
require.cache[__dirname + "/a.js"] = undefined;
console.log(require("./a")); // expect: the file's
// +++ a.js
module.exports = "the file's";

// --- assigning to require.cache changes the property alone
require("./a");
require.cache = {};
console.log(require("./a").count); // expect: 1
// +++ a.js
exports.count = (globalThis.count = (globalThis.count || 0) + 1);

// --- require.resolve finds without running
console.log(require.resolve("./a") === __dirname + "/a.js", require.resolve.length); // expect: true 2
try {
  require.resolve("./none");
} catch (error) {
  console.log(error.code); // expect: MODULE_NOT_FOUND
}
// +++ a.js
console.log("must not run");

// --- require is a function like others
console.log(typeof require, require.name, require.length); // expect: function require 1
const load = require;
console.log(["./a", "./b"].map((name) => load(name)).join()); // expect: 1,2
console.log(require.call(null, "./a"), load.apply(undefined, ["./b"])); // expect: 1 2
// +++ a.js
module.exports = 1;
// +++ b.js
module.exports = 2;

// --- require in a function, late, from another module
const later = require("./later");
console.log(later.load("./target"), module.children.length); // expect: target of lib 1
// +++ later.js
exports.load = require("./lib/loader");
// +++ lib/loader.js
module.exports = (name) => require(name);
// +++ lib/target.js
module.exports = "target of lib";

// --- the names of the module can be shadowed
{
  const require = (name) => "my " + name, module = 1, __filename = "f", __dirname = "d";
  console.log(require("x"), module, __filename, __dirname); // expect: my x 1 f d
}
function f(require) { return require; }
console.log(f(1), typeof require); // expect: 1 function
// +++ unused.js

// --- modules that require each other deeply
let total = 0;
for (let i = 0; i < 5; i++) total += require("./m" + i).value;
console.log(total); // expect: 31
// +++ m0.js
exports.value = 1;
// +++ m1.js
exports.value = 2 * require("./m0").value;
// +++ m2.js
exports.value = 2 * require("./m1").value;
// +++ m3.js
exports.value = 2 * require("./m2").value;
// +++ m4.js
exports.value = 2 * require("./m3").value;

// --- a module may begin with a hashbang
console.log(require("./tool").name); // expect: tool
// +++ tool.js
#!/usr/bin/env node
exports.name = "tool";

// --- a return ends a module
console.log(require("./a").x); // expect: 1
// +++ a.js
exports.x = 1;
if (exports.x) return;
exports.x = 2;

// --- a name with a NUL in it is no module's
try {
  require("./a\0b");
} catch (error) {
  console.log(error.name, error.code); // expect: Error MODULE_NOT_FOUND
}
// +++ a.js
exports.x = 1;
