// Floating-point arithmetic in a loop: a piece of the harmonic series, shifted by the seed.
//@ var work = 0;

function run(n, seed) {
  var shift = (seed % 1000) / 1000.0;
  var total = 0.0;
  for (var i = 1; i <= n; i++) {
    //@ work += 1;
    total += 1.0 / (i + shift);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
