// What no strict code may hold is found before anything runs.
// --- a name declared twice
let a;
let a; // expect syntax error: 'a' has already been declared
// --- var over let
let a;
{
  var a; // expect syntax error: 'a' has already been declared
}
// --- let over a var of an inner block
{
  var a;
}
let a; // expect syntax error: 'a' has already been declared
// --- let over a parameter
function f(a) {
  let a; // expect syntax error: 'a' has already been declared
}
// --- let over the module's own parameters
let module; // expect syntax error: 'module' has already been declared
// --- two functions of one name in a block
{
  function f() {}
  function f() {} // expect syntax error: 'f' has already been declared
}
// --- two parameters of one name
function f(a, a) {} // expect syntax error: 'a' has already been declared
// --- a constant without a value
const a; // expect syntax error: a 'const' needs an initializer
// --- binding eval
let eval; // expect syntax error: cannot be bound
// --- assigning arguments
arguments = 1; // expect syntax error: cannot be assigned
// --- assigning a value
1 = 2; // expect syntax error: this cannot be assigned to
// --- assigning an optional chain
let a;
a?.b = 1; // expect syntax error: this cannot be assigned to
// --- deleting a variable
let a;
delete a; // expect syntax error: cannot be deleted
// --- octal numbers
const a = 017; // expect syntax error: octal
// --- octal escapes
const a = '\17'; // expect syntax error: octal
// --- reserved words as names
let interface; // expect syntax error: unexpected 'interface'
// --- reserved words written with escapes
let l\u0065t; // expect syntax error: a reserved word is written with escapes
// --- break outside
break; // expect syntax error: 'break' stands outside
// --- continue in a switch
switch (1) {
case 1:
  continue; // expect syntax error: 'continue' stands outside
}
// --- break across a function
for (;;) {
  (() => {
    break; // expect syntax error: 'break' stands outside
  })();
}
// --- continue to a block
a: {
  for (;;) continue a; // expect syntax error: needs the label of a loop
}
// --- an unknown label
for (;;) break a; // expect syntax error: there is no such label
// --- mixing of ?? and ||
const a = 1 ?? 2 || 3; // expect syntax error: needs parentheses
// --- a unary operator before **
const a = -1 ** 2; // expect syntax error: needs parentheses
// --- a declaration as the body of a loop
while (false) let a; // expect syntax error: needs a block around it
// --- a function as the body of an if
if (true) function f() {} // expect syntax error: needs a block around it
// --- a line break behind throw
function f() {
  throw // expect syntax error: on the same line
  1;
}
// --- try alone
try {} // a comment
let a; // expect syntax error: expected 'catch' or 'finally'
// --- an arrow as an operand
const a = 1 + () => 2; // expect syntax error: unexpected ')'
// --- an arrow whose parameters end the line
const a = (b)
=> b; // expect syntax error: unexpected '=>'
// --- super outside of a method
super.a; // expect syntax error: 'super' stands outside of a method
// --- a string that does not end
const a = 'b; // expect syntax error: unterminated string
// --- a comment that does not end
/* a // expect syntax error: unterminated comment
// --- a template that does not end
const a = `b; // expect syntax error: unterminated template
// --- a numeric separator at the end
const a = 1_; // expect syntax error: a numeric separator
// --- a name right behind a number
const a = 3b; // expect syntax error: a number is followed by a name
// --- a private name outside of a class
const a = {}.#b; // expect syntax error: '#b' is declared by no class
// --- missing operand
const a = 1 + ; // expect syntax error: unexpected ';'
// --- a getter with a parameter
const object = { get a(b) { return b; } }; // expect syntax error: a getter has no parameters
// --- a setter without a parameter
const object = { set a() {} }; // expect syntax error: a setter has one parameter
