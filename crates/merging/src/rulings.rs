//! What people decided, as far as it bears on which accounts belong together.

use model::{AccountKey, Decision, DecisionKind, Link, Note};
use std::collections::{BTreeMap, BTreeSet};

/// The decisions in force that bear on grouping.
#[derive(Debug, Default)]
pub(crate) struct Rulings {
    /// Pairs to be joined, the latest decision first.
    pub same: Vec<(AccountKey, AccountKey)>,
    /// Pairs to be kept apart, the smaller key first.
    pub apart: BTreeSet<(AccountKey, AccountKey)>,
    /// Accounts that are no incident.
    pub rejected: BTreeSet<AccountKey>,
    /// Incidents that stay two and are related.
    pub related: Vec<(AccountKey, AccountKey, Link)>,
    /// Decisions that could not be applied.
    pub notes: Vec<Note>,
}

/// Reads the log. A later decision goes before an earlier one that it contradicts, also
/// where the contradiction runs over further accounts.
pub(crate) fn read(log: &[Decision], known: impl Fn(&AccountKey) -> bool) -> Rulings {
    let mut rulings = Rulings::default();
    let mut in_force = Decision::in_force(log);
    in_force.sort_by_key(|decision| std::cmp::Reverse(decision.number));
    let mut tied = Tied::default();
    for decision in in_force {
        let unknown: Vec<&AccountKey> = named(&decision.kind)
            .into_iter()
            .filter(|key| !known(key))
            .collect();
        if let [first, ..] = unknown.as_slice() {
            rulings.note(
                decision,
                &format!("names {first}, which the casebook does not hold"),
            );
            if !matches!(decision.kind, DecisionKind::Split { .. }) {
                continue;
            }
        }
        match &decision.kind {
            DecisionKind::Reject { account } => {
                rulings.rejected.insert(account.clone());
            }
            DecisionKind::Same { a, b } if a != b => {
                if tied.may_join(a, b, &rulings.apart) {
                    tied.join(a, b);
                    rulings.same.push((a.clone(), b.clone()));
                } else {
                    rulings.note(decision, "is contradicted by a later one");
                }
            }
            DecisionKind::NotSame { a, b } if a != b => rulings.keep_apart(decision, a, b, &tied),
            DecisionKind::Split { account, from } if known(account) => {
                for other in from
                    .iter()
                    .filter(|other| *other != account && known(other))
                {
                    rulings.keep_apart(decision, account, other, &tied);
                }
            }
            DecisionKind::Relate { a, b, link } => {
                rulings.related.push((a.clone(), b.clone(), *link));
            }
            _ => {}
        }
    }
    rulings.notes.reverse();
    rulings.related.reverse();
    rulings
}

impl Rulings {
    fn keep_apart(&mut self, decision: &Decision, a: &AccountKey, b: &AccountKey, tied: &Tied) {
        if tied.root(a) == tied.root(b) {
            self.note(decision, "is contradicted by a later one");
        } else {
            self.apart.insert((a.min(b).clone(), a.max(b).clone()));
        }
    }

    fn note(&mut self, decision: &Decision, what: &str) {
        self.notes.push(Note::new(
            None,
            format!("decision {} {what}; it was left out", decision.number),
        ));
    }
}

/// The accounts a decision names.
fn named(kind: &DecisionKind) -> Vec<&AccountKey> {
    match kind {
        DecisionKind::Accept { account, .. }
        | DecisionKind::Reject { account }
        | DecisionKind::Add { account, .. }
        | DecisionKind::Correct { account, .. } => vec![account],
        DecisionKind::Same { a, b }
        | DecisionKind::NotSame { a, b }
        | DecisionKind::Relate { a, b, .. } => vec![a, b],
        DecisionKind::Split { account, from } => std::iter::once(account).chain(from).collect(),
        DecisionKind::Undo { .. } => Vec::new(),
    }
}

/// Accounts that decisions tie together, each under the name of one of them.
#[derive(Default)]
struct Tied(BTreeMap<AccountKey, AccountKey>);

impl Tied {
    fn root<'k>(&'k self, key: &'k AccountKey) -> &'k AccountKey {
        let mut at = key;
        while let Some(above) = self.0.get(at) {
            at = above;
        }
        at
    }

    fn may_join(
        &self,
        a: &AccountKey,
        b: &AccountKey,
        apart: &BTreeSet<(AccountKey, AccountKey)>,
    ) -> bool {
        let (x, y) = (self.root(a), self.root(b));
        !apart.iter().any(|(one, other)| {
            let (one, other) = (self.root(one), self.root(other));
            (one == x && other == y) || (one == y && other == x)
        })
    }

    fn join(&mut self, a: &AccountKey, b: &AccountKey) {
        let (x, y) = (self.root(a).clone(), self.root(b).clone());
        if x != y {
            let (first, second) = if x < y { (x, y) } else { (y, x) };
            self.0.insert(second, first);
        }
    }
}
