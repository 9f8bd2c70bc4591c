// The thread that asks for samples.
#ifndef MICA_PROFILE_SAMPLER_H
#define MICA_PROFILE_SAMPLER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct profile;

struct sampler {
  unsigned rate; // a second; 0: there are no samples
  pthread_t thread;
  pthread_mutex_t mutex; // protects `ends`
  pthread_cond_t changed;
  bool ends;
  uint32_t due;     // atomic: a sample was asked for and not taken yet
  const void *hook; // what entries are swapped for
  uint64_t taken;
  uint64_t missed; // atomic: asked for while another was due
};

// Starts the thread. false: there is no room for one.
bool sampler_start(struct profile *profile);
// Ends it. Nothing when there is none.
void sampler_stop(struct profile *profile);

#endif
