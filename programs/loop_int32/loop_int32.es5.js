// Integer arithmetic in a loop whose values all stay in 32 bits; each step needs the one before.
//@ var work = 0;

function run(n, seed) {
  var value = seed % 65537;
  var total = 0;
  for (var i = 0; i < n; i++) {
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
