# Fieldstone's build. `make help` lists the targets and the switches.
#
# Everything is found by folder: a source file, a driver, a program or a unit test is added by
# adding the file. All output goes below $(BUILD). Objects depend on the headers that they read and
# on the flags that they were made with, archives on the list of their members, so that every change
# rebuilds what it bears on and nothing else. A target whose library is not installed fails with the
# name of the Debian package.

# ---- Switches ----------------------------------------------------------------------------------

ifeq ($(origin CC),default)
CC := gcc
endif
CFLAGS ?= -O2 -g
WERROR ?= -Werror
DEPS ?= install
FUZZ_SECONDS ?= 60
PROFILER ?= 1

# The compiler of native C's side of the comparison: gcc, whatever builds the rest.
PROGRAM_CC ?= gcc

# Code generation of the dispatch loops alone, whose handlers leave by tail calls: below -O2, gcc
# makes jumps of these only when it is told to. What it would do otherwise as well is copy the
# registers that hold the interpreter's state.
INTERPRETER_CFLAGS ?= $(if $(findstring clang,$(CC)),,-fno-tree-dominator-opts)
tail_calls := -foptimize-sibling-calls

# Another machine than this one, when CC is a cross-compiler for it. Libraries are not looked for
# there: what is built is Mica, with what comes with the compiler.
machine_of = $(firstword $(subst -, ,$(shell $(1) -dumpmachine 2>/dev/null)))
machine := $(call machine_of,$(CC))
host_machine := $(call machine_of,gcc)
cross := $(if $(host_machine),$(filter-out $(host_machine),$(machine)))

# Native code (vm/baseline): JIT=0 builds Mica without, as any machine but these is built. What it
# is put together from is compiled by gcc, whatever compiles the rest.
JIT ?= 1
STENCIL_CC ?= $(if $(cross),$(CC),gcc)
native := $(if $(filter-out 0,$(JIT)),$(filter x86_64 aarch64,$(machine)))

ifneq ($(filter-out gc jit tiny,$(STRESS)),)
$(error STRESS is "gc" (collect at every allocation), "jit" (leave native code at random), "tiny" \
  (stacks and tables as small as can be) or several of them, as in "gc tiny", not "$(STRESS)")
endif
ifneq ($(filter-out 0 1,$(PROFILER)),)
$(error PROFILER is 1, or 0 for a Mica without its profiler, not "$(PROFILER)")
endif
ifneq ($(filter-out install check skip,$(DEPS)),)
$(error DEPS is "install", "check" or "skip", not "$(DEPS)")
endif

# Each combination of switches has a build folder of its own.
empty :=
space := $(empty) $(empty)
comma := ,
sanitized := $(if $(SANITIZE),$(if $(filter thread,$(SANITIZE)),tsan,asan))
variant := $(strip $(cross) $(sanitized) $(if $(STRESS),stress $(sort $(STRESS))) \
                   $(if $(filter 0,$(PROFILER)),no-profiler) \
                   $(if $(findstring clang,$(CC)),clang))
special := $(if $(COVERAGE),coverage,$(if $(GUIDED),guided))
BUILD ?= build$(addprefix /,$(or $(special),$(subst $(space),-,$(variant))))

# ---- Flags -------------------------------------------------------------------------------------

# A build for libFuzzer (make fuzz) tells it which branches an input takes. Only the interpreter has
# no UndefinedBehaviorSanitizer: its handlers lead each to every other, and clang would take
# minutes. It keeps AddressSanitizer, for what is compiled without leaves the cells that it takes
# from the heap poisoned.
guided := $(if $(GUIDED),-fsanitize=fuzzer-no-link)
guided_interpreter := $(if $(GUIDED),-fno-sanitize=undefined)
# Counting leaves no call a tail call.
counted := $(if $(COVERAGE),--coverage -fprofile-update=atomic -DMICA_COMPUTED_GOTO)
language := -std=gnu11 -D_GNU_SOURCE
warnings := -Wall -Wextra $(WERROR) -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
            -Wpointer-arith -Wwrite-strings -Wundef -Wvla
sanitizers := $(if $(filter thread,$(SANITIZE)),thread,address$(comma)undefined)
sanitize := $(if $(SANITIZE),-fsanitize=$(sanitizers) -fno-sanitize-recover=all \
                             -fno-omit-frame-pointer)
stress := $(if $(filter gc,$(STRESS)),-DMICA_STRESS_GC) \
          $(if $(filter jit,$(STRESS)),-DMICA_STRESS_JIT) \
          $(if $(filter tiny,$(STRESS)),-DMICA_STRESS_TINY)
no_profiler := $(if $(filter 0,$(PROFILER)),-DMICA_NO_PROFILER)
no_native := $(if $(native),,-DMICA_NO_NATIVE)
compile = $(CC) $(language) $(CFLAGS) $(warnings) $(sanitize) $(guided) $(counted) \
          $(stress) $(no_profiler) $(no_native) -I. -I$(BUILD)/generated
