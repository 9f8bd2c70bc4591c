// --- literals of every form
console.log(0, 7, 1.5, .5, 5., 1e3, 1E-3, 1.5e+2); // expect: 0 7 1.5 0.5 5 1000 0.001 150
console.log(0x1F, 0XfF, 0b101, 0B11, 0o17, 0O7); // expect: 31 255 5 3 15 7
console.log(1_000_000, 0xFF_FF, 1_0.0_1, 1e1_0); // expect: 1000000 65535 10.01 10000000000
console.log(9007199254740993); // expect: 9007199254740992
console.log(123456789012345680000); // expect: 123456789012345680000
console.log(1e21); // expect: 1e+21
console.log(1e-7); // expect: 1e-7
console.log(123e-20); // expect: 1.23e-18
console.log(0.1 + 0.2); // expect: 0.30000000000000004
console.log(0.1 * 3); // expect: 0.30000000000000004
console.log(1 / 3); // expect: 0.3333333333333333
console.log(2 / 3); // expect: 0.6666666666666666
console.log(5e-324); // expect: 5e-324
console.log(1.7976931348623157e308); // expect: 1.7976931348623157e+308
console.log(1e309); // expect: Infinity
console.log(-1e309); // expect: -Infinity
console.log(4.35); // expect: 4.35
console.log(0.000001); // expect: 0.000001
console.log(1.0000000000000002); // expect: 1.0000000000000002
console.log(100); // expect: 100
console.log(1e2); // expect: 100

// --- numbers print shortest
console.log(String(1e21)); // expect: 1e+21
console.log(String(123456789.125)); // expect: 123456789.125
console.log(String(-0)); // expect: 0
console.log(String(1e-6)); // expect: 0.000001
console.log(String(1e-7)); // expect: 1e-7
console.log(`${2 ** 53}`); // expect: 9007199254740992
console.log(`${2 ** 31}`); // expect: 2147483648
console.log(`${-(2 ** 31)}`); // expect: -2147483648
console.log(`${2 ** 64}`); // expect: 18446744073709552000
console.log("" + 0.1); // expect: 0.1
console.log("" + 1e100); // expect: 1e+100
console.log("" + 1.5e-10); // expect: 1.5e-10
console.log("" + NaN); // expect: NaN
console.log("" + Infinity); // expect: Infinity
console.log("" + -Infinity); // expect: -Infinity
console.log((25).toString(2)); // expect: 11001
console.log((255).toString(16)); // expect: ff
console.log((-255).toString(36)); // expect: -73
console.log((0.5).toString(2)); // expect: 0.1
console.log((1.005).toFixed(2)); // expect: 1.00
console.log((0).toFixed(2)); // expect: 0.00
console.log((1e21).toFixed(2)); // expect: 1e+21
console.log((123.456).toFixed(0)); // expect: 123

// --- integers and doubles are one type
console.log(1 === 1.0); // expect: true
console.log(0.5 + 0.5 === 1); // expect: true
console.log(3 / 1 === 3); // expect: true
console.log(2147483647 + 1 === 2147483648); // expect: true
console.log((0.5 + 0.5) | 0, [10, 20][0.5 + 0.5], "abc"[2.0]); // expect: 1 20 c
const keys = {};
keys[1] = "int";
console.log(keys[0.5 + 0.5], keys["1"], keys[2 / 2]); // expect: int int int
let sum = 0;
for (let i = 0; i < 10; i++) sum += 0.1;
console.log(sum, sum === 1); // expect: 0.9999999999999999 false
let integer = 0;
for (let i = 0.5; i < 5; i += 0.5) integer += i % 1 === 0 ? i : 0;
console.log(integer); // expect: 10

// --- safe integers and beyond
console.log(9007199254740991 + 1); // expect: 9007199254740992
console.log(9007199254740991 + 2); // expect: 9007199254740992
console.log(9007199254740992 + 1); // expect: 9007199254740992
console.log(4503599627370496 * 2 + 1); // expect: 9007199254740992
console.log(-9007199254740991 - 2); // expect: -9007199254740992
let n = 1;
for (let i = 0; i < 60; i++) n *= 2;
console.log(n, n + 1 === n); // expect: 1152921504606847000 true
let fibonacci = [0, 1];
for (let i = 2; i < 90; i++) fibonacci[i] = fibonacci[i - 1] + fibonacci[i - 2];
console.log(fibonacci[78], fibonacci[89]); // expect: 8944394323791464 1779979416004714000

// --- overflow inside loops
let a = 2147483600;
for (let i = 0; i < 100; i++) a++;
console.log(a); // expect: 2147483700
let b = 1;
for (let i = 0; i < 40; i++) b = b * 3;
console.log(b); // expect: 12157665459056929000
let c = 1;
for (let i = 0; i < 100; i++) c = (c * 1103515245 + 12345) % 2147483648;
console.log(c); // expect: 571181568
let d = -2147483600;
for (let i = 0; i < 100; i++) d -= 1;
console.log(d); // expect: -2147483700
let e = 0;
for (let i = 0; i < 1000; i++) e = (e + 0x7FFFFFFF) | 0;
console.log(e); // expect: -1000

// --- NaN is contagious and unequal
console.log(NaN + 1); // expect: NaN
console.log(NaN * 0); // expect: NaN
console.log(NaN - NaN); // expect: NaN
console.log(-NaN); // expect: NaN
console.log(NaN == NaN); // expect: false
console.log(NaN != NaN); // expect: true
console.log(NaN < NaN); // expect: false
console.log([NaN].indexOf(NaN)); // expect: -1
console.log([NaN].includes(NaN)); // expect: true
console.log(0 / 0); // expect: NaN
console.log(Infinity - Infinity); // expect: NaN
console.log(Infinity * 0); // expect: NaN
console.log(Infinity / Infinity); // expect: NaN
console.log(undefined + 1); // expect: NaN
console.log(+"x"); // expect: NaN
console.log(Math.sqrt(-1)); // expect: NaN

// --- infinities
console.log(Infinity + 1); // expect: Infinity
console.log(-Infinity + 1); // expect: -Infinity
console.log(1 / Infinity); // expect: 0
console.log(Infinity > 1e308); // expect: true
console.log(Infinity === Infinity); // expect: true
console.log(1e308 * 10); // expect: Infinity
console.log(-1e308 * 10); // expect: -Infinity

// --- methods of number literals
console.log(5..toString(), (5).toString(), 5.5.toFixed(1), 1.0.toString()); // expect: 5 5 5.5 1
console.log(0.1.toString(), 1e3.toString()); // expect: 0.1 1000
