// Adds to the values of 5003 scattered integer keys in a hash map, n times in random order; looks n
// keys up, of which half are there; and takes keys out, half as many times.
//@ let work = 0;

const KEYS = 5003;
const SPREAD = 355;

function run(n, seed) {
  let random = seed % 65536 + 1;
  const map = new Map();
  let size = 0;
  for (let i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    const key = random % KEYS * SPREAD;
    const value = map.get(key);
    if (value === undefined) {
      map.set(key, i % 100);
      size += 1;
    } else {
      map.set(key, value + i % 100);
    }
    //@ work += 1;
  }
  let total = 0;
  for (let i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    const value = map.get(random % (2 * KEYS) * SPREAD);
    if (value !== undefined) {
      total = (total * 3 + value) % 1000003;
    }
    //@ work += 1;
  }
  for (let i = 0; i < n; i += 2) {
    random = random * 17364 % 65537;
    if (map.delete(random % KEYS * SPREAD)) {
      size -= 1;
    }
    //@ work += 1;
  }
  return total + size;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
