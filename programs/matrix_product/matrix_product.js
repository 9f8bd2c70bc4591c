// The product of two matrices of n by n doubles, row by column. All elements are halves of whole
// numbers, so that the sum of the product's elements is exact.
//@ let work = 0;

function makeMatrix(n, step, offset) {
  const matrix = [];
  for (let i = 0; i < n; i++) {
    const row = [];
    for (let j = 0; j < n; j++) {
      row[j] = (i * step + j + offset) % 11 + 0.5;
    }
    matrix[i] = row;
  }
  return matrix;
}

function multiply(n, a, b) {
  const product = [];
  for (let i = 0; i < n; i++) {
    const left = a[i];
    const row = [];
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) {
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
  const offset = seed % 1100;
  const a = makeMatrix(n, 7, offset);
  const b = makeMatrix(n, 3, 2 * offset);
  const product = multiply(n, a, b);
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      total += product[i][j];
    }
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
