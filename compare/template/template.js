// The remainders of n multiples, summed; where they begin comes at run time.
//@ let work = 0;

function run(n, seed) {
  const offset = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    total += (i * 7 + offset) % 1000;
  }
  return total + offset;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
