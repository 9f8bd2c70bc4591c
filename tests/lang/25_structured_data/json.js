// JSON (25.5).
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
console.log(json(null)); // expect: null
console.log(json(true)); // expect: true
console.log(json(1.5)); // expect: 1.5
console.log(json(-0)); // expect: 0
console.log(json(NaN)); // expect: null
console.log(json(Infinity)); // expect: null
console.log(json("a")); // expect: "a"
console.log(json(undefined)); // expect: undefined
console.log(json(() => 1)); // expect: undefined
console.log(json([])); // expect: []
console.log(json({})); // expect: {}
console.log(json(1e21)); // expect: 1e+21
console.log(json(5e-324)); // expect: 5e-324
console.log(json([undefined, () => 1, NaN, null, [], {}])); // expect: [null,null,null,null,[],{}]
console.log(json({ a: undefined, b: () => 1, c: NaN, d: [undefined] }));
// expect: {"c":null,"d":[null]}
console.log(json([1, , 3])); // expect: [1,null,3]
console.log(json({ "": 1, 2: 3, 1: 2 })); // expect: {"1":2,"2":3,"":1}
console.log(json("\"\\/\b\f\n\r\t\u0000\u001f\u007f")); // expect: "\"\\/\b\f\n\r\t\u0000\u001f"
console.log(json("é€𝒳")); // expect: "é€𝒳"
console.log(json("\ud800")); // expect: "\ud800"
console.log(json("\udc00x")); // expect: "\udc00x"
console.log(json("\ud83d\ude00")); // expect: "😀"
console.log(json("a\ud800\ud800b")); // expect: "a\ud800\ud800b"
console.log(json({ "k\n": 1 })); // expect: {"k\n":1}
console.log(json("\u2028\u2029").length); // expect: 4
console.log(json({ toJSON: () => "t" })); // expect: "t"
console.log(json({ a: { toJSON(key) { return "key " + key; } } })); // expect: {"a":"key a"}
console.log(json([{ toJSON(key) { return typeof key + key; } }])); // expect: ["string0"]
console.log(json({ toJSON: 1 })); // expect: {"toJSON":1}
console.log(json({ toJSON() { return undefined; } })); // expect: undefined
console.log(json({ a: { toJSON() { return undefined; } } })); // expect: {}
console.log(json([{ toJSON() {} }])); // expect: [null]
console.log(json(new Number(3))); // expect: 3
console.log(json(new String("s"))); // expect: "s"
console.log(json(new Boolean(false))); // expect: false
console.log(json([new Number(1), new String("x"), new Boolean(true)])); // expect: [1,"x",true]
console.log(json(Object("o"))); // expect: "o"
console.log(json({ a: new Number(NaN) })); // expect: {"a":null}
console.log(json({ a: 1, b: [1, 2] }, null, 2).split("\n").join("|"));
// expect: {|  "a": 1,|  "b": [|    1,|    2|  ]|}
console.log(json([1, [2, []], {}], null, "--").split("\n").join("|"));
// expect: [|--1,|--[|----2,|----[]|--],|--{}|]
console.log(json({ a: {} }, null, 1).split("\n").join("|")); // expect: {| "a": {}|}
console.log(json([1], null, 20).split("\n").join("|")); // expect: [|          1|]
console.log(json([1], null, "abcdefghijklmno").split("\n").join("|")); // expect: [|abcdefghij1|]
console.log(json([1], null, 0)); // expect: [1]
console.log(json([1], null, -5)); // expect: [1]
console.log(json([1], null, "")); // expect: [1]
console.log(json([1], null, true)); // expect: [1]
console.log(json([1], null, new Number(1)).split("\n").join("|")); // expect: [| 1|]
console.log(json([1], null, new String("s")).split("\n").join("|")); // expect: [|s1|]
console.log(json([1], null, 1.9).split("\n").join("|")); // expect: [| 1|]
console.log(json([1], null, "€").split("\n").join("|")); // expect: [|€1|]
console.log(json({ a: 1, b: 2, c: { a: 3, d: 4 } }, ["a", "c"])); // expect: {"a":1,"c":{"a":3}}
console.log(json({ 1: 1, a: 2 }, [1, "a", "a", {}, true])); // expect: {"1":1,"a":2}
console.log(json([{ a: 1, b: 2 }], ["b"])); // expect: [{"b":2}]
console.log(json({ a: 1 }, [])); // expect: {}
console.log(json({ b: 1, a: 2 }, ["a", "b"])); // expect: {"a":2,"b":1}
console.log(json({ x: 1 }, [new String("x"), new Number(5)])); // expect: {"x":1}
console.log(json({ a: 1 }, { a: 1 })); // expect: {"a":1}
let holder;
const increment = (key, value) => (typeof value === "number" ? value + 1 : value);
console.log(json({ a: 1, b: "x", c: [1, 2] }, increment));
// expect: {"a":2,"b":"x","c":[2,3]}
console.log(json([1, 2], (key, value) => (key === "0" ? undefined : value))); // expect: [null,2]
console.log(json({ a: 1, b: 2 }, (key, value) => (key === "a" ? undefined : value)));
// expect: {"b":2}
console.log(json(1, () => 2)); // expect: 2
console.log(json(1, () => undefined)); // expect: undefined
function isHeld(key, value) {
  if (key === "a") return this === holder;
  holder = value;
  return value;
}
console.log(json({ a: 1 }, isHeld));
// expect: {"a":true}

