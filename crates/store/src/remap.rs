//! Which account of a new reading is which of the earlier ones, so that ids, decisions and
//! footnotes stay with their incident.

use crate::Recoded;
use crate::accounts::parse;
use crate::error::Trouble;
use model::{Account, Coded, MentionRole, Sourced, Span};
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// A reading whose accounts bear the ids of those they were before.
pub(crate) struct Followed {
    pub coded: Coded,
    /// Accounts that went up in another one: old id, new id.
    pub absorbed: Vec<(String, String)>,
    pub recoded: Recoded,
}

impl Followed {
    /// The first reading of a report: all as given.
    pub(crate) fn first(coded: Coded) -> Self {
        Followed {
            coded,
            absorbed: Vec::new(),
            recoded: Recoded::default(),
        }
    }
}

/// An account the report has or had.
struct Old {
    account: Account,
    /// The version it was read in.
    version: i64,
    current: bool,
}

/// Below this, two accounts are not the same one.
const ENOUGH: f64 = 1.25;

/// Gives every account of `coded` the id of the earlier account it is, or one never used in
/// this report.
pub(crate) fn follow(
    connection: &Connection,
    report: i64,
    version: i64,
    text: &str,
    coded: Coded,
) -> Result<Followed, Trouble> {
    let olds = olds(connection, report)?;
    let mut texts = BTreeMap::new();
    for old in &olds {
        if old.version != version && !texts.contains_key(&old.version) {
            let text: String = connection.query_row(
                "SELECT text FROM version WHERE number = ?1",
                [old.version],
                |row| row.get(0),
            )?;
            texts.insert(old.version, text);
        }
    }
    let alike = |old: &Old, new: &Account| match texts.get(&old.version) {
        None => alike(&old.account, text, new, text, true),
        Some(old_text) => alike(&old.account, old_text, new, text, false),
    };
    Ok(rename(&olds, coded, alike))
}

