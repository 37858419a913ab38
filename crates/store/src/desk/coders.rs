use super::{Signature, refuse, sealed};
use crate::accounts::parse;
use crate::error::Trouble;
use crate::reword::Texts;
use crate::write::json;
use crate::{Casebook, Result, add};
use model::{Field, Span};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A value that a coder gave, as text, with the words it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GivenValue {
    /// In the spelling of corrections.
    pub value: String,
    /// Words of the report.
    #[serde(default)]
    pub spans: Vec<Span>,
}

/// An incident as one coder read it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CodedIncident {
    /// Unique within the coding: `c01`.
    pub id: String,
    /// The words that tell of it.
    #[serde(default)]
    pub evidence: Vec<Span>,
    /// What they tell.
    #[serde(default)]
    pub fields: BTreeMap<Field, GivenValue>,
}

/// A report that somebody is to code, and what they have coded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The report.
    pub report: String,
    /// Who codes it.
    pub coder: String,
    /// Since when.
    pub at: String,
    /// The coder says that it is finished.
    pub done: bool,
    /// When the coder changed it last.
    pub changed: String,
    /// What others read in the report is open to them, since the report was closed: what they read
    /// stays as it is.
    pub opened: bool,
    /// What they read.
    pub incidents: Vec<CodedIncident>,
}

/// A page on which somebody codes.
#[derive(Debug, Clone, Copy)]
pub struct CodingPage<'a> {
    /// Its own name.
    pub name: &'a str,
    /// When the coding that it shows was changed last.
    pub changed: &'a str,
}

/// One coder's row of a report.
const ONE: &str = "WHERE report = ?1 AND coder = ?2";

/// Who has not finished coding a report.
pub(super) fn waiting(connection: &Connection, report: i64) -> Result<Vec<String>, Trouble> {
    let mut statement = connection.prepare_cached(
        "SELECT coder FROM assignment
         WHERE report = ?1 AND state = 'open' AND withdrawn IS NULL ORDER BY coder",
    )?;
    let coders = statement.query_map([report], |row| row.get(0))?;
    Ok(coders.collect::<rusqlite::Result<_>>()?)
}

impl Casebook {
    /// Assigns a report to a coder; nothing where it is assigned already. What they coded before
    /// the assignment was taken back comes back with it, to be gone on with.
    pub fn assign(&mut self, report: &str, coder: &str, signature: Signature<'_>) -> Result<()> {
        let about = format!("{report} to {coder}");
        self.sign(signature, "assign", &about, |connection| {
            let (number, _) = add::find(connection, report)?;
            let known = connection
                .prepare_cached("SELECT 1 FROM user WHERE name = ?1 AND role <> 'viewer'")?
                .exists([coder])?;
            if !known {
                return Err(refuse(format!("there is no user `{coder}` who may code")));
            }
            connection.execute(
                "INSERT INTO assignment
                    (report, coder, at, by, state, changed, incidents, version)
                 SELECT number, ?2, ?3, ?4, 'open', ?3, '[]', current_version
                 FROM report WHERE number = ?1
                 ON CONFLICT (report, coder) DO UPDATE
                    SET withdrawn = NULL, opened = NULL, state = 'open', at = ?3, by = ?4
                    WHERE withdrawn IS NOT NULL",
                params![number, coder, signature.at, signature.by],
            )?;
            sealed::seal(connection, sealed::CODINGS, ONE, &[&number, &coder])?;
            Ok(())
        })
    }

    /// Assigns reports to coders, by report and coder: all or, on an error, none.
    pub fn assign_all(&mut self, pairs: &[(&str, &str)], signature: Signature<'_>) -> Result<()> {
        self.together(|casebook| {
            let mut pairs = pairs.iter();
            pairs.try_for_each(|(report, coder)| casebook.assign(report, coder, signature))
        })
    }

    /// Takes an assignment back. What was coded is kept, counts nowhere, and is there again when the
    /// report is assigned to the coder again.
    pub fn unassign(&mut self, report: &str, coder: &str, signature: Signature<'_>) -> Result<()> {
        let about = format!("{report} of {coder}");
        self.sign(signature, "unassign", &about, |connection| {
            let (number, _) = add::find(connection, report)?;
            let query = "UPDATE assignment SET withdrawn = ?3
                WHERE report = ?1 AND coder = ?2 AND withdrawn IS NULL";
            let taken = connection.execute(query, params![number, coder, signature.at])?;
            sealed::seal(connection, sealed::CODINGS, ONE, &[&number, &coder])?;
            match taken {
                0 => Err(refuse(format!("{report} is not assigned to {coder}"))),
                _ => Ok(()),
            }
        })
    }

    /// Keeps what a coder has coded.
    ///
    /// # Errors
    /// The report is not assigned to them, what others read in it is open to them, or spans are no
    /// words of it.
    pub fn save_coding(
        &mut self,
        report: &str,
        incidents: &[CodedIncident],
        done: bool,
        signature: Signature<'_>,
    ) -> Result<()> {
        self.save_coding_from(report, incidents, done, None, signature)
    }

