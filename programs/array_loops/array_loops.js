// Fill, map, filter and sum over arrays of integers, each an indexed loop over a fresh array.
//@ let work = 0;

function run(n, seed) {
  const offset = seed % 1000;
  const scale = seed % 7 * 3 + 2;
  const values = [];
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    values[i] = (i * 7 + offset) % 1000;
  }
  const scaled = [];
  for (let i = 0; i < values.length; i++) {
    //@ work += 1;
    scaled[i] = values[i] * scale;
  }
  const kept = [];
  for (let i = 0; i < scaled.length; i++) {
    //@ work += 1;
    if (scaled[i] % 3 === 0) {
      kept[kept.length] = scaled[i];
    }
  }
  let total = 0;
  for (let i = 0; i < kept.length; i++) {
    //@ work += 1;
    //@ total = total * 31 % 1000003;
    total += kept[i];
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
