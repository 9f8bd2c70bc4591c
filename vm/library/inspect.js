// How console.log shows objects: Node's util.inspect with its defaults, to this extent: arrays
// (holes, at most 100 elements, columns), plain objects, functions, errors, boxed primitives, Map
// and Set and their iterators, array buffers and typed arrays, constructor names, references to
// themselves, a depth of 2, lines of 80 columns. Symbols, accessors and the other classes come with
// the features themselves. Names with `$` are the operations of intrinsics.def.

const WIDTH = 80; // columns of a line
const DEPTH = 2; // levels shown below the outermost
const COMPACT = 3; // innermost levels that may share a line
const MOST_ELEMENTS = 100;
const SHORTEST_SPLIT = 16; // strings up to this length are never split at line feeds

// The walk: objects that are open, those found inside themselves, and where the text stands.
// { open, circular, indentation, level }

// ---- Text

function repeat(unit, count) {
  let text = "";
  for (let i = 0; i < count; i++) text += unit;
  return text;
}

function join(parts, separator) {
  let text = "";
  const count = $lengthOf(parts);
  for (let i = 0; i < count; i++) text += i === 0 ? parts[i] : separator + parts[i];
  return text;
}

function has(text, unit) {
  const length = text.length;
  for (let i = 0; i < length; i++) if (text[i] === unit) return true;
  return false;
}

const SHORT_ESCAPES = {
  "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\\": "\\\\",
};
const DIGITS = "0123456789ABCDEF";
const LOW_DIGITS = "0123456789abcdef";

function isLoneSurrogate(text, index) {
  const unit = text[index];
  if (unit < "\ud800" || unit > "\udfff") return false;
  const next = index + 1 < text.length ? text[index + 1] : "";
  const previous = index > 0 ? text[index - 1] : "";
  if (unit <= "\udbff") return !(next >= "\udc00" && next <= "\udfff");
  return !(previous >= "\ud800" && previous <= "\udbff");
}

function escapeUnit(text, index, quote) {
  const unit = text[index];
  if (unit === quote) return "\\" + unit;
  if ($has(SHORT_ESCAPES, unit)) return SHORT_ESCAPES[unit];
  const code = $unit(text, index);
  if (code < 32 || (code > 126 && code < 160)) {
    return "\\x" + DIGITS[code >> 4] + DIGITS[code & 15];
  }
  if (!isLoneSurrogate(text, index)) return unit;
  const high = LOW_DIGITS[(code >> 8) & 15];
  return "\\ud" + high + LOW_DIGITS[(code >> 4) & 15] + LOW_DIGITS[code & 15];
}

function quoted(text) {
  let quote = "'";
  if (has(text, "'")) {
    if (!has(text, '"')) quote = '"';
    else if (!has(text, "`") && !has(text, "$")) quote = "`";
  }
  let result = quote;
  const length = text.length;
  for (let i = 0; i < length; i++) result += escapeUnit(text, i, quote);
  return result + quote;
}

// Long text inside an object: a line each.
function splitQuoted(walk, text) {
  const length = text.length;
  if (length <= SHORTEST_SPLIT || length <= WIDTH - walk.indentation - 4) return quoted(text);
  const lines = $arrayCreate(0);
  let line = "";
  for (let i = 0; i < length; i++) {
    line += text[i];
    if (text[i] === "\n" || i === length - 1) {
      $append(lines, quoted(line));
      line = "";
    }
  }
  return join(lines, " +\n" + repeat(" ", walk.indentation + 2));
}

function isIdentifier(name) {
  const length = name.length;
  for (let i = 0; i < length; i++) {
    const unit = name[i];
    const isLetter = (unit >= "a" && unit <= "z") || (unit >= "A" && unit <= "Z") || unit === "_";
    if (!isLetter && !(i > 0 && unit >= "0" && unit <= "9")) return false;
  }
  return length > 0;
}

function primitive(walk, value) {
  if (typeof value === "string") return splitQuoted(walk, value);
  if (typeof value === "number" && value === 0 && 1 / value < 0) return "-0";
  return `${value}`;
}

// ---- Parts of objects

