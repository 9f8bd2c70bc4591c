// Array.prototype.copyWithin, toReversed, toSorted, toSpliced, with, toLocaleString; Array.from and
// Array.of for other constructors (23.1.2, 23.1.3).
function show(f) {
  try {
    const value = f();
    console.log(typeof value === "object" ? JSON.stringify(value) : String(value));
  } catch (error) {
    console.log(error.name);
  }
}

// --- copyWithin
show(() => [1, 2, 3, 4, 5].copyWithin(0, 3)); // expect: [4,5,3,4,5]
show(() => [1, 2, 3, 4, 5].copyWithin(1, 0, 3)); // expect: [1,1,2,3,5]
show(() => [1, 2, 3, 4, 5].copyWithin(0, 1, 3)); // expect: [2,3,3,4,5]
show(() => [1, 2, 3, 4, 5].copyWithin(-2, -4, -3)); // expect: [1,2,3,2,5]
show(() => [1, 2, 3, 4, 5].copyWithin(2)); // expect: [1,2,1,2,3]
show(() => [1, 2, 3, 4, 5].copyWithin()); // expect: [1,2,3,4,5]
show(() => [1, 2, 3, 4, 5].copyWithin(5, 0)); // expect: [1,2,3,4,5]
show(() => [1, 2, 3, 4, 5].copyWithin(0, 5)); // expect: [1,2,3,4,5]
show(() => [1, 2, 3, 4, 5].copyWithin(0, 4, 2)); // expect: [1,2,3,4,5]
show(() => [1, 2, 3, 4, 5].copyWithin(1, 2, 100)); // expect: [1,3,4,5,5]
show(() => [1, 2, 3, 4, 5].copyWithin(-100, "2")); // expect: [3,4,5,4,5]
show(() => [].copyWithin(0, 1)); // expect: []
show(() => Object.keys([1, , 3, , 5].copyWithin(0, 1)).join()); // expect: 1,3,4
show(() => Object.keys([, 2, 3].copyWithin(1, 0)).join()); // expect: 2
show(() => { const list = [1, 2]; list.length = 5; return list.copyWithin(2, 0).length; });
// expect: 5
show(() => Object.keys(Object.assign([1, 2], { length: 6 }).copyWithin(3, 0, 2)).join());
// expect: 0,1,3,4
show(() => Array.prototype.copyWithin.call({ length: 4, 0: "a", 1: "b" }, 2, 0));
// expect: {"0":"a","1":"b","2":"a","3":"b","length":4}
show(() => Array.prototype.copyWithin.call({ length: 3, 0: "a", 2: "c" }, 0, 1));
// expect: {"1":"c","2":"c","length":3}
show(() => Array.prototype.copyWithin.call({ length: 5, 1: "b", 2: "c" }, 2, 1, 4));
// expect: {"1":"b","2":"b","3":"c","length":5}
show(() => Array.prototype.copyWithin.call({ length: 2 ** 53, 1: 1 }, 9007199254740990, 1, 2));
// expect: {"1":1,"length":9007199254740992,"9007199254740990":1}
show(() => Object.freeze([1, 2, 3]).copyWithin(0, 1)); // expect: TypeError
show(() => Array.prototype.copyWithin.call("abc", 0, 1)); // expect: TypeError
show(() => Array.prototype.copyWithin.call(null)); // expect: TypeError
show(() => {
  const list = [1, 2, 3, 4];
  return list.copyWithin(0, { valueOf() { list.length = 2; return 1; } });
}); // expect: [2,null]
show(() => { const list = [3, 1, 2]; return list.copyWithin(0, 1) === list; }); // expect: true

// --- toReversed
const numbers = [1, 2, 3];
show(() => numbers.toReversed()); // expect: [3,2,1]
show(() => numbers); // expect: [1,2,3]
show(() => [].toReversed()); // expect: []
show(() => [1, , 3].toReversed()); // expect: [3,null,1]
show(() => 1 in [1, , 3].toReversed()); // expect: true
show(() => Array.prototype.toReversed.call({ length: 2, 0: "a", 1: "b" })); // expect: ["b","a"]
show(() => Array.prototype.toReversed.call("abc")); // expect: ["c","b","a"]
show(() => Array.prototype.toReversed.call({ length: 4294967296 })); // expect: RangeError
show(() => Array.prototype.toReversed.call(undefined)); // expect: TypeError
show(() => Array.prototype.toReversed.call({ length: 2, get 0() { throw new RangeError("0"); } }));
// expect: RangeError
show(() => Object.freeze([1, 2]).toReversed().concat(0)); // expect: [2,1,0]
show(() => Object.isFrozen(Object.freeze([1, 2]).toReversed())); // expect: false

