// The function that the host calls with a record.
//@ let work = 0;

function take(value) {
  //@ work += 1;
  return value.id + value.price + value.count + (value.active ? 1 : 0) + value.name.length;
}

module.exports = {
  take: take,
  //@ work: function () { return work; },
};
