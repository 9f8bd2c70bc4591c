// The script takes an array of numbers from its host and gives it back, in a loop.
//@ let work = 0;

function run(n, seed) {
  const start = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    const array = host_array(start + i);
    total = (total + host_take_array(array) + array[0] + array[i % array.length]) % 65521;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
