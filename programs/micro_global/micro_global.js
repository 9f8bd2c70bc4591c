// Advances a variable of the module n times by another, which goes through a function of the
// library.
//@ let work = 0;

const LIMIT = 10007;
let counter = 0;
let stride = 0;

function run(n, seed) {
  counter = seed % 1000;
  stride = -1 - seed % 7;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    counter = (counter * 3 + Math.abs(stride)) % LIMIT;
  }
  return counter;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
