use crate::accounts::parse;
use crate::desk::{self, ReportState, Signature};
use crate::error::Trouble;
use crate::hash::sha256_of_parts;
use crate::write::{check_time, json, word_of};
use crate::{Casebook, Error, Result, add, reword};
use model::{AccountKey, Decision, DecisionKind};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};

/// What the first decision has for the hash before it.
pub(crate) const BEGINNING: &str =
    "0000000000000000000000000000000000000000000000000000000000000000";

impl Casebook {
    /// Records a decision at the end of the log.
    ///
    /// `at` is RFC 3339 in UTC, `by` a person. The accounts may be named by any id their
    /// report is known by. An account that is added without a name of its own (`REPORT#`) gets
    /// the next free one of its report: `p01`, `p02`, …
    ///
    /// # Errors
    ///
    /// Refuses accounts that never were, two accounts that are one, and the undoing of what
    /// does not hold.
    pub fn decide(
        &mut self,
        kind: DecisionKind,
        by: &str,
        at: &str,
        note: Option<&str>,
    ) -> Result<Decision> {
        let all = self.decide_all(vec![kind], by, at, note)?;
        all.into_iter()
            .next()
            .ok_or_else(|| refusal("decide something"))
    }

    /// Records the decisions of one act, all or, on an error, none: they stand side by side in the
    /// log and have one time. An account without a name (`REPORT#`) is the one that the act has
    /// added last.
    ///
    /// # Errors
    ///
    /// As of [`decide`](Self::decide).
    pub fn decide_all(
        &mut self,
        kinds: Vec<DecisionKind>,
        by: &str,
        at: &str,
        note: Option<&str>,
    ) -> Result<Vec<Decision>> {
        self.act(kinds, &[], Signature { by, at }, note)
    }

    /// The same with the states of reports that the act sets: decisions and states, or nothing.
    ///
    /// # Errors
    ///
    /// As of [`decide`](Self::decide) and [`set_report_state`](Self::set_report_state).
    pub fn act(
        &mut self,
        kinds: Vec<DecisionKind>,
        states: &[(String, ReportState)],
        signature: Signature<'_>,
        note: Option<&str>,
    ) -> Result<Vec<Decision>> {
        let Signature { by, at } = signature;
        check_time(at)?;
        if by.trim().is_empty() {
            return Err(refusal("say who decides"));
        }
        if let Some(note) = note {
            desk::fits(note)?;
        }
        self.write_unchanging(|connection| {
            let mut decided: Vec<Decision> = Vec::new();
            for mut kind in kinds {
                name_added(&mut kind, &decided);
                decided.push(record(connection, kind, by, at, note)?);
            }
            for (report, state) in states {
                desk::set_state(connection, report, *state, signature)?;
                desk::line(connection, signature, &format!("report {state}"), report)?;
            }
            // One by one, so that readers can tell that nothing but decisions has changed.
            connection
                .prepare_cached("UPDATE state SET changes = changes + ?1")?
                .execute([decided.len() as i64])?;
            Ok(decided)
        })
    }

