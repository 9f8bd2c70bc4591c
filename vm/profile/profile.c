// Profiles: starting, stopping, and forgetting; which entry of the tables leads to which hook.
#include "vm/profile/profile.h"

#include <stdlib.h>

#include "vm/baseline/baseline.h"
#include "vm/bytecode/interpreter.h"
#include "vm/core/host.h"
#include "vm/profile/view.h"

#define HIGHEST_SAMPLE_RATE 10000

// ---- Tables

static bool counts_instructions(const struct profile *profile) {
  return profile->sections & MICA_PROFILE_OPCODES ||
         (profile->follows_frames && profile->is_deterministic);
}

static void fill(const void **table, const void *entry) {
  for (unsigned at = 0; at < 256; at++)
    table[at] = entry;
}

// Where frames are followed and not every instruction counted, those go by a hook that may change
// the frame without a slow path.
static void fill_following(const void **table, const struct interpreter_hooks *hooks) {
  for (unsigned at = 0; at < OPCODE_COUNT; at++)
    if (opcode_is_call((uint8_t)at))
      table[at] = hooks->call;
  table[OP_RETURN] = table[OP_RETURN_UNDEFINED] = table[OP_CHUNK_RETURN] = hooks->leave;
}

// A profile that leaves native code in use leads to it as the runtime does without one.
static void fill_tables(struct profile *profile, const struct vm *vm) {
  struct interpreter_hooks hooks;
  interpreter_hooks(&hooks);
  bool moves_up = vm->native_threshold != 0 && profile->sections == MICA_PROFILE_JIT;
  const void *const *handlers = moves_up ? hooks.baseline_handlers : hooks.handlers;
  memcpy(profile->baseline, handlers, sizeof profile->baseline);
  memcpy(profile->arriving, handlers, sizeof profile->arriving);
  profile->sampler.hook = hooks.sample;
  if (counts_instructions(profile)) {
    fill(profile->baseline, hooks.count);
    fill(profile->arriving, hooks.count_arriving);
  } else if (profile->follows_frames) {
    fill_following(profile->baseline, &hooks);
    fill(profile->arriving, hooks.arrive);
  } else if (profile->sampler.rate != 0) {
    profile->baseline[OP_EXIT] = profile->baseline[OP_EXIT_EXCEPTION] = hooks.exit;
    fill(profile->arriving, hooks.arrive);
  }
  memcpy(profile->steady, profile->baseline, sizeof profile->steady);
}

// ---- Life

// Frees and zeroes what was counted, but not the tables, which the interpreter may be using.
static void clear(struct profile *profile) {
  profile_free_functions(profile);
  memory_free(&profile->memory);
  memset((char *)profile + PROFILE_COUNTS, 0, sizeof *profile - PROFILE_COUNTS);
}

// From zero, the options being set. false: no memory.
static bool begin(struct vm *vm) {
  struct profile *profile = vm->profiler;
  if (profile->follows_frames || profile->sampler.rate != 0) {
    if (!profile_grow((void **)&profile->nodes, &profile->node_capacity, 0, sizeof *profile->nodes))
      return false;
    profile->nodes[0] = (struct profile_node){.function = NO_ROW};
    profile->node_count = 1;
  }
  profile->previous = OP_EXIT; // what every run of the interpreter ended with
  profile->start_nanoseconds = profile_nanoseconds();
  profile->start_ticks = profile_ticks();
  profile->last = profile_clock(profile);
  if (vm->entry == NULL)
    profile->outside_since = profile->last;
  profile->native_start = baseline_usage(vm);
  vm->profile = profile;
  if (profile_keeps_interpreting(vm))
    baseline_discard_all(vm);
  if (profile->sections & MICA_PROFILE_MEMORY)
    memory_start(vm);
  return true;
}

static mica_status check(struct vm *vm, const mica_profile_options *options) {
  if (vm->tier == MICA_TIER_TREE)
    return host_fail(vm, MICA_ERROR_USAGE, "profiles are of the bytecode tier");
  if (options->sections & ~(unsigned)MICA_PROFILE_ALL)
    return host_fail(vm, MICA_ERROR_USAGE, "a profile has no such sections");
  if (options->sample_rate > HIGHEST_SAMPLE_RATE)
    return host_fail(vm, MICA_ERROR_USAGE, "at most %d samples a second", HIGHEST_SAMPLE_RATE);
  if (options->sample_rate != 0 && options->deterministic)
    return host_fail(vm, MICA_ERROR_USAGE,
                     "samples are never the same: a deterministic profile "
                     "has none");
  return MICA_OK;
}

