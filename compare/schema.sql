-- The store of results: one SQLite file that holds every sample of every run.
--
-- Every table and page of the reports is derived from this file, so it keeps what was measured and
-- nothing that can be computed from it: no means, no ratios, no verdicts.
--
--   run ── engine ──┐
--    └──── program ─┴─ cell ── invocation ── sample
--                         └─── process_sample      (invocation ── counter: schema_counters.sql;
--                                                   run ── look, shard: schema_looks.sql;
--                                                   cell ── profile: schema_profiles.sql)
--
-- A cell is one program at one size on one engine. An invocation is one process of a driver, with
-- its samples (timed blocks). Pair and half number the rounds: a pair is one random order of the
-- engines (half 0) and the same order backwards (half 1), and is one observation of the statistics.
-- What an interruption tore is set aside under a negative pair when the run is resumed, and counts
-- for nothing.

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  started TEXT NOT NULL,   -- UTC, ISO 8601
  finished TEXT,           -- NULL while running, and after a kill
  status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'interrupted', 'failed')),
  size TEXT NOT NULL CHECK (size IN ('smoke', 'quick', 'full')),
  seed INTEGER NOT NULL,
  rounds INTEGER NOT NULL, -- pairs planned: chosen from time alone, or at a look (table look)
  commit_id TEXT,          -- of the project, NULL outside a repository
  machine TEXT NOT NULL,   -- JSON
  options TEXT NOT NULL,   -- JSON
  machine_id TEXT NOT NULL DEFAULT '' -- the same for runs that may be compared; '' is unknown
);

CREATE TABLE engine (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  driver TEXT NOT NULL,
  language TEXT NOT NULL,
  version TEXT NOT NULL,
  build TEXT NOT NULL,
  description TEXT NOT NULL,
  details TEXT NOT NULL,   -- JSON: what the driver said with --describe
  UNIQUE (run_id, name)
);

CREATE TABLE program (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  category TEXT NOT NULL,
  unit TEXT NOT NULL,      -- what one unit of work is called: times are shown as ns a unit
  kind TEXT NOT NULL,
  work_unit TEXT NOT NULL, -- what the work counter counts
  tolerance REAL NOT NULL,
  geometric_mean INTEGER NOT NULL CHECK (geometric_mean IN (0, 1)),
  notes TEXT NOT NULL,     -- JSON array of strings
  manifest TEXT NOT NULL,  -- JSON
  shard INTEGER NOT NULL DEFAULT 0, -- the part of a merged run that measured it; 0: not merged
  UNIQUE (run_id, name)
);

CREATE TABLE cell (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  program_id INTEGER NOT NULL REFERENCES program (id) ON DELETE CASCADE,
  engine_id INTEGER NOT NULL REFERENCES engine (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  repetitions INTEGER NOT NULL,
  warmup INTEGER NOT NULL,
  samples INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN
    ('pending', 'ok', 'wrong', 'crashed', 'hung', 'unavailable', 'failed')),
  message TEXT,             -- why, for every status but pending and ok
  checksum REAL,            -- of one checked block
  work REAL,                -- work counter of that block
  work_repetitions INTEGER, -- repetitions in that block
  UNIQUE (program_id, engine_id)
);

CREATE TABLE invocation (
  id INTEGER PRIMARY KEY,
  cell_id INTEGER NOT NULL REFERENCES cell (id) ON DELETE CASCADE,
  pair INTEGER NOT NULL,     -- from 0; negative: set aside
  half INTEGER NOT NULL CHECK (half IN (0, 1)),
  position INTEGER NOT NULL, -- order within the round, from 0
  started TEXT NOT NULL,
  padding INTEGER NOT NULL,  -- bytes added to the environment
  timer_ns REAL,             -- cost of one reading of the clock, subtracted already
  empty_ns REAL,             -- cost of one empty call, not subtracted
  user_us INTEGER,
  system_us INTEGER,
  max_rss_kb INTEGER,
  status TEXT NOT NULL CHECK (status IN
    ('running', 'ok', 'wrong', 'crashed', 'hung', 'unavailable', 'failed', 'interrupted')),
  UNIQUE (cell_id, pair, half)
);

CREATE TABLE sample (
  invocation_id INTEGER NOT NULL REFERENCES invocation (id) ON DELETE CASCADE,
  idx INTEGER NOT NULL,      -- from 0, the warm-up samples first
  warmup INTEGER NOT NULL CHECK (warmup IN (0, 1)),
  ns REAL NOT NULL,          -- the whole block, less one reading of the clock
  repetitions INTEGER NOT NULL,
  PRIMARY KEY (invocation_id, idx)
) WITHOUT ROWID;

CREATE TABLE process_sample (
  id INTEGER PRIMARY KEY,
  cell_id INTEGER NOT NULL REFERENCES cell (id) ON DELETE CASCADE,
  pair INTEGER NOT NULL,
  half INTEGER NOT NULL CHECK (half IN (0, 1)),
  position INTEGER NOT NULL,
  seconds REAL NOT NULL,     -- wall clock, by hyperfine
  user REAL NOT NULL,
  system REAL NOT NULL,
  exit_code INTEGER NOT NULL,
  UNIQUE (cell_id, pair, half)
);

CREATE INDEX cell_of_run ON cell (run_id);
