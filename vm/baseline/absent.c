// What the rest of Mica asks of the baseline tier, in a build without it: nothing has native code.
#include "vm/baseline/baseline.h"

#include "vm/core/host.h"

bool baseline_exists(void) { return false; }
mica_native_usage baseline_usage(const struct vm *vm) {
  (void)vm;
  return (mica_native_usage){.failure = "this build of Mica makes none"};
}
mica_status baseline_disassemble(struct vm *vm, struct mica_program *program,
                                 const mica_decoder *decoder, FILE *output) {
  (void)program, (void)decoder, (void)output;
  return host_fail(vm, MICA_ERROR_USAGE, "there is no native code: %s", baseline_usage(vm).failure);
}
void baseline_destroy(struct vm *vm) { (void)vm; }
void baseline_discard_all(struct vm *vm) { (void)vm; }
void baseline_trace_roots(struct vm *vm) { (void)vm; }
void baseline_trace(struct vm *vm, const struct native_code *native) {
  (void)vm;
  (void)native;
}
void baseline_forget(struct vm *vm, struct code *code) {
  (void)vm;
  (void)code;
}

enum call_note baseline_call_note(Value callee) {
  (void)callee;
  return CALL_NOTE_NONE;
}

// No runtime has a threshold, so that none of these is reached.
bool baseline_heat(struct vm *vm, struct code *code) {
  (void)vm;
  (void)code;
  return false;
}
void baseline_enter(void) { __builtin_trap(); }
void baseline_resume(void) { __builtin_trap(); }
void baseline_loop(void) { __builtin_trap(); }
void baseline_run(struct vm *vm, const void *address, const uint32_t *pc, Value *base) {
  (void)vm;
  (void)address;
  (void)pc;
  (void)base;
  __builtin_trap();
}
