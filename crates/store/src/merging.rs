//! What merging found out, kept so that an arriving report is compared with its neighbours alone.
//!
//! The casebook does not know what the numbers mean: keys under which accounts are filed, pairs
//! that may be the same with their bits, pairs that are related, and which account is in which
//! incident. All of it can be worked out again from accounts and decisions.

use crate::accounts::parse;
use crate::decide::{aliases, follow, followed, now};
use crate::error::{Trouble, explain};
use crate::grades::in_force;
use crate::reports::{LINE, ReportLine, line_of};
use crate::{Casebook, Error, Result, add, related, reword};
use model::{Account, AccountKey, Decision, Grade, Link};
use rusqlite::{Connection, OptionalExtension, params};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How far merging has got.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// What it hangs on beside the casebook: program and codebook.
    pub stamp: String,
    /// [`Casebook::changes`] that are taken in.
    pub changes: u64,
    /// Number of the last coding taken in.
    pub coding: i64,
    /// Number of the last decision taken in.
    pub decision: i64,
    /// Number of the last grade of a source taken in.
    pub grade: i64,
    /// How many accounts are in incidents.
    pub accounts: u64,
    /// How many incidents there are.
    pub incidents: u64,
}

/// The tables of merging, within one transaction.
pub struct Merging<'c> {
    connection: &'c Connection,
    path: PathBuf,
    seconds: f64,
    added: RefCell<BTreeMap<i64, Written>>,
}

/// An account that a person added: it stands in the log of decisions and has no row among those
/// that were read, so it goes by the number of its decision, below nought.
#[derive(Debug, Clone)]
pub struct Written {
    /// The account.
    pub account: Account,
    /// The decision holds.
    pub in_force: bool,
}

impl Casebook {
    /// Takes changes into what merging found: one transaction, all of it or nothing.
    pub fn merge<T>(&mut self, work: impl FnOnce(&Merging<'_>) -> Result<T>) -> Result<T> {
        let (path, seconds) = (self.path().to_owned(), self.seconds());
        self.write_unchanging(|connection| {
            let merging = Merging {
                connection,
                path,
                seconds,
                added: RefCell::default(),
            };
            Ok(work(&merging)?)
        })
    }

    /// Looks at what merging found, in one transaction.
    pub fn look_at_merging<T>(&self, work: impl FnOnce(&Merging<'_>) -> Result<T>) -> Result<T> {
        let (path, seconds) = (self.path().to_owned(), self.seconds());
        self.read(|connection| {
            let merging = Merging {
                connection,
                path,
                seconds,
                added: RefCell::default(),
            };
            Ok(work(&merging)?)
        })
    }

    /// How far merging has got, where it has taken in all changes under this stamp.
    pub fn merged(&self, stamp: &str) -> Result<Option<Merged>> {
        self.look_at_merging(|merging| {
            let (state, now) = (merging.state()?, merging.now()?);
            Ok(state.filter(|state| state.stamp == stamp && state.changes == now.changes))
        })
    }
}

impl Merging<'_> {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn run<T>(&self, work: impl FnOnce(&Connection) -> Result<T, Trouble>) -> Result<T> {
        work(self.connection).map_err(|trouble| match trouble {
            Trouble::Sqlite(error) => explain(&self.path, self.seconds, error),
            Trouble::Damaged(what) => Error::Damaged {
                path: self.path.clone(),
                what,
            },
            Trouble::Told(error) => error,
        })
    }

