//! Scales: counts upwards or to the right, days to the right.

use crate::ink::{At, Ink, count, width};
use crate::step::{MONTHS, Step, number};
use jiff::civil::Date;

/// Round counts from 0 to at least `most`, about `steps` of them: whole multiples of 1, 2 or
/// 5 times a power of ten.
pub fn ticks(most: u64, steps: u64) -> Vec<u64> {
    let rough = most.max(1).div_ceil(steps.max(1));
    let mut power: u64 = 1;
    while power.saturating_mul(10) <= rough {
        power = power.saturating_mul(10);
    }
    let step = [1, 2, 5, 10]
        .into_iter()
        .map(|times| power.saturating_mul(times))
        .find(|step| *step >= rough)
        .unwrap_or(rough);
    let last = most.max(1).div_ceil(step);
    (0..=last).map(|at| step.saturating_mul(at)).collect()
}

/// Counts along a line: evenly, or by the logarithm where they differ very much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    from: f64,
    to: f64,
    most: f64,
    logarithmic: bool,
}

impl Scale {
    /// Evenly from 0 at `from` to `most` at `to`.
    pub fn even(from: f64, to: f64, most: u64) -> Self {
        Scale {
            from,
            to,
            most: most.max(1) as f64,
            logarithmic: false,
        }
    }

    /// By the logarithm of one more than the count, so that 0 has a place.
    pub fn logarithmic(from: f64, to: f64, most: u64) -> Self {
        Scale {
            logarithmic: true,
            ..Scale::even(from, to, most)
        }
    }

    /// Where a count stands; more than `most` stands at the end.
    pub fn at(&self, value: u64) -> f64 {
        let value = (value as f64).min(self.most);
        let share = if self.logarithmic {
            value.ln_1p() / self.most.ln_1p()
        } else {
            value / self.most
        };
        self.from + (self.to - self.from) * share
    }
}

/// A scale to the right on which a few very large values do not hide the small ones, and its
/// ticks; true where it is logarithmic.
pub fn spread(values: &mut [u64], from: f64, to: f64) -> (Scale, Vec<u64>, bool) {
    values.sort_unstable();
    let most = values.last().copied().unwrap_or(0);
    let middle = values.get(values.len() / 2).copied().unwrap_or(0);
    if most <= 40 || most / 10 <= middle {
        let ticks = ticks(most, 6);
        let end = ticks.last().copied().unwrap_or(1);
        return (Scale::even(from, to, end), ticks, false);
    }
    let mut marks = vec![0, 1];
    'tens: for power in 0..19_u32 {
        for times in [2, 5, 10] {
            let mark = 10_u64.saturating_pow(power).saturating_mul(times);
            marks.push(mark);
            if mark >= most {
                break 'tens;
            }
        }
    }
    let end = marks.last().copied().unwrap_or(1);
    let scale = Scale::logarithmic(from, to, end);
    // Marks that would stand too near the one before are left out, never the last.
    let mut kept: Vec<u64> = Vec::new();
    for mark in marks.into_iter().rev() {
        let room = width(&count(mark), 12.0) + 8.0;
        if kept
            .last()
            .is_none_or(|last| scale.at(*last) - scale.at(mark) >= room)
        {
            kept.push(mark);
        }
    }
    kept.reverse();
    (scale, kept, true)
}

/// Horizontal lines with their counts to the left of `left`.
pub fn upright(ink: &mut Ink, scale: &Scale, ticks: &[u64], left: f64, right: f64) {
    for tick in ticks {
        let y = scale.at(*tick);
        let class = if *tick == 0 { "base" } else { "grid" };
        ink.line(class, &[(left, y), (right, y)]);
        ink.text("soft", left - 6.0, y + 4.0, At::End, &count(*tick));
    }
}

/// Pixels that the counts left of an upright axis take.
pub fn gutter(ticks: &[u64]) -> f64 {
    let widths = ticks.iter().map(|tick| width(&count(*tick), 12.0));
    widths.fold(0.0, f64::max) + 8.0
}

/// Days along a line to the right; the last day has its full width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Days {
    first: Date,
    last: Date,
    left: f64,
    right: f64,
}

impl Days {
    /// From the first day at `left` to the end of the last at `right`.
    pub fn new(first: Date, last: Date, left: f64, right: f64) -> Self {
        Days {
            first: first.min(last),
            last: last.max(first),
            left,
            right,
        }
    }

    /// The edges, left and right.
    pub fn sides(&self) -> (f64, f64) {
        (self.left, self.right)
    }

    /// Where a day begins; days outside stand at the edges.
    pub fn start(&self, day: Date) -> f64 {
        self.at(number(day))
    }

    /// Where a day ends.
    pub fn end(&self, day: Date) -> f64 {
        self.at(number(day) + 1)
    }

    /// The middle of a day.
    pub fn middle(&self, day: Date) -> f64 {
        f64::midpoint(self.start(day), self.end(day))
    }

    fn at(&self, day: i64) -> f64 {
        let days = (number(self.last) + 1 - number(self.first)) as f64;
        let share = (day - number(self.first)) as f64 / days;
        self.left + (self.right - self.left) * share.clamp(0.0, 1.0)
    }

    /// Ticks with their words below the line at `y`, and the year beneath where it is not
    /// the tick itself; `up` is how high the faint lines reach. Takes 34 pixels.
    pub fn draw(&self, ink: &mut Ink, y: f64, up: f64) {
        self.draw_by(Step::Day, ink, y, up);
    }

