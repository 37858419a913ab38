-- Schema 2: grades of sources, and a place for what was worked out.

CREATE TABLE source_grade (
    number INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    source_folded TEXT NOT NULL,
    grade TEXT,
    at TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;
CREATE INDEX source_grade_source ON source_grade (source_folded);

CREATE TABLE state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    changes INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0);

CREATE TABLE kept (
    stamp TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (stamp, name)
) STRICT;
