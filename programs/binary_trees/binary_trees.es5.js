// Complete binary trees of nodes with a number and two children: one of depth n that stays, and
// many smaller ones that are made, summed and dropped. The seed goes into the numbers.
//@ var work = 0;

function makeTree(depth, value) {
  //@ work += 1;
  var node = { left: null, right: null, value: value };
  if (depth > 0) {
    node.left = makeTree(depth - 1, value);
    node.right = makeTree(depth - 1, value + 1);
  }
  return node;
}

function sum(node) {
  //@ work += 1;
  if (node.left === null) {
    return node.value;
  }
  return sum(node.left) + node.value + sum(node.right);
}

function run(n, seed) {
  var offset = seed % 100;
  var lasting = makeTree(n, offset);
  var total = 0;
  var count = 2;
  for (var depth = n - 1; depth >= 2; depth -= 2) {
    for (var i = 0; i < count; i++) {
      var tree = makeTree(depth, offset + i % 10);
      total += sum(tree);
    }
    count *= 4;
  }
  return total + sum(lasting);
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
