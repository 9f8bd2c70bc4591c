// Calls whose arguments do not match, bound functions and constructors, in every combination.

// --- missing and superfluous arguments
function three(a, b, c) { return [a, b, c].join('|'); }
const callThree = (...given) => three(...given);
console.log(three(), three(1), three(1, 2), three(1, 2, 3), three(1, 2, 3, 4)); // expect: || 1|| 1|2| 1|2|3 1|2|3
console.log(callThree(), callThree(1, 2, 3, 4, 5)); // expect: || 1|2|3
function recurse(depth, missing) { return depth === 0 ? missing : recurse(depth - 1); }
console.log(recurse(3, 'x'), recurse(0, 'x')); // expect: undefined x
const stale = (a, b) => { const c = b; b = 5; return c; };
console.log(stale(1, 2), stale(1), stale(1)); // expect: 2 undefined undefined

// --- missing arguments of methods, constructors and their parents
class P { constructor(a, b) { this.a = a; this.b = b; } get(x, y) { return [this.a, this.b, x, y].join('|'); } }
class Q extends P { constructor(a) { super(a); } }
console.log(new P().get(), new P(1).get(2), new Q(1).get(), new Q().get(1, 2, 3)); // expect: ||| 1||2| 1||| ||1|2

// --- bound functions
function show(...values) { return (this === undefined ? 'u' : this.name) + ':' + values.join(); }
const bound = show.bind({ name: 'n' }, 1, 2), twice = bound.bind({ name: 'other' }, 3);
console.log(bound(), bound(9), twice(), twice(4, 5)); // expect: n:1,2 n:1,2,9 n:1,2,3 n:1,2,3,4,5
const holder = { name: 'holder', bound, unbound: show.bind(undefined) };
console.log(holder.bound(8), holder.unbound(8)); // expect: n:1,2,8 u:8
console.log([1, 2].map(show.bind(undefined, 'm')).length, twice(...[6, 7])); // expect: 2 n:1,2,3,6,7
console.log(Math.max.bind(null, 5)(3, 9), [3, 1, 2].sort.bind([2, 1])().join()); // expect: 9 1,2

// --- bound constructors
class Pair { constructor(a, b) { this.sum = a + b; this.target = new.target === Pair; } }
const Bound = Pair.bind({ ignored: true }, 1);
console.log(JSON.stringify(new Bound(2)), new Bound(2) instanceof Pair); // expect: {"sum":3,"target":true} true
try {
  Bound(2);
} catch (error) {
  console.log(error instanceof TypeError); // expect: true
}
try {
  (() => 1).bind(null)().x.y;
} catch (error) {
  console.log(error instanceof TypeError); // expect: true
}

// --- a deep recursion through bound functions ends in a RangeError
function deep(n) { return deepBound(n + 1); }
const deepBound = deep.bind(null);
try {
  deep(0);
} catch (error) {
  console.log(error instanceof RangeError); // expect: true
}

// --- what constructors return
function Returns(value) { this.own = true; return value; }
console.log(new Returns(5).own, new Returns({ own: 'other' }).own, new Returns(null).own); // expect: true other true
class Derived extends Returns { constructor(value) { super(value); this.derived = 1; } }
const given = {};
console.log(new Derived(given) === given, given.derived, new Derived(1).derived); // expect: true 1 1
class Early extends Returns { constructor(stop) { super(); if (stop) return given; this.late = true; } }
console.log(new Early(true) === given, new Early(false).late); // expect: true true

// --- new.target through the quick side of construction
function Target() { return { is: new.target === Target, undef: new.target === undefined }; }
console.log(new Target().is, Target().undef, new Target().is); // expect: true true true
class Base { constructor() { this.kind = new.target.name; } }
class Sub extends Base {}
class SubSub extends Sub { constructor() { super(); } }
console.log(new Base().kind, new Sub().kind, new SubSub().kind, new SubSub() instanceof Sub); // expect: Base Sub SubSub true
