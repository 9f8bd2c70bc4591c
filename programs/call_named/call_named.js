// The function that the host looks up by its name at each call.
//@ let work = 0;

function take(value) {
  //@ work += 1;
  return (value + 7) % 65521;
}

module.exports = {
  take: take,
  //@ work: function () { return work; },
};
