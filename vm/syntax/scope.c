// Resolution. A declaration makes a `struct binding`; a use waits as a `struct reference`;
// scope_close brings them together and draws the conclusions that variables and captures carry.
#include "vm/syntax/scope.h"

#include <string.h>

struct capture {
  struct variable *variable;
  struct capture *next;
};

struct scope_link {
  struct scope *scope;
  struct scope_link *next;
};

void resolver_open(struct resolver *resolver, struct source *source) {
  *resolver = (struct resolver){.source = source};
}

void scope_open(struct resolver *resolver, struct scope_state *state, enum scope_kind kind,
                struct function_record *function, uint32_t start) {
  *state = (struct scope_state){
      .kind = kind,
      .start = start,
      .depth = resolver->scope == NULL ? 0 : resolver->scope->depth + 1,
      .outer = resolver->scope,
      .function = function,
      .first_reference = resolver->reference_count,
  };
  resolver->scope = state;
}

// ---- Declarations

// The declaration of a name in an open scope, or NULL.
static struct binding *find(const struct name *name, const struct scope_state *state) {
  struct binding *binding = name->binding;
  while (binding != NULL && binding->scope->depth > state->depth)
    binding = binding->outer;
  return binding != NULL && binding->scope == state ? binding : NULL;
}

// Those of scopes that have ended serve again: few are in use at a time.
static struct binding *binding_new(struct resolver *resolver) {
  struct binding *binding = resolver->unused_bindings;
  if (binding == NULL)
    return source_allocate_scratch(resolver->source, sizeof *binding);
  resolver->unused_bindings = binding->next;
  return binding;
}

// A binding without a variable yet, in its place among those of the same name.
static struct binding *add_binding(struct resolver *resolver, struct scope_state *state,
                                   struct name *name) {
  struct binding *binding = binding_new(resolver);
  struct binding **place = &name->binding;
  while (*place != NULL && (*place)->scope->depth > state->depth)
    place = &(*place)->outer;
  *binding =
      (struct binding){.name = name, .scope = state, .outer = *place, .certain_until = UINT32_MAX};
  *place = binding;
  if (state->last_binding == NULL)
    state->bindings = binding;
  else
    state->last_binding->next = binding;
  state->last_binding = binding;
  return binding;
}

static bool is_module_scope(const struct scope_state *state) {
  return state->kind == SCOPE_FUNCTION && state->function->function.parent == NULL;
}

static struct binding *add_variable(struct resolver *resolver, struct scope_state *state,
                                    enum variable_kind kind, struct name *name, uint32_t offset) {
  struct source *source = resolver->source;
  if (state->scope == NULL) {
    state->scope = source_allocate(source, sizeof *state->scope);
    state->scope->kind = state->kind;
    state->scope->function = &state->function->function;
  }
  struct variable *variable = source_allocate(source, sizeof *variable);
  variable->name = &name->string;
  variable->scope = state->scope;
  variable->offset = offset;
  variable->kind = (uint8_t)kind;
  variable->is_module_level = is_module_scope(state);
  state->scope->variable_count++;
  struct binding *binding = add_binding(resolver, state, name);
  binding->variable = variable;
  return binding;
}

static _Noreturn void fail_declared(struct resolver *resolver, uint32_t offset) {
  struct source *source = resolver->source;
  source_fail(source, offset, "'%.*s' has already been declared", source_name_bytes(source, offset),
              source->text + offset);
}

static bool is_function_wide(const struct scope_state *state) {
  return state->kind == SCOPE_FUNCTION || state->kind == SCOPE_BODY;
}

// What `var`, and at the top of a body a function declaration, may share a name with.
static bool may_share(const struct binding *binding) {
  enum variable_kind kind = binding->variable->kind;
  return kind == VARIABLE_VAR || kind == VARIABLE_FUNCTION || kind == VARIABLE_PARAMETER;
}

