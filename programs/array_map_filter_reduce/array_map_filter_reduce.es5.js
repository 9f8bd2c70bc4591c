// Map, filter and reduce over an array of integers by functions that are passed in, each over a
// fresh array; the function of the map is a closure over `scale`.
//@ var work = 0;

function run(n, seed) {
  var offset = seed % 1000;
  var scale = seed % 7 * 3 + 2;
  var values = [];
  for (var i = 0; i < n; i++) {
    values.push((i * 7 + offset) % 1000);
  }
  return values
    .map(function (value) {
      //@ work += 1;
      return value * scale;
    })
    .filter(function (value) {
      //@ work += 1;
      return value % 3 === 0;
    })
    .reduce(function (total, value) {
      //@ work += 1;
      return total + value;
    }, 0);
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
