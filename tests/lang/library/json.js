// JSON (25.5).
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
console.log(json(null), json(true), json(1.5), json(-0), json(NaN), json(Infinity), json("a"), json(undefined), json(() => 1), json([]), json({}), json(1e21), json(5e-324)); // expect: null true 1.5 0 null null "a" undefined undefined [] {} 1e+21 5e-324
console.log(json([undefined, () => 1, NaN, null, [], {}]), json({ a: undefined, b: () => 1, c: NaN, d: [undefined] }), json([1, , 3]), json({ "": 1, 2: 3, 1: 2 })); // expect: [null,null,null,null,[],{}] {"c":null,"d":[null]} [1,null,3] {"1":2,"2":3,"":1}
console.log(json("\"\\/\b\f\n\r\t\u0000\u001f\u007f"), json("é€𝒳"), json("\ud800"), json("\udc00x"), json("\ud83d\ude00"), json("a\ud800\ud800b"), json({ "k\n": 1 }), json("\u2028\u2029").length); // expect: "\"\\/\b\f\n\r\t\u0000\u001f" "é€𝒳" "\ud800" "\udc00x" "😀" "a\ud800\ud800b" {"k\n":1} 4
console.log(json({ toJSON: () => "t" }), json({ a: { toJSON(key) { return "key " + key; } } }), json([{ toJSON(key) { return typeof key + key; } }]), json({ toJSON: 1 }), json({ toJSON() { return undefined; } }), json({ a: { toJSON() { return undefined; } } }), json([{ toJSON() {} }])); // expect: "t" {"a":"key a"} ["string0"] {"toJSON":1} undefined {} [null]
console.log(json(new Number(3)), json(new String("s")), json(new Boolean(false)), json([new Number(1), new String("x"), new Boolean(true)]), json(Object("o")), json({ a: new Number(NaN) })); // expect: 3 "s" false [1,"x",true] "o" {"a":null}
console.log(json({ a: 1, b: [1, 2] }, null, 2).split("\n").join("|"), json([1, [2, []], {}], null, "--").split("\n").join("|"), json({ a: {} }, null, 1).split("\n").join("|")); // expect: {|  "a": 1,|  "b": [|    1,|    2|  ]|} [|--1,|--[|----2,|----[]|--],|--{}|] {| "a": {}|}
console.log(json([1], null, 20).split("\n").join("|"), json([1], null, "abcdefghijklmno").split("\n").join("|"), json([1], null, 0), json([1], null, -5), json([1], null, ""), json([1], null, true), json([1], null, new Number(1)).split("\n").join("|"), json([1], null, new String("s")).split("\n").join("|"), json([1], null, 1.9).split("\n").join("|"), json([1], null, "€").split("\n").join("|")); // expect: [|          1|] [|abcdefghij1|] [1] [1] [1] [1] [| 1|] [|s1|] [| 1|] [|€1|]
console.log(json({ a: 1, b: 2, c: { a: 3, d: 4 } }, ["a", "c"]), json({ 1: 1, a: 2 }, [1, "a", "a", {}, true]), json([{ a: 1, b: 2 }], ["b"]), json({ a: 1 }, []), json({ b: 1, a: 2 }, ["a", "b"]), json({ x: 1 }, [new String("x"), new Number(5)]), json({ a: 1 }, { a: 1 })); // expect: {"a":1,"c":{"a":3}} {"1":1,"a":2} [{"b":2}] {} {"a":2,"b":1} {"x":1} {"a":1}
let holder;
console.log(json({ a: 1, b: "x", c: [1, 2] }, (key, value) => (typeof value === "number" ? value + 1 : value)), json([1, 2], (key, value) => (key === "0" ? undefined : value)), json({ a: 1, b: 2 }, (key, value) => (key === "a" ? undefined : value)), json(1, () => 2), json(1, () => undefined), json({ a: 1 }, function (key, value) { return key === "a" ? this === holder : (holder = value, value); })); // expect: {"a":2,"b":"x","c":[2,3]} [null,2] {"b":2} 2 undefined {"a":true}

