// The remainders of n multiples, summed; where they begin comes at run time.
//@ var work = 0;

function run(n, seed) {
  var offset = seed % 1000;
  var total = 0;
  for (var i = 0; i < n; i++) {
    //@ work += 1;
    total += (i * 7 + offset) % 1000;
  }
  return total + offset;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
