// Recursive Fibonacci: two calls and an addition a node of the call tree.
//@ var work = 0;

function fib(n) {
  //@ work += 1;
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

function run(n, seed) {
  return fib(n - seed % 2);
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
