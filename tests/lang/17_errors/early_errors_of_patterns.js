// Early errors of patterns, spread and rest (ECMA-262 13.2.5.1, 13.15.1, 14.3.1.1, 14.15.1, 15.1.1,
// 15.3.1).
let a, b;
// --- a default value in an object literal
const o = { a = 1 }; // expect syntax error: a property's default value can only stand in a pattern
// --- in parentheses
({ a = 1 }); // expect syntax error: a property's default value can only stand in a pattern
// --- among arguments
Math.max({ a = 1 }); // expect syntax error: a property's default value can only stand in a pattern
// --- in a literal whose property is assigned to
[{ a = 1 }.b] = []; // expect syntax error: a property's default value can only stand in a pattern
// --- in the first part of a for
for ({ a = 1 }; ;) break; // expect syntax error: a property's default value can only stand in a pattern
// --- in an operand
a = { a = 1 } + 1; // expect syntax error: a property's default value can only stand in a pattern
// --- a pattern in parentheses
([a]) = [1]; // expect syntax error: this cannot be assigned to
// --- a nested pattern in parentheses
[([a])] = [[1]]; // expect syntax error: this cannot be assigned to
// --- an element with its default in parentheses
[(a = 1)] = []; // expect syntax error: this cannot be assigned to
// --- a call as a target
[a()] = []; // expect syntax error: this cannot be assigned to
// --- an optional chain as a target
[a?.b] = []; // expect syntax error: this cannot be assigned to
// --- a literal as a target
({ a: 1 } = {}); // expect syntax error: this cannot be assigned to
// --- a method as a target
({ a() {} } = {}); // expect syntax error: a method cannot be assigned to
// --- a pattern with another operator
[a] += [1]; // expect syntax error: this cannot be assigned to
// --- an update of a pattern
[a]++; // expect syntax error: this cannot be assigned to
// --- names that strict code keeps
[eval] = []; // expect syntax error: 'eval' and 'arguments' cannot be assigned in strict code
// --- the same bound
const { arguments } = {}; // expect syntax error: 'eval' and 'arguments' cannot be bound in strict code
// --- a reserved word as a shorthand
({ if } = {}); // expect syntax error: expected ':', found '}'
// --- a string as a shorthand
({ 'a' } = {}); // expect syntax error: expected ':', found '}'
// --- a rest element that is not the last
[...a, b] = []; // expect syntax error: a rest element is the last of its pattern
// --- a rest element before a comma
[...a, ] = []; // expect syntax error: a rest element is the last of its pattern
// --- a rest element with a default
[...a = 1] = []; // expect syntax error: this cannot be assigned to
// --- a rest property that is not the last
({ ...a, b } = {}); // expect syntax error: a rest element is the last of its pattern
// --- a rest property that is a pattern
({ ...{ a } } = {}); // expect syntax error: the rest of an object has no pattern
// --- the same bound
const { ...[c] } = {}; // expect syntax error: unexpected '['
// --- a bound rest element that is not the last
const [...c, d] = []; // expect syntax error: a rest element is the last of its pattern
// --- a property where a name is bound
const [c.d] = []; // expect syntax error: expected ',', found '.'
// --- a pattern without a value
const [c]; // expect syntax error: a pattern needs an initializer
// --- a name twice
let [c, { d: c }] = []; // expect syntax error: 'c' has already been declared
// --- a name that a parameter has
function f(c, { d: [c] }) {} // expect syntax error: 'c' has already been declared
// --- a name that the body declares
function f({ c }) { let c; } // expect syntax error: 'c' has already been declared
// --- a name that the catch clause's block declares
try {} catch ({ c }) { let c; } // expect syntax error: 'c' has already been declared
// --- a var of that name
try {} catch ([c]) { { var c; } } // expect syntax error: 'c' has already been declared
// --- a function of that name
try {} catch ([c]) { function c() {} } // expect syntax error: 'c' has already been declared
// --- a rest parameter that is not the last
function f(...c, d) {} // expect syntax error: a rest parameter is the last one
// --- a rest parameter with a default
function f(...c = []) {} // expect syntax error: a rest parameter is the last one
// --- a rest parameter before a comma
(...c, ) => 1; // expect syntax error: a rest parameter is the last one
// --- a rest parameter outside of an arrow
(a, ...b); // expect syntax error: expected '=>', found ';'
// --- a setter with rest
const s = { set p(...values) {} }; // expect syntax error: a setter has one parameter
// --- a property as a parameter of an arrow
([a.b]) => 1; // expect syntax error: this cannot be a parameter of an arrow function
// --- a name in parentheses as a parameter of an arrow
([(a)]) => 1; // expect syntax error: this cannot be a parameter of an arrow function
// --- a directive behind a pattern
function f({ c }) { 'use strict'; } // expect syntax error: "use strict" in a function whose parameters are not just names
// --- a directive behind rest
const f = (...c) => { 'use strict'; }; // expect syntax error: "use strict" in a function whose parameters are not just names
// --- a value in the head of a for-of
for (const [c] = [] of []); // expect syntax error: no initializer can stand here
// --- two patterns in the head of a for-of
for (let c, [d] of []); // expect syntax error: only one variable can be declared here
// --- spread outside of a list
a = ...b; // expect syntax error: unexpected '...'
