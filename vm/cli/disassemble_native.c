// `mica disasm --native`: the machine code of a script's functions, under the instructions that it
// was made of.
//
// Without --run nothing runs, and instructions have their general forms. With it the forms are
// those that the script's run has led to, and only what became hot is there: what its time was
// spent in. The script's own output goes to standard error then.
#include "vm/cli/command.h"
#include "vm/cli/objdump.h"

static int list(mica_runtime *runtime, mica_program *program) {
  struct objdump objdump;
  mica_decoder decoder = objdump_decoder(&objdump);
  mica_status status = mica_native_disassemble(runtime, program, &decoder, stdout);
  objdump_free(&objdump);
  if (status == MICA_OK)
    return EXIT_FINE;
  fprintf(stderr, "mica: %s\n", mica_error_text(runtime));
  return EXIT_SCRIPT;
}

static int run_and_list(const struct arguments *arguments, mica_runtime *runtime,
                        mica_program *program) {
  int ran = command_report(runtime, command_run_interruptibly(runtime, program));
  int listed = list(runtime, NULL);
  if (listed == EXIT_FINE)
    command_report_tools(arguments, runtime);
  return ran != EXIT_FINE ? ran : listed;
}

int disassemble_native(const struct arguments *arguments, mica_program *program) {
  mica_options options = arguments->options;
  options.output = stderr;
  mica_runtime *runtime = mica_runtime_new(&options);
  if (!runtime) {
    fprintf(stderr, "mica: no memory for a runtime\n");
    return EXIT_SCRIPT;
  }
  int status =
      arguments->runs_before ? run_and_list(arguments, runtime, program) : list(runtime, program);
  mica_runtime_free(runtime);
  return status;
}
