// Calls a function n times that calls itself to a depth of one to eight, and whose innermost call
// throws for every third call; the throw passes through all the frames between.
//@ var work = 0;

function descend(depth, value, fails) {
  //@ work += 1;
  if (depth === 0) {
    if (fails) {
      throw { code: value };
    }
    return value;
  }
  return (descend(depth - 1, value + depth, fails) * 3 + depth) % 10007;
}

function attempt(depth, value, fails) {
  try {
    return descend(depth, value, fails);
  } catch (failure) {
    return failure.code + 5;
  }
}

function run(n, seed) {
  var offset = seed % 1000;
  var total = 0;
  for (var i = 0; i < n; i++) {
    total = (total + attempt(1 + i % 8, (i * 7 + offset) % 1000, i % 3 === 0)) % 1000000007;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
