//! Tolls told otherwise: "risen to nine", "killed the director", "killed and injured residents".

use super::{Effect, EffectWord, Figure, blocked, noun};
use crate::numbers::Number;
use crate::text::{Hit, Laid, Text};
use codebook::{Cue, Form, PersonNoun, Sense, TermForm};
use language::Pos;
use model::Estimate;

/// "the toll has risen to nine", "a death toll of 40".
pub(super) fn risen(
    text: &Text,
    sentence: usize,
    line: &Laid,
    numbers: &[Number],
) -> Option<Figure> {
    let toll = line.hits.iter().find(|hit| {
        matches!(hit.sense, Sense::Cue { cue: Cue::Tally, form } if form != Form::Fixed)
            && text
                .word(sentence, hit.last)
                .to_lowercase()
                .starts_with("toll")
    });
    // "The number of people killed in the bombing has risen to nine"
    let number_of = || {
        (0..line.tokens.len()).find(|at| {
            let lower = |at: usize| text.word(sentence, at).to_lowercase();
            lower(*at) == "number"
                && lower(*at + 1) == "of"
                && (*at + 2..*at + 5).any(|at| {
                    matches!(
                        lower(at).as_str(),
                        "killed" | "dead" | "deaths" | "fatalities"
                    )
                })
                && (at
                    .checked_sub(2)
                    .is_some_and(|at| matches!(lower(at).as_str(), "put" | "puts"))
                    || (*at + 3..line.tokens.len()).any(|at| {
                        matches!(
                            lower(at).as_str(),
                            "risen"
                                | "rises"
                                | "rose"
                                | "climbed"
                                | "increased"
                                | "increases"
                                | "reached"
                        )
                    }))
        })
    };
    let (from, head) = match toll {
        Some(hit) => (hit.first, hit.last),
        None => number_of().map(|at| (at, at))?,
    };
    let number = numbers.iter().find(|number| {
        let before = |words: &[&str]| {
            (1..=4)
                .filter_map(|back| number.first.checked_sub(back))
                .take_while(|at| *at > head)
                .any(|at| words.contains(&text.word(sentence, at).to_lowercase().as_str()))
        };
        // "the toll of the attack on the airport in the capital … increases to 175"
        let far = number.first > head + 14;
        number.first > head
            && number.first <= head + 36
            && !number.article
            && if far {
                before(&[
                    "to", "reaches", "reached", "passes", "passed", "exceeds", "exceeded",
                ])
            } else {
                before(&[
                    "to", "at", "of", "reaches", "reached", "passes", "passed", "exceeds",
                    "exceeded", "was", "is", "hit", "hits",
                ])
            }
    })?;
    // "312 this year", "the toll of the war", "the number of wounded": not the dead of one act.
    let wider = (from..line.tokens.len()).any(|at| {
        matches!(
            text.word(sentence, at).to_lowercase().as_str(),
            "year" | "month" | "war" | "conflict" | "since" | "wounded" | "injured" | "overall"
        )
    });
    if wider {
        return None;
    }
    let (last, target, _) =
        noun(text, sentence, line, number).unwrap_or((number.last, None, false));
    Some(Figure {
        effect: Effect::Killed,
        estimate: number.estimate,
        span: line.bytes(number.first, last.max(number.last)),
        word: from,
        first: number.first,
        last: last.max(number.last),
        target,
        attackers: false,
        implied: false,
        part: false,
    })
}

/// "killed and injured residents": people in the plural and no number count two or more.
pub(super) fn bare_plural(
    text: &Text,
    sentence: usize,
    line: &Laid,
    word: &EffectWord,
    words: &[EffectWord],
    figures: &[Figure],
) -> Option<Figure> {
    if !word.after
        || !matches!(word.effect, Effect::Killed | Effect::Injured)
        || figures.iter().any(|figure| figure.effect == word.effect)
        || matches!(
            line.form(word.token),
            language::Form::Base | language::Form::Present
        )
    {
        return None;
    }
    let mut token = word.last + 1;
    // Another effect and adjectives may stand between.
    while token < line.tokens.len() && token <= word.last + 6 {
        let other = words.iter().find(|other| other.token == token);
        if let Some(other) = other {
            token = other.last + 1;
            continue;
        }
        let hit = line.hits.iter().find(|hit| {
            hit.first == token
                && matches!(
                    hit.sense,
                    Sense::Target {
                        form: TermForm::Person,
                        plural: true,
                        ..
                    }
                )
        });
        if let Some(hit) = hit {
            return Some(Figure {
                effect: word.effect,
                estimate: Estimate::at_least(2),
                span: hit.span,
                word: word.token,
                first: hit.first,
                last: hit.last,
                target: Some(*hit),
                attackers: false,
                implied: true,
                part: false,
            });
        }
        let passes = matches!(line.pos(token), Pos::Adj | Pos::Noun | Pos::Propn)
            || text.word(sentence, token) == "and" && token == word.last + 1
            || text.word(sentence, token) == "and"
                && words.iter().any(|other| other.token == token + 1);
        if !passes {
            return None;
        }
        token += 1;
    }
    None
}

