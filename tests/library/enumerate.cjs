// Prints what Node has of the standard library, as JSON: { version, objects, globals, console }.
//
// `objects` are those that can be reached from the global object of a fresh context by own
// properties with string keys, by accessors and by prototypes, each once: an expression that leads
// to it (`path`), the object and the property by which it was found, the path of its prototype, and
// its properties by name as describe.js shows them. `globals` are the names that Node's own global
// object and modules have, with their types; `console` the names of the console's methods.
"use strict";

const fs = require("fs");
const path = require("path");
const vm = require("vm");

const context = vm.createContext({});
const source = fs.readFileSync(path.join(__dirname, "describe.js"), "utf8");
const describe = vm.runInContext(`(function () { ${source}; return describe; })()`, context);

// Of V8's context, not of the standard.
const leftOut = new Set(["console", "WebAssembly"]);

const objects = [];
const known = new Map(); // object to index

function find(value, expression, parent, by) {
  const isObject = value !== null && (typeof value === "object" || typeof value === "function");
  if (!isObject || known.has(value)) return;
  known.set(value, objects.length);
  objects.push({ value, path: expression, parent, by, prototype: null, properties: [] });
}

function member(object, name) {
  return /^\w+$/.test(name) ? `${object}.${name}` : `${object}[${JSON.stringify(name)}]`;
}

function visitProperties(index) {
  const { value, path: object, properties } = objects[index];
  for (const name of Object.getOwnPropertyNames(value)) {
    if (index === 0 && leftOut.has(name)) continue;
    properties.push([name, describe(value, name)]);
    const property = Object.getOwnPropertyDescriptor(value, name);
    if ("value" in property) {
      find(property.value, member(object, name), index, name);
    } else {
      const accessor = `Object.getOwnPropertyDescriptor(${object}, ${JSON.stringify(name)})`;
      find(property.get, `${accessor}.get`, index, name);
      find(property.set, `${accessor}.set`, index, name);
    }
  }
}

// Every object that can be reached by properties from those from `first` on, then their prototypes.
function visitAll(first) {
  let index = first;
  for (; index < objects.length; index++) visitProperties(index);
  for (let i = Math.max(first, 1); i < index; i++) {
    find(Object.getPrototypeOf(objects[i].value), `Object.getPrototypeOf(${objects[i].path})`, i,
      null);
  }
  if (index < objects.length) visitAll(index);
}

find(vm.runInContext("globalThis", context), "globalThis", -1, null);
visitAll(0);
const start = objects.length;
// Refused names are not to stand in a script: the global object has them as well.
const iterators = ["[].values()", "new globalThis.Map().keys()", "new globalThis.Set().keys()"];
for (const root of iterators) {
  find(vm.runInContext(`Object.getPrototypeOf(${root})`, context),
    `Object.getPrototypeOf(${root})`, -1, null);
}
visitAll(start);
for (const object of objects) {
  const prototype = Object.getPrototypeOf(object.value);
  object.prototype = prototype === null ? "null" : objects[known.get(prototype)]?.path;
  delete object.value;
}
const globals = {};
for (const name of Object.getOwnPropertyNames(globalThis)) globals[name] = typeof globalThis[name];
for (const name of ["require", "module", "exports", "__filename", "__dirname"]) {
  globals[name] = eval(`typeof ${name}`);
}
const methods = Object.keys(console).filter((name) => !name.startsWith("_"));
console.log(JSON.stringify({ version: process.version, objects, globals, console: methods }));