// --- toSorted
const words = ["pear", "apple", "fig"];
show(() => words.toSorted()); // expect: ["apple","fig","pear"]
show(() => words); // expect: ["pear","apple","fig"]
show(() => words.toSorted((a, b) => a.length - b.length)); // expect: ["fig","pear","apple"]
show(() => [3, 1, 10, 2].toSorted()); // expect: [1,10,2,3]
show(() => [3, 1, 10, 2].toSorted((a, b) => b - a)); // expect: [10,3,2,1]
show(() => [3, , 1].toSorted()); // expect: [1,3,null]
show(() => 2 in [3, , 1].toSorted()); // expect: true
show(() => [undefined, 3, undefined, 1].toSorted().length); // expect: 4
show(() => [1].toSorted(null)); // expect: TypeError
show(() => [1].toSorted(5)); // expect: TypeError
show(() => [2, 1].toSorted(undefined)); // expect: [1,2]
show(() => Array.prototype.toSorted.call({ length: 3, 0: "c", 2: "a" })); // expect: ["a","c",null]
show(() => Array.prototype.toSorted.call({ length: 4294967296 })); // expect: RangeError
show(() => Array.prototype.toSorted.call(null)); // expect: TypeError
show(() => [2, 1].toSorted(() => { throw new RangeError("compared"); })); // expect: RangeError
show(() => Array.from({ length: 50 }, (_, i) => ({ k: i % 3, i })).toSorted((a, b) => a.k - b.k)
  .map((entry) => entry.i).slice(15, 20).join()); // expect: 45,48,1,4,7

// --- toSpliced
const list = [1, 2, 3, 4];
show(() => list.toSpliced(1, 2)); // expect: [1,4]
show(() => list.toSpliced(1, 0, "a", "b")); // expect: [1,"a","b",2,3,4]
show(() => list.toSpliced(1, 1, "a", "b")); // expect: [1,"a","b",3,4]
show(() => list.toSpliced(-1)); // expect: [1,2,3]
show(() => list.toSpliced()); // expect: [1,2,3,4]
show(() => list.toSpliced(undefined)); // expect: []
show(() => list.toSpliced(1, undefined)); // expect: [1,2,3,4]
show(() => list.toSpliced(1, Infinity, 9)); // expect: [1,9]
show(() => list.toSpliced(10, 1, 5)); // expect: [1,2,3,4,5]
show(() => list.toSpliced(0, -1)); // expect: [1,2,3,4]
show(() => list); // expect: [1,2,3,4]
show(() => [1, , 3].toSpliced(0, 1)); // expect: [null,3]
show(() => 0 in [1, , 3].toSpliced(0, 1)); // expect: true
show(() => Array.prototype.toSpliced.call({ length: 3, 0: 1, 2: 3 }, 1, 1)); // expect: [1,3]
show(() => Array.prototype.toSpliced.call({ length: 2 ** 53 - 1 }, 0, 0, 1)); // expect: TypeError
show(() => Array.prototype.toSpliced.call({ length: 2 ** 32 - 1 }, 0, 0, 1)); // expect: RangeError
show(() => Array.prototype.toSpliced.call({ length: 2 ** 53 - 1, 9007199254740990: "last" },
  0, 2 ** 53 - 2)); // expect: ["last"]
show(() => Array.prototype.toSpliced.call(undefined)); // expect: TypeError

// --- with
show(() => numbers.with(0, "a")); // expect: ReferenceError
show(() => numbers.with(-1, "z")); // expect: ReferenceError
show(() => numbers.with("1", "m")); // expect: ReferenceError
show(() => numbers.with(3, 0)); // expect: ReferenceError
show(() => numbers.with(-4, 0)); // expect: ReferenceError
show(() => numbers.with(undefined, 0)); // expect: ReferenceError
show(() => numbers.with(1.9, 0)); // expect: ReferenceError
show(() => numbers.with(NaN)); // expect: ReferenceError
show(() => numbers.with(Infinity, 0)); // expect: ReferenceError
show(() => [].with(0, 1)); // expect: RangeError
show(() => [1, , 3].with(0, 2)); // expect: [2,null,3]
show(() => 1 in [1, , 3].with(0, 2)); // expect: true
show(() => numbers); // expect: ReferenceError
show(() => Array.prototype.with.call({ length: 2, 0: 1, 1: 2 }, 1, "x")); // expect: [1,"x"]
show(() => Array.prototype.with.call({ length: 2 ** 32 }, 1, "x")); // expect: RangeError
show(() => Array.prototype.with.call({ length: 1, get 0() { throw new RangeError("0"); } }, 0, 1));
// expect: [1]

