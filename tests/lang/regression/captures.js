// --- a function declared in a catch block captures the parameter
// The bytecode tier created the function before it stored the parameter, and so captured by value
// what the register had held before: here the function called last.
function thrower() { throw 1; }
try {
  thrower("x", "y");
} catch (thrown) {
  console.log(read()); // expect: 1
  function read() { return thrown; }
}

// --- it does so when the parameter is assigned to as well
try {
  throw 1;
} catch (thrown) {
  function read() { return thrown; }
  thrown++;
  console.log(read()); // expect: 2
}
