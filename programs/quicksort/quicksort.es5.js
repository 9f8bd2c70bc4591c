// Quicksort with a comparator that is passed in, on pseudo-random numbers. The seed shifts all
// numbers and says by its parity which of two comparators it is; the order of the numbers is always
// the same.
//@ var work = 0;

function ascending(a, b) {
  //@ work += 1;
  return a - b;
}

function descending(a, b) {
  //@ work += 1;
  return b - a;
}

function sort(values, first, last, compare) {
  var low = first;
  var high = last;
  var pivot = values[Math.floor((first + last) / 2)];
  while (low <= high) {
    while (compare(values[low], pivot) < 0) {
      low++;
    }
    while (compare(pivot, values[high]) < 0) {
      high--;
    }
    if (low <= high) {
      var kept = values[low];
      values[low] = values[high];
      values[high] = kept;
      low++;
      high--;
    }
  }
  if (first < high) {
    sort(values, first, high, compare);
  }
  if (low < last) {
    sort(values, low, last, compare);
  }
}

function run(n, seed) {
  var offset = seed % 1000;
  var values = [];
  var number = 42;
  for (var i = 0; i < n; i++) {
    number = (number * 3877 + 29573) % 139968;
    values[i] = number + offset;
  }
  sort(values, 0, n - 1, seed % 2 === 0 ? ascending : descending);
  var hash = 0;
  for (var i = 0; i < n; i++) {
    hash = (hash * 31 + values[i]) % 65521;
  }
  return hash;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
