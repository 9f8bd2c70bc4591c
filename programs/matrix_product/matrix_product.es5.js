// The product of two matrices of n by n doubles, row by column. All elements are halves of whole
// numbers, so that the sum of the product's elements is exact.
//@ var work = 0;

function makeMatrix(n, step, offset) {
  var matrix = [];
  for (var i = 0; i < n; i++) {
    var row = [];
    for (var j = 0; j < n; j++) {
      row[j] = (i * step + j + offset) % 11 + 0.5;
    }
    matrix[i] = row;
  }
  return matrix;
}

function multiply(n, a, b) {
  var product = [];
  for (var i = 0; i < n; i++) {
    var left = a[i];
    var row = [];
    for (var j = 0; j < n; j++) {
      var sum = 0;
      for (var k = 0; k < n; k++) {
        //@ work += 1;
        sum += left[k] * b[k][j];
      }
      row[j] = sum;
    }
    product[i] = row;
  }
  return product;
}

function run(n, seed) {
  var offset = seed % 1100;
  var a = makeMatrix(n, 7, offset);
  var b = makeMatrix(n, 3, 2 * offset);
  var product = multiply(n, a, b);
  var total = 0;
  for (var i = 0; i < n; i++) {
    for (var j = 0; j < n; j++) {
      total += product[i][j];
    }
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
