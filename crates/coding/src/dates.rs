//! Date expressions to intervals of days: own grammar, past-preferring, against the
//! publication date and the text's own time line.

use crate::text::{Laid, Text};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use model::{Span, When};

/// A date expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DateHit {
    pub when: When,
    pub first: usize,
    pub last: usize,
    pub span: Span,
    pub rule: &'static str,
    /// The words give the year themselves.
    pub own_year: bool,
}

/// How a text counts its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Yearless dates lie in the year before publication.
    Current,
    /// Yearless dates belong to the year told last.
    Retrospective,
}

/// Where the text's own time line stands.
#[derive(Debug, Clone)]
struct Timeline {
    published: Option<Date>,
    mode: Mode,
    /// The year that the title names: a report on 2023 means 2023.
    title_year: Option<i16>,
    /// Last date told to the day or month, with its sentence and paragraph.
    anchor: Option<(When, usize, usize)>,
    /// Last year told by itself or in a date.
    year: Option<(i16, usize, usize)>,
}

/// The date expressions of every sentence, resolved in text order.
pub(crate) fn dates(text: &Text, report: &model::Report) -> Vec<Vec<DateHit>> {
    let published = report.published;
    let mut timeline = Timeline {
        published,
        mode: mode(text, published),
        title_year: report
            .title
            .as_deref()
            .and_then(|title| title_year(title, published)),
        anchor: None,
        year: None,
    };
    (0..text.sentences.len())
        .map(|sentence| {
            if text.sentences[sentence].line == crate::text::Line::Boilerplate {
                return Vec::new();
            }
            Reader {
                text,
                sentence,
                line: &text.sentences[sentence],
                timeline: &mut timeline,
            }
            .read()
        })
        .collect()
}

