// Which variable a name means, and when it may be used.
const check = f => {
  try {
    console.log(f());
  } catch (e) {
    if (e instanceof ReferenceError) console.log('ReferenceError');
    else console.log(e instanceof TypeError ? 'TypeError' : 'another error');
  }
};
check(() => { x; let x = 1; }); // expect: ReferenceError
check(() => { x = 2; let x; }); // expect: ReferenceError
check(() => { typeof x; const x = 1; }); // expect: ReferenceError
check(() => { let x = x; }); // expect: ReferenceError
check(() => { const x = 1; x = 2; }); // expect: TypeError
check(() => { const x = 1; x++; }); // expect: TypeError
check(() => { const f = function g() { g = 1; }; f(); }); // expect: TypeError
check(() => { unknown = 1; }); // expect: ReferenceError
check(() => typeof unknown); // expect: undefined
check(() => { const f = () => x; let x = 1; return f(); }); // expect: 1
check(() => { const f = () => x; f(); let x = 1; }); // expect: ReferenceError
check(() => { f(); let x = 1; function f() { return x; } }); // expect: ReferenceError
check(() => { let x = 1; return f(); function f() { return x; } }); // expect: 1
check(() => { const g = () => f(); g(); function f() { return x; } let x = 1; });
// expect: ReferenceError
check(() => { let g; { g = f; function f() { return x; } } g(); let x = 1; });
// expect: ReferenceError
check(() => { for (let x of [x]) ; }); // expect: ReferenceError
check(() => { for (let x of [() => x]) return x(); }); // expect: ReferenceError
check(() => { switch (2) { case 1: let x = 1; break; case 2: return x; } });
// expect: ReferenceError
check(() => { switch (2) { case 1: let x = 1; break; case 2: return (() => x)(); } });
// expect: ReferenceError
check(() => { switch (1) { case 1: let x = 1; return (() => x)(); } }); // expect: 1
check(() => { switch (2) { case 1: let x = 1; break; case 2: return f(); function f() { x; } } });
// expect: ReferenceError
check(() => { const fact = n => n < 2 ? 1 : n * fact(n - 1); return fact(5); }); // expect: 120
check(() => { let x = (() => x)(); }); // expect: ReferenceError

// A `var` belongs to the function, a function declaration to its block.
check(() => { { var x = 1; } return x; }); // expect: 1
check(() => { const f = () => x; var x = 1; return f(); }); // expect: 1
check(() => { { function f() {} } return typeof f; }); // expect: undefined
check(() => { function f() { return 1; } function f() { return 2; } var f; return f(); });
// expect: 2
check(() => { var f = 1; function f() {} return f; }); // expect: 1
console.log((function (f) { return typeof f; function f() {} })(1)); // expect: function
console.log((function (a) { var a; return a; })(1)); // expect: 1
check(() => { try { throw 1; } catch (e) { var e = 2; } return e; }); // expect: undefined

// Default values see the parameters before them, and never the body.
check(() => ((a, b = a) => b)(1)); // expect: 1
check(() => ((a = b, b) => a)()); // expect: ReferenceError
check(() => ((a = a) => a)()); // expect: ReferenceError
check(() => (function (a, f = () => a) { var a = 2; return f(); })(1)); // expect: 1
check(() => (function (a, f = () => a) { var a; return a; })(1)); // expect: 1
check(() => (function (a, f = () => a) { a = 2; return f(); })(1)); // expect: 2
check(() => (function (f = () => x) { var x = 1; return f(); })()); // expect: ReferenceError
check(() => (function (a = 1) { return typeof a; function a() {} })()); // expect: function
console.log(((a, b = 1, c) => 1).length, (function (a, b) {}).length); // expect: 1 2

// Loops: a fresh variable for each iteration where it is declared by let.
const run = fs => fs.map(f => f()).join();
const made = [];
for (let i = 0; i < 3; i++) made.push(() => i);
console.log(run(made)); // expect: 0,1,2
const shared = [];
for (var v = 0; v < 3; v++) shared.push(() => v);
console.log(run(shared)); // expect: 3,3,3
const stepped = [];
for (let i = 0; i < 6; i++) { stepped.push(() => i); i++; }
console.log(run(stepped)); // expect: 1,3,5
const early = [];
for (let i = 0, f = () => i; i < 3; i++) early.push(f);
console.log(run(early)); // expect: 0,0,0
const tested = [];
for (let i = 0; tested.push(() => i), i < 2; i++) ;
console.log(run(tested)); // expect: 0,1,2
const updated = [];
for (let i = 0; i < 2; i++, updated.push(() => i)) ;
console.log(run(updated)); // expect: 1,2
const bumped = [];
for (let i = 0; i < 2; (() => i++)()) bumped.push(() => i);
console.log(run(bumped)); // expect: 0,1
const each = [];
for (const x of [1, 2]) each.push(() => x);
console.log(run(each)); // expect: 1,2
const inner = [];
for (let i = 0; i < 2; i++) { let j; inner.push(() => j); j = i; }
console.log(run(inner)); // expect: 0,1
const blank = [];
for (let i = 0; i < 2; i++) { let j; blank.push(j); j = i; }
console.log(blank.map(x => typeof x).join()); // expect: undefined,undefined

// Functions take the names of what they are first stored in.
const named = () => 1, other = { key: () => 2, method() {}, 12: () => 3 };
let assigned;
assigned = function () {};
let grouped = (0, () => 1);
console.log(named.name, other.key.name, other.method.name, other[12].name, assigned.name);
// expect: named key method 12 assigned
console.log(grouped.name === '', (() => 1).name === ''); // expect: true true
console.log(((f = () => 1) => f.name)()); // expect: f
console.log({ ['a' + 'b']: () => 1, ['c']() {} }.ab.name, { [`c`]() {} }.c.name); // expect: ab c

// Labels, and names that are also labels.
let a = 0;
a: for (;;) { a++; for (;;) { if (a < 3) continue a; break a; } }
console.log(a); // expect: 3
b: { if (a) break b; a = 9; }
console.log(a); // expect: 3
// A var in the head of a loop assigns to the parameter of a catch clause (B.3.4)
check(() => { try { throw 1; } catch (e) { for (var e of [2, 3]); check(() => e); } return e; });
// expect: 3
// expect: undefined
check(() => { try { throw 1; } catch (e) { for (var e in { key: 1 }); check(() => e); } return e; });
// expect: key
// expect: undefined
check(() => { try { throw 1; } catch (e) { for (var [e, f = e] of [[4]]); check(() => e + f); } return [e, f].join(); });
// expect: 8
// expect: ,4
check(() => { try { throw 1; } catch (e) { for (var e = 5; e < 6; e++); check(() => e); } return e; });
// expect: 6
// expect: undefined
