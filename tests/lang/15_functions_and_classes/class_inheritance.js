// ECMA-262 13.3.7, 10.2.2: heritage, super, this of derived constructors.
// --- both chains are linked
class A { static s() { return 'A.s'; } m() { return 'A.m'; } }
class B extends A {}
console.log(Object.getPrototypeOf(B) === A, Object.getPrototypeOf(B.prototype) === A.prototype, B.s(), new B().m()); // expect: true true A.s A.m
console.log(new B() instanceof A, new B().constructor === B, B.hasOwnProperty('s')); // expect: true true false
// --- what a class may extend
function F(x) { this.x = x; } F.prototype.twice = function () { return this.x * 2; };
class A extends F { constructor(x) { super(x + 1); } }
console.log(new A(1).twice(), new A(1) instanceof F); // expect: 4 true
for (const make of [() => class extends 1 {}, () => class extends undefined {}, () => class extends (() => {}) {}, () => class extends {}.x {}, () => class extends ({ m() {} }).m {}, () => class extends Math.max {}])
  try { make(); console.log('accepted'); } catch (error) { if (!(error instanceof TypeError)) console.log(error); }
console.log('done'); // expect: done
function Odd() {} Odd.prototype = 5;
try { class C extends Odd {} } catch (error) { console.log(error.constructor.name); } // expect: TypeError
const pick = flag => flag ? A : F;
class P extends pick(false) {} console.log(new P(3).x); // expect: 3
class N extends null { static s() { return 's'; } }
console.log(N.s(), Object.getPrototypeOf(N) === Function.prototype, Object.getPrototypeOf(N.prototype)); // expect: s true null
try { new N(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
class M extends null { constructor() { return Object.create(M.prototype); } } console.log(new M() instanceof M); // expect: true
// --- this has a dead zone before super
class A { constructor() { this.a = 1; } }
class B extends A { constructor(when) { if (when === 'read') this.x; if (when === 'arrow') (() => this)(); if (when === 'super') super.x; if (when !== 'never') super(); if (when === 'twice') super(); this.b = 2; } }
for (const when of ['read', 'arrow', 'super', 'never', 'twice', 'right'])
  try { console.log(JSON.stringify(new B(when))); } catch (error) { console.log(when, error.constructor.name); }
// expect: read ReferenceError
// expect: arrow ReferenceError
// expect: super ReferenceError
// expect: never ReferenceError
// expect: twice ReferenceError
// expect: {"a":1,"b":2}
class C extends A { constructor() { typeof this; } }
try { new C(); } catch (error) { console.log(error.constructor.name); } // expect: ReferenceError
// --- super may be called in an arrow, in a try, in an argument
class A { constructor(v) { this.v = v; } }
class B extends A { constructor() { const f = v => super(v); f(3); console.log(this.v); } }
new B(); // expect: 3
class C extends A { constructor() { try { super(4); throw 1; } catch { this.caught = true; } finally { this.last = this.v; } } }
console.log(JSON.stringify(new C())); // expect: {"v":4,"caught":true,"last":4}
class D extends A { constructor() { console.log(super(5) === this, this.v); } }
new D(); // expect: true 5
class E extends A { constructor(flag) { flag ? super('yes') : super('no'); const late = () => this.v; this.read = late(); } }
console.log(new E(true).read, new E(false).read); // expect: yes no
class G extends A { constructor() { const early = () => this.v; super(6); this.read = early(); } }
console.log(new G().read); // expect: 6
// --- what constructors return
class A {}
const object = { own: true };
class B extends A { constructor(value) { super(); this.mine = true; return value; } }
console.log(new B(object) === object, new B(undefined).mine); // expect: true true
for (const value of [null, 1, 'text', true])
  try { new B(value); console.log('accepted'); } catch (error) { console.log(error.constructor.name); }
// expect: TypeError
// expect: TypeError
// expect: TypeError
// expect: TypeError
class Base { constructor(value) { this.b = 1; return value; } }
console.log(new Base(5).b, new Base(null).b, new Base(object) === object); // expect: 1 1 true
class C extends A { constructor() { return object; } } console.log(new C() === object); // expect: true
class D extends A { constructor() { try { return 1; } catch { return {}; } } }
try { new D(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
class F extends Base { constructor() { super(object); this.added = 1; } } console.log(new F() === object, object.added); // expect: true 1
// --- super.member in methods, accessors and statics
class A { m() { return 'A.m ' + this.n; } get g() { return 'A.g ' + this.n; } set g(v) { this.set = 'A ' + v; } static s() { return 'A.s ' + this.n; } static get t() { return this.n + ' t'; } n = 1; static n = 'static'; }
class B extends A { m() { return 'B ' + super.m(); } get g() { return 'B ' + super.g; } set g(v) { super.g = 'B ' + v; } static s() { return 'B ' + super.s(); } static get t() { return super.t; } n = 2; static n = 'B static'; index(k) { return super[k]; } call(k) { return super[k](); } missing() { return super.nothing; } arrow() { return (() => (() => super.m())())(); } }
const b = new B(); b.g = 7;
console.log(b.m(), b.g, b.set, B.s(), B.t, b.index('g'), b.call('m'), b.missing(), b.arrow()); // expect: B A.m 2 B A.g 2 A B 7 B A.s B static B static t A.g 2 A.m 2 undefined A.m 2
try { class C extends A { m() { super.nothing(); } } new C().m(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
// --- super.member = value makes a property of this
class A { m() { super.x = 1; super['y'] = 2; super.x += 5; super.z ??= 3; return JSON.stringify(this); } up() { return super.x++; } static s() { super.v = 4; return this.v; } }
const a = new A(); console.log(a.m(), a.up(), A.s(), A.prototype.x); // expect: {"x":null,"y":2,"z":3} NaN 4 undefined
// --- what cannot be written is a TypeError
class A { get only() { return 1; } }
class B extends A { write() { super.only = 2; } frozen() { super.x = 1; } }
try { new B().write(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
try { Object.freeze(new B()).frozen(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
// --- delete super.member is a ReferenceError
class A { m() { delete super.x; } n() { delete super['x']; } }
try { new A().m(); } catch (error) { console.log(error.constructor.name); } // expect: ReferenceError
try { new A().n(); } catch (error) { console.log(error.constructor.name); } // expect: ReferenceError
// --- super follows the home object, not this
class A { m() { return 'A'; } }
class B extends A { m() { return super.m(); } }
class C { m() { return 'C'; } }
const moved = { m: B.prototype.m, __proto__: C.prototype };
console.log(moved.m()); // expect: A
Object.setPrototypeOf(B.prototype, C.prototype); console.log(new B().m()); // expect: C
Object.setPrototypeOf(B, C); class D extends B {} console.log(new D().m()); // expect: C
// --- super in object literals
const base = { greet() { return 'hi ' + this.name; }, get v() { return this.name; } };
const child = { __proto__: base, name: 'child', greet() { return super.greet() + '!'; }, get v() { return super.v + '?'; }, nested: { greet() { return typeof super.greet; } }, arrow() { return (() => super.greet())(); }, ['com' + 'puted']() { return super.toString === Object.prototype.toString; } };
console.log(child.greet(), child.v, child.nested.greet(), child.arrow(), child.computed()); // expect: hi child! child? undefined hi child true
const two = [1, 2].map(n => ({ __proto__: { n: () => n }, n() { return super.n() * 10; } })); console.log(two[0].n(), two[1].n()); // expect: 10 20
// --- a home without a prototype has no properties of super (13.3.7.3)
const check = f => { try { console.log(f()); } catch (error) { console.log(error.constructor.name); } };
const bare = { __proto__: null, get() { return super.x; }, set() { super.x = 1; }, call() { super.x(); },
  index(key) { return super[key]; }, add() { super.x += console.log('not reached'); }, type() { return typeof super.x; },
  assign() { super.x = console.log('value first'); }, destructure() { [super.x] = [1]; } };
check(() => bare.get()); // expect: TypeError
check(() => bare.set()); // expect: TypeError
check(() => bare.call()); // expect: TypeError
check(() => bare.index('x')); // expect: TypeError
check(() => bare.index(0)); // expect: TypeError
check(() => bare.add()); // expect: TypeError
check(() => bare.type()); // expect: TypeError
check(() => bare.destructure()); // expect: TypeError
check(() => bare.assign());
// expect: value first
// expect: TypeError
class Rootless extends null { constructor() { return Object.create(Rootless.prototype); } m() { return super.m; } }
check(() => new Rootless().m()); // expect: TypeError
Object.setPrototypeOf(Rootless.prototype, { m: 4 }); check(() => new Rootless().m()); // expect: 4
// --- super.member = value has no place on a primitive, whose setters are not asked (10.1.9.2)
Object.defineProperty(Number.prototype, 'seen', { set() { console.log('setter'); } });
const setter = { m() { super.seen = 1; return 'done'; } };
for (const receiver of [5, 'text', undefined]) try { console.log(setter.m.call(receiver)); } catch (error) { console.log(error.constructor.name); }
// expect: TypeError
// expect: TypeError
// expect: TypeError
// --- the key is evaluated before the prototype of the home is looked at (13.3.7.1)
const home = { m() { return super[(Object.setPrototypeOf(home, { late: 1 }), 'late')]; } }; console.log(home.m()); // expect: 1
const other = { m() { super[(Object.setPrototypeOf(other, { set late(v) { console.log('set', v); } }), 'late')] = 2; } }; other.m(); // expect: set 2
// --- several levels
class A { constructor(log) { log.push('A'); this.log = log; } who() { return ['A']; } }
class B extends A { constructor(log) { log.push('B in'); super(log); log.push('B out'); } who() { return [...super.who(), 'B']; } }
class C extends B { who() { return [...super.who(), 'C']; } }
class D extends C { constructor() { super([]); } who() { return super.who().concat('D'); } }
console.log(new D().log.join(), new D().who().join()); // expect: B in,A,B out A,B,C,D
// --- spread arguments of super
class A { constructor(...all) { this.all = all; } m(...all) { return all.length; } }
class B extends A { constructor(...args) { super(0, ...args, 'end'); } m(...args) { return super.m(...args, ...args); } }
console.log(new B(1, 2).all.join(), new B().m(1, 2, 3)); // expect: 0,1,2,end 6
// --- an implicit constructor does not look at the array iterator or at arguments
class A { constructor() { this.count = arguments.length; } }
class B extends A {} class C extends B { f = 1; }
console.log(new B(1, 2, 3).count, new C(1, 2).count, new C().count); // expect: 3 2 0
// --- a changed parent is the one that is called
class A { constructor() { this.a = 1; } } class B { constructor() { this.b = 1; } } class C extends A { f = 1; }
Object.setPrototypeOf(C, B); console.log(JSON.stringify(new C())); // expect: {"b":1,"f":1}
Object.setPrototypeOf(C, Math.max); try { new C(); } catch (error) { console.log(error.constructor.name); } // expect: TypeError
// --- evaluation order of super calls
const log = [];
class A { constructor() { log.push('A'); } }
class B extends A { constructor() { super(log.push('argument')); } }
new B(); console.log(log.join()); // expect: argument,A
// --- deep recursion through constructors is a RangeError
class A { constructor() { new B(); } } class B extends A {}
try { new B(); } catch (error) { console.log(error.constructor.name); } // expect: RangeError
class X { f = new Y(); } class Y extends X {} class Z extends Y { g = 1; }
try { new Z(); } catch (error) { console.log(error.constructor.name); } // expect: RangeError
// --- a class that its parent's constructor cuts off still initialises its fields
const cut = () => { Object.setPrototypeOf(E, Object); Object.setPrototypeOf(E.prototype, {}); for (let i = 0; i < 20; i++) new (class { p = i; })(); };
const E = class extends class extends class { constructor() { cut(); } } { q = 'q'; r = (cut(), 'r'); } {};
const e = new E(); console.log(e.q, e.r, Object.keys(e).join()); // expect: q r q,r
