// Walks n times along a ring of four records, and reads two fields of each that they inherit.
//@ let work = 0;

function makeRing(parent) {
  const first = Object.create(parent);
  let last = first;
  for (let i = 1; i < 4; i++) {
    last.next = Object.create(parent);
    last = last.next;
  }
  last.next = first;
  return first;
}

function run(n, seed) {
  const offset = seed % 1000;
  let record = makeRing({ scale: offset % 7 + 1, shift: offset });
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    total = (total * record.scale + record.shift) % 10007;
    record = record.next;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