    /// The decisions that added accounts, and all undoings, as a log in its order: what
    /// [`with_added`](Self::with_added) is made of.
    pub fn additions(&self) -> Result<Vec<Decision>> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT record FROM decision WHERE kind IN ('add', 'undo')
                 AND EXISTS (SELECT 1 FROM decision WHERE kind = 'add') ORDER BY number",
            )?;
            let mut rows = statement.query([])?;
            let mut log = Vec::new();
            while let Some(row) = rows.next()? {
                log.push(parse(row.get_ref(0)?, || "a decision".to_owned())?);
            }
            reword::decisions(connection, &mut log)?;
            Ok(log)
        })
    }

    /// Counts accounts that people added among the others, by the numbers of their decisions.
    pub fn with_added(&self, added: impl IntoIterator<Item = (u64, Written)>) {
        let added = added.into_iter();
        *self.added.borrow_mut() = added
            .map(|(decision, written)| (-(decision as i64), written))
            .collect();
    }

    /// The rows of accounts of that name that a person added, in force or not.
    fn written(&self, key: &AccountKey) -> Vec<(i64, bool)> {
        let added = self.added.borrow();
        let named = added.iter().filter(|(_, written)| {
            written.account.report == key.report && written.account.id == key.account
        });
        named
            .map(|(row, written)| (*row, written.in_force))
            .collect()
    }

    /// The accounts that people added and that hold, by row: the order of the report, and the record.
    fn written_records(&self) -> Result<Vec<(i64, u64, Vec<u8>)>> {
        let added = self.added.borrow();
        let in_force = added.iter().filter(|(_, written)| written.in_force);
        self.run(|connection| {
            let mut records = Vec::new();
            for (row, written) in in_force {
                let account = &written.account;
                let Some((report, _)) = add::lookup(connection, &account.report)? else {
                    continue;
                };
                let record = serde_json::to_vec(account).unwrap_or_default();
                records.push((*row, report as u64, record));
            }
            Ok(records)
        })
    }

    /// How far merging has got; `None` where it has not begun.
    pub fn state(&self) -> Result<Option<Merged>> {
        self.run(|connection| {
            let found = connection
                .prepare_cached(
                    "SELECT stamp, changes, coding, decision, grade, accounts, incidents
                     FROM merged WHERE one = 1",
                )?
                .query_row([], |row| {
                    Ok(Merged {
                        stamp: row.get(0)?,
                        changes: row.get::<_, i64>(1)? as u64,
                        coding: row.get(2)?,
                        decision: row.get(3)?,
                        grade: row.get(4)?,
                        accounts: row.get::<_, i64>(5)? as u64,
                        incidents: row.get::<_, i64>(6)? as u64,
                    })
                })
                .optional()?;
            Ok(found)
        })
    }

    /// How far merging would have got with all that is in the casebook; counts are 0.
    pub fn now(&self) -> Result<Merged> {
        self.run(|connection| {
            let now = connection
                .prepare_cached(
                    "SELECT (SELECT changes FROM state),
                        (SELECT coalesce(max(number), 0) FROM coding),
                        (SELECT coalesce(max(number), 0) FROM decision),
                        (SELECT coalesce(max(number), 0) FROM source_grade)",
                )?
                .query_row([], |row| {
                    Ok(Merged {
                        changes: row.get::<_, i64>(0)? as u64,
                        coding: row.get(1)?,
                        decision: row.get(2)?,
                        grade: row.get(3)?,
                        ..Merged::default()
                    })
                })?;
            Ok(now)
        })
    }

    /// Notes how far merging has got.
    pub fn set_state(&self, state: &Merged) -> Result<()> {
        self.run(|connection| {
            connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO merged
                        (one, stamp, changes, coding, decision, grade, accounts, incidents)
                     VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    state.stamp,
                    state.changes as i64,
                    state.coding,
                    state.decision,
                    state.grade,
                    state.accounts as i64,
                    state.incidents as i64
                ])?;
            Ok(())
        })
    }

    /// Empties the tables of merging, before all is merged from scratch.
    pub fn clear(&self) -> Result<()> {
        self.run(|connection| {
            for table in ["filed", "tie", "related", "member", "merged"] {
                connection.execute(&format!("DELETE FROM {table}"), [])?;
            }
            related::cleared(connection)?;
            Ok(())
        })
    }

    /// Every current account, in the order in which they came in: its row, the order of its
    /// report, and its record.
    pub fn records(&self, mut take: impl FnMut(i64, u64, &[u8]) -> Result<()>) -> Result<()> {
        self.run(|connection| {
            let mut statement = connection.prepare(
                "SELECT number, report, record FROM account NOT INDEXED WHERE current = 1
                 ORDER BY number",
            )?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let order: i64 = row.get(1)?;
                let record = row.get_ref(2)?.as_bytes().unwrap_or_default();
                take(row.get(0)?, order as u64, record)?;
            }
            Ok(())
        })?;
        for (row, order, record) in self.written_records()? {
            take(row, order, &record)?;
        }
        Ok(())
    }

    /// How many accounts are current.
    pub fn count(&self) -> Result<u64> {
        self.run(|connection| {
            let query = "SELECT count(*) FROM account WHERE current = 1";
            let count: i64 = connection.query_row(query, [], |row| row.get(0))?;
            let added = self.added.borrow();
            let added = added.values().filter(|written| written.in_force);
            Ok(count as u64 + added.count() as u64)
        })
    }

    /// The log of decisions, with accounts named as they are called now.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.run(followed)
    }

    /// The grades of sources in force, by the source's name in lower case.
    pub fn grades(&self) -> Result<BTreeMap<String, Grade>> {
        self.run(in_force)
    }

    /// Every account that is in an incident, with it, in the order in which they came in.
    pub fn all_members(&self) -> Result<Vec<(i64, String)>> {
        self.run(|connection| {
            let mut statement =
                connection.prepare("SELECT account, incident FROM member ORDER BY account")?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The records of current accounts by their rows, in the order given.
    pub fn raw(&self, numbers: &[i64]) -> Result<Vec<(i64, Vec<u8>)>> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT CAST(record AS BLOB) FROM account WHERE number = ?1 AND current = 1",
            )?;
            let mut records = Vec::with_capacity(numbers.len());
            let added = self.added.borrow();
            for number in numbers {
                if let Some(written) = added.get(number) {
                    let record = serde_json::to_vec(&written.account).unwrap_or_default();
                    records.extend(written.in_force.then_some((*number, record)));
                    continue;
                }
                let record = statement.query_row([number], |row| row.get(0)).optional()?;
                records.extend(record.map(|record| (*number, record)));
            }
            Ok(records)
        })
    }

    /// Reads an account's record on any thread; the error is for [`Merging::damaged`].
    pub fn read_account(record: &[u8]) -> Result<Account, String> {
        serde_json::from_slice(record).map_err(|error| error.to_string())
    }

    /// That the record of an account's row cannot be read.
    pub fn damaged(&self, number: i64, why: &str) -> Error {
        Error::Damaged {
            path: self.path.clone(),
            what: format!("row {number} of account cannot be read: {why}"),
        }
    }

    /// The accounts of these rows that are current, in the order given.
    pub fn accounts(&self, numbers: &[i64]) -> Result<Vec<(i64, Account)>> {
        self.rows(
            "SELECT record FROM account WHERE number = ?1 AND current = 1",
            numbers,
            |written| written.in_force,
        )
    }

    /// The accounts of these rows, current or not, in the order given.
    pub fn past_accounts(&self, numbers: &[i64]) -> Result<Vec<(i64, Account)>> {
        let query = "SELECT record FROM account WHERE number = ?1";
        self.rows(query, numbers, |_| true)
    }

    fn rows(
        &self,
        query: &str,
        numbers: &[i64],
        counts: impl Fn(&Written) -> bool,
    ) -> Result<Vec<(i64, Account)>> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(query)?;
            let mut accounts = Vec::with_capacity(numbers.len());
            let added = self.added.borrow();
            for number in numbers {
                if let Some(written) = added.get(number) {
                    let account = counts(written).then(|| written.account.clone());
                    accounts.extend(account.map(|account| (*number, account)));
                    continue;
                }
                let mut rows = statement.query([number])?;
                if let Some(row) = rows.next()? {
                    let account = parse(row.get_ref(0)?, || format!("row {number} of account"))?;
                    accounts.push((*number, account));
                }
            }
            Ok(accounts)
        })
    }

    /// The rows of current accounts by their names; those that are not there are left out.
    pub fn numbers(&self, keys: &[AccountKey]) -> Result<Vec<i64>> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT account.number FROM account WHERE report = ?1 AND id = ?2 AND current = 1",
            )?;
            let mut numbers = Vec::new();
            for key in keys {
                let written = self.written(key).into_iter();
                numbers.extend(written.filter(|(_, holds)| *holds).map(|(row, _)| row));
                let Some((report, _)) = add::lookup(connection, &key.report)? else {
                    continue;
                };
                let number: Option<i64> = statement
                    .query_row(params![report, key.account], |row| row.get(0))
                    .optional()?;
                numbers.extend(number);
            }
            Ok(numbers)
        })
    }

    /// The rows of all accounts, current or not, that may be touched by what came after a state:
    /// those of reports read since, and those named by decisions since or by decisions undone
    /// since.
    pub fn touched(&self, since: &Merged) -> Result<Vec<i64>> {
        self.run(|connection| {
            let mut touched: BTreeSet<i64> = BTreeSet::new();
            let mut statement = connection.prepare_cached(
                "SELECT account.number FROM account WHERE report IN
                    (SELECT version.report FROM coding JOIN version ON version.number = coding.version
                     WHERE coding.number > ?1 AND coding.repeats IS NULL)",
            )?;
            let rows = statement.query_map([since.coding], |row| row.get(0))?;
            for number in rows {
                touched.insert(number?);
            }
            let mut statement = connection.prepare_cached(
                "WITH RECURSIVE about (number) AS (
                    SELECT number FROM decision WHERE number > ?1
                    UNION
                    SELECT json_extract(decision.record, '$.kind.decision') FROM about
                        JOIN decision ON decision.number = about.number AND decision.kind = 'undo'
                 )
                 SELECT DISTINCT report.id, decision_account.id FROM about
                 JOIN decision_account ON decision_account.decision = about.number
                 JOIN report ON report.number = decision_account.report",
            )?;
            let keys = statement.query_map([since.decision], |row| {
                Ok(AccountKey {
                    report: row.get(0)?,
                    account: row.get(1)?,
                })
            })?;
            let keys: Vec<AccountKey> = keys.collect::<rusqlite::Result<_>>()?;
            let aliases = aliases(connection)?;
            let mut statement = connection.prepare_cached(
                "SELECT account.number FROM account JOIN report ON report.number = account.report
                 WHERE report.id = ?1 AND account.id = ?2",
            )?;
            for key in &keys {
                touched.extend(self.written(key).into_iter().map(|(row, _)| row));
                for name in [key, now(key, &aliases)] {
                    let rows = statement
                        .query_map(params![name.report, name.account], |row| row.get(0))?;
                    for number in rows {
                        touched.insert(number?);
                    }
                }
            }
            Ok(touched.into_iter().collect())
        })
    }

    /// The decisions that name one of these accounts, with all undoings, as a log in its order;
    /// accounts are named as they are called now.
    pub fn decided_about(&self, keys: &[AccountKey]) -> Result<Vec<Decision>> {
        self.run(|connection| {
            let any: i64 = connection
                .prepare_cached("SELECT decisions FROM chain_end WHERE one = 1")?
                .query_row([], |row| row.get(0))?;
            if any == 0 {
                return Ok(Vec::new());
            }
            let aliases = aliases(connection)?;
            let mut former: BTreeMap<&AccountKey, Vec<&AccountKey>> = BTreeMap::new();
            for old in aliases.keys() {
                former.entry(now(old, &aliases)).or_default().push(old);
            }
            let mut numbers: BTreeSet<i64> = BTreeSet::new();
            let mut named = connection.prepare_cached(
                "SELECT decision FROM decision_account
                 JOIN report ON report.number = decision_account.report
                 WHERE report.id = ?1 AND decision_account.id = ?2",
            )?;
            for key in keys {
                for name in
                    std::iter::once(key).chain(former.get(key).into_iter().flatten().copied())
                {
                    let rows =
                        named.query_map(params![name.report, name.account], |row| row.get(0))?;
                    for number in rows {
                        numbers.insert(number?);
                    }
                }
            }
            let mut undoings =
                connection.prepare_cached("SELECT number FROM decision WHERE kind = 'undo'")?;
            let rows = undoings.query_map([], |row| row.get(0))?;
            for number in rows {
                numbers.insert(number?);
            }
            let mut read =
                connection.prepare_cached("SELECT record FROM decision WHERE number = ?1")?;
            let mut log = Vec::new();
            for number in numbers {
                let mut rows = read.query([number])?;
                if let Some(row) = rows.next()? {
                    let mut decision: Decision =
                        parse(row.get_ref(0)?, || format!("decision {number}"))?;
                    decision.kind = follow(&decision.kind, &aliases);
                    log.push(decision);
                }
            }
            reword::decisions(connection, &mut log)?;
            Ok(log)
        })
    }

    /// What is known of these reports, without their texts.
    pub fn lines(&self, reports: &BTreeSet<String>) -> Result<Vec<ReportLine>> {
        self.run(|connection| {
            let query = format!("{LINE} WHERE report.id = ?1");
            let mut statement = connection.prepare_cached(&query)?;
            let mut lines = Vec::with_capacity(reports.len());
            for report in reports {
                let mut rows = statement.query([report])?;
                if let Some(row) = rows.next()? {
                    lines.push(line_of(row)?);
                }
            }
            Ok(lines)
        })
    }

    /// The near-copy numbers of these reports, where they were added with some.
    pub fn sketches(&self, reports: &BTreeSet<String>) -> Result<BTreeMap<String, Vec<u64>>> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT sketch.numbers FROM report
                 JOIN sketch ON sketch.version = report.current_version WHERE report.id = ?1",
            )?;
            let mut sketches = BTreeMap::new();
            for report in reports {
                let numbers: Option<Vec<u8>> =
                    statement.query_row([report], |row| row.get(0)).optional()?;
                if let Some(numbers) = numbers {
                    let (numbers, _) = numbers.as_chunks::<8>();
                    let numbers = numbers.iter().copied().map(u64::from_le_bytes);
                    sketches.insert(report.clone(), numbers.collect());
                }
            }
            Ok(sketches)
        })
    }

    /// The accounts that are filed under one of these keys and would be looked at together with
    /// an account that is: those that ask under the key, and all where the account asks.
    pub fn filed_under(&self, keys: &[(u64, bool)]) -> Result<BTreeSet<i64>> {
        self.run(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT account FROM filed WHERE key = ?1 AND (asks = 1 OR ?2)")?;
            let mut found = BTreeSet::new();
            for (key, asks) in keys {
                let rows = statement.query_map(params![*key as i64, asks], |row| row.get(0))?;
                for number in rows {
                    found.insert(number?);
                }
            }
            Ok(found)
        })
    }

    /// Every account with the keys under which it is filed: key, whether it asks under it, account.
    pub fn all_filed(&self) -> Result<Vec<(u64, bool, i64)>> {
        self.run(|connection| {
            let mut statement = connection.prepare("SELECT key, asks, account FROM filed")?;
            let rows = statement.query_map([], |row| {
                Ok((row.get::<_, i64>(0)? as u64, row.get(1)?, row.get(2)?))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Files an account under keys. Many are filed fastest in the order of [`file_order`].
    ///
    /// [`file_order`]: Merging::file_order
    pub fn file(&self, rows: impl IntoIterator<Item = (u64, bool, i64)>) -> Result<()> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(
                "INSERT OR REPLACE INTO filed (key, account, asks) VALUES (?1, ?2, ?3)",
            )?;
            for (key, asks, account) in rows {
                statement.execute(params![key as i64, account, i64::from(asks)])?;
            }
            Ok(())
        })
    }

    /// The order in which the file holds keys.
    pub fn file_order(key: u64) -> i64 {
        key as i64
    }

    /// Takes an account from under its keys, and out of all pairs and its incident.
    pub fn take_out(&self, account: i64, keys: impl IntoIterator<Item = u64>) -> Result<()> {
        self.run(|connection| {
            let mut unfile =
                connection.prepare_cached("DELETE FROM filed WHERE key = ?1 AND account = ?2")?;
            for key in keys {
                unfile.execute(params![key as i64, account])?;
            }
            let mut untie = connection.prepare_cached("DELETE FROM tie WHERE a = ?1 AND b = ?2")?;
            for (other, _) in self.ties(account)? {
                untie.execute([other, account])?;
            }
            related::take_out(connection, account)?;
            for query in [
                "DELETE FROM tie WHERE a = ?1",
                "DELETE FROM member WHERE account = ?1",
            ] {
                connection.prepare_cached(query)?.execute([account])?;
            }
            Ok(())
        })
    }

    /// Ties pairs that may be the same, with their bits.
    pub fn tie(&self, pairs: impl IntoIterator<Item = (i64, i64, f64)>) -> Result<()> {
        self.run(|connection| {
            let mut statement = connection
                .prepare_cached("INSERT OR REPLACE INTO tie (a, b, bits) VALUES (?1, ?2, ?3)")?;
            for (a, b, bits) in pairs {
                statement.execute(params![a, b, bits])?;
                statement.execute(params![b, a, bits])?;
            }
            Ok(())
        })
    }

    /// The accounts that an account is tied to, with their bits.
    pub fn ties(&self, account: i64) -> Result<Vec<(i64, f64)>> {
        self.run(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT b, bits FROM tie WHERE a = ?1")?;
            let rows = statement.query_map([account], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Relates accounts of incidents that stay two.
    pub fn relate(&self, pairs: impl IntoIterator<Item = (i64, i64, Link)>) -> Result<()> {
        self.run(|connection| related::put(connection, pairs))
    }

    /// The relations in which an account stands, in either place.
    pub fn relations(&self, account: i64) -> Result<Vec<(i64, i64, Link)>> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT a, b, link FROM related WHERE a = ?1 UNION SELECT a, b, link FROM related WHERE b = ?1",
            )?;
            let mut rows = statement.query([account])?;
            let mut relations = Vec::new();
            while let Some(row) = rows.next()? {
                let word: String = row.get(2)?;
                let link = serde_json::from_value(serde_json::Value::from(word))
                    .map_err(|error| Trouble::Damaged(format!("table related: {error}")))?;
                relations.push((row.get(0)?, row.get(1)?, link));
            }
            Ok(relations)
        })
    }

    /// The incident of an account.
    pub fn incident_of(&self, account: i64) -> Result<Option<String>> {
        self.run(|connection| {
            let found = connection
                .prepare_cached("SELECT incident FROM member WHERE account = ?1")?
                .query_row([account], |row| row.get(0))
                .optional()?;
            Ok(found)
        })
    }

    /// The accounts of an incident.
    pub fn members(&self, incident: &str) -> Result<Vec<i64>> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT account FROM member WHERE incident = ?1 ORDER BY account",
            )?;
            let rows = statement.query_map([incident], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The incidents whose ids begin so, at most so many.
    pub fn incidents_like(&self, beginning: &str, most: usize) -> Result<Vec<String>> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT DISTINCT incident FROM member WHERE incident >= ?1 AND incident < ?1 || '~'
                 ORDER BY incident LIMIT ?2",
            )?;
            let rows = statement.query_map(params![beginning, most as i64], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Puts accounts into incidents, or out of any.
    pub fn set_incidents<'i>(
        &self,
        members: impl IntoIterator<Item = (i64, Option<&'i str>)>,
    ) -> Result<()> {
        self.run(|connection| {
            let mut put = connection.prepare_cached(
                "INSERT OR REPLACE INTO member (account, incident) VALUES (?1, ?2)",
            )?;
            let mut take = connection.prepare_cached("DELETE FROM member WHERE account = ?1")?;
            for (account, incident) in members {
                match incident {
                    Some(incident) => put.execute(params![account, incident])?,
                    None => take.execute([account])?,
                };
            }
            Ok(())
        })
    }
}
