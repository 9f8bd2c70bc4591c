// Makes n closures over two parameters each, and calls each once.
//@ let work = 0;

function makeScaler(scale, offset) {
  return (value) => {
    //@ work += 1;
    return (value * scale + offset) % 10007;
  };
}

function run(n, seed) {
  const offset = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const scaler = makeScaler(i % 7 + 1, offset);
    total = scaler(total);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
