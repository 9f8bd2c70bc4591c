// Floating-point arithmetic in a loop: a piece of the harmonic series, shifted by the seed.
//@ let work = 0;

function run(n, seed) {
  const shift = (seed % 1000) / 1000.0;
  let total = 0.0;
  for (let i = 1; i <= n; i++) {
    //@ work += 1;
    total += 1.0 / (i + shift);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
