#!/usr/bin/env Rscript
# Values that the unit tests of compare/significance.c, statistics.c and growth.c check against,
# computed by R, which shares no code with them. Prints tests/unit/statistics_reference_r.h:
#
#   Rscript tests/unit/statistics_reference.R > tests/unit/statistics_reference_r.h
#
# The suite `unit` runs it again where R is installed and compares the bytes. Numbers are printed
# to 12 digits, so that another release of R or of the C library prints the same.

set.seed(20170, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

number <- function(x) {
  ifelse(is.na(x), "NAN", sub("e([+-])0*", "e\\1", trimws(formatC(x, digits = 12, format = "g"))))
}
braces <- function(x) paste0("{", paste(number(x), collapse = ", "), "}")
record <- function(...) {
  text <- strwrap(paste0("{", paste(c(...), collapse = ", "), "},"), width = 96, indent = 4,
                  exdent = 5)
  cat(text, sep = "\n")
}
print_table <- function(comment, declaration, rows) {
  cat("\n// ", comment, "\n", "static const ", declaration, " = {\n", sep = "")
  rows()
  cat("};\n")
}

cat("// Printed by statistics_reference.R: do not edit.\n#pragma once\n\n#include <math.h>\n",
    "#include <stddef.h>\n\n// clang-format off\n", sep = "")

# ---- Two samples ---------------------------------------------------------------------------------

# The k-th least and greatest difference, k as wilcox.test takes it where it is exact, else by the
# normal distribution with its correction for continuity (Hollander, Wolfe and Chicken, 4.3).
shift_rank <- function(n, m, alpha) {
  if (n < 50 && m < 50) {
    rank <- qwilcox(alpha / 2, n, m)
    return(c(rank, 1 - 2 * pwilcox(max(rank, 1) - 1, n, m)))
  }
  deviation <- sqrt(n * m * (n + m + 1) / 12)
  rank <- floor(n * m / 2 + qnorm(alpha / 2) * deviation + 0.5)
  c(rank, 1 - 2 * pnorm((rank - 0.5 - n * m / 2) / deviation))
}

two_samples <- function(x, y, alpha = 0.05) {
  test <- suppressWarnings(wilcox.test(x, y, conf.int = TRUE, conf.level = 1 - alpha))
  differences <- sort(outer(x, y, "-"))
  rank <- shift_rank(length(x), length(y), alpha)
  used <- max(rank[1], 1)
  record(length(x), length(y), braces(x), braces(y), number(alpha), number(test$statistic),
      number(test$p.value), number(median(differences)), number(differences[used]),
      number(differences[length(differences) + 1 - used]), number(rank[2]),
      number(test$conf.int[1]), number(test$conf.int[2]), as.integer(rank[1] > 0))
}

untied <- function(n, shift = 0) round(rexp(n) + shift, 6)
tied <- function(n, shift = 0) round(2 * (rexp(n) + shift)) / 2
print_table(paste("wilcox.test(x, y): W, p; median, k-th least and greatest of the differences",
            "and their\n// coverage; the interval of wilcox.test itself"),
      paste("struct {\n  size_t n, m;\n  double x[60], y[60], alpha, u, p, shift, low, high,",
            "coverage, r_low, r_high;\n  int reached;\n} reference_two_samples[]"),
      function() {
        for (sizes in list(c(1, 1), c(3, 3), c(4, 4), c(3, 5), c(5, 5), c(7, 4), c(8, 8),
                           c(12, 20), c(30, 25), c(49, 49), c(50, 12), c(49, 60), c(60, 60)))
          two_samples(untied(sizes[1], 0.4), untied(sizes[2]))
        two_samples(untied(8, 5), untied(8))
        two_samples(untied(49, 1.5), untied(49))
        two_samples(untied(10, 0.8), untied(10), 0.01)
        for (sizes in list(c(4, 4), c(6, 5), c(10, 10), c(20, 30), c(60, 55)))
          two_samples(tied(sizes[1], 0.5), tied(sizes[2]))
        two_samples(tied(10, 0.5), tied(12), 0.01)
      })

print_table("binom.test(above, above + below)",
      "struct {\n  size_t above, below;\n  double p;\n} reference_signs[]",
      function() {
        for (signs in list(c(1, 0), c(5, 0), c(0, 6), c(7, 1), c(3, 9), c(10, 10), c(12, 11),
                           c(40, 20), c(15, 45), c(130, 90)))
          record(signs[1], signs[2], number(binom.test(signs[1], sum(signs))$p.value))
      })

print_table("p.adjust(p, \"holm\"); NAN is NA",
      "struct {\n  size_t count;\n  double p[12], adjusted[12];\n} reference_holm[]",
      function() {
        for (p in list(0.03, c(0.01, 0.04), c(0.04, 0.01, 0.03, 0.005), c(0.02, 0.02, 0.02),
                       c(0.5, 0.9, 0.001, NA, 0.0125, 1, NA, 0.013), round(runif(12)^3, 6)))
          record(length(p), braces(p), braces(p.adjust(p, "holm")))
      })

# ---- One sample ----------------------------------------------------------------------------------

print_table("The order statistics that bound a median: qbinom(alpha / 2, n, 1/2), and coverage",
      paste("struct {\n  size_t count;\n  double alpha;\n  size_t rank;\n  double coverage;\n}",
            "reference_median_ranks[]"),
      function() {
        for (alpha in c(0.05, 0.01, 0.05 / 30))
          for (n in c(1, 2, 5, 6, 7, 8, 9, 13, 17, 25, 40, 75, 120, 250, 999)) {
            rank <- qbinom(alpha / 2, n, 0.5)
            record(n, number(alpha), rank, number(1 - 2 * pbinom(rank - 1, n, 0.5)))
          }
      })

print_table("quantile(x, part, type = 7)",
      "struct {\n  size_t count;\n  double x[12], part[7], quantiles[7];\n} reference_quantiles[]",
      function() {
        part <- c(0, 0.1, 0.25, 0.5, 0.75, 0.9, 1)
        for (n in c(1, 2, 3, 5, 10, 12)) {
          x <- round(rlnorm(n), 6)
          record(n, braces(x), braces(part), braces(quantile(x, part, type = 7)))
        }
      })

# ---- Geometric means -----------------------------------------------------------------------------

# Resamples pairs, the same for all programs, 100,000 times, and takes the expanded percentiles
# (Hesterberg 2015, 5.3). Where an interval of 8,192 resamples may end by chance, four standard
# errors to either side, is printed as the quantiles of these.
resample <- function(pairs, programs, alpha = 0.05, resamples = 1e5) {
  logs <- matrix(round(rnorm(pairs * programs, 0.1, 0.08) + rexp(pairs * programs, 20), 6), pairs)
  draws <- matrix(sample.int(pairs, pairs * resamples, replace = TRUE), resamples)
  medians <- sapply(seq_len(programs), function(program) {
    drawn <- matrix(logs[draws, program], resamples)
    sorted <- matrix(drawn[order(row(drawn), drawn)], pairs)
    (sorted[(pairs + 1) %/% 2, ] + sorted[pairs %/% 2 + 1, ]) / 2
  })
  means <- exp(rowMeans(medians))
  tail <- pnorm(-qt(1 - alpha / 2, pairs - 1) * sqrt(pairs / (pairs - 1)))
  chance <- 4 * sqrt(tail * (1 - tail) / 8192)
  parts <- c(max(tail - chance, 0), tail, tail + chance)
  record(programs, pairs, braces(as.vector(logs)), number(exp(mean(apply(logs, 2, median)))),
      braces(quantile(means, parts)), braces(quantile(means, 1 - rev(parts))))
}

print_table(paste("Geometric means of programs: estimate; the least, the very and the greatest",
            "value that each\n// end of the interval may have by the chance of resampling"),
      paste("struct {\n  size_t programs, pairs;\n  double logs[60], estimate, low[3], high[3];\n}",
            "reference_means[]"),
      function() {
        resample(6, 1)
        resample(9, 3)
        resample(20, 3)
        resample(12, 5)
      })

# ---- Growth --------------------------------------------------------------------------------------

print_table("lm(log(t) ~ log(n)): exponent, its standard error, confint, exp(intercept), r squared",
      paste("struct {\n  size_t count;\n  double n[6], t[6], exponent, error, low, high, scale,",
            "r_squared;\n} reference_growth[]"),
      function() {
        for (count in 3:6) {
          n <- 10^(2 + seq_len(count) / 2)
          n <- round(n)
          t <- signif(7 * n^runif(1, 0.8, 2.2) * exp(rnorm(count, 0, 0.1)), 8)
          fit <- lm(log(t) ~ log(n))
          interval <- confint(fit)[2, ]
          record(count, braces(n), braces(t), number(coef(fit)[2]),
              number(summary(fit)$coefficients[2, 2]), number(interval[1]), number(interval[2]),
              number(exp(coef(fit)[1])), number(summary(fit)$r.squared))
        }
      })
