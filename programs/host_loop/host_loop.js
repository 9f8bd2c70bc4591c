// The loop of the programs that call the host, without a call.
//@ let work = 0;

function run(n, seed) {
  const start = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    total = (total + start + i) % 65521;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
