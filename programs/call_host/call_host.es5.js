// The script calls a function of its host, with two numbers, for every step of a loop.
//@ var work = 0;

function run(n, seed) {
  var step = seed % 4 + 1;
  var total = seed % 1000;
  for (var i = 0; i < n; i++) {
    //@ work += 1;
    total = host_add(total, step);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
