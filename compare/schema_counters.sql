-- What invocations have counted besides their times; since version 2 of the store, and added to one
-- of version 1 when it is opened.

CREATE TABLE IF NOT EXISTS counter (
  invocation_id INTEGER NOT NULL REFERENCES invocation (id) ON DELETE CASCADE,
  name TEXT NOT NULL,        -- as the driver said: "allocations", "compile_ns"
  value REAL NOT NULL,       -- of one life, message or call; "peak_bytes" of the whole block
  PRIMARY KEY (invocation_id, name)
) WITHOUT ROWID;