link_flags = $(CFLAGS) $(sanitize) $(counted) $(LDFLAGS)
link = $(CC) $(link_flags)

# A program is timed as plain C: no machine-specific code, no contraction of floating-point
# expressions, the optimisation level that the engine's name promises.
compile_program = $(PROGRAM_CC) $(language) -O2 -g -Wall -Wextra $(WERROR) $(sanitize) \
                  -fPIC -shared -ffp-contract=off
# Every call written is a call made: gcc would inline a recursion into itself, turn it into a loop
# or specialise it for its constant arguments.
noinline := -fno-inline -fno-optimize-sibling-calls -fno-ipa-cp -fno-ipa-sra -fno-ipa-icf \
            -fno-partial-inlining

# ---- Sources -----------------------------------------------------------------------------------

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
pic_objects = $(patsubst %.c,$(BUILD)/pic/%.o,$(1))

examples := $(patsubst vm/examples/%.c,%,$(sort $(wildcard vm/examples/*.c)))
vm_sources := $(filter-out vm/examples/%,$(sort $(shell find vm -name '*.c')))
# The console reads lines by libedit where that is installed.
libedit := $(if $(cross),,$(shell pkg-config --exists libedit 2>/dev/null && echo libedit))
mica_sources := $(filter vm/cli/%,$(vm_sources))
extractor_sources := $(wildcard vm/baseline/extract*.c)
stencil_sources := vm/baseline/stencils.c $(extractor_sources)
without_native := vm/baseline/absent.c
# Without the profiler another file gives its interface; flame graphs of stored ones can be drawn.
profiler_sources := $(filter-out %/absent.c %/flame_graph.c,$(filter vm/profile/%,$(vm_sources)))
libmica_sources := $(filter-out $(mica_sources) $(stencil_sources) $(if $(native),\
                     $(without_native),$(filter-out $(without_native),\
                       $(wildcard vm/baseline/*.c))) \
                     $(if $(filter 0,$(PROFILER)),$(profiler_sources),vm/profile/absent.c),\
                     $(vm_sources))
mica_sources := $(filter-out vm/cli/line_$(if $(libedit),bare,edit).c,$(mica_sources))
interpreter_sources := $(filter vm/bytecode/interpreter%,$(libmica_sources))

# drivers/X.c is the driver X; drivers/X_PART.c belongs to X; these three belong to all.
driver_stems := $(sort $(patsubst drivers/%.c,%,$(wildcard drivers/*.c)))
driver_shared := harness manifest source
drivers := $(filter-out $(driver_shared) $(foreach stem,$(driver_stems),$(if \
             $(findstring _,$(stem)),$(stem))),$(driver_stems))
parts_of = $(foreach stem,$(1),$(filter $(stem) $(stem)_%,$(driver_stems)))
shared_sources := $(patsubst %,drivers/%.c,$(call parts_of,$(driver_shared)))

fieldstone_sources := compare/main.c
libfieldstone_sources := $(filter-out $(fieldstone_sources),$(sort $(wildcard compare/*.c))) \
                         $(patsubst %,drivers/%.c,$(call parts_of,manifest)) \
                         vm/profile/flame_graph.c

unit_tests := $(sort $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c)))
programs := $(sort $(foreach folder,$(wildcard programs/*/),$(notdir $(patsubst %/,%,$(folder)))))
native_programs := $(foreach program,$(programs),$(if \
                     $(wildcard programs/$(program)/$(program).c),$(program)))
program_objects := $(foreach program,$(native_programs),$(addprefix \
                     $(BUILD)/programs/$(program)/$(program),.so -noinline.so -counted.so))
javascript_programs := $(foreach program,$(programs),$(wildcard programs/$(program)/$(program).js))
go_programs := $(foreach program,$(programs),$(wildcard programs/$(program)/$(program).go))

