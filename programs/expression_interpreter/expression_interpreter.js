// Builds a random expression tree of 100 leaves, and evaluates it for n values of its variable by
// walking it; all arithmetic is modulo 10007.
//@ let work = 0;

const LEAVES = 100;
const MODULUS = 10007;

const CONSTANT = 0;
const VARIABLE = 1;
const ADD = 2;
const SUBTRACT = 3;
const MULTIPLY = 4;

function nextRandom(state) {
  state.random = state.random * 17364 % 65537;
  return state.random;
}

function makeNode(kind, value, left, right) {
  return { kind: kind, value: value, left: left, right: right };
}

function build(leaves, state) {
  if (leaves === 1) {
    const value = nextRandom(state) % 100;
    return makeNode(value % 2 === 0 ? CONSTANT : VARIABLE, value, null, null);
  }
  const operation = nextRandom(state) % 3;
  const share = 1 + nextRandom(state) % (leaves - 1);
  const left = build(share, state);
  const right = build(leaves - share, state);
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
  const tree = build(LEAVES, { random: seed % 65536 + 1 });
  let total = 0;
  for (let i = 0; i < n; i++) {
    total = (total * 3 + evaluate(tree, i % MODULUS)) % 1000003;
  }
  return total;
}

module.exports = {
  run: run,
  //@ work: function () { return work; },
};
