-- A casebook's own name, made once by chance, by which a browser tells casebooks apart; and what the
-- desk answered to writes that bear a key, so that one that is sent again is not done again.

CREATE TABLE casebook (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id TEXT NOT NULL
) STRICT;
INSERT INTO casebook VALUES (1, lower(hex(randomblob(16))));

CREATE TABLE answered (
    by TEXT NOT NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    asked TEXT NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (by, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answered_at ON answered (at);
