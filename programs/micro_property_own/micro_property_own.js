// Walks n times along a ring of four records of the same kind, and reads two fields of each.
//@ let work = 0;

function makeRing(offset) {
  const first = { x: offset, y: 1, next: null };
  let last = first;
  for (let i = 1; i < 4; i++) {
    last.next = { x: offset + i, y: i + 1, next: null };
    last = last.next;
  }
  last.next = first;
  return first;
}

function run(n, seed) {
  let record = makeRing(seed % 1000);
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    total = (total + record.x * record.y) % 10007;
    record = record.next;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
