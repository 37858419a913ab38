use crate::profile::{Actor, Names, Profile};
use crate::{dates, numbers, places, targets};
use codebook::merging::{MergingRules, Near};
use model::{Account, Field, Status};

/// What the machine makes of two accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// They tell of the same incident.
    Same,
    /// They tell of different incidents.
    Different,
    /// A person is asked.
    Ask,
}

/// What one field says for or against.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which field.
    pub field: Field,
    /// Evidence for the same (positive) or against, in bits.
    pub bits: f64,
    /// In words: "same day", "killed 6+ and 8".
    pub words: String,
}

/// Two accounts weighed against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Sum of the parts, in bits.
    pub score: f64,
    /// What follows from the score.
    pub verdict: Verdict,
    /// One part a field that both tell, in the order of weighing.
    pub parts: Vec<Part>,
    /// The parts in words, for a person: "same day, same settlement (Kabul), killed 6+ and 8".
    pub text: String,
}

/// Weighs two accounts field by field.
///
/// A field that one of them does not tell says nothing. Symmetric; depends on the two
/// accounts and the rules alone, so a pair weighs the same in every casebook.
pub fn compare(a: &Account, b: &Account, rules: &MergingRules) -> Comparison {
    let names = &mut Names::default();
    let (a, b) = (Profile::of(a, rules, names), Profile::of(b, rules, names));
    explain(&a, &b, rules)
}

/// Where parts of a comparison go: into a sum, or into words as well.
pub(crate) trait Scale {
    fn put(&mut self, field: Field, bits: f64, words: impl FnOnce() -> String);
}

/// Adds up, without words.
#[derive(Default)]
struct Sum(f64);

impl Scale for Sum {
    fn put(&mut self, _: Field, bits: f64, _: impl FnOnce() -> String) {
        self.0 += bits;
    }
}

impl Scale for Vec<Part> {
    fn put(&mut self, field: Field, bits: f64, words: impl FnOnce() -> String) {
        self.push(Part {
            field,
            bits,
            words: words(),
        });
    }
}

/// The score alone, in bits.
pub(crate) fn score(a: &Profile, b: &Profile, rules: &MergingRules) -> f64 {
    let mut sum = Sum::default();
    dates::weigh(a, b, rules, &mut sum);
    places::weigh(a, b, rules, &mut sum);
    if sum.0 < rules.verdict.ask - MOST_ELSE {
        return sum.0;
    }
    weigh_rest(a, b, rules, &mut sum);
    sum.0
}

/// Date and place so much against each other are not weighed further: bits that all other
/// fields together do not reach.
const MOST_ELSE: f64 = 26.0;

/// The score with its reasons.
pub(crate) fn explain(a: &Profile, b: &Profile, rules: &MergingRules) -> Comparison {
    let mut parts: Vec<Part> = Vec::new();
    dates::weigh(a, b, rules, &mut parts);
    places::weigh(a, b, rules, &mut parts);
    weigh_rest(a, b, rules, &mut parts);
    let score = parts.iter().map(|part| part.bits).sum();
    let words: Vec<&str> = parts
        .iter()
        .map(|part| part.words.as_str())
        .filter(|words| !words.is_empty())
        .collect();
    Comparison {
        score,
        verdict: verdict(score, rules),
        text: words.join(", "),
        parts,
    }
}

/// What follows from a score.
pub(crate) fn verdict(score: f64, rules: &MergingRules) -> Verdict {
    if score >= rules.verdict.same {
        Verdict::Same
    } else if score >= rules.verdict.ask {
        Verdict::Ask
    } else {
        Verdict::Different
    }
}

fn weigh_rest(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    weigh_class(a, b, rules, scale);
    weigh_kind(a, b, rules, scale);
    weigh_status(a, b, rules, scale);
    weigh_flags(a, b, rules, scale);
    weigh_actors(a, b, rules, scale);
    targets::weigh(a, b, rules, scale);
    weigh_weapons(a, b, rules, scale);
    numbers::weigh(a, b, rules, scale);
    dates::weigh_bare(a, b, rules, scale);
}

fn weigh_class(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let weights = &rules.class;
    if a.class() == b.class() {
        scale.put(Field::Class, weights.same, String::new);
        return;
    }
    let bits = Near::find(&weights.near, a.class(), b.class()).unwrap_or(weights.other);
    scale.put(Field::Class, bits, || both("", a.class(), b.class()));
}