    /// The same from a page that shows the coding as it was at some time.
    ///
    /// # Errors
    /// As of [`save_coding`](Self::save_coding); or another page has written since, whose work would
    /// go.
    pub fn save_coding_from(
        &mut self,
        report: &str,
        incidents: &[CodedIncident],
        done: bool,
        page: Option<CodingPage<'_>>,
        signature: Signature<'_>,
    ) -> Result<()> {
        let what = if done { "finish coding" } else { "save coding" };
        self.sign(signature, what, report, |connection| {
            let (number, id) = add::find(connection, report)?;
            check_spans(connection, number, &id, incidents)?;
            let opened = connection
                .prepare_cached(
                    "SELECT 1 FROM assignment WHERE report = ?1 AND coder = ?2
                        AND opened IS NOT NULL AND withdrawn IS NULL",
                )?
                .exists(params![number, signature.by])?;
            if opened {
                return Err(refuse(format!(
                    "{id} is closed, and what others read in it is open to you since: your coding stays as it is; an admin can take the assignment back"
                )));
            }
            if let Some(page) = page {
                let other = connection
                    .prepare_cached(
                        "SELECT 1 FROM assignment WHERE report = ?1 AND coder = ?2
                            AND page IS NOT ?3 AND changed <> ?4",
                    )?
                    .exists(params![number, signature.by, page.name, page.changed])?;
                if other {
                    return Err(refuse(format!(
                        "your reading of {id} was changed on another page since you opened this one: load this page again, which shows it as it is now"
                    )));
                }
            }
            // Of a report that is closed already, done is the moment at which it opens up.
            let changed = connection.execute(
                "UPDATE assignment SET incidents = ?3, state = ?4, changed = ?5, opened =
                    iif(?4 = 'done' AND EXISTS (SELECT 1 FROM report_state
                        WHERE report = ?1 AND report_state.state <> 'open'), ?5, NULL),
                    version = (SELECT current_version FROM report WHERE number = ?1), page = ?6
                 WHERE report = ?1 AND coder = ?2 AND withdrawn IS NULL",
                params![
                    number,
                    signature.by,
                    json(&incidents),
                    if done { "done" } else { "open" },
                    signature.at,
                    page.map(|page| page.name)
                ],
            )?;
            sealed::seal(connection, sealed::CODINGS, ONE, &[&number, &signature.by])?;
            match changed {
                0 => Err(refuse(format!("{id} is not assigned to {}", signature.by))),
                _ => Ok(()),
            }
        })
    }

    /// The assignments of one coder, or all, by report and coder. Words are given where they stand in
    /// the report as it is now, those that no longer stand in it are left out.
    pub fn assignments(&self, coder: Option<&str>) -> Result<Vec<Assignment>> {
        self.read(|connection| {
            let mut texts = Texts::of(connection);
            let mut statement = connection.prepare_cached(
                "SELECT report.id, coder, assignment.at, state, changed, incidents, opened IS NOT NULL,
                    coalesce(assignment.version, report.current_version), report.current_version
                 FROM assignment JOIN report ON report.number = assignment.report
                 WHERE withdrawn IS NULL AND (?1 IS NULL OR coder = ?1)
                 ORDER BY report.id, coder",
            )?;
            let mut rows = statement.query([coder])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let report: String = row.get(0)?;
                let state: String = row.get(3)?;
                let mut incidents: Vec<CodedIncident> =
                    parse(row.get_ref(5)?, || format!("a coding of report {report}"))?;
                let (old, new): (i64, i64) = (row.get(7)?, row.get(8)?);
                for incident in &mut incidents {
                    texts.put(&mut incident.evidence, old, new)?;
                    for given in incident.fields.values_mut() {
                        texts.put(&mut given.spans, old, new)?;
                    }
                }
                all.push(Assignment {
                    coder: row.get(1)?,
                    at: row.get(2)?,
                    done: state == "done",
                    changed: row.get(4)?,
                    opened: row.get(6)?,
                    incidents,
                    report,
                });
            }
            Ok(all)
        })
    }
}

fn check_spans(
    connection: &Connection,
    number: i64,
    report: &str,
    incidents: &[CodedIncident],
) -> Result<(), Trouble> {
    let text: String = connection.query_row(
        "SELECT text FROM report JOIN version ON version.number = report.current_version
         WHERE report.number = ?1",
        [number],
        |row| row.get(0),
    )?;
    for incident in incidents {
        let given = incident.fields.values().flat_map(|given| &given.spans);
        for span in incident.evidence.iter().chain(given) {
            if span.of(&text).trim().is_empty() {
                let (start, end) = (span.start, span.end);
                return Err(refuse(format!(
                    "bytes {start} to {end} are no words of {report}"
                )));
            }
        }
    }
    Ok(())
}
