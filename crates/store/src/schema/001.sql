-- Schema 1. Described table by table in SCHEMA.md.
-- Never edit a step that has been released: add the next one.

CREATE TABLE original (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    bytes INTEGER NOT NULL,
    zstd BLOB NOT NULL
) STRICT;

CREATE TABLE report (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    current_version INTEGER NOT NULL REFERENCES version (number) DEFERRABLE INITIALLY DEFERRED,
    current_coding INTEGER NOT NULL REFERENCES coding (number) DEFERRABLE INITIALLY DEFERRED
) STRICT;

CREATE TABLE version (
    number INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (number) DEFERRABLE INITIALLY DEFERRED,
    version INTEGER NOT NULL CHECK (version >= 1),
    at TEXT NOT NULL,
    title TEXT,
    url TEXT,
    source TEXT,
    published TEXT,
    published_from TEXT NOT NULL,
    lang TEXT,
    sha256 TEXT NOT NULL REFERENCES original (sha256),
    about_sha256 TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (report, version)
) STRICT;
CREATE INDEX version_sha256 ON version (sha256, text_sha256);
CREATE INDEX version_url ON version (url) WHERE url IS NOT NULL;

CREATE TABLE also_known (
    id TEXT PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report (number),
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX also_known_report ON also_known (report);

CREATE TABLE sketch (
    version INTEGER PRIMARY KEY REFERENCES version (number),
    numbers BLOB NOT NULL
) STRICT;

CREATE TABLE coding (
    number INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version (number),
    at TEXT NOT NULL,
    coder TEXT NOT NULL,
    repeats INTEGER REFERENCES coding (number),
    notes TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX coding_version ON coding (version);

CREATE TABLE account (
    number INTEGER PRIMARY KEY,
    coding INTEGER NOT NULL REFERENCES coding (number),
    report INTEGER NOT NULL REFERENCES report (number),
    current INTEGER NOT NULL CHECK (current IN (0, 1)),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    class TEXT NOT NULL,
    type TEXT NOT NULL,
    status TEXT NOT NULL,
    date TEXT,
    first_day TEXT,
    last_day TEXT,
    country TEXT,
    admin1 TEXT,
    place TEXT,
    site TEXT,
    latitude REAL,
    longitude REAL,
    precision TEXT,
    radius_km REAL,
    attribution TEXT,
    killed_min INTEGER,
    killed_max INTEGER,
    injured_min INTEGER,
    injured_max INTEGER,
    casualties_min INTEGER,
    casualties_max INTEGER,
    record TEXT NOT NULL,
    UNIQUE (coding, id)
) STRICT;
CREATE INDEX account_report ON account (report, id);
CREATE INDEX account_days ON account (first_day, last_day, current) WHERE current = 1;
CREATE INDEX account_country ON account (country) WHERE current = 1;
CREATE INDEX account_type ON account (class, type) WHERE current = 1;

CREATE TABLE account_actor (
    account INTEGER NOT NULL REFERENCES account (number),
    role TEXT NOT NULL,
    position INTEGER NOT NULL,
    actor TEXT,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    person INTEGER NOT NULL CHECK (person IN (0, 1)),
    PRIMARY KEY (account, role, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX account_actor_actor ON account_actor (actor) WHERE actor IS NOT NULL;
CREATE INDEX account_actor_name ON account_actor (name_folded);

CREATE TABLE account_code (
    account INTEGER NOT NULL REFERENCES account (number),
    field TEXT NOT NULL,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (account, field, position)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE account_box USING rtree (
    account, min_latitude, max_latitude, min_longitude, max_longitude
);

CREATE TABLE account_alias (
    report INTEGER NOT NULL REFERENCES report (number),
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    coding INTEGER NOT NULL REFERENCES coding (number),
    PRIMARY KEY (report, old)
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    coding INTEGER NOT NULL REFERENCES coding (number),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    what TEXT NOT NULL,
    count_min INTEGER,
    count_max INTEGER,
    record TEXT NOT NULL,
    PRIMARY KEY (coding, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE warning (
    coding INTEGER NOT NULL REFERENCES coding (number),
    position INTEGER NOT NULL,
    id TEXT NOT NULL,
    about TEXT,
    record TEXT NOT NULL,
    PRIMARY KEY (coding, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE decision_account (
    decision INTEGER NOT NULL REFERENCES decision (number),
    position INTEGER NOT NULL,
    report INTEGER NOT NULL REFERENCES report (number),
    id TEXT NOT NULL,
    PRIMARY KEY (decision, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_account_report ON decision_account (report, id);

CREATE TABLE chain_end (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    decisions INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO chain_end VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE VIEW report_words AS
    SELECT version.number AS number, version.title AS title, version.text AS text
    FROM report JOIN version ON version.number = report.current_version;

CREATE VIRTUAL TABLE words USING fts5 (
    title, text,
    content = 'report_words', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 2'
);
