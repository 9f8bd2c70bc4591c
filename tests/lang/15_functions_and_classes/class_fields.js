// ECMA-262 15.7.10, 7.3.33: public fields, static fields and blocks.
// --- fields are own, enumerable, writable properties, defined in order
class A { a = 1; b = this.a + 1; ['c' + 3] = 3; 'd e' = 4; 5 = 5; f; }
const a = new A();
console.log(JSON.stringify(a), 'f' in a, a.f); // expect: {"5":5,"a":1,"b":2,"c3":3,"d e":4} true undefined
console.log(Object.keys(a).join()); // expect: 5,a,b,c3,d e,f
const d = Object.getOwnPropertyDescriptor(a, 'a');
console.log(d.writable, d.enumerable, d.configurable); // expect: true true true
// --- each instance has its own values
class A { list = []; id = A.next++; static next = 10; }
const a = new A(), b = new A();
a.list.push(1);
console.log(a.list.length, b.list.length, a.id, b.id, A.next); // expect: 1 0 10 11 12
// --- fields come before the constructor's body and parameters, of a derived class after super
const log = [];
class Base { x = log.push('base field'); constructor(p = log.push('base parameter')) { log.push('base body'); } }
class Derived extends Base {
  y = log.push('derived field');
  constructor(p = log.push('derived parameter')) { log.push('before'); super(); log.push('after'); }
}
new Derived();
console.log(log.join(', ')); // expect: derived parameter, before, base field, base parameter, base body, derived field, after
// --- fields define, they do not assign
class Base { set x(v) { console.log('setter'); } get y() { return 'getter'; } }
class Derived extends Base { x = 1; y = 2; }
const d = new Derived();
console.log(d.x, d.y, Object.keys(d).join()); // expect: 1 2 x,y
// --- a field on what cannot have it is a TypeError
class Base { constructor() { return Object.freeze({}); } }
class Derived extends Base { x = 1; }
try { new Derived(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
// --- arrows in fields keep the instance
class A { value = 7; get = () => this.value; nested = () => (() => this.value + 1)(); }
const { get } = { get: new A().get };
console.log(get(), new A().nested()); // expect: 7 8
// --- anonymous functions and classes in fields are named after them
const key = 'computed';
class A { f = function () {}; g = () => {}; C = class {}; [key] = () => {}; ['K' + 1] = class {}; #p = () => {}; p() { return this.#p.name; } h = (0, () => {}); static s = () => {}; static #q = () => {}; static q() { return this.#q.name; } }
const a = new A();
console.log(a.f.name, a.g.name, a.C.name, a.computed.name, a.K1.name, a.p(), a.h.name === '', A.s.name, A.q()); // expect: f g C computed K1 #p true s #q
// --- a class named by a computed field knows its name in its static parts
class A { ['n' + 1] = class { static own = this.name; }; }
console.log(new A().n1.own, new A().n1.name); // expect: n1 n1
// --- initialisers see the class's scope, not the constructor's
const x = 'outer';
class A { y = x; constructor(x) { this.z = x; } }
const a = new A('inner');
console.log(a.y, a.z); // expect: outer inner
// --- new.target and this in initialisers
class A { target = new.target; self = this; static target = new.target; static self = this; }
const a = new A();
console.log(a.target, a.self === a, A.target, A.self === A); // expect: undefined true undefined true
// --- static fields and blocks run in order, with the class as this
const log = [];
class A {
  static a = log.push('a');
  static { log.push('block ' + this.a); this.made = 'by block'; }
  static b = this.made + '!';
  static { var v = 1; let w = 2; function f() { return v + w; } log.push(f()); }
  static { var v = 10; log.push(v); }
}
console.log(log.join(), A.b, Object.keys(A).join()); // expect: a,block 1,3,10 by block! a,made,b
// --- static blocks may use private names and leave them to others
let read;
class A { #secret = 42; static { read = object => object.#secret; } }
console.log(read(new A())); // expect: 42
try { read({}); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
// --- fields may be called like keywords, without semicolons
class A {
  get = 1
  set;
  static;
  async = 3
  static static = 4
  static async
  static get;
  in = 5
  constructor_ = 6
}
const a = new A();
console.log(JSON.stringify(a), 'set' in a, 'static' in a, A.static, 'async' in A, 'get' in A); // expect: {"get":1,"async":3,"in":5,"constructor_":6} true true 4 true true
// --- an error in an initialiser ends the construction
class A { a = 1; b = (() => { throw new RangeError('no'); })(); }
try { new A(); } catch (error) { console.log(error.constructor.name, error.message); } // expect: RangeError no
try { class B { static s = missing; } } catch (error) { console.log(error.constructor.name); } // expect: ReferenceError
// --- computed keys of fields are evaluated with the class
let count = 0;
class A { [`k${++count}`] = count; }
console.log(JSON.stringify([new A(), new A()]), count); // expect: [{"k1":1},{"k1":1}] 1
for (let i = 0; i < 2; i++) { class L { [`i${i}`] = i; static [`s${i}`] = i; } console.log(JSON.stringify(new L()), Object.keys(L).join()); }
// expect: {"i0":0} s0
// expect: {"i1":1} s1
// --- fields of an implicit constructor get the arguments of none
class Base { constructor(...all) { this.all = all; } }
class Middle extends Base { m = this.all.length; }
class Leaf extends Middle { l = this.m + 1; }
console.log(JSON.stringify(new Leaf(1, 2, 3)), new Leaf().l); // expect: {"all":[1,2,3],"m":3,"l":4} 1
console.log(JSON.stringify(new Leaf(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12).all)); // expect: [1,2,3,4,5,6,7,8,9,10,11,12]
// --- a field replaces what the constructor of the parent made
class Base { constructor() { this.v = 'base'; this.show(); } show() { console.log(this.v); } }
class Derived extends Base { v = 'derived'; }
console.log(new Derived().v);
// expect: base
// expect: derived