/// Writes which accounts went up in which, and takes back what no longer holds.
pub(crate) fn store(
    connection: &Connection,
    report: i64,
    coding: i64,
    followed: &Followed,
) -> rusqlite::Result<()> {
    for account in &followed.coded.accounts {
        connection
            .prepare_cached("DELETE FROM account_alias WHERE report = ?1 AND old = ?2")?
            .execute(params![report, account.id])?;
    }
    for (old, new) in &followed.absorbed {
        connection
            .prepare_cached("INSERT OR REPLACE INTO account_alias VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![report, old, new, coding])?;
    }
    Ok(())
}

/// Every id the report ever had, each with its latest record.
fn olds(connection: &Connection, report: i64) -> Result<Vec<Old>, Trouble> {
    let mut statement = connection.prepare_cached(
        "SELECT account.record, coding.version, account.current, max(account.coding)
         FROM account JOIN coding ON coding.number = account.coding
         WHERE account.report = ?1 GROUP BY account.id ORDER BY account.id",
    )?;
    let mut rows = statement.query([report])?;
    let mut olds = Vec::new();
    while let Some(row) = rows.next()? {
        olds.push(Old {
            account: parse(row.get_ref(0)?, || format!("an account of report {report}"))?,
            version: row.get(1)?,
            current: row.get(2)?,
        });
    }
    Ok(olds)
}

/// Pairs old and new, the most alike first, each once; ties go by order in the text.
fn rename(olds: &[Old], mut coded: Coded, alike: impl Fn(&Old, &Account) -> Likeness) -> Followed {
    let mut pairs = Vec::new();
    for (old_index, old) in olds.iter().enumerate() {
        for (new_index, new) in coded.accounts.iter().enumerate() {
            let likeness = alike(old, new);
            // An account that is there now goes before one that was lost on the way.
            let score = likeness.score + if old.current { 0.05 } else { 0.0 };
            if score >= ENOUGH {
                pairs.push((score, old_index, new_index, likeness));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut new_of_old = BTreeMap::new();
    let mut old_of_new = BTreeMap::new();
    for (_, old, new, _) in &pairs {
        if !new_of_old.contains_key(old) && !old_of_new.contains_key(new) {
            new_of_old.insert(*old, *new);
            old_of_new.insert(*new, *old);
        }
    }
    let absorbers: BTreeMap<usize, usize> = (pairs.iter().rev())
        .filter(|(_, old, _, likeness)| {
            likeness.trigger && olds[*old].current && !new_of_old.contains_key(old)
        })
        .map(|(_, old, new, _)| (*old, *new))
        .collect();

    let ids = ids(olds, &coded, &old_of_new);
    let mut recoded = Recoded::default();
    for (index, id) in ids.iter().enumerate() {
        if old_of_new.contains_key(&index) {
            recoded.kept.push(id.clone());
        } else {
            recoded.new.push(id.clone());
        }
    }
    for (index, old) in olds.iter().enumerate() {
        if old.current && !new_of_old.contains_key(&index) {
            recoded.gone.push(old.account.id.clone());
        }
    }
    let absorbed = (absorbers.iter())
        .map(|(old, new)| (olds[*old].account.id.clone(), ids[*new].clone()))
        .collect();
    put_ids(&mut coded, ids);
    Followed {
        coded,
        absorbed,
        recoded,
    }
}

/// The id of every new account, in order.
fn ids(olds: &[Old], coded: &Coded, old_of_new: &BTreeMap<usize, usize>) -> Vec<String> {
    let mut used: BTreeSet<String> = olds.iter().map(|old| old.account.id.clone()).collect();
    let number = |id: &String| id.strip_prefix('i')?.parse::<u64>().ok();
    let mut ids = Vec::new();
    for (index, account) in coded.accounts.iter().enumerate() {
        let id = match old_of_new.get(&index) {
            Some(old) => olds[*old].account.id.clone(),
            None if !used.contains(&account.id) => account.id.clone(),
            None => {
                let last = used.iter().filter_map(number).max().unwrap_or(0);
                format!("i{:02}", last.saturating_add(1))
            }
        };
        used.insert(id.clone());
        ids.push(id);
    }
    ids
}

fn put_ids(coded: &mut Coded, ids: Vec<String>) {
    let renamed: BTreeMap<String, String> = (coded.accounts.iter().zip(&ids))
        .map(|(account, id)| (account.id.clone(), id.clone()))
        .collect();
    let about = coded.warnings.iter_mut().map(|warning| &mut warning.about);
    let threats = coded.accounts.iter_mut().map(|account| &mut account.about);
    for about in about.chain(threats).flatten() {
        if let Some(id) = renamed.get(about) {
            about.clone_from(id);
        }
    }
    for (account, id) in coded.accounts.iter_mut().zip(ids) {
        account.id = id;
    }
}

/// How alike two accounts of a report are.
struct Likeness {
    /// [`ENOUGH`] and more: the same one. The wording counts up to one, the trigger one, and every
    /// value that both tell a quarter for or against.
    score: f64,
    /// They have a trigger in common.
    trigger: bool,
}

fn alike(old: &Account, old_text: &str, new: &Account, new_text: &str, same: bool) -> Likeness {
    let (wording, trigger) = if same {
        (
            bytes_shared(&old.evidence, &new.evidence),
            triggers(old)
                .iter()
                .any(|a| triggers(new).iter().any(|b| a.overlaps(b))),
        )
    } else {
        let old_triggers = words_of(&triggers(old), old_text);
        let new_triggers = words_of(&triggers(new), new_text);
        (
            words_shared(
                &words_of(&old.evidence, old_text),
                &words_of(&new.evidence, new_text),
            ),
            !old_triggers.is_disjoint(&new_triggers),
        )
    };
    // A trigger word alone ("attack") is in every second sentence of a changed page.
    let trigger = trigger && (same || wording > 0.0);
    let values = [
        agree(Some(&old.class.value), Some(&new.class.value)),
        agree(Some(&old.kind.value), Some(&new.kind.value)),
        agree(value(old.date.as_ref()), value(new.date.as_ref())),
        agree(value(old.country.as_ref()), value(new.country.as_ref())),
        agree(value(old.admin1.as_ref()), value(new.admin1.as_ref())),
        agree(value(old.place.as_ref()), value(new.place.as_ref())),
        agree(value(old.site.as_ref()), value(new.site.as_ref())),
        agree(value(old.killed.as_ref()), value(new.killed.as_ref())),
        agree(value(old.injured.as_ref()), value(new.injured.as_ref())),
    ];
    Likeness {
        score: wording + f64::from(u8::from(trigger)) + values.iter().sum::<f64>(),
        trigger,
    }
}

fn value<T>(field: Option<&Sourced<T>>) -> Option<&T> {
    field.map(|field| &field.value)
}

fn agree<T: PartialEq>(old: Option<&T>, new: Option<&T>) -> f64 {
    match (old, new) {
        (Some(old), Some(new)) if old == new => 0.25,
        (Some(_), Some(_)) => -0.25,
        _ => 0.0,
    }
}

/// The words that told of the incident: what its triggers and its type rest on.
fn triggers(account: &Account) -> Vec<Span> {
    (account.mentions.iter())
        .filter(|mention| mention.role == MentionRole::Trigger)
        .map(|mention| mention.span)
        .chain(account.kind.spans.iter().copied())
        .collect()
}

/// Shared part of the bytes of both, from 0 to 1.
fn bytes_shared(a: &[Span], b: &[Span]) -> f64 {
    let total: usize = a.iter().chain(b).map(Span::len).sum();
    let shared: usize = (a.iter())
        .flat_map(|a| b.iter().map(move |b| (a, b)))
        .map(|(a, b)| (a.end.min(b.end)).saturating_sub(a.start.max(b.start)) as usize)
        .sum();
    if total == 0 {
        return 0.0;
    }
    (2.0 * shared as f64 / total as f64).min(1.0)
}

fn words_of(spans: &[Span], text: &str) -> BTreeSet<String> {
    (spans.iter())
        .flat_map(|span| {
            span.of(text)
                .split(|letter: char| !letter.is_alphanumeric())
        })
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Shared part of the words of both, from 0 to 1; nothing where it is less than a third, since
/// any two sentences share their small words.
fn words_shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f64 {
    let total = a.len() + b.len();
    let shared = 2.0 * a.intersection(b).count() as f64 / (total.max(1)) as f64;
    if shared < 1.0 / 3.0 { 0.0 } else { shared }
}
