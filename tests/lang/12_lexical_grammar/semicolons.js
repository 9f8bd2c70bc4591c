// Semicolons may be left out where ECMA-262 12.10 inserts them.
let a = 1
let b = 2
a
++b
console.log(a, b) // expect: 1 3
const f = () => {
  return
  1
}
console.log(f()) // expect: undefined
let i = 0
do i++; while (i < 3) console.log(i) // expect: 3
for (let k = 0; k < 2; k++) { console.log(k) } // expect: 0
// expect: 1
{ a = 5 } console.log(a) // expect: 5
const g = () => { return 'g' }
;[1, 2].forEach(x => console.log(x)) // expect: 1
// expect: 2
const h = () => {}
console.log(typeof h) // expect: function
outer: for (const x of [1, 2]) {
  for (const y of [1, 2]) {
    if (y === 2) continue
    console.log(x, y) // expect: 1 1
    // expect: 2 1
  }
}
