// Sorting without a comparator: by text, whose first units decide or do not. Against the same by a
// comparator.
function byUnits(a, b) {
  a = String(a);
  b = String(b);
  return a < b ? -1 : a > b ? 1 : 0;
}
function check(values) {
  const sorted = values.slice().sort();
  const expected = values.slice().sort(byUnits);
  return sorted.length === values.length && sorted.every((value, i) => value === expected[i]);
}
let random = 1;
function below(bound) {
  random = random * 17364 % 65537;
  return random % bound;
}
function texts(count, alphabet, longest) {
  const made = [];
  for (let i = 0; i < count; i++) {
    let text = "";
    for (let length = below(longest + 1); length > 0; length--) text += alphabet[below(alphabet.length)];
    made.push(text);
  }
  return made;
}
console.log(check(texts(500, ["a", "b"], 12))); // expect: true
console.log(check(texts(500, ["a", "\0", "\xff", "\x80"], 10))); // expect: true
console.log(check(texts(500, ["a", "\u0100", "\uffff", "\ud800", "\xff"], 6))); // expect: true
console.log(check(texts(300, ["prefix of ten, ", "x"], 3))); // expect: true
console.log(check(texts(9, ["a"], 1)), check(texts(8, ["b", "a"], 2)), check(texts(17, ["b", "a"], 2))); // expect: true true true
console.log(check([10, 9, 1, "1", 100, -1, true, null, "nul", 1.5, 1e21, "", "\0"])); // expect: true
const equal = [];
for (let i = 0; i < 40; i++) equal.push({ i, toString() { return "same, " + "same ".repeat(i % 2); } });
console.log(equal.slice().sort().map((x) => x.i).join() === equal.slice().sort(byUnits).map((x) => x.i).join()); // expect: true
console.log(["b", , undefined, "a"].sort().length, ["b", , undefined, "a"].sort().indexOf(undefined)); // expect: 4 2
const ordered = texts(200, ["a", "b"], 5).sort();
console.log(check(ordered), check(ordered.slice().reverse())); // expect: true true
