// Takeuchi's function: calls with three arguments, three of them nested as arguments of a fourth.
// The seed shifts all arguments, which shifts the result and leaves the calls as they are.
//@ var work = 0;

function tak(x, y, z) {
  //@ work += 1;
  if (x <= y) {
    return z;
  }
  return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y));
}

function run(n, seed) {
  var offset = seed % 1000;
  return tak(3 * n + offset, 2 * n + offset, n + offset);
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
