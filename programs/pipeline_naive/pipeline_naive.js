// A condition of a rule: does the message, as its node sees it, meet it? One call a condition.
//@ let work = 0;

function take(row) {
  //@ work += 1;
  const limit = (row.id % 3) * 50 + 50;
  const affordable = row.price < limit;
  const stocked = row.count > 10;
  return affordable && stocked && (row.active || row.name.length > 20) ? 1 : 0;
}

module.exports = {
  take: take,
  //@ work: function () { return work; },
};
