// Makes n records and n arrays of two elements by literals; sixteen records live on at any time.
//@ let work = 0;

const KEPT = 16;

function run(n, seed) {
  const kept = [];
  for (let i = 0; i < KEPT; i++) {
    //@ work += 1;
    kept.push({ x: seed % 1000, y: i });
  }
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    const before = kept[i % KEPT];
    const pair = [before.x, total];
    total = (pair[0] + pair[1] * 3 + before.y) % 10007;
    kept[i % KEPT] = { x: total, y: i % 100 };
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