const keys = [];
json({ a: [5, { b: 6 }], c: null }, (key, value) => {
  keys.push(typeof key + ":" + key);
  return value;
});
console.log(keys.join()); // expect: string:,string:a,string:0,string:1,string:b,string:c
const circular = { a: [] };
circular.a.push({ circular });
console.log(thrown(() => json(circular))); // expect: TypeError
console.log(json({ same: keys, twice: keys }) === json({ same: keys, twice: keys }));
// expect: true
console.log(thrown(() => json({ toJSON() { throw new RangeError("x"); } }))); // expect: RangeError
console.log(thrown(() => json([1], () => { throw new SyntaxError("x"); }))); // expect: SyntaxError
console.log(json(JSON.parse("[1, 2.5, -3e2, true, false, null, \"x\", {}, []]")));
// expect: [1,2.5,-300,true,false,null,"x",{},[]]
console.log(JSON.parse("1")); // expect: 1
console.log(JSON.parse(" \t\n\r\"a\" ")); // expect: a
console.log(JSON.parse("-0") === 0); // expect: true
console.log(1 / JSON.parse("-0")); // expect: -Infinity
console.log(JSON.parse("1E+2")); // expect: 100
console.log(JSON.parse("0.1e-2")); // expect: 0.001
console.log(JSON.parse("123456789012345678901234567890")); // expect: 1.2345678901234568e+29
console.log(json(JSON.parse("{\"a\":1,\"b\":{\"c\":[1,{\"d\":2}]},\"a\":3}")));
// expect: {"a":3,"b":{"c":[1,{"d":2}]}}
console.log(json(JSON.parse("\"\\u0041\\n\\\\\\/\\\"\\b\""))); // expect: "A\n\\/\"\b"
console.log(JSON.parse("\"\\ud83d\\ude00\"") === "😀"); // expect: true
console.log(JSON.parse("\"é€\"")); // expect: é€
console.log(JSON.parse("{\"1\":2,\"x\":3}")[1]); // expect: 2
console.log(json(JSON.parse("{\"b\":1,\"2\":2,\"1\":1}"))); // expect: {"1":1,"2":2,"b":1}
console.log(JSON.parse("{\"\":5}")[""]); // expect: 5
console.log(JSON.parse("{\"__proto__\":1}").hasOwnProperty("__proto__")); // expect: true
console.log(thrown(() => JSON.parse(""))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("{"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("[1,]"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("{\"a\":1,}"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("01"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("1."))); // expect: SyntaxError
console.log(thrown(() => JSON.parse(".5"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("+1"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("'a'"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("{a:1}"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("\"\n\""))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("\"\\x\""))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("nul"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("1 2"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("\"a"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("\"\\u12g4\""))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("-"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("1e"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse(undefined))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("\u00a01"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("["))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("{\"a\"}"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("truex"))); // expect: SyntaxError
console.log(thrown(() => JSON.parse("NaN"))); // expect: SyntaxError
console.log(JSON.parse(1)); // expect: 1
console.log(JSON.parse(null)); // expect: null
console.log(JSON.parse(["5"])); // expect: 5
console.log(JSON.parse({ toString: () => "[7]" })[0]); // expect: 7
console.log(json(JSON.parse(" [ 1 , { \"a\" : 2 } ] "))); // expect: [1,{"a":2}]
console.log(JSON.parse("\"\u2028\"") === "\u2028"); // expect: true
console.log(JSON.parse("\"\u007f\"").length); // expect: 1
console.log(json(JSON.parse("[1,2,{\"a\":3}]", increment)));
// expect: [2,3,{"a":4}]
const withoutA = (key, value) => (key === "a" ? undefined : value);
console.log(json(JSON.parse("{\"a\":1,\"b\":2}", withoutA)));
// expect: {"b":2}
console.log(JSON.parse("[1,2]", (key, value) => (key === "0" ? undefined : value)).length);
// expect: 2
console.log(JSON.parse("5", (key, value) => json(key) + value)); // expect: ""5
function holderOfOne(key, value) {
  return value === 1 ? Array.isArray(this) : value;
}
console.log(json(JSON.parse("[[1]]", holderOfOne)));
// expect: [[true]]
console.log(thrown(() => JSON.parse("1", () => { throw new EvalError("x"); })));
// expect: EvalError
console.log(JSON.parse("1", "no function")); // expect: 1
const order = [];
JSON.parse("{\"b\":[1,2],\"a\":{\"c\":3}}", (key, value) => { order.push(key); return value; });
console.log(order.join(".")); // expect: 0.1.b.c.a.
console.log(JSON.stringify.length); // expect: 3
console.log(JSON.parse.length); // expect: 2
console.log(JSON.stringify.name); // expect: stringify
console.log(String(JSON)); // expect: [object JSON]
let deep = 1;
for (let i = 0; i < 500; i++) deep = i % 2 ? [deep] : { d: deep };
console.log(json(deep).length); // expect: 2001
console.log(json(JSON.parse(json(deep))) === json(deep)); // expect: true
const long = {};
for (let i = 0; i < 300; i++) {
  long["key" + i] = "value " + i + "é".repeat(i % 7) + (i % 5 ? "" : "€");
}
console.log(json(long).length); // expect: 7038
console.log(json(JSON.parse(json(long))) === json(long)); // expect: true
console.log(json(JSON.parse(json(long, null, 3))) === json(long)); // expect: true
// Keys are those that the object had when its turn came; values those of when they are written.
function changeOwner() {
  delete changing.b;
  changing.d = 4;
  return 1;
}
const changing = { a: { toJSON: changeOwner }, b: 2, c: 3 };
console.log(json(changing)); // expect: {"a":1,"c":3}
const reordered = { z: 1, 5: "five", a: { toJSON: () => ((reordered.y = 7), 2) }, y: 3, 1: "one" };
console.log(json(reordered)); // expect: {"1":"one","5":"five","z":1,"a":2,"y":7}
console.log(json(Object.create({ inherited: 1 }))); // expect: {}
console.log(json(Object.assign(Object.create(null), { b: 1, a: 2 }))); // expect: {"b":1,"a":2}
console.log(json(Object.freeze({ f: 1 }))); // expect: {"f":1}
const emptied = { a: 1, b: 2 };
delete emptied.a;
console.log(json(emptied)); // expect: {"b":2}
// Cycles, and what is none (25.5.2.4).
function cycle(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
const shared = { s: 1 };
console.log(JSON.stringify([shared, shared, { shared }]));
// expect: [{"s":1},{"s":1},{"shared":{"s":1}}]
const ring = { next: { next: {} } };
ring.next.next.next = ring;
console.log(cycle(() => JSON.stringify(ring))); // expect: TypeError
console.log(cycle(() => JSON.stringify([ring.next]))); // expect: TypeError
delete ring.next.next.next;
console.log(JSON.stringify(ring)); // expect: {"next":{"next":{}}}
const inner = { depth: 2 };
const outer = { inner, toJSON() { return { text: JSON.stringify(inner), inner }; } };
console.log(JSON.stringify({ a: [outer] }));
// expect: {"a":[{"text":"{\"depth\":2}","inner":{"depth":2}}]}
const again = { n: 0, get copy() { return this.n++ === 0 ? JSON.stringify({ again }) : "end"; } };
console.log(JSON.stringify(again));
// expect: {"n":0,"copy":"{\"again\":{\"n\":1,\"copy\":\"end\"}}"}
const failing = { get x() { throw new RangeError("x"); } };
console.log(cycle(() => JSON.stringify(failing))); // expect: RangeError
console.log(cycle(() => JSON.stringify(failing))); // expect: RangeError
let nested = [];
for (let i = 0; i < 2000; i++) nested = [nested];
console.log(JSON.stringify(nested).length); // expect: 4002
console.log(JSON.stringify({ b: 1, 4294967294: 2, 4294967295: 3, 7: 4 }));
// expect: {"7":4,"4294967294":2,"b":1,"4294967295":3}
