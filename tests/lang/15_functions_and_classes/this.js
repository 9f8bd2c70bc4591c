// --- a method's receiver
const object = { v: 1, get: function () { return this.v; }, short() { return this.v + 1; } };
console.log(object.get()); // expect: 1
console.log(object["get"]()); // expect: 1
console.log(object.short()); // expect: 2
console.log((object.get)()); // expect: 1
const other = { v: 10, get: object.get };
console.log(other.get()); // expect: 10

// --- a plain call has no receiver
function f() { return this; }
console.log(f()); // expect: undefined
const object = { get: function () { return this; } };
const taken = object.get;
console.log(taken()); // expect: undefined
console.log((0, object.get)()); // expect: undefined
console.log((function () { return typeof this; })()); // expect: undefined

// --- primitives are receivers as they are
function kind() { return typeof this; }
Number.prototype.kind = kind;
String.prototype.kind = kind;
Boolean.prototype.kind = kind;
console.log((5).kind()); // expect: number
console.log("s".kind()); // expect: string
console.log(true.kind()); // expect: boolean

// --- arrows take this from around them
const object = {
  v: 1,
  make: function () { return () => () => this.v; },
  arrow: () => typeof this,
  each: function (list) { return list.map((x) => x + this.v).join(); },
};
console.log(object.make()()()); // expect: 1
console.log(object.make.call({ v: 2 })()()); // expect: 2
console.log(object.arrow()); // expect: object
console.log(object.each([1, 2])); // expect: 2,3
const arrow = object.make();
console.log(arrow.call({ v: 9 })()); // expect: 1

// --- this of a module is its exports
console.log(this === module.exports); // expect: true
console.log(this === exports); // expect: true
console.log((() => this === exports)()); // expect: true

// --- a nested function has its own this
const object = {
  outer: function () {
    function inner() { return this; }
    return inner() === undefined && this === object;
  },
};
console.log(object.outer()); // expect: true

// --- call and apply give the receiver
function describe(a, b) { return this + a + b; }
console.log(describe.call("x", 1, 2)); // expect: x12
console.log(describe.apply("y", [3, 4])); // expect: y34
console.log(describe.call(null, 1, 2)); // expect: 3
console.log(describe.call(undefined)); // expect: NaN
console.log(describe.apply("z")); // expect: zundefinedundefined
console.log((function () { return typeof this; }).call(5)); // expect: number
