//! Date expressions to intervals of days: own grammar, past-preferring, against the
//! publication date and the text's own time line.
//!
//! A sentence is cut into [`lexemes`]; [`reader`] goes through them from left to right and
//! asks each kind of expression in turn; [`timeline`] knows which year, month and day the
//! text has reached. The words are the codebook's (`codebook/words/en-times.toml`).

mod calendars;
mod campaigns;
mod counted;
mod feasts;
mod lexemes;
mod months;
mod moon;
mod numeric;
mod ordinals;
mod parts;
mod reader;
mod relative;
mod stretch;
mod timeline;
mod units;
mod weekdays;
mod years;

#[cfg(test)]
mod tests;

use crate::text::{Line, Text};
use codebook::times::TimeWord;
use jiff::civil::Date;
use lexemes::{Lexeme, lexemes};
use model::{Span, When};
use reader::Reader;
pub(crate) use stretch::stretch;
use timeline::{Mode, Timeline};
pub use units::Grain;

/// Which way a date leans that could be the one before or the one after the day of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lean {
    /// News: "on Friday", "in March" are the last ones.
    #[default]
    Past,
    /// Plans: "on Friday", "in March" are the next ones.
    Future,
}

/// A date expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateHit {
    pub when: When,
    /// First token, counted from the sentence's first.
    pub first: usize,
    /// Last token, included.
    pub last: usize,
    pub span: Span,
    pub rule: &'static str,
    /// The words give the year themselves.
    pub own_year: bool,
    /// How exact the words are.
    pub grain: Grain,
    /// The day that counting gives ("two weeks ago") before its days around are allowed for.
    pub counted: Option<Date>,
    /// How many units, in "the last three days".
    pub count: Option<i32>,
    /// Where two dates are joined: the second.
    pub until: Option<When>,
}

/// The date expressions of every sentence, resolved in text order.
pub(crate) fn dates(text: &Text, report: &model::Report) -> Vec<Vec<DateHit>> {
    leaning(text, report, Lean::Past)
}

/// As [`dates`], with dates that could be either leaning that way.
pub(crate) fn leaning(text: &Text, report: &model::Report, lean: Lean) -> Vec<Vec<DateHit>> {
    let cut: Vec<Vec<Lexeme>> = text
        .sentences
        .iter()
        .map(|line| match line.line {
            Line::Boilerplate if !only_a_date(text, line) => Vec::new(),
            // The day a wire was sent is nobody's day, and moves no time line.
            _ if text.in_dateline(line) => Vec::new(),
            _ => lexemes(text, line, &text.codebook.time_table),
        })
        .collect();
    let day_first = numeric::day_first(&cut);
    let mut timeline = Timeline {
        mode: match text.dateline {
            Some(_) if report.published.is_some() => Mode::Current,
            _ => mode(text, &cut, report.published, day_first),
        },
        wire: text.dateline.is_some(),
        title_year: report
            .title
            .as_deref()
            .and_then(|title| timeline::title_year(title, report.published)),
        lean,
        day_first,
        ..Timeline::new(report.published)
    };
    let mut all: Vec<Vec<DateHit>> = (0..text.sentences.len())
        .map(|sentence| {
            let mut hits = Reader::new(text, sentence, &cut[sentence], &mut timeline).read();
            hits.retain(|hit| !in_a_name(&text.sentences[sentence], hit));
            of_that_year(text, sentence, &cut[sentence], &mut hits);
            hits
        })
        .collect();
    campaigns::campaigns(text, &mut all);
    all
}

/// "the Easter Sunday bombings in Colombo in 2019": a feast has the only year that its sentence tells behind it.
fn of_that_year(text: &Text, sentence: usize, lexemes: &[Lexeme], hits: &mut [DateHit]) {
    let years: Vec<(usize, i16)> = hits
        .iter()
        .filter(|hit| hit.rule == "date/year")
        .filter_map(|hit| Some((hit.first, hit.when.first?.year())))
        .collect();
    let [(at, year)] = years[..] else {
        return;
    };
    let told = |hit: &DateHit| hit.rule == "date/feast" && !hit.own_year && hit.first < at;
    if !hits.iter().any(told) {
        return;
    }
    let Ok(end) = Date::new(year, 12, 31) else {
        return;
    };
    let mut timeline = Timeline {
        mode: Mode::Current,
        ..Timeline::new(Some(end))
    };
    let again = Reader::new(text, sentence, lexemes, &mut timeline).read();
    for hit in hits.iter_mut().filter(|hit| told(hit)) {
        if let Some(then) = again.iter().find(|other| other.span == hit.span) {
            *hit = DateHit {
                own_year: true,
                ..then.clone()
            };
        }
    }
}

/// "the 19 April Movement": a day that a group is named after.
fn in_a_name(line: &crate::text::Laid, date: &DateHit) -> bool {
    line.hits.iter().any(|hit| {
        matches!(hit.sense, codebook::Sense::Actor { .. })
            && hit.span != date.span
            && hit.span.start <= date.span.start
            && date.span.end <= hit.span.end
    })
}

/// A line of figures and signs may be a date alone: "2015-03-03" over a list.
fn only_a_date(text: &Text, line: &crate::text::Laid) -> bool {
    let words = line.span.of(text.text);
    let figures = words.bytes().filter(u8::is_ascii_digit).count();
    let letters = words
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .count();
    (3..=10).contains(&figures) && letters <= 2 && words.len() <= 16
}

/// Retrospective where the first dated sentence tells a day or month of another year than
/// the one before publication, or where nothing says when the text was published.
fn mode(text: &Text, cut: &[Vec<Lexeme>], published: Option<Date>, day_first: bool) -> Mode {
    let Some(published) = published else {
        return Mode::Retrospective;
    };
    for (sentence, lexemes) in cut.iter().enumerate() {
        if lexemes.is_empty() {
            continue;
        }
        let mut timeline = Timeline {
            mode: Mode::Retrospective,
            day_first,
            ..Timeline::new(None)
        };
        let found = Reader::new(text, sentence, lexemes, &mut timeline).read();
        let Some(hit) = found.iter().find(|hit| hit.own_year) else {
            // A yearless day comes first: it speaks from its own day.
            let day = |at: usize| {
                lexemes
                    .get(at)
                    .is_some_and(|lexeme| lexeme.digits.is_some_and(|(_, count)| count <= 2))
            };
            let yearless = lexemes.iter().enumerate().any(|(at, lexeme)| {
                lexemes::month_by_number(lexeme).is_some() && (day(at + 1) || at > 0 && day(at - 1))
            });
            // "on Monday", "yesterday", "last week" speak from the day of publication as well.
            let spoken = lexemes.iter().enumerate().any(|(at, lexeme)| {
                let on = at > 0 && lexemes[at - 1].is(TimeWord::On);
                let last = at > 0 && lexemes[at - 1].is(TimeWord::Last);
                on && lexeme.sense.weekday > 0
                    || lexeme.is(TimeWord::Yesterday)
                    || last && (lexeme.is(TimeWord::Week) || lexeme.is(TimeWord::Month))
            });
            if yearless || spoken {
                return Mode::Current;
            }
            continue;
        };
        let Some(day) = hit.when.last.or(hit.when.first) else {
            continue;
        };
        let age = day.until(published).map_or(0, |span| span.get_days());
        return if age > 300 {
            Mode::Retrospective
        } else {
            Mode::Current
        };
    }
    Mode::Current
}