// The name of the constructor that the object's prototypes tell; null where there is none.
function constructorName(object) {
  let prototype = $prototypeOf(object);
  while (prototype !== null) {
    const maker = $ownValue(prototype, "constructor");
    if (typeof maker === "function" && $functionName(maker) !== "") return $functionName(maker);
    prototype = $prototypeOf(prototype);
  }
  return null;
}

function prefix(name, fallback, size) {
  const sized = size === undefined ? "" : `(${size})`;
  return name === null ? `[${fallback}${sized}: null prototype] ` : `${name}${sized} `;
}

// The same of an object that may have a tag that its constructor's name does not tell.
function taggedPrefix(object, name, fallback, size) {
  const tag = $tagOf(object);
  const start = prefix(name, fallback, size);
  return tag !== "" && tag !== (name === null ? fallback : name) ? `${start}[${tag}] ` : start;
}

function property(walk, object, key, level) {
  walk.indentation += 2;
  const text = value(walk, object[key], level);
  walk.indentation -= 2;
  return `${isIdentifier(key) ? key : quoted(key)}: ${text}`;
}

function hole(count) {
  return `<${count} empty item${count > 1 ? "s" : ""}>`;
}

function elements(walk, array, length, level) {
  const output = $arrayCreate(0);
  let index = 0;
  while (index < length && $lengthOf(output) < MOST_ELEMENTS) {
    if ($hasOwn(array, index)) {
      walk.indentation += 2;
      $append(output, value(walk, array[index], level));
      walk.indentation -= 2;
      index++;
    } else {
      const start = index;
      while (index < length && !$hasOwn(array, index)) index++;
      $append(output, hole(index - start));
    }
  }
  const rest = length - index;
  if (rest > 0) $append(output, `... ${rest} more item${rest > 1 ? "s" : ""}`);
  return output;
}

function pair(walk, entry, level) {
  const parts = $arrayCreate(0);
  $append(parts, value(walk, entry[0], level));
  $append(parts, value(walk, entry[1], level));
  return layOut(walk, parts, "", "[", "]", level, undefined);
}

function newCursor(object, kind) {
  if (kind === "Map") return $walkMap(object);
  return kind === "Set" ? $walkSet(object) : $walkCopy(object);
}

// The keys of a Map, with their values; the values of a Set or of an iterator of either.
function entries(walk, object, kind, level) {
  const output = $arrayCreate(0);
  const cursor = newCursor(object, kind);
  const arePairs = isWalk(kind) && $walksEntries(object);
  let rest = 0;
  walk.indentation += 2;
  for (let key = $walkNext(cursor); key !== cursor; key = $walkNext(cursor)) {
    if ($lengthOf(output) === MOST_ELEMENTS) {
      rest++;
      continue;
    }
    let text = arePairs ? pair(walk, key, level) : value(walk, key, level);
    if (kind === "Map") text += ` => ${value(walk, $walkValue(cursor), level)}`;
    $append(output, text);
  }
  walk.indentation -= 2;
  if (rest > 0) $append(output, `... ${rest} more item${rest > 1 ? "s" : ""}`);
  return output;
}

function bufferParts(buffer) {
  const output = $arrayCreate(0);
  const length = $bufferLength(buffer);
  const rest = length - MOST_ELEMENTS;
  const more = rest > 0 ? ` ... ${rest} more byte${rest > 1 ? "s" : ""}` : "";
  $append(output, `[Uint8Contents]: <${$bufferText(buffer, MOST_ELEMENTS)}${more}>`);
  $append(output, `byteLength: ${length}`);
  return output;
}

function isIndex(key) {
  const length = key.length;
  for (let i = 0; i < length; i++) if (key[i] < "0" || key[i] > "9") return false;
  return length > 0;
}

function appendProperties(walk, output, object, level, skipsIndices) {
  const keys = $ownKeys(object);
  const count = $lengthOf(keys);
  for (let i = 0; i < count; i++) {
    if (!skipsIndices || !isIndex(keys[i])) $append(output, property(walk, object, keys[i], level));
  }
}

// ---- Layout

