// --- integer results that overflow become doubles
console.log(2147483647 + 1); // expect: 2147483648
console.log(-2147483648 - 1); // expect: -2147483649
console.log(2147483647 * 2147483647); // expect: 4611686014132420600
console.log(65536 * 65536); // expect: 4294967296
console.log(46341 * 46341); // expect: 2147488281
console.log(-2147483648 * -1); // expect: 2147483648
console.log(-(-2147483648)); // expect: 2147483648
let up = 2147483647;
up++;
console.log(up); // expect: 2147483648
let down = -2147483648;
--down;
console.log(down); // expect: -2147483649

// --- negative zero is kept
console.log(1 / (0 * -1)); // expect: -Infinity
console.log(1 / -0); // expect: -Infinity
console.log(1 / (-5 % 5)); // expect: -Infinity
console.log(1 / (5 % -5)); // expect: Infinity
console.log(1 / (0 / -3)); // expect: -Infinity
console.log(1 / (0 + -0)); // expect: Infinity
console.log(1 / (-0 + -0)); // expect: -Infinity
console.log(1 / (0 - 0)); // expect: Infinity
console.log(1 / (-0 - 0)); // expect: -Infinity
let zero = 0;
console.log(1 / -zero); // expect: -Infinity
console.log(0 === -0); // expect: true

// --- division and remainder
console.log(7 / 2); // expect: 3.5
console.log(6 / 3); // expect: 2
console.log(1 / 0); // expect: Infinity
console.log(-1 / 0); // expect: -Infinity
console.log(0 / 0); // expect: NaN
console.log(7 % 3); // expect: 1
console.log(-7 % 3); // expect: -1
console.log(7 % -3); // expect: 1
console.log(5.5 % 2); // expect: 1.5
console.log(-1 % 1); // expect: -0
console.log(1e300 % 7); // expect: 1
console.log(9007199254740991 % 1000); // expect: 991
console.log(5 % 0); // expect: NaN
console.log(5 % Infinity); // expect: 5
console.log(Infinity % 5); // expect: NaN
console.log(-2147483648 % -1); // expect: -0

// --- exponentiation is right associative and binds tighter than unary minus on the right
console.log(2 ** 10); // expect: 1024
console.log(2 ** 3 ** 2); // expect: 512
console.log((-2) ** 2); // expect: 4
console.log(2 ** -1); // expect: 0.5
console.log(2 ** 0.5); // expect: 1.4142135623730951
console.log((-8) ** (1 / 3)); // expect: NaN
console.log(NaN ** 0); // expect: 1
console.log(1 ** Infinity); // expect: NaN
console.log((-1) ** -Infinity); // expect: NaN
console.log(0 ** 0); // expect: 1
let power = 3;
power **= 4;
console.log(power); // expect: 81

// --- bitwise operators work on 32 bits
console.log(5 & 3); // expect: 1
console.log(5 | 3); // expect: 7
console.log(5 ^ 3); // expect: 6
console.log(~5); // expect: -6
console.log(1 << 31); // expect: -2147483648
console.log(1 << 32); // expect: 1
console.log(1 << 33); // expect: 2
console.log(1 << -1); // expect: -2147483648
console.log(-1 >> 1); // expect: -1
console.log(-1 >>> 0); // expect: 4294967295
console.log(-1 >>> 1); // expect: 2147483647
console.log(-1 >>> 31); // expect: 1
console.log(4294967296 | 0); // expect: 0
console.log(4294967295 | 0); // expect: -1
console.log(2147483648 | 0); // expect: -2147483648
console.log(-2147483649 | 0); // expect: 2147483647
console.log(1e21 | 0); // expect: -559939584
console.log(1.9 | 0); // expect: 1
console.log(-1.9 | 0); // expect: -1
console.log(NaN | 0); // expect: 0
console.log(Infinity | 0); // expect: 0
console.log(~~3.7); // expect: 3
console.log(~4294967295); // expect: 0
console.log("12" & "10"); // expect: 8

// --- operands are converted to numbers
console.log("6" * "7"); // expect: 42
console.log("10" / 4); // expect: 2.5
console.log("5" - 2); // expect: 3
console.log(true + true); // expect: 2
console.log(null + 1); // expect: 1
console.log(undefined + 1); // expect: NaN
console.log([] * 2); // expect: 0
console.log([7] * 2); // expect: 14
console.log([1, 2] * 2); // expect: NaN
console.log("" * 1); // expect: 0
console.log(" 12 " * 1); // expect: 12
console.log("0x10" * 1); // expect: 16
console.log("1e3" * 1); // expect: 1000
console.log("12px" * 1); // expect: NaN
console.log(+""); // expect: 0
console.log(+" \n"); // expect: 0
console.log(+null); // expect: 0
console.log(+undefined); // expect: NaN
console.log(+true); // expect: 1
console.log(-"3"); // expect: -3
console.log(+{}); // expect: NaN
console.log(+[]); // expect: 0

// --- plus concatenates when an operand is a string after conversion to primitives
console.log(1 + "2"); // expect: 12
console.log("1" + 2); // expect: 12
console.log(1 + 2 + "3"); // expect: 33
console.log("1" + 2 + 3); // expect: 123
console.log("a" + null); // expect: anull
console.log("a" + undefined); // expect: aundefined
console.log("a" + true); // expect: atrue
console.log([] + []); // expect:
console.log([] + {}); // expect: [object Object]
console.log([1, 2] + [3]); // expect: 1,23
console.log({} + 1); // expect: [object Object]1
console.log(1 + { valueOf: function () { return 41; } }); // expect: 42
const both = { toString: function () { return "y"; }, valueOf: function () { return "v"; } };
console.log("x" + both); // expect: xv
console.log(`${both}`); // expect: y

// --- operands are evaluated and converted from left to right
let trace = "";
function operand(name, value) {
  trace += name;
  return { valueOf: function () { trace += name.toUpperCase(); return value; } };
}
operand("a", 1) + operand("b", 2);
console.log(trace); // expect: abAB
trace = "";
operand("a", 1) < operand("b", 2);
console.log(trace); // expect: abAB
trace = "";
operand("a", 1) > operand("b", 2);
console.log(trace); // expect: abAB
trace = "";
operand("a", 1) <= operand("b", 2);
console.log(trace); // expect: abAB
trace = "";
operand("a", 1) >= operand("b", 2);
console.log(trace); // expect: abAB
trace = "";
operand("a", 1) ** operand("b", 2);
console.log(trace); // expect: abAB
trace = "";
operand("a", 1) == 1;
console.log(trace); // expect: aA
trace = "";
operand("a", 1) === operand("b", 1);
console.log(trace); // expect: ab

// --- increment and decrement answer numbers
let n = 5;
console.log(n++); // expect: 5
console.log(n); // expect: 6
console.log(++n); // expect: 7
console.log(n--); // expect: 7
console.log(--n); // expect: 5
let text = "7";
console.log(typeof text++); // expect: number
console.log(text); // expect: 8
let huge = 9007199254740992;
console.log(huge++); // expect: 9007199254740992
console.log(huge); // expect: 9007199254740992
let nothing;
nothing++;
console.log(nothing); // expect: NaN
let empty = null;
empty--;
console.log(empty); // expect: -1
const object = { count: 1 };
object.count++;
++object["count"];
console.log(object.count++); // expect: 3
console.log(object.count); // expect: 4
