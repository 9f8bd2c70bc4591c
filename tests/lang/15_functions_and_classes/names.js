// --- functions take their name from where they are bound
function declared() {}
const expression = function () {};
const arrow = () => {};
const named = function own() {};
let assigned;
assigned = function () {};
console.log(declared.name); // expect: declared
console.log(expression.name); // expect: expression
console.log(arrow.name); // expect: arrow
console.log(named.name); // expect: own
console.log(assigned.name); // expect: assigned
const object = {
  property: function () {},
  method() {},
  arrow: () => {},
  "quoted name": function () {},
  5: function () {},
  ["comp" + "uted"]: function () {},
  ["me" + "thod2"]() {},
};
console.log(object.property.name); // expect: property
console.log(object.method.name); // expect: method
console.log(object.arrow.name); // expect: arrow
console.log(object["quoted name"].name, object[5].name); // expect: quoted name 5
console.log(object.computed.name, object.method2.name); // expect: computed method2
console.log((function () {}).name === "", (() => {}).name === ""); // expect: true true
const list = [function () {}];
console.log(list[0].name === ""); // expect: true
function byDefault(f = function () {}) { return f.name; }
console.log(byDefault()); // expect: f
object.later = function () {};
console.log(object.later.name === ""); // expect: true
let logical;
logical ||= () => {};
console.log(logical.name); // expect: logical
const parenthesized = (function () {});
console.log(parenthesized.name); // expect: parenthesized
const sequence = (0, function () {});
console.log(sequence.name === ""); // expect: true
const conditional = true ? function () {} : null;
console.log(conditional.name === ""); // expect: true

// --- name and length can be read but not set
function f(a, b) {}
console.log(f.length, f.name); // expect: 2 f
try { f.name = "other"; } catch (error) { console.log(error.name); } // expect: TypeError
try { f.length = 5; } catch (error) { console.log(error.name); } // expect: TypeError
console.log(f.length, f.name); // expect: 2 f
console.log(delete f.name); // expect: true
console.log(f.name === ""); // expect: true
console.log(Object.keys(f).length); // expect: 0
console.log(f.hasOwnProperty("length"), f.hasOwnProperty("prototype")); // expect: true true

// --- functions have properties of their own
function counter() { return ++counter.count; }
counter.count = 0;
counter();
counter();
console.log(counter.count); // expect: 2
counter.nested = { deep: function () { return "d"; } };
console.log(counter.nested.deep()); // expect: d
console.log(Object.keys(counter).join()); // expect: count,nested
console.log("count" in counter); // expect: true
console.log(delete counter.count); // expect: true
console.log("count" in counter); // expect: false
