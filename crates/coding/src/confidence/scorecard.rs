use super::Grounded;
use model::Confidence;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// Points for what holds of a value, and what a sum of points is worth.
///
/// A value's points are those of its slot, and for each ground those that it has for every slot and those that it
/// has for this one; a thousand points are one in log odds. All are whole numbers, so the sum is the same on every
/// machine. `models/README.md` says what the built-in card was learned from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scorecard {
    points: HashMap<String, Points>,
    /// From so many points on, so sure; both rising.
    steps: Vec<(i32, Confidence)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Points {
    every: i32,
    slots: Vec<(String, i32)>,
}

static EMBEDDED: LazyLock<Scorecard> = LazyLock::new(|| {
    include_str!("../../../../models/confidence.tsv")
        .parse()
        .expect("the card was written by `cargo xtask train confidence`")
});

/// A line of a scorecard that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScorecardError(pub usize);

impl fmt::Display for ScorecardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "line {}: a line is `points`, a term and a number, or `from`, points and a confidence, with tabs between",
            self.0
        )
    }
}

impl std::error::Error for ScorecardError {}

impl Scorecard {
    /// The card that is part of the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// A card of these terms (as [`Grounded::terms`] names them) and steps.
    pub fn new(
        terms: impl IntoIterator<Item = (String, i32)>,
        steps: impl IntoIterator<Item = (i32, Confidence)>,
    ) -> Self {
        let mut card = Scorecard::default();
        for (term, points) in terms {
            card.add(&term, points);
        }
        card.steps = steps.into_iter().collect();
        card.steps.sort_unstable();
        card
    }

    /// The value's sum of points.
    pub fn points(&self, value: &Grounded) -> i32 {
        self.sum(value.slot, value.grounds.iter().map(String::as_str))
    }

    /// What the points are worth; `None` below the first step.
    pub fn worth(&self, points: i32) -> Option<Confidence> {
        let at = self.steps.partition_point(|(from, _)| *from <= points);
        at.checked_sub(1).map(|at| self.steps[at].1)
    }

    pub(super) fn sum<'g>(&self, slot: &str, grounds: impl Iterator<Item = &'g str>) -> i32 {
        let of = |name: &str| {
            self.points.get(name).map_or(0, |points| {
                let here = points.slots.iter().find(|(known, _)| known == slot);
                points
                    .every
                    .saturating_add(here.map_or(0, |(_, points)| *points))
            })
        };
        grounds.map(of).fold(of(""), i32::saturating_add)
    }

    fn add(&mut self, term: &str, points: i32) {
        match term.split_once('|') {
            Some((slot, ground)) => self
                .points
                .entry(ground.to_owned())
                .or_default()
                .slots
                .push((slot.to_owned(), points)),
            None => self.points.entry(term.to_owned()).or_default().every = points,
        }
    }
}

impl FromStr for Scorecard {
    type Err = ScorecardError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut card = Scorecard::default();
        for (number, line) in text.lines().enumerate() {
            let wrong = ScorecardError(number + 1);
            match line.split('\t').collect::<Vec<_>>().as_slice() {
                ["points", term, points] => {
                    card.add(term, points.parse().map_err(|_| wrong)?);
                }
                ["from", points, hundredths] => {
                    let points = points.parse().map_err(|_| wrong.clone())?;
                    let hundredths = hundredths.parse().map_err(|_| wrong)?;
                    card.steps
                        .push((points, Confidence::of_hundred(hundredths)));
                }
                [one] if one.is_empty() || one.starts_with('#') => {}
                _ => return Err(wrong),
            }
        }
        card.steps.sort_unstable();
        Ok(card)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(slot: &'static str, grounds: &[&str]) -> Grounded {
        Grounded {
            account: "i01".into(),
            slot,
            number: 0,
            grounds: grounds.iter().map(|&ground| ground.to_owned()).collect(),
        }
    }

    #[test]
    fn points_of_the_slot_and_of_every_slot_add_up() {
        let card: Scorecard = "points\tdate|\t100\npoints\taway=0\t20\npoints\tdate|away=0\t3\n"
            .parse()
            .unwrap();
        assert_eq!(card.points(&value("date", &["away=0"])), 123);
        assert_eq!(card.points(&value("place", &["away=0"])), 20);
        assert_eq!(card.points(&value("date", &["away=1"])), 100);
    }

    #[test]
    fn more_points_are_never_worth_less() {
        let card = Scorecard::embedded();
        let worth: Vec<_> = (-6000..6000).step_by(10).map(|at| card.worth(at)).collect();
        assert!(worth.is_sorted());
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        let error = "# card\npoints\taway=0\tmany\n".parse::<Scorecard>();
        assert_eq!(error, Err(ScorecardError(2)));
    }
}
