// What cannot be taken apart (ECMA-262 7.2.1, 7.4.3).
const caught = (f) => {
  try {
    f();
    return 'nothing';
  } catch (error) {
    return error.name;
  }
};
// --- arrays' patterns need something iterable
console.log(caught(() => { const [a] = undefined; })); // expect: TypeError
console.log(caught(() => { const [a] = null; })); // expect: TypeError
console.log(caught(() => { const [a] = 5; })); // expect: TypeError
console.log(caught(() => { const [a] = true; })); // expect: TypeError
console.log(caught(() => { const [a] = {}; })); // expect: TypeError
console.log(caught(() => { const [a] = { length: 1, 0: 'a' }; })); // expect: TypeError
console.log(caught(() => { const [a] = () => 1; })); // expect: TypeError
console.log(caught(() => { const [] = {}; })); // expect: TypeError
console.log(caught(() => { const [] = ''; })); // expect: nothing
// --- so do assignments
let a;
console.log(caught(() => { [a] = null; })); // expect: TypeError
console.log(caught(() => { [] = undefined; })); // expect: TypeError
console.log(caught(() => { [[a]] = [null]; })); // expect: TypeError
console.log(caught(() => { [[a]] = []; })); // expect: TypeError
console.log(caught(() => { [...[[a]]] = [1]; })); // expect: TypeError
// --- objects' patterns need anything but undefined and null
console.log(caught(() => { const { a } = undefined; })); // expect: TypeError
console.log(caught(() => { const { a } = null; })); // expect: TypeError
console.log(caught(() => { const {} = null; })); // expect: TypeError
console.log(caught(() => { const { ...rest } = undefined; })); // expect: TypeError
console.log(caught(() => { const { a: { b } } = {}; })); // expect: TypeError
console.log(caught(() => { const { a: { b } } = { a: null }; })); // expect: TypeError
console.log(caught(() => { const { a } = 0; })); // expect: nothing
console.log(caught(() => { ({ a } = null); })); // expect: TypeError
console.log(caught(() => { ({} = undefined); })); // expect: TypeError
// --- parameters
console.log(caught(() => (([b]) => b)())); // expect: TypeError
console.log(caught(() => (({ b }) => b)(null))); // expect: TypeError
console.log(caught(() => (({ b } = null) => b)())); // expect: TypeError
console.log(caught(() => [null].map(({ b }) => b))); // expect: TypeError
// --- targets that refuse
const frozen = Object.freeze({ p: 1 });
console.log(caught(() => { [frozen.p] = [2]; })); // expect: TypeError
console.log(caught(() => { ({ a: frozen.q } = { a: 1 }); })); // expect: TypeError
console.log(caught(() => { [null.p] = [1]; })); // expect: TypeError
console.log(frozen.p); // expect: 1
// --- an error that nobody catches names the property
const { name } = undefined; // expect error: TypeError
// --- an error that nobody catches names what is not iterable
const f = ([first]) => first;
f(5); // expect error: TypeError
