// Integer arithmetic in a loop whose products and sums leave 32 bits and stay below 2^53, where a
// double still holds every integer.
//@ var work = 0;

function run(n, seed) {
  var value = seed % 2147483646 + 1;
  var total = 0;
  for (var i = 0; i < n; i++) {
    //@ work += 1;
    value = value * 48271 % 2147483647;
    total = (total + value * 1021 + i) % 4398046511093;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