/// Retrospective where the first dated sentence tells a day or month of another year than
/// the one before publication, or where nothing says when the text was published.
fn mode(text: &Text, published: Option<Date>) -> Mode {
    let Some(published) = published else {
        return Mode::Retrospective;
    };
    for sentence in 0..text.sentences.len() {
        let mut timeline = Timeline {
            published: None,
            mode: Mode::Retrospective,
            title_year: None,
            anchor: None,
            year: None,
        };
        let line = &text.sentences[sentence];
        if line.line == crate::text::Line::Boilerplate {
            continue;
        }
        let found = Reader {
            text,
            sentence,
            line,
            timeline: &mut timeline,
        }
        .read();
        let Some(hit) = found.iter().find(|hit| hit.own_year) else {
            // A weekday or a yearless date comes first: it speaks from its own day.
            if (0..line.tokens.len()).any(|token| {
                month_of(text.word(sentence, token)).is_some_and(|_| {
                    text.word(sentence, token + 1).parse::<i8>().is_ok()
                        || token > 0 && text.word(sentence, token - 1).parse::<i8>().is_ok()
                })
            }) {
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

struct Reader<'a, 'r> {
    text: &'a Text<'r>,
    sentence: usize,
    line: &'a Laid,
    timeline: &'a mut Timeline,
}

/// A date expression before "since", "until", ranges and "early" are applied.
#[derive(Debug, Clone, Copy)]
struct Plain {
    when: When,
    last: usize,
    own_year: bool,
    rule: &'static str,
}

impl Reader<'_, '_> {
    fn read(&mut self) -> Vec<DateHit> {
        let mut hits: Vec<DateHit> = Vec::new();
        let mut token = 0;
        while token < self.line.tokens.len() {
            let Some(plain) = self.range_or_plain(token) else {
                token += 1;
                continue;
            };
            let mut hit = DateHit {
                when: plain.when,
                first: token,
                last: plain.last,
                span: self.line.bytes(token, plain.last),
                rule: plain.rule,
                own_year: plain.own_year,
            };
            self.note(&hit);
            self.bound(&mut hit);
            hit.span = self.line.bytes(hit.first, hit.last);
            token = plain.last + 1;
            hits.push(hit);
        }
        hits
    }

    fn note(&mut self, hit: &DateHit) {
        let paragraph = self.line.paragraph;
        let Some(first) = hit.when.sort_day() else {
            return;
        };
        if hit.when.days().is_some_and(|days| days <= 62) {
            self.timeline.anchor = Some((hit.when, self.sentence, paragraph));
        }
        if hit.own_year {
            self.timeline.year = Some((first.year(), self.sentence, paragraph));
        }
    }

    fn word(&self, token: usize) -> &str {
        self.text.word(self.sentence, token)
    }

    fn lower(&self, token: usize) -> String {
        self.word(token).to_lowercase()
    }

    /// "from X to Y", "between X and Y", "X to Y", "X – Y", or one date.
    fn range_or_plain(&mut self, token: usize) -> Option<Plain> {
        let lower = self.lower(token);
        if matches!(lower.as_str(), "from" | "between") {
            let start = self.plain(token + 1)?;
            let join = self.lower(start.last + 1);
            if matches!(
                join.as_str(),
                "to" | "and" | "until" | "through" | "till" | "-" | "–" | "—"
            ) {
                return self.range(start, start.last + 2);
            }
            return None;
        }
        let start = self.plain(token)?;
        let join = self.lower(start.last + 1);
        let dash = matches!(join.as_str(), "-" | "–" | "—" | "to" | "through" | "until");
        if dash && let Some(range) = self.range(start, start.last + 2) {
            return Some(range);
        }
        Some(start)
    }

    fn range(&mut self, start: Plain, token: usize) -> Option<Plain> {
        let before = self.timeline.anchor;
        self.timeline.anchor = Some((start.when, self.sentence, self.line.paragraph));
        let end = self.plain(token);
        self.timeline.anchor = before;
        let mut end = end?;
        let mut first = start.when.first?;
        let last = end.when.last?;
        // "between 3 March and 5 June 2004": the year belongs to both.
        if end.own_year && !start.own_year {
            first = with_year(first, last.year())?;
            if first > last {
                first = with_year(first, last.year() - 1)?;
            }
        }
        if first > last {
            return None;
        }
        end.when = When {
            first: Some(first),
            last: Some(last),
            approx: false,
        };
        end.own_year |= start.own_year;
        end.rule = "date/range";
        Some(end)
    }

    /// "since", "until", "before", "by" around a date.
    fn bound(&self, hit: &mut DateHit) {
        if hit.first == 0 {
            return;
        }
        let before = self.lower(hit.first - 1);
        match before.as_str() {
            "since" => {
                hit.when = When {
                    last: None,
                    ..hit.when
                };
                hit.rule = "date/since";
                hit.first -= 1;
            }
            "until" | "before" | "till" => {
                hit.when = When {
                    first: None,
                    ..hit.when
                };
                hit.rule = "date/until";
                hit.first -= 1;
            }
            "around" | "about" | "circa" => hit.when.approx = true,
            _ => {}
        }
    }

    fn plain(&mut self, token: usize) -> Option<Plain> {
        self.iso(token)
            .or_else(|| self.named_day(token))
            .or_else(|| self.part_of_month(token))
            .or_else(|| self.day_month(token))
            .or_else(|| self.month_day(token))
            .or_else(|| self.month(token))
            .or_else(|| self.relative(token))
            .or_else(|| self.weekday(token))
            .or_else(|| self.season(token))
            .or_else(|| self.decade(token))
            .or_else(|| self.bare_year(token))
    }

    fn iso(&self, token: usize) -> Option<Plain> {
        let word = self.word(token);
        if let Ok(when) = word.parse::<When>()
            && word.len() == 10
        {
            return Some(Plain {
                when,
                last: token,
                own_year: true,
                rule: "date/iso",
            });
        }
        // "2022-09-05" split at its hyphens
        let year = year_of(word)?;
        if self.word(token + 1) != "-" || self.word(token + 3) != "-" {
            return None;
        }
        let month: i8 = two_digits(self.word(token + 2))?;
        let day: i8 = two_digits(self.word(token + 4))?;
        let date = Date::new(year, month, day).ok()?;
        Some(Plain {
            when: When::day(date),
            last: token + 4,
            own_year: true,
            rule: "date/iso",
        })
    }

    /// Days that everybody knows by their numbers, as the codebook lists them.
    fn named_day(&self, token: usize) -> Option<Plain> {
        let word = self.word(token);
        let joined = format!("{word}{}{}", self.word(token + 1), self.word(token + 2));
        let days = &self.text.codebook.words.days;
        let (day, last) = days
            .iter()
            .find(|day| day.word == word)
            .map(|day| (day, token))
            .or_else(|| Some((days.iter().find(|day| day.word == joined)?, token + 2)))?;
        Some(Plain {
            when: day.date,
            last,
            own_year: true,
            rule: "date/known-day",
        })
    }

    /// "5 September 2022", "5th of September", "17 and 18 May", "3-5 May 1990".
    fn day_month(&mut self, token: usize) -> Option<Plain> {
        let first = day_number(self.word(token))?;
        let mut at = token + 1;
        let mut final_day = first;
        let mut range = false;
        if matches!(
            self.lower(at).as_str(),
            "-" | "–" | "and" | "to" | "or" | "/"
        ) && let Some(second) = day_number(self.word(at + 1))
            && second > first
        {
            final_day = second;
            range = true;
            at += 2;
        }
        if self.lower(at) == "of" {
            at += 1;
        }
        let month = month_of(self.word(at))?;
        let (year, last, own_year) = self.year_after(at, month, Some(final_day));
        let from = Date::new(year?, month, first).ok()?;
        let to = Date::new(year?, month, final_day).ok()?;
        Some(Plain {
            when: if range {
                When::between(from, to)
            } else {
                When::day(to)
            },
            last,
            own_year,
            rule: "date/day-month",
        })
    }

    /// "September 5, 2022", "Sept. 5", "May 17 to 19", "April 17 and 18".
    fn month_day(&mut self, token: usize) -> Option<Plain> {
        let month = month_of(self.word(token))?;
        let mut at = token + 1;
        if self.word(at) == "." {
            at += 1;
        }
        let first = day_number(self.word(at))?;
        let mut final_day = first;
        let mut range = false;
        if matches!(self.lower(at + 1).as_str(), "-" | "–" | "and" | "to" | "or")
            && let Some(second) = day_number(self.word(at + 2))
            && second > first
            && month_of(self.word(at + 3)).is_none()
            && !self
                .word(at + 3)
                .starts_with(|letter: char| letter.is_lowercase() && self.lower(at + 1) == "and")
        {
            final_day = second;
            range = true;
            at += 2;
        }
        let (year, last, own_year) = self.year_after(at, month, Some(final_day));
        let from = Date::new(year?, month, first).ok()?;
        let to = Date::new(year?, month, final_day).ok()?;
        Some(Plain {
            when: if range {
                When::between(from, to)
            } else {
                When::day(to)
            },
            last,
            own_year,
            rule: "date/month-day",
        })
    }

    /// "September 2022", "in September", "last September".
    fn month(&mut self, token: usize) -> Option<Plain> {
        let mut at = token;
        let determiner = self.lower(at);
        let relative = matches!(determiner.as_str(), "last" | "this" | "next");
        if relative {
            at += 1;
        }
        let month = month_of(self.word(at))?;
        // "may" and "march" are words too.
        let written = self.word(at);
        if matches!(
            written.to_lowercase().as_str(),
            "may" | "march" | "mar" | "dec" | "sun"
        ) && (written.chars().next().is_some_and(char::is_lowercase)
            || self.line.pos(at) == language::Pos::Aux
            || self.line.pos(at) == language::Pos::Verb)
        {
            return None;
        }
        let (mut year, last, own_year) = self.year_after(at, month, None);
        // "last August", said in September, is the August of the year before.
        if determiner == "last"
            && !own_year
            && let Some(published) = self.timeline.published
        {
            year = self.latest(month, None);
            let recent = year
                .and_then(|year| Date::new(year, month, 1).ok())
                .is_some_and(|first| {
                    first
                        .until(published)
                        .is_ok_and(|span| span.get_days() < 75)
                });
            if recent {
                year = year.map(|year| year - 1);
            }
        }
        Some(Plain {
            when: When::month(year?, month)?,
            last,
            own_year,
            rule: "date/month",
        })
    }

    /// "early May", "mid-January", "late 2015", "the end of June 2003".
    fn part_of_month(&mut self, token: usize) -> Option<Plain> {
        let part = self.lower(token);
        let mut at = token + 1;
        let (first, last_day, about) = match part.as_str() {
            "early" => (1, 10, false),
            "mid" => (15, 15, true),
            "late" => (21, 31, false),
            "beginning" | "start" if self.lower(at) == "of" => {
                at += 1;
                (1, 10, false)
            }
            "end" if self.lower(at) == "of" => {
                at += 1;
                (21, 31, false)
            }
            "middle" if self.lower(at) == "of" => {
                at += 1;
                (15, 15, true)
            }
            _ => return None,
        };
        if self.word(at) == "-" {
            at += 1;
        }
        if let Some(month) = month_of(self.word(at)) {
            let (year, end, own_year) = self.year_after(at, month, Some(first));
            let whole = When::month(year?, month)?;
            let from = Date::new(year?, month, first).ok()?;
            let to = Date::new(year?, month, last_day).ok().or(whole.last)?;
            let when = When::between(from, to);
            return Some(Plain {
                when: if about { when.about() } else { when },
                last: end,
                own_year,
                rule: "date/part-of-month",
            });
        }
        let year = year_of(self.word(at))?;
        let (from, to) = match part.as_str() {
            "early" | "beginning" | "start" => ((1, 1), (4, 30)),
            "mid" | "middle" => ((5, 1), (8, 31)),
            _ => ((9, 1), (12, 31)),
        };
        let when = When::between(
            Date::new(year, from.0, from.1).ok()?,
            Date::new(year, to.0, to.1).ok()?,
        );
        Some(Plain {
            when,
            last: at,
            own_year: true,
            rule: "date/part-of-year",
        })
    }

    /// The year behind a month, or the one it must be.
    fn year_after(&self, at: usize, month: i8, day: Option<i8>) -> (Option<i16>, usize, bool) {
        let mut next = at + 1;
        if matches!(self.word(next), "," | "." | "of") {
            next += 1;
        }
        if let Some(year) = year_of(self.word(next)) {
            return (Some(year), next, true);
        }
        if self.lower(next) == "this" && self.lower(next + 1) == "year" {
            return (self.timeline.published.map(Date::year), next + 1, false);
        }
        if self.lower(next) == "last" && self.lower(next + 1) == "year" {
            return (
                self.timeline.published.map(|day| day.year() - 1),
                next + 1,
                false,
            );
        }
        (self.assumed_year(month, day), at, false)
    }

    /// The year of a date that gives none.
    fn assumed_year(&self, month: i8, day: Option<i8>) -> Option<i16> {
        let told = self.timeline.year;
        if let Some((year, sentence, _)) = told
            && sentence == self.sentence
        {
            return Some(year);
        }
        if let Some(year) = self.timeline.title_year {
            let moved =
                self.timeline
                    .anchor
                    .zip(told)
                    .and_then(|((when, _, paragraph), (year, ..))| {
                        (paragraph == self.line.paragraph && when.sort_day()?.year() == year)
                            .then_some(year)
                    });
            return Some(moved.unwrap_or(year));
        }
        let anchor_year = self
            .timeline
            .anchor
            .and_then(|(when, _, paragraph)| Some((when.sort_day()?.year(), paragraph)));
        if self.timeline.mode == Mode::Retrospective {
            return anchor_year
                .map(|(year, _)| year)
                .or(told.map(|(year, ..)| year))
                .or_else(|| self.latest(month, day));
        }
        if let (Some((anchor, paragraph)), Some((year, _, _))) = (anchor_year, told)
            && paragraph == self.line.paragraph
            && anchor == year
        {
            return Some(anchor);
        }
        self.latest(month, day)
    }

    /// The latest year in which the date is not after publication.
    fn latest(&self, month: i8, day: Option<i8>) -> Option<i16> {
        let published = self.timeline.published?;
        let candidate = Date::new(published.year(), month, day.unwrap_or(1))
            .or_else(|_| Date::new(published.year(), month, 28))
            .ok()?;
        Some(if candidate > published {
            published.year() - 1
        } else {
            published.year()
        })
    }

    /// "yesterday", "last week", "two days later", "the next day", "a month ago".
    fn relative(&self, token: usize) -> Option<Plain> {
        let first = self.lower(token);
        let second = self.lower(token + 1);
        let third = self.lower(token + 2);
        let published = self.timeline.published;
        let plain = |when: When, last: usize, rule: &'static str| {
            Some(Plain {
                when,
                last,
                own_year: false,
                rule,
            })
        };
        match (first.as_str(), second.as_str()) {
            ("today" | "tonight", _) => return plain(When::day(published?), token, "date/today"),
            ("yesterday", _) => {
                return plain(
                    When::day(published?.yesterday().ok()?),
                    token,
                    "date/yesterday",
                );
            }
            ("this", "morning" | "afternoon" | "evening") => {
                return plain(When::day(published?), token + 1, "date/today");
            }
            ("last", "night") => {
                return plain(
                    When::day(published?.yesterday().ok()?),
                    token + 1,
                    "date/yesterday",
                );
            }
            ("last" | "this" | "past" | "previous", unit) if self.mode_allows(&first) => {
                let day = published?;
                let rule = "date/calendar-unit";
                let back = i32::from(first != "this");
                match unit {
                    "week" | "weekend" => {
                        let monday = day
                            .checked_sub(day.weekday().since(Weekday::Monday).days())
                            .ok()?;
                        let monday = monday.checked_sub((7 * back).days()).ok()?;
                        let (from, to) = if unit == "weekend" { (5, 6) } else { (0, 6) };
                        let from = monday.checked_add(from.days()).ok()?;
                        let to = monday.checked_add(to.days()).ok()?;
                        return plain(When::between(from, to), token + 1, rule);
                    }
                    "month" => {
                        let first_day = day.first_of_month().checked_sub(back.months()).ok()?;
                        return plain(
                            When::between(first_day, first_day.last_of_month()),
                            token + 1,
                            rule,
                        );
                    }
                    "year" => return plain(When::year(day.year() - back as i16)?, token + 1, rule),
                    _ => {}
                }
            }
            _ => {}
        }
        if matches!(first.as_str(), "the" | "that" | "a") || first == "next" || first == "following"
        {
            let offset = match (first.as_str(), second.as_str(), third.as_str()) {
                ("the", "next" | "following", "day" | "morning") | ("the", "day", "after") => {
                    Some((1, token + 2))
                }
                ("the", "previous" | "preceding", "day") | ("the", "day", "before" | "earlier") => {
                    Some((-1, token + 2))
                }
                ("the", "same", "day") => Some((0, token + 2)),
                ("that", "day" | "night" | "evening" | "morning" | "afternoon", _) => {
                    Some((0, token + 1))
                }
                ("next", "day", _) => Some((1, token + 1)),
                _ => None,
            };
            if let Some((days, last)) = offset {
                let anchor = self.timeline.anchor?.0;
                let day = if days < 0 {
                    anchor.first?
                } else {
                    anchor.last?
                };
                if !anchor.is_day() {
                    return None;
                }
                let day = day.checked_add(days.days()).ok()?;
                return plain(When::day(day), last, "date/relative-day");
            }
            let year_offset = match (first.as_str(), second.as_str(), third.as_str()) {
                ("the", "year", "before") | ("the", "previous", "year") => Some(-1),
                ("the", "following" | "next", "year") => Some(1),
                ("the", "same", "year") | ("that", "year", _) => Some(0),
                _ => None,
            };
            if let Some(years) = year_offset {
                let (year, ..) = self.timeline.year?;
                let last = if first == "that" {
                    token + 1
                } else {
                    token + 2
                };
                return plain(When::year(year + years)?, last, "date/relative-year");
            }
        }
        self.counted(token)
    }

    /// In a retrospective text "this month" has no day to count from.
    fn mode_allows(&self, first: &str) -> bool {
        first == "last" || self.timeline.mode == Mode::Current
    }

    /// "two days later", "a month ago", "three weeks earlier".
    fn counted(&self, token: usize) -> Option<Plain> {
        let count = match self.lower(token).as_str() {
            "a" | "an" | "one" => 1,
            "two" => 2,
            "three" => 3,
            "four" => 4,
            "five" => 5,
            "six" => 6,
            "seven" => 7,
            "eight" => 8,
            "nine" => 9,
            "ten" => 10,
            other => other
                .parse::<i32>()
                .ok()
                .filter(|count| (1..=400).contains(count))?,
        };
        let unit = self.lower(token + 1);
        let days = match unit.trim_end_matches('s') {
            "day" => 1,
            "week" => 7,
            "month" => 30,
            "year" => 365,
            _ => return None,
        };
        let direction = self.lower(token + 2);
        let (base, sign) = match direction.as_str() {
            "ago" => (When::day(self.timeline.published?), -1),
            "earlier" => (self.timeline.anchor?.0, -1),
            "later" | "afterwards" => (self.timeline.anchor?.0, 1),
            _ => return None,
        };
        let day = if sign < 0 { base.first? } else { base.last? };
        let when = match days {
            1 | 7 if base.is_day() => {
                let there = day.checked_add((sign * count * days).days()).ok()?;
                if days == 7 {
                    When::between(
                        there.checked_sub(3.days()).ok()?,
                        there.checked_add(3.days()).ok()?,
                    )
                } else {
                    When::day(there)
                }
            }
            30 => {
                let there = day.checked_add((sign * count).months()).ok()?;
                When::month(there.year(), there.month())?
            }
            365 => When::year(day.year() + (sign * count) as i16)?,
            _ => return None,
        };
        Some(Plain {
            when,
            last: token + 2,
            own_year: false,
            rule: "date/counted",
        })
    }

    /// "Monday", "last Friday", "on Tuesday night": the latest one up to publication.
    fn weekday(&self, token: usize) -> Option<Plain> {
        let weekday = weekday_of(self.word(token))?;
        let published = self.timeline.published?;
        // "Friday, March 22": the day and month say it.
        let mut next = token + 1;
        if self.word(next) == "," {
            next += 1;
        }
        if month_of(self.word(next)).is_some()
            || day_number(self.word(next)).is_some() && month_of(self.word(next + 1)).is_some()
        {
            return None;
        }
        let mut back = published.weekday().since(weekday);
        if back == 0 && token > 0 && self.lower(token - 1) == "last" {
            back = 7;
        }
        let mut day = published.checked_sub(back.days()).ok()?;
        if self.timeline.mode == Mode::Retrospective {
            let (anchor, ..) = self.timeline.anchor?;
            let base = anchor.last?;
            day = base
                .checked_sub(base.weekday().since(weekday).days())
                .ok()?;
            if !anchor.is_day() {
                return None;
            }
        }
        Some(Plain {
            when: When::day(day),
            last: token,
            own_year: false,
            rule: "date/weekday",
        })
    }

    /// "summer of 2015", "last summer", "spring 2004".
    fn season(&self, token: usize) -> Option<Plain> {
        let mut at = token;
        let last_year = self.lower(at) == "last";
        if last_year {
            at += 1;
        }
        let (from, to) = match self.lower(at).as_str() {
            "spring" => (3, 5),
            "summer" => (6, 8),
            "autumn" => (9, 11),
            _ => return None,
        };
        let mut next = at + 1;
        if self.lower(next) == "of" {
            next += 1;
        }
        let (year, last, own_year) = match year_of(self.word(next)) {
            Some(year) => (year, next, true),
            None if last_year => {
                let published = self.timeline.published?;
                let this = if published.month() > to {
                    published.year()
                } else {
                    published.year() - 1
                };
                (this, at, false)
            }
            None => return None,
        };
        let first = Date::new(year, from, 1).ok()?;
        let end = Date::new(year, to, 1).ok()?.last_of_month();
        Some(Plain {
            when: When::between(first, end),
            last,
            own_year,
            rule: "date/season",
        })
    }

    fn decade(&self, token: usize) -> Option<Plain> {
        let word = self.word(token);
        let digits = word.strip_suffix('s').or_else(|| word.strip_suffix("'s"))?;
        let year = year_of(digits)?;
        if year % 10 != 0 {
            return None;
        }
        let first = Date::new(year, 1, 1).ok()?;
        let last = Date::new(year + 9, 12, 31).ok()?;
        Some(Plain {
            when: When::between(first, last),
            last: token,
            own_year: true,
            rule: "date/decade",
        })
    }

    /// "in 2015", "(2004)", "the 2021 attack".
    fn bare_year(&self, token: usize) -> Option<Plain> {
        let word = self.word(token);
        let year = year_of(word).filter(|_| token > 0 || self.line.tokens.len() > 1)?;
        // "(1800 UTC)" is a time of day.
        if matches!(
            self.word(token + 1),
            "UTC" | "GMT" | "hours" | "local" | "hrs" | "BST"
        ) {
            return None;
        }
        // A number of things is no year: "1,900 people" has a comma, "2000 people" has not.
        let next = self.lower(token + 1);
        let counted = self.line.hits.iter().any(|hit| {
            hit.first == token + 1
                && matches!(
                    hit.sense,
                    codebook::Sense::Target { plural: true, .. }
                        | codebook::Sense::People { plural: true, .. }
                )
        });
        let before = if token > 0 {
            self.lower(token - 1)
        } else {
            String::new()
        };
        let introduced = matches!(
            before.as_str(),
            "in" | "of"
                | "during"
                | "since"
                | "the"
                | "until"
                | "by"
                | "from"
                | "between"
                | "and"
                | "to"
                | "("
                | "mid"
                | "year"
                | ","
                | "and/or"
        );
        if counted && !introduced
            || matches!(
                next.as_str(),
                "people" | "soldiers" | "troops" | "%" | "percent" | "km" | "dollars"
            )
        {
            return None;
        }
        if before == "$" || before == "no" || before == "page" {
            return None;
        }
        // "2006-07", "1969–1997" are read as ranges by the caller.
        Some(Plain {
            when: When::year(year)?,
            last: token,
            own_year: true,
            rule: "date/year",
        })
    }
}

/// The one year in a title, where the text can have been written about it.
fn title_year(title: &str, published: Option<Date>) -> Option<i16> {
    let mut years = title
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(year_of);
    let year = years.next()?;
    let fits = published.is_none_or(|day| year <= day.year());
    (fits && years.next().is_none()).then_some(year)
}

fn with_year(date: Date, year: i16) -> Option<Date> {
    Date::new(year, date.month(), date.day()).ok()
}

fn month_of(word: &str) -> Option<i8> {
    let lower = word.trim_end_matches('.').to_lowercase();
    let first = word.chars().next()?;
    if !first.is_uppercase()
        && !matches!(
            lower.as_str(),
            "january"
                | "february"
                | "april"
                | "june"
                | "july"
                | "august"
                | "september"
                | "october"
                | "november"
                | "december"
        )
    {
        return None;
    }
    Some(match lower.as_str() {
        "january" | "jan" => 1,
        "february" | "feb" => 2,
        "march" | "mar" => 3,
        "april" | "apr" => 4,
        "may" => 5,
        "june" | "jun" => 6,
        "july" | "jul" => 7,
        "august" | "aug" => 8,
        "september" | "sept" | "sep" => 9,
        "october" | "oct" => 10,
        "november" | "nov" => 11,
        "december" | "dec" => 12,
        _ => return None,
    })
}

fn weekday_of(word: &str) -> Option<Weekday> {
    Some(match word.trim_end_matches('.').to_lowercase().as_str() {
        "monday" | "mon" => Weekday::Monday,
        "tuesday" | "tue" | "tues" => Weekday::Tuesday,
        "wednesday" | "wed" => Weekday::Wednesday,
        "thursday" | "thu" | "thurs" => Weekday::Thursday,
        "friday" | "fri" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

fn year_of(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    word.parse()
        .ok()
        .filter(|year| (1700..=2100).contains(year))
}

fn two_digits(word: &str) -> Option<i8> {
    (word.len() == 2).then(|| word.parse().ok()).flatten()
}

fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .unwrap_or(word);
    if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}
