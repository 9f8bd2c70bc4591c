// The Error classes (20.5).
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error;
  }
}
console.log(new Error("m").message, Error("m").message, new Error().message === "", new Error(undefined).hasOwnProperty("message"), new Error("").hasOwnProperty("message"), new Error(5).message === "5", new Error(null).message, String(new Error({ toString: () => "o" }))); // expect: m m true false true true null Error: o
console.log(new TypeError("x").name, RangeError("x").name, String(new SyntaxError("s")), String(new Error("")), String(new Error()), `${new ReferenceError("r")}`, new EvalError("e") + "", new URIError("u").toString()); // expect: TypeError RangeError SyntaxError: s Error Error ReferenceError: r EvalError: e URIError: u
console.log(new TypeError("x") instanceof TypeError, TypeError("x") instanceof Error, new Error("x") instanceof TypeError, Object.prototype.toString.call(new RangeError("x")), TypeError.prototype.constructor === TypeError, TypeError.prototype.name, Error.prototype.message === "", TypeError.name, Error.length, TypeError.length); // expect: true true false [object Error] true TypeError true TypeError 1 1
console.log(Object.keys(new Error("x")).length, json(new Error("x")), new Error("x").propertyIsEnumerable("message"), new Error("x").hasOwnProperty("stack"), typeof new Error("x").stack, new Error("x").stack.split("\n")[0], new TypeError("two\nlines").stack.split("\n")[1]); // expect: 0 {} false true string Error: x lines
console.log(new Error("x", { cause: 5 }).cause, new Error("x", { cause: undefined }).hasOwnProperty("cause"), new Error("x", {}).hasOwnProperty("cause"), new Error("x", 5).hasOwnProperty("cause"), TypeError("y", { cause: "c" }).cause, new Error("x").cause, new Error("x", { cause: 1 }).propertyIsEnumerable("cause")); // expect: 5 true false false c undefined false
const custom = new Error("m");
custom.name = "Custom";
console.log(String(custom), (custom.message = "", String(custom)), (custom.name = "", custom.message = "only", String(custom)), Error.prototype.toString.call({ name: "N", message: "M" }), Error.prototype.toString.call({}), Error.prototype.toString.call({ name: undefined, message: undefined }), thrown(() => Error.prototype.toString.call(1)).name); // expect: Custom: m Custom only N: M Error Error TypeError
console.log(thrown(() => null.x).name, thrown(() => undefined()).name, thrown(() => missing).name, thrown(() => { const c = 1; c = 2; }).name, thrown(() => new Array(-1)).name, thrown(() => "a".repeat(-1)).name, thrown(() => JSON.parse("{")).name, thrown(() => (1)()).name, thrown(() => ({}).x.y).name, thrown(() => { null.x = 1; }).name, thrown(() => { late; let late = 1; }).name); // expect: TypeError TypeError ReferenceError TypeError RangeError RangeError SyntaxError TypeError TypeError TypeError ReferenceError
console.log(thrown(() => { throw 1; }), thrown(() => { throw undefined; }), thrown(() => { throw { code: 7 }; }).code, thrown(() => { throw new Error("e"); }).message, thrown(() => { try { throw new Error("a"); } finally { throw new Error("b"); } }).message); // expect: 1 undefined 7 e b
console.log(thrown(() => { const f = () => f(); f(); }).name, thrown(() => { const f = (n) => f(n + 1) + 1; f(0); }) instanceof RangeError, thrown(() => { const a = []; a[0] = a; let deep = []; for (let i = 0; i < 100000; i++) deep = [deep]; return json(deep).length; }).name); // expect: RangeError true RangeError
console.log(null == undefined, typeof thrown(() => nothing.here).stack); // expect: true string
