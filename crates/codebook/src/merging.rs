//! `codebook/merging.toml`: when two accounts tell of the same incident.
//!
//! All weights are bits of evidence, log2(m / u); the file says how each was found.

use crate::reports::ReportRules;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The file as shipped.
const SHIPPED: &str = include_str!("../../../codebook/merging.toml");

/// Everything the merging stage weighs with.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergingRules {
    /// From which score on what follows.
    pub verdict: VerdictRules,
    /// Dates.
    pub date: DateWeights,
    /// Countries, units, settlements.
    pub place: PlaceWeights,
    /// Bits taken off in countries where much happens, by ISO code.
    pub busy: BTreeMap<String, f64>,
    /// Bits added in countries where hardly anything happens, by ISO code.
    #[serde(default)]
    pub quiet: BTreeMap<String, f64>,
    /// Facilities.
    pub site: SiteWeights,
    /// Event classes.
    pub class: ClassWeights,
    /// Event types.
    #[serde(rename = "type")]
    pub kind: KindWeights,
    /// Completed, failed, foiled, threatened.
    pub status: StatusWeights,
    /// Yes-or-no fields.
    pub flags: FlagWeights,
    /// Perpetrators and claims.
    pub actors: ActorWeights,
    /// Whom it was aimed at.
    pub targets: TargetWeights,
    /// With what.
    pub weapons: WeaponWeights,
    /// Counts of people.
    pub numbers: NumberWeights,
    /// Which pairs are looked at.
    pub block: BlockRules,
    /// When two reports are copies.
    pub copies: CopyRules,
    /// When two incidents are related.
    pub links: LinkRules,
    /// When two whole reports tell of the same.
    #[serde(default)]
    pub reports: ReportRules,
    /// Parent of an actor, by actor id. Not in the file: the codebook's actors fill it
    /// (see [`MergingRules::with_parents`]).
    #[serde(skip)]
    pub parents: BTreeMap<String, String>,
}

/// Scores in bits from which a pair is joined, asked about, or keeps groups apart.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictRules {
    /// From here on the machine joins.
    pub same: f64,
    /// From here on a person is asked.
    pub ask: f64,
    /// Two groups stay apart when a pair across them scores below.
    pub veto: f64,
    /// How close a second account of one report makes the choice a question.
    pub rival: f64,
}

/// A weight that holds up to a bound, the bound included.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Up to which number.
    pub upto: f64,
    /// Evidence.
    pub bits: f64,
}

impl Step {
    /// The weight of the first step that reaches `number`, or `beyond`.
    pub fn at(steps: &[Step], beyond: f64, number: f64) -> f64 {
        steps
            .iter()
            .find(|step| number <= step.upto)
            .map_or(beyond, |step| step.bits)
    }
}

/// A weight for two codes, whichever comes first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Near {
    /// One code.
    pub a: String,
    /// The other.
    pub b: String,
    /// Evidence.
    pub bits: f64,
}

impl Near {
    /// The weight of a pair; `None` where the list does not hold it.
    pub fn find(list: &[Near], a: &str, b: &str) -> Option<f64> {
        list.iter()
            .find(|near| (near.a == a && near.b == b) || (near.a == b && near.b == a))
            .map(|near| near.bits)
    }
}

/// Weights of dates.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWeights {
    /// Days over which unrelated incidents are spread.
    pub horizon_days: f64,
    /// Added where two dates meet.
    pub met: f64,
    /// How far "about" reaches, in days.
    pub approx_days: i32,
    /// Dates that do not meet, by the days between.
    pub apart: Vec<Step>,
    /// The same, further apart.
    pub apart_beyond: f64,
    /// A date up to the end of an open past ("../D"), by days before D.
    pub recent: Vec<Step>,
    /// The same, longer before.
    pub recent_beyond: f64,
    /// Where one date is open so, ends after the other, and both tell nothing but day, place and
    /// method: so many times what a busy country takes off is taken off again.
    #[serde(default)]
    pub bare: f64,
}

