// A source of any length: the lines between the marks are repeated, with a number in each copy.
//@ let work = 0;
const units = {};

//@[
units.unit_000000 = function (value, limit) {
  let total = value;
  for (let i = 0; i < limit; i++) {
    if (total % 2 === 0) {
      total = total / 2 + i;
    } else {
      total = total * 3 + 1;
    }
  }
  return { name: "unit 000000", total: total };
};
//@]

function run(n, seed) {
  //@ work += 1;
  return (seed % 1000) + (n % 1000);
}

module.exports = {
  run: run,
  units: units,
  //@ work: function () { return work; },
};
