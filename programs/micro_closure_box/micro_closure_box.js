// Makes n closures over a variable of their own, which each assigns twice when it is called.
//@ let work = 0;

function makeCounter(start) {
  let count = start * 3;
  return (by) => {
    //@ work += 1;
    count += by;
    count = count % 10007;
    return count;
  };
}

function run(n, seed) {
  let total = seed % 1000;
  for (let i = 0; i < n; i++) {
    const counter = makeCounter(total);
    total = counter(i % 7);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
