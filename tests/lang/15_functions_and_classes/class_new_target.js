// ECMA-262 13.3.12: new.target.
// --- of functions
function F() { return new.target; }
function G() { this.target = new.target; this.arrow = (() => (() => new.target)())(); }
console.log(F(), F.call({}), new G().target === G, new G().arrow === G); // expect: undefined undefined true true
// --- of classes it is the class that new names
class A { constructor() { this.target = new.target; this.name = new.target.name; } }
class B extends A {} class C extends B { constructor() { super(); this.own = new.target; } }
console.log(new A().name, new B().name, new C().name, new C().own === C, new B().target === B); // expect: A B C true true
// --- abstract classes
class Shape { constructor() { if (new.target === Shape) throw new TypeError('abstract'); } }
class Square extends Shape {}
try { new Shape(); } catch (error) { console.log(error.message); } // expect: abstract
console.log(new Square() instanceof Shape); // expect: true
// --- undefined in methods, accessors, arrows at the top, initialisers
class A { m() { return new.target; } get g() { return new.target; } static s() { return new.target; } f = new.target; }
console.log(new A().m(), new A().g, A.s(), new A().f, (() => new.target)(), { m() { return new.target; } }.m()); // expect: undefined undefined undefined undefined undefined undefined
// --- in parameters
function F(a = new.target, b = () => new.target) { return [a === F, b() === F].join(); }
console.log(F(), (function () { return new F() instanceof F; })()); // expect: false,false true
// --- a call inside does not see the caller's
function Inner() { return new.target; }
class A { x = Inner(); constructor() { this.y = Inner(); this.z = new Inner() instanceof Inner; } }
const a = new A(); console.log(a.x, a.y, a.z); // expect: undefined undefined false
class B extends A { constructor() { super(); this.after = new.target === B; } } console.log(new B().after); // expect: true
// --- constructor functions whose new.target is a class
function Base() { this.made = new.target.name; } class D extends Base {} console.log(new D().made, new D() instanceof D); // expect: D true
