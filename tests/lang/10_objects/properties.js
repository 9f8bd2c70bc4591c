// --- literals
const a = 1, b = 2;
const object = {
  a, b, c: 3, "d e": 4, 5: "five", [a + b]: "three",
  method() { return this.c; },
  nested: { deep: [1] },
};
console.log(object.a); // expect: 1
console.log(object.b); // expect: 2
console.log(object.c); // expect: 3
console.log(object["d e"]); // expect: 4
console.log(object[5]); // expect: five
console.log(object["5"]); // expect: five
console.log(object[3]); // expect: three
console.log(object.method(), object.nested.deep[0]); // expect: 3 1
console.log(JSON.stringify({ x: 1, x: 2 })); // expect: {"x":2}
console.log(JSON.stringify({ ["k" + 1]: 1, ["k" + 2]: 2 })); // expect: {"k1":1,"k2":2}
console.log(Object.keys({}).length); // expect: 0
console.log({ if: 1, class: 2, null: 3 }.class); // expect: 2
console.log({ 1.5: "a", 1e3: "b", 0x10: "c" }[1.5]); // expect: a
console.log({ 1e3: "b" }["1000"]); // expect: b
console.log({ 0x10: "c" }[16]); // expect: c
console.log({ "a": 1, }.a); // expect: 1

// --- integer keys come first in ascending order, then names in order of creation
const object = { b: 1, 2: 2, a: 3, 1: 4, "-1": 5, "01": 6 };
object.c = 7;
object[0] = 8;
console.log(Object.keys(object).join()); // expect: 0,1,2,b,a,-1,01,c
delete object.b;
object.b = 9;
console.log(Object.keys(object).join()); // expect: 0,1,2,a,-1,01,c,b
console.log(JSON.stringify(object)); // expect: {"0":8,"1":4,"2":2,"a":3,"-1":5,"01":6,"c":7,"b":9}

// --- keys are converted to strings
const object = {};
object[1] = "one";
object["1"] += "!";
object[1.0] += "!";
console.log(object[1]); // expect: one!!
object[null] = "n";
object[undefined] = "u";
object[true] = "t";
object[-1] = "m";
object[1.5] = "f";
object[{}] = "o";
object[[1, 2]] = "l";
console.log(object.null); // expect: n
console.log(object.undefined); // expect: u
console.log(object["true"]); // expect: t
console.log(object["-1"]); // expect: m
console.log(object["1.5"]); // expect: f
console.log(object["[object Object]"]); // expect: o
console.log(object["1,2"]); // expect: l
object[""] = "empty";
console.log(object[""]); // expect: empty
console.log(object[-0] === undefined, ((object[0] = "zero"), object[-0])); // expect: true zero

// --- missing properties are undefined
const object = {};
console.log(object.missing); // expect: undefined
console.log(object["also missing"]); // expect: undefined
console.log(object[0]); // expect: undefined
console.log([].missing); // expect: undefined
console.log("text".missing); // expect: undefined
console.log((5).missing); // expect: undefined
console.log(true.missing); // expect: undefined

// --- keys computed in order with their values
let order = "";
function step(name) { order += name; return name; }
const object = { [step("a")]: step("1"), [step("b")]: step("2"), c: step("3") };
console.log(order); // expect: a1b23

// --- a computed key is converted before its value is evaluated
let order = "";
const key = { toString() { order += "key "; return "k"; } };
const object = { [key]: (order += "value", 1) };
console.log(order, object.k); // expect: key value 1

// --- many properties
const object = {};
for (let i = 0; i < 300; i++) object["key" + i] = i;
let sum = 0;
for (let i = 0; i < 300; i++) sum += object["key" + i];
console.log(sum, Object.keys(object).length); // expect: 44850 300
for (let i = 0; i < 300; i += 2) delete object["key" + i];
console.log(Object.keys(object).length, object.key1, object.key2); // expect: 150 1 undefined
object.key2 = "again";
console.log(Object.keys(object).join().length, Object.keys(object)[150]); // expect: 999 key2

