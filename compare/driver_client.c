// See driver_client.h.
//
// The protocol is one JSON object a line: start, sample ... sample, end; or one line check; or
// unavailable or error in place of what cannot be had. A driver is not trusted: anything else ends
// the invocation as failed, with the line that was not understood.
#include "compare/driver_client.h"

#include "compare/child.h"
#include "compare/text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARGUMENTS_MAX = 32, EXIT_UNAVAILABLE = 3 };

static const double DESCRIBE_SECONDS = 10;

const char *outcome_text(enum outcome outcome) {
  static const char *const words[] = {
      [OUTCOME_PENDING] = "pending", [OUTCOME_OK] = "ok",
      [OUTCOME_WRONG] = "wrong",     [OUTCOME_CRASHED] = "crashed",
      [OUTCOME_HUNG] = "hung",       [OUTCOME_UNAVAILABLE] = "unavailable",
      [OUTCOME_FAILED] = "failed",   [OUTCOME_INTERRUPTED] = "interrupted",
  };
  return words[outcome];
}

// ---- Command line -------------------------------------------------------------------------------

struct command {
  const char *arguments[ARGUMENTS_MAX];
  int count;
  char numbers[4][16]; // the text of the numeric arguments
  int number_count;
};

static void add(struct command *command, const char *argument) {
  command->arguments[command->count++] = argument;
}

static void add_number(struct command *command, const char *option, long number) {
  char *text = command->numbers[command->number_count++];
  snprintf(text, sizeof command->numbers[0], "%ld", number);
  add(command, option);
  add(command, text);
}

static void begin_command(struct command *command, const struct driver_request *request) {
  *command = (struct command){0};
  add(command, request->executable);
  add(command, "--engine");
  add(command, request->engine);
  add(command, "--program");
  add(command, request->program);
  add(command, "--size");
  add(command, request->size);
  add(command, "--programs");
  add(command, request->programs_directory);
  add_number(command, "--seed", request->seed);
  add_number(command, "--repetitions", request->repetitions);
}

static bool is_plain(const char *argument) {
  return *argument &&
         !argument[strspn(argument, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                    "0123456789_-+=./,:@%")];
}

// The argument between single quotes; a quote inside is written '\''.
static char *quote(const char *argument) {
  if (is_plain(argument))
    return text_copy(argument);
  char *quoted = memory_array(strlen(argument) * 4 + 3, 1), *end = quoted;
  *end++ = '\'';
  for (; *argument; argument++)
    end = *argument == '\'' ? stpcpy(end, "'\\''") : (*end = *argument, end + 1);
  *end = '\'';
  return quoted;
}

char *driver_process_command(const struct driver_request *request) {
  struct command command;
  begin_command(&command, request);
  add(&command, "--once");
  add(&command, "--quiet");
  char *line = text_copy("");
  for (int i = 0; i < command.count; i++) {
    char *quoted = quote(command.arguments[i]);
    char *longer = text_format("%s%s%s", line, i ? " " : "", quoted);
    free(quoted);
    free(line);
    line = longer;
  }
  return line;
}

// ---- Reading lines ------------------------------------------------------------------------------

struct conversation {
  const struct driver_request *request;
  const struct driver_listener *listener;
  struct driver_report *report;
  int samples_seen;
  bool started, checked, counted, ended;
};

__attribute__((format(printf, 2, 3))) static bool broken(struct driver_report *report,
                                                         const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(report->message, sizeof report->message, format, arguments);
  va_end(arguments);
  report->outcome = OUTCOME_FAILED;
  return false;
}

// A number of a line, finite and not below `least`; the conversation is broken without it.
static bool take_number(struct conversation *talk, const json_t *line, const char *key,
                        double least, double *number) {
  const json_t *value = json_object_get(line, key);
  *number = json_number_value(value);
  if (json_is_number(value) && isfinite(*number) && *number >= least)
    return true;
  return broken(talk->report, "wrote a `%s` line without a proper `%s`",
                json_string_value(json_object_get(line, "type")), key);
}

static bool take_start(struct conversation *talk, const json_t *line) {
  const char *engine = json_string_value(json_object_get(line, "engine"));
  const char *program = json_string_value(json_object_get(line, "program"));
  if (!engine || strcmp(engine, talk->request->engine) || !program ||
      strcmp(program, talk->request->program))
    return broken(talk->report, "started `%s` on engine `%s` instead of what was asked",
                  program ? program : "", engine ? engine : "");
  talk->started = true;
  return take_number(talk, line, "timer_ns", 0, &talk->report->timer_ns) &&
         take_number(talk, line, "empty_ns", 0, &talk->report->empty_ns);
}