const keys = [];
json({ a: [5, { b: 6 }], c: null }, (key, value) => { keys.push(typeof key + ":" + key); return value; });
console.log(keys.join()); // expect: string:,string:a,string:0,string:1,string:b,string:c
const circular = { a: [] };
circular.a.push({ circular });
console.log(thrown(() => json(circular)), json({ same: keys, twice: keys }) === json({ same: keys, twice: keys }), thrown(() => json({ toJSON() { throw new RangeError("x"); } })), thrown(() => json([1], () => { throw new SyntaxError("x"); }))); // expect: TypeError true RangeError SyntaxError
console.log(json(JSON.parse("[1, 2.5, -3e2, true, false, null, \"x\", {}, []]")), JSON.parse("1"), JSON.parse(" \t\n\r\"a\" "), JSON.parse("-0") === 0, 1 / JSON.parse("-0"), JSON.parse("1E+2"), JSON.parse("0.1e-2"), JSON.parse("123456789012345678901234567890")); // expect: [1,2.5,-300,true,false,null,"x",{},[]] 1 a true -Infinity 100 0.001 1.2345678901234568e+29
console.log(json(JSON.parse("{\"a\":1,\"b\":{\"c\":[1,{\"d\":2}]},\"a\":3}")), json(JSON.parse("\"\\u0041\\n\\\\\\/\\\"\\b\"")), JSON.parse("\"\\ud83d\\ude00\"") === "😀", JSON.parse("\"é€\""), JSON.parse("{\"1\":2,\"x\":3}")[1], json(JSON.parse("{\"b\":1,\"2\":2,\"1\":1}")), JSON.parse("{\"\":5}")[""], JSON.parse("{\"__proto__\":1}").hasOwnProperty("__proto__")); // expect: {"a":3,"b":{"c":[1,{"d":2}]}} "A\n\\/\"\b" true é€ 2 {"1":1,"2":2,"b":1} 5 true
console.log(thrown(() => JSON.parse("")), thrown(() => JSON.parse("{")), thrown(() => JSON.parse("[1,]")), thrown(() => JSON.parse("{\"a\":1,}")), thrown(() => JSON.parse("01")), thrown(() => JSON.parse("1.")), thrown(() => JSON.parse(".5")), thrown(() => JSON.parse("+1")), thrown(() => JSON.parse("'a'")), thrown(() => JSON.parse("{a:1}")), thrown(() => JSON.parse("\"\n\"")), thrown(() => JSON.parse("\"\\x\"")), thrown(() => JSON.parse("nul")), thrown(() => JSON.parse("1 2")), thrown(() => JSON.parse("\"a")), thrown(() => JSON.parse("\"\\u12g4\"")), thrown(() => JSON.parse("-")), thrown(() => JSON.parse("1e")), thrown(() => JSON.parse(undefined)), thrown(() => JSON.parse("\u00a01")), thrown(() => JSON.parse("[")), thrown(() => JSON.parse("{\"a\"}")), thrown(() => JSON.parse("truex")), thrown(() => JSON.parse("NaN"))); // expect: SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError SyntaxError
console.log(JSON.parse(1), JSON.parse(null), JSON.parse(["5"]), JSON.parse({ toString: () => "[7]" })[0], json(JSON.parse(" [ 1 , { \"a\" : 2 } ] ")), JSON.parse("\"\u2028\"") === "\u2028", JSON.parse("\"\u007f\"").length); // expect: 1 null 5 7 [1,{"a":2}] true 1
console.log(json(JSON.parse("[1,2,{\"a\":3}]", (key, value) => (typeof value === "number" ? value * 2 : value))), json(JSON.parse("{\"a\":1,\"b\":2}", (key, value) => (key === "a" ? undefined : value))), JSON.parse("[1,2]", (key, value) => (key === "0" ? undefined : value)).length, JSON.parse("5", (key, value) => json(key) + value), json(JSON.parse("[[1]]", function (key, value) { return value === 1 ? Array.isArray(this) : value; })), thrown(() => JSON.parse("1", () => { throw new EvalError("x"); })), JSON.parse("1", "no function")); // expect: [2,4,{"a":6}] {"b":2} 2 ""5 [[true]] EvalError 1
const order = [];
JSON.parse("{\"b\":[1,2],\"a\":{\"c\":3}}", (key, value) => { order.push(key); return value; });
console.log(order.join("."), JSON.stringify.length, JSON.parse.length, JSON.stringify.name, String(JSON)); // expect: 0.1.b.c.a. 3 2 stringify [object JSON]
let deep = 1;
for (let i = 0; i < 500; i++) deep = i % 2 ? [deep] : { d: deep };
console.log(json(deep).length, json(JSON.parse(json(deep))) === json(deep)); // expect: 2001 true
const long = {};
for (let i = 0; i < 300; i++) long["key" + i] = "value " + i + "é".repeat(i % 7) + (i % 5 ? "" : "€");
console.log(json(long).length, json(JSON.parse(json(long))) === json(long), json(JSON.parse(json(long, null, 3))) === json(long)); // expect: 7038 true true
