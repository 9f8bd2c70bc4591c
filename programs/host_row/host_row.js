// The script takes a record from its host, makes another and gives that to the host, in a loop.
//@ let work = 0;

function run(n, seed) {
  const start = seed % 1000;
  let total = 0;
  for (let i = 0; i < n; i++) {
    //@ work += 1;
    const row = host_row(start + i);
    total += host_take_row({
      id: row.id + 1, price: row.price, count: row.count, active: !row.active, name: row.name,
    });
    total %= 65521;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
