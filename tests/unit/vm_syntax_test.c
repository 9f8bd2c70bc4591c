// The front end of Mica: shapes of trees, places and texts of errors, what is refused, what scope
// resolution concludes, and that no input, however cut, does worse than fail.

// cmocka.h wants these before it
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "vm/syntax/ast.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct syntax_tree *parse(const char *source) {
  struct syntax_tree *tree;
  mica_error error;
  if (!syntax_parse(source, strlen(source), "test.js", &tree, &error))
    fail_msg("%s\n%u:%u: %s\n%s", source, error.line, error.column, error.message, error.excerpt);
  return tree;
}

static bool equals(const struct syntax_string *string, const char *text) {
  if (string->length != strlen(text))
    return false;
  for (uint32_t at = 0; at < string->length; at++)
    if (syntax_string_unit(string, at) != (unsigned char)text[at])
      return false;
  return true;
}

// ---- Trees as text: (kind field field ...), lists in brackets, absent children as `-`

static void write_node(FILE *out, const struct node *node);

static void write_units(FILE *out, const struct syntax_string *string) {
  for (uint32_t at = 0; string != NULL && at < string->length; at++) {
    uint16_t unit = syntax_string_unit(string, at);
    fprintf(out, unit >= ' ' && unit < 0x7F ? "%c" : "\\u%04X", unit);
  }
}

static void write_list(FILE *out, const struct node_list *list) {
  fputc('[', out);
  for (uint32_t at = 0; at < list->count; at++) {
    if (at > 0)
      fputc(' ', out);
    write_node(out, list->items[at]);
  }
  fputc(']', out);
}

static void write_scope(FILE *out, const struct scope *scope) {
  fputc('{', out);
  for (uint32_t at = 0; at < scope->variable_count; at++) {
    fputs(at > 0 ? " " : "", out);
    write_units(out, scope->variables[at]->name);
  }
  fputc('}', out);
}

static void write_function(FILE *out, const struct syntax_function *function) {
  fputs(function->is_arrow ? " arrow '" : function->is_method ? " method '" : " '", out);
  write_units(out, function->name);
  fputs("' ", out);
  write_list(out, &function->parameters);
  fputc(' ', out);
  if (function->has_expression_body)
    write_node(out, function->body);
  else
    write_list(out, &function->statements);
}

#define CHILD(field)                                                                               \
  fputc(' ', out);                                                                                 \
  write_node(out, it->field);
#define LIST(field)                                                                                \
  fputc(' ', out);                                                                                 \
  write_list(out, &it->field);
#define STRING(field)                                                                              \
  fputs(it->field == NULL ? " -" : " '", out);                                                     \
  write_units(out, it->field);                                                                     \
  fputs(it->field == NULL ? "" : "'", out);
#define STRINGS(field)                                                                             \
  for (uint32_t at = 0; at < it->field.count; at++) {                                              \
    fputs(" '", out);                                                                              \
    write_units(out, it->field.items[at]);                                                         \
    fputc('\'', out);                                                                              \
  }
#define NUMBER(field) fprintf(out, " %.17g", it->field);
#define FLAG(field) fputs(it->field ? " " #field : "", out);
#define TOKEN(field) fprintf(out, " %s", token_text(it->field));
#define VARIABLE(field)
#define SCOPE(field)                                                                               \
  if (it->field != NULL) {                                                                         \
    fputc(' ', out);                                                                               \
    write_scope(out, it->field);                                                                   \
  }
#define FUNCTION(field) write_function(out, it->field);
#define DECLARES(field)                                                                            \
  fputs(it->field == VARIABLE_VAR ? " var" : it->field == VARIABLE_LET ? " let" : " const", out);
#define TARGET(field) fprintf(out, " %s@%u", node_name(it->field->kind), it->field->offset);
#define NODE(KIND, name, ...)                                                                      \
  static void write_node_##name(FILE *out, const struct node *node) {                              \
    const struct node_##name *it = node_as_##name(node);                                           \
    fprintf(out, "(%s", node_name(it->node.kind));                                                 \
    __VA_ARGS__                                                                                    \
    fputc(')', out);                                                                               \
  }
#include "vm/syntax/nodes.def"

static void (*const writers[])(FILE *, const struct node *) = {
#define NODE(KIND, name, ...) write_node_##name,
#include "vm/syntax/nodes.def"
};

// Names, numbers and expression statements are written without their kinds.
static void write_node(FILE *out, const struct node *node) {
  if (node == NULL) {
    fputc('-', out);
  } else if (node->kind == NODE_IDENTIFIER) {
    write_units(out, node_as_identifier(node)->name);
    fputs(node_as_identifier(node)->needs_check ? "!" : "", out);
  } else if (node->kind == NODE_NUMBER) {
    fprintf(out, "%.17g", node_as_number(node)->value);
  } else if (node->kind == NODE_EXPRESSION_STATEMENT) {
    write_node(out, node_as_expression_statement(node)->expression);
  } else {
    writers[node->kind](out, node);
  }
}

// The module's statements as text, to be freed.
static char *dump(const char *source) {
  struct syntax_tree *tree = parse(source);
  char *text;
  size_t size;
  FILE *out = open_memstream(&text, &size);
  const struct node_list *statements = &tree->module->statements;
  for (uint32_t at = 0; at < statements->count; at++) {
    fputs(at > 0 ? " " : "", out);
    write_node(out, statements->items[at]);
  }
  fclose(out);
  syntax_free(tree);
  return text;
}

struct shape {
  const char *source, *tree;
};

