// Makes n counters, each of them two functions that share a captured variable, one to advance it
// and one to read it, calls each counter ten times in turn, and reads them all.
//@ var work = 0;

var ROUNDS = 10;

function makeCounter(start, step) {
  var count = start;
  return {
    advance: function (extra) {
      //@ work += 1;
      count = (count + step + extra) % 1000003;
      return count;
    },
    read: function (scale) {
      //@ work += 1;
      return count * scale;
    },
  };
}

function run(n, seed) {
  var start = seed % 1000;
  var counters = [];
  for (var i = 0; i < n; i++) {
    counters.push(makeCounter(start, i));
  }
  var total = 0;
  for (var round = 0; round < ROUNDS; round++) {
    for (var i = 0; i < n; i++) {
      total = (total + counters[i].advance(round)) % 1000000007;
    }
  }
  for (var i = 0; i < n; i++) {
    total = (total + counters[i].read(3)) % 1000000007;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