// --- objects of one shape do not share values
function make(x) { return { x: x, y: x * 2 }; }
const list = [];
for (let i = 0; i < 5; i++) list.push(make(i));
list[2].z = "extra";
list[3].x = "changed";
delete list[4].y;
for (const item of list.slice(0, 2)) if (item.z) console.log("never");
console.log(JSON.stringify(list[2])); // expect: {"x":2,"y":4,"z":"extra"}
console.log(JSON.stringify(list[3])); // expect: {"x":"changed","y":6}
console.log(JSON.stringify(list[4])); // expect: {"x":4}

// --- a property is found on the prototype until it is set
const base = { x: 1, list: [] };
const derived = Object.create(base);
console.log(derived.x); // expect: 1
derived.x++;
console.log(derived.x, base.x); // expect: 2 1
derived.list.push(1);
console.log(base.list.length); // expect: 1
base.added = "later";
console.log(derived.added); // expect: later
base.added = "changed";
console.log(derived.added); // expect: changed
delete base.added;
console.log(derived.added); // expect: undefined

// --- reading a property in a loop while shapes change
function read(o) { return o.v; }
const shapes = [
  { v: 1 }, { a: 0, v: 2 }, { b: 0, a: 0, v: 3 }, Object.create({ v: 4 }), [5], "six",
  { v: undefined },
];
shapes[4].v = 5;
let log = "";
for (let round = 0; round < 3; round++)
  for (const o of shapes) log += String(read(o))[0];
console.log(log); // expect: 12345uu12345uu12345uu
shapes[3].v = 40;
Object.getPrototypeOf(shapes[3]).v = 4;
console.log(read(shapes[3])); // expect: 40

// --- deep chains of prototypes
let object = { depth: 0 };
for (let i = 1; i < 50; i++) {
  object = Object.create(object);
  object["level" + i] = i;
}
console.log(object.depth); // expect: 0
console.log(object.level1); // expect: 1
console.log(object.level49); // expect: 49
console.log(object.level50); // expect: undefined

// --- frozen objects refuse changes
const frozen = Object.freeze({ a: 1 });
const results = [];
try { frozen.a = 2; } catch (error) { results.push(error.name); }
try { frozen.b = 2; } catch (error) { results.push(error.name); }
try { delete frozen.a; } catch (error) { results.push(error.name); }
console.log(results.join()); // expect: TypeError,TypeError,TypeError
console.log(frozen.a); // expect: 1
console.log(frozen.b); // expect: undefined
console.log(Object.isFrozen(frozen)); // expect: true

// --- reading a property of undefined names the property
const object = {};
object.a.b; // expect error: TypeError: Cannot read properties of undefined (reading 'b')

// --- reading a property of null names the property
null.x; // expect error: TypeError: Cannot read properties of null (reading 'x')

// --- reading an element of undefined names the key
let nothing;
nothing[7]; // expect error: TypeError: Cannot read properties of undefined (reading '7')

// --- setting a property of undefined names the property
let nothing;
nothing["k"] = 1; // expect error: TypeError: Cannot set properties of undefined (setting 'k')

// --- a key that throws stops the access
const key = { toString() { throw new RangeError("no key"); } };
({})[key]; // expect error: RangeError: no key

// --- objects convert by valueOf and toString
const number = { valueOf() { return 3; }, toString() { return "text"; } };
console.log(number + 1); // expect: 4
console.log(number * 2); // expect: 6
console.log(`${number}`); // expect: text
console.log(number + ""); // expect: 3
console.log(number > 2); // expect: true
console.log(number == 3); // expect: true
console.log(String(number)); // expect: text
const text = { toString() { return "7"; } };
console.log(text + 1, text * 2, text == 7, [text].join()); // expect: 71 14 true 7
const odd = { valueOf() { return {}; }, toString() { return 5; } };
console.log(odd + 1); // expect: 6

// --- an object without primitive value cannot be converted
const stubborn = { valueOf() { return {}; }, toString() { return {}; } };
stubborn + 1; // expect error: TypeError
