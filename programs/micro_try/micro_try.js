// Calls a function n times, each time in a block that would catch what it throws; it throws
// nothing.
//@ let work = 0;

function step(value, by) {
  return (value * 3 + by) % 10007;
}

function run(n, seed) {
  let total = seed % 1000;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    try {
      total = step(total, i % 100);
    } catch (error) {
      total = 0;
    }
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
