// The Mandelbrot set on a grid of n by n points, at most 50 iterations a point. The seed says in
// which row to begin, and the result depends on the order.
//@ var work = 0;

function iterations(cx, cy) {
  var x = 0;
  var y = 0;
  var count = 0;
  while (count < 50) {
    //@ work += 1;
    var xx = x * x;
    var yy = y * y;
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
  var hash = 0;
  for (var i = 0; i < n; i++) {
    var row = (i + seed % 1000) % n;
    var cy = 2 * row / n - 1;
    for (var column = 0; column < n; column++) {
      var cx = 3 * column / n - 2;
      hash = (hash * 31 + iterations(cx, cy)) % 65521;
    }
  }
  return hash;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
