//! How decisions are written down, whoever asks for them and by which address.

use super::Desk;
use super::base::{Base, View};
use super::problem::Done;
use super::routes::Ask;
use super::sight::blindly;
use super::writes::Outcome;
use crate::commands::decide::named;
use crate::stamp::now;
use model::{AccountKey, DecisionKind, Policy};
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
        }
        let note = note.map(str::trim).filter(|note| !note.is_empty());
        let mut keys: BTreeSet<AccountKey> = BTreeSet::new();
        let mut outcome = Outcome::default();
        let mut old: BTreeSet<String> = BTreeSet::new();
        let sign = ask.person.sign(at);
        let decided = self.write(|casebook| casebook.act(kinds, states, sign, note))?;
        for decision in &decided {
            outcome.decisions.push(decision.number);
            for key in bears_on(&base, &decision.kind).into_iter().flatten() {
                old.extend(before.incident_of(key).map(|incident| incident.id.clone()));
                keys.insert(key.clone());
            }
            if let DecisionKind::Add { account, .. } = &decision.kind {
                outcome.account = Some(account.to_string());
            }
        }
        self.refresh()?;
        let (_, after) = self.now(ask);
        let present: BTreeSet<String> = keys
            .iter()
            .filter_map(|key| Some(after.incident_of(key)?.id.clone()))
            .collect();
        outcome.gone = old
            .into_iter()
            .filter(|id| after.row(id).is_none())
            .collect();
        outcome.incidents = present.into_iter().collect();
        outcome.etag = self.etag(&ask.shown.sight);
        Ok(outcome)
    }
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
