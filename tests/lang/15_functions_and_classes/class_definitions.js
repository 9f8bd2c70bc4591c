// ECMA-262 15.7: what a class definition makes.
// --- a class is a function that only new calls
class A { constructor(x) { this.x = x; } }
console.log(typeof A, new A(3).x); // expect: function 3
try { A(1); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
try { A.call({}, 1); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
try { A.apply({}, []); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
try { [1].map(A); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
console.log(new A(1) instanceof A, Object.getPrototypeOf(new A(1)) === A.prototype); // expect: true true
// --- length is that of the constructor, name that of the class
class None {}
class Two { constructor(a, b, c = 1) {} }
class Named { static name() { return 'own'; } }
console.log(None.length, Two.length, None.name, Two.name, typeof Named.name); // expect: 0 2 None Two function
console.log((class {}).name === '', (class Inner {}).name); // expect: true Inner
const Given = class {}, Kept = class Own {};
console.log(Given.name, Kept.name); // expect: Given Own
let assigned; assigned = class {}; console.log(assigned.name); // expect: assigned
const holder = { Member: class {}, ['com' + 'puted']: class {} };
console.log(holder.Member.name, holder.computed.name); // expect: Member computed
const defaulted = (C = class {}) => C.name; console.log(defaulted()); // expect: C
console.log(Object.getOwnPropertyNames(class { static m() {} static f = 1; }).join()); // expect: length,name,prototype,m,f
console.log(Object.getOwnPropertyNames(class Q { static f = 1; a() {} get b() { return 1; } }.prototype).join()); // expect: constructor,a,b
// --- prototype and constructor have the attributes of the standard
class A { m() {} static s() {} get g() { return 1; } }
const show = (object, key) => {
  const d = Object.getOwnPropertyDescriptor(object, key);
  return [key, d.writable, d.enumerable, d.configurable].join();
};
console.log(show(A, 'prototype')); // expect: prototype,false,false,false
console.log(show(A, 'name')); // expect: name,false,false,true
console.log(show(A, 'length')); // expect: length,false,false,true
console.log(show(A.prototype, 'constructor')); // expect: constructor,true,false,true
console.log(show(A.prototype, 'm')); // expect: m,true,false,true
console.log(show(A, 's')); // expect: s,true,false,true
console.log(show(A.prototype, 'g')); // expect: g,,false,true
console.log(A.prototype.constructor === A, Object.keys(A.prototype).length, Object.keys(A).length); // expect: true 0 0
try { A.prototype = {}; } catch (error) { console.log(error.constructor.name); } // expect: TypeError
for (const key in new A()) console.log('listed', key);
// --- methods and accessors are no constructors
class A { m() {} static s() {} get g() { return function () {}; } }
for (const f of [new A().m, A.s, Object.getOwnPropertyDescriptor(A.prototype, 'g').get]) {
  try { new f(); } catch (error) { console.log(error.constructor.name, 'prototype' in f); }
} // expect: TypeError false
// expect: TypeError false
// expect: TypeError false
console.log(new (new A().g)() instanceof Object); // expect: true
// --- methods are named by their keys
const key = 'dynamic';
class A { m() {} 'quoted name'() {} 12() {} [key]() {} get g() { return 1; } set g(v) {} static get [key + 1]() { return 1; } }
const of = (object, name) => Object.getOwnPropertyDescriptor(object, name);
console.log(A.prototype.m.name, A.prototype['quoted name'].name, A.prototype[12].name, A.prototype.dynamic.name); // expect: m quoted name 12 dynamic
console.log(of(A.prototype, 'g').get.name, of(A.prototype, 'g').set.name, of(A, 'dynamic1').get.name); // expect: get g set g get dynamic1
// --- a declaration has a dead zone, and no value before its end
try { new A(); } catch (error) { console.log(error.constructor.name); } // expect: ReferenceError
class A {}
try { class B extends B {} } catch (error) { console.log(error.constructor.name); } // expect: ReferenceError
try { class C { [C.name]() {} } } catch (error) { console.log(error.constructor.name); } // expect: ReferenceError
class D { static self = D; static twice() { return D; } }
console.log(D.self === D, D.twice() === D); // expect: true true
// --- the inner name is constant, the outer one is not
class A { static set() { A = 1; } static get() { return A; } }
const old = A;
try { A.set(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
A = 5;
console.log(A, old.get() === old); // expect: 5 true
const E = class Inner { static outer() { return typeof Inner; } };
console.log(E.outer(), typeof Inner); // expect: function undefined
// --- a declaration is lexical
{ class A { static n = 1; } console.log(A.n); } // expect: 1
console.log(typeof A); // expect: undefined
const made = [];
for (let i = 0; i < 3; i++) { class L { static i = i; static get() { return L.i; } } made.push(L); }
console.log(made.map(C => C.get()).join(), made[0] === made[1]); // expect: 0,1,2 false
function f() { return new G(); class G { x = 1; } }
try { f(); } catch (error) { console.log(error.constructor.name); } // expect: ReferenceError
switch (1) { case 1: class S { static v = 7; } console.log(S.v); } // expect: 7
// --- later definitions replace earlier ones of a key
class A { m() { return 1; } m() { return 2; } get a() { return 1; } a() { return 3; } b() { return 4; } get b() { return 5; } set b(v) {} }
const a = new A();
console.log(a.m(), a.a(), a.b); // expect: 2 3 5
// --- words of the language are good names for elements
class A {
  get() { return 'get'; } set() { return 'set'; } static() { return 'static'; } async() { return 'async'; }
  new() { return 'new'; } class() { return 'class'; } static static() { return 'static static'; }
  static get get() { return 'static get get'; } static set set(v) { this.v = v; } of() { return 'of'; }
}
const a = new A();
console.log(a.get(), a.set(), a.static(), a.async(), a.new(), a.class(), a.of()); // expect: get set static async new class of
A.set = 4; console.log(A.static(), A.get, A.v); // expect: static static static get get 4
// --- computed keys are evaluated once, in order, converted to keys
const order = [];
const k = name => { order.push(name); return { toString() { order.push('to ' + name); return name; } }; };
class A { [k('a')]() {} static [k('b')] = order.push('b value'); get [k('c')]() { return 1; } [k('d')] = order.push('d value'); static { order.push('block'); } }
console.log(order.join(' ')); // expect: a to a b to b c to c d to d b value block
order.length = 0; new A(); new A(); console.log(order.join(' ')); // expect: d value d value
// --- the text of a class is its source
class A { constructor() {} /* kept */ m() {} }
console.log(String(A)); // expect: class A { constructor() {} /* kept */ m() {} }
console.log(String(class   B{}), String(class{x=1}), String(class extends A { }) ); // expect: class   B{} class{x=1} class extends A { }
class M { static  s ( a ) { } get  g() { return 1; } async() {} }
console.log(String(M.s), String(Object.getOwnPropertyDescriptor(M.prototype, 'g').get)); // expect: s ( a ) { } get  g() { return 1; }
// --- class bodies are strict, and empty elements are allowed
class A { ;; m() { return this; } ; static s() { return this; } };
const m = A.prototype.m; console.log(m(), (0, A.s)()); // expect: undefined undefined
// --- static methods are inherited by no instance
class A { static s() { return 's'; } m() { return 'm'; } }
console.log(A.s(), typeof new A().s, typeof A.m); // expect: s undefined undefined
