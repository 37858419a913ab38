use super::parse::Line;
use super::quotes;
use model::{Account, Coded, Note, Report, Sourced, Tally, Warning};
use serde_json::Value;
use std::collections::BTreeMap;

/// Why a line is no record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The line is no JSON object.
    #[error("line {line} is no JSON object: {reason}")]
    Json {
        /// Number of the line, from 1.
        line: usize,
        /// What the JSON reader says.
        reason: String,
    },
    /// A field is missing or has a value that it cannot have.
    #[error("line {line}, field `{field}`: {expected}")]
    Field {
        /// Number of the line, from 1.
        line: usize,
        /// The field, with a number behind a dot for a list's value.
        field: String,
        /// What should stand there.
        expected: String,
    },
    /// A quote does not stand in the report.
    #[error("line {line}: the quote {quote:?} does not stand in report `{doc}`")]
    Quote {
        /// Number of the line, from 1.
        line: usize,
        /// The report's id.
        doc: String,
        /// The words that were looked for.
        quote: String,
    },
    /// The record belongs to a report that is not at hand.
    #[error("line {line}: there is no report `{doc}`")]
    Report {
        /// Number of the line, from 1.
        line: usize,
        /// The report's id.
        doc: String,
    },
}

/// Reads JSON lines as [`jsonl`](super::jsonl) writes them; empty lines are passed over.
///
/// A record without `record` is an incident. Where `sources` says nothing of a value, its
/// spans are empty and its rule is `import/record`; use [`read_records_in`] where the
/// reports are at hand.
///
/// # Errors
/// The first line that is no record, with its number.
pub fn read_records(lines: &str) -> Result<Coded, RecordError> {
    read(lines, None)
}

/// Reads records that quote these reports, by report id.
///
/// Evidence without spans is looked up in the report's text (white space apart), and a
/// value that says nothing of its source rests on the record's evidence.
///
/// # Errors
/// The first line that is no record, belongs to no report, or quotes words that do not
/// stand in its report.
pub fn read_records_in(
    lines: &str,
    reports: &BTreeMap<String, Report>,
) -> Result<Coded, RecordError> {
    read(lines, Some(reports))
}

fn read(lines: &str, reports: Option<&BTreeMap<String, Report>>) -> Result<Coded, RecordError> {
    let mut coded = Coded::default();
    for (index, text) in lines.lines().enumerate() {
        if text.trim().is_empty() {
            continue;
        }
        let number = index + 1;
        let json = |reason: String| RecordError::Json {
            line: number,
            reason,
        };
        let value: Value = serde_json::from_str(text).map_err(|error| json(error.to_string()))?;
        let Value::Object(fields) = value else {
            return Err(json("it is another kind of value".into()));
        };
        let mut line = Line::new(number, &fields);
        if let Some(reports) = reports {
            quotes::find_evidence(&mut line, reports)?;
        }
        match fields.get("record").and_then(Value::as_str) {
            None | Some("incident") => coded.accounts.push(account(&line)?),
            Some("tally") => coded.tallies.push(tally(&line)?),
            Some("warning") => coded.warnings.push(warning(&line)?),
            Some("uncoded") => coded.notes.extend(uncoded(&line)?),
            Some(_) => {
                return Err(line.wrong("record", "it is one of incident, tally, warning, uncoded"));
            }
        }
    }
    Ok(coded)
}

fn account(line: &Line) -> Result<Account, RecordError> {
    let mut account = Account::new(
        line.text("doc")?,
        line.text("id")?,
        line.needed("class")?,
        line.needed("type")?,
        line.needed("status")?,
    );
    account.suicide = line.optional("suicide")?;
    account.multiple = line.optional("multiple")?;
    account.date = line.optional("date")?;
    account.country = line.optional("country")?;
    account.admin1 = line.optional("admin1")?;
    account.place = line.optional("place")?;
    account.site = line.optional("site")?;
    account.location = line.optional("location")?;
    account.from_country = line.optional("from_country")?;
    account.perpetrators = line.actors("perpetrators")?;
    account.attribution = line.optional("attribution")?;
    account.claimed_by = line.actors("claimed_by")?;
    account.denied_by = line.actors("denied_by")?;
    account.targets = line.targets()?;
    account.weapons = line.list("weapons")?;
    account.killed = line.optional("killed")?;
    account.injured = line.optional("injured")?;
    account.casualties = line.optional("casualties")?;
    account.killed_perpetrators = line.optional("killed_perpetrators")?;
    account.arrested = line.optional("arrested")?;
    account.attackers = line.optional("attackers")?;
    account.about = about(line)?;
    account.lead = line.optional("lead")?;
    account.evidence = line.evidence()?;
    account.mentions = line.mentions()?;
    Ok(account)
}

fn uncoded(line: &Line) -> Result<Vec<Note>, RecordError> {
    let language: Sourced<String> = line.needed("lang")?;
    Ok(language
        .spans
        .iter()
        .map(|span| Note::not_coded(*span, &language.value))
        .collect())
}

fn tally(line: &Line) -> Result<Tally, RecordError> {
    Ok(Tally {
        report: line.text("doc")?,
        id: line.text("id")?,
        what: line.needed("what")?,
        actor: line.actors("actor")?.into_iter().next(),
        countries: line.list("country")?,
        admin1: line.optional("admin1")?,
        place: line.optional("place")?,
        window: line.optional("window")?,
        status: line.optional("status")?,
        count: line.needed("count")?,
        source: line.optional("source")?,
        evidence: line.evidence()?,
    })
}

fn warning(line: &Line) -> Result<Warning, RecordError> {
    let issued_by = line.actors("issued_by")?.into_iter().next();
    Ok(Warning {
        report: line.text("doc")?,
        id: line.text("id")?,
        issued_by: issued_by
            .ok_or_else(|| line.wrong("issued_by", "a warning says who gave it"))?,
        issued_to: line.optional("issued_to")?,
        date: line.optional("date")?,
        about: about(line)?,
        heeded: line.optional("heeded")?,
        evidence: line.evidence()?,
    })
}

/// The record of the same report that a threat or a warning came before.
fn about(line: &Line) -> Result<Option<String>, RecordError> {
    let about: Option<Sourced<String>> = line.optional("about")?;
    Ok(about.map(|about| about.value))
}
