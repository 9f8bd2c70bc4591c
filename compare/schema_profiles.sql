-- What Mica's own profiler has counted of cells; since version 4 of the store, and added to an
-- older one when it is opened.

CREATE TABLE IF NOT EXISTS profile (
  cell_id INTEGER PRIMARY KEY REFERENCES cell (id) ON DELETE CASCADE,
  taken TEXT NOT NULL,         -- UTC
  repetitions INTEGER NOT NULL, -- in the block that was profiled
  profile TEXT NOT NULL        -- JSON, as `mica profile --all --deterministic` writes it
);
