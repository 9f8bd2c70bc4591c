// Fill, map, filter and sum over arrays of integers, each an indexed loop over a fresh array.
//@ var work = 0;

function run(n, seed) {
  var offset = seed % 1000;
  var scale = seed % 7 * 3 + 2;
  var values = [];
  for (var i = 0; i < n; i++) {
    //@ work += 1;
    values[i] = (i * 7 + offset) % 1000;
  }
  var scaled = [];
  for (var i = 0; i < values.length; i++) {
    //@ work += 1;
    scaled[i] = values[i] * scale;
  }
  var kept = [];
  for (var i = 0; i < scaled.length; i++) {
    //@ work += 1;
    if (scaled[i] % 3 === 0) {
      kept[kept.length] = scaled[i];
    }
  }
  var total = 0;
  for (var i = 0; i < kept.length; i++) {
    //@ work += 1;
    total += kept[i];
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
