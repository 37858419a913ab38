//! How decisions are written down, whoever asks for them and by which address.

use super::Desk;
use super::base::{Base, View};
use super::problem::{Done, Problem};
use super::routes::Ask;
use super::sight::blindly;
use super::writes::Outcome;
use crate::commands::decide::named;
use crate::stamp::now;
use model::{AccountKey, Decision, DecisionKind, Link, Policy};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::desk::ReportState;

impl Desk {
    /// The state as it is now, which may be later than when the request came.
    pub fn now(&self, ask: &Ask) -> (Arc<Base>, Arc<View>) {
        let base = self.seen_by(&ask.shown.sight);
        let view = base.view(Policy::default(), &self.knowledge);
        (base, view)
    }

    /// Writes the decisions of an act down and says what has become of the incidents. Refuses those
    /// that bear on what the person may not see.
    ///
    /// # Errors
    /// One of them is refused; none is written.
    pub fn commit(&self, ask: &Ask, kinds: Vec<DecisionKind>, note: Option<&str>) -> Done<Outcome> {
        self.commit_act(&now(), ask, kinds, &[], note)
    }

    /// The same of an act that sets states of reports, too: decisions and states, or nothing. By its
    /// time, undoing finds all of the act.
    ///
    /// # Errors
    /// One of them is refused; none is written.
    pub fn commit_act(
        &self,
        at: &str,
        ask: &Ask,
        kinds: Vec<DecisionKind>,
        states: &[(String, ReportState)],
        note: Option<&str>,
    ) -> Done<Outcome> {
        let (base, before) = self.now(ask);
        for kind in &kinds {
            check_sight(self, &base, kind)?;
            check_one_way(&base, &before, kind)?;
        }
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        let mut keys: BTreeSet<AccountKey> = BTreeSet::new();
        let mut outcome = Outcome::default();
        let mut old: BTreeSet<String> = BTreeSet::new();
        let sign = ask.person.sign(at);
        let decided = self.write_for(
            ask,
            at,
            |casebook| casebook.act(kinds, states, sign, note),
            |decided| told(decided),
        )?;
        for decision in &decided {
            outcome.decisions.push(decision.number);
            for key in bears_on(&base, &decision.kind).into_iter().flatten() {
                old.extend(before.incident_of(key).map(|incident| incident.id.clone()));
                keys.insert(key.clone());
            }
        }
        outcome.account = account_in(&decided);
        self.refresh()?;
        let (_, after) = self.now(ask);
        outcome.incidents = incidents_of(&after, &keys);
        outcome.gone = old
            .into_iter()
            .filter(|id| after.row(id).is_none())
            .collect();
        outcome.etag = self.etag(&ask.shown.sight);
        Ok(outcome)
    }
}

impl Desk {
    /// What is answered to a write that was done before: what was told of it, and, of decisions, the
    /// incidents as they are now.
    ///
    /// # Errors
    /// The casebook cannot be read.
    pub fn told_again(&self, ask: &Ask, mut told: Value) -> Done<Value> {
        self.refresh()?;
        let numbers: BTreeSet<u64> = told["decisions"]
            .as_array()
            .map(|all| all.iter().filter_map(Value::as_u64).collect())
            .unwrap_or_default();
        if let (Value::Object(told), false) = (&mut told, numbers.is_empty()) {
            let (base, view) = self.now(ask);
            let mine = base.decisions.iter();
            let mine = mine.filter(|decision| numbers.contains(&decision.number));
            let keys: BTreeSet<AccountKey> = mine
                .filter_map(|decision| bears_on(&base, &decision.kind))
                .flatten()
                .cloned()
                .collect();
            told.insert("incidents".into(), json!(incidents_of(&view, &keys)));
            told.insert("gone".into(), json!([]));
            told.insert("etag".into(), self.etag(&ask.shown.sight).into());
        }
        Ok(told)
    }
}

/// What is kept of decisions for the case that they are sent again.
fn told(decided: &[Decision]) -> Value {
    let numbers: Vec<u64> = decided.iter().map(|decision| decision.number).collect();
    match account_in(decided) {
        Some(account) => json!({"decisions": numbers, "account": account}),
        None => json!({"decisions": numbers}),
    }
}

/// The account that was added.
fn account_in(decided: &[Decision]) -> Option<String> {
    let mut kinds = decided.iter().map(|decision| &decision.kind);
    kinds.find_map(|kind| match kind {
        DecisionKind::Add { account, .. } => Some(account.to_string()),
        _ => None,
    })
}

/// The incidents that some accounts are in, sorted.
fn incidents_of(view: &View, keys: &BTreeSet<AccountKey>) -> Vec<String> {
    let ids = keys.iter().filter_map(|key| view.incident_of(key));
    let ids: BTreeSet<&String> = ids.map(|incident| &incident.id).collect();
    ids.into_iter().cloned().collect()
}

/// The accounts that a decision bears on; of an undoing, those of what it undoes, or nothing where
/// that is not in the state.
fn bears_on<'k>(base: &'k Base, mut kind: &'k DecisionKind) -> Option<Vec<&'k AccountKey>> {
    while let DecisionKind::Undo { decision } = kind {
        let mut log = base.decisions.iter().rev();
        kind = &log.find(|one| one.number == *decision)?.kind;
    }
    Some(named(kind))
}

/// Refuses to make an incident a part of another that is a part of it, by a decision that holds.
fn check_one_way(base: &Base, view: &View, kind: &DecisionKind) -> Done<()> {
    let DecisionKind::Relate {
        a: part,
        b: whole,
        link: Link::PartOf,
    } = kind
    else {
        return Ok(());
    };
    let same = |one: &AccountKey, other: &AccountKey| {
        let incident = view.incident_of(one);
        one == other || incident.is_some_and(|incident| incident.accounts.contains(other))
    };
    let in_force = Decision::in_force(&base.decisions);
    let other_way = in_force.iter().find(|decision| {
        matches!(&decision.kind, DecisionKind::Relate { a, b, link: Link::PartOf }
            if same(whole, a) && same(part, b))
    });
    match other_way {
        None => Ok(()),
        Some(other) => Err(Problem::conflict(format!(
            "decision {} says it the other way round, and of two neither can be a part of the other and hold it; undo that decision first",
            other.number
        ))),
    }
}

/// Refuses decisions that bear on what the person may not see.
fn check_sight(desk: &Desk, base: &Base, kind: &DecisionKind) -> Done<()> {
    if base.part_of().is_none() {
        return Ok(());
    }
    for key in bears_on(base, kind).ok_or_else(blindly)? {
        // A report may be known by several ids.
        let report = desk.read(|casebook| casebook.filed_as(&key.report))?;
        let hidden = report.is_some_and(|report| base.hides(&report));
        if hidden || base.keeps_back(key) {
            return Err(blindly());
        }
    }
    Ok(())
}