// Many short elements stand in columns, numbers to the right.
function inColumns(walk, output, array) {
  const count = $lengthOf(output);
  const shown = count > MOST_ELEMENTS ? count - 1 : count;
  let total = 0;
  let longest = 0;
  for (let i = 0; i < shown; i++) {
    const length = output[i].length;
    total += length + 2;
    if (length > longest) longest = length;
  }
  const cell = longest + 2;
  if (cell * 3 + walk.indentation >= WIDTH || !(total / cell > 5 || longest <= 6)) return output;
  const bias = (cell - total / count) ** 0.5;
  const biased = cell - 3 - bias > 1 ? cell - 3 - bias : 1;
  let columns = ((2.5 * biased * shown) ** 0.5 / biased + 0.5) | 0;
  const fitting = ((WIDTH - walk.indentation) / cell) | 0;
  if (columns > fitting) columns = fitting;
  if (columns > COMPACT * 4) columns = COMPACT * 4;
  if (columns > 15) columns = 15;
  if (columns <= 1) return output;
  return fillColumns(output, array, shown, columns);
}

function allNumbers(array, count) {
  for (let i = 0; i < count; i++) if (typeof array[i] !== "number") return false;
  return true;
}

function fillColumns(output, array, shown, columns) {
  const count = $lengthOf(output);
  const widths = $arrayCreate(0);
  for (let column = 0; column < columns; column++) {
    let width = 0;
    for (let i = column; i < shown; i += columns) {
      if (output[i].length > width) width = output[i].length;
    }
    $append(widths, width);
  }
  const toRight = allNumbers(array, count);
  const lines = $arrayCreate(0);
  for (let start = 0; start < shown; start += columns) {
    const end = start + columns < shown ? start + columns : shown;
    let line = "";
    for (let i = start; i < end; i++) {
      const padding = repeat(" ", widths[i - start] - output[i].length);
      const separator = i < end - 1 ? ", " : "";
      if (toRight) line += padding + output[i] + separator;
      else line += output[i] + separator + (i < end - 1 ? padding : "");
    }
    $append(lines, line);
  }
  if (count > shown) $append(lines, output[shown]);
  return lines;
}

function fitsLine(walk, output, base, brace) {
  const count = $lengthOf(output);
  let total = count + count + walk.indentation + brace.length + base.length + 10;
  for (let i = 0; i < count; i++) {
    total += output[i].length;
    if (has(output[i], "\n")) return false;
  }
  return total <= WIDTH && !has(base, "\n");
}

// Joins the parts on one line when they fit and nest little, else on a line each.
function layOut(walk, parts, base, open, close, level, array) {
  const start = base === "" ? open : `${base} ${open}`;
  let output = parts;
  if (array !== undefined && $lengthOf(parts) > 6) output = inColumns(walk, parts, array);
  if (walk.level - level < COMPACT && output === parts && fitsLine(walk, output, base, open)) {
    return `${start} ${join(output, ", ")} ${close}`;
  }
  const line = "\n" + repeat(" ", walk.indentation);
  return `${start}${line}  ${join(output, `,${line}  `)}${line}${close}`;
}

// ---- Objects by kind

function functionBase(object, name) {
  const own = $functionName(object);
  const base = own === "" ? "[Function (anonymous)]" : `[Function: ${own}]`;
  return name === null ? `${base} [null prototype]` : base;
}

// The stack, indented to where it stands; in brackets when it has no frames.
function errorBase(walk, object) {
  const stack = object.stack;
  const text = typeof stack === "string" && stack !== "" ? stack : $errorText(object);
  if (!has(text, "\n")) return `[${text}]`;
  let result = "";
  const length = text.length;
  const lineFeed = "\n" + repeat(" ", walk.indentation);
  for (let i = 0; i < length; i++) result += text[i] === "\n" ? lineFeed : text[i];
  return result;
}

function wrapperBase(walk, object, kind) {
  const inner = $primitiveOf(object);
  return `[${kind}: ${typeof inner === "string" ? quoted(inner) : primitive(walk, inner)}]`;
}

// What stands before the braces of an object of this kind; "" for those that have only braces.
function baseOf(walk, object, kind, name) {
  if (kind === "Function") return functionBase(object, name);
  if (kind === "Error") return errorBase(walk, object);
  if (kind === "Number" || kind === "String" || kind === "Boolean") {
    return wrapperBase(walk, object, kind);
  }
  return "";
}

