// Builds a random expression tree of 100 leaves, and evaluates it for n values of its variable by
// walking it; all arithmetic is modulo 10007.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

double run(int64_t n, uint32_t seed);

enum { LEAVES = 100, MODULUS = 10007 };

enum kind { CONSTANT, VARIABLE, ADD, SUBTRACT, MULTIPLY };

struct node {
  enum kind kind;
  int32_t value;
  struct node *left;
  struct node *right;
};

static int32_t next_random(int32_t *random) {
  *random = *random * 17364 % 65537;
  return *random;
}

static struct node *make_node(enum kind kind, int32_t value, struct node *left,
                              struct node *right) {
  struct node *node = malloc(sizeof *node);
  *node = (struct node){kind, value, left, right};
  return node;
}

static struct node *build(int32_t leaves, int32_t *random) {
  if (leaves == 1) {
    int32_t value = next_random(random) % 100;
    return make_node(value % 2 == 0 ? CONSTANT : VARIABLE, value, NULL, NULL);
  }
  int32_t operation = next_random(random) % 3;
  int32_t share = 1 + next_random(random) % (leaves - 1);
  struct node *left = build(share, random);
  struct node *right = build(leaves - share, random);
  if (operation == 0)
    return make_node(ADD, 0, left, right);
  if (operation == 1)
    return make_node(SUBTRACT, 0, left, right);
  return make_node(MULTIPLY, 0, left, right);
}

static int32_t evaluate(const struct node *node, int32_t variable) {
  //@ work += 1;
  switch (node->kind) {
  case CONSTANT:
    return node->value;
  case VARIABLE:
    return variable;
  case ADD:
    return (evaluate(node->left, variable) + evaluate(node->right, variable)) % MODULUS;
  case SUBTRACT:
    return (evaluate(node->left, variable) + MODULUS - evaluate(node->right, variable)) % MODULUS;
  default:
    return evaluate(node->left, variable) * evaluate(node->right, variable) % MODULUS;
  }
}

static void destroy(struct node *node) {
  if (!node)
    return;
  destroy(node->left);
  destroy(node->right);
  free(node);
}

double run(int64_t n, uint32_t seed) {
  int32_t random = (int32_t)(seed % 65536) + 1;
  struct node *tree = build(LEAVES, &random);
  int64_t total = 0;
  for (int64_t i = 0; i < n; i++)
    total = (total * 3 + evaluate(tree, (int32_t)(i % MODULUS))) % 1000003;
  destroy(tree);
  return (double)total;
}
