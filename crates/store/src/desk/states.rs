use super::{Signature, coders, refuse, sealed};
use crate::error::Trouble;
use crate::{Casebook, Result, add};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// How far a report is reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ReportState {
    /// Not yet to the end.
    #[default]
    Open,
    /// Every incident it tells of is coded.
    Coded,
    /// It tells of none.
    Nothing,
}

impl ReportState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            ReportState::Open => "open",
            ReportState::Coded => "coded",
            ReportState::Nothing => "nothing",
        }
    }
}

impl fmt::Display for ReportState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for ReportState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [ReportState::Open, ReportState::Coded, ReportState::Nothing]
            .into_iter()
            .find(|state| state.word() == text)
            .ok_or_else(|| format!("`{text}` is no state: use open, coded or nothing"))
    }
}

/// A report's state, and who set it when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StateOf {
    /// How far it is.
    pub state: ReportState,
    /// Who.
    pub by: String,
    /// RFC 3339.
    pub at: String,
}

/// Writes a report's state. A report that is closed opens to all who coded it: from then on their
/// codings stay as they are.
pub(crate) fn set(
    connection: &Connection,
    report: &str,
    state: ReportState,
    signature: Signature<'_>,
) -> Result<(), Trouble> {
    let (number, id) = add::find(connection, report)?;
    if state != ReportState::Open {
        let waiting = coders::waiting(connection, number)?;
        if !waiting.is_empty() {
            let why = format!(
                "{id} is still coded by {}: wait until that is done, or take the assignment back",
                waiting.join(", ")
            );
            return Err(refuse(why));
        }
        connection.execute(
            "UPDATE assignment SET opened = ?2
             WHERE report = ?1 AND opened IS NULL AND withdrawn IS NULL",
            params![number, signature.at],
        )?;
        sealed::seal(connection, sealed::CODINGS, "WHERE report = ?1", &[&number])?;
    }
    connection.execute(
        "INSERT INTO report_state (report, state, at, by, version)
         SELECT number, ?2, ?3, ?4, current_version FROM report WHERE number = ?1
         ON CONFLICT (report) DO UPDATE
            SET state = ?2, at = ?3, by = ?4, version = excluded.version",
        params![number, state.word(), signature.at, signature.by],
    )?;
    sealed::seal(connection, sealed::STATES, "WHERE report = ?1", &[&number])?;
    Ok(())
}

impl Casebook {
    /// The states of the reports of which one was set, by report id. A report of which another
    /// version came in since is open again.
    pub fn report_states(&self) -> Result<BTreeMap<String, StateOf>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT report.id, iif(report_state.version IS report.current_version, state, 'open'),
                        by, report_state.at
                 FROM report_state JOIN report ON report.number = report_state.report",
            )?;
            let rows = statement.query_map([], |row| {
                let state: String = row.get(1)?;
                let state = StateOf {
                    state: state.parse().unwrap_or_default(),
                    by: row.get(2)?,
                    at: row.get(3)?,
                };
                Ok((row.get(0)?, state))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Says how far a report is.
    ///
    /// # Errors
    /// Refuses to close a report that somebody still codes: what others read in it would open up to
    /// them.
    pub fn set_report_state(
        &mut self,
        report: &str,
        state: ReportState,
        signature: Signature<'_>,
    ) -> Result<()> {
        self.sign(
            signature,
            &format!("report {state}"),
            report,
            |connection| set(connection, report, state, signature),
        )
    }

    /// Ids of the reports whose current text or headline has all the words, sorted; the words as
    /// in [`search`](Casebook::search).
    pub fn reports_with(&self, words: &str) -> Result<Vec<String>> {
        let query = crate::search::query(words);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT report.id FROM words JOIN version ON version.number = words.rowid
                 JOIN report ON report.number = version.report
                 WHERE words MATCH ?1 ORDER BY report.id",
            )?;
            let ids = statement.query_map([query], |row| row.get(0))?;
            Ok(ids.collect::<rusqlite::Result<_>>()?)
        })
    }
}
