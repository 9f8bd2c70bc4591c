// Calls n times a function that has two arguments bound to it, each time with its last result.
//@ let work = 0;

function advance(step, limit, value) {
  //@ work += 1;
  return (value * 3 + step) % limit;
}

function run(n, seed) {
  const bound = advance.bind(null, seed % 1000 + 1, 10007);
  let total = 0;
  for (let i = 0; i < n; i++) {
    total = bound(total);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
