// The function that the host calls with a text.
//@ let work = 0;

function take(value) {
  //@ work += 1;
  return value.length + value.charCodeAt(value.length - 1);
}

module.exports = {
  take: take,
  //@ work: function () { return work; },
};
