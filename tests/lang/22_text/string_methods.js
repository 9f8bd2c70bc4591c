// String and String.prototype (22.1), without regular expressions.
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
console.log(json(String())); // expect: ""
console.log(String(12)); // expect: 12
console.log(String(null)); // expect: null
console.log(String(undefined)); // expect: undefined
console.log(String(true)); // expect: true
console.log(String([1, 2])); // expect: 1,2
console.log(String({})); // expect: [object Object]
console.log(String(-0)); // expect: 0
console.log(typeof String(1)); // expect: string
console.log(typeof new String("a")); // expect: object
console.log(new String("abc").length); // expect: 3
console.log(new String("abc")[1]); // expect: b
console.log(new String("a") == "a"); // expect: true
console.log(new String("a") === "a"); // expect: false
console.log(json(new String("x"))); // expect: "x"
console.log(new String("ab") + "c"); // expect: abc
console.log(Object("s") instanceof String); // expect: true
console.log(new String("abc").valueOf()); // expect: abc
console.log("abc".charAt(1)); // expect: b
console.log(json("abc".charAt(3))); // expect: ""
console.log(json("abc".charAt(-1))); // expect: ""
console.log("abc".charAt()); // expect: a
console.log("abc".charAt("2")); // expect: c
console.log("abc".charAt(1.9)); // expect: b
console.log("abc".charAt(NaN)); // expect: a
console.log("€x".charAt(0)); // expect: €
console.log("abc".charCodeAt(0)); // expect: 97
console.log("abc".charCodeAt(3)); // expect: NaN
console.log("abc".charCodeAt()); // expect: 97
console.log("€".charCodeAt(0)); // expect: 8364
console.log("𝒳".charCodeAt(0)); // expect: 55349
console.log("𝒳".charCodeAt(1)); // expect: 56499
console.log("a".charCodeAt(-1)); // expect: NaN
console.log("𝒳y".codePointAt(0)); // expect: 119987
console.log("𝒳y".codePointAt(1)); // expect: 56499
console.log("𝒳y".codePointAt(2)); // expect: 121
console.log("a".codePointAt(1)); // expect: undefined
console.log("\ud800".codePointAt(0)); // expect: 55296
console.log("\ud800a".codePointAt(0)); // expect: 55296
console.log("".codePointAt()); // expect: undefined
console.log("abc".at(0)); // expect: a
console.log("abc".at(-1)); // expect: c
console.log("abc".at(3)); // expect: undefined
console.log("abc".at(-4)); // expect: undefined
console.log("abc".at()); // expect: a
console.log("abc"[1]); // expect: b
console.log("abc"[5]); // expect: undefined
console.log("abc".length); // expect: 3
console.log("𝒳".length); // expect: 2
console.log(json("abcdef".slice(1, 3))); // expect: "bc"
console.log(json("abcdef".slice(-2))); // expect: "ef"
console.log(json("abc".slice(2, 1))); // expect: ""
console.log(json("abc".slice())); // expect: "abc"
console.log(json("abc".slice(1, -1))); // expect: "b"
console.log(json("abc".slice("1"))); // expect: "bc"
console.log(json("abc".slice(NaN, undefined))); // expect: "abc"
console.log(json("abc".slice(-9, 9))); // expect: "abc"
console.log(json("abcdef".substring(1, 3))); // expect: "bc"
console.log(json("abcdef".substring(3, 1))); // expect: "bc"
console.log(json("abc".substring(-1, 2))); // expect: "ab"
console.log(json("abc".substring(1))); // expect: "bc"
console.log(json("abc".substring(NaN, 1))); // expect: "a"
console.log(json("abc".substring(5))); // expect: ""
console.log(json("abc".substring(1, undefined))); // expect: "bc"
console.log(json("abcdef".substr(1, 3))); // expect: "bcd"
console.log(json("abcdef".substr(-3, 2))); // expect: "de"
console.log(json("abc".substr(1))); // expect: "bc"
console.log(json("abc".substr(0, -1))); // expect: ""
console.log(json("abc".substr(5))); // expect: ""
console.log(json("abc".substr(1, undefined))); // expect: "bc"
console.log("abcabc".indexOf("b")); // expect: 1
console.log("abcabc".indexOf("b", 2)); // expect: 4
console.log("abc".indexOf("")); // expect: 0
console.log("abc".indexOf("", 9)); // expect: 3
console.log("abc".indexOf("d")); // expect: -1
console.log("abc".indexOf("a", -5)); // expect: 0
console.log("aundefined".indexOf()); // expect: 1
console.log("a€b€".indexOf("€b")); // expect: 1
console.log("abc".indexOf("€")); // expect: -1
console.log("x1".indexOf(1)); // expect: 1
console.log("abcabc".lastIndexOf("b")); // expect: 4
console.log("abcabc".lastIndexOf("b", 3)); // expect: 1
console.log("abc".lastIndexOf("")); // expect: 3
console.log("abc".lastIndexOf("a", -5)); // expect: 0
console.log("abc".lastIndexOf("c", 1)); // expect: -1
console.log("abab".lastIndexOf("ab", NaN)); // expect: 2
console.log("abab".lastIndexOf("ab", 1)); // expect: 0
console.log("abc".lastIndexOf("", 1)); // expect: 1
console.log("aa".lastIndexOf("aaa")); // expect: -1
console.log("abc".includes("b")); // expect: true
console.log("abc".includes("b", 2)); // expect: false
console.log("abc".includes("")); // expect: true
console.log("abc".includes("", 9)); // expect: true
console.log("undefined".includes()); // expect: true
console.log("a€".includes("€")); // expect: true
console.log("abc".startsWith("ab")); // expect: true
console.log("abc".startsWith("b", 1)); // expect: true
console.log("abc".startsWith("")); // expect: true
console.log("abc".startsWith("abcd")); // expect: false
console.log("abc".startsWith("c", 9)); // expect: false
console.log("abc".startsWith("a", -1)); // expect: true
console.log("€a".startsWith("€")); // expect: true
console.log("abc".endsWith("bc")); // expect: true
console.log("abc".endsWith("b", 2)); // expect: true
console.log("abc".endsWith("")); // expect: true
console.log("abc".endsWith("zabc")); // expect: false
console.log("abc".endsWith("a", 1)); // expect: true
console.log("abc".endsWith("c", NaN)); // expect: false
console.log("abc".endsWith("c", undefined)); // expect: true
console.log("aBc1é".toUpperCase()); // expect: ABC1É
console.log("ÀÉß".toLowerCase()); // expect: àéß
console.log("straße ÿ µ".toUpperCase()); // expect: STRASSE Ÿ Μ
console.log("ŉ ǰ ﬃ ΐ".toUpperCase()); // expect: ʼN J̌ FFI Ϊ́
console.log("İ".toLowerCase().length); // expect: 2
console.log("ǅ".toUpperCase()); // expect: Ǆ
console.log("ǅ".toLowerCase()); // expect: ǆ
console.log("ıſ".toUpperCase()); // expect: IS
console.log("ΑΣ ΑΣΑ Σ ΣΑ Α.Σ. ΑΣ\u0301 ΑΣ'Α".toLowerCase()); // expect: ας ασα σ σα α.ς. ας́ ασ'α
console.log("ЖЁ".toLowerCase()); // expect: жё
console.log("жё".toUpperCase()); // expect: ЖЁ
console.log("𐐀".toLowerCase() === "𐐨"); // expect: true
console.log("𐐨".toUpperCase() === "𐐀"); // expect: true
console.log("\ud800a".toUpperCase().length); // expect: 2
console.log("ა".toUpperCase()); // expect: Ა
console.log("Ꭰ".toLowerCase()); // expect: ꭰ
console.log("ꭰ".toUpperCase()); // expect: Ꭰ
console.log("abc".toLowerCase() === "abc"); // expect: true
console.log(json("".toUpperCase())); // expect: ""
console.log("i̇".toUpperCase().length); // expect: 2
console.log("Å".toLowerCase()); // expect: å
console.log("Ω".toLowerCase()); // expect: ω
console.log("ς".toUpperCase()); // expect: Σ
console.log(json("  a b \n".trim())); // expect: "a b"
console.log(json("\t a".trimStart())); // expect: "a"
console.log(json("a \u00a0\u2003\ufeff".trimEnd())); // expect: "a"
console.log(json("\u2028\u3000".trim())); // expect: ""
console.log(json("\u180ea".trim().length)); // expect: 2
console.log(json("\u200ba".trim().length)); // expect: 2
console.log(json("x".trim())); // expect: "x"
console.log("".trimLeft === "".trimStart); // expect: true
console.log("".trimRight === "".trimEnd); // expect: true
console.log("".trimLeft.name); // expect: trimStart
console.log("".trimRight.name); // expect: trimEnd
console.log("5".padStart(3, "0")); // expect: 005
console.log("abc".padStart(2)); // expect: abc
console.log(json("a".padStart(4))); // expect: "   a"
console.log("a".padStart(6, "xyz")); // expect: xyzxya
console.log("a".padStart(3, "")); // expect: a
console.log(json("a".padEnd(3))); // expect: "a  "
console.log("a".padEnd(6, "xy")); // expect: axyxyx
console.log("a".padEnd(NaN, "x")); // expect: a
console.log("a".padStart(3, "€")); // expect: €€a
console.log("a".padEnd(4, 12)); // expect: a121
console.log("ab".repeat(3)); // expect: ababab
console.log(json("ab".repeat(0))); // expect: ""
console.log(json("".repeat(100))); // expect: ""
console.log("a".repeat(2.9)); // expect: aa
console.log("€".repeat(2)); // expect: €€
console.log("a".repeat("2")); // expect: aa
console.log(thrown(() => "a".repeat(-1))); // expect: RangeError
console.log(thrown(() => "a".repeat(Infinity))); // expect: RangeError
console.log(thrown(() => "abc".repeat(1e9))); // expect: RangeError
console.log(json("".repeat(1e9))); // expect: ""
console.log(json("a,b,c".split(","))); // expect: ["a","b","c"]
console.log(json("a,b,c".split(",", 2))); // expect: ["a","b"]
console.log(json("abc".split(""))); // expect: ["a","b","c"]
console.log(json("".split(""))); // expect: []
console.log(json("".split(","))); // expect: [""]
console.log(json("abc".split())); // expect: ["abc"]
console.log(json("abc".split("b", 0))); // expect: []
console.log(json("abc".split(undefined, 1))); // expect: ["abc"]
console.log(json(",a,".split(","))); // expect: ["","a",""]
console.log(json("a--b--c".split("--"))); // expect: ["a","b","c"]
console.log(json("aXbX".split("X"))); // expect: ["a","b",""]
console.log(json("abc".split("abc"))); // expect: ["",""]
console.log(json("𝒳".split("").length)); // expect: 2
console.log(json("anullb".split(null))); // expect: ["a","b"]
console.log(json("a€b".split("€"))); // expect: ["a","b"]
console.log(json("ab".split("", -1))); // expect: ["a","b"]
console.log(json("ab".split("", 1))); // expect: ["a"]
console.log(json("aaa".split("aa"))); // expect: ["","a"]
console.log("a".concat("b", 1, null)); // expect: ab1null
console.log("a".concat()); // expect: a
console.log("€".concat("a", "€").length); // expect: 3
console.log("abcabc".replace("b", "X")); // expect: aXcabc
console.log("abc".replace("d", "X")); // expect: abc
console.log("abc".replace("", "X")); // expect: Xabc
console.log("abc".replace("b", "[$&$`$'$$$1]")); // expect: a[bac$$1]c
console.log("abc".replace("b", (m, i, s) => m + i + s)); // expect: ab1abcc
console.log("abc".replace("b")); // expect: aundefinedc
console.log("aXc".replace("X", "$")); // expect: a$c
console.log("abc".replace("b", "$$1")); // expect: a$1c
console.log("abc".replace("b", undefined)); // expect: aundefinedc
console.log("abcabc".replaceAll("b", "X")); // expect: aXcaXc
console.log("aaa".replaceAll("aa", "b")); // expect: ba
console.log("abc".replaceAll("", "-")); // expect: -a-b-c-
console.log("abab".replaceAll("b", (m, i) => i)); // expect: a1a3
console.log("abc".replaceAll("", (m, i, s) => `<${m}${i}${s}>`)); // expect: <0abc>a<1abc>b<2abc>c<3abc>
console.log("a-b".replaceAll("-", () => ({ toString() { return "+"; } }))); // expect: a+b
console.log("a-b-".replaceAll("-", () => null)); // expect: anullbnull
console.log("a-b".replaceAll("-", function () { return typeof this; })); // expect: aundefinedb
console.log("€-€-".replaceAll("-", (m, i) => "ж" + i)); // expect: €ж1€ж3
console.log("a-b-c".replaceAll("-", () => "b-".replaceAll("-", () => "."))); // expect: ab.bb.c
console.log(thrown(() => "a-b-".replaceAll("-", (m, i) => { if (i > 1) throw new RangeError("at " + i); }))); // expect: RangeError
console.log(thrown(() => "a-".replaceAll("-", () => ({ toString() { return {}; }, valueOf: null })))); // expect: TypeError
{
  const order = [];
  "x.x".replaceAll({ toString() { order.push("pattern"); return "x"; } }, () => { order.push("call"); });
  console.log(order.join()); // expect: pattern,call,call
  const { indexOf, substring } = String.prototype;
  String.prototype.indexOf = String.prototype.substring = () => { throw new Error("script's own"); };
  console.log("a,b,c".replaceAll(",", () => ";")); // expect: a;b;c
  String.prototype.indexOf = indexOf;
  String.prototype.substring = substring;
}
console.log("a.b.c".replaceAll(".", "$&$&")); // expect: a..b..c
console.log("abc".replaceAll("z", "y")); // expect: abc
console.log(json("".replaceAll("", "x"))); // expect: "x"
console.log("€a€".replaceAll("€", "E")); // expect: EaE
console.log("1-1".replaceAll(1, 2)); // expect: 2-2
console.log("abc".replace("b", () => "$&")); // expect: a$&c
console.log("a".replace("a", () => {})); // expect: undefined
console.log(thrown(() => "a".replace("a", () => { throw new TypeError("x"); })));
// expect: TypeError
console.log("aaa".replace("a", "b")); // expect: baa
console.log("null".replace(null, 1)); // expect: 1
console.log(String.fromCharCode(65, 66, 0x20ac)); // expect: AB€
console.log(json(String.fromCharCode())); // expect: ""
console.log(String.fromCharCode(65536 + 65)); // expect: A
console.log(String.fromCharCode(-1).charCodeAt(0)); // expect: 65535
console.log(String.fromCharCode("66")); // expect: B
console.log(String.fromCharCode(1.9).length); // expect: 1
console.log(String.fromCharCode(NaN).charCodeAt(0)); // expect: 0
console.log(String.fromCodePoint(65, 0x1d4b3)); // expect: A𝒳
console.log(json(String.fromCodePoint())); // expect: ""
console.log(thrown(() => String.fromCodePoint(-1))); // expect: RangeError
console.log(thrown(() => String.fromCodePoint(1.5))); // expect: RangeError
console.log(thrown(() => String.fromCodePoint(0x110000))); // expect: RangeError
console.log(String.fromCodePoint("65")); // expect: A
console.log(thrown(() => String.fromCodePoint("x"))); // expect: RangeError
console.log(String.fromCodePoint(0xd800).length); // expect: 1
console.log(thrown(() => String.prototype.trim.call(null))); // expect: TypeError
console.log(thrown(() => String.prototype.indexOf.call(undefined))); // expect: TypeError
console.log(String.prototype.slice.call(12345, 1, 3)); // expect: 23
console.log(String.prototype.toUpperCase.call(true)); // expect: TRUE
console.log(String.prototype.concat.call([1, 2], "x")); // expect: 1,2x
console.log(thrown(() => String.prototype.toString.call(1))); // expect: TypeError
console.log(thrown(() => String.prototype.valueOf.call({}))); // expect: TypeError
console.log("abc".toString()); // expect: abc
console.log("abc".valueOf()); // expect: abc
console.log(String.prototype.length); // expect: 0
console.log(String.length); // expect: 1
console.log("".slice.length); // expect: 2
console.log("".indexOf.length); // expect: 1
console.log("".padStart.length); // expect: 1
console.log("".replace.length); // expect: 2
console.log("".concat.length); // expect: 1
console.log(String.fromCharCode.length); // expect: 1
console.log("".charAt.name); // expect: charAt
console.log(Object.keys("ab").join()); // expect: 0,1
console.log(Object.keys(new String("ab")).join()); // expect: 0,1
console.log("length" in new String("a")); // expect: true
console.log(0 in new String("a")); // expect: true
console.log(1 in new String("a")); // expect: false
console.log(new String("ab").hasOwnProperty("1")); // expect: true
console.log("ab".hasOwnProperty("length")); // expect: true
console.log(thrown(() => { new String("a")[0] = "b"; })); // expect: TypeError
console.log(thrown(() => { "a".x = 1; })); // expect: TypeError
console.log("b" > "a"); // expect: true
console.log("a" < "B"); // expect: false
console.log("10" < "9"); // expect: true
console.log("€" > "z"); // expect: true
console.log("ab" < "abc"); // expect: true
console.log("𝒳" < "\uffff"); // expect: true
console.log("a" + 1 + 2); // expect: a12
console.log(1 + 2 + "a"); // expect: 3a
