// Function.prototype (20.2.3).
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
function sum(a, b, c) {
  return `${this && this.name}:${a},${b},${c}`;
}
console.log(sum.call({ name: "n" }, 1, 2, 3)); // expect: n:1,2,3
console.log(sum.call(null, 1)); // expect: null:1,undefined,undefined
console.log(sum.call()); // expect: undefined:undefined,undefined,undefined
console.log(sum.call(undefined, 1, 2, 3, 4)); // expect: undefined:1,2,3
console.log(sum.call(5, 1)); // expect: undefined:1,undefined,undefined
console.log(sum.call("s")); // expect: undefined:undefined,undefined,undefined
console.log(sum.apply({ name: "n" }, [1, 2, 3])); // expect: n:1,2,3
console.log(sum.apply(null, null)); // expect: null:undefined,undefined,undefined
console.log(sum.apply(null, undefined)); // expect: null:undefined,undefined,undefined
console.log(sum.apply()); // expect: undefined:undefined,undefined,undefined
console.log(sum.apply(null, { length: 2, 0: "x", 1: "y" })); // expect: null:x,y,undefined
console.log(sum.apply(null, [, 1])); // expect: null:undefined,1,undefined
console.log(thrown(() => sum.apply(null, 1))); // expect: TypeError
console.log(thrown(() => sum.apply(null, "ab"))); // expect: TypeError
console.log(sum.apply(null, [])); // expect: null:undefined,undefined,undefined
console.log(Math.max.apply(null, [1, 5, 3])); // expect: 5
console.log(Math.max.call(null, 1, 2)); // expect: 2
console.log(Array.prototype.slice.call([1, 2, 3], 1).join()); // expect: 2,3
console.log([].concat.apply([], [[1], [2]]).join()); // expect: 1,2
console.log(String.fromCharCode.apply(null, [72, 105])); // expect: Hi
console.log(Object.prototype.toString.call.call(Object.prototype.toString, []));
// expect: [object Array]
console.log(thrown(() => Object.getPrototypeOf(sum).call.call(1))); // expect: TypeError
console.log(thrown(() => Object.getPrototypeOf(sum).apply.call({}, null))); // expect: TypeError
console.log(thrown(() => Object.getPrototypeOf(sum).toString.call({}))); // expect: TypeError
console.log(Object.getPrototypeOf(sum)(1, 2)); // expect: undefined
console.log(typeof Object.getPrototypeOf(sum)); // expect: function
console.log(Object.getPrototypeOf(sum).name === ""); // expect: true
console.log(Object.getPrototypeOf(sum).length); // expect: 0
console.log(sum.name); // expect: sum
console.log(sum.length); // expect: 3
console.log((() => 1).name === ""); // expect: true
console.log(((a, b) => 1).length); // expect: 2
console.log(sum.call.length); // expect: 1
console.log(sum.apply.length); // expect: 2
console.log(sum.call.name); // expect: call
console.log(function () {}.name === ""); // expect: true
console.log(((a, b) => a + b).toString()); // expect: (a, b) => a + b
console.log(String(function named(x) { return x; })); // expect: function named(x) { return x; }
console.log("" + ((x) => x)); // expect: (x) => x
console.log(Math.max.toString()); // expect: function max() { [native code] }
console.log(String([].map)); // expect: function map() { [native code] }
console.log(String(Object)); // expect: function Object() { [native code] }
console.log(String(Array.isArray)); // expect: function isArray() { [native code] }
console.log(String(function f() {}.bind()), String(Math.max.bind(0, 1))); // expect: function () { [native code] } function () { [native code] }
const numbers = [];
for (let i = 0; i < 5000; i++) numbers.push(i);
console.log(Math.max.apply(null, numbers)); // expect: 4999
console.log([].push.apply([], numbers)); // expect: 5000
console.log(sum.apply({ name: "many" }, numbers)); // expect: many:0,1,2
console.log((function () { return typeof this; }).call(1)); // expect: number
console.log((() => typeof this).call(1)); // expect: object
console.log([1, 2, 3].map(String).join()); // expect: 1,2,3
console.log(["1", "2"].map(Number).join("+")); // expect: 1+2
console.log([0, 1].map(Boolean).join()); // expect: false,true
console.log(["a"].map("".concat, "b").join()); // expect: ba0a
console.log([1, 2, 3].map(Math.sqrt).length); // expect: 3
console.log(thrown(() => new Math.max())); // expect: TypeError
console.log(thrown(() => new (() => 1)())); // expect: TypeError
console.log(thrown(() => sum.call.call())); // expect: TypeError
