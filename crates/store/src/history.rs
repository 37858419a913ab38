use crate::accounts::{coding_of, parse};
use crate::error::Trouble;
use crate::{Casebook, Error, Result, add, decide};
use model::{Account, AccountKey, Decision};
use rusqlite::{Connection, params};

/// Something that happened to a report or an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When, as RFC 3339.
    pub at: String,
    /// What.
    pub what: Happening,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Happening {
    /// A version of the report was added; the first is the report itself.
    Version {
        /// From 1.
        version: u32,
        /// SHA-256 of its bytes.
        sha256: String,
    },
    /// The same page came in under another id.
    AlsoKnown {
        /// That id.
        id: String,
    },
    /// The report was read.
    Coded {
        /// The version that was read.
        version: u32,
        /// Program version and codebook hash.
        coder: String,
        /// Accounts there were not before, by id.
        new: Vec<String>,
        /// Accounts whose record is not what it was.
        changed: Vec<String>,
        /// Accounts there are no longer.
        gone: Vec<String>,
    },
    /// The account was read, for the first time or otherwise than before.
    Record {
        /// The number of the coding: they grow, whatever the clock says.
        coding: u64,
        /// The version it was read in.
        version: u32,
        /// Program version and codebook hash.
        coder: String,
        /// What was read; `None` where it was no longer found.
        account: Option<Box<Account>>,
    },
    /// A person decided something that names the account, or one of the report's.
    Decided(Decision),
}

impl Casebook {
    /// What happened to a report (`wire-kabul`) or to an account (`wire-kabul#i01`), in order
    /// of time.
    pub fn history(&self, id: &str) -> Result<Vec<Event>> {
        self.read(|connection| {
            let mut events = if let Some((number, _)) = add::lookup(connection, id)? {
                of_report(connection, number)?
            } else {
                let key: AccountKey = id
                    .parse()
                    .map_err(|_| Trouble::Told(Error::NoReport { id: id.to_owned() }))?;
                of_account(connection, &key)?
            };
            events.sort_by_key(|event| time(&event.at));
            Ok(events)
        })
    }
}

/// Times that are none (a damaged file) go first.
fn time(at: &str) -> Option<jiff::Timestamp> {
    at.parse().ok()
}

fn of_report(connection: &Connection, report: i64) -> Result<Vec<Event>, Trouble> {
    let mut events = Vec::new();
    let mut statement = connection.prepare_cached(
        "SELECT at, version, sha256 FROM version WHERE report = ?1 ORDER BY version",
    )?;
    let versions = statement.query_map([report], |row| {
        Ok(Event {
            at: row.get(0)?,
            what: Happening::Version {
                version: row.get(1)?,
                sha256: row.get(2)?,
            },
        })
    })?;
    for version in versions {
        events.push(version?);
    }
    let mut statement =
        connection.prepare_cached("SELECT at, id FROM also_known WHERE report = ?1 ORDER BY id")?;
    let aliases = statement.query_map([report], |row| {
        Ok(Event {
            at: row.get(0)?,
            what: Happening::AlsoKnown { id: row.get(1)? },
        })
    })?;
    for alias in aliases {
        events.push(alias?);
    }
    let mut before: Vec<Account> = Vec::new();
    for coding in codings(connection, report)? {
        let now = coding_of(connection, coding.repeats.unwrap_or(coding.number))?.accounts;
        events.push(Event {
            at: coding.at,
            what: difference(&before, &now, coding.version, coding.coder),
        });
        before = now;
    }
    decided(connection, report, None, &mut events)?;
    Ok(events)
}

fn difference(before: &[Account], now: &[Account], version: u32, coder: String) -> Happening {
    let in_list = |list: &[Account], id: &str| list.iter().find(|a| a.id == id).cloned();
    let mut new = Vec::new();
    let mut changed = Vec::new();
    for account in now {
        match in_list(before, &account.id) {
            None => new.push(account.id.clone()),
            Some(old) if &old != account => changed.push(account.id.clone()),
            Some(_) => {}
        }
    }
    let gone = (before.iter())
        .filter(|account| in_list(now, &account.id).is_none())
        .map(|account| account.id.clone())
        .collect();
    Happening::Coded {
        version,
        coder,
        new,
        changed,
        gone,
    }
}

