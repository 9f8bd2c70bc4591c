// The script calls a function of its host, with two numbers, for every step of a loop.
//@ let work = 0;

function run(n, seed) {
  const step = seed % 4 + 1;
  let total = seed % 1000;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    total = host_add(total, step);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
