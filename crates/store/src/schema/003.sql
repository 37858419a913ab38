-- Schema 3: merging goes on from where it was; what was worked out and what users say of sources stand with hashes;
-- a seal over what stands beside the texts and records of each report.

DROP TABLE kept;

CREATE TABLE kept (
    policy TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (policy, name)
) STRICT;

CREATE TABLE kept_row (
    policy TEXT NOT NULL,
    incident TEXT NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (policy, incident)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_gone (
    policy TEXT NOT NULL,
    row INTEGER NOT NULL,
    PRIMARY KEY (policy, row)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_new (
    policy TEXT NOT NULL,
    incident TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    record TEXT NOT NULL,
    PRIMARY KEY (policy, incident)
) STRICT, WITHOUT ROWID;

CREATE TABLE merged (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    stamp TEXT NOT NULL,
    changes INTEGER NOT NULL,
    coding INTEGER NOT NULL,
    decision INTEGER NOT NULL,
    grade INTEGER NOT NULL,
    accounts INTEGER NOT NULL,
    incidents INTEGER NOT NULL
) STRICT;

CREATE TABLE filed (
    key INTEGER NOT NULL,
    account INTEGER NOT NULL,
    asks INTEGER NOT NULL CHECK (asks IN (0, 1)),
    PRIMARY KEY (key, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE tie (
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    bits REAL NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

CREATE TABLE related (
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    link TEXT NOT NULL,
    PRIMARY KEY (a, b, link)
) STRICT, WITHOUT ROWID;
CREATE INDEX related_b ON related (b);

CREATE TABLE member (
    account INTEGER PRIMARY KEY,
    incident TEXT NOT NULL
) STRICT;
CREATE INDEX member_incident ON member (incident);

ALTER TABLE source_grade ADD COLUMN sha256 TEXT NOT NULL DEFAULT '';

CREATE TABLE seal (
    report INTEGER PRIMARY KEY REFERENCES report (number),
    sha256 TEXT NOT NULL
) STRICT;
