//! One sentence read from left to right.

use super::lexemes::Lexeme;
use super::timeline::Timeline;
use super::{DateHit, Grain, Lean};
use crate::text::{Laid, Text};
use codebook::times::TimeWord as T;
use codebook::{Cue, Sense};
use jiff::civil::Date;
use language::Pos;
use model::{Span, When};

/// Reads the date expressions of one sentence.
pub(super) struct Reader<'a, 'r> {
    pub text: &'a Text<'r>,
    pub sentence: usize,
    pub line: &'a Laid,
    pub lexemes: &'a [Lexeme],
    pub time: &'a mut Timeline,
    /// How deep expressions within expressions stand.
    pub depth: u8,
    /// The day after which the end of a range lies.
    pub after: Option<Date>,
}

/// A date expression before "since", "until" and ranges are applied.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plain {
    pub when: When,
    pub grain: Grain,
    /// The lexeme after it.
    pub next: usize,
    pub own_year: bool,
    pub rule: &'static str,
    pub counted: Option<Date>,
    pub count: Option<i32>,
    pub until: Option<When>,
}

impl Plain {
    pub fn new(when: When, grain: Grain, next: usize, rule: &'static str) -> Self {
        Plain {
            when,
            grain,
            next,
            own_year: false,
            rule,
            counted: None,
            count: None,
            until: None,
        }
    }

    pub fn day(day: Date, next: usize, rule: &'static str) -> Self {
        Plain::new(When::day(day), Grain::Day, next, rule)
    }

    #[must_use]
    pub fn own(mut self, own_year: bool) -> Self {
        self.own_year = own_year;
        self
    }
}

/// How deep "two days before the last Monday of …" may nest.
const DEEPEST: u8 = 4;

impl<'a, 'r> Reader<'a, 'r> {
    pub fn new(
        text: &'a Text<'r>,
        sentence: usize,
        lexemes: &'a [Lexeme],
        time: &'a mut Timeline,
    ) -> Self {
        Reader {
            text,
            sentence,
            line: &text.sentences[sentence],
            lexemes,
            time,
            depth: 0,
            after: None,
        }
    }

    /// Every date expression of the sentence.
    pub fn read(&mut self) -> Vec<DateHit> {
        let mut hits: Vec<DateHit> = Vec::new();
        let mut at = 0;
        while at < self.lexemes.len() {
            let plain = if self.at(at).opens() {
                self.joined(at)
            } else {
                None
            };
            let Some(plain) = plain.filter(|plain| plain.next > at) else {
                at += 1;
                continue;
            };
            let mut hit = self.hit(at, &plain);
            let background = self.time.title_year.is_some() && self.is_background(at);
            if !background && !self.is_compared(at, &hit) {
                self.time.note(&hit, self.sentence, self.line.paragraph);
            }
            self.bounded(at, plain.next, &mut hit);
            at = plain.next.max(at + 1);
            hits.push(hit);
        }
        hits
    }

    fn hit(&self, at: usize, plain: &Plain) -> DateHit {
        let (first, last) = (self.at(at), self.at(plain.next - 1));
        DateHit {
            when: plain.when,
            first: first.token,
            last: last.token,
            span: Span {
                start: first.start,
                end: last.end,
            },
            rule: plain.rule,
            own_year: plain.own_year,
            grain: plain.grain,
            counted: plain.counted,
            count: plain.count,
            until: plain.until,
        }
    }

