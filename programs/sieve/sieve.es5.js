// The sieve of Eratosthenes over an array of booleans. The seed goes into what is summed for each
// prime, not into the sieve.
//@ var work = 0;

function run(n, seed) {
  var offset = seed % 1000;
  var prime = [];
  for (var i = 0; i < n; i++) {
    //@ work += 1;
    prime[i] = true;
  }
  var total = 0;
  for (var i = 2; i < n; i++) {
    if (prime[i]) {
      total += (i + offset) % 1000;
      for (var multiple = i + i; multiple < n; multiple += i) {
        //@ work += 1;
        prime[multiple] = false;
      }
    }
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
