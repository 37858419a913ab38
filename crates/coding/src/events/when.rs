//! The day of an act among the dates of its sentence.

use super::fronted::{from_then, own_day};
use super::{Found, Told, Word, definite, trigger};
use crate::dates::DateHit;
use crate::text::{Hit, Laid, Text};
use codebook::{Cue, Sense};
use language::Pos;
use model::Status;

/// The date in its part nearest to the trigger, or the one that opens the sentence.
pub(super) fn date_of(
    text: &Text,
    sentence: usize,
    line: &Laid,
    part: (usize, usize),
    words: &[Word],
    found: &Found,
) -> Option<DateHit> {
    let main = words.first()?;
    // "released a magazine on 4 May that celebrated the recent attack": the day of the magazine.
    let pointing = definite(text, sentence, line, main)
        && text.codebook.events[trigger(text, main).event].class == "attack";
    let another = |date: &DateHit| {
        pointing
            && date.last < main.first
            && (date.last + 1..main.first).any(|at| {
                line.pos(at) == Pos::Verb
                    && matches!(
                        line.form(at),
                        language::Form::Past | language::Form::PresentThird
                    )
            })
    };
    let class = text.codebook.events[trigger(text, main).event]
        .class
        .as_str();
    // "taken before the attack, and matches footage which local media published on Wednesday"
    let of_a_clause = |date: &DateHit| {
        pointing
            && date.first > main.last
            && (main.last + 1..date.first).any(|at| {
                matches!(
                    text.word(sentence, at).to_lowercase().as_str(),
                    "which" | "that" | "who"
                ) && (at + 1..date.first).any(|verb| line.pos(verb) == Pos::Verb)
                    // "the explosion that killed five people on 12 March" is the act's own clause.
                    && !line.hits.iter().any(|hit| {
                        at < hit.first
                            && hit.first < date.first
                            && matches!(
                                hit.sense,
                                Sense::Trigger { .. }
                                    | Sense::Cue {
                                        cue: Cue::Dead | Cue::Hurt | Cue::Casualty,
                                        ..
                                    }
                            )
                    })
            })
    };
    // "The investigation into the killing of the priests continued on Monday": what goes on is not the act.
    let of_the_rest = |date: &DateHit| {
        pointing
            && date.first > main.last
            && (main.last + 1..date.first)
                .find(|at| {
                    line.pos(*at) == Pos::Verb
                        && matches!(
                            line.form(*at),
                            language::Form::Past | language::Form::PresentThird
                        )
                })
                .filter(|verb| {
                    !line.hits.iter().any(|hit| {
                        hit.first <= *verb
                            && *verb <= hit.last
                            && matches!(hit.sense, Sense::Trigger { .. })
                    })
                })
                .and_then(|verb| super::subject_of(text, sentence, line, verb))
                .is_some_and(|(subject, _)| {
                    subject + 1 < main.first
                        && line.pos(subject) == Pos::Noun
                        && !line.hits.iter().any(|hit| {
                            hit.first <= subject
                                && subject <= hit.last
                                && matches!(hit.sense, Sense::Trigger { .. } | Sense::Weapon { .. })
                        })
                })
    };
    let opening = super::fronted::fronted(text, sentence, line, found);
    let compared = super::comparison(text, sentence, line).or(opening.map(|(_, comma)| comma));
    let usable = |date: &&DateHit| {
        date.rule != "date/decade"
            && compared.is_none_or(|comma| (date.first < comma) == (main.first < comma))
            && !another(date)
            && !of_the_rest(date)
            && !of_a_clause(date)
            && !(text.telegraphed()
                && (ahead(text, date) && class != "threat"
                    || class == "attack" && said_then(text, sentence, line, date)
                    || beside_the_point(text, sentence, line, main, date)))
    };
    let own = found
        .dates
        .iter()
        .filter(|date| part.0 <= date.first && date.first <= part.1)
        .filter(usable)
        .min_by_key(|date| {
            let distance = date.first.abs_diff(main.first);
            // A year alone gives way to a day; a bounded date to a plain one.
            let vague = usize::from(date.when.days().is_none_or(|days| days > 62)) * 30;
            // "during Palm Sunday mass on 28 March 2021": the feast only names the day again.
            let feast = usize::from(date.rule == "date/feast" && !date.own_year) * 60;
            // "on 20 January 2020, the third such attack that month": the day, not its month.
            let wider = usize::from(found.dates.iter().any(|other| {
                other.first != date.first
                    && other.when.is_day()
                    && !date.when.is_day()
                    && date.when.contains(&other.when)
                    && part.0 <= other.first
                    && other.first <= part.1
            })) * 40;
            // "denied on Friday that it had planted the bomb … on Wednesday": the day of the denial.
            let spoken = usize::from(said_then(text, sentence, line, date)) * 40;
            (distance + vague + wider + feast + spoken, date.first)
        });
    let own = own
        .or_else(|| {
            let mut dates = found.dates.iter().filter(usable);
            dates.find(|date| date.first < main.first && date.first <= 6)
        })
        .cloned();
    // "held it from 2015 to 2018 until it was beaten in an offensive": when the time ended.
    let ended = |date: DateHit| match date.until {
        Some(end)
            if date.last < main.first
                && (date.last + 1..main.first)
                    .any(|at| text.word(sentence, at).eq_ignore_ascii_case("until")) =>
        {
            DateHit { when: end, ..date }
        }
        _ => date,
    };
    let own = own.map(ended);
    match opening {
        // "Since the 12 January bombing, soldiers have killed …"
        Some((_, comma)) if main.first < comma => own.map(own_day),
        Some((link, comma)) if own.is_none() => {
            let mut before = found.dates.iter().filter(|date| date.first < comma);
            before.find_map(|date| from_then(text, sentence, link, date))
        }
        _ => own,
    }
}

