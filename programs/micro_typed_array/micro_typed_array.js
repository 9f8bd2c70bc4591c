// Reads two elements of an array of 256 integers and writes one of them, n times.
//@ let work = 0;

const LENGTH = 256;

function run(n, seed) {
  const values = new Int32Array(LENGTH);
  for (let i = 0; i < LENGTH; i++) {
    values[i] = seed % 1000 + i;
  }
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    const at = i % LENGTH;
    values[at] = (values[at] + values[(at * 7 + 3) % LENGTH]) % 10007;
  }
  let total = 0;
  for (let i = 0; i < LENGTH; i++) {
    total += values[i];
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
