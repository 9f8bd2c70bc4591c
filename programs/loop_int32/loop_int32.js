// Integer arithmetic in a loop whose values all stay in 32 bits; each step needs the one before.
//@ let work = 0;

function run(n, seed) {
  let value = seed % 65537;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    value = (value * 75 + i) % 65537;
    total = (total + value) % 1000003;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
