// What Mica lacks is refused where it stands, by its name.
// --- regular expressions
const pattern = /a+/; // expect refused: regular expressions
// --- a regular expression that begins like an assignment
const pattern = /=+/; // expect refused: regular expressions
// --- big integers
const big = 10n; // expect refused: BigInt
// --- generator functions
function* numbers() {} // expect refused: generators
// --- generator methods
const source = { *numbers() {} }; // expect refused: generators
// --- async functions
async function load() {} // expect refused: async functions
// --- async arrows
const load = async (name) => name; // expect refused: async functions
// --- async arrows of one parameter
const load = async name => name; // expect refused: async functions
// --- async methods
const loader = { async load() {} }; // expect refused: async functions
// --- await
const load = await => 1; // expect refused: await
// --- tagged templates
const tag = x => x;
tag`text`; // expect refused: tagged templates
// --- import
import fs from 'fs'; // expect refused: import
// --- dynamic import
import('fs'); // expect refused: import
// --- export
export default 1; // expect refused: export
// --- with
with ({}) 1; // expect refused: with
// --- eval
const two = eval('1 + 1'); // expect refused: eval
// --- the arguments of the module
const count = () => arguments.length; // expect refused: arguments of the module
// --- HTML-like comments that open
let a = 1;
a <!-- 2; // expect refused: HTML-like comments
// --- HTML-like comments that close
let a = 1
--> 2; // expect refused: HTML-like comments
// --- globals that are missing
const key = Symbol('key'); // expect refused: Symbol
// --- globals that are missing, asked for by typeof
if (typeof Proxy === 'function') console.log(1); // expect refused: Proxy
// --- globals that are missing, used in a function that is never called
function later() {
  return new Promise(() => {}); // expect refused: Promise
}
