// How a driver runs under valgrind's callgrind, for its counts (instructions.h) and for profiles
// (profile_native.h).
#pragma once

#include "compare/driver_client.h"
#include "compare/error.h"

#include <stdbool.h>

// Whether valgrind is there. Where not, `error` says that `wanted` takes it and what to do.
bool valgrind_available(const char *wanted, struct error *error);

// The line for a shell that runs one untimed block of the request under callgrind with these
// options: in an environment that is always the same, at addresses that are not randomised where
// the kernel lets it. The caller frees it.
char *valgrind_command(const char *options, const struct driver_request *request);
