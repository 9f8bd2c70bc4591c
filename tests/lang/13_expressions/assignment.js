// --- an assignment answers the assigned value
let a, b, c;
console.log(a = b = c = 7); // expect: 7
console.log(a, b, c); // expect: 7 7 7
const object = {};
console.log(object.x = object["y"] = 3); // expect: 3
console.log(object.x + object.y); // expect: 6
console.log(a += b -= 2); // expect: 12
console.log(a, b); // expect: 12 5

// --- compound assignments
let n = 10;
n += 5;
console.log(n); // expect: 15
n -= 3;
console.log(n); // expect: 12
n *= 2;
console.log(n); // expect: 24
n /= 4;
console.log(n); // expect: 6
n %= 4;
console.log(n); // expect: 2
n <<= 5;
console.log(n); // expect: 64
n >>= 2;
console.log(n); // expect: 16
n = -1;
n >>>= 28;
console.log(n); // expect: 15
n &= 6;
console.log(n); // expect: 6
n |= 9;
console.log(n); // expect: 15
n ^= 5;
console.log(n); // expect: 10
let s = "a";
s += 1;
s += null;
console.log(s); // expect: a1null

// --- base, key and value are evaluated in this order, once each
let order = "";
function step(name, value) {
  order += name;
  return value;
}
const target = {};
step("base ", target)[step("key ", "k")] = step("value ", 1);
console.log(order + "."); // expect: base key value .
order = "";
step("base ", target)[step("key ", "k")] += step("value ", 1);
console.log(order + "."); // expect: base key value .
order = "";
step("base ", target)[step("key ", "k")]++;
console.log(order, target.k); // expect: base key  3

// --- the left operand of a compound assignment is read before the right one runs
let x = 1;
function change() {
  x = 100;
  return 10;
}
x += change();
console.log(x); // expect: 11
const object = { v: 1 };
object.v += (object.v = 50, 5);
console.log(object.v); // expect: 6

// --- the key is converted after the value is evaluated
let order = "";
const key = { toString: function () { order += "key "; return "k"; } };
const object = {};
object[key] = (order += "value ", 1);
console.log(order + "."); // expect: value key .
console.log(object.k); // expect: 1

// --- a value assigned to an array element through a string key
const list = [1, 2, 3];
list["1"] = "two";
console.log(list[1]); // expect: two
list["01"] = "not an index";
console.log(list.length); // expect: 3
list["3"] = 4;
console.log(list.length); // expect: 4

// --- assigning to a property of undefined fails after the value is evaluated
let evaluated = "no";
try {
  undefined.x = (evaluated = "yes");
} catch (error) {
  console.log(error instanceof TypeError, evaluated); // expect: true yes
}

// --- assignment to an undeclared name fails
undeclared = 1; // expect error: ReferenceError: undeclared is not defined

// --- increment of an undeclared name fails
undeclared++; // expect error: ReferenceError: undeclared is not defined

// --- properties of null cannot be set
null.x = 1; // expect error: TypeError: Cannot set properties of null (setting 'x')

// --- properties of primitives cannot be set
"abc".x = 1; // expect error: TypeError

// --- a global can be made and then used by its bare name
globalThis.made = 4;
made = made + 1;
console.log(made); // expect: 5
console.log(globalThis.made); // expect: 5
console.log(delete globalThis.made); // expect: true
console.log(typeof made); // expect: undefined
