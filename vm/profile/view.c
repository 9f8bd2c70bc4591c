// The rows of a profile, named, converted to nanoseconds and sorted. Where two rows are alike the
// one that was met first comes first, so that no address has a say.
#include "vm/profile/view.h"

#include <stdlib.h>

#include "vm/bytecode/label.h"
#include "vm/core/program.h"

// ---- Opcodes

bool opcode_is_scalar(uint8_t opcode) {
  return (opcode >= OP_ADD && opcode <= OP_BIT_NOT) || opcode == OP_TO_NUMBER ||
         opcode == OP_INCREMENT || opcode == OP_DECREMENT ||
         (opcode >= OP_LESS && opcode <= OP_STRICT_NOT_EQUAL) ||
         (opcode >= OP_JUMP_LESS && opcode <= OP_JUMP_NOT_EQUAL) ||
         (opcode >= OP_LOOP_LESS && opcode <= OP_LOOP_INCREMENT_LESS_LENGTH);
}

static int by_opcode_count(const void *left, const void *right) {
  const struct view_opcode *a = left, *b = right;
  return a->count != b->count ? (a->count < b->count ? 1 : -1) : a->opcode - b->opcode;
}

static int by_pair_count(const void *left, const void *right) {
  const struct view_pair *a = left, *b = right;
  uint64_t count_a = a->within + a->across, count_b = b->within + b->across;
  if (count_a != count_b)
    return count_a < count_b ? 1 : -1;
  return a->first != b->first ? a->first - b->first : a->second - b->second;
}

static void count_paths(struct profile_view *view, const struct view_opcode *row) {
  if (opcode_is_scalar(row->opcode)) {
    view->scalar_hits += row->count - row->slow;
    view->scalar_misses += row->slow;
  } else if (opcode_is_cached(row->opcode)) {
    view->cache_hits += row->count - row->slow;
    view->cache_misses += row->slow;
  }
}

static bool add_opcodes(struct profile_view *view) {
  const struct profile *profile = view->profile;
  view->pairs = malloc(OPCODE_COUNT * OPCODE_COUNT * sizeof *view->pairs);
  if (view->pairs == NULL)
    return false;
  for (unsigned second = 0; second < OPCODE_COUNT; second++) {
    struct view_opcode row = {.opcode = (uint8_t)second, .slow = profile->slow[second]};
    for (unsigned first = 0; first < OPCODE_COUNT; first++) {
      const struct profile_pair *pair = &profile->pairs[first][second];
      if (pair->within + pair->across == 0)
        continue;
      row.count += pair->within + pair->across;
      view->pairs[view->pair_count++] =
          (struct view_pair){(uint8_t)first, (uint8_t)second, pair->within, pair->across};
    }
    if (row.count == 0)
      continue;
    view->opcodes[view->opcode_count++] = row;
    view->executed += row.count;
    count_paths(view, &row);
  }
  qsort(view->opcodes, view->opcode_count, sizeof *view->opcodes, by_opcode_count);
  qsort(view->pairs, view->pair_count, sizeof *view->pairs, by_pair_count);
  return true;
}

// ---- Functions

static uint64_t nanoseconds_of(const struct profile_view *view, uint64_t clock) {
  const struct profile *profile = view->profile;
  if (!view->has_times || profile->ticks == 0)
    return clock;
  return (uint64_t)((double)clock * ((double)profile->nanoseconds / (double)profile->ticks) + 0.5);
}

// The label with what the collapsed form gives a meaning to taken out. NULL: no memory.
static char *label_of(const struct view_function *function) {
  static const char *const places[] = {[ROLE_LIBRARY] = "<builtin>", [ROLE_NATIVE] = "<native>"};
  const char *place = function->file[0] ? function->file : places[function->role];
  char *label;
  int length = function->file[0]
                   ? asprintf(&label, "%s (%s:%u)", function->name, place, function->line)
                   : asprintf(&label, "%s (%s)", function->name, place);
  if (length < 0)
    return NULL;
  for (char *at = label; *at; at++)
    if (*at == ';' || (unsigned char)*at < ' ')
      *at = ',';
  return label;
}

static bool name_script_function(struct view_function *function,
                                 const struct profile_function *row) {
  const struct function_template *template = row->key;
  char buffer[256];
  function->name = strdup(label_name(template, buffer, sizeof buffer));
  function->role = row->program->is_library ? ROLE_LIBRARY
                   : template->index == 0   ? ROLE_MODULE
                                            : ROLE_FUNCTION;
  if (row->program->is_library)
    return function->name != NULL;
  function->file = row->program->filename;
  function->line = label_line(row->program, template->start);
  return function->name != NULL;
}

