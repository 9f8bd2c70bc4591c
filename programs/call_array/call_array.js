// The function that the host calls with an array of numbers.
//@ let work = 0;

function take(value) {
  //@ work += 1;
  return value.length + value[0] + value[value.length - 1];
}

module.exports = {
  take: take,
  //@ work: function () { return work; },
};
