// The driver's lines: see harness_output.h.
#include "drivers/harness_output.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool harness_output_open(struct harness_output *output, bool json, bool quiet) {
  *output = (struct harness_output){.json = json, .quiet = quiet};
  fflush(stdout);
  int kept = dup(STDOUT_FILENO);
  if (kept < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
    return false;
  output->stream = fdopen(kept, "w");
  return output->stream != NULL;
}

void harness_output_close(struct harness_output *output) {
  if (output->stream)
    fclose(output->stream);
}

// ---- JSON

// A number as JSON has it: without a fraction where it has none.
static json_t *number(double value) {
  return value == rint(value) && fabs(value) < 0x1p63 ? json_integer((json_int_t)value)
                                                      : json_real(value);
}

// A text of unknown origin: what is not UTF-8 is spelled with question marks.
static json_t *text(const char *bytes) {
  json_t *string = json_string(bytes);
  if (string)
    return string;
  char *copy = strdup(bytes);
  for (char *at = copy; at && *at; at++)
    if ((unsigned char)*at >= 0x80)
      *at = '?';
  string = json_string(copy);
  free(copy);
  return string;
}

// Writes the object as a line and gives it up. Doubles have all their digits, so that a checksum
// can be compared bit by bit.
static void write_line(const struct harness_output *output, json_t *object) {
  json_dumpf(object, output->stream, JSON_COMPACT);
  fputc('\n', output->stream);
  fflush(output->stream);
  json_decref(object);
}

// A time, rounded to what the clock can tell and a double and its decimal form both hold exactly.
static json_t *time_number(double nanoseconds) { return number(rint(nanoseconds * 8) / 8); }

static json_t *start_object(const struct harness_start *start) {
  return json_pack("{ss so so so sI sI sI sI sI so so}", "type", "start", "engine",
                   text(start->engine), "program", text(start->program), "size", text(start->size),
                   "n", (json_int_t)start->n, "repetitions", (json_int_t)start->repetitions,
                   "warmup", (json_int_t)start->warmup, "samples", (json_int_t)start->samples,
                   "seed", (json_int_t)start->seed, "timer_ns", time_number(start->timer_ns),
                   "empty_ns", time_number(start->empty_ns));
}

// ---- Text

// A time in the unit that suits it.
static void print_time(FILE *stream, double nanoseconds) {
  static const char *const units[] = {"ns", "us", "ms", "s"};
  size_t unit = 0;
  for (; nanoseconds >= 1000 && unit < 3; unit++)
    nanoseconds /= 1000;
  fprintf(stream, "%#.4g %s", nanoseconds, units[unit]);
}

// ---- Both

void harness_output_start(const struct harness_output *output, const struct harness_start *start) {
  if (output->json) {
    write_line(output, start_object(start));
  } else if (!output->quiet) {
    fprintf(output->stream, "%s on %s, size %s: n %lld, %lld calls a sample, seed %lld\n",
            start->program, start->engine, start->size, (long long)start->n,
            (long long)start->repetitions, (long long)start->seed);
    fprintf(output->stream, "  cost of the timer %.1f ns (subtracted), of an empty call %.1f ns\n",
            start->timer_ns, start->empty_ns);
  }
}

void harness_output_sample(const struct harness_output *output,
                           const struct harness_sample *sample) {
  if (output->json) {
    write_line(output,
               json_pack("{ss sI sb so sI so}", "type", "sample", "index",
                         (json_int_t)sample->index, "warmup", (int)sample->warmup, "ns",
                         time_number(sample->ns), "repetitions", (json_int_t)sample->repetitions,
                         "checksum", number(sample->checksum)));
  } else if (!output->quiet) {
    fprintf(output->stream, "  %-8s%3lld  ", sample->warmup ? "warm-up" : "sample",
            (long long)sample->index);
    print_time(output->stream, sample->ns / (double)sample->repetitions);
    fprintf(output->stream, " a call, checksum %.17g\n", sample->checksum);
    fflush(output->stream);
  }
}

void harness_output_check(const struct harness_output *output, const struct harness_check *check) {
  if (output->json) {
    json_t *object = json_pack("{ss so}", "type", "check", "checksum", number(check->checksum));
    if (check->work)
      json_object_set_new(object, "work", number(*check->work));
    if (check->host_calls)
      json_object_set_new(object, "host_calls", json_integer(*check->host_calls));
    json_object_set_new(object, "repetitions", json_integer(check->repetitions));
    write_line(output, object);
  } else if (!output->quiet) {
    fprintf(output->stream, "checksum %.17g", check->checksum);
    if (check->work)
      fprintf(output->stream, ", work %.17g", *check->work);
    if (check->host_calls)
      fprintf(output->stream, ", %lld calls of host_add", (long long)*check->host_calls);
    fprintf(output->stream, " over %lld calls\n", (long long)check->repetitions);
  }
}

