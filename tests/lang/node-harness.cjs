// Runs language test files on Node, the oracle, many in one process.
//
// Reads file names from standard input, one a line, and answers each with one line of JSON on
// standard output: { path, kind, output, error, lacks }. A file is what Mica takes it for: strict
// code in a CommonJS module. The directive is put in front of its first line, so that lines keep
// their numbers, and every file gets a fresh set of globals. A file called main.js has others beside
// it: Node's own loader runs it, with no module loaded yet.
"use strict";

const fs = require("fs");
const Module = require("module");
const { dirname } = require("path");
const readline = require("readline");
const util = require("util");
const vm = require("vm");

const TIME_LIMIT_MS = 10000;

// The names that a test needs and this version of Node may lack: "// needs on Node: EXPRESSION".
function findLacking(source, context) {
  for (const match of source.matchAll(/^\/\/ needs on Node: (.*)$/gm)) {
    let value;
    try {
      value = vm.runInContext(match[1], context);
    } catch (error) {
      value = undefined;
    }
    if (value === undefined) {
      return match[1];
    }
  }
  return null;
}

function describeError(error) {
  if (error !== null && typeof error === "object" && "message" in error) {
    return error.name + ": " + error.message;
  }
  return "Uncaught " + util.inspect(error);
}

const compile = Module.prototype._compile;
Module.prototype._compile = function (source, filename) {
  return compile.call(this, '"use strict"; ' + source.replace(/^#!/, "//"), filename);
};

function runModules(path, result, log) {
  const console = globalThis.console;
  for (const name of Object.keys(Module._cache)) {
    delete Module._cache[name];
  }
  globalThis.console = { log };
  try {
    Module._load(path, null, true);
  } catch (error) {
    result.kind = "thrown";
    result.error = describeError(error);
  }
  globalThis.console = console;
  return result;
}

function runFile(path) {
  const source = fs.readFileSync(path, "utf8");
  const result = { path, kind: "ended", output: "", error: "", lacks: null };
  const log = function (...values) {
    result.output += util.format(...values) + "\n";
  };
  if (path.endsWith("/main.js")) {
    return runModules(path, result, log);
  }
  const now = () => performance.now();
  const context = vm.createContext({ console: { log }, performance: { now } });
  result.lacks = findLacking(source, context);
  if (result.lacks !== null) {
    return result;
  }
  let body;
  try {
    body = vm.compileFunction('"use strict"; ' + source.replace(/^#!/, "//"), ["exports", "module", "__filename", "__dirname"], {
      filename: path,
      parsingContext: context,
    });
  } catch (error) {
    result.kind = "syntax";
    result.error = describeError(error);
    return result;
  }
  // Only a script can be given a time limit, so one calls the body; it leaves no name behind.
  const module = vm.runInContext("({ exports: {} })", context);
  context.start = () => body.call(module.exports, module.exports, module, path, dirname(path));
  const call = "{ const call = start; delete globalThis.start; call(); }";
  try {
    vm.runInContext(call, context, { timeout: TIME_LIMIT_MS });
  } catch (error) {
    result.kind = "thrown";
    result.error = describeError(error);
  }
  return result;
}

readline.createInterface({ input: process.stdin }).on("line", function (path) {
  fs.writeSync(1, JSON.stringify(runFile(path)) + "\n");
});