static struct binding *declare_function_wide(struct resolver *resolver, struct scope_state *state,
                                             enum variable_kind kind, struct name *name,
                                             uint32_t offset) {
  struct binding *binding = find(name, state);
  if (binding != NULL) {
    if (!may_share(binding))
      fail_declared(resolver, offset);
    if (kind == VARIABLE_FUNCTION)
      binding->variable->kind = VARIABLE_FUNCTION;
    return binding;
  }
  struct binding *parameter = state->kind == SCOPE_BODY ? find(name, state->outer) : NULL;
  binding = add_variable(resolver, state, kind, name, offset);
  if (kind == VARIABLE_VAR && parameter != NULL)
    binding->variable->parameter = parameter->variable;
  return binding;
}

// A `var` leaves a mark in each scope that it is hoisted through. Past a catch clause's parameter
// it may go (ECMA-262 B.3.4).
static struct binding *declare_var(struct resolver *resolver, struct name *name, uint32_t offset) {
  struct scope_state *state = resolver->scope;
  for (; !is_function_wide(state); state = state->outer) {
    struct binding *binding = find(name, state);
    if (binding == NULL)
      add_binding(resolver, state, name);
    else if (binding->variable != NULL && binding->variable->kind != VARIABLE_CATCH)
      fail_declared(resolver, offset);
  }
  return declare_function_wide(resolver, state, VARIABLE_VAR, name, offset);
}

struct binding *scope_declare(struct resolver *resolver, enum variable_kind kind, struct name *name,
                              uint32_t offset) {
  struct scope_state *state = resolver->scope;
  if (kind == VARIABLE_VAR)
    return declare_var(resolver, name, offset);
  if (kind == VARIABLE_FUNCTION && is_function_wide(state))
    return declare_function_wide(resolver, state, kind, name, offset);
  bool taken = find(name, state) != NULL;
  if (state->kind == SCOPE_BODY || state->kind == SCOPE_CATCH_BODY)
    taken |= find(name, state->outer) != NULL;
  if (taken)
    fail_declared(resolver, offset);
  return add_variable(resolver, state, kind, name, offset);
}

struct binding *scope_declare_hidden(struct resolver *resolver, struct scope_state *state,
                                     enum variable_kind kind, struct name *name, uint32_t offset) {
  return add_variable(resolver, state, kind, name, offset);
}

void scope_initialize(struct binding *binding, uint32_t at, bool in_loop) {
  binding->initialized_at = at;
  binding->initializers++;
  binding->initialized_in_loop = in_loop;
}

void scope_initialize_all(struct scope_state *state, uint32_t at) {
  for (struct binding *binding = state->bindings; binding; binding = binding->next)
    scope_initialize(binding, at, false);
}

void scope_end_clause(struct resolver *resolver, uint32_t at) {
  for (struct binding *binding = resolver->scope->bindings; binding; binding = binding->next)
    if (binding->certain_until == UINT32_MAX && binding->initialized_at > 0)
      binding->certain_until = at;
}

void reference_add(struct resolver *resolver, struct node_identifier *node,
                   struct function_record *function, enum access access) {
  if (resolver->reference_count == resolver->reference_capacity)
    resolver->references = source_grow(resolver->source, resolver->references,
                                       &resolver->reference_capacity, sizeof *resolver->references);
  resolver->references[resolver->reference_count++] =
      (struct reference){.node = node, .function = function, .access = (uint8_t)access};
  resolver->mentions_arguments |= name_is((const struct name *)node->name, "arguments");
}

// They lie in the order of the text. Mostly the last one is asked for.
struct reference *reference_at(struct resolver *resolver, const struct node_identifier *node) {
  struct reference *last = &resolver->references[resolver->reference_count - 1];
  if (last->node == node)
    return last;
  uint32_t low = 0, high = resolver->reference_count;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (resolver->references[middle].node->node.offset < node->node.offset)
      low = middle + 1;
    else
      high = middle;
  }
  return &resolver->references[low];
}

