// Math (21.3): what the standard fixes exactly.
console.log(Math.abs(-5)); // expect: 5
console.log(Math.abs(-0)); // expect: 0
console.log(Math.abs("-3")); // expect: 3
console.log(Math.abs(null)); // expect: 0
console.log(Math.abs()); // expect: NaN
console.log(Math.abs([])); // expect: 0
console.log(Math.abs(-Infinity)); // expect: Infinity
console.log(Math.abs(-2147483648)); // expect: 2147483648
console.log(Math.floor(1.7)); // expect: 1
console.log(Math.floor(-1.2)); // expect: -2
console.log(Math.floor(-0)); // expect: -0
console.log(Math.floor(1e300)); // expect: 1e+300
console.log(Math.floor(NaN)); // expect: NaN
console.log(Math.floor("2.5")); // expect: 2
console.log(Math.floor(-0.5)); // expect: -1
console.log(Math.floor(5)); // expect: 5
console.log(Math.floor(4294967296.7)); // expect: 4294967296
console.log(Math.ceil(1.2)); // expect: 2
console.log(Math.ceil(-1.7)); // expect: -1
console.log(Math.ceil(-0.5)); // expect: -0
console.log(Math.ceil(0.1)); // expect: 1
console.log(Math.ceil(-Infinity)); // expect: -Infinity
console.log(Math.ceil(2147483647.5)); // expect: 2147483648
console.log(Math.ceil("x")); // expect: NaN
console.log(Math.round(2.5)); // expect: 3
console.log(Math.round(-2.5)); // expect: -2
console.log(Math.round(-0.5)); // expect: -0
console.log(Math.round(0.49999999999999994)); // expect: 0
console.log(Math.round(-0.49)); // expect: -0
console.log(Math.round(4503599627370495.5)); // expect: 4503599627370496
console.log(Math.round(9007199254740991)); // expect: 9007199254740991
console.log(Math.round(1.5)); // expect: 2
console.log(Math.round(NaN)); // expect: NaN
console.log(Math.round(-1.5)); // expect: -1
console.log(Math.round(0.5)); // expect: 1
console.log(Math.round(-0.51)); // expect: -1
console.log(Math.round(1e20)); // expect: 100000000000000000000
console.log(Math.round(-0)); // expect: -0
console.log(Math.trunc(1.9)); // expect: 1
console.log(Math.trunc(-1.9)); // expect: -1
console.log(Math.trunc(-0.9)); // expect: -0
console.log(Math.trunc(1e300)); // expect: 1e+300
console.log(Math.trunc("7.8")); // expect: 7
console.log(Math.trunc(NaN)); // expect: NaN
console.log(Math.trunc()); // expect: NaN
console.log(Math.sign(5)); // expect: 1
console.log(Math.sign(-5)); // expect: -1
console.log(Math.sign(0)); // expect: 0
console.log(Math.sign(-0)); // expect: -0
console.log(Math.sign(NaN)); // expect: NaN
console.log(Math.sign("-3")); // expect: -1
console.log(Math.sign(Infinity)); // expect: 1
console.log(Math.sign()); // expect: NaN
console.log(Math.max()); // expect: -Infinity
console.log(Math.min()); // expect: Infinity
console.log(Math.max(1, 2, 3)); // expect: 3
console.log(Math.min(1, 2, 3)); // expect: 1
console.log(Math.max(1, NaN, 3)); // expect: NaN
console.log(Math.min("2", "10")); // expect: 2
console.log(Math.max(-0, 0)); // expect: 0
console.log(Math.min(0, -0)); // expect: -0
console.log(Math.max(0, -0)); // expect: 0
console.log(Math.min(-0, 0)); // expect: -0
console.log(Math.max(1)); // expect: 1
console.log(Math.max("a")); // expect: NaN
console.log(Math.max(-1, -2)); // expect: -1
console.log(Math.min(1.5, 1)); // expect: 1
console.log(Math.max([2], 1)); // expect: 2
console.log(Math.max(undefined)); // expect: NaN
console.log(Math.min(-Infinity, 1)); // expect: -Infinity
console.log(Math.max(-Infinity)); // expect: -Infinity
console.log(Math.sqrt(9)); // expect: 3
console.log(Math.sqrt(2)); // expect: 1.4142135623730951
console.log(Math.sqrt(-1)); // expect: NaN
console.log(Math.sqrt(-0)); // expect: -0
console.log(Math.sqrt(0)); // expect: 0
console.log(Math.sqrt("16")); // expect: 4
console.log(Math.cbrt(27)); // expect: 3
console.log(Math.cbrt(-8)); // expect: -2
console.log(Math.cbrt(-0)); // expect: -0
console.log(Math.cbrt(NaN)); // expect: NaN
console.log(Math.pow(2, 10)); // expect: 1024
console.log(Math.pow(2, -1)); // expect: 0.5
console.log(Math.pow(NaN, 0)); // expect: 1
console.log(Math.pow(1, Infinity)); // expect: NaN
console.log(Math.pow(-1, Infinity)); // expect: NaN
console.log(Math.pow(1, NaN)); // expect: NaN
console.log(Math.pow(-8, 1 / 3)); // expect: NaN
console.log(Math.pow(0, -1)); // expect: Infinity
console.log(Math.pow(-0, -1)); // expect: -Infinity
console.log(Math.pow(-0, -3)); // expect: -Infinity
console.log(Math.pow(-0, -2)); // expect: Infinity
console.log(Math.pow(-2, 3)); // expect: -8
console.log(Math.pow(2, 0.5)); // expect: 1.4142135623730951
console.log(Math.pow()); // expect: NaN
console.log(Math.pow(-Infinity, 3)); // expect: -Infinity
console.log(Math.pow(-Infinity, -3)); // expect: -0
console.log(Math.pow(0.5, Infinity)); // expect: 0
console.log(Math.pow(0.5, -Infinity)); // expect: Infinity
console.log(2 ** 10); // expect: 1024
console.log((-2) ** 2); // expect: 4
console.log(2 ** -1074); // expect: 5e-324
console.log(1 ** Infinity); // expect: NaN
console.log((-1) ** -Infinity); // expect: NaN
console.log(2 ** 0.5); // expect: 1.4142135623730951
console.log(10 ** 3); // expect: 1000
console.log(10 ** 21); // expect: 1e+21
console.log(0 ** 0); // expect: 1
console.log(NaN ** 0); // expect: 1
console.log(4 ** 1.5); // expect: 8
console.log((-8) ** 2); // expect: 64
console.log(Math.imul(3, 4)); // expect: 12
console.log(Math.imul(0xffffffff, 5)); // expect: -5
console.log(Math.imul(-5, 12)); // expect: -60
console.log(Math.imul(2 ** 31, 2)); // expect: 0
console.log(Math.imul(1.9, 2)); // expect: 2
console.log(Math.imul()); // expect: 0
console.log(Math.imul("3", "4")); // expect: 12
console.log(Math.imul(65537, 65537)); // expect: 131073
console.log(Math.imul(0x7fffffff, 0x7fffffff)); // expect: 1
console.log(Math.imul(NaN, 1)); // expect: 0
console.log(Math.imul(2 ** 32 + 3, 2)); // expect: 6
console.log(Math.clz32(1)); // expect: 31
console.log(Math.clz32(0)); // expect: 32
console.log(Math.clz32(-1)); // expect: 0
console.log(Math.clz32(0.5)); // expect: 32
console.log(Math.clz32(2 ** 32)); // expect: 32
console.log(Math.clz32()); // expect: 32
console.log(Math.clz32(0x80000000)); // expect: 0
console.log(Math.clz32("8")); // expect: 28
console.log(Math.clz32(255)); // expect: 24
console.log(Math.fround(5.5)); // expect: 5.5
console.log(Math.fround(5.05)); // expect: 5.050000190734863
console.log(Math.fround(1e40)); // expect: Infinity
console.log(Math.fround(NaN)); // expect: NaN
console.log(Math.fround(-0)); // expect: -0
console.log(Math.fround(16777217)); // expect: 16777216
console.log(Math.fround(1.401298464324817e-45)); // expect: 1.401298464324817e-45
console.log(Math.fround(1e-50)); // expect: 0
console.log(Math.fround(0.1)); // expect: 0.10000000149011612
console.log(Math.fround()); // expect: NaN
console.log(Math.hypot(3, 4)); // expect: 5
console.log(Math.hypot()); // expect: 0
console.log(Math.hypot(-5)); // expect: 5
console.log(Math.hypot(NaN, Infinity)); // expect: Infinity
console.log(Math.hypot(NaN, 1)); // expect: NaN
console.log(Math.hypot(-0)); // expect: 0
console.log(Math.hypot(1e200, 1e200) < Infinity); // expect: true
console.log(Math.hypot(3, 4, 12)); // expect: 13
console.log(Math.hypot("3", "4")); // expect: 5
console.log(Math.hypot(-Infinity)); // expect: Infinity
console.log(Math.hypot(5, 12)); // expect: 13
console.log(Math.hypot(0, 0)); // expect: 0
console.log(Math.log(1)); // expect: 0
console.log(Math.log(0)); // expect: -Infinity
console.log(Math.log(-1)); // expect: NaN
console.log(Math.log2(8)); // expect: 3
console.log(Math.log2(0)); // expect: -Infinity
console.log(Math.log10(1000)); // expect: 3
console.log(Math.log10(-1)); // expect: NaN
console.log(Math.log1p(0)); // expect: 0
console.log(Math.log1p(-0)); // expect: -0
console.log(Math.log1p(-1)); // expect: -Infinity
console.log(Math.exp(0)); // expect: 1
console.log(Math.exp(-Infinity)); // expect: 0
console.log(Math.expm1(0)); // expect: 0
console.log(Math.expm1(-0)); // expect: -0
console.log(Math.log(Infinity)); // expect: Infinity
console.log(Math.log2(1)); // expect: 0
console.log(Math.log2(0.5)); // expect: -1
console.log(Math.log10(1)); // expect: 0
console.log(Math.sin(0)); // expect: 0
console.log(Math.sin(-0)); // expect: -0
console.log(Math.cos(0)); // expect: 1
console.log(Math.tan(-0)); // expect: -0
console.log(Math.asin(2)); // expect: NaN
console.log(Math.acos(1)); // expect: 0
console.log(Math.atan(-0)); // expect: -0
console.log(Math.atan2(0, -0)); // expect: 3.141592653589793
console.log(Math.atan2(-0, 0)); // expect: -0
console.log(Math.atan2(1, 0)); // expect: 1.5707963267948966
console.log(Math.sinh(-0)); // expect: -0
console.log(Math.cosh(0)); // expect: 1
console.log(Math.tanh(Infinity)); // expect: 1
console.log(Math.acosh(1)); // expect: 0
console.log(Math.asinh(-0)); // expect: -0
console.log(Math.atanh(1)); // expect: Infinity
console.log(Math.atanh(2)); // expect: NaN
console.log(Math.atan2(0, 0)); // expect: 0
console.log(Math.sin(Infinity)); // expect: NaN
console.log(Math.acosh(0.5)); // expect: NaN
console.log(Math.PI); // expect: 3.141592653589793
console.log(Math.E); // expect: 2.718281828459045
console.log(Math.LN2); // expect: 0.6931471805599453
console.log(Math.LN10); // expect: 2.302585092994046
console.log(Math.LOG2E); // expect: 1.4426950408889634
console.log(Math.LOG10E); // expect: 0.4342944819032518
console.log(Math.SQRT2); // expect: 1.4142135623730951
console.log(Math.SQRT1_2); // expect: 0.7071067811865476
const draws = [];
for (let i = 0; i < 1000; i++) draws.push(Math.random());
console.log(draws.every((x) => x >= 0 && x < 1)); // expect: true
console.log(Math.abs(draws.reduce((a, b) => a + b) / 1000 - 0.5) < 0.1); // expect: true
console.log(draws[0] !== draws[1]); // expect: true
console.log(Math.random.length); // expect: 0
console.log(draws.some((x) => x < 0.05)); // expect: true
console.log(draws.some((x) => x > 0.95)); // expect: true
console.log(Math.max.length); // expect: 2
console.log(Math.min.length); // expect: 2
console.log(Math.hypot.length); // expect: 2
console.log(Math.atan2.length); // expect: 2
console.log(Math.floor.length); // expect: 1
console.log(Math.floor.name); // expect: floor
console.log(String(Math)); // expect: [object Math]
console.log(typeof Math); // expect: object
console.log(Object.keys(Math).length); // expect: 0
console.log(Math.random.name); // expect: random
console.log(5 % 3); // expect: 2
console.log(-5 % 3); // expect: -2
console.log(5 % -3); // expect: 2
console.log(-4 % 2); // expect: -0
console.log(5.5 % 2); // expect: 1.5
console.log(5 % 0); // expect: NaN
console.log(Infinity % 2); // expect: NaN
console.log(5 % Infinity); // expect: 5
console.log(-0 % 5); // expect: -0
console.log(2 ** 53 % 3); // expect: 2
console.log(1e300 % 7); // expect: 1
console.log(0.3 % 0.1); // expect: 0.09999999999999998
console.log(9007199254740991 % 1000); // expect: 991
console.log(-1 % 1); // expect: -0
console.log(4294967296 % 65537); // expect: 1
console.log(0 % 5); // expect: 0
console.log(-1 >>> 0); // expect: 4294967295
console.log(1 << 31); // expect: -2147483648
console.log(1 << 32); // expect: 1
console.log(-1 >> 31); // expect: -1
console.log(2 ** 32 | 0); // expect: 0
console.log(2 ** 31 | 0); // expect: -2147483648
console.log(1.9 | 0); // expect: 1
console.log(-1.9 | 0); // expect: -1
console.log(NaN | 0); // expect: 0
console.log("5" & 3); // expect: 1
console.log(5 ^ 3); // expect: 6
console.log(~5); // expect: -6
console.log(~~2.7); // expect: 2
console.log(1e21 | 0); // expect: -559939584
console.log(4294967297.5 >>> 0); // expect: 1
console.log(-5 >>> 28); // expect: 15
console.log(2 ** 53 + 2 | 0); // expect: 2
console.log(-(2 ** 52) >> 1); // expect: 0
console.log(1e300 >>> 0); // expect: 0
console.log(3000000000 | 0); // expect: -1294967296
