//! What is asked of an act and of an incident again and again while the acts of a report are compared with its
//! incidents: worked out once for each.

use super::join::{adds_nobody, singles_out};
use crate::actors::Sort;
use crate::events::Told;
use crate::text::Text;
use model::Status;
use std::collections::BTreeSet;

/// Letters from which a word of a name tells its bearer apart.
const NAME: usize = 4;

/// A kind of target and the country it belongs to.
type National = (Option<usize>, String);

/// What one act brings to the comparison.
pub(super) struct Asked {
    /// Words of the names of persons that it hit, folded.
    pub names: Vec<String>,
    /// Ids of the actors named as having done it.
    pub groups: Vec<String>,
    /// Kinds of targets.
    pub kinds: Vec<usize>,
    /// Targets with a nationality.
    pub nationals: Vec<National>,
    /// A place that the gazetteer does not know, folded.
    pub unknown_place: Option<String>,
    pub adds_nobody: bool,
    pub singles_out: bool,
}

impl Asked {
    pub fn new(text: &Text, told: &Told) -> Self {
        Asked {
            names: names(text, told).collect(),
            groups: groups(told).collect(),
            kinds: kinds(told).collect(),
            nationals: nationals(told).collect(),
            unknown_place: unknown_place(text, told),
            adds_nobody: adds_nobody(text, told),
            singles_out: singles_out(text, told),
        }
    }
}

/// What an incident has been told to be so far.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent things that were told of an incident"
)]
pub(super) struct Known {
    /// The event type that says most.
    pub main: usize,
    pub names: BTreeSet<String>,
    pub groups: BTreeSet<String>,
    pub kinds: BTreeSet<usize>,
    pub nationals: BTreeSet<National>,
    /// The first place that the gazetteer does not know, folded.
    pub unknown_place: Option<String>,
    /// Something told of it was foiled.
    pub foiled: bool,
    /// Something told of it is a set of acts.
    pub set: bool,
    /// All that is told of it is plural.
    pub plural: bool,
    /// What was told first singles out whom it hit.
    pub singles_out: bool,
}

impl Known {
    /// Of an incident of which one act is told.
    pub fn new(text: &Text, told: &Told) -> Self {
        let mut known = Known {
            main: told.event,
            names: BTreeSet::new(),
            groups: BTreeSet::new(),
            kinds: BTreeSet::new(),
            nationals: BTreeSet::new(),
            unknown_place: None,
            foiled: false,
            set: false,
            plural: true,
            singles_out: singles_out(text, told),
        };
        known.add(text, told);
        known
    }

    /// Takes in another act of the same incident.
    pub fn add(&mut self, text: &Text, told: &Told) {
        let rank = |event: usize| text.codebook.events[event].rank;
        if rank(told.event) >= rank(self.main) {
            self.main = told.event;
        }
        self.names.extend(names(text, told));
        self.groups.extend(groups(told));
        self.kinds.extend(kinds(told));
        self.nationals.extend(nationals(told));
        self.unknown_place = self
            .unknown_place
            .take()
            .or_else(|| unknown_place(text, told));
        self.foiled |= told.status.0 == Status::Foiled;
        self.set |= told.plural || told.multiple.is_some();
        self.plural &= told.plural;
    }
}

fn names(text: &Text, told: &Told) -> impl Iterator<Item = String> {
    told.named
        .iter()
        .flat_map(|named| named.span.of(text.text).split_whitespace())
        .map(|word| {
            codebook::phrases::fold(word.trim_matches(|letter: char| !letter.is_alphabetic()))
        })
        .filter(|word| word.chars().count() >= NAME)
}

fn groups(told: &Told) -> impl Iterator<Item = String> {
    told.perpetrators
        .iter()
        .filter(|(actor, _)| matches!(actor.sort, Sort::Named | Sort::Pointing))
        .filter_map(|(actor, _)| actor.actor.id.clone())
}

fn kinds(told: &Told) -> impl Iterator<Item = usize> {
    told.targets.iter().filter_map(|target| target.target)
}

fn nationals(told: &Told) -> impl Iterator<Item = National> {
    told.targets
        .iter()
        .filter_map(|target| Some((target.target, target.nationality.as_ref()?.0.clone())))
}

fn unknown_place(text: &Text, told: &Told) -> Option<String> {
    told.unknown_place
        .map(|span| codebook::phrases::fold(span.of(text.text)))
}
