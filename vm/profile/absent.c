// What is there in place of the profiler in a build without it: make PROFILER=0, which shows what
// having it costs while it is off.
#include "vm/core/host.h"
#include "vm/core/vm.h"

static mica_status refuse(mica_runtime *runtime) {
  return host_fail(vm_of(runtime), MICA_ERROR_USAGE,
                   "this build has no profiler: it was made with PROFILER=0");
}

mica_status mica_profile_start(mica_runtime *runtime, const mica_profile_options *options) {
  (void)options;
  return refuse(runtime);
}

void mica_profile_stop(mica_runtime *runtime) { (void)runtime; }

void mica_profile_reset(mica_runtime *runtime) { (void)runtime; }

mica_status mica_profile_write(mica_runtime *runtime, mica_profile_format format, unsigned top,
                               FILE *output) {
  (void)format;
  (void)top;
  (void)output;
  return refuse(runtime);
}
