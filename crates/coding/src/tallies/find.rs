//! The counts of one sentence: which numbers count many incidents, victims or arrests.

use super::Count;
use super::accept::accepts;
use super::coordinated::{changed, elided, is_rate, is_told_again, part_of};
use super::nouns::{of_measure, of_noun};
use super::shares::{Marker, bare, compared, marker, share, within_failed};
use crate::Stages;
use crate::dates::DateHit;
use crate::figures::Effect;
use crate::numbers::{Number, numbers};
use crate::text::{Laid, Line, Text};
use codebook::{Cue, Form, List, Sense};
use language::Pos;
use model::Account;

/// What the sentence says around its counts.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent things that a sentence says of its counts"
)]
pub(super) struct Setting<'a> {
    pub text: &'a Text<'a>,
    pub stages: &'a Stages<'a>,
    pub accounts: &'a [Account],
    pub sentence: usize,
    pub line: &'a Laid,
    /// Its window is a month or longer, or open.
    pub long: bool,
    /// Its window is a range of days or open: "from January to June", "since 2017".
    pub range: bool,
    /// Its window is half a year or longer, or open.
    pub very_long: bool,
    /// It says "in total", "so far this year".
    pub total: bool,
    /// Somebody reports or counts.
    pub reported: bool,
    /// An incident is told by it.
    pub covered: bool,
    /// It goes on right behind a count, with no time of its own.
    pub follows: bool,
    /// A line of a list under a place: the place's last token.
    pub listed: Option<usize>,
    /// A count before it in the section has a long window that it may share.
    pub continues: bool,
}

/// The counts of a sentence, in order; `parent` is what a share of a count before it counts.
pub(super) fn counts(setting: &Setting, parent: Option<&Count>) -> Vec<Count> {
    let Setting {
        text,
        stages,
        sentence,
        line,
        ..
    } = *setting;
    if line.line == Line::Heading && setting.listed.is_none() || is_list_of_charges(setting) {
        return Vec::new();
    }
    let all: Vec<Number> = numbers(text, sentence)
        .into_iter()
        .filter(|number| counts_things(text, sentence, line, number, &stages.dates[sentence]))
        .collect();
    let mut found: Vec<Count> = Vec::new();
    for number in &all {
        let own = changed(setting, number, &found)
            .or_else(|| of_effect(setting, number))
            .or_else(|| of_noun(setting, number))
            .or_else(|| of_measure(setting, number, parent.or(found.last())));
        let part = || share(setting, number, found.last(), parent);
        let count = match own {
            // "including 61 former members" of those killed is a part of them.
            Some(count) if count.what == "members" => part().or(Some(count)),
            Some(count) if within_failed(setting, &count, found.last()) => part().or(Some(count)),
            // "12 of whom were killed by soldiers": a part that says itself what was done.
            Some(mut count) => {
                let marker = marker(text, sentence, line, number, found.last());
                count.share = match marker {
                    Marker::None => false,
                    Marker::Here => found
                        .last()
                        .or(parent)
                        .is_some_and(|whole| is_toll(&whole.what) == is_toll(&count.what)),
                    Marker::Before => {
                        parent.is_some_and(|whole| is_toll(&whole.what) == is_toll(&count.what))
                    }
                };
                Some(count)
            }
            None if setting.listed.is_some() => bare(setting, number).or_else(part),
            None => part()
                .or_else(|| compared(setting, number, &found))
                .or_else(|| part_of(setting, number))
                .or_else(|| elided(setting, number, &found)),
        };
        if let Some(count) = count
            && !found
                .iter()
                .any(|known| known.first <= count.last && count.first <= known.last)
        {
            found.push(count);
        }
    }
    let effects = found.iter().filter(|count| is_toll(&count.what)).count();
    let acts = found.iter().any(|count| {
        !is_toll(&count.what) && count.what != "members" && count.estimate.best() >= 3
    });
    // "killed 12 people in 2021 and 40 in 2022": what is counted for two times counts many acts.
    let with_others: Vec<bool> = (0..found.len())
        .map(|at| {
            found.get(at + 1).is_some_and(|next| {
                next.rule == "tally/coordinated"
                    && next.what == found[at].what
                    && setting.stages.dates[sentence].len() >= 2
            })
        })
        .collect();
    let mut accepted: Vec<Count> = Vec::new();
    for (count, with_others) in found.into_iter().zip(with_others) {
        if is_rate(text, sentence, &count) || is_told_again(text, sentence, &count, parent) {
            continue;
        }
        let under = accepted.last().is_some() || parent.is_some();
        let counted = matches!(count.rule, "tally/changed" | "tally/part-of")
            || count.rule == "tally/coordinated" && !accepted.is_empty()
            || with_others;
        if counted {
            accepted.push(count);
            continue;
        }
        if setting.listed.is_some() && is_toll(&count.what) || count.rule == "tally/listed" {
            accepted.push(count);
            continue;
        }
        if count.share && under || !count.share && accepts(setting, &count, effects, acts) {
            accepted.push(count);
        }
    }
    accepted
}

