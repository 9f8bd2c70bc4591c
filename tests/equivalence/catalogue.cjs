// Runs programs of the catalogue on Node: the same files, counted, that Mica is given.
//
// Arguments: FILE KIND N FIRST-SEED REPETITIONS, where KIND is "script" or "call_script". Prints
// "CHECKSUM WORK" as the drivers' --check has them.
"use strict";

const fs = require("fs");
const vm = require("vm");

const [path, kind, ...numbers] = process.argv.slice(2);
const [n, firstSeed, repetitions] = numbers.map(Number);

const source = fs.readFileSync(path, "utf8").replace(/^([ \t]*)\/\/@ /gm, "$1    ");
const program = { exports: {} };
globalThis.host_add = (a, b) => a + b;
vm.compileFunction('"use strict"; ' + source, ["exports", "module"], { filename: path }).call(
  program.exports,
  program.exports,
  program
);

function callScript(seed) {
  let value = seed % 1000;
  for (let i = 0; i < n; i++) {
    value = program.exports.add(value, i);
  }
  return value;
}

const enter = kind === "call_script" ? callScript : (seed) => program.exports.run(n, seed);
let checksum = 0;
for (let i = 0; i < repetitions; i++) {
  checksum += enter((firstSeed + i) % 2 ** 31) % 2 ** 31;
}
console.log(checksum + " " + program.exports.work());
