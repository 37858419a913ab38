use crate::Words;
use crate::axis::spread;
use crate::frame::{Frame, MARGIN, RIGHT, Sign, diamond};
use crate::ink::{At, count, counted, fit, width, wrap};

/// Days from each threat or warning to what followed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leads {
    /// Headline and caption.
    pub words: Words,
    /// Followed means: within so many days. Drawn as a line; 0 for none.
    pub within: u32,
    /// One row a warning, drawn in this order. Beyond sixty the rest is counted in the
    /// caption.
    pub rows: Vec<Lead>,
}

/// One warning of [`Leads`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lead {
    /// Who warned of what.
    pub label: String,
    /// When, as it is to be printed.
    pub when: String,
    /// Days to the incident that the report ties it to, lowest and highest.
    pub tied: Option<(u32, u32)>,
    /// It was so many days or more.
    pub or_more: bool,
    /// Days to each incident of the same actor in the same country that followed. With
    /// none, the row says that nothing followed.
    pub days: Vec<u32>,
    /// What the row says instead where nobody can tell what followed, or when; empty where one
    /// can.
    pub unknown: String,
}

const MOST: usize = 60;
const LABEL: f64 = 240.0;

/// Draws it: a whole SVG document of 760 pixels in width.
pub fn leads(chart: &Leads) -> String {
    let mut frame = Frame::new("leads", &chart.words);
    if chart.rows.is_empty() {
        return frame.nothing("warnings");
    }
    if chart.rows.len() > MOST {
        frame.notes.push(format!(
            "The first {MOST} of {} are drawn.",
            count(chart.rows.len() as u64)
        ));
    }
    let rows = &chart.rows[..chart.rows.len().min(MOST)];
    let mut values: Vec<u64> = rows
        .iter()
        .flat_map(|row| {
            let tied = row.tied.into_iter().flat_map(|(a, b)| [a, b]);
            row.days.iter().copied().chain(tied)
        })
        .chain([chart.within])
        .map(u64::from)
        .collect();
    let left = MARGIN + LABEL + 14.0;
    let (scale, ticks, logarithmic) = spread(&mut values, left, RIGHT - 12.0);
    let top = frame.top + 26.0;
    let unit = if logarithmic {
        "days after (log scale)"
    } else {
        "days after"
    };
    frame.ink.text("soft", MARGIN, top - 10.0, At::Start, unit);
    let heights: Vec<f64> = rows.iter().map(height).collect();
    let bottom = top + heights.iter().sum::<f64>();
    for tick in &ticks {
        let x = scale.at(*tick);
        frame.ink.line("grid", &[(x, top - 4.0), (x, bottom)]);
        frame
            .ink
            .text("soft", x, top - 10.0, At::Middle, &count(*tick));
    }
    if chart.within > 0 {
        let x = scale.at(u64::from(chart.within));
        frame.ink.line("note", &[(x, top - 4.0), (x, bottom)]);
    }
    let mut y = top;
    for (row, height) in rows.iter().zip(&heights) {
        draw(&mut frame, row, |days| scale.at(u64::from(days)), y);
        y += height;
    }
    let bottom = frame.key(bottom + 8.0, &signs(chart, rows));
    let followed = rows.iter().filter(|row| {
        let days = row.days.iter().copied().chain(row.tied.map(|tied| tied.0));
        days.into_iter()
            .any(|days| chart.within == 0 || days <= chart.within)
    });
    let followed = followed.count();
    frame.told = match chart.within {
        0 => format!(
            "{followed} of {} were followed.",
            counted(rows.len() as u64, "warnings")
        ),
        within => format!(
            "{followed} of {} were followed within {}.",
            counted(rows.len() as u64, "warnings"),
            counted(u64::from(within), "days")
        ),
    };
    frame.finish(bottom)
}

fn height(row: &Lead) -> f64 {
    let lines = wrap(&row.label, LABEL, 12.0).len().clamp(1, 3);
    16.0 * (lines + usize::from(!row.when.is_empty())) as f64 + 8.0
}

fn signs(chart: &Leads, rows: &[Lead]) -> Vec<(Sign, String)> {
    let mut entries = Vec::new();
    if rows.iter().any(|row| row.tied.is_some()) {
        entries.push((
            Sign::Diamond,
            "incident that the report ties to it".to_owned(),
        ));
    }
    if rows.iter().any(|row| !row.days.is_empty()) {
        let words = "later incident of the same actor in the same country".to_owned();
        entries.push((Sign::Dot, words));
    }
    if chart.within > 0 {
        let days = counted(u64::from(chart.within), "days");
        let words = format!("{days}, within which an attack counts as following");
        entries.push((Sign::Dashed, words));
    }
    entries
}

fn draw(frame: &mut Frame<'_>, row: &Lead, at: impl Fn(u32) -> f64, y: f64) {
    frame.ink.line("grid", &[(MARGIN, y), (RIGHT, y)]);
    let mut line = y + 16.0;
    let lines = wrap(&row.label, LABEL, 12.0);
    for (index, words) in lines.iter().take(3).enumerate() {
        let cut = index == 2 && lines.len() > 3;
        let words = if cut {
            format!("{words} …")
        } else {
            words.clone()
        };
        frame
            .ink
            .text("", MARGIN, line, At::Start, &fit(&words, LABEL, 12.0));
        line += 16.0;
    }
    frame.ink.text(
        "soft",
        MARGIN,
        line,
        At::Start,
        &fit(&row.when, LABEL, 12.0),
    );
    let middle = y + 13.0;
    if row.days.is_empty() && row.tied.is_none() {
        frame.ink.text(
            "soft halo",
            at(0) + 6.0,
            middle + 4.0,
            At::Start,
            if row.unknown.is_empty() {
                "nothing followed"
            } else {
                &row.unknown
            },
        );
        return;
    }
    let mut days = row.days.clone();
    days.sort_unstable();
    if let Some(first) = days.first().copied().or(row.tied.map(|tied| tied.0)) {
        frame
            .ink
            .line("link", &[(at(0), middle), (at(first), middle)]);
    }
    for (index, day) in days.iter().enumerate() {
        let same = days[..index]
            .iter()
            .rev()
            .take_while(|other| *other == day)
            .count();
        let lift = (same as f64 * 3.0).min(9.0);
        let words = format!("{} after", counted(u64::from(*day), "days"));
        frame.ink.disc("main", at(*day), middle - lift, 3.6, &words);
    }
    if let Some((a, b)) = row.tied {
        let (low, high) = (a.min(b), a.max(b));
        let half = (at(high) - at(low)) / 2.0;
        let x = at(low) + half;
        frame
            .ink
            .rect("span", [at(low), middle - 2.0, half * 2.0, 4.0]);
        if row.or_more {
            // Left of the sign, where there is room.
            let words = "this or more";
            let beside = if x - 9.0 - width(words, 12.0) > at(0) {
                (x - 9.0, At::End)
            } else {
                (x + 9.0, At::Start)
            };
            frame
                .ink
                .text("soft halo", beside.0, middle + 4.0, beside.1, words);
        }
        let words = if low == high {
            format!("{} after", counted(u64::from(low), "days"))
        } else {
            format!(
                "{} to {} after",
                count(u64::from(low)),
                counted(u64::from(high), "days")
            )
        };
        frame.ink.shape("noted", &diamond(x, middle, 5.5), &words);
    }
}