function isWalk(kind) {
  return kind === "Map Iterator" || kind === "Set Iterator";
}

function hasEntries(kind) {
  return kind === "Map" || kind === "Set" || isWalk(kind);
}

function openBrace(object, kind, name) {
  if (kind === "Array") {
    return (name === "Array" ? "" : prefix(name, "Array", $lengthOf(object))) + "[";
  }
  if (kind === "Map" || kind === "Set") {
    return taggedPrefix(object, name, kind, $sizeOf(object)) + "{";
  }
  if (kind === "TypedArray") {
    return taggedPrefix(object, name, $typedName(object), $typedLength(object)) + "[";
  }
  if (kind === "ArrayBuffer") return taggedPrefix(object, name, kind, undefined) + "{";
  if (isWalk(kind)) {
    if (!$walksEntries(object)) return `[${kind}] {`;
    return kind === "Map Iterator" ? "[Map Entries] {" : "[Set Entries] {";
  }
  if (kind === "Arguments") return "[Arguments] {";
  const start = taggedPrefix(object, name, "Object", undefined);
  return (start === "Object " ? "" : start) + "{";
}

function isOpen(walk, object) {
  const count = $lengthOf(walk.open);
  for (let i = 0; i < count; i++) if (walk.open[i] === object) return true;
  return false;
}

function circularNumber(walk, object, adds) {
  const count = $lengthOf(walk.circular);
  for (let i = 0; i < count; i++) if (walk.circular[i] === object) return i + 1;
  if (!adds) return 0;
  $append(walk.circular, object);
  return count + 1;
}

function hasElements(kind) {
  return kind === "Array" || kind === "TypedArray";
}

// What an object has beside its properties.
function parts(walk, object, kind, level) {
  if (kind === "Array") return elements(walk, object, $lengthOf(object), level);
  if (kind === "TypedArray") return elements(walk, object, $typedLength(object), level);
  if (kind === "ArrayBuffer") return bufferParts(object);
  return hasEntries(kind) ? entries(walk, object, kind, level) : $arrayCreate(0);
}

function contents(walk, object, kind, base, open, level) {
  walk.level = level;
  const isList = hasElements(kind);
  const output = parts(walk, object, kind, level);
  appendProperties(walk, output, object, level, isList || kind === "String");
  return layOut(walk, output, base, open, isList ? "]" : "}", level, isList ? object : undefined);
}

function isEmpty(object, kind) {
  if (kind === "Array") return $lengthOf(object) === 0 && $lengthOf($ownKeys(object)) === 0;
  if (kind === "ArrayBuffer" || (kind === "TypedArray" && $typedLength(object) > 0)) return false;
  if (isWalk(kind) || (hasEntries(kind) && $sizeOf(object) > 0)) return false;
  const keys = $ownKeys(object);
  if (kind !== "String") return $lengthOf(keys) === 0;
  const count = $lengthOf(keys);
  return count === 0 || isIndex(keys[count - 1]);
}

function value(walk, object, level) {
  if (typeof object !== "function" && (typeof object !== "object" || object === null)) {
    return primitive(walk, object);
  }
  if (isOpen(walk, object)) return `[Circular *${circularNumber(walk, object, true)}]`;
  const kind = $kindOf(object);
  const name = constructorName(object);
  const base = baseOf(walk, object, kind, name);
  const hasBase = base !== "";
  const open = hasBase ? "{" : openBrace(object, kind, name);
  if (isEmpty(object, kind)) return hasBase ? base : `${open}${hasElements(kind) ? "]" : "}"}`;
  if (level > DEPTH) {
    if (kind === "Array") return "[Array]";
    if (name === null) return "[Object: null prototype]";
    const tag = $tagOf(object);
    return tag === "" || tag === name ? `[${name}]` : `[${name} [${tag}]]`;
  }
  $append(walk.open, object);
  const text = contents(walk, object, kind, base, open, level + 1);
  $truncate(walk.open);
  const number = circularNumber(walk, object, false);
  return number === 0 ? text : `<ref *${number}> ${text}`;
}

function inspect(object) {
  const walk = { open: $arrayCreate(0), circular: $arrayCreate(0), indentation: 0, level: 0 };
  return value(walk, object, 0);
}

module.exports = inspect;
