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
console.log(a.push(4), json(a)); // expect: 4 [1,2,3,4]
console.log(a.push(), a.push(5, 6), json(a)); // expect: 4 6 [1,2,3,4,5,6]
console.log(a.pop(), a.pop(), json(a), [].pop()); // expect: 6 5 [1,2,3,4] undefined
console.log(a.shift(), json(a), [].shift(), json([])); // expect: 1 [2,3,4] undefined []
console.log(a.unshift(9, 8), json(a), a.unshift()); // expect: 5 [9,8,2,3,4] 5
console.log(json([1, 2, 3, 4, 5].slice(1, 3)), json([1, 2, 3].slice(-2)), json([1, 2, 3].slice(2, 1))); // expect: [2,3] [2,3] []
console.log(json([1, 2, 3].slice()), json([1, 2, 3].slice(NaN, "2")), json([1, 2, 3].slice(-9, 9)), json([1, 2, 3].slice(undefined, undefined))); // expect: [1,2,3] [1,2] [1,2,3] [1,2,3]
a = [1, 2, 3, 4, 5];
console.log(json(a.splice(1, 2)), json(a), json(a.splice(-1)), json(a)); // expect: [2,3] [1,4,5] [5] [1,4]
console.log(json(a.splice(1, 0, "x", "y", "z")), json(a), json(a.splice()), json(a.splice(undefined)), json(a)); // expect: [] [1,"x","y","z",4] [] [1,"x","y","z",4] []
a = [1, 2, 3, 4];
console.log(json(a.splice(1, 2, "one")), json(a), a.length); // expect: [2,3] [1,"one",4] 3
a = [1, 2, 3, 4];
console.log(json(a.splice(0, 1, "p", "q", "r")), json(a), json(a.splice(2, -1, 0)), json(a)); // expect: [1] ["p","q","r",2,3,4] [] ["p","q",0,"r",2,3,4]
a = [1, , 3, , 5];
console.log(json(a.splice(1, 1)), 0 in a, 1 in a, 2 in a, a.length); // expect: [null] true true false 4
console.log(json([1].concat(2, [3, [4]], "5", [])), [1, , 3].concat([, 5]).length, 1 in [1, , 3].concat([4])); // expect: [1,2,3,[4],"5"] 5 false
console.log(json([].concat.call("ab", 1).length), json([].concat([undefined, null]))); // expect: 2 [null,null]
console.log([1, 2, 3].join(), [1, 2, 3].join(""), [1, null, undefined, 4, , 6].join("-"), [].join("x") === ""); // expect: 1,2,3 123 1---4--6 true
console.log([1, 2].join(undefined), [1, 2].join(null), [[1, [2]], [3]].join(";"), [true, {}, "s"].join(" ")); // expect: 1,2 1null2 1,2;3 true [object Object] s
console.log([1.5, -0, NaN, Infinity, 1e21].join("|"), ["ä", "€", "𝒳"].join("+"), [1, 2, 3].toString(), String([[], [[]]]) === ","); // expect: 1.5|0|NaN|Infinity|1e+21 ä+€+𝒳 1,2,3 true
a = [1, 2];
a.push(a);
console.log(a.join(), String([a, 3]), [a].join() === a.join()); // expect: 1,2, 1,2,,3 true
console.log(json([1, 2, 3].reverse()), json([1, 2, 3, 4].reverse()), json([].reverse())); // expect: [3,2,1] [4,3,2,1] []
a = [1, , 3];
console.log(a === a.reverse(), json(a), 1 in a, 0 in [, 1].reverse(), 1 in [, 1].reverse()); // expect: true [3,null,1] false true false
console.log([1, 2, 3, 2].indexOf(2), [1, 2, 3, 2].indexOf(2, 2), [1, 2, 3, 2].indexOf(2, -1), [1].indexOf("1")); // expect: 1 3 3 -1
console.log([NaN].indexOf(NaN), [, undefined].indexOf(undefined), [0].indexOf(-0), ["a", "b"].indexOf("b"), [1, 2].indexOf(1, 5), [1, 2].indexOf(1, -9)); // expect: -1 1 0 1 -1 0
console.log([1.5, 2, true, null, undefined].indexOf(true), [1.5, 2, true, null].indexOf(null), [1.5].indexOf(1.5), [2].indexOf(2.0)); // expect: 2 3 0 0
console.log([1, 2, 3, 2].lastIndexOf(2), [1, 2, 3, 2].lastIndexOf(2, 2), [1, 2].lastIndexOf(2, -2), [1, 2].lastIndexOf(2, undefined), [2, 1].lastIndexOf(2, undefined), [].lastIndexOf(1), [1].lastIndexOf(1, -5)); // expect: 3 1 -1 -1 0 -1 -1
console.log([NaN].includes(NaN), [, 1].includes(undefined), [1].includes(1, 1), [0].includes(-0), ["x"].includes("x"), [].includes()); // expect: true true false true true false
console.log(json([1, 2, 3].fill(0)), json([1, 2, 3].fill(9, 1)), json([1, 2, 3].fill(9, -2, -1)), json(new Array(3).fill("x")), json([1].fill())); // expect: [0,0,0] [1,9,9] [1,9,3] ["x","x","x"] [null]
console.log([1, 2, 3].at(0), [1, 2, 3].at(-1), [1, 2, 3].at(3), [1, 2, 3].at(-4), [1, 2].at("1"), [7].at(NaN), [7].at()); // expect: 1 3 undefined undefined 2 7 7
console.log(Array.isArray([]), Array.isArray({ length: 0 }), Array.isArray(Array.prototype), Array.isArray("a"), Array.isArray()); // expect: true false true false false
console.log(json(Array.of(7, 8)), json(Array.of()), Array.of(3).length, json(Array(1, 2)), Array(3).length, json(new Array("3")), new Array(2).length, Array().length); // expect: [7,8] [] 1 [1,2] 3 ["3"] 2 0
console.log(thrown(() => new Array(-1)), thrown(() => Array(1.5)), thrown(() => new Array(4294967296)), new Array(4294967295).length, Array(0).length); // expect: RangeError RangeError RangeError 4294967295 0
a = [];
a.length = 3;
console.log(json(a), a.length, thrown(() => { a.length = -1; }), thrown(() => { a.length = 1.5; }), a.length); // expect: [null,null,null] 3 RangeError RangeError 3
a = [1, 2, 3];
a.length = 1;
console.log(json(a), a[1], (a[3] = 4, a.length), json(a)); // expect: [1] undefined 4 [1,null,null,4]
const like = { length: 2, 0: "a", 1: "b" };
console.log(Array.prototype.push.call(like, "c"), json(like), Array.prototype.pop.call(like), like.length); // expect: 3 {"0":"a","1":"b","2":"c","length":3} c 2
console.log(Array.prototype.join.call(like, "+"), Array.prototype.slice.call(like, 1).length, Array.prototype.shift.call(like), json(like)); // expect: a+b 1 a {"0":"b","length":1}
console.log(Array.prototype.unshift.call(like, "x", "y"), json(like), Array.prototype.reverse.call(like) === like, json(like)); // expect: 3 {"0":"x","1":"y","2":"b","length":3} true {"0":"b","1":"y","2":"x","length":3}
console.log(json(Array.prototype.splice.call(like, 1, 1, "p", "q")), json(like), Array.prototype.indexOf.call(like, "q"), Array.prototype.includes.call("abc", "b")); // expect: ["y"] {"0":"b","1":"p","2":"q","3":"x","length":4} 2 true
console.log(Array.prototype.push.call({}, 1), json(Array.prototype.fill.call({ length: 2 }, 1)), Array.prototype.at.call("abc", -1), Array.prototype.concat.call(1, 2).length); // expect: 1 {"0":1,"1":1,"length":2} c 2
console.log(Array.prototype.join.call({ length: "2", 0: 1 }), Array.prototype.indexOf.call({ length: -1, 0: 1 }, 1), Array.prototype.slice.call("héy").join(".")); // expect: 1, -1 h.é.y
console.log(thrown(() => Array.prototype.push.call(null)), thrown(() => Array.prototype.slice.call(undefined)), thrown(() => Array.prototype.pop.call("a")), Array.prototype.pop.call({})); // expect: TypeError TypeError TypeError undefined
console.log(thrown(() => Array.prototype.push.call({ length: 9007199254740991 }, 1)), thrown(() => Object.freeze([1]).push(2)), thrown(() => Object.freeze([1]).pop()), thrown(() => Object.freeze([2, 1]).reverse())); // expect: TypeError TypeError TypeError TypeError
console.log(thrown(() => Object.freeze([1]).shift()), thrown(() => Object.freeze([]).unshift(1)), thrown(() => Object.freeze([1, 2]).fill(0)), thrown(() => Object.freeze([1, 2]).splice(0, 1)), thrown(() => Object.freeze([]).pop())); // expect: TypeError TypeError TypeError TypeError TypeError
let sparse = [];
sparse[4000000000] = 1;
console.log(sparse.length, sparse.indexOf(1, 3999999999), 4000000000 in sparse, sparse.pop(), sparse.length); // expect: 4000000001 4000000000 true 1 4000000000
sparse = [1];
sparse[100000000] = 2;
console.log(sparse.length, sparse[100000000], sparse.pop(), sparse.length, json(sparse.slice(0, 1)), sparse.lastIndexOf(1, 5)); // expect: 100000001 2 2 100000000 [1] 0
console.log([3, 2, 1].length, Array.prototype.length, Array.prototype.push.length, Array.prototype.slice.length, Array.prototype.concat.length, Array.prototype.indexOf.length, Array.prototype.fill.length, Array.name, Array.prototype.push.name); // expect: 3 0 1 2 1 1 1 Array push
console.log([1, 2, 3].toString === Array.prototype.toString, Array.prototype.constructor === Array, Object.keys(Array.prototype).length, [].constructor.name); // expect: true true 0 Array
console.log(Array.prototype.toString.call({ join: () => "joined" }), Array.prototype.toString.call({ join: 1 }), Array.prototype.toString.call([1, [2]])); // expect: joined [object Object] 1,2
const order = [];
const index = { valueOf() { order.push("from"); return 1; } };
console.log(json([1, 2, 3].slice(index, { valueOf() { order.push("to"); return 2; } })), order.join()); // expect: [2] from,to
const shrinking = [1, 2, 3, 4];
console.log(json(shrinking.slice(0, { valueOf() { shrinking.length = 1; return 4; } })), shrinking.length); // expect: [1,null,null,null] 1
const shrunk = [1, 2, 3, 4, 5];
console.log(shrunk.indexOf(5, { valueOf() { shrunk.length = 2; return 0; } }), shrunk.length); // expect: -1 2
const holes = [1, 2, 3];
console.log(json(holes.splice({ valueOf() { holes.length = 1; return 0; } }, 3)), holes.length); // expect: [1,null,null] 0
const text = [{ toString() { text.length = 1; return "x"; } }, 2, 3];
console.log(text.join(), text.length); // expect: x,, 1
