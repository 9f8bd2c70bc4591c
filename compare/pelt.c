// See pelt.h. best[t] is the least cost of the values before place t, and last[t] the place where
// the last segment of that division begins. Sums from the start of the series make the cost of any
// segment a matter of a few subtractions.
#include "compare/pelt.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

struct sums {
  double weight, value, square;
};

// A place where the last segment may begin. What was found too dear at a place `since` is so for
// every later one that leaves room for a segment after `since`.
struct candidate {
  size_t place;
  size_t since; // SIZE_MAX: not too dear so far
  double total; // the cost up to the place that was looked at last
};

struct search {
  const struct pelt_model *model;
  const struct sums *sums; // [i] of the values before i
  const size_t *places;    // indexes of the series where a segment may begin or end
  size_t steps;            // the number of places after the first
  double *best;            // by place
  size_t *last;            // by place
};

// The cost of the values from `begin` to before `end`, without what is the same for all divisions.
static double cost(const struct pelt_model *model, const struct sums *begin,
                   const struct sums *end) {
  double weight = end->weight - begin->weight;
  double value = end->value - begin->value;
  double scatter = fmax(end->square - begin->square - value * value / weight, 0);
  if (model->change == PELT_MEAN)
    return scatter;
  double variance = fmax(scatter / weight, model->variance_least);
  return weight * log(variance) + scatter / variance;
}

static struct sums *sum_up(struct arena *arena, const double *values, const double *weights,
                           size_t count) {
  struct sums *sums = arena_array(arena, count + 1, sizeof *sums);
  for (size_t i = 0; i < count; i++) {
    double weight = weights == NULL ? 1 : weights[i];
    double distance = values[i] - values[count - 1]; // near 0 for most: nothing cancels in `cost`
    sums[i + 1].weight = sums[i].weight + weight;
    sums[i + 1].value = sums[i].value + weight * distance;
    sums[i + 1].square = sums[i].square + weight * distance * distance;
  }
  return sums;
}

static size_t *choose_places(struct arena *arena, size_t count, size_t *steps) {
  size_t *places =
      arena_array(arena, count < PELT_PLACES ? count + 1 : PELT_PLACES + 1, sizeof *places);
  size_t fine = count <= PELT_PLACES ? count : PELT_PLACES / 2;
  size_t coarse = count <= PELT_PLACES ? 0 : PELT_PLACES - fine;
  for (size_t i = 0; i <= fine; i++)
    places[i] = i;
  for (size_t i = 1; i <= coarse; i++)
    places[fine + i] = fine + (count - fine) * i / coarse;
  *steps = fine + coarse;
  return places;
}

// Every index between the two tried places that lie beside the start of a segment.
static size_t *places_near(struct arena *arena, const struct search *search, const size_t *starts,
                           size_t segments, size_t count, size_t *steps) {
  size_t *places = arena_array(arena, count + 1, sizeof *places);
  size_t used = 1; // the first is 0
  for (size_t tried = 0, i = 1; i < segments; i++) {
    while (search->places[tried] < starts[i])
      tried++;
    size_t first = search->places[tried - 1] + 1, after = search->places[tried + 1];
    for (size_t at = first > places[used - 1] ? first : places[used - 1] + 1; at < after; at++)
      places[used++] = at;
  }
  places[used] = count;
  *steps = used;
  return places;
}

// Whether the candidate, found too dear since an earlier place, is out from place t on.
static bool is_out(const struct search *search, const struct candidate *candidate, size_t t) {
  return candidate->since != SIZE_MAX &&
         search->places[t] - search->places[candidate->since] >= search->model->least;
}

// Drops the candidates that are out and finds best and last of place t. Returns how many are left.
static size_t step(const struct search *search, struct candidate *candidates, size_t count,
                   size_t t) {
  const struct sums *end = &search->sums[search->places[t]];
  size_t kept = 0;
  search->best[t] = HUGE_VAL;
  for (size_t i = 0; i < count; i++) {
    struct candidate candidate = candidates[i];
    if (is_out(search, &candidate, t))
      continue;
    size_t begin = search->places[candidate.place];
    candidate.total =
        search->best[candidate.place] + cost(search->model, search->sums + begin, end);
    double dearer = candidate.total + search->model->penalty;
    if (search->places[t] - begin >= search->model->least && dearer < search->best[t]) {
      search->best[t] = dearer;
      search->last[t] = candidate.place;
    }
    candidates[kept++] = candidate;
  }
  for (size_t i = 0; i < kept && isfinite(search->best[t]); i++)
    if (candidates[i].since == SIZE_MAX && candidates[i].total >= search->best[t])
      candidates[i].since = t;
  return kept;
}

// The best division whose segments begin at the search's places; returns how many segments it has
// and fills `starts` with their indexes if it is not NULL.
static size_t trace_back(const struct search *search, size_t *starts) {
  size_t segments = 0;
  for (size_t t = search->steps; t > 0; t = search->last[t])
    segments++;
  size_t i = segments;
  for (size_t t = search->steps; t > 0 && starts != NULL; t = search->last[t])
    starts[--i] = search->places[search->last[t]];
  return segments;
}

static size_t *divide(struct arena *arena, struct search *search, size_t *segments) {
  struct arena *scratch = arena_create();
  search->best = arena_array(scratch, search->steps + 1, sizeof *search->best);
  search->last = arena_array(scratch, search->steps + 1, sizeof *search->last);
  struct candidate *candidates = arena_array(scratch, search->steps + 1, sizeof *candidates);
  size_t count = 0;
  search->best[0] = -search->model->penalty;
  for (size_t t = 0; t <= search->steps; t++) {
    if (t > 0)
      count = step(search, candidates, count, t);
    if (isfinite(search->best[t]))
      candidates[count++] = (struct candidate){.place = t, .since = SIZE_MAX};
  }
  *segments = trace_back(search, NULL);
  size_t *starts = arena_array(arena, *segments, sizeof *starts);
  trace_back(search, starts);
  arena_destroy(scratch);
  return starts;
}

size_t *pelt_segments(struct arena *arena, const struct pelt_model *model, const double *values,
                      const double *weights, size_t count, size_t *segments) {
  *segments = count > 0;
  if (count < 2 * model->least)
    return arena_array(arena, 1, sizeof(size_t));
  struct arena *scratch = arena_create();
  struct search search = {.model = model, .sums = sum_up(scratch, values, weights, count)};
  search.places = choose_places(scratch, count, &search.steps);
  size_t *starts = divide(arena, &search, segments);
  if (search.steps < count) {
    search.places = places_near(scratch, &search, starts, *segments, count, &search.steps);
    starts = divide(arena, &search, segments);
  }
  arena_destroy(scratch);
  return starts;
}
