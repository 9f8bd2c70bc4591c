// See sequential.h. The walk is followed exactly, pair by pair: an array holds the probability of
// each number of values below the median, without the paths that have left an earlier look's
// bounds.
#include "compare/sequential.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

enum { LEAST_PAIRS = 6 }; // with fewer no interval of 95 % exists

struct sequential_plan sequential_plan_make(int most) {
  int pairs[SEQUENTIAL_LOOKS_MAX], count = 0;
  for (int at = most; count < SEQUENTIAL_LOOKS_MAX && (at >= LEAST_PAIRS || count == 0);
       at = at * 2 / 3)
    pairs[count++] = at;
  struct sequential_plan plan = {.count = 0};
  while (count-- > 0)
    sequential_plan_add(&plan, pairs[count], (double)pairs[count] / most);
  return plan;
}

void sequential_plan_add(struct sequential_plan *plan, int pairs, double share) {
  if (plan->count == SEQUENTIAL_LOOKS_MAX) {
    plan->count--;
    for (int i = 1; i < plan->count; i++) {
      plan->pairs[i] = plan->pairs[i + 1];
      plan->shares[i] = plan->shares[i + 1];
    }
  }
  plan->pairs[plan->count] = pairs;
  plan->shares[plan->count++] = share;
}

// The walk after `pairs` flips: below[s] is the probability that s of them fell below and that no
// look so far was left.
struct walk {
  double *below;
  int pairs;
  double left; // the probability of having left
};

static void flip(struct walk *walk) {
  walk->pairs++;
  for (int s = walk->pairs; s >= 0; s--)
    walk->below[s] =
        ((s < walk->pairs ? walk->below[s] : 0) + (s > 0 ? walk->below[s - 1] : 0)) / 2;
}

// Takes the paths out that leave at this look and returns the rank of its order statistics: the
// largest that keeps the probability of having left within `allowed`.
static int leave(struct walk *walk, double allowed) {
  int rank = 0;
  while (rank + 1 <= (walk->pairs + 1) / 2) {
    int mirror = walk->pairs - rank;
    double more = walk->below[rank] + (mirror != rank ? walk->below[mirror] : 0);
    if (walk->left + more > allowed * (1 + 1e-12))
      break;
    walk->left += more;
    walk->below[rank] = walk->below[mirror] = 0;
    rank++;
  }
  return rank;
}

// Twice P(Bin(pairs, 1/2) < rank), from the same function as the ranks of statistics.c, so that its
// search ends at this rank; below any interval's level for rank 0.
static double level_of_rank(int pairs, int rank) {
  if (rank == 0)
    return ldexp(1, -pairs);
  return 2 * gsl_cdf_binomial_P((unsigned)(rank - 1), 0.5, (unsigned)pairs);
}

double sequential_level(const struct sequential_plan *plan, int look, double alpha) {
  if (plan->count == 0 || (look == 0 && plan->shares[0] >= 1))
    return alpha;
  struct walk walk = {.below = calloc((size_t)plan->pairs[look] + 1, sizeof(double))};
  if (walk.below == NULL)
    return ldexp(alpha, -plan->pairs[look]);
  int rank = 0;
  walk.below[0] = 1;
  for (int i = 0; i <= look; i++) {
    while (walk.pairs < plan->pairs[i])
      flip(&walk);
    rank = leave(&walk, alpha * plan->shares[i]);
  }
  free(walk.below);
  return level_of_rank(plan->pairs[look], rank);
}