/// What is done to people, against what is done.
pub(super) fn is_toll(what: &str) -> bool {
    matches!(
        what,
        "killed" | "injured" | "casualties" | "arrests" | "abducted" | "displaced" | "surrenders"
    )
}

/// "charged with two counts of murder and five of …".
fn is_list_of_charges(setting: &Setting) -> bool {
    (0..setting.line.tokens.len()).any(|token| {
        matches!(
            setting.text.word(setting.sentence, token),
            "counts" | "charges"
        ) && setting.text.word(setting.sentence, token + 1) == "of"
    })
}

/// False for dates, ages, sums of money, measures and shares of a hundred.
fn counts_things(
    text: &Text,
    sentence: usize,
    line: &Laid,
    number: &Number,
    dates: &[DateHit],
) -> bool {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let in_date = dates
        .iter()
        .any(|date| date.first <= number.last && number.first <= date.last);
    let next = lower(number.last + 1);
    let before = number.first.checked_sub(1).map(&lower).unwrap_or_default();
    let measured = text.codebook.words.listed(List::MeasureNouns, &next);
    // "87–90 %": a share of a hundred.
    let share_of_hundred = matches!(next.as_str(), "-" | "–" | "—" | "to")
        && numbers_at(text, sentence, number.last + 2)
        && matches!(lower(number.last + 3).as_str(), "%" | "percent");
    let hyphened = next == "-"
        && matches!(
            lower(number.last + 2).as_str(),
            "year" | "day" | "hour" | "month" | "week" | "metre" | "meter" | "mile" | "mm" | "km"
        );
    let age = before == ","
        && next == ","
        && number.first >= 2
        && line.pos(number.first - 2) == Pos::Propn
        && number.estimate.best() < 120;
    let half_a_word = matches!(
        before.as_str(),
        "top" | "section" | "article" | "no" | "chapter"
    );
    let chances = next == "out" && lower(number.last + 2) == "of"
        || before == "of" && number.first >= 2 && lower(number.first - 2) == "out";
    !(number.article
        || share_of_hundred
        || chances
        || in_date
        || measured
        || hyphened
        || age
        || half_a_word)
}

pub(super) fn new(
    setting: &Setting,
    number: &Number,
    what: &str,
    word: (usize, usize),
    rule: &'static str,
) -> Count {
    let last = number
        .last
        .max(if word.0 > number.last { word.1 } else { 0 });
    Count {
        what: what.to_owned(),
        what_span: setting.line.bytes(word.0, word.1),
        estimate: number.estimate,
        span: setting.line.bytes(number.first, number.last),
        first: number.first,
        last,
        rule,
        share: false,
        failed: None,
    }
}

fn effect_code(effect: Effect) -> &'static str {
    match effect {
        Effect::Killed => "killed",
        Effect::Injured => "injured",
        Effect::Casualties => "casualties",
        Effect::Arrested => "arrests",
        Effect::Abducted => "abducted",
    }
}

/// The effect that a word of the codebook tells.
pub(super) fn effect_of(text: &Text, sense: Sense) -> Option<&'static str> {
    Some(match sense {
        Sense::Trigger { trigger, .. } => {
            let trigger = &text.codebook.triggers[usize::from(trigger)];
            let code = text.codebook.events[trigger.event].code.as_str();
            if trigger.kills || code == "execution" {
                "killed"
            } else if trigger.injures {
                "injured"
            } else if code == "arrest" {
                "arrests"
            } else if code == "kidnapping" {
                "abducted"
            } else {
                return None;
            }
        }
        Sense::Cue { cue, .. } => match cue {
            Cue::Dead => "killed",
            Cue::Hurt => "injured",
            Cue::Arrested => "arrests",
            Cue::Abducted => "abducted",
            Cue::Displaced => "displaced",
            Cue::Surrendered => "surrenders",
            _ => return None,
        },
        Sense::Counted(code) => {
            let code = text.codebook.counted[usize::from(code)].as_str();
            match code {
                "killed" => "killed",
                "injured" => "injured",
                "casualties" => "casualties",
                "arrests" => "arrests",
                "abducted" => "abducted",
                _ => return None,
            }
        }
        _ => return None,
    })
}

