// Levenshtein distance of two random strings of n letters out of four, by two rows of the table.
//@ var work = 0;

function makeString(n, random) {
  var string = "";
  for (var i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    string += "abcd".charAt(random % 4);
  }
  return string;
}

function distance(left, right) {
  var previous = [];
  var current = [];
  for (var j = 0; j <= right.length; j++) {
    previous.push(j);
    current.push(0);
  }
  for (var i = 0; i < left.length; i++) {
    var letter = left.charCodeAt(i);
    current[0] = i + 1;
    for (var j = 0; j < right.length; j++) {
      var best = previous[j];
      if (right.charCodeAt(j) !== letter) {
        if (previous[j + 1] < best) {
          best = previous[j + 1];
        }
        if (current[j] < best) {
          best = current[j];
        }
        best++;
      }
      current[j + 1] = best;
      //@ work += 1;
    }
    var row = previous;
    previous = current;
    current = row;
  }
  return previous[right.length];
}

function run(n, seed) {
  return distance(makeString(n, seed % 65536 + 1), makeString(n, seed % 65521 + 7));
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
