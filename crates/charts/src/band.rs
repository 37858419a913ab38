use crate::axis::{Days, Scale, gutter, ticks, upright};
use crate::frame::{Frame, MARGIN, RIGHT, Sign};
use crate::ink::{At, count, counted, width};
use crate::series::Series;
use crate::{Step, Words};
use jiff::civil::Date;

/// Lowest, best and highest figure over time: people killed or injured.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Band {
    /// Headline and caption.
    pub words: Words,
    /// What is counted, in the plural: `people killed`.
    pub unit: String,
    /// How long a period is.
    pub step: Step,
    /// The periods in any order. Those in between are drawn as zero; two of the same are
    /// added up.
    pub points: Vec<BandPoint>,
    /// How many incidents stand in no period.
    pub left_out: u64,
}

/// One period of a [`Band`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandPoint {
    /// Any day of the period.
    pub day: Date,
    /// The lowest figure. Three figures out of order are put in order.
    pub low: u64,
    /// The figure that the policy chooses.
    pub best: u64,
    /// The highest figure.
    pub high: u64,
    /// The highest is not known: a report says "at least" and nobody gives a ceiling.
    pub open: bool,
}

/// Low, best, high, and whether the high is open.
type Figures = (u64, u64, u64, bool);

const HEIGHT: f64 = 220.0;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn band(chart: &Band) -> String {
    let mut frame = Frame::new("band", &chart.words);
    frame
        .notes
        .extend(crate::bars::left_out(chart.left_out, "incidents"));
    let values = chart.points.iter().map(|point| (point.day, figures(point)));
    let series = Series::new(values, chart.step, |all: &mut Figures, one| {
        all.0 = all.0.saturating_add(one.0);
        all.1 = all.1.saturating_add(one.1);
        all.2 = all.2.saturating_add(one.2);
        all.3 |= one.3;
    });
    let Some(series) = series else {
        return frame.nothing(&chart.unit);
    };
    let most = series.periods.iter().map(|(_, figures)| figures.2).max();
    let ticks = ticks(most.unwrap_or(0), 5);
    let end = ticks.last().copied().unwrap_or(1);
    let left = MARGIN + gutter(&ticks);
    let top = frame.top + 30.0;
    let base = top + HEIGHT;
    let scale = Scale::even(base, top, end);
    let unit = format!("{} a {}", chart.unit, series.step);
    frame.ink.text("soft", MARGIN, top - 16.0, At::Start, &unit);
    upright(&mut frame.ink, &scale, &ticks, left, RIGHT);
    let (first, last) = (
        series.periods[0].0,
        series.periods[series.periods.len() - 1].0,
    );
    let next = series.step.next(last);
    let last_day = next.and_then(|next| next.yesterday().ok()).unwrap_or(last);
    let days = Days::new(first, last_day, left, RIGHT);
    let middles: Vec<f64> = series
        .periods
        .iter()
        .map(|(start, _)| {
            let end = series
                .step
                .next(*start)
                .map_or(RIGHT, |next| days.start(next));
            f64::midpoint(days.start(*start), end)
        })
        .collect();
    draw(&mut frame, &series, &middles, &scale, &chart.unit);
    days.draw_by(series.step, &mut frame.ink, base, 0.0);
    let mut entries = vec![
        (Sign::Line, "best figure".to_owned()),
        (Sign::Span, "lowest to highest".to_owned()),
    ];
    if series.periods.iter().any(|(_, figures)| figures.3) {
        let words = "upward arrow: at least; no report gives a ceiling".to_owned();
        entries.push((Sign::Open, words));
    }
    let bottom = frame.key(base + 42.0, &entries);
    frame.notes.extend(series.note.clone());
    frame.told = told(&series, &chart.unit);
    frame.finish(bottom)
}

fn figures(point: &BandPoint) -> Figures {
    let mut three = [point.low, point.best, point.high];
    three.sort_unstable();
    (three[0], three[1], three[2], point.open)
}

fn draw(
    frame: &mut Frame<'_>,
    series: &Series<Figures>,
    middles: &[f64],
    scale: &Scale,
    unit: &str,
) {
    let periods = &series.periods;
    let each = || {
        middles
            .iter()
            .zip(periods.iter().map(|(_, figures)| figures))
    };
    let highs = each().map(|(x, figures)| (*x, scale.at(figures.2)));
    let lows = each().map(|(x, figures)| (*x, scale.at(figures.0)));
    let around: Vec<(f64, f64)> = highs.clone().chain(lows.clone().rev()).collect();
    let ink = &mut frame.ink;
    if periods.len() > 1 {
        ink.shape("span", &around, "");
        ink.line("edge", &highs.collect::<Vec<_>>());
        ink.line("edge", &lows.collect::<Vec<_>>());
        let best: Vec<_> = each()
            .map(|(x, figures)| (*x, scale.at(figures.1)))
            .collect();
        ink.line("line", &best);
    }
    let few = periods.len() <= 48;
    for (x, (start, figures)) in middles.iter().zip(periods) {
        let (low, best, high) = (
            scale.at(figures.0),
            scale.at(figures.1),
            scale.at(figures.2),
        );
        if few {
            ink.line("link", &[(*x, low), (*x, high)]);
            let words = format!(
                "{}: {}, {} to {}{}",
                series.step.words(*start),
                counted(figures.1, unit),
                count(figures.0),
                count(figures.2),
                if figures.3 { " or more" } else { "" }
            );
            ink.disc("main", *x, best, 3.0, &words);
        }
        if figures.3 {
            ink.line("edge", &[(*x, high), (*x, high - 9.0)]);
            let tip = [
                (*x, high - 13.0),
                (x - 3.5, high - 7.0),
                (x + 3.5, high - 7.0),
            ];
            ink.shape("main", &tip, "");
        }
    }
    let highest = middles
        .iter()
        .zip(periods)
        .max_by_key(|(_, (_, figures))| figures.1);
    if let Some((x, (_, figures))) = highest.filter(|(_, (_, figures))| figures.1 > 0) {
        let words = if figures.0 == figures.2 && !figures.3 {
            count(figures.1)
        } else {
            let more = if figures.3 { "+" } else { "" };
            format!(
                "{} ({}–{}{more})",
                count(figures.1),
                count(figures.0),
                count(figures.2)
            )
        };
        let wide = width(&words, 12.0);
        let right = x + wide > RIGHT;
        let (at, x) = if right {
            (At::End, x + 4.0)
        } else {
            (At::Start, x - 4.0)
        };
        let y = (scale.at(figures.2) - if figures.3 { 18.0 } else { 7.0 }).max(frame.top + 12.0);
        ink.text("halo strong", x, y, at, &words);
    }
}

fn told(series: &Series<Figures>, unit: &str) -> String {
    let zero = (0_u64, 0_u64, 0_u64, false);
    let sum = series.periods.iter().fold(zero, |sum, (_, one)| {
        (
            sum.0.saturating_add(one.0),
            sum.1.saturating_add(one.1),
            sum.2.saturating_add(one.2),
            sum.3 || one.3,
        )
    });
    let periods = counted(series.periods.len() as u64, &format!("{}s", series.step));
    let more = if sum.3 { " or more" } else { "" };
    format!(
        "{} in {periods}, by the lowest figures {}, by the highest {}{more}.",
        counted(sum.1, unit),
        count(sum.0),
        count(sum.2)
    )
}