fn of_account(connection: &Connection, key: &AccountKey) -> Result<Vec<Event>, Trouble> {
    let (report, _) = add::find(connection, &key.report)?;
    let mut events = Vec::new();
    let mut before: Option<Account> = None;
    let mut statement =
        connection.prepare_cached("SELECT record FROM account WHERE coding = ?1 AND id = ?2")?;
    for coding in codings(connection, report)? {
        if coding.repeats.is_some() {
            continue;
        }
        let mut rows = statement.query(params![coding.number, key.account])?;
        let now: Option<Account> = match rows.next()? {
            Some(row) => Some(parse(row.get_ref(0)?, || format!("account {key}"))?),
            None => None,
        };
        if now != before {
            events.push(Event {
                at: coding.at,
                what: Happening::Record {
                    coding: coding.number as u64,
                    version: coding.version,
                    coder: coding.coder,
                    account: now.clone().map(Box::new),
                },
            });
        }
        before = now;
    }
    if events.is_empty() && !decide::was_added(connection, report, &key.account)? {
        return Err(Trouble::Told(Error::NoAccount { key: key.clone() }));
    }
    decided(connection, report, Some(&key.account), &mut events)?;
    Ok(events)
}

struct Coding {
    number: i64,
    repeats: Option<i64>,
    version: u32,
    at: String,
    coder: String,
}

fn codings(connection: &Connection, report: i64) -> Result<Vec<Coding>, Trouble> {
    let mut statement = connection.prepare_cached(
        "SELECT coding.number, repeats, version.version, coding.at, coder
         FROM coding JOIN version ON version.number = coding.version
         WHERE version.report = ?1 ORDER BY coding.number",
    )?;
    let rows = statement.query_map([report], |row| {
        Ok(Coding {
            number: row.get(0)?,
            repeats: row.get(1)?,
            version: row.get(2)?,
            at: row.get(3)?,
            coder: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The decisions that name the report's accounts, or the one account, and their undoings.
fn decided(
    connection: &Connection,
    report: i64,
    account: Option<&str>,
    events: &mut Vec<Event>,
) -> Result<(), Trouble> {
    let mut statement = connection.prepare_cached(
        "WITH RECURSIVE about (number) AS (
            SELECT decision FROM decision_account
                WHERE report = ?1 AND (?2 IS NULL OR id = ?2)
            UNION
            SELECT decision.number FROM about
                JOIN decision ON decision.kind = 'undo'
                AND json_extract(decision.record, '$.kind.decision') = about.number
         )
         SELECT decision.record, decision.number FROM about
         JOIN decision USING (number) ORDER BY decision.number",
    )?;
    let mut rows = statement.query(params![report, account])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(1)?;
        let decision: Decision = parse(row.get_ref(0)?, || format!("decision {number}"))?;
        events.push(Event {
            at: decision.at.clone(),
            what: Happening::Decided(decision),
        });
    }
    Ok(())
}

impl Happening {
    /// One line in words.
    pub fn line(&self) -> String {
        let list = |what: &str, ids: &[String]| match ids {
            [] => String::new(),
            ids => format!("; {what} {}", ids.join(", ")),
        };
        match self {
            Happening::Version { version: 1, sha256 } => format!("added, sha256 {sha256}"),
            Happening::Version { version, sha256 } => {
                format!("version {version} added, sha256 {sha256}")
            }
            Happening::AlsoKnown { id } => format!("came in again as {id}"),
            Happening::Coded {
                version,
                coder,
                new,
                changed,
                gone,
            } => format!(
                "version {version} coded by {coder}{}{}{}",
                list("new", new),
                list("changed", changed),
                list("gone", gone)
            ),
            Happening::Record {
                version,
                coder,
                account,
                ..
            } => match account {
                Some(account) => format!(
                    "read as {} in version {version} by {coder}",
                    account.kind.value
                ),
                None => format!("no longer found in version {version} by {coder}"),
            },
            Happening::Decided(decision) => {
                let note = decision.note.as_deref().map(|note| format!(": {note}"));
                format!(
                    "decision {}: {} by {}{}",
                    decision.number,
                    decide::kind_word(&decision.kind),
                    decision.by,
                    note.unwrap_or_default()
                )
            }
        }
    }
}