/// "In December, arrests followed of men who planned attacks on Christmas Eve": a plot is of the day on which it was
/// stopped, where the words tell that day too.
pub(super) fn when_stopped(
    text: &Text,
    sentence: usize,
    line: &Laid,
    told: &mut Told,
    found: &Found,
) {
    let Some(act) = told
        .words
        .first()
        .filter(|_| told.status.0 == Status::Foiled)
    else {
        return;
    };
    let stops = |hit: &&Hit| match hit.sense {
        Sense::Trigger { trigger, .. } => {
            let event = text.codebook.triggers[usize::from(trigger)].event;
            text.codebook.events[event].class == "operation"
        }
        Sense::Cue { cue, .. } => cue == Cue::Foil,
        _ => false,
    };
    // What stands behind the act is the day that it was meant for, until the words come back to its end.
    let meant = |date: &DateHit| {
        date.first > act.last
            && !(line.hits.iter().filter(stops))
                .any(|hit| hit.first > act.last && hit.last < date.first)
    };
    let is_meant = told.date.as_ref().is_some_and(meant);
    if !is_meant {
        return;
    }
    let other = found
        .dates
        .iter()
        .filter(|date| !meant(date) && date.rule != "date/decade" && date.when.first.is_some());
    // The day on which it was told comes last.
    let other = other.min_by_key(|date| said_then(text, sentence, line, date));
    if let Some(date) = other {
        told.date = Some(date.clone());
    }
}

/// "the elections, to be held on 11 March": a wire tells what was done before it was sent.
fn ahead(text: &Text, date: &DateHit) -> bool {
    text.published
        .zip(date.when.first)
        .is_some_and(|(published, first)| first > published)
}

/// "the murder of the mayor, who took office in 1984": a year in a wire is the act's only where nothing stands
/// between them but what was attacked, or where it opens the sentence.
fn beside_the_point(
    text: &Text,
    sentence: usize,
    line: &Laid,
    word: &Word,
    date: &DateHit,
) -> bool {
    if date.when.days().is_some_and(|days| days <= 92) {
        return false;
    }
    // "In 1984, …", "noted that in 1984, …"
    let opens = date.first <= 1
        || date.last < word.first
            && text.word(sentence, date.last + 1) == ","
            && text
                .word(sentence, date.first - 1)
                .eq_ignore_ascii_case("in");
    let behind = date.first > word.last
        && date.first - word.last <= 10
        && !(word.last + 1..date.first).any(|at| {
            matches!(line.pos(at), Pos::Verb | Pos::Aux | Pos::Pron | Pos::Punct)
                || matches!(
                    text.word(sentence, at).to_lowercase().as_str(),
                    "after" | "since" | "until" | "before" | "during"
                )
        });
    !opens && !behind
}

/// "denied on Friday", "said late on Monday": the day on which somebody spoke.
pub(super) fn said_then(text: &Text, sentence: usize, line: &Laid, date: &DateHit) -> bool {
    // "claimed responsibility on Thursday for an attack"
    let claimed = text
        .word(sentence, date.last + 1)
        .eq_ignore_ascii_case("for")
        && line.has_cue(
            Cue::Claim,
            date.first.saturating_sub(5),
            date.first.saturating_sub(1),
        );
    if claimed {
        return true;
    }
    // "said in a statement on Monday": nothing but what it was said in stands between.
    let in_words = (1..=8)
        .map_while(|back| date.first.checked_sub(back))
        .find(|at| matches!(line.pos(*at), Pos::Verb | Pos::Punct | Pos::Sconj))
        .is_some_and(|at| {
            line.pos(at) == Pos::Verb
                && line.cue(Cue::Say, at, at).is_some_and(|hit| hit.last == at)
                && text.word(sentence, at + 1).eq_ignore_ascii_case("in")
                && !line.hits.iter().any(|hit| {
                    at < hit.first
                        && hit.first < date.first
                        && matches!(hit.sense, Sense::Trigger { .. })
                })
        });
    if in_words {
        return true;
    }
    let verb = (1..=3)
        .filter_map(|back| date.first.checked_sub(back))
        .find(|at| {
            !matches!(
                text.word(sentence, *at).to_lowercase().as_str(),
                "on" | "late" | "early" | "the"
            )
        });
    verb.is_some_and(|at| {
        [Cue::Say, Cue::Deny, Cue::Claim, Cue::Warn]
            .iter()
            .any(|cue| line.cue(*cue, at, at).is_some_and(|hit| hit.last == at))
            && line.pos(at) == Pos::Verb
    })
}
