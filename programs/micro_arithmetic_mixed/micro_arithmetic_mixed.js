// Adds up n numbers, whole and fractional by turns, below 10000.
//@ let work = 0;

function run(n, seed) {
  let total = seed % 1000;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    const step = i % 2 === 0 ? i % 100 : i % 100 + 0.5;
    total = total + step;
    if (total >= 10000) {
      total = total - 10000;
    }
  }
  return total * 2;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
