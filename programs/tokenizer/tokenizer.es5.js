// Splits a generated program text into tokens, names, keywords, numbers, strings and punctuation,
// by looking at its characters one by one; blanks and comments are skipped.
//@ var work = 0;

var BLOCK_LINES = 20;

var NAME = 0;
var KEYWORD = 1;
var NUMBER = 2;
var STRING = 3;
var PUNCTUATION = 4;

var BLANK = 32;
var NEWLINE = 10;
var QUOTE = 34;
var HASH = 35;

function isLetter(c) {
  return (c >= 97 && c <= 122) || c === 95;
}

function isDigit(c) {
  return c >= 48 && c <= 57;
}

function isKeyword(word) {
  return word === "if" || word === "while" || word === "return";
}

// Where the token or the skipped text that starts at `position` ends.
function endOfWord(text, position) {
  while (position < text.length &&
      (isLetter(text.charCodeAt(position)) || isDigit(text.charCodeAt(position)))) {
    position++;
  }
  return position;
}

function endOfNumber(text, position) {
  while (position < text.length && isDigit(text.charCodeAt(position))) {
    position++;
  }
  return position;
}

function endAt(text, position, last) {
  while (position < text.length && text.charCodeAt(position) !== last) {
    position++;
  }
  return position + 1;
}

function tokenize(text) {
  var tokens = [];
  var position = 0;
  while (position < text.length) {
    var c = text.charCodeAt(position);
    var start = position;
    //@ work += 1;
    if (c === BLANK || c === NEWLINE) {
      position++;
    } else if (isLetter(c)) {
      position = endOfWord(text, position);
      var word = text.substring(start, position);
      tokens.push({ kind: isKeyword(word) ? KEYWORD : NAME, text: word });
    } else if (isDigit(c)) {
      position = endOfNumber(text, position);
      tokens.push({ kind: NUMBER, text: text.substring(start, position) });
    } else if (c === QUOTE) {
      position = endAt(text, position + 1, QUOTE);
      tokens.push({ kind: STRING, text: text.substring(start, position) });
    } else if (c === HASH) {
      position = endAt(text, position, NEWLINE);
    } else {
      position++;
      tokens.push({ kind: PUNCTUATION, text: text.substring(start, position) });
    }
  }
  return tokens;
}

var FORMS = [
  "if (@@@ < $$) { @@_@ = $$$; } # @@@@\n",
  "while (@@$ + @@@@@) @@$($, \"@@@ @@\");\n",
  "@@@_@@@ = @@ * (@@@@ - $$$$) / $; # $$\n",
  "return @@@@@ + \"@@@@@@@\";\n",
  "# @@@@ @@ @@@@@ $$$\n    @@@[$$] = @@$$;\n",
];

// 20 lines of five forms in turn, with letters and digits drawn.
function makeBlock(seed) {
  var random = seed % 65536 + 1;
  var block = "";
  for (var i = 0; i < BLOCK_LINES; i++) {
    var form = FORMS[i % 5];
    for (var j = 0; j < form.length; j++) {
      var c = form.charAt(j);
      if (c === "@" || c === "$") {
        random = random * 17364 % 65537;
        c = c === "@" ? "pqrstuvw".charAt(random % 8) : "0123456789".charAt(random % 10);
      }
      block += c;
    }
  }
  return block;
}

function run(n, seed) {
  var text = new Array(n / BLOCK_LINES + 1).join(makeBlock(seed));
  var tokens = tokenize(text);
  var total = 0;
  for (var i = 0; i < tokens.length; i++) {
    var token = tokens[i];
    var length = token.text.length;
    total = (total * 3 + token.kind + length + token.text.charCodeAt(length - 1)) % 1000003;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
