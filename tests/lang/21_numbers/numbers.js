// Number, its texts and parseInt, parseFloat, isNaN, isFinite (19.2, 21.1).
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
console.log(Number()); // expect: 0
console.log(Number("12")); // expect: 12
console.log(Number(" 12\n")); // expect: 12
console.log(Number("1e3")); // expect: 1000
console.log(Number("0x1F")); // expect: 31
console.log(Number("0b101")); // expect: 5
console.log(Number("0o17")); // expect: 15
console.log(Number("")); // expect: 0
console.log(Number("12px")); // expect: NaN
console.log(Number(null)); // expect: 0
console.log(Number(undefined)); // expect: NaN
console.log(Number(true)); // expect: 1
console.log(Number([5])); // expect: 5
console.log(Number({})); // expect: NaN
console.log(Number("Infinity")); // expect: Infinity
console.log(Number("-Infinity")); // expect: -Infinity
console.log(Number("+.5")); // expect: 0.5
console.log(Number("5.")); // expect: 5
console.log(Number(".")); // expect: NaN
console.log(Number("1_000")); // expect: NaN
console.log(Number("0x")); // expect: NaN
console.log(Number("-0x10")); // expect: NaN
console.log(Number("1e")); // expect: NaN
console.log(Number("--1")); // expect: NaN
console.log(1 / Number("-0")); // expect: -Infinity
console.log(Number("infinity")); // expect: NaN
console.log(Number("1e1000")); // expect: Infinity
console.log(Number("-1e-1000")); // expect: -0
console.log(Number("0b2")); // expect: NaN
console.log(Number("00012")); // expect: 12
console.log(Number("\u00a0\ufeff7\u2029")); // expect: 7
console.log(Number("1 2")); // expect: NaN
console.log(Number("0X1f")); // expect: 31
console.log(Number("0B1")); // expect: 1
console.log(Number("0O7")); // expect: 7
console.log(Number("1n")); // expect: NaN
console.log(typeof new Number(5)); // expect: object
console.log(new Number(5) + 1); // expect: 6
console.log(new Number(5).valueOf()); // expect: 5
console.log(Number(new Number(7))); // expect: 7
console.log(Number(new String("8"))); // expect: 8
console.log(Number(Boolean(1))); // expect: 1
console.log(Number([])); // expect: 0
console.log(Number([1, 2])); // expect: NaN
console.log(Number({ valueOf: () => 9 })); // expect: 9
console.log(0.1); // expect: 0.1
console.log(0.1 + 0.2); // expect: 0.30000000000000004
console.log(1 / 3); // expect: 0.3333333333333333
console.log(100); // expect: 100
console.log(1e21); // expect: 1e+21
console.log(1e20); // expect: 100000000000000000000
console.log(123456789012345680000); // expect: 123456789012345680000
console.log(1e-6); // expect: 0.000001
console.log(1e-7); // expect: 1e-7
console.log(1.5e-10); // expect: 1.5e-10
console.log(-1e-7); // expect: -1e-7
console.log(5e-324); // expect: 5e-324
console.log(1.7976931348623157e308); // expect: 1.7976931348623157e+308
console.log(2 ** 53); // expect: 9007199254740992
console.log(2 ** 53 + 2); // expect: 9007199254740994
console.log(4.35); // expect: 4.35
console.log(0.000001234); // expect: 0.000001234
console.log(1.0); // expect: 1
console.log(9007199254740993); // expect: 9007199254740992
console.log(0.30000000000000004); // expect: 0.30000000000000004
console.log(2.220446049250313e-16); // expect: 2.220446049250313e-16
console.log(1.1102230246251565e-16); // expect: 1.1102230246251565e-16
console.log(5.684341886080802e-14); // expect: 5.684341886080802e-14
console.log(9.5367431640625e-7); // expect: 9.5367431640625e-7
console.log(2 ** -1074); // expect: 5e-324
console.log(2 ** -1022); // expect: 2.2250738585072014e-308
console.log(2 ** 1023); // expect: 8.98846567431158e+307
console.log(1e23); // expect: 1e+23
console.log(8.41e21); // expect: 8.41e+21
console.log(2.0919495182368195e19); // expect: 20919495182368195000
console.log(9.409340012568248e18); // expect: 9409340012568248000
console.log(1.2345e300); // expect: 1.2345e+300
console.log((255).toString(16)); // expect: ff
console.log((255).toString(2)); // expect: 11111111
console.log((-255).toString(36)); // expect: -73
console.log((0.5).toString(2)); // expect: 0.1
console.log((0.1).toString(2)); // expect: 0.0001100110011001100110011001100110011001100110011001101
console.log((0.1).toString(3)); // expect: 0.0022002200220022002200220022002201
console.log((2 ** 60).toString(16)); // expect: 1000000000000000
console.log((1 / 3).toString(36)); // expect: 0.c
console.log((-0).toString(2)); // expect: 0
console.log(NaN.toString(2)); // expect: NaN
console.log(Infinity.toString(16)); // expect: Infinity
console.log((1e-7).toString(16)); // expect: 0.000001ad7f29abcaf48
console.log((123.456).toString(36)); // expect: 3f.gez4w97ry
console.log((35).toString(36)); // expect: z
console.log((0.9999999999999999).toString(2));
// expect: 0.11111111111111111111111111111111111111111111111111111
console.log((3.14159).toString(8)); // expect: 3.11037476006703156
console.log((5e-324).toString(2).length); // expect: 1076
console.log((255.255).toString(16)); // expect: ff.4147ae147ae
console.log((1e21).toString()); // expect: 1e+21
console.log((10).toString(undefined)); // expect: 10
console.log(thrown(() => (1).toString(1))); // expect: RangeError
console.log(thrown(() => (1).toString(37))); // expect: RangeError
console.log(thrown(() => (1).toString(0))); // expect: RangeError
console.log((7).toString("2")); // expect: 111
console.log(thrown(() => Number.prototype.toString.call("1"))); // expect: TypeError
console.log((1.005).toFixed(2)); // expect: 1.00
console.log((2.5).toFixed(0)); // expect: 3
console.log((1.5).toFixed(0)); // expect: 2
console.log((0.5).toFixed(0)); // expect: 1
console.log((-2.5).toFixed(0)); // expect: -3
console.log((1.45).toFixed(1)); // expect: 1.4
console.log((0).toFixed(2)); // expect: 0.00
console.log((-0).toFixed(2)); // expect: 0.00
console.log((-0.0000001).toFixed(2)); // expect: -0.00
console.log((1e21).toFixed(2)); // expect: 1e+21
console.log((123.456).toFixed()); // expect: 123
console.log((1234.5678).toFixed(10)); // expect: 1234.5678000000
console.log((1e20).toFixed(2)); // expect: 100000000000000000000.00
console.log((0.1).toFixed(20)); // expect: 0.10000000000000000555
console.log((NaN).toFixed(2)); // expect: NaN
console.log((Infinity).toFixed(1)); // expect: Infinity
console.log(thrown(() => (1).toFixed(-1))); // expect: RangeError
console.log(thrown(() => (1).toFixed(101))); // expect: RangeError
console.log((1).toFixed(100).length); // expect: 102
console.log((5e-324).toFixed(3)); // expect: 0.000
console.log((999.9999).toFixed(3)); // expect: 1000.000
console.log((0.000001).toFixed(7)); // expect: 0.0000010
console.log((1.23e-10).toFixed(2)); // expect: 0.00
console.log((9.995).toFixed(2)); // expect: 9.99
console.log((10.235).toFixed(2)); // expect: 10.23
console.log((8.345).toFixed(2)); // expect: 8.35
console.log((1000000000000000128).toFixed(0)); // expect: 1000000000000000128
console.log(thrown(() => NaN.toFixed(101))); // expect: RangeError
console.log((123.456).toPrecision(4)); // expect: 123.5
console.log((0.000123).toPrecision(2)); // expect: 0.00012
console.log((0.0000001).toPrecision(2)); // expect: 1.0e-7
console.log((123456).toPrecision(2)); // expect: 1.2e+5
console.log((1.25).toPrecision(2)); // expect: 1.3
console.log((1.35).toPrecision(2)); // expect: 1.4
console.log((0).toPrecision(3)); // expect: 0.00
console.log((-1.5).toPrecision(1)); // expect: -2
console.log((1e21).toPrecision(3)); // expect: 1.00e+21
console.log((99.99).toPrecision(3)); // expect: 100
console.log((1).toPrecision()); // expect: 1
console.log((123).toPrecision(30)); // expect: 123.000000000000000000000000000
console.log((1e-6).toPrecision(1)); // expect: 0.000001
console.log((1e-7).toPrecision(1)); // expect: 1e-7
console.log(NaN.toPrecision(200)); // expect: NaN
console.log(thrown(() => (1).toPrecision(0))); // expect: RangeError
console.log(thrown(() => (1).toPrecision(101))); // expect: RangeError
console.log((123.456).toExponential()); // expect: 1.23456e+2
console.log((123.456).toExponential(2)); // expect: 1.23e+2
console.log((0).toExponential()); // expect: 0e+0
console.log((0).toExponential(2)); // expect: 0.00e+0
console.log((-1.5e-9).toExponential(0)); // expect: -1e-9
console.log((1e21).toExponential(3)); // expect: 1.000e+21
console.log((12345).toExponential(1)); // expect: 1.2e+4
console.log((0.00015).toExponential(0)); // expect: 1e-4
console.log((25).toExponential(0)); // expect: 3e+1
console.log((35).toExponential(0)); // expect: 4e+1
console.log(NaN.toExponential()); // expect: NaN
console.log(Infinity.toExponential(200)); // expect: Infinity
console.log(thrown(() => (1).toExponential(-1))); // expect: RangeError
console.log(thrown(() => (1).toExponential(101))); // expect: RangeError
console.log((5e-324).toExponential()); // expect: 5e-324
console.log((1.7976931348623157e308).toExponential(5)); // expect: 1.79769e+308
console.log(Number.isInteger(5)); // expect: true
console.log(Number.isInteger(5.5)); // expect: false
console.log(Number.isInteger("5")); // expect: false
console.log(Number.isInteger(1e300)); // expect: true
console.log(Number.isInteger(Infinity)); // expect: false
console.log(Number.isInteger(-0)); // expect: true
console.log(Number.isSafeInteger(2 ** 53)); // expect: false
console.log(Number.isSafeInteger(2 ** 53 - 1)); // expect: true
console.log(Number.isFinite("1")); // expect: false
console.log(Number.isFinite(1)); // expect: true
console.log(Number.isFinite(NaN)); // expect: false
console.log(Number.isNaN("x")); // expect: false
console.log(Number.isNaN(NaN)); // expect: true
console.log(Number.isNaN()); // expect: false
console.log(Number.MAX_SAFE_INTEGER); // expect: 9007199254740991
console.log(Number.MIN_SAFE_INTEGER); // expect: -9007199254740991
console.log(Number.MAX_VALUE); // expect: 1.7976931348623157e+308
console.log(Number.MIN_VALUE); // expect: 5e-324
console.log(Number.EPSILON); // expect: 2.220446049250313e-16
console.log(Number.POSITIVE_INFINITY); // expect: Infinity
console.log(Number.NEGATIVE_INFINITY); // expect: -Infinity
console.log(Number.NaN); // expect: NaN
console.log(parseInt("42")); // expect: 42
console.log(parseInt("42px")); // expect: 42
console.log(parseInt("  -17")); // expect: -17
console.log(parseInt("0x1f")); // expect: 31
console.log(parseInt("1f", 16)); // expect: 31
console.log(parseInt("0x1f", 16)); // expect: 31
console.log(parseInt("0b1")); // expect: 0
console.log(parseInt("101", 2)); // expect: 5
console.log(parseInt("z", 36)); // expect: 35
console.log(parseInt("")); // expect: NaN
console.log(parseInt("x")); // expect: NaN
console.log(parseInt("1e3")); // expect: 1
console.log(parseInt(1e21)); // expect: 1
console.log(parseInt(0.0000005)); // expect: 5
console.log(parseInt("-")); // expect: NaN
console.log(parseInt(null)); // expect: NaN
console.log(parseInt("null", 36)); // expect: 1112745
console.log(parseInt("9", 8)); // expect: NaN
console.log(parseInt("12", 1)); // expect: NaN
console.log(parseInt("12", 37)); // expect: NaN
console.log(parseInt("12", 0)); // expect: 12
console.log(parseInt("9007199254740993")); // expect: 9007199254740992
console.log(parseInt("123456789012345678901234567890")); // expect: 1.2345678901234568e+29
console.log(parseInt("100000000000000000000000000000000000000000000000000001", 2));
// expect: 9007199254740992
console.log(parseInt("zzzzzzzzzzzzzzzz", 36)); // expect: 7.958661109946401e+24
console.log(parseInt("fffffffffffff8", 16)); // expect: 72057594037927930
console.log(parseInt("20000000000001", 16)); // expect: 9007199254740992
console.log(parseInt("777777777777777777777", 8)); // expect: 9223372036854776000
console.log(parseInt("-0")); // expect: -0
console.log(1 / parseInt("-0")); // expect: -Infinity
console.log(parseInt("222222222222222222222222222222222222222", 3)); // expect: 4052555153018976000
console.log(parseInt("11", 4294967298)); // expect: 3
console.log(parseInt("+5")); // expect: 5
console.log(parseInt("+ 5")); // expect: NaN
console.log(parseInt(-5.9)); // expect: -5
console.log(parseInt("\u20035")); // expect: 5
console.log(parseFloat("3.14abc")); // expect: 3.14
console.log(parseFloat("  -2.5e3x")); // expect: -2500
console.log(parseFloat(".5")); // expect: 0.5
console.log(parseFloat("5.")); // expect: 5
console.log(parseFloat("-.5e-2")); // expect: -0.005
console.log(parseFloat("e5")); // expect: NaN
console.log(parseFloat("1e")); // expect: 1
console.log(parseFloat("1e+")); // expect: 1
console.log(parseFloat("Infinityx")); // expect: Infinity
console.log(parseFloat("-Infinity")); // expect: -Infinity
console.log(parseFloat("")); // expect: NaN
console.log(parseFloat("0x10")); // expect: 0
console.log(parseFloat("1.2.3")); // expect: 1.2
console.log(1 / parseFloat("-0")); // expect: -Infinity
console.log(parseFloat("+1")); // expect: 1
console.log(parseFloat("infinity")); // expect: NaN
console.log(parseFloat("1_0")); // expect: 1
console.log(parseFloat(5)); // expect: 5
console.log(parseFloat("1€")); // expect: 1
console.log(isNaN("x")); // expect: true
console.log(isNaN("")); // expect: false
console.log(isNaN(undefined)); // expect: true
console.log(isNaN()); // expect: true
console.log(isNaN("12")); // expect: false
console.log(isFinite("12")); // expect: true
console.log(isFinite("x")); // expect: false
console.log(isFinite(Infinity)); // expect: false
console.log(isFinite(null)); // expect: true
console.log(isFinite()); // expect: false
console.log(Number.parseFloat === parseFloat); // expect: true
console.log(Number.parseInt === parseInt); // expect: true
console.log(1.0000000000000002); // expect: 1.0000000000000002
console.log(4503599627370497.5); // expect: 4503599627370498
console.log(9007199254740991.5); // expect: 9007199254740992
console.log(0.1 * 3); // expect: 0.30000000000000004
console.log(1e16); // expect: 10000000000000000
console.log(12345678901234567890); // expect: 12345678901234567000
console.log(0.000001); // expect: 0.000001
console.log(1e-5); // expect: 0.00001
console.log(1.5); // expect: 1.5
console.log(-1.5); // expect: -1.5
console.log(100000000000000000000); // expect: 100000000000000000000
console.log(1000000000000000000000); // expect: 1e+21
console.log(1e5); // expect: 100000
console.log(123e-20); // expect: 1.23e-18
console.log(0xffffffff); // expect: 4294967295
console.log(-2147483648); // expect: -2147483648
console.log(2147483648); // expect: 2147483648
console.log(4294967296.5); // expect: 4294967296.5
console.log(String(1e100)); // expect: 1e+100
console.log(`${1e-100}`); // expect: 1e-100
console.log("" + 3.0); // expect: 3
console.log([0.1, 1e21].join()); // expect: 0.1,1e+21
console.log((25).toString(36)); // expect: p
console.log((0.000001).toString()); // expect: 0.000001
console.log((1e21 + 1).toString()); // expect: 1e+21
console.log((-1.5).toString()); // expect: -1.5
console.log(Number("4.9406564584124654e-324")); // expect: 5e-324
console.log(Number("2.4703282292062327e-324")); // expect: 0
console.log(Number("2.4703282292062328e-324")); // expect: 5e-324
console.log(Number("1.7976931348623158e308")); // expect: 1.7976931348623157e+308
console.log(Number("1.7976931348623159e308")); // expect: Infinity
console.log(Number("0." + "0".repeat(400) + "1")); // expect: 0
console.log(Number("1" + "0".repeat(308))); // expect: 1e+308
console.log(Number("1" + "0".repeat(309))); // expect: Infinity
console.log(Number("9".repeat(400))); // expect: Infinity
console.log(Number("9007199254740993.0000000000000000000000000000001")); // expect: 9007199254740994
console.log(Number("9007199254740993")); // expect: 9007199254740992
console.log(Number("0.1".padEnd(1000, "0"))); // expect: 0.1
console.log(Number("1e" + "9".repeat(50))); // expect: Infinity
console.log(Number("1e-" + "9".repeat(50))); // expect: 0
console.log(Number("0e999999")); // expect: 0
console.log(Number("0x" + "f".repeat(300))); // expect: Infinity
console.log(Number.length); // expect: 1
console.log(Number.name); // expect: Number
console.log((1).toFixed.length); // expect: 1
console.log((1).toString.length); // expect: 1
console.log(parseInt.length); // expect: 2
console.log(parseFloat.name); // expect: parseFloat
console.log(Number.prototype.constructor === Number); // expect: true
console.log(Object.prototype.toString.call(Number.prototype)); // expect: [object Number]
console.log(Number.prototype.valueOf()); // expect: 0
console.log(typeof Number.prototype); // expect: object
console.log(Boolean()); // expect: false
console.log(Boolean(0)); // expect: false
console.log(Boolean("")); // expect: false
console.log(Boolean("0")); // expect: true
console.log(Boolean([])); // expect: true
console.log(Boolean(NaN)); // expect: false
console.log(Boolean(null)); // expect: false
console.log(typeof new Boolean(false)); // expect: object
console.log(new Boolean(false) ? 1 : 2); // expect: 1
console.log(new Boolean(true).valueOf()); // expect: true
console.log(true.toString()); // expect: true
console.log(false.valueOf()); // expect: false
console.log(thrown(() => Boolean.prototype.toString.call(1))); // expect: TypeError
console.log(new Boolean(false) == false); // expect: true
console.log(JSON.stringify(new Boolean(true))); // expect: true
// The greatest number in other radixes: there is no number above it.
console.log(Number.MAX_VALUE.toString(2) === "1".repeat(53) + "0".repeat(971)); // expect: true
console.log((-Number.MAX_VALUE).toString(16) === "-" + "f".repeat(13) + "8" + "0".repeat(242));
// expect: true
