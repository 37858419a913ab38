-- Schema 6: what came before what is told by numbers, not by times, which a clock that is set back turns
-- round; and which codings are closed for good.

-- The version of the report that was current when its state was set.
ALTER TABLE report_state ADD COLUMN version INTEGER;
UPDATE report_state SET version = (
    SELECT max(number) FROM version
    WHERE version.report = report_state.report AND version.at <= report_state.at
);

-- The coding of the report that was current when the decision was made.
ALTER TABLE decision_account ADD COLUMN coding INTEGER;
UPDATE decision_account SET coding = (
    SELECT max(coding.number) FROM coding
    JOIN version ON version.number = coding.version
    JOIN decision ON decision.number = decision_account.decision
    WHERE version.report = decision_account.report AND coding.at <= decision.at
);

-- Since when what others read in the report is open to the coder: from then on the coding stays as it is.
ALTER TABLE assignment ADD COLUMN opened TEXT;
UPDATE assignment SET opened = (SELECT at FROM report_state WHERE report = assignment.report)
WHERE assignment.state = 'done'
    AND report IN (SELECT report FROM report_state WHERE report_state.state <> 'open');

-- A hash over each row that no other hash covers: of the desk, and what decisions were made on.
CREATE TABLE row_seal (
    place TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;