/// Weights of places.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceWeights {
    /// Same settlement.
    pub settlement: f64,
    /// Same settlement, two quarters of it.
    pub quarter: f64,
    /// Two settlements, by kilometres between.
    pub near_km: Vec<Step>,
    /// The same, further apart.
    pub far: f64,
    /// Same first-level unit, no two settlements to compare.
    pub admin1: f64,
    /// Two first-level units, no two settlements to compare.
    pub admin1_other: f64,
    /// Same country, nothing finer.
    pub country: f64,
    /// Two names of settlements without coordinates.
    pub other_name: f64,
    /// Two countries.
    pub other_country: f64,
    /// Neither says where in the country.
    pub unplaced: f64,
    /// Fired from the same country.
    pub from_country: f64,
    /// Fired from two countries.
    pub from_other: f64,
}

/// Weights of facilities.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteWeights {
    /// Same name.
    pub same: f64,
    /// A telling word in common.
    pub share: f64,
    /// Same sort of facility, nothing else to compare.
    pub head: f64,
    /// Same sort, other name.
    pub other: f64,
    /// Two sorts.
    pub unlike: f64,
    /// Words that say the sort.
    pub generic: BTreeSet<String>,
}

/// Weights of classes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassWeights {
    /// Same class.
    pub same: f64,
    /// A pair that `near` does not list.
    pub other: f64,
    /// Classes that reports take for one another.
    pub near: Vec<Near>,
}

/// Weights of types.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWeights {
    /// Types that leave the method open.
    pub generic: BTreeSet<String>,
    /// An open method and a told one.
    pub generic_bits: f64,
    /// Two open methods.
    pub generic_same: f64,
    /// Same method, by code.
    pub same: BTreeMap<String, f64>,
    /// Same method, not listed.
    pub same_other: f64,
    /// A pair that `near` does not list.
    pub other: f64,
    /// On top of what two methods count against, where no settlement is named by both.
    pub elsewhere: f64,
    /// Methods that reports take for one another.
    pub near: Vec<Near>,
}

/// Weights of the status.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusWeights {
    /// Same status.
    pub same: f64,
    /// Carried out, and carried out without effect.
    pub completed_failed: f64,
    /// Without effect, and stopped before.
    pub failed_foiled: f64,
    /// Carried out, and stopped before.
    pub completed_foiled: f64,
    /// Announced, and anything else.
    pub threatened: f64,
}

/// Weights of yes-or-no fields.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagWeights {
    /// Both suicide attacks.
    pub suicide_same: f64,
    /// One is, the other is said not to be.
    pub suicide_other: f64,
    /// Both sets of acts.
    pub multiple_same: f64,
    /// A set of acts and a single one.
    pub multiple_other: f64,
}

/// Weights of actors.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorWeights {
    /// A perpetrator in common.
    pub same: f64,
    /// One perpetrator is part of another.
    pub family: f64,
    /// Known perpetrators, none in common.
    pub other: f64,
    /// Claimed by the same actor.
    pub claimed_same: f64,
    /// Factor for how, who and whom of operations and clashes: a force strikes the same group daily.
    pub routine: f64,
}

/// Weights of targets.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetWeights {
    /// Same kind of target, by code.
    pub kind: BTreeMap<String, f64>,
    /// No kind in common.
    pub kind_other: f64,
    /// Same institution or group by name.
    pub name: f64,
    /// Same foreign nationality.
    pub nationality: f64,
    /// Same kind, two nationalities.
    pub nationality_other: f64,
    /// Bound of site and targets together.
    pub most: f64,
}

/// Weights of weapons.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeaponWeights {
    /// A weapon in common.
    pub same: f64,
    /// None in common.
    pub other: f64,
}

