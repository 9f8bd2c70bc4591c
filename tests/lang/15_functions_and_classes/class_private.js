// ECMA-262 6.2.10, 7.3.28 to 7.3.33: private elements.
// --- private fields are read, written and updated
class A { #x = 1; inc() { this.#x++; ++this.#x; this.#x += 10; this.#x **= 2; return this.#x--; } get() { return this.#x; } }
const a = new A();
console.log(a.inc(), a.get()); // expect: 169 168
// --- nothing lists them
class A { #x = 1; y = 2; static #s = 3; }
const a = new A();
console.log(JSON.stringify(a), Object.keys(a).join(), Object.getOwnPropertyNames(a).join(), Object.entries(a).length); // expect: {"y":2} y y 1
for (const key in a) console.log(key); // expect: y
console.log(JSON.stringify(Object.assign({}, a)), JSON.stringify({ ...a }), a['#x'], '#x' in a, a.hasOwnProperty('#x')); // expect: {"y":2} {"y":2} undefined false false
console.log(Object.getOwnPropertyNames(A).join()); // expect: length,name,prototype
const { ...rest } = a; console.log(JSON.stringify(rest)); // expect: {"y":2}
// --- freezing does not touch them
class A { #x = 1; set(v) { this.#x = v; return this.#x; } }
const a = Object.freeze(new A());
console.log(a.set(5), Object.isFrozen(a)); // expect: 5 true
console.log(Object.isSealed(Object.seal(new A())), Object.isFrozen(Object.preventExtensions(new A()))); // expect: true true
// --- foreign objects are TypeErrors
class A { #x = 1; #m() {} get #g() { return 1; } static read(o) { return o.#x; } static write(o) { o.#x = 1; } static call(o) { o.#m(); } static get(o) { return o.#g; } }
for (const f of ['read', 'write', 'call', 'get'])
  for (const o of [{}, 1, 'text', null, undefined, function () {}, Object.create(new A())])
    try { A[f](o); console.log('accepted'); } catch (error) { if (!(error instanceof TypeError)) console.log(error); }
console.log('done'); // expect: done
// --- methods are shared, not writable, not own properties
class A { #m() { return this.v; } v = 5; same(o) { return this.#m === o.#m; } call() { return this.#m(); } write() { this.#m = 1; } name() { return this.#m.name; } }
const a = new A();
console.log(a.same(new A()), a.call(), a.name()); // expect: true 5 #m
try { a.write(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
// --- accessors of one or two halves
class A { #v = 1; get #both() { return this.#v; } set #both(v) { this.#v = v * 2; } get #only() { return 'only'; } set #write(v) { this.#v = v; }
  run() { this.#both = 5; this.#both += 1; return this.#both; } only() { return this.#only; } setOnly() { this.#only = 1; } readWrite() { return this.#write; } }
const a = new A();
console.log(a.run(), a.only()); // expect: 22 only
try { a.setOnly(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
try { a.readWrite(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
// --- static private elements belong to the class alone
class A { static #n = 1; static #m() { return ++this.#n; } static run() { return this.#m(); } static get #g() { return this.#n * 10; } static g() { return A.#g; } }
class B extends A {}
console.log(A.run(), A.run(), A.g()); // expect: 2 3 30
try { B.run(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
// --- #name in object
class A { #x; #m() {} static #s; static has(o) { return [#x in o, #m in o].join(); } static hasStatic(o) { return #s in o; } static not(o) { return !(#x in o) && #x in o === false; } }
class B extends A {}
console.log(A.has(new A()), A.has({}), A.has(new B()), A.has(A), A.hasStatic(A), A.hasStatic(B), A.not({})); // expect: true,true false,false true,true false,false true false true
try { A.has(1); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
// --- each evaluation of a class has names of its own
const make = () => class { #x = 1; static read(o) { return o.#x; } static has(o) { return #x in o; } };
const A = make(), B = make();
console.log(A.read(new A()), A.has(new B()), B.has(new B())); // expect: 1 false true
try { A.read(new B()); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
for (let i = 0; i < 3; i++) { const C = make(); console.log(C.read(new C()), A.has(new C())); }
// expect: 1 false
// expect: 1 false
// expect: 1 false
// --- inner classes see outer names, and may hide them
class Outer { #x = 'outer'; #y = 'y'; inner() { const outer = this; return new class { #x = 'inner'; read() { return this.#x + outer.#y; } }().read(); } }
console.log(new Outer().inner()); // expect: innery
// --- a name may be used before it is declared, and in arrows and functions inside
class A { read() { return [1].map(() => this.#late)[0] + function (o) { return o.#late; }(this); } #late = 3; }
console.log(new A().read()); // expect: 6
// --- the object that super returns is stamped, once
class Stamp { constructor(o) { return o; } }
class A extends Stamp { #x = 1; static has(o) { return #x in o; } static read(o) { return o.#x; } #m() { return 'm'; } static m(o) { return o.#m(); } }
const o = {};
new A(o);
console.log(A.has(o), A.read(o), A.m(o), JSON.stringify(o)); // expect: true 1 m {}
try { new A(o); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
const list = [1, 2]; new A(list); console.log(A.read(list), list.length, JSON.stringify(list)); // expect: 1 2 [1,2]
const f = () => 1; new A(f); console.log(A.read(f), f(), Object.getOwnPropertyNames(f).join()); // expect: 1 1 length,name
// --- in optional chains and calls
class A { #x = { y: 1 }; #m() { return this.#x; } static a(o) { return o?.#x; } static b(o) { return o?.#x.y; } static c(o) { return o?.#m().y; } static d(o) { return o.#x?.z?.w; } }
console.log(A.a(null), A.b(undefined), A.c(null), A.b(new A()), A.c(new A()), A.d(new A())); // expect: undefined undefined undefined 1 1 undefined
// --- as targets of patterns and logical assignment
class A { #a; #b = 0; #c = 5; run() { [this.#a, { x: this.#b }] = [1, { x: 2 }]; this.#c ??= 9; this.#b ||= 7; this.#a &&= 3; for (this.#c of [7, 8]); return [this.#a, this.#b, this.#c].join(); } }
console.log(new A().run()); // expect: 3,2,8
// --- many instances, many shapes
class P { #x; #y; constructor(x, y) { this.#x = x; this.#y = y; if (x % 2) this.extra = 1; } sum() { return this.#x + this.#y; } set(v) { this.#x = v; } }
let sum = 0;
for (let i = 0; i < 100; i++) { const p = new P(i, 1); p.set(p.sum()); sum += p.sum(); }
console.log(sum); // expect: 5150
// --- names of any letters
class A { #ünïcode = 1; #$_ = 2; #if = 3; #\u0061bc = 4; all() { return [this.#ünïcode, this.#$_, this.#if, this.#abc].join(); } }
console.log(new A().all()); // expect: 1,2,3,4
