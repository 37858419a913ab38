-- Schema 4: the review desk. Users and sessions, who codes what, states of reports, notes, pins,
-- and a chained line for every write that is no decision.

CREATE TABLE user (
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'coder', 'reviewer', 'admin')),
    hash TEXT NOT NULL,
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    token_sha256 TEXT PRIMARY KEY,
    user TEXT NOT NULL REFERENCES user (name),
    at TEXT NOT NULL,
    until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (user);

CREATE TABLE report_state (
    report INTEGER PRIMARY KEY REFERENCES report (number),
    state TEXT NOT NULL CHECK (state IN ('open', 'coded', 'nothing')),
    at TEXT NOT NULL,
    by TEXT NOT NULL
) STRICT;

CREATE TABLE note (
    number INTEGER PRIMARY KEY,
    about TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX note_about ON note (about);

CREATE TABLE unsure (
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (a, b, by)
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
    report INTEGER NOT NULL REFERENCES report (number),
    coder TEXT NOT NULL REFERENCES user (name),
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'done')),
    changed TEXT NOT NULL,
    incidents TEXT NOT NULL,
    PRIMARY KEY (report, coder)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_coder ON assignment (coder);

CREATE TABLE pin (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    title TEXT NOT NULL,
    question TEXT NOT NULL,
    query TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
