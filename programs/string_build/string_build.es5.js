// Builds lines by appending eight numbers as text, each with a comma, and joins the lines to one
// text. Adds up the text's length and every 61st of its characters.
//@ var work = 0;

function run(n, seed) {
  var random = seed % 65536 + 1;
  var lines = [];
  for (var i = 0; i < n; i++) {
    var line = "";
    for (var j = 0; j < 8; j++) {
      random = random * 17364 % 65537;
      line += random + ",";
      //@ work += 1;
    }
    lines.push(line);
  }
  var text = lines.join("\n");
  var total = text.length;
  for (var i = 0; i < text.length; i += 61) {
    total += text.charCodeAt(i);
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