    /// The same with no ticks between periods of this step; where each period has one, its
    /// words stand in its middle.
    pub fn draw_by(&self, least: Step, ink: &mut Ink, y: f64, up: f64) {
        let (marks, each) = self.marks(least);
        let mut free = f64::MIN;
        let mut year_free = f64::MIN;
        let mut year = None;
        for (day, form) in marks {
            let x = self.start(day);
            ink.line("grid", &[(x, y - up), (x, y + 4.0)]);
            let words = form.words(day);
            let wide = width(&words, 12.0);
            let end = least.next(day).map_or(self.right, |next| self.start(next));
            let at = if each {
                f64::midpoint(x, end) - wide / 2.0
            } else {
                x
            };
            let at = at.min(self.right - wide / 2.0).max(self.left);
            let start = (at - 1.0).max(free);
            if start - at > 1.0 || start + wide > self.right + 18.0 {
                continue;
            }
            ink.text("soft", start, y + 16.0, At::Start, &words);
            free = start + wide + 10.0;
            if form != Form::Year && year != Some(day.year()) && start >= year_free {
                let words = day.year().to_string();
                ink.text("soft", start, y + 30.0, At::Start, &words);
                year = Some(day.year());
                year_free = start + width(&words, 12.0) + 8.0;
            }
        }
        ink.line("base", &[(self.left, y), (self.right, y)]);
    }

    /// Days that begin a round period, some sixty pixels apart or more.
    /// True where these are all periods of the least step.
    fn marks(&self, least: Step) -> (Vec<(Date, Form)>, bool) {
        let room = ((self.right - self.left) / 58.0).floor().max(1.0) as u64;
        let steps = [
            (Step::Day, 1),
            (Step::Day, 2),
            (Step::Day, 5),
            (Step::Day, 10),
            (Step::Month, 1),
            (Step::Month, 2),
            (Step::Month, 3),
            (Step::Month, 6),
            (Step::Year, 1),
            (Step::Year, 2),
            (Step::Year, 5),
            (Step::Year, 10),
            (Step::Year, 20),
            (Step::Year, 50),
            (Step::Year, 100),
            (Step::Year, 500),
            (Step::Year, 2000),
        ];
        let fitting = steps.into_iter().find(|(step, every)| {
            *step >= least
                && step.between(step.start(self.first), step.start(self.last)) / every <= room
        });
        let (step, every) = fitting.unwrap_or((Step::Year, 5000));
        let mut marks = Vec::new();
        let mut at = Some(step.start(self.first));
        while let Some(day) = at.filter(|day| *day <= self.last) {
            if day >= self.first && is_round(day, step, every as i64) {
                marks.push((day, Form::of(step)));
            }
            at = step.next(day);
        }
        if marks.is_empty() {
            marks.push((self.first, Form::Day));
        }
        (marks, step == least && every == 1)
    }
}

/// Whether a day begins a period that is counted in this many steps.
fn is_round(day: Date, step: Step, every: i64) -> bool {
    match step {
        Step::Day if every == 1 => true,
        Step::Day | Step::Week => {
            let of_month = i64::from(day.day()) - 1;
            of_month % every == 0 && of_month + every <= 31
        }
        Step::Month => (i64::from(day.month()) - 1) % every == 0,
        Step::Year => i64::from(day.year()) % every == 0,
    }
}

/// How a tick is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Day,
    Month,
    Year,
}

impl Form {
    fn of(step: Step) -> Self {
        match step {
            Step::Day | Step::Week => Form::Day,
            Step::Month => Form::Month,
            Step::Year => Form::Year,
        }
    }

    fn words(self, day: Date) -> String {
        let name = MONTHS[usize::from(day.month().unsigned_abs()).clamp(1, 12) - 1];
        let month = name.get(..3).unwrap_or(name);
        match self {
            Form::Day => format!("{} {month}", day.day()),
            Form::Month => month.to_owned(),
            Form::Year => day.year().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_whole_and_reach_the_highest() {
        assert_eq!(ticks(0, 4), [0, 1]);
        assert_eq!(ticks(1, 4), [0, 1]);
        assert_eq!(ticks(3, 4), [0, 1, 2, 3]);
        assert_eq!(ticks(7, 4), [0, 2, 4, 6, 8]);
        assert_eq!(ticks(33, 4), [0, 10, 20, 30, 40]);
        assert_eq!(ticks(1826, 4), [0, 500, 1000, 1500, 2000]);
        assert!(ticks(u64::MAX, 4).len() < 8);
    }

    #[test]
    fn a_scale_with_one_huge_value_still_tells_small_ones_apart() {
        let mut values = vec![0, 1, 2, 3, 4, 183];
        let (scale, ticks, logarithmic) = spread(&mut values, 0.0, 400.0);
        assert!(logarithmic);
        assert!(scale.at(4) - scale.at(2) > 15.0);
        assert!(ticks.last().is_some_and(|last| *last >= 183), "{ticks:?}");
        let (_, _, logarithmic) = spread(&mut [60, 70, 80], 0.0, 400.0);
        assert!(!logarithmic);
    }

    #[test]
    fn marks_of_time_are_few_enough_to_read() {
        for (first, last) in [
            ("2022-04-17", "2022-04-17"),
            ("2022-04-17", "2022-05-01"),
            ("2022-04-17", "2022-12-01"),
            ("1996-01-05", "2024-06-02"),
            ("0001-01-01", "9999-12-31"),
        ] {
            let days = Days::new(first.parse().unwrap(), last.parse().unwrap(), 40.0, 740.0);
            let marks = days.marks(Step::Day).0;
            assert!((1..=14).contains(&marks.len()), "{first} {last}: {marks:?}");
        }
    }
}
