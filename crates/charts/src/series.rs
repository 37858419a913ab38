//! Periods without gaps: what is not told of is zero.

use crate::Step;
use crate::ink::count;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// More periods than this cannot be told apart.
const MOST: u64 = 360;

/// All periods from the first to the last, with the values of those that are told of.
pub struct Series<T> {
    /// The step that was chosen: longer than asked for where there would be too many.
    pub step: Step,
    /// Their first days and values, in time order.
    pub periods: Vec<(Date, T)>,
    /// Says that a longer step was taken.
    pub note: Option<String>,
}

impl<T: Default> Series<T> {
    /// Files the values by their period; several in one are joined by `add`.
    pub fn new(
        values: impl IntoIterator<Item = (Date, T)> + Clone,
        step: Step,
        add: impl Fn(&mut T, T),
    ) -> Option<Self> {
        let days = values.clone().into_iter().map(|(day, _)| day);
        let (first, last) = span(days)?;
        let chosen = fitting(step, first, last);
        let mut filed: BTreeMap<Date, T> = BTreeMap::new();
        for (day, value) in values {
            add(filed.entry(chosen.start(day)).or_default(), value);
        }
        let mut periods = Vec::new();
        let mut at = Some(chosen.start(first));
        while let Some(start) = at.filter(|start| *start <= last) {
            periods.push((start, filed.remove(&start).unwrap_or_default()));
            at = chosen.next(start);
            if periods.len() as u64 > 4 * MOST {
                break;
            }
        }
        Some(Series {
            step: chosen,
            periods,
            note: note(step, chosen, first, last),
        })
    }
}

/// First and last day.
pub fn span(days: impl Iterator<Item = Date>) -> Option<(Date, Date)> {
    days.fold(None, |span, day| match span {
        None => Some((day, day)),
        Some((first, last)) => Some((first.min(day), last.max(day))),
    })
}

/// The asked step, or the next longer one that gives few enough periods.
pub fn fitting(step: Step, first: Date, last: Date) -> Step {
    let mut chosen = step;
    while chosen != Step::Year && chosen.between(chosen.start(first), chosen.start(last)) > MOST {
        chosen = chosen.longer();
    }
    chosen
}

/// Says why another step than the asked one is drawn.
pub fn note(asked: Step, chosen: Step, first: Date, last: Date) -> Option<String> {
    let periods = asked.between(asked.start(first), asked.start(last));
    (asked != chosen).then(|| {
        format!(
            "Drawn by {chosen}, because {} {asked}s are too many to be told apart.",
            count(periods)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_between_are_zero_and_same_ones_are_added() {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let values = [
            (day("2022-04-17"), 1_u64),
            (day("2022-07-01"), 2),
            (day("2022-04-02"), 3),
        ];
        let series = Series::new(values, Step::Month, |all, one| *all += one).unwrap();
        let counts: Vec<u64> = series.periods.iter().map(|(_, count)| *count).collect();
        assert_eq!(counts, [4, 0, 0, 2]);
        assert_eq!(series.note, None);
    }

    #[test]
    fn too_many_days_are_drawn_by_a_longer_step_and_it_is_said() {
        let day = |text: &str| -> Date { text.parse().unwrap() };
        let values = [(day("2001-01-01"), 1_u64), (day("2024-01-01"), 1)];
        let series = Series::new(values, Step::Day, |all, one| *all += one).unwrap();
        assert_eq!(series.step, Step::Month);
        assert!(series.note.unwrap().contains("8,401 days"));
    }
}
