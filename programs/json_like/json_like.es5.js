// Parses a text in JSON of n generated records into a tree, and prints the tree to text again, both
// written out in the language. Adds up every seventh character of what it printed.
//@ var work = 0;

var NULL = 0;
var TRUE = 1;
var FALSE = 2;
var NUMBER = 3;
var STRING = 4;
var ARRAY = 5;
var OBJECT = 6;

var TAB = 9;
var NEWLINE = 10;
var BLANK = 32;
var QUOTE = 34;
var COMMA = 44;
var MINUS = 45;
var DIGIT_0 = 48;
var DIGIT_9 = 57;
var OPEN_BRACKET = 91;
var BACKSLASH = 92;
var CLOSE_BRACKET = 93;
var LETTER_F = 102;
var LETTER_N = 110;
var LETTER_T = 116;
var OPEN_BRACE = 123;
var CLOSE_BRACE = 125;

// The content of a value is its number, its string or its items; `names` are those of its items.
function makeValue(kind, content, names) {
  //@ work += 1;
  return { kind: kind, content: content, names: names };
}

function skipBlanks(parser) {
  var text = parser.text;
  var position = parser.position;
  var c = text.charCodeAt(position);
  while (c === BLANK || c === NEWLINE || c === TAB) {
    position++;
    c = text.charCodeAt(position);
  }
  parser.position = position;
  return c;
}

function parseNumber(parser) {
  var text = parser.text;
  var position = parser.position;
  var negative = text.charCodeAt(position) === MINUS;
  if (negative) {
    position++;
  }
  var number = 0;
  var c = text.charCodeAt(position);
  while (c >= DIGIT_0 && c <= DIGIT_9) {
    number = number * 10 + (c - DIGIT_0);
    position++;
    c = text.charCodeAt(position);
  }
  parser.position = position;
  return negative ? -number : number;
}

// A string's text; a character after a backslash stands for itself.
function parseString(parser) {
  var text = parser.text;
  var start = parser.position + 1;
  var position = start;
  var result = "";
  var c = text.charCodeAt(position);
  while (c !== QUOTE) {
    if (c === BACKSLASH) {
      result += text.substring(start, position);
      start = position + 1;
      position++;
    }
    position++;
    c = text.charCodeAt(position);
  }
  parser.position = position + 1;
  return result + text.substring(start, position);
}

function parseArray(parser) {
  var items = [];
  parser.position++;
  var c = skipBlanks(parser);
  while (c !== CLOSE_BRACKET) {
    items.push(parseValue(parser));
    c = skipBlanks(parser);
    if (c === COMMA) {
      parser.position++;
    }
  }
  parser.position++;
  return makeValue(ARRAY, items, null);
}

function parseObject(parser) {
  var names = [];
  var items = [];
  parser.position++;
  var c = skipBlanks(parser);
  while (c !== CLOSE_BRACE) {
    names.push(parseString(parser));
    skipBlanks(parser);
    parser.position++;
    items.push(parseValue(parser));
    c = skipBlanks(parser);
    if (c === COMMA) {
      parser.position++;
      c = skipBlanks(parser);
    }
  }
  parser.position++;
  return makeValue(OBJECT, items, names);
}

function parseValue(parser) {
  switch (skipBlanks(parser)) {
    case OPEN_BRACE:
      return parseObject(parser);
    case OPEN_BRACKET:
      return parseArray(parser);
    case QUOTE:
      return makeValue(STRING, parseString(parser), null);
    case LETTER_N:
      parser.position += 4;
      return makeValue(NULL, 0, null);
    case LETTER_T:
      parser.position += 4;
      return makeValue(TRUE, 0, null);
    case LETTER_F:
      parser.position += 5;
      return makeValue(FALSE, 0, null);
    default:
      return makeValue(NUMBER, parseNumber(parser), null);
  }
}

function printString(pieces, string) {
  pieces.push("\"");
  var start = 0;
  for (var i = 0; i < string.length; i++) {
    var c = string.charCodeAt(i);
    if (c === QUOTE || c === BACKSLASH) {
      pieces.push(string.substring(start, i));
      pieces.push("\\");
      start = i;
    }
  }
  pieces.push(string.substring(start));
  pieces.push("\"");
}

function printItems(pieces, value, open, close) {
  var items = value.content;
  pieces.push(open);
  for (var i = 0; i < items.length; i++) {
    if (i > 0) {
      pieces.push(",");
    }
    if (value.kind === OBJECT) {
      printString(pieces, value.names[i]);
      pieces.push(":");
    }
    printValue(pieces, items[i]);
  }
  pieces.push(close);
}

function printValue(pieces, value) {
  switch (value.kind) {
    case OBJECT:
      printItems(pieces, value, "{", "}");
      break;
    case ARRAY:
      printItems(pieces, value, "[", "]");
      break;
    case STRING:
      printString(pieces, value.content);
      break;
    case NULL:
      pieces.push("null");
      break;
    case TRUE:
      pieces.push("true");
      break;
    case FALSE:
      pieces.push("false");
      break;
    default:
      pieces.push(String(value.content));
  }
}

var FORM = "{\"id\": -$$$$$, \"name\": \"@@@@@@@@ \\\"@@@@@\\\"\", \"open\": true,\n" +
  "\t\"marks\": [$$, $$$, $$$$], \"place\": {\"path\": \"@@\\\\@@@@\", \"next\": null},\n" +
  "\t\"empty\": [], \"closed\": false}";

// One record, with letters and digits drawn; no number begins with 0.
function makeRecord(state) {
  var record = "";
  for (var i = 0; i < FORM.length; i++) {
    var c = FORM.charAt(i);
    if (c === "@" || c === "$") {
      state.random = state.random * 17364 % 65537;
      c = c === "@" ? "pqrstuvw".charAt(state.random % 8) : "12345678".charAt(state.random % 8);
    }
    record += c;
  }
  return record;
}

// An array of n records, ten different ones time and again; n is a multiple of ten.
function makeDocument(n, seed) {
  var state = { random: seed % 65536 + 1 };
  var records = [];
  for (var i = 0; i < 10; i++) {
    records.push(makeRecord(state));
  }
  for (var i = 10; i < n; i++) {
    records.push(records[i - 10]);
  }
  return "[" + records.join(",\n") + "]";
}

function run(n, seed) {
  var tree = parseValue({ text: makeDocument(n, seed), position: 0 });
  var pieces = [];
  printValue(pieces, tree);
  var text = pieces.join("");
  var total = tree.content.length + text.length;
  for (var i = 0; i < text.length; i += 7) {
    total = (total * 3 + text.charCodeAt(i)) % 1000003;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
