// A call whose callee is no function is named as such where its result would be iterated or spread:
// the bytecode tier named the call.
const o = {};
// --- spread into an object
({ ...o.f({ a: 1 }) });  // expect error: TypeError: o.f is not a function
// --- spread into an array
[...o.f(1)];  // expect error: TypeError: o.f is not a function
// --- spread into a call
o.g(...o.f(1));  // expect error: TypeError: o.f is not a function
// --- iterated
for (const x of o.f());  // expect error: TypeError: o.f is not a function
// --- constructed
[...new o.f()];  // expect error: TypeError: o.f is not a constructor
// --- a call of what a call gives
o.f = () => 1;
[...o.f()()];  // expect error: TypeError: o.f(...) is not a function
// --- what a call gives is not iterable
o.f = () => 1;
[...o.f()];  // expect error: TypeError: o.f(...) is not iterable
