// Keeps n pairs of records that point to each other, and replaces 50 of them at each call: cycles
// that become garbage while others live on. The seed says which, and goes into the numbers.
//@ let work = 0;

const REPLACED = 50;
let live = [];

function makePair(id) {
  const first = { id: id, peer: null };
  first.peer = { id: id + 1, peer: first };
  return first;
}

function fill(n) {
  live = [];
  for (let i = 0; i < n; i++) {
    live.push(makePair(i));
  }
}

function run(n, seed) {
  if (live.length !== n) {
    fill(n);
  }
  let total = 0;
  for (let i = 0; i < REPLACED; i++) {
    //@ work += 2;
    const at = (seed * REPLACED + i * 7919) % n;
    const old = live[at];
    const made = makePair((seed + i) % 1000);
    live[at] = made;
    total += made.peer.id + old.peer.peer.id - old.id;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
