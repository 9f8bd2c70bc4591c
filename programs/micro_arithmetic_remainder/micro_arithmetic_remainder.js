// A chain of n steps, each a multiplication, two additions and a remainder of doubles.
//@ let work = 0;

function run(n, seed) {
  let total = seed % 1000;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    total = (total * 3 + i % 100 + 0.5) % 1000.5;
  }
  return total * 2;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
