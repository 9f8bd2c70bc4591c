// Walks n times along a ring of four records of different kinds, and reads the same field of each.
//@ let work = 0;

function makeRing(offset) {
  const first = { x: offset, next: null };
  const second = { a: 1, x: offset + 1, next: null };
  const third = { a: 1, b: 2, x: offset + 2, next: null };
  const fourth = { a: 1, b: 2, c: 3, x: offset + 3, next: first };
  first.next = second;
  second.next = third;
  third.next = fourth;
  return first;
}

function run(n, seed) {
  let record = makeRing(seed % 1000);
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    total = (total * 3 + record.x) % 10007;
    record = record.next;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
