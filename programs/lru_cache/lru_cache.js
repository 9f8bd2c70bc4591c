// Asks a cache of 500 values n times, for some keys more often. A hit moves the value to the front
// of a doubly linked list; a miss makes it, and throws out the last of the list when it is full.
//@ let work = 0;

const CAPACITY = 500;
const KEYS = 2000;

function makeCache() {
  const list = { key: -1, value: 0, previous: null, next: null };
  list.previous = list;
  list.next = list;
  return { map: new Map(), size: 0, list: list };
}

function unlink(node) {
  node.previous.next = node.next;
  node.next.previous = node.previous;
}

function linkFirst(list, node) {
  node.previous = list;
  node.next = list.next;
  list.next.previous = node;
  list.next = node;
}

// The value of the key, which is made by `value` where the cache does not have it.
function request(cache, key, value) {
  //@ work += 1;
  let node = cache.map.get(key);
  if (node !== undefined) {
    unlink(node);
    linkFirst(cache.list, node);
    return node.value;
  }
  if (cache.size === CAPACITY) {
    const last = cache.list.previous;
    unlink(last);
    cache.map.delete(last.key);
    cache.size -= 1;
  }
  node = { key: key, value: value, previous: null, next: null };
  cache.map.set(key, node);
  cache.size += 1;
  linkFirst(cache.list, node);
  return value;
}

function run(n, seed) {
  let random = seed % 65536 + 1;
  const cache = makeCache();
  let total = 0;
  for (let i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    const bound = 1 + random % KEYS;
    random = random * 17364 % 65537;
    total = (total * 3 + request(cache, random % bound, i)) % 1000003;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
