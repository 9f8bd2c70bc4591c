// Calls a function with too few arguments and one with too many, n times each.
//@ let work = 0;

function few(a, b, c) {
  //@ work += 1;
  return c === undefined ? (a + b) % 10007 : c;
}

function many(a, b) {
  //@ work += 1;
  return (a * 3 + b) % 10007;
}

function run(n, seed) {
  let total = seed % 1000;
  for (let i = 0; i < n; i++) {
    total = few(total, i % 100);
    total = many(total, i % 10, 1, 2);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
