// All permutations of n numbers in turn; of each, how often its beginning can be reversed, as many
// elements as the first one says, until that is 0. The seed rotates the permutation to begin with.
//@ let work = 0;

function flips(n, permutation, scratch) {
  for (let i = 0; i < n; i++) {
    scratch[i] = permutation[i];
  }
  let count = 0;
  let first = scratch[0];
  while (first !== 0) {
    let low = 0;
    let high = first;
    while (low < high) {
      //@ work += 1;
      const kept = scratch[low];
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
  const offset = seed % 1000;
  const permutation = [];
  const scratch = [];
  const turns = [];
  for (let i = 0; i < n; i++) {
    permutation[i] = (i + offset) % n;
    scratch[i] = 0;
    turns[i] = 0;
  }
  let hash = 0;
  let length = 1;
  while (length < n) {
    if (length === 1) {
      hash = (hash * 31 + flips(n, permutation, scratch)) % 65521;
    }
    const first = permutation[0];
    for (let i = 0; i < length; i++) {
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
