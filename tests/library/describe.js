// What a property is, as text: its attributes, then its type and, of a primitive, the value. The
// same lines run on Node, to learn what is right, and on Mica.
function describe(object, name) {
  const property = Object.getOwnPropertyDescriptor(object, name);
  if (property === undefined) return "none";
  const flags = (property.writable ? "w" : "-") + (property.enumerable ? "e" : "-") +
    (property.configurable ? "c" : "-");
  if (!("value" in property)) {
    return flags + " accessor " + typeof property.get + " " + typeof property.set;
  }
  const value = property.value;
  const type = value === null ? "null" : typeof value;
  if (type === "object" || type === "function") return flags + " " + type;
  return flags + " " + type + " " + String(value);
}
