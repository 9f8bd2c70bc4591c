// The function that throws when the host calls it.
//@ let work = 0;

function take(value) {
  //@ work += 1;
  throw new Error("failure");
}

module.exports = {
  take: take,
  //@ work: function () { return work; },
};
