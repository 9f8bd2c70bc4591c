-- When an adaptive run looked at its results, and which parts a run was merged from; since version
-- 3 of the store, and added to an older one when it is opened.

CREATE TABLE IF NOT EXISTS look (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  pairs INTEGER NOT NULL,     -- whole pairs that there were
  planned INTEGER NOT NULL,   -- pairs that the run was to have: pairs / planned of alpha was spent
  taken TEXT NOT NULL,        -- UTC, ISO 8601
  decided INTEGER,            -- targets with a verdict; NULL when the run was killed while looking
  undecided INTEGER,
  PRIMARY KEY (run_id, pairs)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS shard (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,    -- from 1: program.shard
  count INTEGER NOT NULL,     -- shards that the run is made of
  uuid TEXT NOT NULL UNIQUE,  -- of the run that was the shard
  started TEXT NOT NULL,
  finished TEXT,
  status TEXT NOT NULL,
  machine TEXT NOT NULL,      -- JSON
  machine_id TEXT NOT NULL,
  PRIMARY KEY (run_id, number)
) WITHOUT ROWID;
