// The Error classes (20.5).
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error;
  }
}
console.log(new Error("m").message); // expect: m
console.log(Error("m").message); // expect: m
console.log(new Error().message === ""); // expect: true
console.log(new Error(undefined).hasOwnProperty("message")); // expect: false
console.log(new Error("").hasOwnProperty("message")); // expect: true
console.log(new Error(5).message === "5"); // expect: true
console.log(new Error(null).message); // expect: null
console.log(String(new Error({ toString: () => "o" }))); // expect: Error: o
console.log(new TypeError("x").name); // expect: TypeError
console.log(RangeError("x").name); // expect: RangeError
console.log(String(new SyntaxError("s"))); // expect: SyntaxError: s
console.log(String(new Error(""))); // expect: Error
console.log(String(new Error())); // expect: Error
console.log(`${new ReferenceError("r")}`); // expect: ReferenceError: r
console.log(new EvalError("e") + ""); // expect: EvalError: e
console.log(new URIError("u").toString()); // expect: URIError: u
console.log(new TypeError("x") instanceof TypeError); // expect: true
console.log(TypeError("x") instanceof Error); // expect: true
console.log(new Error("x") instanceof TypeError); // expect: false
console.log(Object.prototype.toString.call(new RangeError("x"))); // expect: [object Error]
console.log(TypeError.prototype.constructor === TypeError); // expect: true
console.log(TypeError.prototype.name); // expect: TypeError
console.log(Error.prototype.message === ""); // expect: true
console.log(TypeError.name); // expect: TypeError
console.log(Error.length); // expect: 1
console.log(TypeError.length); // expect: 1
console.log(Object.keys(new Error("x")).length); // expect: 0
console.log(json(new Error("x"))); // expect: {}
console.log(new Error("x").propertyIsEnumerable("message")); // expect: false
console.log(new Error("x").hasOwnProperty("stack")); // expect: true
console.log(typeof new Error("x").stack); // expect: string
console.log(new Error("x").stack.split("\n")[0]); // expect: Error: x
console.log(new TypeError("two\nlines").stack.split("\n")[1]); // expect: lines
console.log(new Error("x", { cause: 5 }).cause); // expect: 5
console.log(new Error("x", { cause: undefined }).hasOwnProperty("cause")); // expect: true
console.log(new Error("x", {}).hasOwnProperty("cause")); // expect: false
console.log(new Error("x", 5).hasOwnProperty("cause")); // expect: false
console.log(TypeError("y", { cause: "c" }).cause); // expect: c
console.log(new Error("x").cause); // expect: undefined
console.log(new Error("x", { cause: 1 }).propertyIsEnumerable("cause")); // expect: false
const custom = new Error("m");
custom.name = "Custom";
console.log(String(custom)); // expect: Custom: m
console.log((custom.message = "", String(custom))); // expect: Custom
console.log((custom.name = "", custom.message = "only", String(custom))); // expect: only
console.log(Error.prototype.toString.call({ name: "N", message: "M" })); // expect: N: M
console.log(Error.prototype.toString.call({})); // expect: Error
console.log(Error.prototype.toString.call({ name: undefined, message: undefined }));
// expect: Error
console.log(thrown(() => Error.prototype.toString.call(1)).name); // expect: TypeError
console.log(thrown(() => null.x).name); // expect: TypeError
console.log(thrown(() => undefined()).name); // expect: TypeError
console.log(thrown(() => missing).name); // expect: ReferenceError
console.log(thrown(() => { const c = 1; c = 2; }).name); // expect: TypeError
console.log(thrown(() => new Array(-1)).name); // expect: RangeError
console.log(thrown(() => "a".repeat(-1)).name); // expect: RangeError
console.log(thrown(() => JSON.parse("{")).name); // expect: SyntaxError
console.log(thrown(() => (1)()).name); // expect: TypeError
console.log(thrown(() => ({}).x.y).name); // expect: TypeError
console.log(thrown(() => { null.x = 1; }).name); // expect: TypeError
console.log(thrown(() => { late; let late = 1; }).name); // expect: ReferenceError
console.log(thrown(() => { throw 1; })); // expect: 1
console.log(thrown(() => { throw undefined; })); // expect: undefined
console.log(thrown(() => { throw { code: 7 }; }).code); // expect: 7
console.log(thrown(() => { throw new Error("e"); }).message); // expect: e
function throwTwice() {
  try {
    throw new Error("a");
  } finally {
    throw new Error("b");
  }
}
console.log(thrown(throwTwice).message); // expect: b
console.log(null == undefined); // expect: true
console.log(typeof thrown(() => nothing.here).stack); // expect: string
