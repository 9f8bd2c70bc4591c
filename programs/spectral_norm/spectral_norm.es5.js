// The spectral norm of an infinite matrix's corner, by three rounds of the power method; the matrix
// is a function of row and column. The vector that it starts from comes from the seed.
//@ var work = 0;

function element(i, j) {
  //@ work += 1;
  return 1 / ((i + j) * (i + j + 1) / 2 + i + 1);
}

function multiply(n, vector, product) {
  for (var i = 0; i < n; i++) {
    var sum = 0;
    for (var j = 0; j < n; j++) {
      sum += element(i, j) * vector[j];
    }
    product[i] = sum;
  }
}

function multiplyTransposed(n, vector, product) {
  for (var i = 0; i < n; i++) {
    var sum = 0;
    for (var j = 0; j < n; j++) {
      sum += element(j, i) * vector[j];
    }
    product[i] = sum;
  }
}

function run(n, seed) {
  var u = [];
  var v = [];
  var between = [];
  for (var i = 0; i < n; i++) {
    u[i] = 1 + (i * 7 + seed % 1000) % 1000 / 1024;
    v[i] = 0;
    between[i] = 0;
  }
  for (var round = 0; round < 3; round++) {
    multiply(n, u, between);
    multiplyTransposed(n, between, v);
    multiply(n, v, between);
    multiplyTransposed(n, between, u);
  }
  var uv = 0;
  var vv = 0;
  for (var i = 0; i < n; i++) {
    uv += u[i] * v[i];
    vv += v[i] * v[i];
  }
  return Math.sqrt(uv / vv) + u[0];
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