    /// The log, with accounts named as they are called now.
    ///
    /// Where a new reading made one account of two, decisions on the one that is gone follow
    /// to the other. Two kinds stay with the old name, which then names nothing: a rejection
    /// (it was of one part, not of the whole), and a decision between two that are one now.
    /// Words that a decision rests on are given where they stand in the report as it is now; those
    /// that no longer stand in it are left out, and only [`decision_log`](Self::decision_log) has them.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.read(followed)
    }

    /// The same from behind the first `known` decisions on.
    pub fn decisions_after(&self, known: u64) -> Result<Vec<Decision>> {
        self.read(|connection| {
            let mut decisions = log_after(connection, known)?;
            if !decisions.is_empty() {
                follow_all(connection, &mut decisions)?;
            }
            Ok(decisions)
        })
    }

    /// Which coding of the report was current when a decision was made, by the decision's number and
    /// the place of the account in it.
    pub fn decided_on(&self) -> Result<BTreeMap<(u64, usize), u64>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT decision, position, coding FROM decision_account WHERE coding IS NOT NULL",
            )?;
            let rows = statement.query_map([], |row| {
                let number = |at: usize| row.get::<_, i64>(at).map(|number| number as u64);
                Ok(((number(0)?, number(1)? as usize), number(2)?))
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The log as it was written.
    pub fn decision_log(&self) -> Result<Vec<Decision>> {
        self.read(log)
    }

    /// The hash at the end of the log: whoever noted it down can tell later whether the log up
    /// to there is still what it was. The number of decisions comes with it.
    pub fn chain_end(&self) -> Result<(u64, String)> {
        self.read(|connection| {
            let end = "SELECT decisions, hash FROM chain_end WHERE one = 1";
            Ok(connection.query_row(end, [], |row| {
                Ok((row.get::<_, i64>(0)? as u64, row.get(1)?))
            })?)
        })
    }
}

/// The hash of a decision: over the hash before it and its record.
pub(crate) fn link(previous: &str, record: &[u8]) -> String {
    sha256_of_parts([previous.as_bytes(), record])
}

/// Names the account that the act has added last where a decision names one without a name.
fn name_added(kind: &mut DecisionKind, decided: &[Decision]) {
    let (DecisionKind::Accept { account: key, .. }
    | DecisionKind::Reject { account: key }
    | DecisionKind::Correct { account: key, .. }) = kind
    else {
        return;
    };
    let added = decided.iter().rev().find_map(|one| match &one.kind {
        DecisionKind::Add { account, .. } => Some(account),
        _ => None,
    });
    if let Some(added) = added.filter(|_| key.account.is_empty()) {
        key.clone_from(added);
    }
}

/// Puts a decision at the end of the log.
fn record(
    connection: &Connection,
    kind: DecisionKind,
    by: &str,
    at: &str,
    note: Option<&str>,
) -> Result<Decision, Trouble> {
    let kind = settle_keys(connection, kind)?;
    check(connection, &kind)?;
    let (last, previous): (i64, String) = connection.query_row(
        "SELECT decisions, hash FROM chain_end WHERE one = 1",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let decision = Decision {
        number: last as u64 + 1,
        at: at.to_owned(),
        by: by.to_owned(),
        kind,
        note: note.map(str::to_owned),
    };
    append(connection, &decision, &previous)?;
    Ok(decision)
}

/// The accounts a decision names, in the order of its fields.
pub(crate) fn named(kind: &DecisionKind) -> Vec<&AccountKey> {
    match kind {
        DecisionKind::Accept { account, .. }
        | DecisionKind::Reject { account }
        | DecisionKind::Add { account, .. }
        | DecisionKind::Correct { account, .. } => vec![account],
        DecisionKind::Same { a, b }
        | DecisionKind::NotSame { a, b }
        | DecisionKind::Relate { a, b, .. } => vec![a, b],
        DecisionKind::Split { account, from } => {
            std::iter::once(account).chain(from.iter()).collect()
        }
        DecisionKind::Undo { .. } => Vec::new(),
    }
}

/// The decision's word, as in its record.
pub(crate) fn kind_word(kind: &DecisionKind) -> String {
    match serde_json::to_value(kind) {
        Ok(value) => word_of(&value["kind"]),
        Err(_) => String::new(),
    }
}

/// The log, with accounts named as they are called now.
pub(crate) fn followed(connection: &Connection) -> Result<Vec<Decision>, Trouble> {
    let mut decisions = log(connection)?;
    follow_all(connection, &mut decisions)?;
    Ok(decisions)
}

fn follow_all(connection: &Connection, decisions: &mut [Decision]) -> Result<(), Trouble> {
    let aliases = aliases(connection)?;
    for decision in decisions.iter_mut() {
        decision.kind = follow(&decision.kind, &aliases);
    }
    reword::decisions(connection, decisions)
}

pub(crate) fn log(connection: &Connection) -> Result<Vec<Decision>, Trouble> {
    log_after(connection, 0)
}

fn log_after(connection: &Connection, known: u64) -> Result<Vec<Decision>, Trouble> {
    let mut statement = connection
        .prepare_cached("SELECT record, number FROM decision WHERE number > ?1 ORDER BY number")?;
    let mut rows = statement.query([known as i64])?;
    let mut decisions = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(1)?;
        decisions.push(parse(row.get_ref(0)?, || format!("decision {number}"))?);
    }
    Ok(decisions)
}

/// Old key to new key, for accounts that went up in another.
pub(crate) type Aliases = BTreeMap<AccountKey, AccountKey>;

pub(crate) fn aliases(connection: &Connection) -> Result<Aliases, Trouble> {
    let mut statement = connection.prepare_cached(
        "SELECT report.id, old, new FROM account_alias
         JOIN report ON report.number = account_alias.report",
    )?;
    let rows = statement.query_map([], |row| {
        let report: String = row.get(0)?;
        let key = |account| AccountKey {
            report: report.clone(),
            account,
        };
        Ok((key(row.get(1)?), key(row.get(2)?)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What an account is called now.
pub(crate) fn now<'k>(key: &'k AccountKey, aliases: &'k Aliases) -> &'k AccountKey {
    let mut key = key;
    for _ in 0..=aliases.len() {
        match aliases.get(key) {
            Some(next) => key = next,
            None => break,
        }
    }
    key
}

pub(crate) fn follow(kind: &DecisionKind, aliases: &Aliases) -> DecisionKind {
    let now = |key: &AccountKey| now(key, aliases).clone();
    let followed = match kind.clone() {
        DecisionKind::Accept { account, shown } => DecisionKind::Accept {
            account: now(&account),
            shown,
        },
        DecisionKind::Correct {
            account,
            correction,
        } => DecisionKind::Correct {
            account: now(&account),
            correction,
        },
        DecisionKind::Same { a, b } => DecisionKind::Same {
            a: now(&a),
            b: now(&b),
        },
        DecisionKind::NotSame { a, b } => DecisionKind::NotSame {
            a: now(&a),
            b: now(&b),
        },
        DecisionKind::Split { account, from } => DecisionKind::Split {
            account: now(&account),
            from: from.iter().map(now).collect(),
        },
        DecisionKind::Relate { a, b, link } => DecisionKind::Relate {
            a: now(&a),
            b: now(&b),
            link,
        },
        stays @ (DecisionKind::Reject { .. }
        | DecisionKind::Add { .. }
        | DecisionKind::Undo { .. }) => stays,
    };
    let keys = named(&followed);
    let one_of_two = keys.len() > 1 && keys[1..].contains(&keys[0]);
    if one_of_two { kind.clone() } else { followed }
}

fn refusal(why: impl Into<String>) -> Error {
    Error::Decision { why: why.into() }
}

/// Puts the first id of each report and the present id of each account, and makes sure that
/// they are there.
fn settle_keys(connection: &Connection, mut kind: DecisionKind) -> Result<DecisionKind, Trouble> {
    let aliases = aliases(connection)?;
    let settle = |key: &mut AccountKey| -> Result<(), Trouble> {
        let (number, id) = add::find(connection, &key.report)?;
        let there = was_read(connection, number, &key.account)?;
        if !there && !was_added(connection, number, &key.account)? {
            return Err(Trouble::Told(Error::NoAccount { key: key.clone() }));
        }
        key.report = id;
        *key = now(key, &aliases).clone();
        Ok(())
    };
    match &mut kind {
        DecisionKind::Accept { account, .. }
        | DecisionKind::Reject { account }
        | DecisionKind::Correct { account, .. } => settle(account)?,
        DecisionKind::Same { a, b }
        | DecisionKind::NotSame { a, b }
        | DecisionKind::Relate { a, b, .. } => {
            settle(a)?;
            settle(b)?;
        }
        DecisionKind::Split { account, from } => {
            settle(account)?;
            from.iter_mut().try_for_each(settle)?;
            from.sort();
            from.dedup();
        }
        DecisionKind::Add { account, .. } => {
            let (number, id) = add::find(connection, &account.report)?;
            if account.account.is_empty() {
                account.account = free_name(connection, number)?;
            }
            let taken = was_read(connection, number, &account.account)?
                || was_added(connection, number, &account.account)?;
            if taken || account.account.trim().is_empty() || account.account.contains('#') {
                let why = format!("{account} cannot be the name of a new account; take another");
                return Err(Trouble::Told(refusal(why)));
            }
            account.report = id;
        }
        DecisionKind::Undo { .. } => {}
    }
    Ok(kind)
}

/// True where a reading of the report had an account of that id.
fn was_read(connection: &Connection, report: i64, account: &str) -> Result<bool, Trouble> {
    let query = "SELECT 1 FROM account WHERE report = ?1 AND id = ?2";
    Ok(connection
        .prepare_cached(query)?
        .exists(params![report, account])?)
}

/// True where a person added an account of that id, whether that still holds or not.
pub(crate) fn was_added(
    connection: &Connection,
    report: i64,
    account: &str,
) -> Result<bool, Trouble> {
    let query = "SELECT 1 FROM decision_account JOIN decision ON decision.number = decision
         WHERE report = ?1 AND id = ?2 AND kind = 'add'";
    Ok(connection
        .prepare_cached(query)?
        .exists(params![report, account])?)
}

/// The next free name for an account that a person adds.
fn free_name(connection: &Connection, report: i64) -> Result<String, Trouble> {
    let mut number = 1_u32;
    loop {
        let name = format!("p{number:02}");
        if !was_read(connection, report, &name)? && !was_added(connection, report, &name)? {
            return Ok(name);
        }
        number += 1;
    }
}

fn check(connection: &Connection, kind: &DecisionKind) -> Result<(), Trouble> {
    if let DecisionKind::Undo { decision } = kind {
        return check_undo(connection, *decision);
    }
    let keys = named(kind);
    if keys.len() > 1 && keys[1..].contains(&keys[0]) {
        let why = format!("both are {}; name two accounts", keys[0]);
        return Err(Trouble::Told(refusal(why)));
    }
    if let DecisionKind::Add {
        account, evidence, ..
    } = kind
    {
        check_words(connection, account, evidence)?;
    }
    if let DecisionKind::Correct {
        account,
        correction,
    } = kind
    {
        check_words(connection, account, &correction.spans)?;
    }
    if let DecisionKind::Add {
        account, fields, ..
    } = kind
    {
        for field in fields {
            check_words(connection, account, &field.spans)?;
        }
    }
    if matches!(kind, DecisionKind::Split { from, .. } if from.is_empty()) {
        let why = format!(
            "{} stands alone: there is nothing to split it from",
            keys[0]
        );
        return Err(Trouble::Told(refusal(why)));
    }
    Ok(())
}

/// Refuses spans that are no words of the account's report as it is now.
fn check_words(
    connection: &Connection,
    key: &AccountKey,
    spans: &[model::Span],
) -> Result<(), Trouble> {
    if spans.is_empty() {
        return Ok(());
    }
    let text: String = connection.query_row(
        "SELECT text FROM report JOIN version ON version.number = report.current_version
         WHERE report.id = ?1",
        [&key.report],
        |row| row.get(0),
    )?;
    for span in spans {
        if span.of(&text).trim().is_empty() {
            let why = format!(
                "bytes {} to {} are no words of {}",
                span.start, span.end, key.report
            );
            return Err(Trouble::Told(refusal(why)));
        }
    }
    Ok(())
}

fn check_undo(connection: &Connection, number: u64) -> Result<(), Trouble> {
    let sought = i64::try_from(number).unwrap_or(-1);
    let there: Option<i64> = connection
        .query_row(
            "SELECT number FROM decision WHERE number = ?1",
            [sought],
            |row| row.get(0),
        )
        .optional()?;
    if there.is_none() {
        let why =
            format!("there is no decision {number}; `annalist history` shows those there are");
        return Err(Trouble::Told(refusal(why)));
    }
    let mut undone = BTreeSet::new();
    let mut statement = connection
        .prepare_cached("SELECT record FROM decision WHERE kind = 'undo' ORDER BY number DESC")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let later: Decision = parse(row.get_ref(0)?, || "an undoing".to_owned())?;
        if let DecisionKind::Undo { decision } = later.kind
            && !undone.contains(&later.number)
        {
            undone.insert(decision);
        }
    }
    if undone.contains(&number) {
        let why = format!("decision {number} is undone already");
        return Err(Trouble::Told(refusal(why)));
    }
    Ok(())
}

fn append(connection: &Connection, decision: &Decision, previous: &str) -> Result<(), Trouble> {
    let record = json(decision);
    let hash = link(previous, record.as_bytes());
    let number = decision.number as i64;
    connection.execute(
        "INSERT INTO decision (number, at, by, kind, record, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            number,
            decision.at,
            decision.by,
            kind_word(&decision.kind),
            record,
            previous,
            hash
        ],
    )?;
    for (position, key) in named(&decision.kind).into_iter().enumerate() {
        let (report, _) = add::find(connection, &key.report)?;
        connection.execute(
            "INSERT INTO decision_account (decision, position, report, id, coding)
             SELECT ?1, ?2, number, ?4, current_coding FROM report WHERE number = ?3",
            params![number, position as i64, report, key.account],
        )?;
    }
    desk::seal(connection, desk::NAMED, "WHERE decision = ?1", &[&number])?;
    connection.execute(
        "UPDATE chain_end SET decisions = ?1, hash = ?2 WHERE one = 1",
        params![number, hash],
    )?;
    Ok(())
}