/// Weights of counts of people.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberWeights {
    /// Bits per doubling of an equal figure.
    pub rarity: f64,
    /// Bound of that.
    pub most: f64,
    /// Both say one, or both none.
    pub one: f64,
    /// Bound where one figure is "about" and they do not meet.
    pub allowed: f64,
    /// Figures that cannot both be right, by ratio in doublings.
    pub apart: Vec<Step>,
    /// The same, further apart.
    pub apart_beyond: f64,
    /// Open figures that allow one another, by ratio in doublings.
    pub open: Vec<Step>,
    /// The same, further apart.
    pub open_beyond: f64,
    /// Factor for injured.
    pub injured: f64,
    /// Factor for arrested, attackers and dead attackers.
    pub others: f64,
}

/// Which pairs are looked at.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockRules {
    /// Dates of up to so many days are looked up by day.
    pub exact_days: i32,
    /// Dates so far apart are still compared.
    pub slack_days: i32,
    /// How far an open past reaches back, in days.
    pub recent_days: i32,
    /// Figures from here on bring vague dates together.
    pub rare_figure: u64,
}

/// When two reports are copies of one another.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyRules {
    /// Share of word runs in common, from 0 to 1.
    pub share: f64,
    /// Bands of the sketch.
    pub bands: usize,
    /// Rows a band.
    pub rows: usize,
}

/// When two incidents are related.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRules {
    /// Days in which an arrest follows an attack.
    pub follow_up_days: i32,
}

impl MergingRules {
    /// Reads the text of a `merging.toml`.
    ///
    /// # Errors
    /// Says line and column of what TOML or the fields do not allow, or which thresholds
    /// stand in the wrong order.
    pub fn read(text: &str) -> Result<Self, String> {
        let rules: MergingRules = toml::from_str(text).map_err(|error| error.to_string())?;
        let verdict = &rules.verdict;
        if !(verdict.veto <= verdict.ask && verdict.ask <= verdict.same) {
            return Err("[verdict]: veto may not be above ask, nor ask above same".into());
        }
        if verdict.rival < 0.0 || verdict.rival > verdict.same - verdict.ask {
            return Err("[verdict]: rival must lie between 0 and same - ask".into());
        }
        let copies = &rules.copies;
        if copies.rows == 0 || copies.bands == 0 {
            return Err("[copies]: bands and rows must be 1 or more".into());
        }
        for (name, steps) in rules.tables() {
            if !steps.is_sorted_by(|a, b| a.upto < b.upto) {
                return Err(format!("{name}: `upto` must rise from step to step"));
            }
        }
        if !rules.reports.wording.is_sorted_by(|a, b| a.at < b.at) {
            return Err("[reports] wording: `at` must rise from one to the next".into());
        }
        Ok(rules)
    }

    /// The rules in this binary.
    pub fn shipped() -> Self {
        Self::read(SHIPPED).expect("a test reads the shipped file")
    }

    /// The same rules, knowing which actor is part of which (child id to parent id).
    #[must_use]
    pub fn with_parents(mut self, parents: BTreeMap<String, String>) -> Self {
        self.parents = parents;
        self
    }

    fn tables(&self) -> [(&'static str, &[Step]); 8] {
        [
            ("[date] apart", &self.date.apart),
            ("[date] recent", &self.date.recent),
            ("[place] near_km", &self.place.near_km),
            ("[numbers] apart", &self.numbers.apart),
            ("[numbers] open", &self.numbers.open),
            ("[reports] days", &self.reports.days),
            ("[reports] ages", &self.reports.ages),
            ("[reports] sites", &self.reports.sites),
        ]
    }
}

impl Default for MergingRules {
    /// The rules in this binary.
    fn default() -> Self {
        Self::shipped()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_read() {
        assert_eq!(MergingRules::read(SHIPPED), Ok(MergingRules::shipped()));
    }

    #[test]
    fn a_misspelt_weight_is_pointed_at() {
        let text = SHIPPED.replace("slack_days", "slak_days");
        let error = MergingRules::read(&text).unwrap_err();
        assert!(error.contains("slak_days"), "{error}");
    }

    #[test]
    fn thresholds_in_the_wrong_order_are_refused() {
        let text = SHIPPED.replace("ask = ", "ask = 99");
        let error = MergingRules::read(&text).unwrap_err();
        assert!(error.contains("nor ask above same"), "{error}");
    }
}
