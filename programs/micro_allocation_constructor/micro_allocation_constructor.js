// Makes n instances of a class with two fields; sixteen of them live on at any time.
//@ let work = 0;

const KEPT = 16;

class Point {
  constructor(x, y) {
    //@ work += 1;
    this.x = x;
    this.y = y;
  }
}

function run(n, seed) {
  const kept = [];
  for (let i = 0; i < KEPT; i++) {
    kept.push(new Point(seed % 1000, i));
  }
  let total = 0;
  for (let i = 0; i < n; i++) {
    const before = kept[i % KEPT];
    total = (total * 3 + before.x + before.y) % 10007;
    kept[i % KEPT] = new Point(total, i % 100);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
