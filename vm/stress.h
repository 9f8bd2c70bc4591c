// Sizes that the build STRESS=tiny makes as small as they can be, so that every table grows in the
// smallest of scripts, every call continues in another piece of the stack, most objects are
// dictionaries, and most arrays become sparse.
#ifndef MICA_STRESS_H
#define MICA_STRESS_H

#ifdef MICA_STRESS_TINY
#define USUAL_OR_TINY(usual, tiny) (tiny)
#else
#define USUAL_OR_TINY(usual, tiny) (usual)
#endif

#endif
