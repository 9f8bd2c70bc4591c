// --- literals
const a = 1, b = 2;
const object = { a, b, c: 3, "d e": 4, 5: "five", [a + b]: "three", method() { return this.c; }, nested: { deep: [1] } };
console.log(object.a, object.b, object.c, object["d e"], object[5], object["5"], object[3]); // expect: 1 2 3 4 five five three
console.log(object.method(), object.nested.deep[0]); // expect: 3 1
console.log(JSON.stringify({ x: 1, x: 2 })); // expect: {"x":2}
console.log(JSON.stringify({ ["k" + 1]: 1, ["k" + 2]: 2 })); // expect: {"k1":1,"k2":2}
console.log(Object.keys({}).length); // expect: 0
console.log({ if: 1, class: 2, null: 3 }.class); // expect: 2
console.log({ 1.5: "a", 1e3: "b", 0x10: "c" }[1.5], { 1e3: "b" }["1000"], { 0x10: "c" }[16]); // expect: a b c
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
console.log(object.null, object.undefined, object["true"], object["-1"], object["1.5"], object["[object Object]"], object["1,2"]); // expect: n u t m f o l
object[""] = "empty";
console.log(object[""]); // expect: empty
console.log(object[-0] === undefined, ((object[0] = "zero"), object[-0])); // expect: true zero

// --- missing properties are undefined
const object = {};
console.log(object.missing, object["also missing"], object[0]); // expect: undefined undefined undefined
console.log([].missing, "text".missing, (5).missing, true.missing); // expect: undefined undefined undefined undefined

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
console.log(JSON.stringify(list)); // expect: [{"x":0,"y":0},{"x":1,"y":2},{"x":2,"y":4,"z":"extra"},{"x":"changed","y":6},{"x":4}]

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
const shapes = [{ v: 1 }, { a: 0, v: 2 }, { b: 0, a: 0, v: 3 }, Object.create({ v: 4 }), [5], "six", { v: undefined }];
shapes[4].v = 5;
let log = "";
for (let round = 0; round < 3; round++)
  for (const o of shapes) log += read(o) + " ";
console.log(log); // expect: 1 2 3 4 5 undefined undefined 1 2 3 4 5 undefined undefined 1 2 3 4 5 undefined undefined 
shapes[3].v = 40;
Object.getPrototypeOf(shapes[3]).v = 4;
console.log(read(shapes[3])); // expect: 40

// --- deep chains of prototypes
let object = { depth: 0 };
for (let i = 1; i < 50; i++) {
  object = Object.create(object);
  object["level" + i] = i;
}
console.log(object.depth, object.level1, object.level49, object.level50); // expect: 0 1 49 undefined

// --- frozen objects refuse changes
const frozen = Object.freeze({ a: 1 });
const results = [];
try { frozen.a = 2; } catch (error) { results.push(error.name); }
try { frozen.b = 2; } catch (error) { results.push(error.name); }
try { delete frozen.a; } catch (error) { results.push(error.name); }
console.log(results.join(), frozen.a, frozen.b, Object.isFrozen(frozen)); // expect: TypeError,TypeError,TypeError 1 undefined true

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
console.log(number + 1, number * 2, `${number}`, number + "", number > 2, number == 3, String(number)); // expect: 4 6 text 3 true true text
const text = { toString() { return "7"; } };
console.log(text + 1, text * 2, text == 7, [text].join()); // expect: 71 14 true 7
const odd = { valueOf() { return {}; }, toString() { return 5; } };
console.log(odd + 1); // expect: 6

// --- an object without primitive value cannot be converted
const stubborn = { valueOf() { return {}; }, toString() { return {}; } };
stubborn + 1; // expect error: TypeError
