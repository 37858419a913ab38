use crate::columns::{FIRST_DAY, LAST_DAY};
use crate::error::Trouble;
use crate::{Casebook, Result, add};
use jiff::civil::Date;
use model::{Account, Announced, Coded, Note, Tally, Warning};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};
use serde::de::DeserializeOwned;

/// Which accounts: those that meet all that is set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Which {
    /// May have happened on that day or later.
    pub since: Option<Date>,
    /// May have happened on that day or before.
    pub until: Option<Date>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Class code.
    pub class: Option<String>,
    /// Type code.
    pub kind: Option<String>,
    /// Id or name of somebody who did, claimed, denied or suffered it.
    pub actor: Option<String>,
    /// South, west, north, east, in degrees: coordinates within. A box whose west is greater
    /// than its east reaches over the date line.
    pub within: Option<[f64; 4]>,
}

impl Casebook {
    /// What was read in the current version of a report, in text order.
    pub fn coded(&self, report: &str) -> Result<Coded> {
        self.read(|connection| {
            let (number, _) = add::find(connection, report)?;
            coded(connection, number)
        })
    }

    /// All accounts of all reports as read last, sorted by report and id.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        self.accounts_where(&Which::default())
    }

    /// The accounts that meet a condition, sorted by report and id; by index, without
    /// reading the others.
    ///
    /// Tells what the machine read: corrections stand in the decisions.
    pub fn accounts_where(&self, which: &Which) -> Result<Vec<Account>> {
        let (conditions, values) = condition(which);
        // Where all are asked for, the table is read from end to end; SQLite would go through an
        // index and fetch them one by one.
        let how = if conditions.is_empty() {
            "NOT INDEXED"
        } else {
            ""
        };
        let query =
            format!("SELECT record, number FROM account {how} WHERE current = 1{conditions}");
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&query)?;
            let mut rows = statement.query(params_from_iter(values))?;
            let mut accounts: Vec<Account> = Vec::new();
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(1)?;
                accounts.push(parse(row.get_ref(0)?, || {
                    format!("row {number} of account")
                })?);
            }
            accounts.sort_by(|a, b| (a.report.as_str(), &a.id).cmp(&(b.report.as_str(), &b.id)));
            Ok(accounts)
        })
    }

    /// All stated counts, sorted by report, in text order.
    pub fn tallies(&self) -> Result<Vec<Tally>> {
        self.read(|connection| records(connection, "tally"))
    }

    /// All warnings, sorted by report, in text order.
    pub fn warnings(&self) -> Result<Vec<Warning>> {
        self.read(|connection| records(connection, "warning"))
    }

    /// The threats that reports tie to an attack that came after, by report, in text order.
    pub fn announced(&self) -> Result<Vec<Announced>> {
        let threats: Vec<Account> = self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT account.record, account.number FROM account
                 JOIN report ON report.number = account.report
                 WHERE account.class = 'threat' AND account.current = 1
                 ORDER BY report.id, account.position",
            )?;
            let mut rows = statement.query([])?;
            let mut threats = Vec::new();
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(1)?;
                let account: Account = parse(row.get_ref(0)?, || format!("account {number}"))?;
                threats.extend(Some(account).filter(|account| account.about.is_some()));
            }
            Ok(threats)
        })?;
        let mut ties = Vec::new();
        for threat in threats {
            // The words are asked for only where there are some.
            let text = match threat.lead {
                Some(_) => self.report(&threat.report)?.text,
                None => String::new(),
            };
            ties.extend(threat.announced(&text));
        }
        Ok(ties)
    }

    /// What is noted of the current reading of each report, by report id; reports of which nothing is noted are
    /// left out.
    pub fn notes(&self) -> Result<Vec<(String, Vec<Note>)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT report.id, coding.notes FROM report
                 JOIN coding ON coding.number = report.current_coding
                 WHERE coding.notes <> '[]' ORDER BY report.id",
            )?;
            let mut rows = statement.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let id: String = row.get(0)?;
                let notes = parse(row.get_ref(1)?, || format!("the notes on report {id}"))?;
                all.push((id, notes));
            }
            Ok(all)
        })
    }

    /// The accounts in which an actor did, claimed, denied or suffered something, by codebook
    /// id or by name whatever its case; sorted by report and id.
    ///
    /// Private persons are not found here: they have no page.
    pub fn actor(&self, name: &str) -> Result<Vec<Account>> {
        self.accounts_where(&Which {
            actor: Some(name.to_owned()),
            ..Which::default()
        })
    }
}