# Text files that the C source includes as string literals: "vm/library/NAME.js.h" for
# vm/library/NAME.js, and so for vm/profile, found through -I$(BUILD)/generated; drivers/X.js
# belongs to the driver X.
embedded_vm := $(patsubst %,$(BUILD)/generated/%.h,$(sort $(wildcard vm/library/*.js \
                  vm/profile/*.js)))
embedded_compare := $(patsubst %,$(BUILD)/generated/%.h,$(sort $(wildcard \
                      compare/*.sql compare/*.css compare/*.js) compare/READING.md))

# ---- Installation ------------------------------------------------------------------------------

# Mica is what others embed; `fieldstone` works on this tree (programs, drivers, results) and stays.
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
INCLUDEDIR ?= $(PREFIX)/include
LIBDIR ?= $(PREFIX)/lib

mica_version := $(subst $(space),.,$(strip $(shell \
                  sed -n 's/^.define MICA_VERSION_[A-Z]* //p' vm/mica.h)))
soname := libmica.so.$(firstword $(subst ., ,$(mica_version)))
installed_files := $(BINDIR)/mica $(INCLUDEDIR)/mica.h $(LIBDIR)/pkgconfig/mica.pc \
                   $(addprefix $(LIBDIR)/,libmica.a libmica.so $(soname) \
                     libmica.so.$(mica_version))

# Libraries for others show what vm/mica.h declares and nothing else. Everything in libmica has
# hidden visibility but for that: mica.h lifts it. The linker keeps what is hidden out of a shared
# library's table; for the static one the objects are made one, in which it becomes local.
public_static := $(BUILD)/public/libmica.a
public_shared := $(BUILD)/public/libmica.so.$(mica_version)
hidden := -fvisibility=hidden

# ---- Libraries ---------------------------------------------------------------------------------

# What a driver file says of itself in comments near its top: "// pkg-config: NAMES",
# "// libraries: FLAGS", "// needs: libmica.a", "// command: NAME", "// npm: NAME".
driver_says = $(shell sed -n 's|^// $(2): *||p' drivers/$(1).c)
$(foreach driver,$(drivers),\
  $(eval $(driver)_packages := $(call driver_says,$(driver),pkg-config))\
  $(eval $(driver)_libraries := $(call driver_says,$(driver),libraries))\
  $(eval $(driver)_needs := $(call driver_says,$(driver),needs))\
  $(eval $(driver)_command := $(call driver_says,$(driver),command))\
  $(eval $(driver)_npm := $(call driver_says,$(driver),npm)))

harness_packages := libcyaml jansson
compare_packages := libcyaml yaml-0.1 jansson sqlite3 gsl smartcols libcmark-gfm
unit_packages := cmocka
packages := $(sort $(harness_packages) $(compare_packages) $(unit_packages) \
                   $(foreach driver,$(drivers),$($(driver)_packages)))
missing := $(shell for name in $(packages); do \
             pkg-config --exists $$name 2>/dev/null || echo $$name; done)
missing_tools := $(shell for tool in $(firstword $(CC)) $(PROGRAM_CC) pkg-config; do \
                   command -v $$tool >/dev/null || echo $$tool; done)

# A driver whose library is on the optional list and not installed, or whose command or package of
# npm is not there, is left out of `all`: "driver=what-it-needs", which `fieldstone doctor` reads
# too.
optional := $(shell sed -n 's/.*\# pkg-config \([^:]*\):.*/\1/p' .ci/packages-optional)
missing_commands := $(foreach driver,$(drivers),$(if $($(driver)_command),$(if \
                      $(shell command -v $($(driver)_command)),,$($(driver)_command))))
npm_packages := .ci/node_modules
missing_npm := $(foreach name,$(sort $(foreach driver,$(drivers),$($(driver)_npm))),$(if \
                 $(wildcard $(npm_packages)/$(name)/package.json),,$(name)))
left_out := $(foreach driver,$(drivers),$(addprefix $(driver)=,$(firstword \
              $(filter $(optional),$(filter $(missing),$($(driver)_packages))) \
              $(filter $(missing_commands),$($(driver)_command)) \
              $(filter $(missing_npm),$($(driver)_npm)))))
left_out_drivers := $(foreach pair,$(left_out),$(firstword $(subst =, ,$(pair))))
typescript := $(npm_packages)/typescript/package.json
lowered_programs := $(if $(filter-out $(left_out_drivers),$(foreach driver,$(drivers),$(if \
                      $(filter typescript,$($(driver)_npm)),$(driver)))),$(BUILD)/lowered)

present = $(filter-out $(missing),$(1))
package_cflags = $(if $(call present,$(1)),$(patsubst -I%,-isystem %,\
                   $(shell pkg-config --cflags $(call present,$(1)))))
package_libraries = $(if $(call present,$(1)),$(shell pkg-config --libs $(call present,$(1))))
needs_tools := $(addprefix need-tool-,$(missing_tools))
needs = $(needs_tools) $(if $(missing_tools),,$(addprefix need-,$(filter $(1),$(missing))))

harness_cflags := $(call package_cflags,$(harness_packages))
harness_libraries := $(call package_libraries,$(harness_packages))
compare_cflags := $(call package_cflags,$(compare_packages))
compare_libraries := $(call package_libraries,$(compare_packages))
unit_cflags := $(call package_cflags,$(unit_packages))
unit_libraries := $(call package_libraries,$(unit_packages))
mica_libraries := -lm -lpthread

# ---- Targets -----------------------------------------------------------------------------------

# What looks at the source alone, or builds copies of the tree, says the same in every build.
sanitized_suites := $(filter-out style make install,$(patsubst tests/%/run,%,\
                      $(wildcard tests/*/run)))

.PHONY: all compare reports new-program test test-asan test-tsan test-stress test-aarch64 \
        test-mutation test-programs coverage fuzz lint format examples install uninstall deps \
        clean help run-tests run-thread-tests run-stressed-tests run-emulated-tests run-coverage \
        fuzz-guided fuzzers FORCE
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

# Recursive calls use every processor unless the caller has chosen.
make_all = +$(MAKE) --no-print-directory \
             $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc)) DEPS=skip

all: $(BUILD)/mica $(BUILD)/fieldstone \
     $(patsubst %,$(BUILD)/drivers/%,$(filter-out $(left_out_drivers),$(drivers))) \
     $(BUILD)/left-out $(program_objects) $(lowered_programs) ## build everything (the default)
	@$(foreach pair,$(left_out),echo 'make: left out drivers/$(subst =,: ,$(pair))' \
	  'is not installed (make deps OPTIONAL=1)';) true

# A target that does not hold is a result, not a failure of make.
compare: deps ## install packages, build, compare all engines (ARGS="--size full" ...)
	$(make_all) all
	@compare/compare.sh --build $(BUILD) $(ARGS); status=$$?; \
	 case $$status in 1 | 3) echo "make: the run is complete; what fails or is undecided is named" \
	   "above (compare.sh ended with status $$status)" ;; *) exit $$status ;; esac

reports: ## make every table again from the stored results, running nothing
	$(make_all) $(BUILD)/fieldstone
	$(BUILD)/fieldstone report $(ARGS)

# The program's shared libraries are known to a make that begins when its folder is there.
new-program: deps ## write a program that works in every language (NAME=..., ARGS="--like fib")
	$(if $(NAME),,$(error new-program: which? type: make new-program NAME=...))
	$(make_all) $(BUILD)/fieldstone
	$(BUILD)/fieldstone new '$(NAME)' $(ARGS)
	$(make_all) all
	$(BUILD)/fieldstone check --programs '$(NAME)' --size smoke

test: deps ## install packages, build, run all tests (SUITES="lang cli" for some)
	$(make_all) run-tests

test-asan: deps ## the same under AddressSanitizer and UndefinedBehaviorSanitizer
	$(make_all) SANITIZE=1 SUITES='$(or $(SUITES),$(sanitized_suites))' run-tests

# The unit tests in which threads share something.
test-tsan: deps ## the unit tests of pools, factories, shared programs and profiles under TSan
	$(make_all) SANITIZE=thread run-thread-tests

# ASan finds what a collection took too early, tiny tables what a growing table left behind, dice
# what native code and the interpreter do not leave each other as they should.
test-stress: deps ## tests of language and profiles, all tiny, collecting always, under ASan
	$(make_all) STRESS=jit run-stressed-tests
	$(make_all) STRESS=tiny run-stressed-tests
	$(make_all) STRESS='gc jit tiny' SANITIZE=1 run-stressed-tests

# MICA_OLD_QEMU: see vm/baseline/code_memory.c.
test-aarch64: deps ## tests of language and native code on AArch64, in an emulator (qemu-user)
	@for tool in aarch64-linux-gnu-gcc qemu-aarch64; do command -v $$tool >/dev/null || { \
	   echo "make: test-aarch64 needs $$tool (Debian packages gcc-aarch64-linux-gnu," \
	        "qemu-user); type: make deps OPTIONAL=1" >&2; exit 1; }; done
	$(make_all) CC=aarch64-linux-gnu-gcc AR=aarch64-linux-gnu-ar LDFLAGS='-static $(LDFLAGS)' \
	  CFLAGS='$(CFLAGS) -DMICA_OLD_QEMU' run-emulated-tests

# Bugs are planted one at a time in a copy of the tree: takes about half an hour.
test-mutation: deps ## plant bugs in vm/ and see what catches them (MUTATIONS=pattern for some)
	tests/mutation/plant $(if $(MUTATIONS),--only '$(MUTATIONS)') $(ARGS)

# Thousands of faults, for each of which the check runs: takes about a quarter of an hour.
test-programs: deps ## plant faults in programs/ and see whether the check finds each
	$(make_all) all
	tests/mutation/programs --build $(BUILD) $(ARGS)

coverage: deps ## the lines and branches of vm/ that the language and unit tests reach
	$(make_all) COVERAGE=1 CFLAGS='-O1 -g' run-coverage

# Half of the time each: random programs, and inputs that libFuzzer mutates where clang has it.
fuzz: deps ## random programs on the tiers and Node, guided fuzzing (FUZZ_SECONDS=60)
	$(make_all) $(BUILD)/mica
	tests/fuzz/fuzz --build $(BUILD) --seconds $$(($(FUZZ_SECONDS) / 2)) $(ARGS)
	@if echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | \
	    clang -fsanitize=fuzzer,address -x c -o /dev/null - 2>/dev/null; \
	 then $(MAKE) --no-print-directory DEPS=skip fuzz-guided; \
	 else echo 'guided fuzzing is left out: clang has no libFuzzer (libclang-rt-14-dev)'; fi

fuzz-guided:
	$(make_all) CC=clang SANITIZE=1 GUIDED=1 fuzzers
	tests/fuzz/guided/run --build build/guided --seconds $$(($(FUZZ_SECONDS) / 2))

lint: deps ## check layout, sizes, words and static analysis of the source
	tests/style/run --build $(BUILD)

format: ## lay the C source out by .clang-format, and Go by gofmt where it is installed
	clang-format -i $$(find vm drivers programs compare tests -name '*.[ch]')
	! command -v gofmt >/dev/null || gofmt -w $$(find drivers programs compare -name '*.go')

examples: $(addprefix $(BUILD)/examples/,$(examples)) ## build the hosts of vm/examples

install: $(BUILD)/mica $(public_static) $(public_shared) ## install Mica (PREFIX=/usr/local DESTDIR)
	install -d $(addprefix $(DESTDIR),$(BINDIR) $(INCLUDEDIR) $(LIBDIR)/pkgconfig)
	install -m 755 $(BUILD)/mica $(DESTDIR)$(BINDIR)
	install -m 644 vm/mica.h $(DESTDIR)$(INCLUDEDIR)
	install -m 644 $(public_static) $(public_shared) $(DESTDIR)$(LIBDIR)
	ln -sf libmica.so.$(mica_version) $(DESTDIR)$(LIBDIR)/$(soname)
	ln -sf $(soname) $(DESTDIR)$(LIBDIR)/libmica.so
	sed 's|@includedir@|$(INCLUDEDIR)|; s|@libdir@|$(LIBDIR)|; s|@version@|$(mica_version)|' \
	  vm/mica.pc.in >$(DESTDIR)$(LIBDIR)/pkgconfig/mica.pc

uninstall: ## remove what make install with the same PREFIX and DESTDIR has installed
	rm -f $(addprefix $(DESTDIR),$(installed_files))

deps: ## install the packages that are missing (DEPS=check only names them)
ifneq ($(DEPS),skip)
	@OPTIONAL=$(OPTIONAL) .ci/deps $(DEPS)
endif

clean: ## remove the build folder; stored results stay
	rm -rf $(BUILD)

help: ## list the targets and the switches
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p; s/^     .*## \(.*\)/  all\t\1/p' Makefile | \
	  expand --tabs=14
	@echo 'Switches:'
	@printf '  %s\t%s\n' \
	  'CC=clang' 'another compiler (build/clang)' \
	  'CFLAGS=...' 'optimisation and debugging flags, now $(CFLAGS)' \
	  'SANITIZE=1' 'with ASan and UBSan (build/asan); thread: TSan (build/tsan)' \
	  'STRESS=gc' 'Mica collects at every allocation (build/stress-gc)' \
	  'STRESS=jit' 'it leaves native code at random, and makes it anew' \
	  'STRESS=tiny' 'its stacks and tables are tiny; or several, "gc tiny"' \
	  'PROFILER=0' 'Mica without its profiler (build/no-profiler)' \
	  'DEPS=check' 'name missing packages and stop; skip: do not look' \
	  'TEST_JOBS=1' 'test suites at a time, now as many as processors' \
	  'OPTIONAL=1' 'deps: the optional packages too' \
	  'V=1' 'show the commands' \
	  'BUILD=DIR' 'build folder, now $(BUILD)' | expand --tabs=14

run-tests: all examples $(BUILD)/tests/lang/host $(patsubst %,$(BUILD)/tests/unit/%,$(unit_tests)) \
           $(if $(variant),,$(public_static) $(public_shared))
	tests/run --build $(BUILD) $(if $(TEST_JOBS),--jobs $(TEST_JOBS)) $(SUITES)

run-coverage: $(BUILD)/tests/lang/host $(patsubst %,$(BUILD)/tests/unit/%,$(unit_tests))
	find $(BUILD)/obj -name '*.gcda' -delete
	tests/run --build $(BUILD) lang unit; status=$$?; \
	 tests/coverage/report --build $(BUILD) && exit $$status

thread_tests := $(patsubst %,$(BUILD)/tests/unit/%,vm_baseline_test vm_pool_test vm_factory_test \
                  vm_profile_test vm_saved_test vm_code_memory_test)

run-thread-tests: $(thread_tests)
	set -e; for test in $^; do \
	  TSAN_OPTIONS='halt_on_error=1 suppressions=tests/threads.supp' TEST_SLOWNESS=20 $$test; \
	done

run-stressed-tests: $(BUILD)/tests/lang/host $(BUILD)/tests/unit/vm_profile_test
	tests/run --build $(BUILD) lang
	$(BUILD)/tests/unit/vm_profile_test

# The language tests start what looks like any other mica. cmocka for that machine is found where
# its packages can be installed, and is a shared library.
emulator := qemu-$(cross) -L /usr/$(cross)-linux-gnu
emulated_unit_tests := $(if $(cross),$(if $(shell echo 'int main(void) { return 0; }' | $(CC) \
                         $(CFLAGS) -x c -o /dev/null - $(filter-out -static,$(LDFLAGS)) -lcmocka \
                         2>/dev/null && echo yes),$(patsubst %,$(BUILD)/tests/unit/%, \
                         vm_code_memory_test vm_api_test vm_boundary_test vm_factory_test \
                         vm_host_object_test vm_pool_test vm_profile_test vm_typed_function_test)))
$(emulated_unit_tests): private override LDFLAGS := $(filter-out -static,$(LDFLAGS))

run-emulated-tests: $(addprefix $(BUILD)/emulated/,mica tests/lang/host) $(emulated_unit_tests)
	tests/run --build $(BUILD)/emulated lang
	@$(if $(emulated_unit_tests),,echo "make: left out unit tests: no cmocka for $(cross)" \
	  "(libcmocka-dev:arm64, after dpkg --add-architecture arm64)")
	set -e; for test in $(emulated_unit_tests); do TEST_SLOWNESS=20 $(emulator) $$test; done

$(BUILD)/emulated/%: $(BUILD)/%
	@mkdir -p $(@D)
	$(call run,WRAP)cp $(BUILD)/flags $(BUILD)/emulated && \
	  printf '#!/bin/sh\nexec qemu-$(cross) "$${0%%emulated/*}$*" "$$@"\n' >$@ && chmod +x $@

# ---- What is missing ---------------------------------------------------------------------------

need-tool-%:
	@echo "make: $* is not installed; type: make deps" >&2; exit 1

need-%:
	@package=$$(.ci/deps package-of $*); \
	 echo "make: the library $* is not installed" \
	      "(Debian package $${package:-unknown}); type: make deps" >&2; exit 1

# ---- Rules -------------------------------------------------------------------------------------

# One line a command; V=1 shows the commands themselves.
run = $(if $(V),,@printf '  %-5s %s\n' $(1) $@; )

# Rewrites the target when its text is not the one wanted, so that its time says when that changed.
write_if_changed = @mkdir -p $(@D); printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' >$@

$(BUILD)/flags: FORCE
	$(call write_if_changed,$(compile) $(hidden) $(link) $(INTERPRETER_CFLAGS) \
	  $(guided_interpreter) $(compile_program) $(noinline))

$(BUILD)/libmica.members: FORCE
	$(call write_if_changed,$(libmica_sources))

$(BUILD)/libfieldstone.members: FORCE
	$(call write_if_changed,$(libfieldstone_sources))

$(BUILD)/lowered.members: FORCE
	$(call write_if_changed,$(javascript_programs))

$(BUILD)/go.members: FORCE
	$(call write_if_changed,$(go_programs))

$(BUILD)/left-out: FORCE
	$(call write_if_changed,$(left_out))

$(BUILD)/generated/%.h: %
	@mkdir -p $(@D)
	$(call run,EMBED)sed 's/[\\"]/\\&/g; s/^/"/; s/$$/\\n"/' $< >$@

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | $(needs_tools)
	@mkdir -p $(@D)
	$(call run,CC)$(compile) $(extra) -MMD -MP -c -o $@ $<

$(BUILD)/pic/%.o: %.c $(BUILD)/flags | $(needs_tools)
	@mkdir -p $(@D)
	$(call run,CC)$(compile) -fPIC $(extra) -MMD -MP -c -o $@ $<

# Adds flags to some objects, and what must be there before they are compiled.
define object_flags
$(call objects,$(1)) $(call pic_objects,$(1)): private extra := $(2)
$(call objects,$(1)) $(call pic_objects,$(1)): | $(3)
endef

$(eval $(call object_flags,$(vm_sources),$(hidden),$(embedded_vm)))
$(eval $(call object_flags,vm/cli/line_edit.c,$(call package_cflags,$(libedit)),))
$(eval $(call object_flags,$(interpreter_sources),\
  $(hidden) $(tail_calls) $(INTERPRETER_CFLAGS) $(guided_interpreter),))

# Stencils are made for the frame that handlers leave alone: no frame pointer, no checks of the
# stack, nothing of unwinding; each a section of its own, all addresses absolute, no tables of
# jumps. Two values are not moved as one of 16 bytes: whoever loads the second would wait for both.
stencil_flags_x86_64 := -mno-red-zone -fcf-protection=none
stencil_flags_aarch64 := -mno-outline-atomics -mbranch-protection=none
stencil_flags := -O2 -fno-pic -fno-pie -fomit-frame-pointer -fno-stack-protector \
                 -fno-asynchronous-unwind-tables -ffunction-sections -fno-jump-tables -fno-ipa-icf \
                 $(tail_calls) -fno-tree-slp-vectorize -fno-math-errno \
                 -fno-tree-dominator-opts -mcmodel=small \
                 $(addprefix -falign-,functions=1 jumps=1 loops=1 labels=1) \
                 $(stencil_flags_$(native))
stencil_compile = $(STENCIL_CC) $(language) -Wall -Wextra $(WERROR) $(stress) $(no_profiler) \
                  $(if $(SANITIZE),-DMICA_SANITIZED) -I. -I$(BUILD)/generated -MMD -MP
$(BUILD)/stencils/stencils.o: vm/baseline/stencils.c $(BUILD)/flags | $(embedded_vm)
	@mkdir -p $(@D)
	$(call run,CC)$(stencil_compile) $(stencil_flags) -c -o $@ $<
$(BUILD)/stencils/extract: $(extractor_sources) $(wildcard vm/baseline/*.h vm/baseline/*.def) \
                           $(wildcard vm/bytecode/*.def) $(BUILD)/flags
	@mkdir -p $(@D)
	$(call run,CC)gcc $(language) -Wall -Wextra $(WERROR) -I. -o $@ $(filter %.c,$^)
$(BUILD)/generated/vm/baseline/stencils.inc: $(BUILD)/stencils/stencils.o $(BUILD)/stencils/extract
	@mkdir -p $(@D)
	$(call run,STENCIL)$(BUILD)/stencils/extract $< >$@
$(eval $(call object_flags,vm/baseline/compile.c,$(hidden),\
  $(BUILD)/generated/vm/baseline/stencils.inc))
$(BUILD)/obj/vm/baseline/transitions.o $(BUILD)/pic/vm/baseline/transitions.o: \
  private compile = $(stencil_compile) -O2 -g -fno-stack-protector $(tail_calls)

# A host outside of this tree includes <mica.h>.
$(eval $(call object_flags,$(patsubst %,vm/examples/%.c,$(examples)),-Ivm,))
$(eval $(call object_flags,$(shared_sources),$(harness_cflags),$(call needs,$(harness_packages))))
$(eval $(call object_flags,$(wildcard compare/*.c),$(compare_cflags),\
  $(embedded_compare) $(call needs,$(compare_packages))))
$(eval $(call object_flags,$(patsubst %,tests/unit/%.c,$(unit_tests)),\
  $(unit_cflags) $(compare_cflags),\
  $(embedded_compare) $(call needs,$(unit_packages) $(compare_packages))))

$(BUILD)/libmica.a: $(call objects,$(libmica_sources)) $(BUILD)/libmica.members
	$(call run,AR)rm -f $@; $(AR) rcs $@ $(filter %.o,$^)

$(public_static): $(call objects,$(libmica_sources)) $(BUILD)/libmica.members
	@mkdir -p $(@D)
	$(call run,AR)rm -f $@; $(CC) -r -nostdlib -o $(@D)/mica.o $(filter %.o,$^) && \
	  objcopy --localize-hidden $(@D)/mica.o && $(AR) rcs $@ $(@D)/mica.o && rm $(@D)/mica.o

$(public_shared): $(call pic_objects,$(libmica_sources)) $(BUILD)/libmica.members
	@mkdir -p $(@D)
	$(call run,LINK)$(link) -shared -Wl,-soname,$(soname) -Wl,-z,defs -o $@ $(filter %.o,$^) \
	  $(mica_libraries)

$(BUILD)/libfieldstone.a: $(call objects,$(libfieldstone_sources)) $(BUILD)/libfieldstone.members
	$(call run,AR)rm -f $@; $(AR) rcs $@ $(filter %.o,$^)

$(BUILD)/mica: $(call objects,$(mica_sources)) $(BUILD)/libmica.a
	$(call run,LINK)$(link) -o $@ $^ $(call package_libraries,$(libedit)) $(mica_libraries)

$(BUILD)/fieldstone: $(call objects,$(fieldstone_sources)) $(BUILD)/libfieldstone.a
	$(call run,LINK)$(link) -o $@ $^ $(compare_libraries) -lm

driver_objects = $(call objects,$(patsubst %,drivers/%.c,$(call parts_of,$(1))) $(shared_sources))

define driver_object_flags
$(call object_flags,$(patsubst %,drivers/%.c,$(call parts_of,$(1))),\
  $(harness_cflags) $(call package_cflags,$($(1)_packages)),\
  $(patsubst %,$(BUILD)/generated/%.h,$(wildcard drivers/$(1).js)) \
  $(call needs,$(harness_packages) $($(1)_packages)))
endef
$(foreach driver,$(drivers),$(eval $(call driver_object_flags,$(driver))))

define driver_rule
$(BUILD)/drivers/$(1): $(call driver_objects,$(1)) $(addprefix $(BUILD)/,$($(1)_needs))
	@mkdir -p $$(@D)
	$$(call run,LINK)$$(link) -o $$@ $$^ $(call package_libraries,$($(1)_packages)) \
	  $(harness_libraries) $($(1)_libraries) $(if $($(1)_needs),$(mica_libraries)) -lm
endef
$(foreach driver,$(filter-out go,$(drivers)),$(eval $(call driver_rule,$(driver))))

# Go links its driver itself, with all programs in it: C would call each of them from outside.
$(BUILD)/drivers/go: $(call driver_objects,go) $(BUILD)/go.members $(go_programs) \
                     drivers/go.h drivers/go_main.go drivers/go_host.go drivers/go_build.sh
	@mkdir -p $(@D)
	$(call run,GO)CC='$(CC)' drivers/go_build.sh $(BUILD)/go $@ \
	  '$(link_flags) $(abspath $(filter %.o,$^)) $(harness_libraries) -lm' \
	  $(notdir $(basename $(go_programs)))

# The counted variant of a program: the marker of each counting line becomes blanks.
define program_rules
$(BUILD)/programs/$(1)/$(1).so: programs/$(1)/$(1).c $(BUILD)/flags | $(needs_tools)
	@mkdir -p $$(@D)
	$$(call run,CC)$$(compile_program) -MMD -MP -MF $$@.d -o $$@ $$< -lm

$(BUILD)/programs/$(1)/$(1)-noinline.so: programs/$(1)/$(1).c $(BUILD)/flags | $(needs_tools)
	@mkdir -p $$(@D)
	$$(call run,CC)$$(compile_program) $$(noinline) -MMD -MP -MF $$@.d -o $$@ $$< -lm

$(BUILD)/generated/programs/$(1)/$(1).c: programs/$(1)/$(1).c Makefile
	@mkdir -p $$(@D)
	@(echo '#line 1 "$$<"'; sed 's|^\([[:space:]]*\)//@ |\1    |' $$<) >$$@

$(BUILD)/programs/$(1)/$(1)-counted.so: $(BUILD)/generated/programs/$(1)/$(1).c \
                                        $(BUILD)/flags | $(needs_tools)
	@mkdir -p $$(@D)
	$$(call run,CC)$$(compile_program) -Iprograms/$(1) -MMD -MP -MF $$@.d -o $$@ $$< -lm
endef
$(foreach program,$(native_programs),$(eval $(call program_rules,$(program))))

# The JavaScript of all programs in ECMAScript 5, for the engines that know no more. TypeScript
# takes longer to start than to lower a file, so those that have changed are lowered at one go.
$(BUILD)/lowered: $(javascript_programs) drivers/lower.js $(typescript) $(BUILD)/lowered.members
	$(call run,LOWER)node drivers/lower.js $(dir $(typescript)) $(BUILD)/programs \
	  $(if $(filter-out programs/%,$?),$(javascript_programs),$?) && touch $@

$(BUILD)/examples/%: $(BUILD)/obj/vm/examples/%.o $(BUILD)/libmica.a
	@mkdir -p $(@D)
	$(call run,LINK)$(link) -o $@ $^ $(mica_libraries)

# The scripts of the language tests find modules as the command's do.
$(BUILD)/tests/lang/host: $(call objects,tests/lang/host.c $(addprefix vm/cli/,loader.c \
                            program_file.c source.c)) $(BUILD)/libmica.a
	@mkdir -p $(@D)
	$(call run,LINK)$(link) -o $@ $^ $(mica_libraries)

$(BUILD)/tests/unit/vm_%_test: $(BUILD)/obj/tests/unit/vm_%_test.o $(BUILD)/libmica.a
	@mkdir -p $(@D)
	$(call run,LINK)$(link) -o $@ $^ $(unit_libraries) $(mica_libraries)

$(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libfieldstone.a
	@mkdir -p $(@D)
	$(call run,LINK)$(link) -o $@ $^ $(unit_libraries) $(compare_libraries) -lm

$(BUILD)/tests/speed/%: $(BUILD)/obj/tests/speed/%.o $(BUILD)/libmica.a
	@mkdir -p $(@D)
	$(call run,LINK)$(link) -o $@ $^ $(mica_libraries)

$(BUILD)/%-fuzzer: $(BUILD)/obj/tests/fuzz/guided/%.o $(BUILD)/libmica.a
	@mkdir -p $(@D)
	$(call run,LINK)$(link) -fsanitize=fuzzer -o $@ $^ $(mica_libraries)

fuzzers: $(patsubst tests/fuzz/guided/%.c,$(BUILD)/%-fuzzer,$(wildcard tests/fuzz/guided/*.c))

-include $(shell find $(addprefix $(BUILD)/,obj pic programs stencils) -name '*.d' 2>/dev/null)
