// Adds up the elements of an array of a hundred integers, n / 100 times, by the loop for elements.
//@ let work = 0;

const LENGTH = 100;

function run(n, seed) {
  const values = [];
  for (let i = 0; i < LENGTH; i++) {
    values.push((i * 7 + seed % 1000) % 1000);
  }
  let total = 0;
  for (let pass = 0; pass < n / LENGTH; pass++) {
    for (const value of values) {
      //@ work += 1;
      total = (total * 3 + value) % 10007;
    }
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