// --- toLocaleString calls the elements' own
const speaking = (text) => ({ toLocaleString: () => text });
show(() => [speaking("a"), null, undefined, , speaking("b")].toLocaleString()); // expect: a,,,,b
show(() => ["x", "y"].toLocaleString()); // expect: x,y
show(() => [].toLocaleString()); // expect:
show(() => [true, [false, "z"]].toLocaleString()); // expect: true,false,z
show(() => [speaking(5), speaking(null)].toLocaleString()); // expect: 5,null
show(() => [{ toLocaleString: 1 }].toLocaleString()); // expect: TypeError
show(() => [Object.create(null)].toLocaleString()); // expect: TypeError
show(() => Array.prototype.toLocaleString.call({ length: 2, 0: "p", 1: "q" })); // expect: p,q
show(() => { const loop = ["a"]; loop.push(loop); return loop.toLocaleString(); }); // expect: a,

// --- Array.from and Array.of for other constructors
function Made(value) {
  this.given = value;
}
show(() => Array.from.call(Made, [7, 8])); // expect: {"0":7,"1":8,"length":2}
show(() => Array.from.call(Made, { length: 2, 0: "a" })); // expect: {"0":"a","given":2,"length":2}
show(() => Array.from.call(Made, "ab") instanceof Made); // expect: true
show(() => Array.from.call(Made, [1, 2], (x) => x * 2)[1]); // expect: 4
show(() => Array.from.call(undefined, [1])); // expect: [1]
show(() => Array.from.call(() => 1, [1])); // expect: [1]
show(() => Array.from.call(Object, [1, 2])); // expect: {"0":1,"1":2,"length":2}
show(() => Array.from.call(function () { return Object.freeze({}); }, [1])); // expect: TypeError
show(() => Array.from.call(function () { throw new RangeError("made"); }, []));
// expect: RangeError
show(() => Array.of.call(Made, "x", "y")); // expect: {"0":"x","1":"y","given":2,"length":2}
show(() => Array.of.call(Made).length); // expect: 0
show(() => Array.of.call(undefined, 1, 2)); // expect: [1,2]
show(() => Array.isArray(Array.of.call(Object, 1))); // expect: false
show(() => Array.of.call(Object, 4, 5)); // expect: 2
show(() => Array.of.call(function () { return Object.freeze([]); }, 1)); // expect: TypeError
show(() => Array.from.call(function () {
  return Object.defineProperty({}, "length", { value: 0 });
}, [])); // expect: TypeError
show(() => Array.from({ length: 3 })); // expect: [null,null,null]
show(() => Array.from({ length: 4294967296 })); // expect: RangeError
show(() => Array.from({ length: -1 })); // expect: []
show(() => Array.from(5)); // expect: []
show(() => Array.from(null)); // expect: TypeError
show(() => Array.from([1], null)); // expect: TypeError
show(() => Array.from([1, 2, 3], function (x) { return x + this.more; }, { more: 10 }));
// expect: [11,12,13]
show(() => Array.from({ length: 2 }, (value, index) => value + ":" + index));
// expect: ["undefined:0","undefined:1"]
show(() => Array.from([, 1]).length + " " + (0 in Array.from([, 1]))); // expect: 2 true
show(() => Array.from([1, 2].entries())); // expect: [[0,1],[1,2]]
show(() => Array.of(7).length); // expect: 1

// --- reverse in the order of the specification (23.1.3.26)
const log = [];
const watched = {
  length: 3,
  get 0() { log.push("get 0"); return "a"; },
  set 0(value) { log.push("set 0"); },
  get 2() { log.push("get 2"); return "c"; },
  set 2(value) { log.push("set 2"); },
};
Array.prototype.reverse.call(watched);
show(() => log.join()); // expect: get 0,get 2,set 0,set 2
show(() => Array.prototype.reverse.call({ length: 3, 0: "a" })); // expect: {"2":"a","length":3}
show(() => Array.prototype.reverse.call({ length: 3, 2: "a" })); // expect: {"0":"a","length":3}
show(() => Object.keys([1, , , 4, , 6].reverse()).join()); // expect: 0,2,5