bool scope_mentions_arguments(const struct resolver *resolver) {
  if (!resolver->mentions_arguments)
    return false;
  for (uint32_t at = resolver->scope->first_reference; at < resolver->reference_count; at++)
    if (name_is((const struct name *)resolver->references[at].node->name, "arguments"))
      return true;
  return false;
}

void reference_drop(struct resolver *resolver, const struct scope_state *state,
                    const struct name *name) {
  uint32_t kept = state->first_reference;
  for (uint32_t at = kept; at < resolver->reference_count; at++)
    if (resolver->references[at].node->name != &name->string)
      resolver->references[kept++] = resolver->references[at];
  resolver->reference_count = kept;
}

void scope_adopt(struct function_record *from, struct scope_link *mark,
                 struct function_record *adopter) {
  while (from->scopes != mark) {
    struct scope_link *link = from->scopes;
    from->scopes = link->next;
    from->variable_count -= link->scope->variable_count;
    link->scope->function = &adopter->function;
    link->next = adopter->scopes;
    adopter->scopes = link;
    adopter->variable_count += link->scope->variable_count;
  }
}

// ---- Resolution

static struct function_record *record_of(struct syntax_function *function) {
  return (struct function_record *)function;
}

static void add_bound(struct resolver *resolver, struct binding *binding,
                      const struct reference *reference) {
  if (resolver->bound_count == resolver->bound_capacity)
    resolver->bound = source_grow(resolver->source, resolver->bound, &resolver->bound_capacity,
                                  sizeof *resolver->bound);
  struct reference *bound = &resolver->bound[resolver->bound_count++];
  *bound = *reference;
  bound->next = binding->first_use;
  binding->first_use = resolver->bound_count;
}

// Moves the uses of the scope's variables from the stack to the lists of their bindings.
static void bind_uses(struct resolver *resolver, const struct scope_state *state) {
  uint32_t kept = state->first_reference;
  resolver->bound_count = 0;
  for (uint32_t at = kept; at < resolver->reference_count; at++) {
    struct reference *reference = &resolver->references[at];
    struct binding *binding = ((const struct name *)reference->node->name)->binding;
    if (binding != NULL && binding->scope == state && binding->variable != NULL)
      add_bound(resolver, binding, reference);
    else
      resolver->references[kept++] = *reference;
  }
  resolver->reference_count = kept;
}

static void add_capture(struct resolver *resolver, struct function_record *record,
                        struct variable *variable) {
  if (record->captured_last == variable)
    return;
  struct capture *capture = source_allocate_scratch(resolver->source, sizeof *capture);
  capture->variable = variable;
  if (record->captures_end == NULL)
    record->captures_end = &record->captures;
  *record->captures_end = capture;
  record->captures_end = &capture->next;
  record->captured_last = variable;
  record->capture_count++;
}

// The function directly inside `owner` that a use inside it stands in; NULL for one in `owner`
// itself.
static struct function_record *function_inside(const struct reference *use,
                                               const struct function_record *owner) {
  struct function_record *inside = NULL;
  for (struct function_record *at = use->function; at != owner; at = record_of(at->function.parent))
    inside = at;
  return inside;
}

// Where the scope's function declarations are first mentioned by anything but themselves: before
// that, none of them can have run.
static uint32_t first_mention(struct resolver *resolver, const struct scope_state *state) {
  uint32_t first = UINT32_MAX;
  for (const struct binding *binding = state->bindings; binding; binding = binding->next) {
    if (binding->variable == NULL || binding->variable->kind != VARIABLE_FUNCTION)
      continue;
    for (uint32_t at = binding->first_use; at != 0; at = resolver->bound[at - 1].next) {
      const struct reference *use = &resolver->bound[at - 1];
      const struct function_record *inside = function_inside(use, state->function);
      bool by_themselves = inside != NULL && inside->hoisted_in == state;
      if (!by_themselves && use->node->node.offset < first)
        first = use->node->node.offset;
    }
  }
  return first;
}

