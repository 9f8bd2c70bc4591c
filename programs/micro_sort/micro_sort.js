// Sorts n / 100 arrays of a hundred different integers in descending order by a comparator.
//@ let work = 0;

const LENGTH = 100;

function run(n, seed) {
  const offset = seed % 1000;
  let total = 0;
  for (let pass = 0; pass < n / LENGTH; pass++) {
    const values = [];
    for (let i = 0; i < LENGTH; i++) {
      //@ work += 1;
      values.push((i * 37 + offset + pass) % 101);
    }
    values.sort((a, b) => b - a);
    total = (total * 3 + values[(pass * 7 + offset) % LENGTH]) % 10007;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