    /// A lexeme; beyond the end one that is nothing.
    pub fn at(&self, at: usize) -> &'a Lexeme {
        const NOTHING: &Lexeme = &Lexeme {
            start: 0,
            end: 0,
            token: 0,
            digits: None,
            suffixed: false,
            sense: NO_SENSE,
            sign: '\0',
            capital: false,
            word: false,
            glued: false,
        };
        self.lexemes.get(at).unwrap_or(NOTHING)
    }

    pub fn is(&self, at: usize, word: T) -> bool {
        self.at(at).is(word)
    }

    /// The lexeme before; one that is nothing at the sentence's start.
    pub fn before(&self, at: usize) -> &'a Lexeme {
        self.at(at.checked_sub(1).unwrap_or(usize::MAX))
    }

    /// The place after "the", where that stands here.
    pub fn past_the(&self, at: usize) -> usize {
        at + usize::from(self.is(at, T::The))
    }

    pub fn published(&self) -> Option<Date> {
        self.time.published
    }

    pub fn forward(&self) -> bool {
        self.time.lean == Lean::Future
    }

    /// The date told last.
    pub fn anchor(&self) -> Option<When> {
        self.time.anchor.map(|(when, ..)| when)
    }

    /// The year for a month or day without one.
    pub fn assumed_year(&self, month: i8, day: Option<i8>) -> Option<i16> {
        self.time
            .assumed_year(month, day, self.sentence, self.line.paragraph)
    }

    /// "from X to Y", "between X and Y", "X to Y", "X – Y", or one date.
    fn joined(&mut self, at: usize) -> Option<Plain> {
        let between = self.is(at, T::Between);
        if self.is(at, T::From) || between {
            let start = self.plain(self.past_the(at + 1))?;
            let join = start.next;
            let joins =
                self.joins(join) || between && (self.is(join, T::And) || self.is(join, T::Or));
            return joins.then(|| self.range(&start, join + 1)).flatten();
        }
        let start = self.plain(at)?;
        if self.joins(start.next)
            && let Some(range) = self.range(&start, start.next + 1)
        {
            return Some(range);
        }
        // "May 1, 1990, to June 3"
        Some(start)
    }

    fn joins(&self, at: usize) -> bool {
        let lexeme = self.at(at);
        lexeme.dash() || lexeme.is(T::To)
    }

    fn range(&mut self, start: &Plain, at: usize) -> Option<Plain> {
        if start.when.first.is_none() || start.when.last.is_none() {
            return None;
        }
        let before = self.time.anchor;
        self.time.anchor = Some((start.when, self.sentence, self.line.paragraph));
        let from = self.past_the(at);
        self.after = start.when.last;
        let end = self.up_to_now(from).or_else(|| self.plain(from));
        self.after = None;
        self.time.anchor = before;
        let mut end = end?;
        let mut first = start.when.first?;
        let mut last = end.when.last?;
        if end.own_year && !start.own_year {
            // "between 3 March and 5 June 2004": the year belongs to both.
            first = with_year(first, last.year())?;
            if first > last {
                first = with_year(first, last.year() - 1)?;
            }
        } else if first > last && !end.own_year {
            // "from November to March", "from May to March" ahead.
            if start.own_year || self.forward() {
                last = with_year(last, last.year() + 1)?;
                end.when.first = end
                    .when
                    .first
                    .and_then(|day| with_year(day, day.year() + 1));
            } else {
                first = with_year(first, first.year() - 1)?;
            }
        }
        if first > last {
            return None;
        }
        end.until = Some(end.when);
        end.when = When {
            first: Some(first),
            last: Some(last),
            approx: false,
        };
        end.own_year |= start.own_year;
        end.rule = "date/range";
        Some(end)
    }

    /// "to date", "until now": the end of a range.
    fn up_to_now(&self, at: usize) -> Option<Plain> {
        let date = self.word_is(at, "date");
        if !date && !self.is(at, T::Now) {
            return None;
        }
        Some(Plain::day(self.published()?, at + 1, "date/today"))
    }

    /// The word at a place is that one, in lower case.
    pub fn word_is(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// The letters of a lexeme.
    pub fn word(&self, at: usize) -> &'r str {
        let lexeme = self.at(at);
        self.text
            .text
            .get(lexeme.start as usize..lexeme.end as usize)
            .unwrap_or("")
    }

    /// "following a March 2022 operation", "since December 2023": a report on a year does not leave it
    /// for what it reaches back to.
    fn is_background(&self, at: usize) -> bool {
        let mut first = at.checked_sub(1).unwrap_or(usize::MAX);
        if self.is(first, T::The) || self.word_is(first, "a") {
            first = first.checked_sub(1).unwrap_or(usize::MAX);
        }
        self.is(first, T::Since) || self.is(first, T::After) || self.word_is(first, "following")
    }

    /// "in the same period of 2021 it had claimed 83", "compared with 36 in 2019": an earlier year looked back to
    /// for its number alone.
    fn is_compared(&self, at: usize, hit: &DateHit) -> bool {
        let year = hit.when.sort_day().map(jiff::civil::Date::year);
        let earlier = self
            .time
            .year
            .zip(year)
            .is_some_and(|((known, ..), year)| year < known);
        let same = (at.saturating_sub(4)..at).any(|back| self.is(back, T::Same));
        let than = self.line.hits.iter().any(|cue| {
            matches!(
                cue.sense,
                Sense::Cue {
                    cue: Cue::Compare,
                    ..
                }
            ) && cue.first > 0
                && cue.last < hit.first
                && hit.first - cue.last <= 8
        });
        earlier && hit.grain == Grain::Year && (same || than)
    }

    /// "since", "until", "before", "after" around a date.
    fn bounded(&self, at: usize, after: usize, hit: &mut DateHit) {
        let mut first = at.checked_sub(1).unwrap_or(usize::MAX);
        if self.is(first, T::The) || self.is(first, T::At) {
            first = first.checked_sub(1).unwrap_or(usize::MAX);
        }
        let lexeme = self.at(first);
        let joined = hit.rule == "date/range";
        if lexeme.is(T::Since) {
            hit.when.last = None;
            hit.rule = "date/since";
        } else if lexeme.is(T::Until) || lexeme.is(T::Before) {
            // "the day before yesterday" is read before this.
            hit.when.first = None;
            hit.rule = "date/until";
        } else if lexeme.is(T::Around) {
            hit.when.approx = true;
            return;
        } else if lexeme.is(T::After) && !joined && self.ends_there(after) {
            hit.when.first = match hit.grain {
                Grain::Day | Grain::Weekend => hit.when.first,
                _ => hit.when.last.and_then(|day| day.tomorrow().ok()),
            };
            hit.when.last = None;
            hit.rule = "date/since";
        } else if lexeme.is(T::Starting) && !joined {
            hit.when.last = None;
            hit.rule = "date/since";
        } else if self.open_behind(after) && !joined {
            hit.when.last = None;
            hit.rule = "date/since";
            return;
        } else {
            return;
        }
        hit.first = lexeme.token;
        hit.span.start = lexeme.start;
    }

    /// Nothing is said behind a date that the date only describes ("after the March attack").
    fn ends_there(&self, at: usize) -> bool {
        let pos = self.line.pos(self.at(at).token);
        if matches!(self.at(at).sign, '\'' | '’') {
            return false;
        }
        !self.at(at).word
            || !matches!(
                pos,
                Pos::Noun | Pos::Propn | Pos::Adj | Pos::Num | Pos::Part
            )
    }

    /// "onwards", "or later", "and after" behind a date.
    fn open_behind(&self, at: usize) -> bool {
        let or = self.is(at, T::Or) || self.is(at, T::And);
        or && (self.is(at + 1, T::Later) || self.is(at + 1, T::After)) && {
            let next = self.at(at + 2);
            !next.word && next.digits.is_none()
        } || self.word_is(at, "onwards")
            || self.word_is(at, "onward")
    }

    /// One date expression that begins at a lexeme.
    pub fn plain(&mut self, at: usize) -> Option<Plain> {
        if self.depth >= DEEPEST || !self.at(at).opens() {
            return None;
        }
        self.depth += 1;
        let found = self
            .known_day(at)
            .or_else(|| self.numeric(at))
            .or_else(|| self.feast(at))
            .or_else(|| self.ordinal_of(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.part(at))
            .or_else(|| self.pointed_day(at))
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.month(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.relative_day(at))
            .or_else(|| self.relative_unit(at))
            .or_else(|| self.quarter(at))
            .or_else(|| self.season(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.bare_year(at))
            .or_else(|| self.bare_ordinal(at));
        self.depth -= 1;
        found
    }

    /// Days that everybody knows by their numbers, as the codebook lists them.
    fn known_day(&self, at: usize) -> Option<Plain> {
        let first = self.at(at);
        first.digits?;
        let days = &self.text.codebook.words.days;
        let rest = self.text.text.get(first.start as usize..)?;
        let day = days.iter().find(|day| rest.starts_with(&day.word))?;
        let end = first.start + u32::try_from(day.word.len()).ok()?;
        let next = (at..self.lexemes.len()).find(|&next| self.at(next).start >= end);
        let next = next.unwrap_or(self.lexemes.len());
        // "9/11/2019" is another day.
        if self.at(next).glued && matches!(self.at(next).sign, '/') || self.before(at).sign == '/' {
            return None;
        }
        if self.at(next).glued && self.at(next).digits.is_some() {
            return None;
        }
        Some(Plain::new(day.date, Grain::Day, next, "date/known-day").own(true))
    }
}

const NO_SENSE: codebook::times::TimeSense = codebook::times::TimeSense::NONE;

/// The same day of another year; 29 February becomes the 28th.
pub(super) fn with_year(date: Date, year: i16) -> Option<Date> {
    Date::new(year, date.month(), date.day())
        .or_else(|_| Date::new(year, date.month(), 28))
        .ok()
}