/// People counted by what was done to them.
fn of_effect(setting: &Setting, number: &Number) -> Option<Count> {
    let Setting {
        text,
        stages,
        sentence,
        line,
        ..
    } = *setting;
    let attempted = || {
        (number.last + 1..number.last + 3)
            .find(|token| {
                text.word(sentence, *token)
                    .eq_ignore_ascii_case("attempted")
            })
            .map(|token| line.bytes(token, token))
    };
    let mut best: Option<Count> = None;
    if let Some(figure) = stages.figures[sentence].iter().find(|figure| {
        !figure.implied && figure.first <= number.last && number.first <= figure.last
    }) {
        let code = effect_code(figure.effect);
        let mut count = new(
            setting,
            number,
            code,
            (figure.word, figure.word),
            "tally/toll",
        );
        count.span = figure.span;
        count.estimate = figure.estimate;
        count.last = figure.last.max(count.last.min(figure.last));
        best = Some(count);
    }
    // "4,431 injured", "killed 32", "the deaths of 60", "18,600 (+/-1,000) were either killed".
    let behind = past_brackets(text, sentence, number.last + 1);
    let near = |hit: &&crate::text::Hit| {
        let after = hit.first > number.last
            && (hit.first == behind
                || hit.first <= behind + 4
                    && (behind..hit.first).all(|token| {
                        matches!(line.pos(token), Pos::Aux | Pos::Adv | Pos::Adj | Pos::Part)
                            || matches!(
                                text.word(sentence, token).to_lowercase().as_str(),
                                "were"
                                    | "was"
                                    | "been"
                                    | "have"
                                    | "had"
                                    | "either"
                                    | "others"
                                    | "more"
                                    | "people"
                                    | "persons"
                            )
                    }));
        let total = number.first >= 3
            && text.word(sentence, number.first - 1) == "of"
            && text.word(sentence, number.first - 2) == "total"
            && hit.last + 4 == number.first;
        let before = (hit.last + 1 == number.first || total)
            && matches!(
                hit.sense,
                Sense::Trigger {
                    form: Form::Past | Form::Participle | Form::Gerund,
                    ..
                } | Sense::Cue {
                    form: Form::Past | Form::Participle | Form::Gerund,
                    ..
                }
            );
        let of = hit.last + 2 == number.first && text.word(sentence, hit.last + 1) == "of";
        after || before || of
    };
    // "eleven of those killed", "38 of the deaths".
    let whole = text.word(sentence, number.last + 1) == "of"
        && matches!(
            text.word(sentence, number.last + 2),
            "the" | "those" | "these"
        );
    let of_whole = line.hits.iter().find_map(|hit| {
        (whole && hit.first == number.last + 3).then_some(())?;
        Some((effect_of(text, hit.sense)?, hit))
    });
    if let Some((code, hit)) = of_whole {
        best = Some(new(
            setting,
            number,
            code,
            (hit.first, hit.last),
            "tally/toll",
        ));
    }
    // "320 killed and 560 injured": the word right behind says more than one further off.
    let adjacent = line.hits.iter().find_map(|hit| {
        (hit.first == behind).then_some(())?;
        Some((effect_of(text, hit.sense)?, hit))
    });
    if let Some((code, hit)) = adjacent
        && best.as_ref().is_none_or(|count| count.what != code)
    {
        best = Some(new(
            setting,
            number,
            code,
            (hit.first, hit.last),
            "tally/toll",
        ));
    }
    if best.is_none() {
        best = line
            .hits
            .iter()
            .filter(near)
            .filter_map(|hit| Some((effect_of(text, hit.sense)?, hit)))
            .min_by_key(|(_, hit)| hit.first.abs_diff(number.last))
            .map(|(code, hit)| new(setting, number, code, (hit.first, hit.last), "tally/toll"));
    }
    if best.is_none() {
        best = lost(setting, number);
    }
    let mut count = best?;
    // "129 attempted homicides" are attacks that failed.
    if count.what == "killed"
        && let Some(span) = attempted()
    {
        "attacks".clone_into(&mut count.what);
        count.what_span = count.what_span.join(&span);
        count.failed = Some(span);
    }
    Some(count)
}

/// "lost 316 of its own men", "308,000 lost their lives".
fn lost(setting: &Setting, number: &Number) -> Option<Count> {
    let word = |token: usize| setting.text.word(setting.sentence, token).to_lowercase();
    let lose = |token: usize| matches!(word(token).as_str(), "lost" | "lose" | "loses" | "losing");
    let life = |token: usize| matches!(word(token).as_str(), "lives" | "life");
    let behind = (number.last + 1..number.last + 6).find(|token| lose(*token));
    if let Some(at) = behind.filter(|at| life(at + 2) || life(at + 1)) {
        return Some(new(setting, number, "killed", (at, at + 2), "tally/lives"));
    }
    let at = number.first.checked_sub(1).filter(|at| lose(*at))?;
    let people = setting.line.hits.iter().any(|hit| {
        (number.last + 1..=number.last + 5).contains(&hit.first)
            && matches!(
                hit.sense,
                Sense::People { .. }
                    | Sense::Target {
                        form: codebook::TermForm::Person,
                        ..
                    }
            )
    }) || (number.last + 1..=number.last + 5).any(|token| {
        matches!(
            word(token).as_str(),
            "members" | "men" | "fighters" | "soldiers" | "lives"
        )
    });
    people.then(|| new(setting, number, "killed", (at, at), "tally/lives"))
}

/// The token behind "(+/-1,000)", "(about 59%)".
pub(super) fn past_brackets(text: &Text, sentence: usize, token: usize) -> usize {
    if text.word(sentence, token) != "(" {
        return token;
    }
    (token..token + 10)
        .find(|at| text.word(sentence, *at) == ")")
        .map_or(token, |close| close + 1)
}

pub(super) fn numbers_at(text: &Text, sentence: usize, token: usize) -> bool {
    text.word(sentence, token)
        .starts_with(|letter: char| letter.is_ascii_digit())
}
