// The host function throws and the script catches, in a loop.
//@ let work = 0;

function run(n, seed) {
  const start = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    try {
      host_fail(start + i);
    } catch (error) {
      total = (total + start + i) % 65521;
    }
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
