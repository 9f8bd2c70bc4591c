// Builds a random expression tree of 100 leaves, and evaluates it for n values of its variable by
// walking it; all arithmetic is modulo 10007.
//@ var work = 0;

var LEAVES = 100;
var MODULUS = 10007;

var CONSTANT = 0;
var VARIABLE = 1;
var ADD = 2;
var SUBTRACT = 3;
var MULTIPLY = 4;

function nextRandom(state) {
  state.random = state.random * 17364 % 65537;
  return state.random;
}

function makeNode(kind, value, left, right) {
  return { kind: kind, value: value, left: left, right: right };
}

function build(leaves, state) {
  if (leaves === 1) {
    var value = nextRandom(state) % 100;
    return makeNode(value % 2 === 0 ? CONSTANT : VARIABLE, value, null, null);
  }
  var operation = nextRandom(state) % 3;
  var share = 1 + nextRandom(state) % (leaves - 1);
  var left = build(share, state);
  var right = build(leaves - share, state);
  if (operation === 0) {
    return makeNode(ADD, 0, left, right);
  }
  if (operation === 1) {
    return makeNode(SUBTRACT, 0, left, right);
  }
  return makeNode(MULTIPLY, 0, left, right);
}

function evaluate(node, variable) {
  //@ work += 1;
  switch (node.kind) {
    case CONSTANT:
      return node.value;
    case VARIABLE:
      return variable;
    case ADD:
      return (evaluate(node.left, variable) + evaluate(node.right, variable)) % MODULUS;
    case SUBTRACT:
      return (evaluate(node.left, variable) + MODULUS - evaluate(node.right, variable)) % MODULUS;
    default:
      return evaluate(node.left, variable) * evaluate(node.right, variable) % MODULUS;
  }
}

function run(n, seed) {
  var tree = build(LEAVES, { random: seed % 65536 + 1 });
  var total = 0;
  for (var i = 0; i < n; i++) {
    total = (total * 3 + evaluate(tree, i % MODULUS)) % 1000003;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
