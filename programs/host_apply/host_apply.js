// The script gives its host a function that the host calls, in a loop: in, out and in again.
//@ let work = 0;

function step(x) {
  return (x + 7) % 65521;
}

function run(n, seed) {
  const start = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    total = host_apply(step, total + start + i);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
