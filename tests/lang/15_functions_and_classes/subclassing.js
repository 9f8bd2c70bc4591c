// Classes that extend builtins.
// --- arrays are true arrays
class L extends Array { last() { return this[this.length - 1]; } }
const l = new L(1, 2, 3); l.push(4); l[9] = 5;
console.log(l.length, Array.isArray(l), l.last(), l instanceof L, l instanceof Array, new L(7).length, JSON.stringify(new L('a', 'b'))); // expect: 10 true 5 true true 7 ["a","b"]
l.length = 2; console.log(l.join(), [...l].length, Object.keys(l).join()); // expect: 1,2 2 0,1
class C extends Array { constructor(n) { super(); for (let i = 0; i < n; i++) this.push(i); } }
console.log(new C(3).join(), new C(3).length); // expect: 0,1,2 3
// --- methods that make arrays make the subclass
class L extends Array { sum() { return this.reduce((a, b) => a + b, 0); } }
const l = L.of(1, 2, 3);
for (const made of [l.map(x => x * 2), l.filter(x => x > 1), l.slice(1), l.concat([4], 5), l.flat(), l.flatMap(x => [x, x]), l.splice(0, 1), L.from([7, 8]), L.from({ length: 2, 0: 1, 1: 2 })])
  console.log(made instanceof L, made.length, made.sum());
// expect: true 3 12
// expect: true 2 5
// expect: true 2 5
// expect: true 5 15
// expect: true 3 6
// expect: true 6 12
// expect: true 1 1
// expect: true 2 15
// expect: true 2 3
console.log(l.toSorted() instanceof L, l.toReversed() instanceof L, [].concat(l) instanceof L, l.sort() instanceof L); // expect: false false false true
// --- the species is asked of the constructor property
const a = [1, 2]; a.constructor = undefined; console.log(Array.isArray(a.map(x => x))); // expect: true
a.constructor = function () {}; console.log(a.slice().length); // expect: 2
for (const value of [5, null, 'text']) { a.constructor = value; try { a.map(x => x); } catch (error) { console.log(error.constructor.name); } }
// expect: TypeError
// expect: TypeError
// expect: TypeError
class T extends Array { constructor(...args) { super(...args); this.tag = 'made'; } }
console.log(new T(1, 2).map(x => x).tag, new T(1, 2).filter(() => true).length, new T(3, 4).concat(new T(5, 6)).length); // expect: made 2 4
// --- errors
class E extends Error { constructor(message, options) { super(message, options); this.code = 42; } }
const e = new E('boom', { cause: 'why' });
console.log(e.message, e.cause, e.code, e instanceof E, e instanceof Error, e.name, String(e), typeof e.stack); // expect: boom why 42 true true Error Error: boom string
class V extends Error { get name() { return 'V'; } } console.log(String(new V('x')), Object.keys(new V('x')).length); // expect: V: x 0
class T extends TypeError {} class R extends RangeError { name = 'Mine'; }
console.log(new T('t') instanceof TypeError, new T('t').name, String(new R('r')), new T() instanceof Error, new T().hasOwnProperty('message')); // expect: true TypeError Mine: r true false
try { throw new E('thrown'); } catch (caught) { console.log(caught.constructor.name, caught.message, 'cause' in caught); } // expect: E thrown false
console.log(Object.prototype.toString.call(new E('x')), Object.getPrototypeOf(E) === Error); // expect: [object Error] true
// --- maps and sets
class M extends Map { get(k) { return super.has(k) ? super.get(k) : 'none'; } set(k, v) { return super.set(k, v + 1); } }
const m = new M([[1, 1], [2, 2]]); console.log(m.get(1), m.get(9), m.size, m instanceof Map); // expect: 2 none 2 true
class S extends Set { addAll(...all) { for (const x of all) this.add(x); return this; } }
console.log(new S([1]).addAll(1, 2, 3).size, [...new S('aab')].join()); // expect: 3 a,b
// --- Object ignores the argument of a subclass
class O extends Object { constructor(v) { super(v); this.v = v; } }
console.log(JSON.stringify(new O(5)), new O({ a: 1 }) instanceof O, new O(1) instanceof Number); // expect: {"v":5} true false
// --- others are refused by name
class D extends String {}
new D('text'); // expect refused: a class that extends String
// --- numbers too
class N extends Number { constructor() { super(5); } }
new N(); // expect refused: a class that extends Number