static bool is_certain(const struct binding *binding, uint32_t at) {
  return at >= binding->initialized_at && at < binding->certain_until;
}

static bool has_dead_zone(const struct variable *variable) {
  return variable->kind == VARIABLE_LET || variable->kind == VARIABLE_CONST ||
         variable->kind == VARIABLE_PARAMETER;
}

static bool within(uint32_t at, uint32_t start, uint32_t end) { return at >= start && at < end; }

// What the uses of one variable say about it.
struct summary {
  bool assigned;           // at all
  bool assigned_elsewhere; // than in a `for`'s update
  bool captured_uncertain; // where the initializer has perhaps not run
  bool captured_elsewhere; // than by functions in a `for`'s body
};

static bool assigns(const struct binding *binding, const struct reference *use) {
  enum variable_kind kind = binding->variable->kind;
  if (kind == VARIABLE_CONST || kind == VARIABLE_SELF_NAME)
    return false; // an attempt throws
  return use->access == ACCESS_WRITE || (use->access == ACCESS_INITIALIZE && kind != VARIABLE_VAR);
}

static void resolve_use(struct resolver *resolver, const struct binding *binding,
                        const struct reference *use, uint32_t mention, struct summary *summary) {
  struct scope_state *state = binding->scope;
  struct variable *variable = binding->variable;
  uint32_t offset = use->node->node.offset;
  struct function_record *inside = function_inside(use, state->function);
  use->node->variable = variable;
  if (offset < binding->initialized_at)
    state->has_early_use = true;
  if (assigns(binding, use)) {
    summary->assigned = true;
    if (inside != NULL || !within(offset, state->update_start, state->update_end))
      summary->assigned_elsewhere = true;
  }
  bool certain = is_certain(binding, inside == NULL ? offset : inside->created_at);
  if (inside != NULL) {
    variable->is_captured = true;
    summary->captured_uncertain |= !certain;
    if (!within(inside->created_at, state->body_start, state->body_end))
      summary->captured_elsewhere = true;
    if (!variable->is_module_level)
      for (struct function_record *at = use->function; at != state->function;
           at = record_of(at->function.parent))
        add_capture(resolver, at, variable);
    if (inside == binding->closure) // cannot run before it is stored
      certain = true;
    if (inside->element_of != NULL &&
        (inside->element_of == state || inside->element_of->outer == state))
      certain = true;
    if (inside->hoisted_in == state && state->kind != SCOPE_SWITCH &&
        mention >= binding->initialized_at)
      certain = true;
  }
  if (has_dead_zone(variable) && !certain) {
    use->node->needs_check = true;
    variable->is_checked = true;
  }
}

static void resolve_variable(struct resolver *resolver, const struct binding *binding,
                             uint32_t mention) {
  struct variable *variable = binding->variable;
  struct summary summary = {0};
  for (uint32_t at = binding->first_use; at != 0; at = resolver->bound[at - 1].next)
    resolve_use(resolver, binding, &resolver->bound[at - 1], mention, &summary);
  if (variable->kind == VARIABLE_VAR && binding->initializers > 1)
    summary.assigned = summary.assigned_elsewhere = true;
  if (variable->kind == VARIABLE_VAR && binding->initialized_in_loop)
    summary.captured_uncertain = true;
  variable->is_assigned = summary.assigned;
  variable->is_captured_by_value =
      variable->is_captured && variable->kind != VARIABLE_FUNCTION && !summary.captured_uncertain &&
      (!summary.assigned || (!summary.assigned_elsewhere && !summary.captured_elsewhere));
  if (variable->is_captured)
    variable->scope->has_captured = true;
}