static void assert_shapes(const struct shape *shapes, size_t count) {
  for (size_t at = 0; at < count; at++) {
    char *text = dump(shapes[at].source);
    if (strcmp(text, shapes[at].tree) != 0)
      fail_msg("%s\n   is: %s\n  not: %s", shapes[at].source, text, shapes[at].tree);
    free(text);
  }
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const struct shape operator_shapes[] = {
    {"a + b * c", "(binary + a (binary * b c))"},
    {"a - b - c", "(binary - (binary - a b) c)"},
    {"a ** b ** c", "(binary ** a (binary ** b c))"},
    {"(-a) ** 2; -(a ** 2)", "(binary ** (unary - a) 2) (unary - (binary ** a 2))"},
    {"a || b && c | d ^ e & f",
     "(logical || a (logical && b (binary | c (binary ^ d (binary & e f)))))"},
    {"a == b < c << d + e", "(binary == a (binary < b (binary << c (binary + d e))))"},
    {"a >>> b >> c; a in b instanceof c",
     "(binary >> (binary >>> a b) c) (binary instanceof (binary in a b) c)"},
    {"a ?? b ?? c; (a ?? b) || c",
     "(logical ?? (logical ?? a b) c) (logical || (logical ?? a b) c)"},
    {"a ? b : c ? d : e", "(conditional a b (conditional c d e))"},
    {"a ?.5 : 1", "(conditional a 0.5 1)"},
    {"a = b = c", "(assign a (assign b c))"},
    {"a += 1; b.c **= 2; d[e] >>>= 3",
     "(compound_assign + a 1) (compound_assign ** (member b 'c' -) 2) "
     "(compound_assign >>> (index d e) 3)"},
    {"a ?\?= 1; a &&= 2; a ||= 3",
     "(logical_assign ?? a 1) (logical_assign && a 2) (logical_assign || a 3)"},
    {"a, b, c", "(sequence [a b c])"},
    {"!~+-typeof void a", "(unary ! (unary ~ (unary + (unary - (unary typeof (unary void a))))))"},
    {"++a; --a.b; a++; (a)--",
     "(update ++ is_prefix a) (update -- is_prefix (member a 'b' -)) (update ++ a) (update -- a)"},
    {"delete a.b; delete a?.[0]; delete f()",
     "(delete (member a 'b' -)) (delete (chain (index a 0 is_optional))) (delete (call f []))"},
    {"a\n++b", "a (update ++ is_prefix b)"},
};

static void operators_bind_by_their_precedence(void **state) {
  (void)state;
  assert_shapes(operator_shapes, COUNT(operator_shapes));
}

static const struct shape reference_shapes[] = {
    {"a.b.c", "(member (member a 'b' -) 'c' -)"},
    {"a.if.class", "(member (member a 'if' -) 'class' -)"},
    {"a[b, c]", "(index a (sequence [b c]))"},
    {"f(a, b,)(c)", "(call (call f [a b]) [c])"},
    {"new A; new A.B(1).c; new (f())()",
     "(new A []) (member (new (member A 'B' -) [1]) 'c' -) (new (call f []) [])"},
    {"new new A(1)(2)", "(new (new A [1]) [2])"},
    {"a?.b.c(1)?.[d]?.(e)", "(chain (call (index (call (member (member a 'b' - is_optional) 'c' -) "
                            "[1]) d is_optional) [e] "
                            "is_optional))"},
    {"(a?.b).c; (a?.b)()", "(member (chain (member a 'b' - is_optional)) 'c' -) "
                           "(call (chain (member a 'b' - is_optional)) [])"},
};

static void members_and_calls_nest_to_the_left(void **state) {
  (void)state;
  assert_shapes(reference_shapes, COUNT(reference_shapes));
}

static const struct shape literal_shapes[] = {
    {"[a, , 1, ]; [,]; []", "(array [a - 1]) (array [-]) (array [])"},
    {"x = {a: 1, b, 'c d': 2, 0x10: 3, if: 4}",
     "(assign x (object - [(property 'a' - 1 -) (property 'b' - b -) (property 'c d' - 2 -) "
     "(property '16' 16 3 -) (property 'if' - 4 -)]))"},
    {"x = {[a]: 1, 1.5: 2, 1e21: 3, 9007199254740991: 4}",
     "(assign x (object - [(property - a 1 -) (property - 1.5 2 -) (property - 1e+21 3 -) "
     "(property '9007199254740991' 9007199254740991 4 -)]))"},
    {"x = {get: 1, set, async() {}, get() {}, __proto__() {}}",
     "(assign x (object - [(property 'get' - 1 -) (property 'set' - set -) "
     "(property 'async' - (function method 'async' [] []) - is_method) "
     "(property 'get' - (function method 'get' [] []) - is_method) "
     "(property '__proto__' - (function method '__proto__' [] []) - is_method)]))"},
    {"`a`; `a${b}c${`d${e}`}`", "(string 'a') (template 'a' 'c' '' [b (template 'd' '' [e])])"},
    {"`a\r\nb\\\nc`", "(string 'a\\u000Abc')"},
    {"'\\x41\\u0042\\u{43}\\0\\b\\'\\q\\\n'", "(string 'ABC\\u0000\\u0008'q')"},
    {"true; false; null; this", "(true) (false) (null) (this -)"},
};

static void literals_hold_their_values(void **state) {
  (void)state;
  assert_shapes(literal_shapes, COUNT(literal_shapes));
}

static const struct shape pattern_shapes[] = {
    {"let [a, , b = 1, ...[c]] = d",
     "(declaration let [(declarator (array_pattern [(element - - a -) - (element - - b 1) "
     "(element - - (array_pattern [(element - - c -)]) - is_rest)]) d)])"},
    {"const {a, b: c = 1, [d]: {e}, 1.5: f, ...g} = h",
     "(declaration const [(declarator (object_pattern [(element 'a' - a -) (element 'b' - c 1) "
     "(element - d (object_pattern [(element 'e' - e -)]) -) (element - 1.5 f -) "
     "(element - - g - is_rest)]) h)])"},
    {"[a.b, c[d] = 1, (e), ...f] = g",
     "(assign (array_pattern [(element - - (member a 'b' -) -) (element - - (index c d) 1) "
     "(element - - e -) (element - - f - is_rest)]) g)"},
    {"({a, b: c = 1, d = () => 2, ...e.f} = g)",
     "(assign (object_pattern [(element 'a' - a -) (element 'b' - c 1) "
     "(element 'd' - d (function arrow 'd' [] 2)) (element - - (member e 'f' -) - is_rest)]) g)"},
    {"[[a] = b, {c = 1} = d] = e",
     "(assign (array_pattern [(element - - (array_pattern [(element - - a -)]) b) "
     "(element - - (object_pattern [(element 'c' - c 1)]) d)]) e)"},
    {"[...a, ]; x = {...b, }; f(...c, d); new G(...h)",
     "(array [(spread a)] spread_comma) (assign x (object - [(spread b)] spread_comma)) "
     "(call f [(spread c) d]) (new G [(spread h)])"},
    {"function f({a}, [b] = c, ...d) {}",
     "(function_declaration 'f' [(parameter (object_pattern [(element 'a' - a -)]) -) "
     "(parameter (array_pattern [(element - - b -)]) c) (parameter d - is_rest)] [])"},
    {"({a = 1}, [b] = c, ...[d]) => a; (...a) => a",
     "(function arrow '' [(parameter (object_pattern [(element 'a' - a 1)]) -) "
     "(parameter (array_pattern [(element - - b -)]) c) "
     "(parameter (array_pattern [(element - - d -)]) - is_rest)] a) "
     "(function arrow '' [(parameter a - is_rest)] a)"},
    {"for (const [a] of b) ; for ({a = 1} of b) ; for (var {a} in b) ;",
     "(for_of {a} (declaration const [(declarator (array_pattern [(element - - a -)]) -)]) b "
     "(empty)) (for_of (object_pattern [(element 'a' - a 1)]) b (empty)) "
     "(for_of (declaration var [(declarator (object_pattern [(element 'a' - a -)]) -)]) b "
     "(empty) enumerates)"},
    {"try {} catch ({a}) { let b }",
     "(try (block []) (catch {a} (object_pattern [(element 'a' - a -)]) "
     "(block {b} [(declaration let [(declarator b -)])])) -)"},
};

static void literals_become_patterns_where_something_is_assigned(void **state) {
  (void)state;
  assert_shapes(pattern_shapes, COUNT(pattern_shapes));
}

static const struct shape statement_shapes[] = {
    {"let a = 1, b; const c = a; var d",
     "(declaration let [(declarator a 1) (declarator b -)]) "
     "(declaration const [(declarator c a)]) (declaration var [(declarator d -)])"},
    {"if (a) b; else if (c) d; else {}", "(if a b (if c d (block [])))"},
    {"while (a) ; do b; while (c) d", "(while a (empty)) (do_while b c) d"},
    {"for (let i = 0; i < 9; i++) f(i)",
     "(for {i} (declaration let [(declarator i 0)]) (binary < i 9) (update ++ i) (call f [i]))"},
    {"for (;;) break", "(for - - - (break for@0))"},
    {"for (a = (b in c); ;) ;", "(for (assign a (binary in b c)) - - (empty))"},
    {"for (const x of y) x; for (var z of y) ; for (a.b of y) ;",
     "(for_of {x} (declaration const [(declarator x -)]) y x) "
     "(for_of (declaration var [(declarator z -)]) y (empty)) "
     "(for_of (member a 'b' -) y (empty))"},
    {"for (of of of) ; for (let of of of) ;",
     "(for_of of of (empty)) (for_of {of} (declaration let [(declarator of -)]) of! (empty) "
     "iterable_sees_scope)"},
    {"a: { break a; }", "(labeled 'a' (block [(break labeled@0)]))"},
    {"a: b: for (;;) { for (;;) { continue a; continue; break b; } }",
     "(labeled 'a' (labeled 'b' (for - - - (block [(for - - - (block [(continue for@6) "
     "(continue for@17) (break for@6)]))]))))"},
    {"for (;;) switch (a) { case 1: break; default: continue; case f: }",
     "(for - - - (switch a [(case 1 [(break switch@9)]) (case - [(continue for@0)]) (case f "
     "[])]))"},
    {"switch (a) { case 1: let x; function g() {} }",
     "(switch a {x g} [(case 1 [(declaration let [(declarator x -)]) (function_declaration 'g' [] "
     "[])])])"},
    {"try { a } catch (e) { let b } finally { c }",
     "(try (block [a]) (catch {e b} e (block [(declaration let [(declarator b -)])])) (block "
     "[c]))"},
    {"try { } catch { }", "(try (block []) (catch - (block [])) -)"},
    {"return\na", "(return -) a"},
    {"return a", "(return a)"},
    {"throw a; debugger; ;", "(throw a) (empty) (empty)"},
    {"a\n/* x\n */ b // c\nd", "a b d"},
    {"{ let x; var y }", "(block {x} [(declaration let [(declarator x -)]) (declaration var "
                         "[(declarator y -)])])"},
    {"#!/usr/bin/env mica\na", "a"},
    {"\xEF\xBB\xBF#!x\na", "a"},
    {"", ""},
};

static void statements_end_where_the_grammar_says(void **state) {
  (void)state;
  assert_shapes(statement_shapes, COUNT(statement_shapes));
}

static const struct shape function_shapes[] = {
    {"function f(a, b = a) { return b }",
     "(function_declaration 'f' [(parameter a -) (parameter b a)] [(return b)])"},
    {"x => x; (a, b) => { a }; () => ({})",
     "(function arrow '' [(parameter x -)] x) "
     "(function arrow '' [(parameter a -) (parameter b -)] [a]) "
     "(function arrow '' [] (object - []))"},
    {"(a = 1, b = (c) => a) => b",
     "(function arrow '' [(parameter a 1) (parameter b (function arrow 'b' [(parameter c -)] a))] "
     "b)"},
    {"(a, b); ((a)); (a, (b) => c)",
     "(sequence [a b]) a (sequence [a (function arrow '' [(parameter b -)] c)])"},
    {"a => b => c\n(d)", "(function arrow '' [(parameter a -)] (function arrow '' "
                         "[(parameter b -)] (call c [d])))"},
    {"() => {}\n(a)", "(function arrow '' [] []) a"},
    {"a = b ? (c) : d => e",
     "(assign a (conditional b c (function arrow '' [(parameter d -)] e)))"},
    {"let f = () => 1, g = (function () {}), h = (0, () => 2)",
     "(declaration let [(declarator f (function arrow 'f' [] 1)) (declarator g (function 'g' [] "
     "[])) (declarator h (sequence [0 (function arrow '' [] 2)]))])"},
    {"a = () => 1; (b) = () => 2; c.d = () => 3; e ?\?= () => 4; f += () => 5",
     "(assign a (function arrow 'a' [] 1)) (assign b (function arrow '' [] 2)) "
     "(assign (member c 'd' -) (function arrow '' [] 3)) "
     "(logical_assign ?? e (function arrow 'e' [] 4)) "
     "(compound_assign + f (function arrow '' [] 5))"},
    {"x = {a: () => 1, [b]: () => 2, [c]() {}, d: function e() {}}",
     "(assign x (object - [(property 'a' - (function arrow 'a' [] 1) -) "
     "(property - b (function arrow '' [] 2) - names_value) "
     "(property - c (function method '' [] []) - is_method names_value) "
     "(property 'd' - (function 'e' [] []) -)]))"},
};

static void functions_and_arrows_are_told_apart_and_named(void **state) {
  (void)state;
  assert_shapes(function_shapes, COUNT(function_shapes));
}

// ---- Numbers and strings

static double number(const char *source) {
  struct syntax_tree *tree = parse(source);
  const struct node *statement = tree->module->statements.items[0];
  const struct node *node = node_as_expression_statement(statement)->expression;
  assert_int_equal(node->kind, NODE_NUMBER);
  double value = node_as_number(node)->value;
  syntax_free(tree);
  return value;
}

static void numbers_are_read_exactly(void **state) {
  (void)state;
  const struct {
    const char *source;
    double value;
  } cases[] = {
      {"0", 0},
      {"1_000_000", 1e6},
      {".5", 0.5},
      {"5.", 5},
      {"1.5e-3", 1.5e-3},
      {"1e1_0", 1e10},
      {"123456789012345678", 123456789012345678.0},
      {"9007199254740993", 9007199254740992.0},
      {"0.1", 0.1},
      {"2.2250738585072011e-308", 2.2250738585072011e-308},
      {"5e-324", 5e-324},
      {"1.7976931348623157e308", 1.7976931348623157e308},
      {"1e400", INFINITY},
      {"0x1F_fF", 0x1FFF},
      {"0xFFFFFFFFFFFFFFFF", 18446744073709551616.0},
      {"0x20000000000001", 9007199254740992.0}, // half-way, to even
      {"0x20000000000003", 9007199254740996.0},
      {"0x100000000000008000000000000000001", 0x1.0000000000001p128}, // just above half-way
      {"0o17", 15},
      {"0B101", 5},
  };
  for (size_t at = 0; at < COUNT(cases); at++)
    if (number(cases[at].source) != cases[at].value)
      fail_msg("%s is %.17g", cases[at].source, number(cases[at].source));
}

static void equal_strings_are_one_string(void **state) {
  (void)state;
  struct syntax_tree *tree =
      parse("x = 'caf\\xE9'; y = \"caf\xC3\xA9\"; z = `caf\\u{e9}`; caf\xC3\xA9");
  uint32_t found = 0;
  for (uint32_t at = 0; at < tree->string_count; at++) {
    assert_int_equal(tree->strings[at]->index, at);
    if (equals(tree->strings[at], "caf\xE9")) {
      assert_false(tree->strings[at]->two_byte);
      found++;
    }
  }
  assert_int_equal(found, 1);
  syntax_free(tree);
}

static void wide_strings_are_held_as_utf16(void **state) {
  (void)state;
  struct syntax_tree *tree = parse("'a\xE2\x82\xAC\xF0\x9F\x98\x80\\uD800'");
  const struct node *statement = tree->module->statements.items[0];
  const struct syntax_string *string =
      node_as_string(node_as_expression_statement(statement)->expression)->value;
  const uint16_t units[] = {'a', 0x20AC, 0xD83D, 0xDE00, 0xD800};
  assert_true(string->two_byte);
  assert_int_equal(string->length, COUNT(units));
  assert_memory_equal(string->units, units, sizeof units);
  syntax_free(tree);
}

static void names_may_hold_escapes_and_letters_of_any_script(void **state) {
  (void)state;
  const struct shape shapes[] = {
      {"\\u0061b; a\\u{62}", "ab ab"},
      {"\xCF\x80 + \xE5\x90\x8D", "(binary + \\u03C0 \\u540D)"},
      {"a\xCC\x81", "a\\u0301"},
      {"a.\\u0069f", "(member a 'if' -)"},
      {"\xF0\x9D\x92\x9C", "\\uD835\\uDC9C"},
      {"a\xC2\xA0+\xE2\x80\xA8"
       "b",
       "(binary + a b)"},
  };
  assert_shapes(shapes, COUNT(shapes));
}

// ---- Errors

struct mistake {
  const char *source;
  unsigned line, column;
  const char *message; // behind "syntax error: " or "unsupported: "
};

static void assert_mistakes(const struct mistake *mistakes, size_t count, mica_status status) {
  const char *prefix = status == MICA_ERROR_SYNTAX ? "syntax error: " : "unsupported: ";
  for (size_t at = 0; at < count; at++) {
    const struct mistake *mistake = &mistakes[at];
    struct syntax_tree *tree;
    mica_error error;
    if (syntax_parse(mistake->source, strlen(mistake->source), "test.js", &tree, &error))
      fail_msg("accepted: %s", mistake->source);
    assert_null(tree);
    char expected[256];
    snprintf(expected, sizeof expected, "%s%s", prefix, mistake->message);
    if (error.status != status || strcmp(error.message, expected) != 0 ||
        error.line != mistake->line || error.column != mistake->column)
      fail_msg("%s\n   is: %u:%u: %s\n  not: %u:%u: %s", mistake->source, error.line, error.column,
               error.message, mistake->line, mistake->column, expected);
  }
}

static const struct mistake token_mistakes[] = {
    {"a b", 1, 3, "unexpected 'b'"},
    {"a +", 1, 4, "unexpected end of input"},
    {"f(a", 1, 4, "expected ',', found end of input"},
    {"(a", 1, 3, "expected ')', found end of input"},
    {"let x = 1;\nlet y = ;\n", 2, 9, "unexpected ';'"},
    {"\"a", 1, 1, "unterminated string"},
    {"'a\n'", 1, 1, "unterminated string"},
    {"`a${b", 1, 6, "expected '}', found end of input"},
    {"`a\n", 1, 1, "unterminated template"},
    {"a; /* b\n", 1, 4, "unterminated comment"},
    {"a # b", 1, 3, "unexpected character '#'"},
    {"a \xE2\x82\xAC", 1, 3, "unexpected character U+20AC"},
    {"'\xFF'", 1, 2, "the source is not well-formed UTF-8"},
    {"010", 1, 1, "a decimal number does not begin with 0 and a digit (octal: 0o17)"},
    {"08", 1, 1, "a decimal number does not begin with 0 and a digit (octal: 0o17)"},
    {"'\\01'", 1, 2, "octal escapes do not exist in strict code"},
    {"'\\8'", 1, 2, "octal escapes do not exist in strict code"},
    {"1__0", 1, 2, "a numeric separator stands between two digits"},
    {"1_", 1, 2, "a numeric separator stands between two digits"},
    {"0x", 1, 3, "digits are missing"},
    {"1e+", 1, 4, "digits of the exponent are missing"},
    {"3in x", 1, 2, "a number is followed by a name or digit"},
    {"0b12", 1, 4, "a number is followed by a name or digit"},
    {"'\\u{110000}'", 1, 10, "an escape is \\uXXXX or \\u{X}, up to 10FFFF"},
    {"'\\xG'", 1, 4, "an escape is \\xXX"},
    {"l\\u0065t", 1, 1, "a reserved word is written with escapes"},
    {"a\\x61", 1, 2, "only \\u escapes may stand in a name"},
};

static const struct mistake grammar_mistakes[] = {
    {"let a; let a", 1, 12, "'a' has already been declared"},
    {"let a; var a", 1, 12, "'a' has already been declared"},
    {"{ var a; } let a", 1, 16, "'a' has already been declared"},
    {"let a; { var a; }", 1, 14, "'a' has already been declared"},
    {"{ let a; { var a; } }", 1, 16, "'a' has already been declared"},
    {"{ { var a; } let a; }", 1, 18, "'a' has already been declared"},
    {"{ function a() {} function a() {} }", 1, 28, "'a' has already been declared"},
    {"function f(a) { let a; }", 1, 21, "'a' has already been declared"},
    {"function f(a = 1) { let a; }", 1, 25, "'a' has already been declared"},
    {"function f(a, a) {}", 1, 15, "'a' has already been declared"},
    {"(a, a) => 1", 1, 5, "'a' has already been declared"},
    {"try {} catch (e) { let e; }", 1, 24, "'e' has already been declared"},
    {"let exports", 1, 5, "'exports' has already been declared"},
    {"switch (a) { case 1: let b; case 2: let b }", 1, 41, "'b' has already been declared"},
    {"const a", 1, 7, "a 'const' needs an initializer"},
    {"let eval", 1, 5, "'eval' and 'arguments' cannot be bound in strict code"},
    {"arguments = 1", 1, 1, "'eval' and 'arguments' cannot be assigned in strict code"},
    {"(eval) => 1", 1, 2, "'eval' and 'arguments' cannot be bound in strict code"},
    {"({a = 1})", 1, 5, "a property's default value can only stand in a pattern"},
    {"[{a = 1}, b]; c", 1, 5, "a property's default value can only stand in a pattern"},
    {"f({a = 1})", 1, 6, "a property's default value can only stand in a pattern"},
    {"[{a = 1}.b = 2]", 1, 5, "a property's default value can only stand in a pattern"},
    {"for ({a = 1}; ;) ;", 1, 9, "a property's default value can only stand in a pattern"},
    {"[...a, b] = c", 1, 2, "a rest element is the last of its pattern"},
    {"[...a, ] = c", 1, 2, "a rest element is the last of its pattern"},
    {"({...a, b} = c)", 1, 3, "a rest element is the last of its pattern"},
    {"({...{a}} = c)", 1, 6, "the rest of an object has no pattern"},
    {"let [...a, b] = c", 1, 10, "a rest element is the last of its pattern"},
    {"let [...a = 1] = c", 1, 11, "a rest element is the last of its pattern"},
    {"let {...{a}} = c", 1, 9, "unexpected '{'"},
    {"let {...a, } = c", 1, 10, "a rest element is the last of its pattern"},
    {"([a]) = b", 1, 7, "this cannot be assigned to"},
    {"[([a])] = b", 1, 3, "this cannot be assigned to"},
    {"[(a = 1)] = b", 1, 5, "this cannot be assigned to"},
    {"[a] += b", 1, 5, "this cannot be assigned to"},
    {"[f()] = b", 1, 2, "this cannot be assigned to"},
    {"({a() {}} = b)", 1, 3, "a method cannot be assigned to"},
    {"({get a() {}} = b)", 1, 3, "a method cannot be assigned to"},
    {"({if} = b)", 1, 5, "expected ':', found '}'"},
    {"let {if} = b", 1, 8, "expected ':', found '}'"},
    {"let {eval} = b", 1, 6, "'eval' and 'arguments' cannot be bound in strict code"},
    {"[arguments] = b", 1, 2, "'eval' and 'arguments' cannot be assigned in strict code"},
    {"let [a]", 1, 5, "a pattern needs an initializer"},
    {"let [a, a] = b", 1, 9, "'a' has already been declared"},
    {"function f(a, [a]) {}", 1, 16, "'a' has already been declared"},
    {"({a}, a) => b", 1, 7, "'a' has already been declared"},
    {"try {} catch ([a, a]) {}", 1, 19, "'a' has already been declared"},
    {"try {} catch ([a]) { let a }", 1, 26, "'a' has already been declared"},
    {"try {} catch ([a]) { var a }", 1, 26, "'a' has already been declared"},
    {"([a.b]) => c", 1, 5, "this cannot be a parameter of an arrow function"},
    {"([(a)]) => c", 1, 4, "this cannot be a parameter of an arrow function"},
    {"(...a, b) => c", 1, 6, "a rest parameter is the last one"},
    {"(...a = 1) => c", 1, 7, "this cannot be a parameter of an arrow function"},
    {"(...a)", 1, 7, "expected '=>', found end of input"},
    {"function f(...a, b) {}", 1, 16, "a rest parameter is the last one"},
    {"function f(...a = 1) {}", 1, 17, "a rest parameter is the last one"},
    {"x = {set a(...b) {}}", 1, 11, "a setter has one parameter"},
    {"function f(...a) { 'use strict' }", 1, 20,
     "\"use strict\" in a function whose parameters are not just names"},
    {"for (let [a] = b of c) ;", 1, 16, "no initializer can stand here"},
    {"f() = 1", 1, 5, "this cannot be assigned to"},
    {"a + b = 1", 1, 7, "this cannot be assigned to"},
    {"a?.b = 1", 1, 6, "this cannot be assigned to"},
    {"++a++", 1, 1, "this cannot be assigned to"},
    {"for (1 of a) ;", 1, 6, "this cannot be assigned to"},
    {"delete a", 1, 8, "a name cannot be deleted in strict code"},
    {"delete ((a))", 1, 10, "a name cannot be deleted in strict code"},
    {"-a ** b", 1, 4, "a unary operator before '**' needs parentheses"},
    {"a ?? b || c", 1, 3, "'?\?' beside '&&' or '||' needs parentheses"},
    {"a && b ?? c", 1, 8, "'?\?' beside '&&' or '||' needs parentheses"},
    {"break", 1, 1, "'break' stands outside of a loop or switch"},
    {"switch (a) { case 1: continue }", 1, 22, "'continue' stands outside of a loop"},
    {"for (;;) { () => { break } }", 1, 20, "'break' stands outside of a loop or switch"},
    {"a: { break b }", 1, 12, "there is no such label around this place"},
    {"a: { for (;;) continue a }", 1, 24, "'continue' needs the label of a loop"},
    {"a: { a: ; }", 1, 6, "this label stands around its place already"},
    {"if (a) let b", 1, 8, "a declaration needs a block around it here"},
    {"while (a) function b() {}", 1, 11, "a declaration needs a block around it here"},
    {"throw\na", 1, 6, "the value to throw stands on the same line"},
    {"try {}", 1, 7, "expected 'catch' or 'finally' after a try block"},
    {"switch (a) { default: default: }", 1, 23, "a second 'default' in one switch"},
    {"for (let a, b of c) ;", 1, 13, "only one variable can be declared here"},
    {"for (let a = 1 of c) ;", 1, 14, "no initializer can stand here"},
    {"new a?.b()", 1, 6, "an optional chain cannot be constructed"},
    {"a?.`b`", 1, 4, "a template cannot follow an optional chain"},
    {"super.a", 1, 1, "'super' stands outside of a method"},
    {"function f(a = 1) { 'use strict' }", 1, 21,
     "\"use strict\" in a function whose parameters are not just names"},
    {"(a, 1) => 2", 1, 5, "this cannot be a parameter of an arrow function"},
    {"((a)) => 1", 1, 3, "this cannot be a parameter of an arrow function"},
    {"()", 1, 3, "expected '=>', found end of input"},
    {"(a,)", 1, 5, "expected '=>', found end of input"},
    {"(a)\n=> b", 2, 1, "unexpected '=>'"},
    {"a + (b) => c", 1, 9, "unexpected '=>'"},
    {"() => {} + 1", 1, 10, "unexpected '+'"},
    {"() => {}.a", 1, 9, "unexpected '.'"},
    {"yield", 1, 1, "unexpected 'yield'"},
    {"let static", 1, 5, "unexpected 'static'"},
    {"enum", 1, 1, "unexpected 'enum'"},
    {"a => {", 1, 7, "unexpected end of input"},
    {"x = {if}", 1, 8, "expected ':', found '}'"},
    {"}", 1, 1, "unexpected '}'"},
};

static void mistakes_in_tokens_are_placed_and_named(void **state) {
  (void)state;
  assert_mistakes(token_mistakes, COUNT(token_mistakes), MICA_ERROR_SYNTAX);
}

static void mistakes_in_grammar_are_placed_and_named(void **state) {
  (void)state;
  assert_mistakes(grammar_mistakes, COUNT(grammar_mistakes), MICA_ERROR_SYNTAX);
}

static const struct mistake refusals[] = {
    {"a = /b/", 1, 5, "regular expressions"},
    {"a = /=b/", 1, 5, "regular expressions"},
    {"a = 10n", 1, 5, "BigInt"},
    {"function* f() {}", 1, 1, "generators"},
    {"a = {*b() {}}", 1, 6, "generators"},
    {"async function f() {}", 1, 1, "async functions"},
    {"async a => b", 1, 1, "async functions"},
    {"async (a, b) => c", 1, 1, "async functions"},
    {"x = {async a() {}}", 1, 6, "async functions"},
    {"for (async of a) ;", 1, 6, "async functions"},
    {"await a", 1, 1, "await"},
    {"x = {await}", 1, 6, "await"},
    {"for await (a of b) ;", 1, 1, "for await"},
    {"a`b`", 1, 2, "tagged templates"},
    {"a.b\n`c${d}`", 2, 1, "tagged templates"},
    {"import a from 'b'", 1, 1, "import"},
    {"import('a')", 1, 1, "import"},
    {"export default a", 1, 1, "export"},
    {"with (a) b", 1, 1, "with"},
    {"eval('a')", 1, 1, "eval"},
    {"() => arguments", 1, 7, "arguments of the module"},
    {"a <!-- b", 1, 3, "HTML-like comments"},
    {"a\n --> b", 2, 2, "HTML-like comments"},
    {"a;\nx = typeof Symbol", 2, 12, "Symbol"},
    {"new Promise(a)", 1, 5, "Promise"},
    {"f(setTimeout)", 1, 3, "setTimeout"},
};

static void missing_features_are_refused_by_name(void **state) {
  (void)state;
  assert_mistakes(refusals, COUNT(refusals), MICA_ERROR_UNSUPPORTED);
}

static void a_declared_name_is_not_a_missing_global(void **state) {
  (void)state;
  syntax_free(parse("let Symbol = 1, Proxy = Symbol; function f(Promise) { return Promise; }"));
  syntax_free(parse("x.Symbol; x = {Symbol: 1}"));
  syntax_free(parse("toLocaleString")); // a row of the table, but of another object
  syntax_free(parse("while (n --> 0) ; async = 1; async\n(async)"));
}

static mica_error failure(const char *source) {
  struct syntax_tree *tree;
  mica_error error;
  assert_false(syntax_parse(source, strlen(source), "test.js", &tree, &error));
  return error;
}

static void the_caret_stands_under_the_place(void **state) {
  (void)state;
  mica_error error = failure("a;\n\tb c; // d\ne");
  assert_string_equal(error.excerpt, "\tb c; // d\n\t  ^");
  error = failure("'\xC3\xA9' b");
  assert_int_equal(error.column, 5);
  assert_string_equal(error.excerpt, "'\xC3\xA9' b\n    ^");
  error = failure("let a =\x01 \r\n;");
  assert_int_equal(error.column, 8);
  assert_string_equal(error.excerpt, "let a =  \n       ^");
}

static void a_long_line_is_cut_around_the_place(void **state) {
  (void)state;
  char source[1000];
  memset(source, 'a', sizeof source);
  source[500] = ' ';
  source[sizeof source - 1] = '\0';
  mica_error error = failure(source);
  assert_int_equal(error.column, 502);
  const char *line_end = strchr(error.excerpt, '\n');
  assert_non_null(line_end);
  assert_int_equal(line_end - error.excerpt, 3 + 50 + 30 + 3);
  assert_memory_equal(error.excerpt, "...aaa", 6);
  assert_memory_equal(line_end - 6, "aaa...", 6);
  assert_string_equal(line_end + 1 + 3 + 50, "^");
}

// ---- Nesting

static char *repeat(const char *before, const char *unit, int count, const char *middle,
                    const char *closing) {
  char *text;
  size_t size;
  FILE *out = open_memstream(&text, &size);
  fputs(before, out);
  for (int at = 0; at < count; at++)
    fputs(unit, out);
  fputs(middle, out);
  for (int at = 0; at < count; at++)
    fputs(closing, out);
  fclose(out);
  return text;
}

static const struct {
  const char *before, *unit, *middle, *closing;
} nests[] = {
    {"", "(", "1", ")"},
    {"", "[", "", "]"},
    {"x=", "{a:", "1", "}"},
    {"", "{", "", "}"},
    {"", "function f(){", "", "}"},
    {"", "x=>", "1", ""},
    {"", "(a=", "1", ")=>1"},
    {"", "!", "1", ""},
    {"", "new ", "x", ""},
    {"", "1&&", "1", ""},
    {"", "1**", "1", ""},
    {"", "a?b:", "c", ""},
    {"", "if(a)", ";", ""},
    {"", "[a=", "1", "]=b"},
    {"", "({a=", "1", "})=>1"},
    {"", "`${", "1", "}`"},
    {"", "f(", "", ")"},
    {"x", "", "", ".b"},
    {"x", "", "", "()"},
};

static void deep_nesting_is_an_error_and_shallow_nesting_is_not(void **state) {
  (void)state;
  for (size_t at = 0; at < COUNT(nests); at++) {
    char *deep =
        repeat(nests[at].before, nests[at].unit, 200000, nests[at].middle, nests[at].closing);
    mica_error error = failure(deep);
    if (strcmp(error.message, "syntax error: nested too deeply") != 0)
      fail_msg("%s: %s", nests[at].unit, error.message);
    free(deep);
    char *shallow =
        repeat(nests[at].before, nests[at].unit, 100, nests[at].middle, nests[at].closing);
    syntax_free(parse(shallow));
    free(shallow);
  }
}

static uint32_t height_of_list(const struct node_list *list);

// `a + b + ...` and `else if` go on without end, on either side of a series.
static void long_chains_are_no_nesting(void **state) {
  (void)state;
  char *sum = repeat("x = (", "1+", 100000, "1) * 2 < 3", "");
  struct syntax_tree *tree = parse(sum);
  assert_in_range(height_of_list(&tree->module->statements), 2, 100);
  syntax_free(tree);
  free(sum);
  char *branches = repeat("", "if(a);else ", 100000, ";", "");
  syntax_free(parse(branches));
  free(branches);
}

// The height of what SYNTAX_HEIGHT_LIMIT bounds: expressions and statements inside one another.
static uint32_t height_of(const struct node *node) {
  if (node == NULL)
    return 0;
  uint32_t inside = 0, one;
#define LARGER(height) inside = (one = (height)) > inside ? one : inside;
#define CHILD(field) LARGER(height_of(it->field))
#define LIST(field) LARGER(height_of_list(&it->field))
#define STRING(field)
#define STRINGS(field)
#define NUMBER(field)
#define FLAG(field)
#define TOKEN(field)
#define VARIABLE(field)
#define SCOPE(field)
#define FUNCTION(field)                                                                            \
  LARGER(height_of(it->field->body))                                                               \
  LARGER(height_of_list(&it->field->statements))                                                   \
  LARGER(height_of_list(&it->field->parameters))
#define DECLARES(field)
#define TARGET(field)
#define NODE(KIND, name, ...)                                                                      \
  if (node->kind == NODE_##KIND) {                                                                 \
    const struct node_##name *it = node_as_##name(node);                                           \
    (void)it;                                                                                      \
    __VA_ARGS__                                                                                    \
  }
#include "vm/syntax/nodes.def"
  bool is_part = node->kind == NODE_PROPERTY || node->kind == NODE_DECLARATOR ||
                 node->kind == NODE_CASE || node->kind == NODE_CATCH ||
                 node->kind == NODE_PARAMETER || node->kind == NODE_ELEMENT ||
                 node->kind == NODE_EXPRESSION_STATEMENT;
  return inside + !is_part;
}

static uint32_t height_of_list(const struct node_list *list) {
  uint32_t highest = 0;
  for (uint32_t at = 0; at < list->count; at++) {
    uint32_t height = height_of(list->items[at]);
    highest = height > highest ? height : highest;
  }
  return highest;
}

// A chain on top of nested functions, each holding a chain: what is parsed last lies on top.
static void no_accepted_tree_is_higher_than_the_limit(void **state) {
  (void)state;
  uint32_t highest = 0;
  for (int chain = 1; chain < 400; chain = chain * 3 / 2 + 1)
    for (int depth = 1; depth < 400; depth = depth * 2 + 1) {
      char *links = repeat("", "&&1", chain, "", "");
      char *closing = repeat("})", "", 1, links, "");
      char *source = repeat("", "(function(){return ", depth, "1", closing);
      struct syntax_tree *tree;
      mica_error error;
      if (syntax_parse(source, strlen(source), "test.js", &tree, &error)) {
        uint32_t height = height_of_list(&tree->module->statements);
        highest = height > highest ? height : highest;
      }
      syntax_free(tree);
      free(source);
      free(closing);
      free(links);
    }
  assert_in_range(highest, SYNTAX_HEIGHT_LIMIT / 3, SYNTAX_HEIGHT_LIMIT);
}

// ---- Scopes

static const struct variable *variable_named(const struct syntax_tree *tree, const char *name) {
  const struct variable *found = NULL;
  for (uint32_t at = 0; at < tree->function_count; at++) {
    const struct syntax_function *function = tree->functions[at];
    for (uint32_t index = 0; index < function->variable_count; index++) {
      assert_int_equal(function->variables[index]->index, index);
      if (equals(function->variables[index]->name, name)) {
        assert_null(found);
        found = function->variables[index];
      }
    }
  }
  assert_non_null(found);
  return found;
}

static void flag(char *flags, bool is_set, char letter) {
  size_t length = strlen(flags);
  flags[length] = is_set ? letter : '\0';
  flags[length + 1] = '\0';
}

// The variable's flags as letters: m of the module, c captured, v by value, a assigned, k checked.
static const char *flags_of(const struct syntax_tree *tree, const char *name, char *flags) {
  const struct variable *variable = variable_named(tree, name);
  flags[0] = '\0';
  flag(flags, variable->is_module_level, 'm');
  flag(flags, variable->is_captured, 'c');
  flag(flags, variable->is_captured_by_value, 'v');
  flag(flags, variable->is_assigned, 'a');
  flag(flags, variable->is_checked, 'k');
  return flags;
}

struct expected_flags {
  const char *source; // `x` is the variable asked for
  const char *flags;
};

static void assert_flags(const struct expected_flags *cases, size_t count) {
  for (size_t at = 0; at < count; at++) {
    struct syntax_tree *tree = parse(cases[at].source);
    char flags[8];
    if (strcmp(flags_of(tree, "x", flags), cases[at].flags) != 0)
      fail_msg("%s: x is '%s', not '%s'", cases[at].source, flags, cases[at].flags);
    syntax_free(tree);
  }
}

static const struct expected_flags capture_flags[] = {
    {"{ let x = 1; x; }", ""},
    {"{ let x = 1; x = 2; }", "a"},
    {"{ let x = 1; x++; }", "a"},
    {"{ let x = 1; () => x; }", "cv"},
    {"{ let x = 1; () => { x = 2 }; }", "ca"},
    {"{ let x; x = 1; () => x; }", "ca"},
    {"{ const x = 1; () => { x = 2 }; }", "cv"},
    {"{ () => x; let x = 1; }", "ck"},
    {"{ let x = () => x; }", "c"},
    {"{ let x = f(() => x); }", "ck"},
    {"{ let x = 1; function f() { return x } }", "c"},
    {"{ let x = 1; { function f() { return x } } }", "cv"},
    {"{ function f() { return x } let x = 1; }", "c"},
    {"{ f(); function f() { return x } let x = 1; }", "ck"},
    {"{ function f() { return x } function g() { return f() } let x = 1; f(); }", "c"},
    {"{ let y = () => f(); function f() { return x } let x = 1; }", "ck"},
    {"{ { function f() { return x } } let x = 1; }", "ck"},
    {"{ function x() {} () => x; }", "c"},
    {"{ function x() {} x = 1; }", "a"},
    {"(function (x) { return () => x })", "cv"},
    {"(function (x) { x = 1; return () => x })", "ca"},
    {"(function (x) { return f; function f() { return x } })", "cv"},
    {"(function (x = 1, y = () => x) { })", "cv"},
    {"(function (y = () => x, x = 1) { })", "ck"},
    {"(function (x = x) { })", "k"},
    {"(function (y = x, x) { })", "k"},
    {"(function () { var x = 1; return () => x })", "cv"},
    {"(function () { var x = 1; var x = 2; return () => x })", "ca"},
    {"(function () { f(() => x); var x = 1; })", "c"},
    {"(function () { for (;;) { var x = 1; f(() => x); } })", "c"},
    {"(function () { for (var x of a) f(() => x); })", "ca"},
    {"(function () { var x; return () => x })", "cv"},
    {"(function () { for (const x of a) f(() => x); })", "cv"},
    {"(function x() { return () => x })", "cv"},
    {"(function x() { x = 1 })", ""},
    {"try {} catch (x) { () => x }", "cv"},
    {"try {} catch (x) { x = 1; () => x }", "ca"},
    {"let x = 1; () => x", "mcv"},
    {"function f() { return x } let x = 1; f()", "mc"},
    {"const f = () => x; let x = 1; f()", "mck"},
    {"{ x; let x = 1; }", "k"},
    {"{ x = 1; let x; }", "ak"},
    {"{ let x = x; }", "k"},
    {"{ typeof x; let x; }", "k"},
    {"for (let x = 0; x < 9; x++) f(() => x)", "cva"},
    {"for (let x = 0; x < 9; x++) { f(() => x); x += 1 }", "ca"},
    {"for (let x = 0; f(() => x); x++) ;", "ca"},
    {"for (let x = 0, y = () => x; ; x++) ;", "ca"},
    {"for (let x = 0; ; x++, f(() => x)) ;", "ca"},
    {"for (let x = 0; ; (() => x++)()) ;", "ca"},
    {"switch (a) { case 1: let x = 1; x; }", ""},
    {"switch (a) { case 1: let x = 1; case 2: x; }", "k"},
    {"switch (a) { case 1: let x = 1; () => x; }", "cv"},
    {"switch (a) { case 1: let x = 1; case 2: () => x; }", "ck"},
    {"switch (a) { case 1: let x = 1; f(); case 2: function f() { x } }", "ck"},
};

static void variables_are_summed_up_by_their_uses(void **state) {
  (void)state;
  assert_flags(capture_flags, COUNT(capture_flags));
}

static const struct node_for *loop(const struct syntax_tree *tree) {
  return node_as_for(tree->module->statements.items[0]);
}

static void a_loop_copies_its_variables_only_where_a_closure_could_tell(void **state) {
  (void)state;
  const struct {
    const char *source;
    bool copies;
  } cases[] = {
      {"for (let i = 0; i < 9; i++) f(i)", false},
      {"for (let i = 0; i < 9; i++) f(() => i)", true},
      {"for (let i = g(); h; ) f(() => i)", false},
      {"for (var i = 0; i < 9; i++) f(() => i)", false},
  };
  for (size_t at = 0; at < COUNT(cases); at++) {
    struct syntax_tree *tree = parse(cases[at].source);
    assert_int_equal(loop(tree)->copies_bindings, cases[at].copies);
    syntax_free(tree);
  }
}

static void captures_pass_through_every_function_between(void **state) {
  (void)state;
  struct syntax_tree *tree =
      parse("let m; function a(p, q) { return () => { let r; return () => [p, r, p, q, m]; }; }");
  assert_int_equal(tree->function_count, 4);
  const uint32_t counts[] = {0, 0, 2, 3};
  for (uint32_t at = 0; at < 4; at++) {
    const struct syntax_function *function = tree->functions[at];
    assert_int_equal(function->index, at);
    assert_int_equal(function->depth, at);
    assert_int_equal(function->capture_count, counts[at]);
    for (uint32_t capture = 0; capture < function->capture_count; capture++)
      for (uint32_t other = 0; other < capture; other++)
        assert_ptr_not_equal(function->captures[capture], function->captures[other]);
  }
  assert_int_equal(variable_named(tree, "m")->index, MODULE_ARGUMENTS);
  assert_true(variable_named(tree, "m")->is_captured);
  syntax_free(tree);
}

static void a_use_in_an_arrows_parameters_is_the_arrows(void **state) {
  (void)state;
  struct syntax_tree *tree = parse("(function (x) { return (a = x, b = () => a + this) => a; })");
  const struct syntax_function *outer = tree->functions[1], *arrow = tree->functions[2];
  assert_int_equal(outer->inner_count, 1);
  assert_ptr_equal(outer->inner[0], arrow);
  assert_int_equal(arrow->inner_count, 1);
  assert_ptr_equal(arrow->inner[0]->parent, arrow);
  assert_int_equal(arrow->capture_count, 1);
  assert_ptr_equal(arrow->captures[0], variable_named(tree, "x"));
  assert_true(arrow->uses_this);
  assert_true(outer->uses_this);
  assert_int_equal(arrow->length, 0);
  syntax_free(tree);
}

static void this_is_used_by_what_an_arrow_stands_in(void **state) {
  (void)state;
  struct syntax_tree *tree = parse("function a() { return () => this } function b() { (b) }"
                                   "function c() { this; (1); return (d) => d }"
                                   "function e() { return (f = this) => f }");
  const bool expected[] = {false, true, true, false, true, false, true, true};
  assert_int_equal(tree->function_count, COUNT(expected));
  for (uint32_t at = 0; at < COUNT(expected); at++)
    assert_int_equal(tree->functions[at]->uses_this, expected[at]);
  syntax_free(tree);
}

static void default_values_give_the_body_a_scope_of_its_own(void **state) {
  (void)state;
  struct syntax_tree *tree = parse("function f(a, b = 1) { var a; let c; function b() {} }");
  const struct syntax_function *function = tree->functions[1];
  assert_int_equal(function->length, 1);
  assert_int_equal(function->scope->variable_count, 2);
  assert_int_equal(function->body_scope->variable_count, 3);
  assert_int_equal(function->body_scope->hoisted_count, 1);
  const struct variable *a = function->body_scope->variables[0];
  assert_ptr_equal(a->parameter, function->scope->variables[0]);
  assert_int_equal(function->body_scope->variables[2]->kind, VARIABLE_FUNCTION);
  assert_null(function->body_scope->variables[2]->parameter);
  syntax_free(tree);
}

static void the_last_of_several_functions_of_a_name_is_hoisted(void **state) {
  (void)state;
  struct syntax_tree *tree = parse("function f(a) {} var f; function f(b) {} { function f() {} }");
  const struct scope *scope = tree->module->scope;
  assert_int_equal(scope->variable_count, MODULE_ARGUMENTS + 1);
  assert_int_equal(scope->variables[MODULE_ARGUMENTS]->kind, VARIABLE_FUNCTION);
  assert_int_equal(scope->hoisted_count, 1);
  assert_ptr_equal(scope->hoisted[0], tree->functions[2]);
  syntax_free(tree);
}

static void a_var_in_a_catch_clause_assigns_to_its_parameter(void **state) {
  (void)state;
  struct syntax_tree *tree = parse("try {} catch (e) { var e = 1; }");
  const struct node_try *statement = node_as_try(tree->module->statements.items[0]);
  const struct node_catch *handler = node_as_catch(statement->handler);
  const struct node *declaration = node_as_block(handler->body)->statements.items[0];
  const struct node *declarator = node_as_declaration(declaration)->declarators.items[0];
  const struct node_identifier *target = node_as_identifier(node_as_declarator(declarator)->target);
  assert_ptr_equal(target->variable, handler->scope->variables[0]);
  assert_int_equal(target->variable->kind, VARIABLE_CATCH);
  assert_true(target->variable->is_assigned);
  assert_int_equal(tree->module->scope->variable_count, MODULE_ARGUMENTS + 1);
  syntax_free(tree);
}

static void a_self_name_exists_only_where_it_is_used(void **state) {
  (void)state;
  struct syntax_tree *tree =
      parse("(function f() { f }); (function g() {}); (function h(h) { h })");
  assert_non_null(tree->functions[1]->self);
  assert_null(tree->functions[2]->self);
  assert_null(tree->functions[3]->self);
  syntax_free(tree);
}

// ---- Places

static void offsets_become_lines_and_columns(void **state) {
  (void)state;
  struct syntax_tree *tree = parse("x\r\ny\rz\n\xC3\xA9; d\xE2\x80\xA8"
                                   "e; `\n`; '\\\n'; /*\n*/ f");
  assert_int_equal(tree->line_count, 8);
  struct syntax_position position = syntax_position(tree, 0);
  assert_int_equal(position.line, 1);
  assert_int_equal(position.column, 1);
  position = syntax_position(tree, (uint32_t)(strchr(tree->source, 'd') - tree->source));
  assert_int_equal(position.line, 4);
  assert_int_equal(position.column, 4);
  position = syntax_position(tree, (uint32_t)(strchr(tree->source, 'f') - tree->source));
  assert_int_equal(position.line, 8);
  assert_int_equal(position.column, 4);
  syntax_free(tree);
}

static void nodes_point_to_their_most_telling_place(void **state) {
  (void)state;
  const struct {
    const char *source;
    uint32_t offset;
  } cases[] = {{"ab + c", 3}, {"ab.cd", 3},  {"ab.cd()", 3}, {"ab[0]()", 5}, {"ab()()", 4},
               {"ab[0]", 2},  {"ab = 1", 3}, {"ab++", 2},    {"++ab", 0},    {"a ? b : c", 2},
               {"new A", 0},  {"x => x", 0}, {"ab, c", 2},   {"typeof a", 0}};
  for (size_t at = 0; at < COUNT(cases); at++) {
    struct syntax_tree *tree = parse(cases[at].source);
    const struct node *statement = tree->module->statements.items[0];
    uint32_t offset = node_as_expression_statement(statement)->expression->offset;
    if (offset != cases[at].offset)
      fail_msg("%s: %u, not %u", cases[at].source, offset, cases[at].offset);
    syntax_free(tree);
  }
}

static void functions_know_their_range(void **state) {
  (void)state;
  const char *source = "x = {m(a) { return 1 }}; let f = (b) => b + 1; function g() { }  ";
  struct syntax_tree *tree = parse(source);
  const char *const texts[] = {source, "m(a) { return 1 }", "(b) => b + 1", "function g() { }"};
  for (uint32_t at = 0; at < COUNT(texts); at++) {
    const struct syntax_function *function = tree->functions[at];
    assert_int_equal(function->end - function->start, strlen(texts[at]));
    assert_memory_equal(tree->source + function->start, texts[at], strlen(texts[at]));
    assert_ptr_equal(function->node->function, function);
  }
  syntax_free(tree);
}

// ---- Robustness

static void try_parse(const char *source, size_t length) {
  char *copy = malloc(length == 0 ? 1 : length); // so that a read past the end is seen
  assert_non_null(copy);
  memcpy(copy, source, length);
  struct syntax_tree *tree;
  mica_error error;
  if (syntax_parse(copy, length, "test.js", &tree, &error))
    syntax_free(tree);
  else
    assert_true(error.line >= 1 && error.column >= 1 && error.message[0] != '\0');
  free(copy);
}

static void damage(const char *source) {
  static const char bytes[] = {'\0', '\xFF', '\xE2', '`', '\\', '{', ')', '\n'};
  size_t length = strlen(source);
  char *copy = strdup(source);
  assert_non_null(copy);
  for (size_t at = 0; at < length; at++) {
    try_parse(source, at);
    for (size_t byte = 0; byte < sizeof bytes; byte++) {
      copy[at] = bytes[byte];
      try_parse(copy, length);
    }
    copy[at] = source[at];
  }
  free(copy);
}

static void cut_and_damaged_sources_fail_cleanly(void **state) {
  (void)state;
  const struct {
    const struct shape *shapes;
    size_t count;
  } groups[] = {
      {operator_shapes, COUNT(operator_shapes)}, {reference_shapes, COUNT(reference_shapes)},
      {literal_shapes, COUNT(literal_shapes)},   {statement_shapes, COUNT(statement_shapes)},
      {function_shapes, COUNT(function_shapes)},
  };
  for (size_t group = 0; group < COUNT(groups); group++)
    for (size_t at = 0; at < groups[group].count; at++)
      damage(groups[group].shapes[at].source);
  for (size_t at = 0; at < COUNT(capture_flags); at++)
    damage(capture_flags[at].source);
  for (size_t at = 0; at < COUNT(token_mistakes); at++)
    damage(token_mistakes[at].source);
}

static void many_names_and_functions_are_resolved(void **state) {
  (void)state;
  char *source;
  size_t size;
  FILE *out = open_memstream(&source, &size);
  for (int at = 0; at < 5000; at++)
    fprintf(out, "function f%d(a) { let b%d = a; return () => b%d + f%d + 'text %d'; }\n", at, at,
            at, (at * 7 + 1) % 5000, at);
  fclose(out);
  struct syntax_tree *tree = parse(source);
  assert_int_equal(tree->function_count, 10001);
  assert_int_equal(tree->module->variable_count, 5000 + MODULE_ARGUMENTS);
  for (uint32_t at = 2; at < tree->function_count; at += 2)
    assert_int_equal(tree->functions[at]->capture_count, 1);
  syntax_free(tree);
  free(source);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(operators_bind_by_their_precedence),
      cmocka_unit_test(members_and_calls_nest_to_the_left),
      cmocka_unit_test(literals_hold_their_values),
      cmocka_unit_test(literals_become_patterns_where_something_is_assigned),
      cmocka_unit_test(statements_end_where_the_grammar_says),
      cmocka_unit_test(functions_and_arrows_are_told_apart_and_named),
      cmocka_unit_test(numbers_are_read_exactly),
      cmocka_unit_test(equal_strings_are_one_string),
      cmocka_unit_test(wide_strings_are_held_as_utf16),
      cmocka_unit_test(names_may_hold_escapes_and_letters_of_any_script),
      cmocka_unit_test(mistakes_in_tokens_are_placed_and_named),
      cmocka_unit_test(mistakes_in_grammar_are_placed_and_named),
      cmocka_unit_test(missing_features_are_refused_by_name),
      cmocka_unit_test(a_declared_name_is_not_a_missing_global),
      cmocka_unit_test(the_caret_stands_under_the_place),
      cmocka_unit_test(a_long_line_is_cut_around_the_place),
      cmocka_unit_test(deep_nesting_is_an_error_and_shallow_nesting_is_not),
      cmocka_unit_test(long_chains_are_no_nesting),
      cmocka_unit_test(no_accepted_tree_is_higher_than_the_limit),
      cmocka_unit_test(variables_are_summed_up_by_their_uses),
      cmocka_unit_test(a_loop_copies_its_variables_only_where_a_closure_could_tell),
      cmocka_unit_test(captures_pass_through_every_function_between),
      cmocka_unit_test(a_use_in_an_arrows_parameters_is_the_arrows),
      cmocka_unit_test(this_is_used_by_what_an_arrow_stands_in),
      cmocka_unit_test(default_values_give_the_body_a_scope_of_its_own),
      cmocka_unit_test(the_last_of_several_functions_of_a_name_is_hoisted),
      cmocka_unit_test(a_var_in_a_catch_clause_assigns_to_its_parameter),
      cmocka_unit_test(a_self_name_exists_only_where_it_is_used),
      cmocka_unit_test(offsets_become_lines_and_columns),
      cmocka_unit_test(nodes_point_to_their_most_telling_place),
      cmocka_unit_test(functions_know_their_range),
      cmocka_unit_test(cut_and_damaged_sources_fail_cleanly),
      cmocka_unit_test(many_names_and_functions_are_resolved),
  };
  return cmocka_run_group_tests_name("vm_syntax", tests, NULL, NULL);
}
