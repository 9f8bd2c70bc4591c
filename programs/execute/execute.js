// A small script as a host runs it again and again: a function, a table, a loop of ten.
//@ let work = 0;
const weights = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3];

function scaled(value, factor) {
  return (value * factor) % 1009;
}

function run(n, seed) {
  //@ work += 1;
  let total = (seed % 1000) + (n % 1000);
  for (let i = 0; i < weights.length; i++) {
    total = (total + scaled(weights[i] + i, (total % 7) + 1)) % 65521;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
