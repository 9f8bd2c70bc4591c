// --- substitutions become strings in order
const name = "world";
console.log(`hello ${name}`); // expect: hello world
console.log(`${1}${2}${3}`); // expect: 123
console.log(`a${1 + 1}b${`c${3}d`}e`); // expect: a2bc3de
console.log(`${null} ${undefined} ${true}`); // expect: null undefined true
console.log(`${[1, 2]} ${{}}`); // expect: 1,2 [object Object]
console.log(`${-0}`); // expect: 0
console.log(``.length); // expect: 0
console.log(`line\nbreak`.length); // expect: 10
const lines = `a
b`;
console.log(lines.length); // expect: 3
console.log(`\``); // expect: `
console.log(`$`); // expect: $
console.log(`${"$"}{x}`); // expect: ${x}
console.log(`\u0041\x42\u{43}`); // expect: ABC
console.log(typeof `${1}`); // expect: string

// --- each substitution is converted before the next is evaluated
let order = "";
function part(name) {
  order += name;
  return { toString: function () { order += name.toUpperCase(); return name; } };
}
console.log(`${part("a")}-${part("b")}`); // expect: a-b
console.log(order); // expect: aAbB

// --- an error in a substitution leaves the template
try {
  console.log(`${undefined.x}`);
} catch (error) {
  console.log(error.name); // expect: TypeError
}
