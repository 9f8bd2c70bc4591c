// The function that throws when the host calls it.
#include "../host.h"

//@ double work;

double take_number(double number) {
  //@ work += 1;
  (void)number;
  return -1;
}
