// Made-up measurements: random numbers from a fixed seed, the same on every machine.
#pragma once

#include <math.h>
#include <stddef.h>
#include <stdint.h>

static uint64_t series_state;

// SplitMix64, in (0, 1).
static inline double series_uniform(void) {
  uint64_t z = (series_state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return ((double)((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53;
}

static inline double series_between(double low, double high) {
  return low + (high - low) * series_uniform();
}

// A whole number from low to high, both included.
static inline size_t series_count(size_t low, size_t high) {
  return low + (size_t)((double)(high - low + 1) * series_uniform());
}

// Normal with deviation 1 (G. E. P. Box and M. E. Muller 1958).
static inline double series_normal(void) {
  return sqrt(-2 * log(series_uniform())) * cos(2 * acos(-1) * series_uniform());
}
