use crate::{AccountKey, Field, Showing, Span};
use serde::{Deserialize, Serialize};

/// A relation between two incidents that stay two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// The first is part of the second: one blast of a series.
    PartOf,
    /// The first follows from the second: an arrest after an attack.
    FollowUp,
}

/// A value that a person puts in place of the machine's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Which field of the incident.
    pub field: Field,
    /// The value as text, read as the field's kind; `None` says "not told".
    pub value: Option<String>,
    /// The words of the named account's report that it rests on; none where the person gave none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
}

/// What a person decided.
///
/// Decisions name accounts, never incidents: incidents are computed, and their make-up
/// may change when reports arrive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DecisionKind {
    /// The incident that holds this account is right as shown.
    Accept {
        /// An account of the incident.
        account: AccountKey,
        /// What was shown; the acceptance holds as long as that is shown. Without it (as decisions
        /// of older programs have it) the acceptance is of the account, whatever is shown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        shown: Option<Showing>,
    },
    /// The account is no incident; it is left out of its incident.
    Reject {
        /// The account.
        account: AccountKey,
    },
    /// A field of the incident that holds this account has another value.
    Correct {
        /// An account of the incident.
        account: AccountKey,
        /// Field and value.
        correction: Correction,
    },
    /// The two accounts tell of the same incident.
    Same {
        /// One account.
        a: AccountKey,
        /// The other.
        b: AccountKey,
    },
    /// The two accounts tell of different incidents.
    NotSame {
        /// One account.
        a: AccountKey,
        /// The other.
        b: AccountKey,
    },
    /// The account stands apart from all others of its incident at the time.
    Split {
        /// The account.
        account: AccountKey,
        /// Those it is kept apart from.
        from: Vec<AccountKey>,
    },
    /// Two incidents stay two and are related.
    Relate {
        /// An account of the first.
        a: AccountKey,
        /// An account of the second.
        b: AccountKey,
        /// How.
        link: Link,
    },
    /// A report tells of an incident that the machine did not read.
    Add {
        /// Its name: the report, and an id that no account of it has had.
        account: AccountKey,
        /// The words that tell of it.
        evidence: Vec<Span>,
        /// What they tell; its type at least.
        fields: Vec<Correction>,
    },
    /// An earlier decision no longer holds.
    Undo {
        /// Its number.
        decision: u64,
    },
}

/// One entry of the append-only log of what people decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Number in the log, from 1, without gaps.
    pub number: u64,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub by: String,
    /// What.
    pub kind: DecisionKind,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Decision {
    /// The decisions that still hold, in order: those undone and the undoings are left out.
    ///
    /// An undoing can itself be undone, which brings the decision back.
    pub fn in_force(log: &[Decision]) -> Vec<&Decision> {
        let mut holding = Self::holding(log);
        holding.retain(|decision| !matches!(decision.kind, DecisionKind::Undo { .. }));
        holding
    }

    /// The entries of the log that nobody has undone, in order, undoings among them.
    pub fn holding(log: &[Decision]) -> Vec<&Decision> {
        let mut undone = std::collections::BTreeSet::new();
        for decision in log.iter().rev() {
            if let DecisionKind::Undo { decision: number } = decision.kind
                && !undone.contains(&decision.number)
            {
                undone.insert(number);
            }
        }
        log.iter()
            .filter(|decision| !undone.contains(&decision.number))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(number: u64, kind: DecisionKind) -> Decision {
        Decision {
            number,
            at: "2026-01-01T00:00:00Z".into(),
            by: "a".into(),
            kind,
            note: None,
        }
    }

    #[test]
    fn undoing_an_undoing_brings_the_decision_back() {
        let account: AccountKey = "r#i01".parse().unwrap();
        let mut log = vec![
            decision(1, DecisionKind::Reject { account }),
            decision(2, DecisionKind::Undo { decision: 1 }),
        ];
        assert!(Decision::in_force(&log).is_empty());
        log.push(decision(3, DecisionKind::Undo { decision: 2 }));
        let numbers: Vec<u64> = Decision::in_force(&log).iter().map(|d| d.number).collect();
        assert_eq!(numbers, [1]);
    }
}
