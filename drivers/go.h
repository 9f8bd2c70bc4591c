// The border between drivers/go.c and Go: what each side calls of the other. Both include it, so
// that a difference between the two is an error of the build.
#ifndef DRIVERS_GO_H
#define DRIVERS_GO_H

#include "drivers/driver.h"

// ---- Of Go, drivers/go_main.go

// Writes the version of Go, such as "go1.19.8", into the description's buffer.
void go_describe(struct driver_description *description);

// The number of the program that the driver was built with from this very text, the counted variant
// being another text; -1 where there is none.
int64_t go_find(char *text, size_t length);

// Enters a program by its number. A panic fills in the error.
bool go_run(int64_t program, int64_t n, uint32_t seed, double *result, struct driver_error *error);
bool go_add(int64_t program, int64_t a, int64_t b, int64_t *result, struct driver_error *error);

// The work counter of a counted variant.
double go_work(int64_t program);

// ---- Of C, drivers/go.c

// The driver. Go's `main` calls it, so that it runs on a thread that Go knows.
int go_drive(int argc, char **argv);

// The host's function, which programs call through drivers/go_host.go.
double go_host_add(double a, double b);

#endif
