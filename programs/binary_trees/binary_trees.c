// Complete binary trees of nodes with a number and two children: one of depth n that stays, and
// many smaller ones that are made, summed and dropped. The seed goes into the numbers.
#include <stdint.h>
#include <stdlib.h>

//@ double work;

struct node {
  struct node *left;
  struct node *right;
  int64_t value;
};

double run(int64_t n, uint32_t seed);

static struct node *make_tree(int64_t depth, int64_t value) {
  //@ work += 1;
  struct node *node = malloc(sizeof *node);
  node->left = NULL;
  node->right = NULL;
  node->value = value;
  if (depth > 0) {
    node->left = make_tree(depth - 1, value);
    node->right = make_tree(depth - 1, value + 1);
  }
  return node;
}

static int64_t sum(const struct node *node) {
  //@ work += 1;
  if (node->left == NULL) {
    return node->value;
  }
  return sum(node->left) + node->value + sum(node->right);
}

static void free_tree(struct node *node) {
  if (node->left != NULL) {
    free_tree(node->left);
    free_tree(node->right);
  }
  free(node);
}

double run(int64_t n, uint32_t seed) {
  int64_t offset = seed % 100;
  struct node *lasting = make_tree(n, offset);
  int64_t total = 0;
  int64_t count = 2;
  for (int64_t depth = n - 1; depth >= 2; depth -= 2) {
    for (int64_t i = 0; i < count; i++) {
      struct node *tree = make_tree(depth, offset + i % 10);
      total += sum(tree);
      free_tree(tree);
    }
    count *= 4;
  }
  total += sum(lasting);
  free_tree(lasting);
  return (double)total;
}
