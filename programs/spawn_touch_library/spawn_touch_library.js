// A script that is the first in its runtime to use some parts of the library.
//@ let work = 0;

function run(n, seed) {
  //@ work += 1;
  const letters = "c,a,b".split(",").sort().join("");
  const digits = [3, 1, 2].map(function (digit) { return digit * 2; }).concat([n % 7]);
  const keys = Object.keys({ one: 1, two: 2 }).length;
  const number = Math.floor(digits[1] / 2) + parseInt("12", 10);
  return number + letters.length + digits[3] + keys + (seed % 1000);
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