static void list_variables(struct resolver *resolver, struct scope_state *state) {
  struct scope *scope = state->scope;
  scope->variables =
      source_allocate(resolver->source, scope->variable_count * sizeof *scope->variables);
  uint32_t count = 0;
  for (struct binding *binding = state->bindings; binding; binding = binding->next) {
    if (binding->variable == NULL)
      continue;
    scope->variables[count++] = binding->variable;
    scope->hoisted_count += binding->variable->function != NULL;
  }
  scope->hoisted = source_allocate(resolver->source, scope->hoisted_count * sizeof *scope->hoisted);
  uint32_t hoisted = 0;
  for (uint32_t at = 0; at < count; at++)
    if (scope->variables[at]->function != NULL)
      scope->hoisted[hoisted++] = scope->variables[at]->function;
  struct scope_link *link = source_allocate_scratch(resolver->source, sizeof *link);
  *link = (struct scope_link){scope, state->function->scopes};
  state->function->scopes = link;
  state->function->variable_count += count;
}

struct scope *scope_close(struct resolver *resolver) {
  struct scope_state *state = resolver->scope;
  if (state->scope != NULL) {
    bind_uses(resolver, state);
    uint32_t mention = first_mention(resolver, state);
    for (const struct binding *binding = state->bindings; binding; binding = binding->next)
      if (binding->variable != NULL)
        resolve_variable(resolver, binding, mention);
    list_variables(resolver, state);
  }
  for (const struct binding *binding = state->bindings; binding; binding = binding->next)
    binding->name->binding = binding->outer;
  if (state->last_binding != NULL) {
    state->last_binding->next = resolver->unused_bindings;
    resolver->unused_bindings = state->bindings;
  }
  resolver->scope = state->outer;
  return state->scope;
}

// ---- Ends

// Rows of the library's table: (object, name).
static const struct {
  const char *object, *name;
} unsupported[] = {
#define UNSUPPORTED(object, name) {#object, name},
#include "vm/library/unsupported.def"
#undef UNSUPPORTED
};

static void check_free_name(struct resolver *resolver, struct name *name, uint32_t offset) {
  if (name->string.length > 1 && syntax_string_unit(&name->string, 0) == '#')
    source_fail(resolver->source, offset, "'#%.*s' is declared by no class around this place",
                source_name_bytes(resolver->source, offset + 1),
                resolver->source->text + offset + 1);
  if (name_is(name, "arguments"))
    source_refuse(resolver->source, offset, FEATURE_ARGUMENTS);
  if (name_is(name, "eval"))
    source_refuse(resolver->source, offset, FEATURE_EVAL);
  for (size_t at = 0; at < sizeof unsupported / sizeof *unsupported; at++)
    if (name_is(name, unsupported[at].name) && strcmp(unsupported[at].object, "global") == 0)
      source_refuse_name(resolver->source, offset, unsupported[at].name);
  name->is_allowed_global = true;
}

void resolver_check_free_names(struct resolver *resolver) {
  for (uint32_t at = 0; at < resolver->reference_count; at++) {
    const struct node_identifier *node = resolver->references[at].node;
    struct name *name = (struct name *)node->name;
    if (!name->is_allowed_global)
      check_free_name(resolver, name, node->node.offset);
  }
}

void function_list_variables(struct resolver *resolver, struct function_record *record) {
  struct syntax_function *function = &record->function;
  function->variables =
      source_allocate(resolver->source, record->variable_count * sizeof *function->variables);
  for (const struct scope_link *link = record->scopes; link != NULL; link = link->next)
    for (uint32_t at = 0; at < link->scope->variable_count; at++) {
      struct variable *variable = link->scope->variables[at];
      variable->index = function->variable_count;
      function->variables[function->variable_count++] = variable;
    }
}

void function_list_captures(struct resolver *resolver, struct function_record *record) {
  struct syntax_function *function = &record->function;
  function->captures =
      source_allocate(resolver->source, record->capture_count * sizeof *function->captures);
  for (const struct capture *capture = record->captures; capture != NULL; capture = capture->next)
    function->captures[function->capture_count++] = capture->variable;
}
