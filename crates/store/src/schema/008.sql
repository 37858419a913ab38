-- Schema 8: nothing that somebody coded goes when their assignment is taken back; of which version the
-- words are that they chose; and a sum over `related`, which nothing else covers.

-- Since when the assignment is taken back. What was coded stays, and comes back with it.
ALTER TABLE assignment ADD COLUMN withdrawn TEXT;

-- The version whose words the spans of `incidents` are.
ALTER TABLE assignment ADD COLUMN version INTEGER;
UPDATE assignment SET version = (
    SELECT max(number) FROM version
    WHERE version.report = assignment.report AND version.at <= assignment.changed
);

-- The page that wrote it last: another that was opened before that does not write over it.
ALTER TABLE assignment ADD COLUMN page TEXT;

CREATE TABLE related_sum (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    sum INTEGER NOT NULL
) STRICT;
INSERT INTO related_sum VALUES (1, 0);
