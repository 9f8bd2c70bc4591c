// The Mandelbrot set on a grid of n by n points, at most 50 iterations a point. The seed says in
// which row to begin, and the result depends on the order.
//@ let work = 0;

function iterations(cx, cy) {
  let x = 0;
  let y = 0;
  let count = 0;
  while (count < 50) {
    //@ work += 1;
    const xx = x * x;
    const yy = y * y;
    if (xx + yy > 4) {
      break;
    }
    y = 2 * x * y + cy;
    x = xx - yy + cx;
    count++;
  }
  return count;
}

function run(n, seed) {
  let hash = 0;
  for (let i = 0; i < n; i++) {
    const row = (i + seed % 1000) % n;
    const cy = 2 * row / n - 1;
    for (let column = 0; column < n; column++) {
      const cx = 3 * column / n - 2;
      hash = (hash * 31 + iterations(cx, cy)) % 65521;
    }
  }
  return hash;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
