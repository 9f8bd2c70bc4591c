// All permutations of n numbers in turn; of each, how often its beginning can be reversed, as many
// elements as the first one says, until that is 0. The seed rotates the permutation to begin with.
//@ var work = 0;

function flips(n, permutation, scratch) {
  for (var i = 0; i < n; i++) {
    scratch[i] = permutation[i];
  }
  var count = 0;
  var first = scratch[0];
  while (first !== 0) {
    var low = 0;
    var high = first;
    while (low < high) {
      //@ work += 1;
      var kept = scratch[low];
      scratch[low] = scratch[high];
      scratch[high] = kept;
      low++;
      high--;
    }
    count++;
    first = scratch[0];
  }
  return count;
}

function run(n, seed) {
  var offset = seed % 1000;
  var permutation = [];
  var scratch = [];
  var turns = [];
  for (var i = 0; i < n; i++) {
    permutation[i] = (i + offset) % n;
    scratch[i] = 0;
    turns[i] = 0;
  }
  var hash = 0;
  var length = 1;
  while (length < n) {
    if (length === 1) {
      hash = (hash * 31 + flips(n, permutation, scratch)) % 65521;
    }
    var first = permutation[0];
    for (var i = 0; i < length; i++) {
      permutation[i] = permutation[i + 1];
    }
    permutation[length] = first;
    turns[length]++;
    if (turns[length] <= length) {
      length = 1;
    } else {
      turns[length] = 0;
      length++;
    }
  }
  return hash;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
