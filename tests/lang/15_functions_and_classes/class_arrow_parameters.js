// Classes and methods with super in the parameters of arrows, whose scopes the arrow takes over.
const f = (C = class { #x = 4; m() { return (() => this.#x)(); } static s = 2; }) => new C().m() + C.s;
console.log(f()); // expect: 6
const g = (o = { __proto__: { a() { return 1; } }, a() { return super.a() + 1; } }, b = () => o.a()) => b();
console.log(g()); // expect: 2
class P { constructor() { this.v = 3; } }
class Q extends P { constructor() { const h = (x = super(), y = this.v) => y; console.log(h(), this.v, ((z = new.target) => z === Q)()); } }
new Q(); // expect: 3 3 true
const k = (a = class Inner { static n = Inner.name; }, { b = class { #q = 1; static r(o) { return #q in o; } } } = {}) => a.n + b.r(new b());
console.log(k()); // expect: Innertrue
class R { static #c = 0; static make = (n = ++R.#c) => n; x = ((y = this) => y === this)(); }
console.log(R.make(), R.make(), new R().x); // expect: 1 2 true
