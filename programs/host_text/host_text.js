// The script takes a text from its host and gives it back, in a loop.
//@ let work = 0;

function run(n, seed) {
  const start = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    const text = host_text(start + i);
    total = (total + host_take_text(text) + text.length + text.charCodeAt(text.length - 1)) % 65521;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
