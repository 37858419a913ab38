-- Schema 5: a report's current version and coding can be found from the other side. A new version or
-- coding is looked for among the reports that wait for it; without these, all reports are read for
-- each that is added.

CREATE INDEX report_current_version ON report (current_version);
CREATE INDEX report_current_coding ON report (current_coding);
