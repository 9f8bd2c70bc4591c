// split without a separator took the value before its frame for a constructor to make its array by.
try {
  const error = new Error("0");
  console.log(error.message); // expect: 0
} finally {
  console.log(JSON.stringify("".split())); // expect: [""]
  console.log(JSON.stringify("a b".split(undefined))); // expect: ["a b"]
}