void harness_output_counters(const struct harness_output *output,
                             const struct harness_counters *counters) {
  const struct {
    const char *name;
    double value;
  } rows[] = {
      {"created", counters->created},
      {"allocations", counters->allocations},
      {"allocated_bytes", counters->bytes},
      {"growth_bytes", counters->growth},
      {"peak_bytes", counters->peak},
      {"runtime_bytes", counters->runtime_bytes},
      {"create_ns", counters->phases[HARNESS_CREATE]},
      {"compile_ns", counters->phases[HARNESS_COMPILE]},
      {"execute_ns", counters->phases[HARNESS_EXECUTE]},
      {"clean_ns", counters->phases[HARNESS_CLEAN]},
      {"host_ns", counters->phases[HARNESS_HOST]},
      {"engine_share", counters->engine_share},
      {"step_median_ns", counters->pauses[HARNESS_STEP_MEDIAN]},
      {"step_p99_ns", counters->pauses[HARNESS_STEP_99]},
      {"step_p999_ns", counters->pauses[HARNESS_STEP_999]},
      {"step_longest_ns", counters->pauses[HARNESS_STEP_LONGEST]},
      {"collection_ns", counters->pauses[HARNESS_COLLECTION]},
  };
  json_t *values = json_object();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    if (isnan(rows[i].value))
      continue;
    json_object_set_new(values, rows[i].name, number(rows[i].value));
    if (!output->json && !output->quiet)
      fprintf(output->stream, "  %-16s %.6g\n", rows[i].name, rows[i].value);
  }
  if (output->json)
    write_line(output, json_pack("{ss so}", "type", "counters", "values", values));
  else
    json_decref(values);
}

void harness_output_end(const struct harness_output *output, const struct driver_usage *usage) {
  if (output->json)
    write_line(output,
               json_pack("{ss sI sI sI}", "type", "end", "user_us", (json_int_t)usage->user_us,
                         "system_us", (json_int_t)usage->system_us, "max_rss_kb",
                         (json_int_t)usage->peak_kb));
  else if (!output->quiet)
    fprintf(output->stream, "  CPU time %.1f ms user, %.1f ms system; peak memory %.1f MiB\n",
            (double)usage->user_us / 1e3, (double)usage->system_us / 1e3,
            (double)usage->peak_kb / 1024);
}

static void write_message(const struct harness_output *output, const char *type, const char *key,
                          const char *message) {
  if (output->json)
    write_line(output, json_pack("{ss so}", "type", type, key, text(message)));
  else
    fprintf(stderr, "%s: %s\n", program_invocation_short_name, message);
}

void harness_output_error(const struct harness_output *output, const char *message) {
  write_message(output, "error", "message", message);
}

void harness_output_unavailable(const struct harness_output *output, const char *reason) {
  write_message(output, "unavailable", "reason", reason);
}

// ---- Description

static json_t *capabilities(const struct driver *driver) {
  json_t *names = json_pack("[s]", "script");
  if (driver->calls_host)
    json_array_append_new(names, json_string("call_host"));
  if (driver->call_script)
    json_array_append_new(names, json_string("call_script"));
  if (driver->has_modules)
    json_array_append_new(names, json_string("require"));
  if (driver->boundary)
    json_array_append_new(names, json_string("boundary"));
  if (driver->lifecycle)
    json_array_append_new(names, json_string("lifecycle"));
  return names;
}

// Why each capability that is not there is not.
static json_t *incapabilities(const struct driver *driver) {
  json_t *reasons = json_object();
  if (!driver->calls_host)
    json_object_set_new(reasons, "call_host", text(driver->no_calls_host));
  if (!driver->call_script)
    json_object_set_new(reasons, "call_script", text(driver->no_call_script));
  if (!driver->has_modules && driver->no_modules)
    json_object_set_new(reasons, "require", text(driver->no_modules));
  if (!driver->boundary && driver->no_boundary)
    json_object_set_new(reasons, "boundary", text(driver->no_boundary));
  if (!driver->lifecycle && driver->no_lifecycle)
    json_object_set_new(reasons, "lifecycle", text(driver->no_lifecycle));
  return reasons;
}

void harness_output_describe(const struct harness_output *output, const struct driver *driver,
                             const struct driver_description *description) {
  json_t *engines = json_array();
  for (size_t i = 0; i < driver->engine_count; i++)
    json_array_append_new(engines,
                          json_pack("{ss ss sI sb}", "name", driver->engines[i].name, "description",
                                    driver->engines[i].description, "repetition_divisor",
                                    (json_int_t)driver->engines[i].repetition_divisor, "apart",
                                    (int)driver->engines[i].apart));
  json_t *bytes = json_pack("{sI}", "driver", (json_int_t)driver_mapped_bytes(driver));
  if (description->library_address)
    json_object_set_new(
        bytes, "library",
        json_integer((json_int_t)driver_mapped_bytes(description->library_address)));
  write_line(output, json_pack("{si ss ss sb so so so so so so so}", "protocol", 1, "driver",
                               driver->name, "language", driver->language, "peer",
                               (int)driver->peer, "version", text(description->version), "build",
                               text(description->build), "library", text(description->library),
                               "capabilities", capabilities(driver), "incapabilities",
                               incapabilities(driver), "engines", engines, "mapped_bytes", bytes));
}
