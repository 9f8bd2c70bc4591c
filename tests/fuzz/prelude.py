"""What every program begins with: it prints values alike on every engine, whatever they are, and
bounds the work that a program does."""

DECLARATIONS = (
    # Prints a value, with the sign of zeroes, the holes of arrays and the order of keys.
    """function show(value, depth) {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 200));
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "function") return "function " + value.name + "/" + value.length;
  if (value === null || typeof value !== "object") return String(value);
  if (depth > 3) return "...";
  if (value instanceof Error) return "<" + value.name + ">";
  let text = "";
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length && i < 40; i++) {
      text += (i in value ? show(value[i], depth + 1) : "hole") + ",";
    }
    return "[" + text + value.length + "]";
  }
  const keys = Object.keys(value);
  for (let i = 0; i < keys.length; i++) {
    text += keys[i] + ":" + show(value[keys[i]], depth + 1) + ",";
  }
  return "{" + text + "}";
}""",
    "function log(value) { console.log(show(value, 0)); return value; }",
    # Prints what was caught, and drops the message, whose text is the implementation's.
    """function caught(error) {
  if (error instanceof Error) error.message = "";
  log(error);
}""",
    # Tells the order of evaluation.
    'function trace(label, value) { console.log(label + " " + show(value, 0)); return value; }',
    # Keeps strings and arrays short.
    """function cut(value) {
  if (typeof value === "string") return value.length > 40 ? value.slice(0, 20) : value;
  if (Array.isArray(value) && value.length > 20) value.length = 20;
  return value;
}""",
    # A walk along a map that changes on the way: some keys go, some come again at the end.
    """function walked(keys, leaving) {
  const map = new Map(), seen = [];
  for (let i = 0; i < keys.length; i++) map.set(keys[i], i % 5);
  for (const entry of map) {
    seen.push(entry[0], entry[1]);
    if (leaving.includes(entry[0])) map.delete(entry[0]);
    else if (entry[1] > 2) {
      map.delete(entry[0]);
      map.set(entry[0], entry[1] - 2);
    }
    if (seen.length === 24) map.clear();
  }
  map.forEach((value, key) => seen.push(value));
  return cut(seen);
}""",
    # Comparators that are consistent whatever they are given.
    """function byText(a, b) {
  const x = typeof a + a, y = typeof b + b;
  return x < y ? -1 : x > y ? 1 : 0;
}""",
    "function byLength(a, b) { return String(a).length - String(b).length; }",
    # V8 seals typed arrays that have elements, which the standard forbids.
    """function seal(value) { return ArrayBuffer.isView(value) ? value : Object.seal(value); }""",
    "let fuel = 400;",
)