static bool take_sample_line(struct conversation *talk, const json_t *line) {
  const struct driver_request *request = talk->request;
  struct driver_sample sample = {.index = talk->samples_seen,
                                 .warmup = talk->samples_seen < request->warmup};
  double index, repetitions;
  if (!take_number(talk, line, "index", 0, &index) ||
      !take_number(talk, line, "ns", 0, &sample.ns) ||
      !take_number(talk, line, "repetitions", 1, &repetitions) ||
      !take_number(talk, line, "checksum", -HUGE_VAL, &sample.checksum))
    return false;
  if (!talk->started || request->check ||
      talk->samples_seen >= request->warmup + request->samples || (int)index != sample.index ||
      (int)repetitions != request->repetitions ||
      json_is_true(json_object_get(line, "warmup")) != sample.warmup)
    return broken(talk->report, "gave sample %.0f of %.0f repetitions, not sample %d of %d", index,
                  repetitions, sample.index, request->repetitions);
  sample.repetitions = request->repetitions;
  talk->samples_seen++;
  return talk->listener->sample(&sample, talk->listener->context, &talk->report->outcome,
                                talk->report->message, sizeof talk->report->message);
}

static bool take_check(struct conversation *talk, const json_t *line) {
  double repetitions;
  if (json_object_get(line, "host_calls") &&
      !take_number(talk, line, "host_calls", 0, &talk->report->host_calls))
    return false;
  if (!take_number(talk, line, "checksum", -HUGE_VAL, &talk->report->checksum) ||
      !take_number(talk, line, "work", 0, &talk->report->work) ||
      !take_number(talk, line, "repetitions", 1, &repetitions))
    return false;
  if ((int)repetitions != talk->request->repetitions)
    return broken(talk->report, "checked %.0f repetitions, not %d", repetitions,
                  talk->request->repetitions);
  talk->checked = true;
  return true;
}

static bool take_counters(struct conversation *talk, const json_t *line) {
  const json_t *values = json_object_get(line, "values"), *value;
  const char *name;
  json_object_foreach((json_t *)values, name, value) {
    if (!json_is_number(value))
      return broken(talk->report, "gave a counter `%.40s` that is not a number", name);
  }
  if (!json_is_object(values) || !talk->started || talk->counted || talk->ended)
    return broken(talk->report, "gave counters that are not of the protocol");
  talk->counted = true;
  return !talk->listener->counters ||
         talk->listener->counters(values, talk->listener->context, &talk->report->outcome,
                                  talk->report->message, sizeof talk->report->message);
}

static bool take_end(struct conversation *talk, const json_t *line) {
  double max_rss_kb;
  if (!take_number(talk, line, "max_rss_kb", 0, &max_rss_kb))
    return false;
  talk->report->max_rss_kb = (int64_t)max_rss_kb;
  talk->ended = true;
  return true;
}

// A line in which the driver says why it gives no times; it ends by itself afterwards.
static bool take_refusal(struct conversation *talk, const json_t *line, enum outcome outcome,
                         const char *key) {
  const char *reason = json_string_value(json_object_get(line, key));
  talk->report->outcome = outcome;
  snprintf(talk->report->message, sizeof talk->report->message, "%s",
           reason ? reason : "gives no reason");
  return true;
}

static bool take_line(char *text, void *context) {
  struct conversation *talk = context;
  json_t *line = json_loads(text, 0, NULL);
  const char *type = json_string_value(json_object_get(line, "type"));
  bool more;
  if (!type)
    more = broken(talk->report, "wrote a line that is not of the protocol: `%.80s`", text);
  else if (!strcmp(type, "start"))
    more = take_start(talk, line);
  else if (!strcmp(type, "sample"))
    more = take_sample_line(talk, line);
  else if (!strcmp(type, "check"))
    more = take_check(talk, line);
  else if (!strcmp(type, "counters"))
    more = take_counters(talk, line);
  else if (!strcmp(type, "end"))
    more = take_end(talk, line);
  else if (!strcmp(type, "unavailable"))
    more = take_refusal(talk, line, OUTCOME_UNAVAILABLE, "reason");
  else if (!strcmp(type, "error"))
    more = take_refusal(talk, line, OUTCOME_FAILED, "message");
  else
    more = broken(talk->report, "wrote a line of an unknown type: `%.80s`", text);
  json_decref(line);
  return more;
}

// ---- How it ended -------------------------------------------------------------------------------

// What the driver wrote on standard error, on one line, as an addition to a message.
static char *last_words(const struct child_result *result) {
  if (!*result->error_output)
    return text_copy("");
  char *words = text_format("; it said: %.400s", result->error_output);
  for (char *c = words; *c; c++)
    if ((unsigned char)*c < ' ')
      *c = ' ';
  return words;
}

