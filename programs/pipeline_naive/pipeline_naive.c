// A condition of a rule: does the message, as its node sees it, meet it? One call a condition.
#include "../host.h"

//@ double work;

double take_row(const struct host_row *row) {
  //@ work += 1;
  double limit = (double)(row->id % 3) * 50 + 50;
  bool affordable = row->price < limit;
  bool stocked = row->count > 10;
  return affordable && stocked && (row->active || row->name_length > 20);
}
