// A console, for a game or a server: what somebody types is evaluated piece after piece, later
// pieces see what earlier ones declared, an input that is not finished goes on in the next line,
// and an error ends nothing. Here somebody types the lines of `typed`.
#include <mica.h>
#include <stdlib.h>

static const char *const typed[] = {
    "let score = 40",  "function add(n) {", "  score += n; return { score };", "}", "add(2)",
    "score.none.more", "score = ;",         "[score, 'still here']",
};

// Prints the value as console.log shows it, or what went wrong.
static void print(mica_runtime *runtime, mica_value value) {
  const char *text;
  size_t length;
  if (mica_inspect(runtime, value, &text, &length) == MICA_OK)
    printf("%s\n", text);
  else
    printf("Uncaught %s\n", mica_error_text(runtime));
}

// false: the input is unfinished, nothing has happened, and the caller should ask for more.
static bool evaluate(mica_runtime *runtime, const char *input) {
  mica_value value;
  mica_error error;
  mica_status status = mica_evaluate(runtime, input, strlen(input), "console", &value, &error);
  if (error.is_unfinished)
    return false;
  if (status == MICA_OK)
    print(runtime, value);
  else if (error.line > 0) // it was not even compiled
    printf("%u:%u: %s\n%s\n", error.line, error.column, error.message, error.excerpt);
  else
    printf("Uncaught %s\n", mica_error_text(runtime));
  return true;
}

int main(void) {
  mica_runtime *runtime = mica_runtime_new(NULL);
  if (!runtime)
    return EXIT_FAILURE;
  char input[1024] = "";
  for (size_t at = 0; at < sizeof typed / sizeof *typed; at++) {
    printf("%s%s\n", input[0] ? "... " : "> ", typed[at]);
    size_t length = strlen(input);
    snprintf(input + length, sizeof input - length, "%s\n", typed[at]);
    if (evaluate(runtime, input))
      input[0] = '\0';
  }
  mica_runtime_free(runtime);
}
// prints: > let score = 40
// prints: undefined
// prints: > function add(n) {
// prints: ...   score += n; return { score };
// prints: ... }
// prints: undefined
// prints: > add(2)
// prints: { score: 42 }
// prints: > score.none.more
// prints: Uncaught TypeError: Cannot read properties of undefined (reading 'more')
// prints:     at <module> (console:1:12)
// prints: > score = ;
// prints: 1:9: syntax error: unexpected ';'
// prints: score = ;
// prints:         ^
// prints: > [score, 'still here']
// prints: [ 42, 'still here' ]