// The point that the conversation had reached: "before its first line", "after 3 of 5 samples".
static char *reached(const struct conversation *talk) {
  int asked = talk->request->warmup + talk->request->samples;
  if (talk->request->check)
    return text_copy(talk->checked ? "after its check" : "before its check was done");
  if (!talk->started)
    return text_copy("before its first line");
  return text_format("after %d of %d samples", talk->samples_seen, asked);
}

static void conclude_exit(const struct conversation *talk, const struct child_result *result,
                          const char *point, const char *words) {
  struct driver_report *report = talk->report;
  int asked = talk->request->warmup + talk->request->samples;
  bool complete = talk->request->check ? talk->checked : talk->ended && talk->samples_seen == asked;
  if (report->outcome != OUTCOME_PENDING)
    return; // the driver has said why
  if (!result->exit_code && complete)
    report->outcome = OUTCOME_OK;
  else if (result->exit_code == EXIT_UNAVAILABLE)
    broken(report, "ended as unavailable without a reason%s", words);
  else if (result->exit_code)
    broken(report, "ended with exit status %d %s%s", result->exit_code, point, words);
  else
    broken(report, "ended early, %s%s", point, words);
}

static void conclude(const struct conversation *talk, const struct child_result *result) {
  struct driver_report *report = talk->report;
  char *point = reached(talk), *words = last_words(result);
  switch (result->ending) {
  case CHILD_EXITED:
    conclude_exit(talk, result, point, words);
    break;
  case CHILD_SIGNALLED:
    broken(report, "ended by signal %d (%s) %s%s", result->signal, strsignal(result->signal), point,
           words);
    report->outcome = OUTCOME_CRASHED;
    break;
  case CHILD_SILENT:
    broken(report, "killed %s: nothing came for %g s", point, talk->request->limits.sample_seconds);
    report->outcome = OUTCOME_HUNG;
    break;
  case CHILD_OVERDUE:
    broken(report, "killed %s: alive for over %.0f s", point, result->seconds);
    report->outcome = OUTCOME_HUNG;
    break;
  case CHILD_INTERRUPTED:
    broken(report, "interrupted %s", point);
    report->outcome = OUTCOME_INTERRUPTED;
    break;
  case CHILD_STOPPED: // the line that was refused has set outcome and message
    break;
  }
  free(point);
  free(words);
}

void driver_invoke(const struct driver_request *request, const struct driver_listener *listener,
                   struct driver_report *report) {
  struct command command;
  begin_command(&command, request);
  add(&command, "--json");
  if (request->no_counters)
    add(&command, "--no-counters");
  if (request->check) {
    add(&command, "--check");
  } else {
    add_number(&command, "--warmup", request->warmup);
    add_number(&command, "--samples", request->samples);
  }
  *report = (struct driver_report){.timer_ns = NAN, .empty_ns = NAN, .host_calls = NAN};
  struct conversation talk = {.request = request, .listener = listener, .report = report};
  struct child_request child = {.arguments = command.arguments,
                                .padding = request->padding,
                                .pin_cpu = request->limits.pin_cpu,
                                .line_limit_seconds = request->limits.sample_seconds,
                                .total_limit_seconds = request->limits.sample_seconds *
                                                       (request->warmup + request->samples + 2),
                                .interrupt_descriptor = request->limits.interrupt_descriptor};
  struct child_result result;
  struct error error;
  if (!child_run(&child, take_line, &talk, &result, &error)) {
    broken(report, "%s", error.message);
    return;
  }
  report->seconds = result.seconds;
  report->user_us = result.usage.ru_utime.tv_sec * INT64_C(1000000) + result.usage.ru_utime.tv_usec;
  report->system_us =
      result.usage.ru_stime.tv_sec * INT64_C(1000000) + result.usage.ru_stime.tv_usec;
  report->preemptions = result.usage.ru_nivcsw;
  conclude(&talk, &result);
}

// ---- Description --------------------------------------------------------------------------------

json_t *driver_describe(const char *executable, struct error *error) {
  const char *const arguments[] = {executable, "--describe", NULL};
  struct child_request request = {.arguments = arguments,
                                  .pin_cpu = -1,
                                  .line_limit_seconds = DESCRIBE_SECONDS,
                                  .total_limit_seconds = DESCRIBE_SECONDS,
                                  .interrupt_descriptor = -1};
  struct child_result result;
  char *text = text_copy("");
  json_t *description = NULL;
  if (child_run(&request, child_collect_line, &text, &result, error)) {
    char *words = last_words(&result);
    if (result.ending != CHILD_EXITED || result.exit_code)
      error_set(error, "%s --describe %s%s", executable,
                result.ending == CHILD_EXITED      ? "fails"
                : result.ending == CHILD_SIGNALLED ? "crashes"
                                                   : "hangs",
                words);
    else if (!(description = json_loads(text, 0, NULL)))
      error_set(error, "%s --describe does not answer in JSON", executable);
    free(words);
  }
  free(text);
  return description;
}
