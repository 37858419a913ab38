use crate::axis::{Days, Scale, gutter, ticks, upright};
use crate::frame::{Frame, MARGIN, RIGHT, Sign};
use crate::ink::{At, count, counted, width};
use crate::series::Series;
use crate::{Step, Words};
use jiff::civil::Date;

/// Counts by day, week, month or year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bars {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `incidents`. It names the upright axis.
    pub unit: String,
    /// How long a period is.
    pub step: Step,
    /// The periods in any order. Those in between without a bar are drawn as zero; two of
    /// the same period are added up.
    pub bars: Vec<Bar>,
    /// How many are counted in no period, because they are undated or dated too vaguely.
    pub left_out: u64,
}

/// One period of [`Bars`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Any day of the period.
    pub day: Date,
    /// How many.
    pub count: u64,
    /// How many more sources (or fewer, where negative) tell of this period than of the one
    /// before, where that is so many that a change in the counts may be one in reporting.
    pub source_change: Option<i64>,
}

impl Bar {
    /// A bar without a mark.
    pub fn new(day: Date, count: u64) -> Self {
        Bar {
            day,
            count,
            source_change: None,
        }
    }
}

const HEIGHT: f64 = 210.0;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn bars(chart: &Bars) -> String {
    let mut frame = Frame::new("bars", &chart.words);
    frame.notes.extend(left_out(chart.left_out, &chart.unit));
    let values = chart
        .bars
        .iter()
        .map(|bar| (bar.day, (bar.count, bar.source_change)));
    let series = Series::new(values, chart.step, |all: &mut (u64, Option<i64>), one| {
        all.0 = all.0.saturating_add(one.0);
        all.1 = match (all.1, one.1) {
            (Some(a), Some(b)) => Some(a.saturating_add(b)),
            (a, b) => a.or(b),
        };
    });
    let Some(series) = series else {
        return frame.nothing(&chart.unit);
    };
    let most = series.periods.iter().map(|(_, (count, _))| *count).max();
    let most = most.unwrap_or(0);
    let ticks = ticks(most, 4);
    let end = ticks.last().copied().unwrap_or(1);
    let left = MARGIN + gutter(&ticks);
    let top = frame.top + 46.0;
    let base = top + HEIGHT;
    let scale = Scale::even(base, top, end);
    let unit = format!("{} a {}", chart.unit, series.step);
    frame.ink.text("soft", MARGIN, top - 32.0, At::Start, &unit);
    upright(&mut frame.ink, &scale, &ticks, left, RIGHT);
    let periods = &series.periods;
    let (first, last) = (periods[0].0, periods[periods.len() - 1].0);
    let last_day = series
        .step
        .next(last)
        .and_then(|next| next.yesterday().ok());
    let days = Days::new(first, last_day.unwrap_or(last), left, RIGHT);
    let wide = (RIGHT - left) / periods.len() as f64;
    let mut marks = Marks {
        free: f64::MIN,
        any: false,
    };
    for (start, (value, change)) in periods {
        let (x, right) = edges(&days, *start, series.step);
        let gap = ((right - x) * 0.16).min(6.0);
        let y = scale.at(*value);
        let across = (right - x - gap).clamp(0.4, 64.0);
        let place = [f64::midpoint(x, right) - across / 2.0, y, across, base - y];
        let words = format!(
            "{}: {}",
            series.step.words(*start),
            counted(*value, &chart.unit)
        );
        frame.ink.titled_rect("main", place, &words);
        let middle = place[0] + place[2] / 2.0;
        if *value > 0 && wide >= width(&count(*value), 12.0) + 3.0 {
            let y = place[1] - 4.0;
            frame
                .ink
                .text("halo", middle, y, At::Middle, &count(*value));
        }
        if *value == 0 && wide >= 5.0 {
            frame.ink.disc("hollow", middle, base, 1.6, "");
        }
        if let Some(change) = change.filter(|change| *change != 0) {
            marks.put(&mut frame, change, x, top, base);
        }
    }
    label_highest(&mut frame, periods, (&days, series.step), &scale, wide);
    days.draw_by(series.step, &mut frame.ink, base, 0.0);
    let mut bottom = base + 38.0;
    if marks.any {
        let entry =
            "more or fewer sources told of what follows: a change here may be one in reporting";
        bottom = frame.key(bottom + 4.0, &[(Sign::Dashed, entry.to_owned())]);
    }
    frame.notes.extend(series.note.clone());
    frame.told = told(periods, series.step, &chart.unit);
    frame.finish(bottom)
}

/// Marks where reporting changed; words only where there is room for them.
struct Marks {
    free: f64,
    any: bool,
}

impl Marks {
    fn put(&mut self, frame: &mut Frame<'_>, change: i64, x: f64, top: f64, base: f64) {
        self.any = true;
        frame.ink.line("note", &[(x, top - 17.0), (x, base)]);
        let sign = if change > 0 { "+" } else { "−" };
        let sources = counted(change.unsigned_abs(), "sources");
        let words = format!("{sign}{sources}");
        let wide = width(&words, 10.0);
        let start = (x + 3.0).min(RIGHT - wide);
        if start >= self.free {
            frame
                .ink
                .text("small halo", start, top - 19.0, At::Start, &words);
            self.free = start + wide + 6.0;
        }
    }
}

/// Where a period begins and ends.
fn edges(days: &Days, start: Date, step: Step) -> (f64, f64) {
    let next = step.next(start);
    let right = next.map_or_else(|| days.end(start), |next| days.start(next));
    (days.start(start), right)
}

/// Writes the highest count where the bars are too narrow for their own.
fn label_highest(
    frame: &mut Frame<'_>,
    periods: &[(Date, (u64, Option<i64>))],
    (days, step): (&Days, Step),
    scale: &Scale,
    wide: f64,
) {
    let highest = periods.iter().max_by_key(|(_, (count, _))| *count);
    let Some((start, (value, _))) = highest.filter(|(_, (count, _))| *count > 0) else {
        return;
    };
    if wide >= width(&count(*value), 12.0) + 3.0 {
        return;
    }
    let (x, right) = edges(days, *start, step);
    let words = count(*value);
    let half = width(&words, 12.0) / 2.0;
    let middle = f64::midpoint(x, right).min(RIGHT - half).max(MARGIN + half);
    let y = scale.at(*value) - 4.0;
    frame.ink.text("halo strong", middle, y, At::Middle, &words);
}

/// What a screen reader is told.
fn told(periods: &[(Date, (u64, Option<i64>))], step: Step, unit: &str) -> String {
    let sum = periods
        .iter()
        .fold(0_u64, |sum, (_, (count, _))| sum.saturating_add(*count));
    let Some((start, (most, _))) = periods.iter().rev().max_by_key(|(_, (count, _))| *count) else {
        return String::new();
    };
    format!(
        "Bars by {step}: {} in {}, most in {} ({}).",
        counted(sum, unit),
        counted(periods.len() as u64, &format!("{step}s")),
        step.words(*start),
        count(*most)
    )
}

/// Says how many stand in no period.
pub fn left_out(count: u64, unit: &str) -> Option<String> {
    let verb = if count == 1 { "stands" } else { "stand" };
    (count > 0).then(|| {
        format!(
            "{} {verb} in no period: undated, or dated too vaguely.",
            counted(count, unit)
        )
    })
}