/// The condition as SQL, with its values in order.
fn condition(which: &Which) -> (String, Vec<Value>) {
    let mut text = String::new();
    let mut values: Vec<Value> = Vec::new();
    let mut and = |condition: &str, with: &[Value]| {
        text.push_str(" AND ");
        text.push_str(condition);
        values.extend_from_slice(with);
    };
    if which.since.is_some() || which.until.is_some() {
        let day = |day: Option<Date>, open: &str| {
            Value::from(day.map_or_else(|| open.to_owned(), |day| day.to_string()))
        };
        and(
            "number IN (SELECT number FROM account WHERE current = 1
                AND first_day <= ? AND last_day >= ?)",
            &[day(which.until, LAST_DAY), day(which.since, FIRST_DAY)],
        );
    }
    for (column, value) in [
        ("country = ?", &which.country),
        ("class = ?", &which.class),
        ("type = ?", &which.kind),
    ] {
        if let Some(value) = value {
            and(column, &[Value::from(value.clone())]);
        }
    }
    if let Some(actor) = &which.actor {
        and(
            "number IN (SELECT account FROM account_actor WHERE person = 0 AND actor = ?
                UNION SELECT account FROM account_actor WHERE person = 0 AND name_folded = ?)",
            &[
                Value::from(actor.clone()),
                Value::from(actor.to_lowercase()),
            ],
        );
    }
    if let Some([south, west, north, east]) = which.within {
        let joint = if west <= east { "AND" } else { "OR" };
        let bounds = [south, north, west, east].map(Value::from);
        // The boxes are in single precision and a little too large; the columns are exact.
        and(
            &format!(
                "number IN (SELECT account FROM account_box WHERE max_latitude >= ?
                    AND min_latitude <= ? AND (max_longitude >= ? {joint} min_longitude <= ?))"
            ),
            &bounds,
        );
        and(
            &format!("latitude >= ? AND latitude <= ? AND (longitude >= ? {joint} longitude <= ?)"),
            &bounds,
        );
    }
    (text, values)
}

/// What was read last in a report.
pub(crate) fn coded(connection: &Connection, report: i64) -> Result<Coded, Trouble> {
    let coding = connection
        .prepare_cached("SELECT current_coding FROM report WHERE number = ?1")?
        .query_row([report], |row| row.get(0))?;
    coding_of(connection, coding)
}

/// What was read in one go.
pub(crate) fn coding_of(connection: &Connection, coding: i64) -> Result<Coded, Trouble> {
    let list =
        |table: &str| format!("SELECT record FROM {table} WHERE coding = ?1 ORDER BY position");
    let place = |table: &str| format!("a record of table {table}, coding {coding}");
    let mut notes = connection.prepare_cached("SELECT notes FROM coding WHERE number = ?1")?;
    let mut notes = notes.query([coding])?;
    let notes = match notes.next()? {
        Some(row) => parse(row.get_ref(0)?, || place("coding"))?,
        None => Vec::new(),
    };
    Ok(Coded {
        accounts: listed(connection, &list("account"), coding, || place("account"))?,
        tallies: listed(connection, &list("tally"), coding, || place("tally"))?,
        warnings: listed(connection, &list("warning"), coding, || place("warning"))?,
        notes,
    })
}

fn listed<T: DeserializeOwned>(
    connection: &Connection,
    query: &str,
    coding: i64,
    place: impl Fn() -> String,
) -> Result<Vec<T>, Trouble> {
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query([coding])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(parse(row.get_ref(0)?, &place)?);
    }
    Ok(records)
}

fn records<T: DeserializeOwned>(connection: &Connection, table: &str) -> Result<Vec<T>, Trouble> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {table}.record FROM report JOIN {table} ON {table}.coding = report.current_coding
         ORDER BY report.id, {table}.position"
    ))?;
    let mut rows = statement.query([])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(parse(row.get_ref(0)?, || {
            format!("a record of table {table}")
        })?);
    }
    Ok(records)
}

/// Reads a stored record.
pub(crate) fn parse<T: DeserializeOwned>(
    record: ValueRef<'_>,
    place: impl FnOnce() -> String,
) -> Result<T, Trouble> {
    let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = record else {
        return Err(Trouble::Damaged(format!("{} is no record", place())));
    };
    serde_json::from_slice(bytes)
        .map_err(|error| Trouble::Damaged(format!("{} cannot be read: {error}", place())))
}
