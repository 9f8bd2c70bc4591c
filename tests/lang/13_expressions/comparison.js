// --- strict equality
console.log(1 === 1); // expect: true
console.log(1 === 1.0); // expect: true
console.log(NaN === NaN); // expect: false
console.log("a" === "a"); // expect: true
console.log("ab" === "a" + "b"); // expect: true
console.log(1 === "1"); // expect: false
console.log(null === undefined); // expect: false
console.log(null === null); // expect: true
console.log([] === []); // expect: false
const same = {};
console.log(same === same); // expect: true
console.log(NaN !== NaN); // expect: true
console.log("1" !== 1); // expect: true

// --- loose equality converts
console.log(1 == "1"); // expect: true
console.log(0 == ""); // expect: true
console.log(0 == "0"); // expect: true
console.log("" == "0"); // expect: false
console.log(null == undefined); // expect: true
console.log(null == 0); // expect: false
console.log(undefined == 0); // expect: false
console.log(false == "false"); // expect: false
console.log(false == "0"); // expect: true
console.log(false == []); // expect: true
console.log([] == ""); // expect: true
console.log([1] == 1); // expect: true
console.log([1, 2] == "1,2"); // expect: true
console.log(true == 1); // expect: true
console.log(true == "1"); // expect: true
console.log(true == 2); // expect: false
console.log(NaN == NaN); // expect: false
console.log({} == "[object Object]"); // expect: true
console.log(null != false); // expect: true
console.log(1 != "1"); // expect: false

// --- relations of numbers
console.log(1 < 2); // expect: true
console.log(2 < 1); // expect: false
console.log(1 <= 1); // expect: true
console.log(1 >= 1.5); // expect: false
console.log(NaN < 1); // expect: false
console.log(NaN >= 1); // expect: false
console.log(!(NaN < 1)); // expect: true
console.log(-0 < 0); // expect: false
console.log(Infinity > 1e308); // expect: true
console.log(2147483648 > 2147483647); // expect: true
console.log(-2147483649 < -2147483648); // expect: true

// --- relations of strings are by code units
console.log("a" < "b"); // expect: true
console.log("a" < "B"); // expect: false
console.log("10" < "9"); // expect: true
console.log(10 < "9"); // expect: false
console.log("10" < 9); // expect: false
console.log("abc" < "abcd"); // expect: true
console.log("" < "a"); // expect: true
console.log("\u{1F600}" < "\uFFFF"); // expect: true
console.log("é" > "z"); // expect: true

// --- relations convert
console.log(null >= 0); // expect: true
console.log(null > 0); // expect: false
console.log(undefined >= 0); // expect: false
console.log("x" < 1); // expect: false
console.log("x" >= 1); // expect: false
console.log(true < 2); // expect: true
console.log([2] > 1); // expect: true

// --- typeof
console.log(typeof undefined); // expect: undefined
console.log(typeof null); // expect: object
console.log(typeof true); // expect: boolean
console.log(typeof 1); // expect: number
console.log(typeof NaN); // expect: number
console.log(typeof "s"); // expect: string
console.log(typeof {}); // expect: object
console.log(typeof []); // expect: object
console.log(typeof function () {}); // expect: function
console.log(typeof (() => 1)); // expect: function
console.log(typeof notDeclaredAnywhere); // expect: undefined
console.log(typeof typeof 1); // expect: string
console.log(typeof console.log); // expect: function

// --- instanceof follows prototypes
function Animal() {}
const animal = new Animal();
console.log(animal instanceof Animal); // expect: true
console.log(animal instanceof Object); // expect: true
console.log({} instanceof Animal); // expect: false
console.log([] instanceof Array); // expect: true
console.log(1 instanceof Number); // expect: false
Animal.prototype = {};
console.log(animal instanceof Animal); // expect: false
console.log(new TypeError("t") instanceof Error); // expect: true
console.log(new TypeError("t") instanceof RangeError); // expect: false

// --- in finds own and inherited properties
console.log("a" in { a: undefined }); // expect: true
console.log("b" in { a: 1 }); // expect: false
console.log("toString" in {}); // expect: true
console.log(0 in [1]); // expect: true
console.log(1 in [1]); // expect: false
console.log("length" in []); // expect: true
console.log(1 in [1, , 3]); // expect: false
console.log("0" in [1]); // expect: true

// --- the right side of instanceof must be callable
1 instanceof {}; // expect error: TypeError: Right-hand side of 'instanceof' is not callable

// --- the right side of in must be an object
"a" in "abc"; // expect error: TypeError
