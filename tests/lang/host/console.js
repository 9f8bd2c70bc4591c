// console.log: what it shows of primitives, objects and formats, as Node's util.inspect does.
console.log([]); // expect: []
console.log({}); // expect: {}
console.log([1]); // expect: [ 1 ]
console.log({ a: 1 }); // expect: { a: 1 }
console.log([[]]); // expect: [ [] ]
console.log([{}]); // expect: [ {} ]
console.log({ a: {} }); // expect: { a: {} }
console.log({ a: [] }); // expect: { a: [] }
console.log([[[[1]]]]); // expect: [ [ [ [Array] ] ] ]
console.log([[[[]]]]); // expect: [ [ [ [] ] ] ]
console.log({ a: { b: { c: { d: 1 } } } }); // expect: { a: { b: { c: [Object] } } }
console.log({ a: { b: { c: {} } } }); // expect: { a: { b: { c: {} } } }
console.log([1, , 3]); // expect: [ 1, <1 empty item>, 3 ]
console.log([, ,]); // expect: [ <2 empty items> ]
console.log([undefined, null]); // expect: [ undefined, null ]
console.log([-0, 0, NaN]); // expect: [ -0, 0, NaN ]
console.log(["a'b", 'a"b', `a'"b`, "a'\"`b", "a\nb\\", "\x00\x7f\x9f", "\ud800x"]);
// expect: [ "a'b", 'a"b', `a'"b`, 'a\'"`b', 'a\nb\\', '\x00\x7F\x9F', '\ud800x' ]
console.log("top'level"); // expect: top'level
console.log([1.5, "x", true, null, undefined, () => 1, function named() {}, Math.max, Object]);
// expect: [
// expect:   1.5,
// expect:   'x',
// expect:   true,
// expect:   null,
// expect:   undefined,
// expect:   [Function (anonymous)],
// expect:   [Function: named],
// expect:   [Function: max],
// expect:   [Function: Object]
// expect: ]
console.log({ "a-b": 1, 1: 2, _x: 3, "": 4, $y: 5, "é": 6, a1: 7 });
// expect: { '1': 2, 'a-b': 1, _x: 3, '': 4, '$y': 5, 'é': 6, a1: 7 }
const arr = [];
for (let i = 0; i < 120; i++) arr.push(i);
console.log(arr);
// expect: [
// expect:    0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11,
// expect:   12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
// expect:   24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
// expect:   36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
// expect:   48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
// expect:   60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,
// expect:   72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,
// expect:   84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
// expect:   96, 97, 98, 99,
// expect:   ... 20 more items
// expect: ]
console.log(arr.map((x) => x * 1000));
// expect: [
// expect:       0,  1000,  2000,  3000,  4000,  5000,  6000,  7000,
// expect:    8000,  9000, 10000, 11000, 12000, 13000, 14000, 15000,
// expect:   16000, 17000, 18000, 19000, 20000, 21000, 22000, 23000,
// expect:   24000, 25000, 26000, 27000, 28000, 29000, 30000, 31000,
// expect:   32000, 33000, 34000, 35000, 36000, 37000, 38000, 39000,
// expect:   40000, 41000, 42000, 43000, 44000, 45000, 46000, 47000,
// expect:   48000, 49000, 50000, 51000, 52000, 53000, 54000, 55000,
// expect:   56000, 57000, 58000, 59000, 60000, 61000, 62000, 63000,
// expect:   64000, 65000, 66000, 67000, 68000, 69000, 70000, 71000,
// expect:   72000, 73000, 74000, 75000, 76000, 77000, 78000, 79000,
// expect:   80000, 81000, 82000, 83000, 84000, 85000, 86000, 87000,
// expect:   88000, 89000, 90000, 91000, 92000, 93000, 94000, 95000,
// expect:   96000, 97000, 98000, 99000,
// expect:   ... 20 more items
// expect: ]
console.log(arr.map((x) => "item" + x));
// expect: [
// expect:   'item0',  'item1',  'item2',  'item3',  'item4',  'item5',
// expect:   'item6',  'item7',  'item8',  'item9',  'item10', 'item11',
// expect:   'item12', 'item13', 'item14', 'item15', 'item16', 'item17',
// expect:   'item18', 'item19', 'item20', 'item21', 'item22', 'item23',
// expect:   'item24', 'item25', 'item26', 'item27', 'item28', 'item29',
// expect:   'item30', 'item31', 'item32', 'item33', 'item34', 'item35',
// expect:   'item36', 'item37', 'item38', 'item39', 'item40', 'item41',
// expect:   'item42', 'item43', 'item44', 'item45', 'item46', 'item47',
// expect:   'item48', 'item49', 'item50', 'item51', 'item52', 'item53',
// expect:   'item54', 'item55', 'item56', 'item57', 'item58', 'item59',
// expect:   'item60', 'item61', 'item62', 'item63', 'item64', 'item65',
// expect:   'item66', 'item67', 'item68', 'item69', 'item70', 'item71',
// expect:   'item72', 'item73', 'item74', 'item75', 'item76', 'item77',
// expect:   'item78', 'item79', 'item80', 'item81', 'item82', 'item83',
// expect:   'item84', 'item85', 'item86', 'item87', 'item88', 'item89',
// expect:   'item90', 'item91', 'item92', 'item93', 'item94', 'item95',
// expect:   'item96', 'item97', 'item98', 'item99',
// expect:   ... 20 more items
// expect: ]
console.log(arr.slice(0, 7));
// expect: [
// expect:   0, 1, 2, 3,
// expect:   4, 5, 6
// expect: ]
console.log(arr.slice(0, 6)); // expect: [ 0, 1, 2, 3, 4, 5 ]
console.log(arr.map((x) => x / 7).slice(0, 30));
// expect: [
// expect:                    0, 0.14285714285714285,
// expect:   0.2857142857142857, 0.42857142857142855,
// expect:   0.5714285714285714,  0.7142857142857143,
// expect:   0.8571428571428571,                   1,
// expect:   1.1428571428571428,  1.2857142857142858,
// expect:   1.4285714285714286,  1.5714285714285714,
// expect:   1.7142857142857142,  1.8571428571428572,
// expect:                    2,   2.142857142857143,
// expect:   2.2857142857142856,  2.4285714285714284,
// expect:   2.5714285714285716,  2.7142857142857144,
// expect:    2.857142857142857,                   3,
// expect:    3.142857142857143,  3.2857142857142856,
// expect:   3.4285714285714284,  3.5714285714285716,
// expect:   3.7142857142857144,   3.857142857142857,
// expect:                    4,   4.142857142857143
// expect: ]
console.log(arr.map((x) => (x % 3 ? x : "s" + x)).slice(0, 27));
// expect: [
// expect:   's0',  1,     2,     's3',  4,
// expect:   5,     's6',  7,     8,     's9',
// expect:   10,    11,    's12', 13,    14,
// expect:   's15', 16,    17,    's18', 19,
// expect:   20,    's21', 22,    23,    's24',
// expect:   25,    26
// expect: ]
const long = {};
for (let i = 0; i < 30; i++) long["key" + i] = i;
console.log(long);
// expect: {
// expect:   key0: 0,
// expect:   key1: 1,
// expect:   key2: 2,
// expect:   key3: 3,
// expect:   key4: 4,
// expect:   key5: 5,
// expect:   key6: 6,
// expect:   key7: 7,
// expect:   key8: 8,
// expect:   key9: 9,
// expect:   key10: 10,
// expect:   key11: 11,
// expect:   key12: 12,
// expect:   key13: 13,
// expect:   key14: 14,
// expect:   key15: 15,
// expect:   key16: 16,
// expect:   key17: 17,
// expect:   key18: 18,
// expect:   key19: 19,
// expect:   key20: 20,
// expect:   key21: 21,
// expect:   key22: 22,
// expect:   key23: 23,
// expect:   key24: 24,
// expect:   key25: 25,
// expect:   key26: 26,
// expect:   key27: 27,
// expect:   key28: 28,
// expect:   key29: 29
// expect: }
const wide = { aaaaaaaaaaaaaaaaaaaaaaaaaaaaa: "bbbbbbbbbbbbbbbbbbbbbbbbbbbb" };
wide.ccccccccccccc = "dddddddddddddddddddd";
wide.e = 1;
console.log(wide);
// expect: {
// expect:   aaaaaaaaaaaaaaaaaaaaaaaaaaaaa: 'bbbbbbbbbbbbbbbbbbbbbbbbbbbb',
// expect:   ccccccccccccc: 'dddddddddddddddddddd',
// expect:   e: 1
// expect: }
console.log(["x".repeat(70), "y".repeat(20)]);
// expect: [
// expect:   'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
// expect:   'yyyyyyyyyyyyyyyyyyyy'
// expect: ]
console.log([{ a: 1, b: { c: [1, 2, { d: 1 }] } }, { a: 2 }]);
// expect: [ { a: 1, b: { c: [Array] } }, { a: 2 } ]
const c = { name: "c" }; c.self = c; c.list = [c, { c }];
console.log(c);
// expect: <ref *1> {
// expect:   name: 'c',
// expect:   self: [Circular *1],
// expect:   list: [ [Circular *1], { c: [Circular *1] } ]
// expect: }
const ca = [1]; ca.push(ca);
console.log(ca); // expect: <ref *1> [ 1, [Circular *1] ]
function Foo() { this.x = 1; }
console.log(new Foo()); // expect: Foo { x: 1 }
console.log([new Foo()]); // expect: [ Foo { x: 1 } ]
console.log(Object.create(null)); // expect: [Object: null prototype] {}
console.log(Object.create({ a: 1 })); // expect: {}
console.log(Object.create(Foo.prototype)); // expect: Foo {}
console.log({ f: new Foo(), o: { p: { q: new Foo() } } });
// expect: { f: Foo { x: 1 }, o: { p: { q: [Foo] } } }
const n = Object.create(null); n.z = 1;
console.log(n); // expect: [Object: null prototype] { z: 1 }
console.log([n]); // expect: [ [Object: null prototype] { z: 1 } ]
console.log({ a: { b: { c: n } } }); // expect: { a: { b: { c: [Object: null prototype] } } }
console.log(new Number(3)); // expect: [Number: 3]
console.log(new String("abc")); // expect: [String: 'abc']
console.log(new Boolean(false)); // expect: [Boolean: false]
console.log([new Number(-0)]); // expect: [ [Number: -0] ]
console.log(Object.assign(new Number(1), { a: 2 })); // expect: [Number: 1] { a: 2 }
console.log(Object.assign(new String("ab"), { x: 1 })); // expect: [String: 'ab'] { x: 1 }
console.log(Object.assign(() => 1, { a: 1 })); // expect: [Function (anonymous)] { a: 1 }
console.log(Object.assign(function f() {}, { b: [1] })); // expect: [Function: f] { b: [ 1 ] }
console.log(Object.assign([1, 2], { k: "v" })); // expect: [ 1, 2, k: 'v' ]
console.log(Object.assign([], { k: 1 })); // expect: [ k: 1 ]
const format = "%s is %d years and %i, %f, %j %O %%";
console.log(format, "Bob", 42.5, 42.9, "1.5x", { a: [1] }, { b: 2 }, "extra", { c: 3 });
// expect: Bob is 42.5 years and 42, 1.5, {"a":[1]} { b: 2 } % extra { c: 3 }
console.log("%s", null, "%s", undefined, 5); // expect: null %s undefined 5
console.log("%d", "x", "100%"); // expect: NaN 100%
console.log("100%", 1); // expect: 100% 1
console.log("%x %s", 1, 2); // expect: %x 1 2
console.log("%s %s", "one"); // expect: one %s
console.log("a%"); // expect: a%
console.log("%%", 1); // expect: % 1
console.log("%c styled", "color: red"); // expect:  styled
console.log("%s", -0, [1, "a"], { a: "b" }); // expect: -0 [ 1, 'a' ] { a: 'b' }
console.log("%d %i", -0, "42.9px"); // expect: -0 42
console.log([["a", 1], ["b", 2]]); // expect: [ [ 'a', 1 ], [ 'b', 2 ] ]
console.log({ a: [{ b: 1 }, { c: 2 }] }); // expect: { a: [ { b: 1 }, { c: 2 } ] }
console.log([[1, 2, [3, 4, [5, [6]]]], { a: { b: { c: { d: 1 } } } }]);
// expect: [ [ 1, 2, [ 3, 4, [Array] ] ], { a: { b: [Object] } } ]
console.log([[1, 2, 3], [4, 5, 6], [7, 8, 9]]); // expect: [ [ 1, 2, 3 ], [ 4, 5, 6 ], [ 7, 8, 9 ] ]
const pairs = [["aaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbb"]];
pairs.push(["cccccccccccccccccccccccccc", "dddddddddddddddddd"]);
console.log(pairs);
// expect: [
// expect:   [ 'aaaaaaaaaaaaaaaaaaaaaa', 'bbbbbbbbbbbbbbbbbbbbbbbbbb' ],
// expect:   [ 'cccccccccccccccccccccccccc', 'dddddddddddddddddd' ]
// expect: ]
const users = [{ id: 1, name: "Ann", tags: ["a", "b"] }, { id: 2, name: "Bob", tags: [] }];
const meta = { page: 1, per: { size: 10, max: { of: 100 } } };
console.log({ users: users, total: 2, next: null, meta: meta });
// expect: {
// expect:   users: [
// expect:     { id: 1, name: 'Ann', tags: [Array] },
// expect:     { id: 2, name: 'Bob', tags: [] }
// expect:   ],
// expect:   total: 2,
// expect:   next: null,
// expect:   meta: { page: 1, per: { size: 10, max: [Object] } }
// expect: }
console.log(Math); // expect: Object [Math] {}
console.log(JSON); // expect: Object [JSON] {}
console.log([Math]); // expect: [ Object [Math] {} ]
console.log([1, 2, 3].map((x) => ({ id: x, value: "v" + x, nested: { deep: true } })));
// expect: [
// expect:   { id: 1, value: 'v1', nested: { deep: true } },
// expect:   { id: 2, value: 'v2', nested: { deep: true } },
// expect:   { id: 3, value: 'v3', nested: { deep: true } }
// expect: ]
console.log([true, false, null, undefined, 1, 2, 3, "four"]);
// expect: [ true, false, null, undefined, 1, 2, 3, 'four' ]
console.log([1.25, 10.5, 100, 1000.125, -5, 6, 7, 8, 9, 10]);
// expect: [ 1.25, 10.5, 100, 1000.125, -5, 6, 7, 8, 9, 10 ]
console.log(["apple", "fig", "banana", "kiwi", "cherry", "date", "elderberry", "grape", "lemon"]);
// expect: [
// expect:   'apple',      'fig',
// expect:   'banana',     'kiwi',
// expect:   'cherry',     'date',
// expect:   'elderberry', 'grape',
// expect:   'lemon'
// expect: ]
console.log(arr.slice(0, 101));
// expect: [
// expect:    0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11,
// expect:   12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
// expect:   24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
// expect:   36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
// expect:   48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
// expect:   60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,
// expect:   72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,
// expect:   84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
// expect:   96, 97, 98, 99,
// expect:   ... 1 more item
// expect: ]
console.log([, 1, , , 2, ,]); // expect: [ <1 empty item>, 1, <2 empty items>, 2, <1 empty item> ]
console.log(Array(200).fill(0).length); // expect: 200
console.log(Array(150)); // expect: [ <150 empty items> ]
console.log([Array(5)]); // expect: [ [ <5 empty items> ] ]
console.log(arr.map((x) => [x]).slice(0, 10));
// expect: [
// expect:   [ 0 ], [ 1 ], [ 2 ],
// expect:   [ 3 ], [ 4 ], [ 5 ],
// expect:   [ 6 ], [ 7 ], [ 8 ],
// expect:   [ 9 ]
// expect: ]
console.log(arr.map((x) => ({ x })).slice(0, 8));
// expect: [
// expect:   { x: 0 }, { x: 1 },
// expect:   { x: 2 }, { x: 3 },
// expect:   { x: 4 }, { x: 5 },
// expect:   { x: 6 }, { x: 7 }
// expect: ]
console.log(arr.map((x) => "s".repeat(x % 20)).slice(0, 26));
// expect: [
// expect:   '',                   's',
// expect:   'ss',                 'sss',
// expect:   'ssss',               'sssss',
// expect:   'ssssss',             'sssssss',
// expect:   'ssssssss',           'sssssssss',
// expect:   'ssssssssss',         'sssssssssss',
// expect:   'ssssssssssss',       'sssssssssssss',
// expect:   'ssssssssssssss',     'sssssssssssssss',
// expect:   'ssssssssssssssss',   'sssssssssssssssss',
// expect:   'ssssssssssssssssss', 'sssssssssssssssssss',
// expect:   '',                   's',
// expect:   'ss',                 'sss',
// expect:   'ssss',               'sssss'
// expect: ]
console.log(arr.map((x) => (x % 2 ? -x : x * 1e10)).slice(0, 40));
// expect: [
// expect:              0,           -1,  20000000000,
// expect:             -3,  40000000000,           -5,
// expect:    60000000000,           -7,  80000000000,
// expect:             -9, 100000000000,          -11,
// expect:   120000000000,          -13, 140000000000,
// expect:            -15, 160000000000,          -17,
// expect:   180000000000,          -19, 200000000000,
// expect:            -21, 220000000000,          -23,
// expect:   240000000000,          -25, 260000000000,
// expect:            -27, 280000000000,          -29,
// expect:   300000000000,          -31, 320000000000,
// expect:            -33, 340000000000,          -35,
// expect:   360000000000,          -37, 380000000000,
// expect:            -39
// expect: ]
console.log(arr.map((x) => x % 10));
// expect: [
// expect:   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1,
// expect:   2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3,
// expect:   4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
// expect:   6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7,
// expect:   8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
// expect:   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1,
// expect:   2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3,
// expect:   4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5,
// expect:   6, 7, 8, 9,
// expect:   ... 20 more items
// expect: ]
