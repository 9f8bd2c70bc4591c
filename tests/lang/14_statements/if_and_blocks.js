// --- else belongs to the nearest if
function f(a, b) {
  if (a)
    if (b) return "both";
    else return "only a";
  return "not a";
}
console.log(f(1, 1), f(1, 0), f(0, 1)); // expect: both only a not a

// --- blocks scope let, const and functions
let x = "outer";
{
  let x = "inner";
  const y = 1;
  function local() { return x; }
  console.log(local()); // expect: inner
}
console.log(x); // expect: outer
console.log(typeof y, typeof local); // expect: undefined undefined

// --- var belongs to the function
function f() {
  if (true) { var inside = 1; }
  for (var i = 0; i < 2; i++) { var last = i; }
  return inside + i + last;
}
console.log(f()); // expect: 4

// --- empty statements and blocks do nothing
;;;
{}
if (true);
else;
for (let i = 0; i < 2; i++);
console.log("done"); // expect: done

// --- semicolons are inserted at line ends
let a = 1
let b = 2
const c = a
  + b
console.log(c) // expect: 3
function g() {
  return
  1
}
console.log(g()) // expect: undefined
a
++
b
console.log(a, b) // expect: 1 3
const list = [1, 2]
;[3].length
console.log(list.length) // expect: 2

// --- a module may return early
console.log("before"); // expect: before
if (true) return;
console.log("after");
