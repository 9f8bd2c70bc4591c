// A script that is the first in its runtime to look at the registry of modules.
//@ let work = 0;

function run(n, seed) {
  //@ work += 1;
  return (typeof require === "function" ? 1 : 0) + (n % 7) + (seed % 1000);
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
