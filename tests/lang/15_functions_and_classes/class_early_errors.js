// ECMA-262 15.7.1: what a class may not hold.
// --- a second constructor
class A { constructor() {} constructor() {} } // expect syntax error: a class has one constructor
// --- a second constructor in quotes
class A { constructor() {} 'constructor'() {} } // expect syntax error: a class has one constructor
// --- a getter called constructor
class A { get constructor() { return 1; } } // expect syntax error: a constructor is no accessor
// --- a generator called constructor
class A { *constructor() {} } // expect refused: generators
// --- a field called constructor
class A { constructor = 1; } // expect syntax error: a field cannot have this name
// --- a static field called constructor
class A { static constructor = 1; } // expect syntax error: a field cannot have this name
// --- a static field called prototype
class A { static prototype = 1; } // expect syntax error: a field cannot have this name
// --- a static method called prototype
class A { static prototype() {} } // expect syntax error: cannot be called 'prototype'
// --- a private element called constructor
class A { #constructor; } // expect syntax error: '#constructor'
// --- a private name declared twice
class A { #x; #x; } // expect syntax error: a private name is declared twice
// --- a private method and a field of one name
class A { #x() {} #x; } // expect syntax error: a private name is declared twice
// --- two private getters
class A { get #x() { return 1; } get #x() { return 2; } } // expect syntax error: declared twice
// --- a static and an instance half
class A { static get #x() { return 1; } set #x(v) {} } // expect syntax error: declared twice
// --- an undeclared private name
class A { m() { return this.#missing; } } // expect syntax error: '#missing' is declared by no class
// --- a private name of another class
class A { #x; }
class B { m(o) { return o.#x; } } // expect syntax error: '#x' is declared by no class
// --- the heritage does not see the class's private names
class A extends (o => o.#x) { #x; } // expect syntax error: '#x' is declared by no class
// --- a private name in an object literal
const o = { #x: 1 }; // expect syntax error: unexpected '#x'
// --- a private name alone
class A { #x; m(o) { return #x; } } // expect syntax error: expected 'in'
// --- a private name as the left operand of another operator
class A { #x; m(o) { return 1 + #x in o; } } // expect syntax error: unexpected '#x'
// --- deletion of a private element
class A { #x; m() { delete this.#x; } } // expect syntax error: a private element cannot be deleted
// --- deletion of one in a chain
class A { #x; m(o) { delete o?.#x; } } // expect syntax error: a private element cannot be deleted
// --- deletion of one in parentheses
class A { #x; m(o) { delete ((o.#x)); } } // expect syntax error: a private element cannot be deleted
// --- a private element of super
class A { #x; m() { return super.#x; } } // expect syntax error: unexpected '#x'
// --- super calls outside of constructors
class A extends Object { m() { super(); } } // expect syntax error: outside of a derived class's constructor
// --- super calls in base classes
class A { constructor() { super(); } } // expect syntax error: outside of a derived class's constructor
// --- super calls in fields
class A extends Object { x = super(); } // expect syntax error: outside of a derived class's constructor
// --- super calls in functions inside
class A extends Object { constructor() { function f() { super(); } } } // expect syntax error: outside of a derived
// --- super calls in object literals
const o = { m() { super(); } }; // expect syntax error: outside of a derived class's constructor
// --- super in functions
function f() { return super.x; } // expect syntax error: 'super' stands outside of a method
// --- super in functions in methods
class A { m() { return function () { return super.x; }; } } // expect syntax error: 'super' stands outside of a method
// --- super in values of object literals
const o = { f: () => super.x }; // expect syntax error: 'super' stands outside of a method
// --- super alone
class A { m() { return super; } } // expect syntax error: unexpected ';'
// --- super in an optional chain
class A { m() { return super?.x; } } // expect syntax error: unexpected '?.'
// --- new of a super call
class A extends Object { constructor() { new super(); } } // expect syntax error: cannot be constructed
// --- arguments in fields
class A { x = arguments; } // expect syntax error: 'arguments' stands in an initializer
// --- arguments in arrows in fields
class A { x = () => arguments; } // expect syntax error: 'arguments' stands in an initializer
// --- arguments in static blocks
class A { static { arguments; } } // expect syntax error: 'arguments' stands in an initializer
// --- return in static blocks
class A { static { return; } } // expect syntax error: 'return' stands in a class's static block
// --- break out of a static block
for (;;) { class A { static { break; } } } // expect syntax error: 'break' stands outside of a loop
// --- declarations twice in a static block
class A { static { let a; var a; } } // expect syntax error: 'a' has already been declared
// --- classes are lexical declarations
let A; class A {} // expect syntax error: 'A' has already been declared
// --- classes where only a statement may stand
if (true) class A {} // expect syntax error: a declaration needs a block
// --- classes behind labels
label: class A {} // expect syntax error: a declaration needs a block
// --- a declaration without a name
class {} // expect syntax error: unexpected '{'
// --- names that strict code reserves
class static {} // expect syntax error: unexpected 'static'
// --- a class called eval
class eval {} // expect syntax error: cannot be bound
// --- fields without separator
class A { a = 1 b = 2 } // expect syntax error: unexpected 'b'
// --- methods with commas
class A { a() {}, b() {} } // expect syntax error: unexpected ','
// --- an arrow as heritage
class A extends () => {} {} // expect syntax error: unexpected ')'
// --- a pattern's default in the heritage
class A extends { a = 1 } {} // expect syntax error: default value can only stand in a pattern
// --- assignment to new.target
function f() { new.target = 1; } // expect syntax error: this cannot be assigned to
// --- assignment to this
class A extends Object { constructor() { super(); this = 1; } } // expect syntax error: this cannot be assigned to
// --- another word behind new
function f() { new.other; } // expect syntax error: unexpected 'other'
// --- use strict in a method with default parameters
class A { m(a = 1) { 'use strict'; } } // expect syntax error: "use strict"
// --- a getter with a parameter
class A { get a(b) { return 1; } } // expect syntax error: a getter has no parameters
// --- a second __proto__
const o = { __proto__: null, '__proto__': null }; // expect syntax error: pattern
// --- async methods
class A { async m() {} } // expect refused: async functions
// --- generator methods
class A { static *m() {} } // expect refused: generators