static bool name_native(struct view_function *function, const struct profile_function *row) {
  function->role = ROLE_NATIVE;
  function->name = strdup(row->name && row->name[0] ? row->name : "<anonymous>");
  return function->name != NULL;
}

static int by_self(const void *left, const void *right) {
  const struct view_function *a = left, *b = right;
  if (a->self != b->self)
    return a->self < b->self ? 1 : -1;
  if (a->calls != b->calls)
    return a->calls < b->calls ? 1 : -1;
  return a->row < b->row ? -1 : 1;
}

static bool add_functions(struct profile_view *view) {
  const struct profile *profile = view->profile;
  view->functions = calloc(profile->function_count + 1, sizeof *view->functions);
  view->ranks = calloc(profile->function_count + 1, sizeof *view->ranks);
  if (view->functions == NULL || view->ranks == NULL)
    return false;
  for (uint32_t at = 0; at < profile->function_count; at++) {
    const struct profile_function *row = &profile->functions[at];
    struct view_function *function = &view->functions[view->function_count++];
    *function = (struct view_function){.file = "",
                                       .row = at,
                                       .calls = row->calls,
                                       .self = nanoseconds_of(view, row->self),
                                       .total = nanoseconds_of(view, row->total),
                                       .samples = row->samples,
                                       .allocations = row->allocations,
                                       .allocated_bytes = row->allocated_bytes};
    if (!(row->program ? name_script_function(function, row) : name_native(function, row)) ||
        (function->label = label_of(function)) == NULL)
      return false;
    view->self_total += function->self;
  }
  qsort(view->functions, view->function_count, sizeof *view->functions, by_self);
  for (uint32_t at = 0; at < view->function_count; at++)
    view->ranks[view->functions[at].row] = at;
  return true;
}

// ---- The tree of callers

struct child {
  uint32_t parent, function, node;
};

static int by_parent(const void *left, const void *right) {
  const struct child *a = left, *b = right;
  if (a->parent != b->parent)
    return a->parent < b->parent ? -1 : 1;
  return a->function != b->function ? (a->function < b->function ? -1 : 1) : 0;
}

// What the walk over the tree needs; in one block.
struct walk {
  uint32_t *first;        // child in `children`, by node
  uint32_t *places;       // in view->nodes, by node
  uint32_t *stack;        // of children to come
  struct child *children; // sorted
};

static bool walk_create(struct walk *walk, const struct profile_view *view) {
  size_t nodes = view->profile->node_count;
  walk->first = calloc(3 * nodes + 1, sizeof *walk->first);
  walk->children = calloc(nodes, sizeof *walk->children);
  if (walk->first == NULL || walk->children == NULL)
    return false;
  walk->places = walk->first + nodes + 1;
  walk->stack = walk->places + nodes;
  for (uint32_t at = 1; at < nodes; at++) {
    const struct profile_node *node = &view->profile->nodes[at];
    walk->children[at - 1] = (struct child){node->parent, view->ranks[node->function], at};
    walk->first[node->parent + 1]++;
  }
  qsort(walk->children, nodes - 1, sizeof *walk->children, by_parent);
  for (uint32_t at = 0; at < nodes; at++)
    walk->first[at + 1] += walk->first[at];
  return true;
}

static void walk_tree(struct walk *walk, struct profile_view *view) {
  uint32_t height = 0, node = 0;
  for (;;) {
    for (uint32_t at = walk->first[node + 1]; at-- > walk->first[node];)
      walk->stack[height++] = at;
    if (height == 0)
      return;
    const struct child *child = &walk->children[walk->stack[--height]];
    const struct profile_node *row = &view->profile->nodes[child->node];
    uint32_t parent = child->parent == 0 ? NO_ROW : walk->places[child->parent];
    node = child->node;
    walk->places[node] = view->node_count;
    view->nodes[view->node_count++] =
        (struct view_node){.function = child->function,
                           .parent = parent,
                           .depth = parent == NO_ROW ? 0 : view->nodes[parent].depth + 1,
                           .calls = row->calls,
                           .self = nanoseconds_of(view, row->self),
                           .samples = row->samples};
  }
}

