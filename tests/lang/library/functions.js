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
console.log(sum.call({ name: "n" }, 1, 2, 3), sum.call(null, 1), sum.call(), sum.call(undefined, 1, 2, 3, 4), sum.call(5, 1), sum.call("s")); // expect: n:1,2,3 null:1,undefined,undefined undefined:undefined,undefined,undefined undefined:1,2,3 undefined:1,undefined,undefined undefined:undefined,undefined,undefined
console.log(sum.apply({ name: "n" }, [1, 2, 3]), sum.apply(null, null), sum.apply(null, undefined), sum.apply(), sum.apply(null, { length: 2, 0: "x", 1: "y" }), sum.apply(null, [, 1]), thrown(() => sum.apply(null, 1)), thrown(() => sum.apply(null, "ab")), sum.apply(null, [])); // expect: n:1,2,3 null:undefined,undefined,undefined null:undefined,undefined,undefined undefined:undefined,undefined,undefined null:x,y,undefined null:undefined,1,undefined TypeError TypeError null:undefined,undefined,undefined
console.log(Math.max.apply(null, [1, 5, 3]), Math.max.call(null, 1, 2), Array.prototype.slice.call([1, 2, 3], 1).join(), [].concat.apply([], [[1], [2]]).join(), String.fromCharCode.apply(null, [72, 105]), Object.prototype.toString.call.call(Object.prototype.toString, [])); // expect: 5 2 2,3 1,2 Hi [object Array]
console.log(thrown(() => Object.getPrototypeOf(sum).call.call(1)), thrown(() => Object.getPrototypeOf(sum).apply.call({}, null)), thrown(() => Object.getPrototypeOf(sum).toString.call({})), Object.getPrototypeOf(sum)(1, 2), typeof Object.getPrototypeOf(sum), Object.getPrototypeOf(sum).name === "", Object.getPrototypeOf(sum).length); // expect: TypeError TypeError TypeError undefined function true 0
console.log(sum.name, sum.length, (() => 1).name, ((a, b) => 1).length, sum.call.length, sum.apply.length, sum.call.name, function () {}.name === ""); // expect: sum 3  2 1 2 call true
console.log(((a, b) => a + b).toString(), String(function named(x) { return x; }), "" + ((x) => x), Math.max.toString(), String([].map), String(Object), String(Array.isArray)); // expect: (a, b) => a + b function named(x) { return x; } (x) => x function max() { [native code] } function map() { [native code] } function Object() { [native code] } function isArray() { [native code] }
const numbers = [];
for (let i = 0; i < 5000; i++) numbers.push(i);
console.log(Math.max.apply(null, numbers), [].push.apply([], numbers), sum.apply({ name: "many" }, numbers), (function () { return typeof this; }).call(1), (() => typeof this).call(1)); // expect: 4999 5000 many:0,1,2 number object
console.log([1, 2, 3].map(String).join(), ["1", "2"].map(Number).join("+"), [0, 1].map(Boolean).join(), ["a"].map("".concat, "b").join(), [1, 2, 3].map(Math.sqrt).length, thrown(() => new Math.max()), thrown(() => new (() => 1)()), thrown(() => sum.call.call())); // expect: 1,2,3 1+2 false,true ba0a 3 TypeError TypeError TypeError
