// Spread among arguments (ECMA-262 13.3.8).
const list = [1, 2, 3];
const join = (...all) => all.join();
const caught = (f) => {
  try {
    return f();
  } catch (error) {
    return error.name;
  }
};
// --- functions, with arguments around
console.log(join(...list), join(0, ...list, 4, ...list), [join(...[])].length); // expect: 1,2,3 0,1,2,3,4,1,2,3 1
// --- functions without rest
function f(a, b) { return a + ',' + b; }
console.log(f(...list), f(...[7]), f(5, ...[6])); // expect: 1,2 7,undefined 5,6
// --- builtins
console.log(Math.max(...list, 10), String.fromCharCode(...[72, 105])); // expect: 10 Hi
// --- methods keep their this
const o = { k: 10, add(a, b) { return this.k + a + b; } };
console.log(o.add(...list), o['add'](...[1], 1), o?.add(...list)); // expect: 13 12 13
// --- this of a plain call is undefined
function self() { return this; }
console.log(self(...list)); // expect: undefined
// --- optional calls
let missing;
const o = {};
console.log(missing?.(...list), o.missing?.(...list)); // expect: undefined undefined
// --- methods of the result
console.log([4, 5].concat(...[[6], [7]]).join()); // expect: 4,5,6,7
// --- constructors
function P(a, b, ...rest) {
  this.sum = a + b;
  this.rest = rest.length;
}
const p = new P(...list, ...list);
console.log(p.sum, p.rest, p instanceof P, new Array(...list).length); // expect: 3 4 true 3
// --- a constructor that returns an object
function Q(...all) { return { all }; }
console.log(new Q(...list).all.length); // expect: 3
// --- push
const target = [0];
console.log(target.push(...list, ...'ab'), target.join()); // expect: 6 0,1,2,3,a,b
// --- strings and iterators
console.log(join(...'ab', ...list.keys())); // expect: a,b,0,1,2
// --- the callee is evaluated first, the arguments in order, then it is called
const log = [];
const note = (text, value) => { log.push(text); return value; };
note('callee', join)(note('a', 1), ...note('b', [2]), note('c', 3));
console.log(log.join()); // expect: callee,a,b,c
// --- what is no function, after its arguments
const log = [];
console.log(caught(() => missing(...(log.push(1), [])))); // expect: ReferenceError
let nothing;
console.log(caught(() => nothing(...(log.push(2), list))), log.join()); // expect: TypeError 2
console.log(caught(() => new nothing(...list))); // expect: TypeError
console.log(caught(() => new (() => 1)(...list))); // expect: TypeError
// --- what is not iterable
console.log(caught(() => join(...5))); // expect: TypeError
console.log(caught(() => join(...undefined))); // expect: TypeError
console.log(caught(() => join(...{}))); // expect: TypeError
console.log(caught(() => new join(...null))); // expect: TypeError
// --- calls inside calls
console.log(join(...[join(...list), join(...[join(...list)])])); // expect: 1,2,3,1,2,3
// --- recursion
const count = (n, ...rest) => (n === 0 ? rest.length : count(n - 1, ...rest, n));
console.log(count(50)); // expect: 50
// --- more arguments than a frame has registers
const many = new Array(5000).fill(1);
console.log(((...all) => all.length)(...many), Math.max(...many)); // expect: 5000 1
console.log((function (a, b) { return a + b; })(...many)); // expect: 2
console.log(new (function (...all) { this.n = all.length; })(...many).n); // expect: 5000
// --- more arguments than a piece of the stack has room for
const many = new Array(10000).fill(2);
console.log(((...all) => all.length)(...many), Math.min(...many)); // expect: 10000 2
console.log((function () { return arguments.length; })(...many)); // expect: 10000
console.log(new (function (a, ...all) { this.n = all.length; })(...many).n); // expect: 9999
console.log(many.map((x, i) => (i < 3 ? Math.max(...many) : 0)).slice(0, 4).join()); // expect: 2,2,2,0
// --- errors thrown through such a call
const many = new Array(10000).fill(2);
const fail = (...all) => { throw new RangeError(all.length); };
try {
  fail(...many);
} catch (error) {
  console.log(error.message); // expect: 10000
}
// --- far too many arguments
const far = new Array(2000000);
console.log(caught(() => join(...far))); // expect: RangeError
// --- a length without elements
// needs on Node: globalThis.absent
const empty = [];
empty.length = 4000000000;
console.log(caught(() => join(...empty))); // expect: RangeError
