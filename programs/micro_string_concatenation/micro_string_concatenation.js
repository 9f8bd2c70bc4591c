// Appends a letter to a text n times; at every 500 letters it reads one of them and begins anew.
//@ let work = 0;

const LENGTH = 500;

function run(n, seed) {
  const letter = "abcdefghijklmnopqrstuvwxyz".charAt(seed % 26);
  let text = "";
  let total = seed % 1000;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    text += letter;
    if (text.length === LENGTH) {
      total = (total * 31 + text.charCodeAt(LENGTH / 2)) % 10007;
      text = "";
    }
  }
  return total + text.length;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
