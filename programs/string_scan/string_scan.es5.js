// Splits a text into lines at its newlines, and scans each line for semicolons: copies each field
// between two and tests whether it is the one that is looked for. The text is 40 random lines, time
// and again.
//@ var work = 0;

var BLOCK_LINES = 40;
var LINE_FIELDS = 6;

// 40 lines of six fields, each of which has two to nine letters.
function makeBlock(seed) {
  var random = seed % 65536 + 1;
  var block = "";
  for (var i = 0; i < BLOCK_LINES; i++) {
    for (var j = 0; j < LINE_FIELDS; j++) {
      var letters = 2 + (i * LINE_FIELDS + j) % 8;
      for (var k = 0; k < letters; k++) {
        random = random * 17364 % 65537;
        block += "abcd".charAt(random % 4);
      }
      block += ";";
    }
    block += "\n";
  }
  return block;
}

function scan(line, wanted) {
  var total = 0;
  var start = 0;
  var semicolon = line.indexOf(";", start);
  while (semicolon >= 0) {
    var field = line.substring(start, semicolon);
    total += field === wanted ? 1000 : field.charCodeAt(0) + field.length;
    start = semicolon + 1;
    semicolon = line.indexOf(";", start);
    //@ work += 1;
  }
  return total;
}

function run(n, seed) {
  var text = new Array(n / BLOCK_LINES + 1).join(makeBlock(seed));
  var lines = text.split("\n");
  var total = 0;
  for (var i = 0; i < lines.length; i++) {
    total = (total + scan(lines[i], "ab")) % 1000000007;
  }
  return total + lines.length;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
