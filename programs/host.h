// What the host offers to a program in C: the functions that scripts call by the names host_add,
// host_text and so on. The driver hands them over by the pointers of this struct, at run time, so
// that no call can be inlined.
#ifndef PROGRAMS_HOST_H
#define PROGRAMS_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct host_row {
  int64_t id;
  double price;
  int64_t count;
  bool active;
  const char *name;
  size_t name_length;
};

struct host {
  double (*add)(double a, double b);
  void (*none)(void);
  // The host's value number i, which stays the host's: texts and arrays with their length.
  size_t (*text)(int64_t i, const char **bytes);
  size_t (*array)(int64_t i, const double **numbers);
  void (*row)(int64_t i, struct host_row *row);
  // Digests of values.
  double (*take_text)(const char *bytes, size_t length);
  double (*take_array)(const double *numbers, size_t count);
  double (*take_row)(const struct host_row *row);
  double (*apply)(double (*function)(double), double x);
  // Always false, as C has no exceptions, with a message.
  bool (*fail)(int64_t i, const char **message);
};

// Defined by a program that uses the host.
void bind_host(const struct host *host);

// Defined by a program whose function the host calls with a value: of these the one of its type.
double take_number(double number);
double take_text(const char *bytes, size_t length);
double take_array(const double *numbers, size_t count);
double take_row(const struct host_row *row);

#endif
