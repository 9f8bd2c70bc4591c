// Equivalence before time: every cell must give native C's checksum and do native C's work, on
// several seeds, before any time of it counts.
#pragma once

#include "compare/session.h"

#include <stdbool.h>

// Checks every cell of the session and sets its outcome (ok, wrong, crashed, hung, unavailable,
// failed), checksum and work; asks `jobs` drivers at a time. Chooses the session's seeds, of which
// the last is drawn at random unless the user has given one. Returns false when the user
// interrupted it.
bool check_equivalence(struct session *session, int jobs);

// Asks native C for the checksum of every sample that an invocation of a cell will give, once for
// each number of repetitions, and keeps it in the cells that are ok. A cell for which there is no
// answer becomes failed. Returns false when the user interrupted it.
bool check_expectations(struct session *session);

// Whether a checksum agrees with the expected one within a relative tolerance (0 = exactly).
bool check_agrees(double checksum, double expected, double tolerance);