mica_status mica_profile_start(mica_runtime *runtime, const mica_profile_options *options) {
  static const mica_profile_options usual;
  struct vm *vm = vm_of(runtime);
  options = options ? options : &usual;
  mica_status status = check(vm, options);
  if (status != MICA_OK)
    return status;
  mica_profile_stop(runtime);
  struct profile *profile = vm->profiler ? vm->profiler : calloc(1, sizeof *profile);
  if (profile == NULL)
    return MICA_ERROR_MEMORY;
  vm->profiler = profile;
  clear(profile);
  profile->sections = options->sections ? options->sections : MICA_PROFILE_USUAL;
  profile->is_deterministic = options->deterministic;
  bool has_functions = profile->sections & MICA_PROFILE_FUNCTIONS;
  profile->sampler.rate = has_functions ? options->sample_rate : 0;
  profile->follows_frames = has_functions && options->sample_rate == 0;
  fill_tables(profile, vm);
  if (begin(vm) && (profile->sampler.rate == 0 || sampler_start(profile)))
    return MICA_OK;
  mica_profile_stop(runtime);
  profile->sections = 0; // there is nothing to write
  return MICA_ERROR_MEMORY;
}

void profile_measure(struct vm *vm) {
  struct profile *profile = vm->profile;
  profile->native = baseline_usage(vm);
  profile->ticks = profile_ticks() - profile->start_ticks;
  profile->nanoseconds = profile_nanoseconds() - profile->start_nanoseconds;
}

void mica_profile_stop(mica_runtime *runtime) {
  struct vm *vm = vm_of(runtime);
  struct profile *profile = vm->profile;
  if (profile == NULL)
    return;
  sampler_stop(profile);
  profile_settle(profile);
  profile_forget_frames(profile);
  if (profile->sections & MICA_PROFILE_MEMORY)
    memory_stop(vm);
  profile_measure(vm);
  vm->profile = NULL;
}

void mica_profile_reset(mica_runtime *runtime) {
  struct vm *vm = vm_of(runtime);
  if (vm->profile == NULL) {
    profile_end(vm);
    return;
  }
  const struct profile *profile = vm->profile;
  mica_profile_options options = {profile->sections, profile->sampler.rate,
                                  profile->is_deterministic};
  mica_profile_start(runtime, &options);
}

// The interpreter is not running, or will find out that there is no profile before it looks at
// one: but it may be left through the tables, so they stay until the runtime ends.
void profile_end(struct vm *vm) {
  struct profile *profile = vm->profiler;
  mica_profile_stop(host_runtime(vm));
  if (profile == NULL)
    return;
  clear(profile);
  if (vm->entry != NULL)
    return;
  free(profile);
  vm->profiler = NULL;
}

// ---- What slow paths tell

void profile_compiled(struct profile *profile, const struct function_template *template,
                      uint64_t nanoseconds) {
  profile->compiles.functions++;
  profile->compiles.nanoseconds += nanoseconds;
  profile->compiles.bytes += template->word_count * sizeof(uint32_t);
}

mica_status mica_profile_write(mica_runtime *runtime, mica_profile_format format, unsigned top,
                               FILE *output) {
  static bool (*const writers[])(const struct profile_view *view, unsigned top, FILE *output) = {
      [MICA_PROFILE_TABLE] = profile_write_table,
      [MICA_PROFILE_JSON] = profile_write_json,
      [MICA_PROFILE_COLLAPSED] = profile_write_collapsed,
      [MICA_PROFILE_SPEEDSCOPE] = profile_write_speedscope,
      [MICA_PROFILE_SVG] = profile_write_svg,
  };
  struct vm *vm = vm_of(runtime);
  if (vm->profiler == NULL || vm->profiler->sections == 0)
    return host_fail(vm, MICA_ERROR_USAGE, "no profile was taken");
  if ((unsigned)format >= sizeof writers / sizeof *writers)
    return host_fail(vm, MICA_ERROR_USAGE, "there is no such format of profiles");
  struct profile_view view;
  bool done = view_create(&view, vm) && writers[format](&view, top, output);
  view_free(&view);
  return done ? MICA_OK : MICA_ERROR_MEMORY;
}
