// A call site that has seen strings still sees other receivers, and changes of String.prototype.
function measure(value) {
  return value.toString().length + ":" + value.at(0);
}
const object = { toString: () => "object", at: () => "own" };
const results = [];
for (const value of ["abc", "de", object, "f", [7, 8], "gh", object]) results.push(measure(value));
console.log(results.join(" ")); // expect: 3:a 2:d 6:own 1:f 3:7 2:g 6:own
function call(text) {
  return text.trim();
}
console.log(call(" a ") + call(" b ")); // expect: ab
const original = String.prototype.trim;
String.prototype.trim = function () {
  return "<" + original.call(this) + ">";
};
console.log(call(" a ") + call(" b ")); // expect: <a><b>
String.prototype.trim = original;
console.log(call(" c ")); // expect: c
String.prototype.shout = function () {
  return this.toUpperCase() + "!";
};
const shouted = [];
for (let i = 0; i < 3; i++) shouted.push("hey".shout());
console.log(shouted.join()); // expect: HEY!,HEY!,HEY!
delete String.prototype.shout;
try {
  for (let i = 0; i < 1; i++) "hey".shout();
} catch (error) {
  console.log(error instanceof TypeError); // expect: true
}
