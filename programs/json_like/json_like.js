// Parses a text in JSON of n generated records into a tree, and prints the tree to text again, both
// written out in the language. Adds up every seventh character of what it printed.
//@ let work = 0;

const NULL = 0;
const TRUE = 1;
const FALSE = 2;
const NUMBER = 3;
const STRING = 4;
const ARRAY = 5;
const OBJECT = 6;

const TAB = 9;
const NEWLINE = 10;
const BLANK = 32;
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const LETTER_F = 102;
const LETTER_N = 110;
const LETTER_T = 116;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

// The content of a value is its number, its string or its items; `names` are those of its items.
function makeValue(kind, content, names) {
  //@ work += 1;
  return { kind: kind, content: content, names: names };
}

function skipBlanks(parser) {
  const text = parser.text;
  let position = parser.position;
  let c = text.charCodeAt(position);
  while (c === BLANK || c === NEWLINE || c === TAB) {
    position++;
    c = text.charCodeAt(position);
  }
  parser.position = position;
  return c;
}

function parseNumber(parser) {
  const text = parser.text;
  let position = parser.position;
  const negative = text.charCodeAt(position) === MINUS;
  if (negative) {
    position++;
  }
  let number = 0;
  let c = text.charCodeAt(position);
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
  const text = parser.text;
  let start = parser.position + 1;
  let position = start;
  let result = "";
  let c = text.charCodeAt(position);
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
  const items = [];
  parser.position++;
  let c = skipBlanks(parser);
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
  const names = [];
  const items = [];
  parser.position++;
  let c = skipBlanks(parser);
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
  let start = 0;
  for (let i = 0; i < string.length; i++) {
    const c = string.charCodeAt(i);
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
  const items = value.content;
  pieces.push(open);
  for (let i = 0; i < items.length; i++) {
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

const FORM = "{\"id\": -$$$$$, \"name\": \"@@@@@@@@ \\\"@@@@@\\\"\", \"open\": true,\n" +
  "\t\"marks\": [$$, $$$, $$$$], \"place\": {\"path\": \"@@\\\\@@@@\", \"next\": null},\n" +
  "\t\"empty\": [], \"closed\": false}";

// One record, with letters and digits drawn; no number begins with 0.
function makeRecord(state) {
  let record = "";
  for (let i = 0; i < FORM.length; i++) {
    let c = FORM.charAt(i);
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
  const state = { random: seed % 65536 + 1 };
  const records = [];
  for (let i = 0; i < 10; i++) {
    records.push(makeRecord(state));
  }
  for (let i = 10; i < n; i++) {
    records.push(records[i - 10]);
  }
  return "[" + records.join(",\n") + "]";
}

function run(n, seed) {
  const tree = parseValue({ text: makeDocument(n, seed), position: 0 });
  const pieces = [];
  printValue(pieces, tree);
  const text = pieces.join("");
  let total = tree.content.length + text.length;
  for (let i = 0; i < text.length; i += 7) {
    total = (total * 3 + text.charCodeAt(i)) % 1000003;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
