// The function that the host calls, with two numbers, for every step of a loop of its own.
//@ var work = 0;

function add(a, b) {
  //@ work += 1;
  return (a + b) % 1000003;
}

module.exports = {
  add: add,
  //@ work: function () { return work; },
};