static bool add_nodes(struct profile_view *view) {
  struct walk walk = {.first = NULL};
  if (view->profile->node_count < 2)
    return true;
  view->nodes = calloc(view->profile->node_count, sizeof *view->nodes);
  bool done = view->nodes != NULL && walk_create(&walk, view);
  if (done)
    walk_tree(&walk, view);
  free(walk.first);
  free(walk.children);
  for (uint32_t at = view->node_count; at-- > 0;) {
    struct view_node *node = &view->nodes[at];
    node->total += node->self;
    if (node->parent != NO_ROW)
      view->nodes[node->parent].total += node->total;
  }
  return done;
}

// ---- Sites

static int by_place(const void *left, const void *right) {
  const struct view_site *a = left, *b = right;
  if (a->function != b->function)
    return a->function < b->function ? -1 : 1;
  return a->line != b->line ? (a->line < b->line ? -1 : 1) : 0;
}

static int by_bytes(const void *left, const void *right) {
  const struct view_site *a = left, *b = right;
  if (a->allocated.bytes != b->allocated.bytes)
    return a->allocated.bytes < b->allocated.bytes ? 1 : -1;
  return by_place(left, right);
}

static void add_count(struct memory_count *sum, struct memory_count more) {
  sum->count += more.count;
  sum->bytes += more.bytes;
}

// One row a line.
static void merge_sites(struct profile_view *view) {
  uint32_t kept = 0;
  qsort(view->sites, view->site_count, sizeof *view->sites, by_place);
  for (uint32_t at = 0; at < view->site_count; at++) {
    struct view_site *site = &view->sites[at], *last = kept > 0 ? &view->sites[kept - 1] : NULL;
    if (last == NULL || by_place(last, site) != 0) {
      view->sites[kept++] = *site;
      continue;
    }
    add_count(&last->allocated, site->allocated);
    add_count(&last->freed, site->freed);
    add_count(&last->live, site->live);
  }
  view->site_count = kept;
}

static bool add_sites(struct profile_view *view) {
  const struct profile_memory *memory = &view->profile->memory;
  view->sites = calloc(memory->site_count + 1, sizeof *view->sites);
  if (view->sites == NULL)
    return false;
  for (uint32_t at = 0; at < memory->site_count; at++) {
    const struct memory_site *row = &memory->sites[at];
    struct view_site *site = &view->sites[view->site_count++];
    *site = (struct view_site){.name = "<host>",
                               .file = "",
                               .function = row->function,
                               .allocated = row->allocated,
                               .freed = row->freed,
                               .live = row->live};
    if (row->function == NO_ROW)
      continue;
    const struct view_function *function = &view->functions[view->ranks[row->function]];
    const struct profile_function *of = &view->profile->functions[row->function];
    site->name = function->name;
    site->file = function->role == ROLE_LIBRARY ? "<builtin>" : function->file;
    if (function->role != ROLE_LIBRARY)
      site->line = label_line(of->program, template_offset_of(of->key, row->word));
  }
  merge_sites(view);
  qsort(view->sites, view->site_count, sizeof *view->sites, by_bytes);
  return true;
}

// ---- Life

bool view_create(struct profile_view *view, struct vm *vm) {
  struct profile *profile = vm->profiler;
  *view =
      (struct profile_view){.profile = profile, .vm = vm, .has_times = !profile->is_deterministic};
  if (vm->profile != NULL) {
    profile_settle(profile);
    profile_measure(vm);
  }
  if (profile->sections & MICA_PROFILE_MEMORY)
    memory_census(vm);
  caches_count(&view->caches, vm);
  return add_opcodes(view) && add_functions(view) && add_nodes(view) && add_sites(view) &&
         tiers_add(view);
}

void view_free(struct profile_view *view) {
  for (uint32_t at = 0; view->functions != NULL && at < view->function_count; at++) {
    free(view->functions[at].name);
    free(view->functions[at].label);
  }
  free(view->functions);
  free(view->ranks);
  free(view->pairs);
  free(view->nodes);
  free(view->sites);
  tiers_free(view);
}

const char *cell_type_name(unsigned type) {
  static const char *const names[CELL_TYPE_COUNT] = {
      "nothing",
#define CELL(name, trace, description) description,
#define CELL_FINALIZED(name, trace, finalize, description) description,
#include "vm/core/cells.def"
#undef CELL
#undef CELL_FINALIZED
  };
  return names[type];
}
