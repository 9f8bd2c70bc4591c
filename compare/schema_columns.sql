-- The columns that came with version 3 of the store, for one of an earlier version.

ALTER TABLE run ADD COLUMN machine_id TEXT NOT NULL DEFAULT '';
ALTER TABLE program ADD COLUMN shard INTEGER NOT NULL DEFAULT 0;
