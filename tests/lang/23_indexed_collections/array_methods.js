// Array.prototype's methods that do not call back (23.1.3), on arrays, holes and array-likes.
const json = JSON.stringify;
function thrown(f) {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
}
let a = [1, 2, 3];
console.log(a.push(4)); // expect: 4
console.log(json(a)); // expect: [1,2,3,4]
console.log(a.push()); // expect: 4
console.log(a.push(5, 6)); // expect: 6
console.log(json(a)); // expect: [1,2,3,4,5,6]
console.log(a.pop()); // expect: 6
console.log(a.pop()); // expect: 5
console.log(json(a)); // expect: [1,2,3,4]
console.log([].pop()); // expect: undefined
console.log(a.shift()); // expect: 1
console.log(json(a)); // expect: [2,3,4]
console.log([].shift()); // expect: undefined
console.log(json([])); // expect: []
console.log(a.unshift(9, 8)); // expect: 5
console.log(json(a)); // expect: [9,8,2,3,4]
console.log(a.unshift()); // expect: 5
console.log(json([1, 2, 3, 4, 5].slice(1, 3))); // expect: [2,3]
console.log(json([1, 2, 3].slice(-2))); // expect: [2,3]
console.log(json([1, 2, 3].slice(2, 1))); // expect: []
console.log(json([1, 2, 3].slice())); // expect: [1,2,3]
console.log(json([1, 2, 3].slice(NaN, "2"))); // expect: [1,2]
console.log(json([1, 2, 3].slice(-9, 9))); // expect: [1,2,3]
console.log(json([1, 2, 3].slice(undefined, undefined))); // expect: [1,2,3]
a = [1, 2, 3, 4, 5];
console.log(json(a.splice(1, 2))); // expect: [2,3]
console.log(json(a)); // expect: [1,4,5]
console.log(json(a.splice(-1))); // expect: [5]
console.log(json(a)); // expect: [1,4]
console.log(json(a.splice(1, 0, "x", "y", "z"))); // expect: []
console.log(json(a)); // expect: [1,"x","y","z",4]
console.log(json(a.splice())); // expect: []
console.log(json(a.splice(undefined))); // expect: [1,"x","y","z",4]
console.log(json(a)); // expect: []
a = [1, 2, 3, 4];
console.log(json(a.splice(1, 2, "one"))); // expect: [2,3]
console.log(json(a)); // expect: [1,"one",4]
console.log(a.length); // expect: 3
a = [1, 2, 3, 4];
console.log(json(a.splice(0, 1, "p", "q", "r"))); // expect: [1]
console.log(json(a)); // expect: ["p","q","r",2,3,4]
console.log(json(a.splice(2, -1, 0))); // expect: []
console.log(json(a)); // expect: ["p","q",0,"r",2,3,4]
a = [1, , 3, , 5];
console.log(json(a.splice(1, 1))); // expect: [null]
console.log(0 in a); // expect: true
console.log(1 in a); // expect: true
console.log(2 in a); // expect: false
console.log(a.length); // expect: 4
console.log(json([1].concat(2, [3, [4]], "5", []))); // expect: [1,2,3,[4],"5"]
console.log([1, , 3].concat([, 5]).length); // expect: 5
console.log(1 in [1, , 3].concat([4])); // expect: false
console.log(json([].concat.call("ab", 1).length)); // expect: 2
console.log(json([].concat([undefined, null]))); // expect: [null,null]
console.log([1, 2, 3].join()); // expect: 1,2,3
console.log([1, 2, 3].join("")); // expect: 123
console.log([1, null, undefined, 4, , 6].join("-")); // expect: 1---4--6
console.log([].join("x") === ""); // expect: true
console.log([1, 2].join(undefined)); // expect: 1,2
console.log([1, 2].join(null)); // expect: 1null2
console.log([[1, [2]], [3]].join(";")); // expect: 1,2;3
console.log([true, {}, "s"].join(" ")); // expect: true [object Object] s
console.log([1.5, -0, NaN, Infinity, 1e21].join("|")); // expect: 1.5|0|NaN|Infinity|1e+21
console.log(["ä", "€", "𝒳"].join("+")); // expect: ä+€+𝒳
console.log([1, 2, 3].toString()); // expect: 1,2,3
console.log(String([[], [[]]]) === ","); // expect: true
a = [1, 2];
a.push(a);
console.log(a.join()); // expect: 1,2,
console.log(String([a, 3])); // expect: 1,2,,3
console.log([a].join() === a.join()); // expect: true
console.log(json([1, 2, 3].reverse())); // expect: [3,2,1]
console.log(json([1, 2, 3, 4].reverse())); // expect: [4,3,2,1]
console.log(json([].reverse())); // expect: []
a = [1, , 3];
console.log(a === a.reverse()); // expect: true
console.log(json(a)); // expect: [3,null,1]
console.log(1 in a); // expect: false
console.log(0 in [, 1].reverse()); // expect: true
console.log(1 in [, 1].reverse()); // expect: false
console.log([1, 2, 3, 2].indexOf(2)); // expect: 1
console.log([1, 2, 3, 2].indexOf(2, 2)); // expect: 3
console.log([1, 2, 3, 2].indexOf(2, -1)); // expect: 3
console.log([1].indexOf("1")); // expect: -1
console.log([NaN].indexOf(NaN)); // expect: -1
console.log([, undefined].indexOf(undefined)); // expect: 1
console.log([0].indexOf(-0)); // expect: 0
console.log(["a", "b"].indexOf("b")); // expect: 1
console.log([1, 2].indexOf(1, 5)); // expect: -1
console.log([1, 2].indexOf(1, -9)); // expect: 0
console.log([1.5, 2, true, null, undefined].indexOf(true)); // expect: 2
console.log([1.5, 2, true, null].indexOf(null)); // expect: 3
console.log([1.5].indexOf(1.5)); // expect: 0
console.log([2].indexOf(2.0)); // expect: 0
console.log([1, 2, 3, 2].lastIndexOf(2)); // expect: 3
console.log([1, 2, 3, 2].lastIndexOf(2, 2)); // expect: 1
console.log([1, 2].lastIndexOf(2, -2)); // expect: -1
console.log([1, 2].lastIndexOf(2, undefined)); // expect: -1
console.log([2, 1].lastIndexOf(2, undefined)); // expect: 0
console.log([].lastIndexOf(1)); // expect: -1
console.log([1].lastIndexOf(1, -5)); // expect: -1
console.log([NaN].includes(NaN)); // expect: true
console.log([, 1].includes(undefined)); // expect: true
console.log([1].includes(1, 1)); // expect: false
console.log([0].includes(-0)); // expect: true
console.log(["x"].includes("x")); // expect: true
console.log([].includes()); // expect: false
console.log(json([1, 2, 3].fill(0))); // expect: [0,0,0]
console.log(json([1, 2, 3].fill(9, 1))); // expect: [1,9,9]
console.log(json([1, 2, 3].fill(9, -2, -1))); // expect: [1,9,3]
console.log(json(new Array(3).fill("x"))); // expect: ["x","x","x"]
console.log(json([1].fill())); // expect: [null]
console.log([1, 2, 3].at(0)); // expect: 1
console.log([1, 2, 3].at(-1)); // expect: 3
console.log([1, 2, 3].at(3)); // expect: undefined
console.log([1, 2, 3].at(-4)); // expect: undefined
console.log([1, 2].at("1")); // expect: 2
console.log([7].at(NaN)); // expect: 7
console.log([7].at()); // expect: 7
console.log(Array.isArray([])); // expect: true
console.log(Array.isArray({ length: 0 })); // expect: false
console.log(Array.isArray(Array.prototype)); // expect: true
console.log(Array.isArray("a")); // expect: false
console.log(Array.isArray()); // expect: false
console.log(json(Array.of(7, 8))); // expect: [7,8]
console.log(json(Array.of())); // expect: []
console.log(Array.of(3).length); // expect: 1
console.log(json(Array(1, 2))); // expect: [1,2]
console.log(Array(3).length); // expect: 3
console.log(json(new Array("3"))); // expect: ["3"]
console.log(new Array(2).length); // expect: 2
console.log(Array().length); // expect: 0
console.log(thrown(() => new Array(-1))); // expect: RangeError
console.log(thrown(() => Array(1.5))); // expect: RangeError
console.log(thrown(() => new Array(4294967296))); // expect: RangeError
console.log(new Array(4294967295).length); // expect: 4294967295
console.log(Array(0).length); // expect: 0
a = [];
a.length = 3;
console.log(json(a)); // expect: [null,null,null]
console.log(a.length); // expect: 3
console.log(thrown(() => { a.length = -1; })); // expect: RangeError
console.log(thrown(() => { a.length = 1.5; })); // expect: RangeError
console.log(a.length); // expect: 3
a = [1, 2, 3];
a.length = 1;
console.log(json(a)); // expect: [1]
console.log(a[1]); // expect: undefined
console.log((a[3] = 4, a.length)); // expect: 4
console.log(json(a)); // expect: [1,null,null,4]
const like = { length: 2, 0: "a", 1: "b" };
console.log(Array.prototype.push.call(like, "c")); // expect: 3
console.log(json(like)); // expect: {"0":"a","1":"b","2":"c","length":3}
console.log(Array.prototype.pop.call(like)); // expect: c
console.log(like.length); // expect: 2
console.log(Array.prototype.join.call(like, "+")); // expect: a+b
console.log(Array.prototype.slice.call(like, 1).length); // expect: 1
console.log(Array.prototype.shift.call(like)); // expect: a
console.log(json(like)); // expect: {"0":"b","length":1}
console.log(Array.prototype.unshift.call(like, "x", "y")); // expect: 3
console.log(json(like)); // expect: {"0":"x","1":"y","2":"b","length":3}
console.log(Array.prototype.reverse.call(like) === like); // expect: true
console.log(json(like)); // expect: {"0":"b","1":"y","2":"x","length":3}
console.log(json(Array.prototype.splice.call(like, 1, 1, "p", "q"))); // expect: ["y"]
console.log(json(like)); // expect: {"0":"b","1":"p","2":"q","3":"x","length":4}
console.log(Array.prototype.indexOf.call(like, "q")); // expect: 2
console.log(Array.prototype.includes.call("abc", "b")); // expect: true
console.log(Array.prototype.push.call({}, 1)); // expect: 1
console.log(json(Array.prototype.fill.call({ length: 2 }, 1))); // expect: {"0":1,"1":1,"length":2}
console.log(Array.prototype.at.call("abc", -1)); // expect: c
console.log(Array.prototype.concat.call(1, 2).length); // expect: 2
console.log(Array.prototype.join.call({ length: "2", 0: 1 })); // expect: 1,
console.log(Array.prototype.indexOf.call({ length: -1, 0: 1 }, 1)); // expect: -1
console.log(Array.prototype.slice.call("héy").join(".")); // expect: h.é.y
console.log(thrown(() => Array.prototype.push.call(null))); // expect: TypeError
console.log(thrown(() => Array.prototype.slice.call(undefined))); // expect: TypeError
console.log(thrown(() => Array.prototype.pop.call("a"))); // expect: TypeError
console.log(Array.prototype.pop.call({})); // expect: undefined
console.log(thrown(() => Array.prototype.push.call({ length: 9007199254740991 }, 1)));
// expect: TypeError
console.log(thrown(() => Object.freeze([1]).push(2))); // expect: TypeError
console.log(thrown(() => Object.freeze([1]).pop())); // expect: TypeError
console.log(thrown(() => Object.freeze([2, 1]).reverse())); // expect: TypeError
console.log(thrown(() => Object.freeze([1]).shift())); // expect: TypeError
console.log(thrown(() => Object.freeze([]).unshift(1))); // expect: TypeError
console.log(thrown(() => Object.freeze([1, 2]).fill(0))); // expect: TypeError
console.log(thrown(() => Object.freeze([1, 2]).splice(0, 1))); // expect: TypeError
console.log(thrown(() => Object.freeze([]).pop())); // expect: TypeError
let sparse = [];
sparse[4000000000] = 1;
console.log(sparse.length); // expect: 4000000001
console.log(sparse.indexOf(1, 3999999999)); // expect: 4000000000
console.log(4000000000 in sparse); // expect: true
console.log(sparse.pop()); // expect: 1
console.log(sparse.length); // expect: 4000000000
sparse = [1];
sparse[100000000] = 2;
console.log(sparse.length); // expect: 100000001
console.log(sparse[100000000]); // expect: 2
console.log(sparse.pop()); // expect: 2
console.log(sparse.length); // expect: 100000000
console.log(json(sparse.slice(0, 1))); // expect: [1]
console.log(sparse.lastIndexOf(1, 5)); // expect: 0
console.log([3, 2, 1].length); // expect: 3
console.log(Array.prototype.length); // expect: 0
console.log(Array.prototype.push.length); // expect: 1
console.log(Array.prototype.slice.length); // expect: 2
console.log(Array.prototype.concat.length); // expect: 1
console.log(Array.prototype.indexOf.length); // expect: 1
console.log(Array.prototype.fill.length); // expect: 1
console.log(Array.name); // expect: Array
console.log(Array.prototype.push.name); // expect: push
console.log([1, 2, 3].toString === Array.prototype.toString); // expect: true
console.log(Array.prototype.constructor === Array); // expect: true
console.log(Object.keys(Array.prototype).length); // expect: 0
console.log([].constructor.name); // expect: Array
console.log(Array.prototype.toString.call({ join: () => "joined" })); // expect: joined
console.log(Array.prototype.toString.call({ join: 1 })); // expect: [object Object]
console.log(Array.prototype.toString.call([1, [2]])); // expect: 1,2
const order = [];
const index = { valueOf() { order.push("from"); return 1; } };
console.log(json([1, 2, 3].slice(index, { valueOf() { order.push("to"); return 2; } })));
// expect: [2]
console.log(order.join()); // expect: from,to
const shrinking = [1, 2, 3, 4];
console.log(json(shrinking.slice(0, { valueOf() { shrinking.length = 1; return 4; } })));
// expect: [1,null,null,null]
console.log(shrinking.length); // expect: 1
const shrunk = [1, 2, 3, 4, 5];
console.log(shrunk.indexOf(5, { valueOf() { shrunk.length = 2; return 0; } })); // expect: -1
console.log(shrunk.length); // expect: 2
const holes = [1, 2, 3];
console.log(json(holes.splice({ valueOf() { holes.length = 1; return 0; } }, 3)));
// expect: [1,null,null]
console.log(holes.length); // expect: 0
const text = [{ toString() { text.length = 1; return "x"; } }, 2, 3];
console.log(text.join()); // expect: x,,
console.log(text.length); // expect: 1
// In nothing, nothing is looked for, and the position is not converted (23.1.3.16 to 23.1.3.20).
const position = { valueOf() { throw new RangeError("converted"); } };
console.log([].indexOf(1, position), [].lastIndexOf(1, position), [].includes(1, position));
// expect: -1 -1 false
// The length is what it was before the arguments were converted, even if that changes the array.
let growing = [1, 2, 3];
console.log(json(growing.splice({ valueOf() { growing.push(7, 8, 9); return 0; } }, 1)),
  json(growing)); // expect: [1] [2,3]
growing = [1, 2, 3, 4, 5];
console.log(json(growing.splice(1, { valueOf() { growing.push(7, 8); return 2; } }, "x", "y", "z")),
  json(growing)); // expect: [2,3] [1,"x","y","z",4,5]
growing = [1, 2, 3, 4, 5];
console.log(json(growing.splice(0, { valueOf() { growing.length = 1; return 2; } })),
  json(growing)); // expect: [1,null] [null,null,null]
// What push puts beyond the greatest length is there when the length cannot be set (23.1.3.23).
const full = [];
full.length = 4294967294;
console.log(thrown(() => full.push("x", "y")), full[4294967294], full["4294967295"], full.length);
// expect: RangeError x y 4294967295
// What a getter makes is held by nothing else while it is compared.
const made = Object.defineProperty([1, 2, 3], 1, { get() { return "g" + this.length; } });
console.log(made.includes("g3"), made.indexOf("g3"), made.lastIndexOf("g3")); // expect: true 1 1
console.log([, 1].includes(undefined), [, 1].lastIndexOf(undefined)); // expect: true -1
