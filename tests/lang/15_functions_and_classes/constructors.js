// --- new makes an object with the constructor's prototype
function Point(x, y) {
  this.x = x;
  this.y = y;
}
Point.prototype.sum = function () { return this.x + this.y; };
const p = new Point(1, 2);
console.log(p.x, p.y, p.sum()); // expect: 1 2 3
console.log(p.constructor === Point); // expect: true
console.log(Object.getPrototypeOf(p) === Point.prototype); // expect: true
console.log(p instanceof Point); // expect: true
console.log(JSON.stringify(p)); // expect: {"x":1,"y":2}
const q = new Point;
console.log(q.x); // expect: undefined
console.log(new Point(3, 4).sum()); // expect: 7
console.log(new (function () { this.v = 5; })().v); // expect: 5

// --- a constructor may answer another object
function Replaced() {
  this.own = 1;
  return { other: 2 };
}
function Kept() {
  this.own = 1;
  return 5;
}
console.log(new Replaced().other, new Replaced().own); // expect: 2 undefined
console.log(new Kept().own); // expect: 1
function ReturnsList() { return [1, 2]; }
console.log(new ReturnsList().length); // expect: 2
function ReturnsFunction() { return function () { return "f"; }; }
console.log(new ReturnsFunction()()); // expect: f

// --- the prototype may be replaced
function Shape() {}
const before = new Shape();
Shape.prototype = { kind: "shape" };
const after = new Shape();
console.log(before.kind, after.kind); // expect: undefined shape
console.log(after.constructor === Object); // expect: true
Shape.prototype = 5;
console.log(Object.getPrototypeOf(new Shape()) === Object.prototype); // expect: true

// --- prototypes make chains
function Animal(name) { this.name = name; }
Animal.prototype.speak = function () { return this.name + " makes a sound"; };
function Dog(name) { Animal.call(this, name); }
Dog.prototype = Object.create(Animal.prototype);
Dog.prototype.constructor = Dog;
Dog.prototype.bark = function () { return this.name + " barks"; };
const rex = new Dog("Rex");
console.log(rex.speak(), rex.bark()); // expect: Rex makes a sound Rex barks
console.log(rex instanceof Dog, rex instanceof Animal); // expect: true true
Animal.prototype.speak = function () { return "changed"; };
console.log(rex.speak()); // expect: changed
Dog.prototype.speak = function () { return "dog"; };
console.log(rex.speak()); // expect: dog
rex.speak = function () { return "own"; };
console.log(rex.speak()); // expect: own
delete rex.speak;
delete Dog.prototype.speak;
console.log(rex.speak()); // expect: changed

// --- the prototype property of a function
function f() {}
console.log(typeof f.prototype, f.prototype.constructor === f); // expect: object true
console.log(Object.keys(f.prototype).length); // expect: 0
console.log((() => {}).prototype, { m() {} }.m.prototype); // expect: undefined undefined
console.log(f.hasOwnProperty("prototype")); // expect: true

// --- methods and arrows cannot be constructed
const results = [];
for (const f of [() => {}, { m() {} }.m, Math.floor, [].map, "".slice]) {
  try { new f(); results.push("made"); } catch (error) { results.push(error.name); }
}
console.log(results.join()); // expect: TypeError,TypeError,TypeError,TypeError,TypeError

// --- what is no constructor is named
const arrow = () => 1;
new arrow(); // expect error: TypeError: arrow is not a constructor

// --- a missing constructor is named
const shapes = {};
new shapes.Circle(1); // expect error: TypeError: shapes.Circle is not a constructor

// --- arguments of new are evaluated before the constructor is checked
let log = "";
try { new (log += "c", 5)((log += "a")); } catch (error) { log += error.name; }
console.log(log); // expect: caTypeError

// --- constructors called plainly have no this
function Point(x) { this.x = x; }
Point(1); // expect error: TypeError: Cannot set properties of undefined (setting 'x')
