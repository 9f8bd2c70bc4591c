// The script requires a module that it has, in a loop.
//@ let work = 0;

function run(n, seed) {
  const start = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    total = (total + require("module_7").value + start) % 65521;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
