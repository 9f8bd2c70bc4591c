// Makes n / 10 names of letters and digits, adds to the values of the even ones in a hash map, n
// times in random order, looks n names up, of which half are there, and takes n / 20 out.
//@ let work = 0;

const LETTERS = "abcdefghijklmnop";

function makeNames(count, seed) {
  let random = seed % 65536 + 1;
  const names = [];
  for (let i = 0; i < count; i++) {
    let name = "";
    for (let j = 0; j < 6; j++) {
      random = random * 17364 % 65537;
      name += LETTERS.charAt(random % 16);
    }
    names.push(name + i);
  }
  return names;
}

function run(n, seed) {
  const names = makeNames(n / 10, seed);
  const half = names.length / 2;
  let random = seed % 65536 + 1;
  const map = new Map();
  let size = 0;
  for (let i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    const name = names[random % half * 2];
    const value = map.get(name);
    if (value === undefined) {
      map.set(name, i % 100);
      size += 1;
    } else {
      map.set(name, value + i % 100);
    }
    //@ work += 1;
  }
  let total = 0;
  for (let i = 0; i < n; i++) {
    random = random * 17364 % 65537;
    const value = map.get(names[random % names.length]);
    if (value !== undefined) {
      total = (total * 3 + value) % 1000003;
    }
    //@ work += 1;
  }
  for (let i = 0; i < half; i++) {
    random = random * 17364 % 65537;
    if (map.delete(names[random % names.length])) {
      size -= 1;
    }
    //@ work += 1;
  }
  //@ for (let i = 0; i < names.length; i++) {
  //@   const value = map.get(names[i]);
  //@   total = (total * 3 + (value === undefined ? 0 : value + 1)) % 1000003;
  //@   for (let j = 0; j < names[i].length; j++) {
  //@     total = (total * 3 + names[i].charCodeAt(j)) % 1000003;
  //@   }
  //@ }
  return total + size;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
