// Makes n counters, each of them two functions that share a captured variable, one to advance it
// and one to read it, calls each counter ten times in turn, and reads them all.
//@ let work = 0;

const ROUNDS = 10;

function makeCounter(start, step) {
  let count = start;
  return {
    advance: (extra) => {
      //@ work += 1;
      count = (count + step + extra) % 1000003;
      return count;
    },
    read: (scale) => {
      //@ work += 1;
      return count * scale;
    },
  };
}

function run(n, seed) {
  const start = seed % 1000;
  const counters = [];
  for (let i = 0; i < n; i++) {
    counters.push(makeCounter(start, i));
  }
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < n; i++) {
      total = (total + counters[i].advance(round)) % 1000000007;
    }
  }
  for (let i = 0; i < n; i++) {
    total = (total + counters[i].read(3)) % 1000000007;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
