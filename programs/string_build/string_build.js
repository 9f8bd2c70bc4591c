// Builds lines by appending eight numbers as text, each with a comma, and joins the lines to one
// text. Adds up the text's length and every 61st of its characters.
//@ let work = 0;

function run(n, seed) {
  let random = seed % 65536 + 1;
  const lines = [];
  for (let i = 0; i < n; i++) {
    let line = "";
    for (let j = 0; j < 8; j++) {
      random = random * 17364 % 65537;
      line += random + ",";
      //@ work += 1;
    }
    lines.push(line);
  }
  const text = lines.join("\n");
  let total = text.length;
  for (let i = 0; i < text.length; i += 61) {
    total += text.charCodeAt(i);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