/// "a judge and his driver were killed", "the wife and three children": a person beside those counted.
fn joined(text: &Text, sentence: usize, figure: &Figure, hit: &Hit) -> bool {
    let (first, last) = if figure.last < hit.first {
        (figure.last + 1, hit.first)
    } else {
        (hit.last + 1, figure.first)
    };
    // "the mayor, Ali Example, and a journalist": a name stands between.
    let named = text.word(sentence, first) == ",";
    last >= first
        && last - first <= if named { 8 } else { 4 }
        && (first..last).any(|at| text.word(sentence, at).eq_ignore_ascii_case("and"))
}

/// "killed the director", "killing his wife", "X was killed": a person told without a number.
pub(super) fn implied(
    text: &Text,
    sentence: usize,
    line: &Laid,
    word: &EffectWord,
    figures: &[Figure],
) -> Option<Figure> {
    if matches!(word.effect, Effect::Casualties) {
        return None;
    }
    // "The mayor was not killed"
    if line.has_cue(
        Cue::Negate,
        word.token.saturating_sub(2),
        word.token.saturating_sub(1),
    ) {
        return None;
    }
    let range = if word.after {
        word.last + 1..(word.last + 13).min(line.tokens.len())
    } else if word.before {
        word.token.saturating_sub(7)..word.token
    } else {
        return None;
    };
    let own: Vec<&Figure> = figures
        .iter()
        .filter(|figure| figure.word == word.token)
        .collect();
    // "a soldier died and two others were hurt": the soldier is counted among the dead already.
    let covered = |hit: &Hit| {
        figures.iter().any(|figure| {
            (figure.word == word.token || !own.is_empty())
                && figure.first <= hit.last
                && hit.first <= figure.last
        })
    };
    // "killing his wife and three children": the wife counts one beside the children.
    let determined = |hit: &Hit| {
        (1..=5).any(|back| {
            hit.first.checked_sub(back).is_some_and(|at| {
                at >= range.start.saturating_sub(2)
                    && matches!(
                        text.word(sentence, at).to_lowercase().as_str(),
                        "the"
                            | "his"
                            | "her"
                            | "their"
                            | "its"
                            | "another"
                            | "’s"
                            | "'s"
                            | "a"
                            | "an"
                    )
            })
        })
    };
    let mut candidates = line.hits.iter().filter(|hit| {
        range.contains(&hit.first)
            && matches!(
                hit.sense,
                Sense::Target {
                    form: TermForm::Person,
                    plural: false,
                    ..
                }
            )
            && !covered(hit)
            && determined(hit)
            && !(hit.last + 1..line.tokens.len().min(hit.last + 2)).any(|token| {
                matches!(text.word(sentence, token), "'s" | "’s")
                    || matches!(line.pos(token), Pos::Noun)
            })
    });
    let hit = if word.after {
        candidates.next()
    } else {
        candidates.next_back()
    }?;
    if word.after {
        // "wounding 18, the governor said": who is not joined to those counted is none of them.
        let counted = own.iter().any(|figure| figure.first < hit.first);
        if counted && !own.iter().any(|figure| joined(text, sentence, figure, hit)) {
            return None;
        }
        let between = word.last + 1..hit.first;
        if blocked(text, sentence, line, between, &[]) {
            return None;
        }
    } else if !own.is_empty() && !own.iter().all(|figure| joined(text, sentence, figure, hit)) {
        return None;
    }
    let passive_name = word.before;
    let attackers = line.hits.iter().any(|other| {
        other.first == hit.first
            && matches!(
                other.sense,
                Sense::People {
                    kind: PersonNoun::Nobody,
                    ..
                }
            )
    });
    Some(Figure {
        effect: word.effect,
        estimate: if passive_name || word.after {
            Estimate::exactly(1)
        } else {
            Estimate::at_least(1)
        },
        span: hit.span,
        word: word.token,
        first: hit.first,
        last: hit.last,
        target: Some(*hit),
        attackers,
        implied: true,
        part: false,
    })
}
