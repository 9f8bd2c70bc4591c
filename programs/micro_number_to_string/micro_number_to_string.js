// Makes n whole numbers and n fractions into text, and adds up some of their characters.
//@ let work = 0;

function run(n, seed) {
  const offset = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 2;
    const whole = String((i * 7 + offset) % 1000);
    const fraction = String((i * 3 + offset) % 100 + 0.5);
    total = (total + whole.charCodeAt(whole.length - 1)
      + fraction.charCodeAt(0) * fraction.length) % 10007;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
