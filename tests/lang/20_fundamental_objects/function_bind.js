// ECMA-262 20.2.3.2, 10.4.1: bound functions.
// --- this and first arguments are fixed
function f(...args) { return [this && this.v, ...args].join(); }
const b = f.bind({ v: 'bound' }, 1, 2);
console.log(b(), b(3), b.call({ v: 'other' }, 4), b.apply(null, [5, 6])); // expect: bound,1,2 bound,1,2,3 bound,1,2,4 bound,1,2,5,6
console.log(b.bind({ v: 'again' }, 'x')('y')); // expect: bound,1,2,x,y
console.log(f.bind()(), f.bind(null)(1)); // expect:  ,1
// --- name and length
function three(a, b, c) {}
console.log(three.bind().name, three.bind().length, three.bind(null, 1, 2).length, three.bind(null, 1, 2, 3, 4).length); // expect: bound three 3 1 0
console.log((() => {}).bind().name, three.bind().bind().name, Object.getOwnPropertyNames(three.bind()).join()); // expect: bound  bound bound three length,name
Object.defineProperty(three, 'length', { value: 7.9 }); console.log(three.bind(null, 1).length); // expect: 6
Object.defineProperty(three, 'length', { value: 'text' }); console.log(three.bind().length); // expect: 0
Object.defineProperty(three, 'name', { value: 5 }); console.log(three.bind().name === 'bound '); // expect: true
console.log(Math.max.bind(null, 1).name, Math.max.bind().length, Math.max.bind(null, 5)(3)); // expect: bound max 2 5
// --- new constructs the target
function Point(x, y) { this.x = x; this.y = y; this.target = new.target === Point; }
const B = Point.bind({ ignored: true }, 1);
const p = new B(2);
console.log(JSON.stringify(p), p instanceof Point, p instanceof B, 'prototype' in B, {} instanceof B); // expect: {"x":1,"y":2,"target":true} true true false false
const BB = B.bind(null, 9); console.log(JSON.stringify(new BB(8))); // expect: {"x":1,"y":9,"target":true}
class C { constructor(a) { this.a = a; } } const BC = C.bind(null, 7);
console.log(new BC().a, new BC() instanceof C); // expect: 7 true
try { BC(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
try { new ((() => 1).bind())(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
try { class D extends B {} } catch (error) { console.log(error.constructor.name); } // expect: TypeError
B.prototype = Point.prototype;
class D extends B { z = 3; } const d = new D(5); console.log(d.x, d.y, d.z, d instanceof D, d instanceof Point); // expect: 1 5 3 true true
// --- bound builtins and callbacks
const push = Array.prototype.push.bind([0]); console.log(push(1), push(2, 3)); // expect: 2 4
const uncurried = Number.prototype.toString.call.bind(Number.prototype.toString); console.log(uncurried(255, 16)); // expect: ff
console.log([3, 1, 2].sort(((a, b) => a - b).bind()).join(), [1, 2].map(function (...all) { return this.v + all.length; }.bind({ v: 'v' }, 'first')).join('|')); // expect: 1,2,3 v4|v4
class M { constructor() { this.v = 4; this.get = this.get.bind(this); } get() { return this.v; } }
const { get } = new M(); console.log(get()); // expect: 4
// --- prototype of the target, not a function
const target = Object.setPrototypeOf(function () {}, null);
console.log(Object.getPrototypeOf(Function.prototype.bind.call(target))); // expect: null
try { Function.prototype.bind.call({}); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
console.log(typeof target.call, typeof (() => 1).bind(), typeof (() => 1).bind().toString()); // expect: undefined function string
// --- many arguments
const many = ((...all) => all.length).bind(null, ...new Array(100).fill(1)); console.log(many(...new Array(100).fill(2))); // expect: 200
let r = x => x + 1; for (let i = 0; i < 50; i++) r = r.bind(null); console.log(r(1)); // expect: 2
