//! How sure each value is: points for what speaks for it and against it, on a card that was learned from labelled
//! documents.
//!
//! What counts is how the report tells it: in running text or an item of a list, with a day and a place of its own,
//! by which rule, how the tree ties it to its neighbours. A ground is a kind, a count or a distance, never a word of
//! the report and never a name, so a card says nothing about any group or country.

mod grounds;
mod scorecard;
mod values;

use crate::Stages;
use crate::drafts::Draft;
use model::{Account, Confidence};
pub use scorecard::{Scorecard, ScorecardError};
use values::values;

/// What speaks for and against one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounded {
    /// [`Account::id`].
    pub account: String,
    /// The field of the record; `target_types` for the kinds of targets.
    pub slot: &'static str,
    /// Its place in a list; 0 for a field with one value.
    pub number: usize,
    /// What holds of it, as `ground=what`; those of the account as a whole begin with `act/`.
    pub grounds: Vec<String>,
}

impl Grounded {
    /// The terms of a card that it answers to: `slot|`, and each ground for every slot and for its own. What holds
    /// of the account as a whole counts alike for all of its values.
    pub fn terms(&self) -> impl Iterator<Item = String> + '_ {
        let of_its_slot = self
            .grounds
            .iter()
            .filter(|ground| !ground.starts_with("act/"))
            .map(|ground| format!("{}|{ground}", self.slot));
        std::iter::once(format!("{}|", self.slot))
            .chain(self.grounds.iter().cloned())
            .chain(of_its_slot)
    }
}

/// Says of every value how sure it is. `drafts` are what the accounts were made of, in their order.
pub(crate) fn rate(stages: &Stages, drafts: &[usize], accounts: &mut [Account]) {
    let card = Scorecard::embedded();
    let rated: Vec<Vec<Option<Confidence>>> =
        each(stages, drafts, accounts, |value, own, common| {
            let grounds = own.iter().chain(common).map(String::as_str);
            card.worth(card.sum(value.slot, grounds))
        });
    for (account, rated) in accounts.iter_mut().zip(rated) {
        for (value, confidence) in values(account).into_iter().zip(rated) {
            *value.confidence = confidence;
        }
    }
}

/// The values of an account that have a confidence, by slot.
pub(crate) fn rated(account: &Account) -> impl Iterator<Item = (&'static str, Confidence)> {
    let mut account = account.clone();
    let rated: Vec<_> = values(&mut account)
        .into_iter()
        .filter_map(|value| Some((value.slot, (*value.confidence)?)))
        .collect();
    rated.into_iter()
}

/// The grounds of every value of every account.
pub(crate) fn grounded(stages: &Stages, drafts: &[usize], accounts: &[Account]) -> Vec<Grounded> {
    let all = each(stages, drafts, accounts, |value, own, common| {
        (value.slot, value.number, [own, common].concat())
    });
    accounts
        .iter()
        .zip(all)
        .flat_map(|(account, values)| {
            values.into_iter().map(|(slot, number, grounds)| Grounded {
                account: account.id.clone(),
                slot,
                number,
                grounds,
            })
        })
        .collect()
}

/// Calls `use_it` with every value, its own grounds and those of its account.
fn each<T>(
    stages: &Stages,
    drafts: &[usize],
    accounts: &[Account],
    use_it: impl Fn(&values::Value, &[String], &[String]) -> T,
) -> Vec<Vec<T>> {
    if accounts.is_empty() {
        return Vec::new();
    }
    let often = grounds::Often::new(stages);
    drafts
        .iter()
        .zip(accounts)
        .map(|(draft, account)| {
            let draft: &Draft = &stages.drafts[*draft];
            let common = grounds::of_account(stages, draft, account);
            values(&mut account.clone())
                .iter()
                .map(|value| {
                    use_it(
                        value,
                        &grounds::of_value(stages, &often, draft, value),
                        &common,
                    )
                })
                .collect()
        })
        .collect()
}
