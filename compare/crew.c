// See crew.h. A counter under a lock says which piece is next; nobody owns a share, so that a slow
// piece keeps one thread busy and no other waiting.
#include "compare/crew.h"

#include "compare/text.h"

#include <pthread.h>
#include <stdlib.h>

struct crew {
  pthread_mutex_t lock; // over the two below
  size_t next;          // the piece that is begun next
  bool stopped;
  size_t count;
  crew_function *work;
  void *context;
};

// Takes the next piece; returns false when there is none to be begun.
static bool take(struct crew *crew, size_t *index) {
  pthread_mutex_lock(&crew->lock);
  bool taken = !crew->stopped && crew->next < crew->count;
  *index = crew->next;
  crew->next += taken;
  pthread_mutex_unlock(&crew->lock);
  return taken;
}

static void stop(struct crew *crew) {
  pthread_mutex_lock(&crew->lock);
  crew->stopped = true;
  pthread_mutex_unlock(&crew->lock);
}

static void *labour(void *context) {
  struct crew *crew = context;
  for (size_t index; take(crew, &index);)
    if (!crew->work(index, crew->context))
      stop(crew);
  return NULL;
}

bool crew_run(int workers, size_t count, crew_function *work, void *context) {
  struct crew crew = {
      .lock = PTHREAD_MUTEX_INITIALIZER, .count = count, .work = work, .context = context};
  size_t helpers = workers > 1 ? (size_t)workers - 1 : 0, started = 0;
  pthread_t *threads = memory_array(helpers + 1, sizeof *threads);
  while (started < helpers && started + 1 < count &&
         !pthread_create(&threads[started], NULL, labour, &crew))
    started++;
  labour(&crew);
  for (size_t i = 0; i < started; i++)
    pthread_join(threads[i], NULL);
  free(threads);
  return !crew.stopped;
}
