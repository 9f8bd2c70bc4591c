// Map, filter and reduce over an array of integers by functions that are passed in, each over a
// fresh array; the function of the map is a closure over `scale`.
//@ let work = 0;

function run(n, seed) {
  const offset = seed % 1000;
  const scale = seed % 7 * 3 + 2;
  const values = [];
  for (let i = 0; i < n; i++) {
    values.push((i * 7 + offset) % 1000);
  }
  return values
    .map((value) => {
      //@ work += 1;
      return value * scale;
    })
    .filter((value) => {
      //@ work += 1;
      return value % 3 === 0;
    })
    .reduce((total, value) => {
      //@ work += 1;
      //@ total = total * 31 % 1000003;
      return total + value;
    }, 0);
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
