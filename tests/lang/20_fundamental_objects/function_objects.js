// Function, Function.prototype (20.2), %ThrowTypeError% (10.2.4.1).
function thrown(f) {
  try {
    return String(f());
  } catch (error) {
    return error.name;
  }
}
const own = Object.getOwnPropertyDescriptor;
console.log(typeof Function, Function.length, Function.name); // expect: function 1 Function
console.log(Function.prototype === Object.getPrototypeOf(() => 1)); // expect: true
console.log((() => 1) instanceof Function, Function instanceof Function, ({}) instanceof Function);
// expect: true true false
console.log((() => 1).constructor === Function, Function.prototype.constructor === Function);
// expect: true true
console.log(typeof Function.prototype, Function.prototype(1, 2), Function.prototype.length);
// expect: function undefined 0
console.log(Function.prototype.name === ""); // expect: true
console.log(thrown(() => new Function.prototype())); // expect: TypeError
console.log(Object.getPrototypeOf(Function.prototype) === Object.prototype); // expect: true
console.log(Function.prototype.call.call((a, b) => a + b, null, 1, 2)); // expect: 3
console.log(Function.prototype.apply.apply((a, b) => a * b, [null, [3, 4]])); // expect: 12
console.log(thrown(() => (() => 1).caller), thrown(() => Function.prototype.arguments));
// expect: TypeError TypeError
console.log(thrown(() => { (function () {}).caller = 1; })); // expect: TypeError
const thrower = own(Function.prototype, "caller").get;
console.log(thrower === own(Function.prototype, "caller").set); // expect: true
console.log(thrower === own(Function.prototype, "arguments").get); // expect: true
console.log(thrower === own(Function.prototype, "arguments").set); // expect: true
console.log(own(Function.prototype, "caller").configurable); // expect: true
console.log(own(Function.prototype, "caller").enumerable); // expect: false
console.log(Object.isFrozen(thrower), thrower.name === "", thrower.length); // expect: true true 0
console.log(JSON.stringify(own(thrower, "length")));
// expect: {"value":0,"writable":false,"enumerable":false,"configurable":false}
console.log(thrown(thrower), thrown(() => new thrower())); // expect: TypeError TypeError
console.log((() => 1).hasOwnProperty("caller"), (function () {}).hasOwnProperty("arguments"));
// expect: false false
console.log(Object.getOwnPropertyNames(() => 1).join()); // expect: length,name
console.log(Object.getOwnPropertyNames(function () {}).sort().join());
// expect: length,name,prototype
console.log(Object.getOwnPropertyNames({ m() {} }.m).join()); // expect: length,name
console.log(Object.getOwnPropertyNames(own({ get a() { return 1; } }, "a").get).join());
// expect: length,name
console.log(Object.getOwnPropertyNames(Math.max).sort().join()); // expect: length,name
console.log(own({ get a() { return 1; } }, "a").get.name); // expect: get a
console.log(own({ set a(value) {} }, "a").set.name); // expect: set a
console.log(own({ set a(value) {} }, "a").set.length); // expect: 1
Function.prototype.twice = function () { return this() * 2; };
console.log((() => 21).twice()); // expect: 42
delete Function.prototype.twice;