fn weigh_kind(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let weights = &rules.kind;
    let (x, y) = (a.kind(), b.kind());
    let open = |kind: &str| weights.generic.contains(kind);
    let within = a.class() == b.class();
    if x == y && open(x) {
        scale.put(Field::Type, weights.generic_same, String::new);
    } else if x == y {
        let bits = weights.same.get(x).copied().unwrap_or(weights.same_other);
        let bits = bits * routine(a, b, rules);
        scale.put(Field::Type, bits, || {
            format!("both {}", x.replace('_', " "))
        });
    } else if (open(x) || open(y)) && within {
        scale.put(Field::Type, weights.generic_bits, String::new);
    } else if let Some(bits) = Near::find(&weights.near, x, y).or(within.then_some(weights.other)) {
        // "A grenade in Karachi" and "gunmen, in Sindh" are two attacks far more often than one; in one
        // town, one report may have the bomb and the other the shots that came with it.
        let elsewhere = bits < 0.0 && !places::is_one_settlement(a, b);
        let bits = bits + if elsewhere { weights.elsewhere } else { 0.0 };
        scale.put(Field::Type, bits, || both("", x, y));
    }
}

fn weigh_status(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    use Status::{Completed, Failed, Foiled, Threatened};
    let weights = &rules.status;
    let (x, y) = (a.status, b.status);
    let bits = match (x.min(y), x.max(y)) {
        (first, second) if first == second => {
            scale.put(Field::Status, weights.same, String::new);
            return;
        }
        (Completed, Failed) => weights.completed_failed,
        (Failed, Foiled) => weights.failed_foiled,
        (_, Threatened) => weights.threatened,
        _ => weights.completed_foiled,
    };
    scale.put(Field::Status, bits, || both("", x.word(), y.word()));
}

fn weigh_flags(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let weights = &rules.flags;
    if let (Some(x), Some(y)) = (a.suicide, b.suicide) {
        if x && y {
            scale.put(Field::Suicide, weights.suicide_same, || {
                "both suicide attacks".into()
            });
        } else if x != y {
            scale.put(Field::Suicide, weights.suicide_other, || {
                "one a suicide attack, the other not".into()
            });
        }
    }
    match (a.is_multiple(), b.is_multiple()) {
        (true, true) => scale.put(Field::Multiple, weights.multiple_same, || {
            "both several acts".into()
        }),
        (false, false) => {}
        _ => scale.put(Field::Multiple, weights.multiple_other, || {
            "one several acts, the other one".into()
        }),
    }
}

fn weigh_actors(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let weights = &rules.actors;
    let routine = routine(a, b, rules);
    if let Some((x, y)) = pair(&a.perpetrators, &b.perpetrators, Actor::is) {
        let bits = if x.named && y.named {
            weights.same
        } else {
            weights.same / 3.0
        };
        scale.put(Field::Perpetrators, bits * routine, || {
            format!("both by {}", x.shown)
        });
    } else if let Some((x, y)) = pair(&a.perpetrators, &b.perpetrators, |x, y| {
        x.is_family_of(y, rules)
    }) {
        scale.put(Field::Perpetrators, weights.family * routine, || {
            both("by ", &x.shown, &y.shown)
        });
    } else if let (Some(x), Some(y)) = (
        a.perpetrators.iter().find(|actor| actor.named),
        b.perpetrators.iter().find(|actor| actor.named),
    ) {
        scale.put(Field::Perpetrators, weights.other, || {
            both("by ", &x.shown, &y.shown)
        });
    }
    if pair(&a.claimed_by, &b.claimed_by, Actor::is).is_some() {
        scale.put(Field::ClaimedBy, weights.claimed_same, || {
            "claimed by the same".into()
        });
    }
}

/// What how, who and whom count for: less where the same force meets the same group daily.
pub(crate) fn routine(a: &Profile, b: &Profile, rules: &MergingRules) -> f64 {
    let daily = |told: &Profile| matches!(told.class(), "operation" | "clash");
    if daily(a) && daily(b) {
        rules.actors.routine
    } else {
        1.0
    }
}

/// The first pair that goes together, in the order of the lists.
fn pair<'x, 'y>(
    a: &'x [Actor],
    b: &'y [Actor],
    fits: impl Fn(&Actor, &Actor) -> bool,
) -> Option<(&'x Actor, &'y Actor)> {
    a.iter()
        .find_map(|x| b.iter().find(|y| fits(x, y)).map(|y| (x, y)))
}

fn weigh_weapons(a: &Profile, b: &Profile, rules: &MergingRules, scale: &mut impl Scale) {
    let (x, y) = (&a.weapons, &b.weapons);
    if x.is_empty() || y.is_empty() {
        return;
    }
    match x.iter().find(|one| y.contains(one)) {
        Some(one) => scale.put(
            Field::Weapons,
            rules.weapons.same * routine(a, b, rules),
            || one.replace('_', " "),
        ),
        None => scale.put(Field::Weapons, rules.weapons.other, || {
            both("", &x[0], &y[0])
        }),
    }
}

/// "bombing and shelling", the same whichever account comes first.
pub(crate) fn both(lead: &str, a: &str, b: &str) -> String {
    let (first, second) = if a <= b { (a, b) } else { (b, a) };
    format!(
        "{lead}{} and {}",
        first.replace('_', " "),
        second.replace('_', " ")
    )
}
