//! Numbers of people: what a number counts, and which effect it belongs to.

use super::{Effect, EffectWord, Figure};
use crate::numbers::Number;
use crate::text::{Hit, Laid, Text};
use codebook::{Cue, List, PersonNoun, Sense, TermForm};
use language::Pos;
use model::Estimate;

/// "eight people, including two guards", "nine dead, three of them children".
pub(super) fn is_part(text: &Text, sentence: usize, number: &Number) -> bool {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let before = number.first.checked_sub(1).map(&lower).unwrap_or_default();
    let earlier = number.first.checked_sub(2).map(&lower).unwrap_or_default();
    before == "including"
        || before == "them" && earlier == "among"
        || lower(number.last + 1) == "of"
            && matches!(
                lower(number.last + 2).as_str(),
                "them" | "whom" | "those" | "which"
            )
}

/// The effect a number belongs to: the nearest word that its people can stand with.
pub(super) fn counted(
    text: &Text,
    sentence: usize,
    line: &Laid,
    number: &Number,
    words: &[EffectWord],
    numbers: &[Number],
) -> Option<Figure> {
    // "No one was hurt": nobody is counted.
    if number.first > 0
        && text
            .word(sentence, number.first - 1)
            .eq_ignore_ascii_case("no")
        && text
            .word(sentence, number.first)
            .eq_ignore_ascii_case("one")
    {
        return None;
    }
    // "and one in Monguno that wounded four": an attack.
    let act = number.first == number.last
        && text
            .word(sentence, number.first)
            .eq_ignore_ascii_case("one")
        && line.pos(number.last + 1) == Pos::Adp
        && (number.last + 2..line.tokens.len().min(number.last + 9)).any(|at| {
            matches!(
                text.word(sentence, at).to_lowercase().as_str(),
                "that" | "which"
            ) && matches!(line.pos(at + 1), Pos::Verb | Pos::Aux)
        });
    if act {
        return None;
    }
    // "seven members of one family", "one of two brothers": of whom, not how many more.
    let of_whom = number.first >= 2
        && text
            .word(sentence, number.first - 1)
            .eq_ignore_ascii_case("of")
        && numbers.iter().any(|whole| {
            whole.last < number.first - 1
                && number.first - 1 - whole.last <= 2
                && !whole.article
                && (whole.last + 1 == number.first - 1
                    || matches!(line.pos(number.first - 2), Pos::Noun))
        });
    if of_whom {
        return None;
    }
    let (noun_last, target, attackers) = noun(text, sentence, line, number)?;
    let mut best: Option<(usize, &EffectWord)> = None;
    for word in words {
        let distance = if word.after && word.last < number.first {
            // "killing at least five people and injuring ten": nothing but the people of the
            // same list may stand between.
            let between = &(word.last + 1..number.first);
            if blocked(text, sentence, line, between.clone(), words) {
                continue;
            }
            number.first - word.last
        } else if word.before && noun_last < word.token {
            let gap = word.token - noun_last;
            let between = noun_last + 1..word.token;
            // "Eight people, among them two children, died"
            let inserted = text.word(sentence, noun_last + 1) == ","
                && (word.token.saturating_sub(3)..word.token)
                    .any(|at| text.word(sentence, at) == ",")
                && matches!(
                    text.word(sentence, noun_last + 2).to_lowercase().as_str(),
                    "including" | "among" | "most" | "some" | "all" | "many" | "mostly" | "mainly"
                );
            let bracketed = between
                .clone()
                .any(|token| text.word(sentence, token) == "(");
            // "Three soldiers and seven gunmen of the Example Front were killed"
            let listed = numbers.iter().any(|other| {
                other.first > noun_last
                    && other.last < word.token
                    && and_list(text, sentence, noun_last, other.first)
            });
            let limit = if inserted {
                24
            } else if listed {
                18
            } else if bracketed {
                14
            } else {
                9
            };
            if gap > limit
                || numbers.iter().any(|other| {
                    other.first > noun_last
                        && other.last < word.token
                        && !other.article
                        && !(inserted && word.token - other.last > 1)
                        && !and_list(text, sentence, noun_last, other.first)
                })
            {
                continue;
            }
            gap
        } else if word.before && number.first <= word.token && word.token <= noun_last {
            1
        } else {
            continue;
        };
        if best.is_none_or(|(nearest, _)| distance < nearest) {
            best = Some((distance, word));
        }
    }
    let (_, word) = best?;
    // "killed all four attackers, a police commander said"
    if number.article && line.has_cue(Cue::Say, noun_last + 1, noun_last + 2) {
        return None;
    }
    // "wounding a guard", "killed a 16-year-old Palestinian": whoever is killed or hurt is a person.
    let somebody = number.article
        && word.after
        && word.last + 1 == number.first
        && matches!(word.effect, Effect::Killed | Effect::Injured)
        && (target.is_none() && noun_last > number.last && line.pos(noun_last) == Pos::Noun
            || by_nation(line, number.last + 1).is_some());
    let noun_last = by_nation(line, number.last + 1)
        .filter(|_| somebody)
        .map_or(noun_last, |last| last.max(noun_last));
    // "a man was killed" counts one; "a bomb" counts nobody.
    if number.article
        && !somebody
        && !target.is_some_and(|hit| {
            matches!(
                hit.sense,
                Sense::Target {
                    form: TermForm::Person,
                    ..
                }
            )
        })
    {
        return None;
    }
    Some(Figure {
        effect: word.effect,
        estimate: if and_others(text, sentence, noun_last) {
            Estimate {
                max: None,
                ..number.estimate
            }
        } else {
            number.estimate
        },
        span: line.bytes(number.first, noun_last),
        word: word.token,
        first: number.first,
        last: noun_last,
        target,
        attackers,
        implied: false,
        part: is_part(text, sentence, number),
    })
}

/// "a 16-year-old *Palestinian*": a person by a nation, with no noun behind.
fn by_nation(line: &Laid, from: usize) -> Option<usize> {
    (from..from + 6)
        .take_while(|at| !matches!(line.pos(*at), Pos::Verb | Pos::Aux | Pos::Adp))
        .find(|at| {
            line.hits
                .iter()
                .any(|hit| hit.last == *at && matches!(hit.sense, Sense::Demonym { .. }))
                && !matches!(line.pos(at + 1), Pos::Noun | Pos::Propn | Pos::Adj)
        })
}

/// "thirteen soldiers plus many others": the number is not all of them.
pub(super) fn and_others(text: &Text, sentence: usize, last: usize) -> bool {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    matches!(lower(last + 1).as_str(), "plus" | "and")
        && matches!(
            lower(last + 2).as_str(),
            "many" | "several" | "scores" | "dozens" | "numerous" | "countless"
        )
        && (last + 3..last + 5)
            .any(|token| matches!(lower(token).as_str(), "others" | "more" | "civilians"))
}

pub(super) fn and_list(text: &Text, sentence: usize, from: usize, to: usize) -> bool {
    to > from
        && to - from <= 4
        && (from + 1..to).all(|token| {
            matches!(
                text.word(sentence, token).to_lowercase().as_str(),
                "and" | "," | "including" | "at" | "least" | "another" | "(" | "or"
            )
        })
}

/// The noun that a number counts; `None` where it counts something that is no people.
pub(super) fn noun(
    text: &Text,
    sentence: usize,
    line: &Laid,
    number: &Number,
) -> Option<(usize, Option<Hit>, bool)> {
    let start = number.last + 1;
    let mut last = number.last;
    let mut target = None;
    let mut attackers = false;
    let mut token = start;
    let mut steps = 0;
    while token < line.tokens.len() && steps < 7 {
        steps += 1;
        if let Some(hit) = line
            .hits
            .iter()
            .filter(|hit| hit.first == token)
            .max_by_key(|hit| match hit.sense {
                Sense::Target {
                    form: TermForm::Person,
                    ..
                } => 3,
                Sense::People { .. } => 2,
                Sense::Target { .. } => 1,
                _ => 0,
            })
        {
            match hit.sense {
                Sense::Target {
                    form: TermForm::Person,
                    ..
                } => {
                    attackers = line.hits.iter().any(|other| {
                        other.first == token
                            && matches!(
                                other.sense,
                                Sense::People {
                                    kind: PersonNoun::Nobody,
                                    ..
                                }
                            )
                    });
                    target = Some(*hit);
                    last = hit.last;
                    // "police officers", "embassy staff workers": the last noun counts.
                    token = hit.last + 1;
                    if matches!(line.pos(token), Pos::Noun | Pos::Propn) {
                        continue;
                    }
                    break;
                }
                Sense::People { kind, .. } => {
                    attackers = matches!(kind, PersonNoun::Nobody | PersonNoun::Body);
                    last = hit.last;
                    break;
                }
                Sense::Target { .. } => {
                    target = Some(*hit);
                    last = hit.last;
                    token = hit.last + 1;
                    continue;
                }
                _ => {}
            }
        }
        let word = text.word(sentence, token).to_lowercase();
        // "two would-be bombers"
        if word == "would"
            && text.word(sentence, token + 1) == "-"
            && text.word(sentence, token + 2).eq_ignore_ascii_case("be")
        {
            token += 3;
            continue;
        }
        if matches!(
            word.as_str(),
            "others"
                | "other"
                | "more"
                | "people"
                | "persons"
                | "dead"
                | "wounded"
                | "injured"
                | "lives"
                | "deaths"
                | "fatalities"
                | "casualties"
                | "injuries"
                | "members"
                | "victims"
                | "of"
        ) {
            if matches!(word.as_str(), "other" | "more" | "members" | "of") {
                token += 1;
                continue;
            }
            if matches!(word.as_str(), "others" | "people" | "persons" | "victims") {
                last = token;
            }
            break;
        }
        match line.pos(token) {
            Pos::Adj | Pos::Propn | Pos::Det | Pos::Num => token += 1,
            Pos::Punct if word == "-" => token += 1,
            Pos::Part | Pos::Noun if matches!(word.as_str(), "'s" | "’s") => token += 1,
            Pos::Noun => {
                // A noun that the codebook does not know: people only where it says so.
                if measure(text, &word) {
                    return None;
                }
                last = token;
                token += 1;
                if !matches!(line.pos(token), Pos::Noun | Pos::Propn) {
                    break;
                }
            }
            _ => break,
        }
    }
    if measure(text, &text.word(sentence, start).to_lowercase()) {
        return None;
    }
    Some((last, target, attackers))
}

/// Nouns that a number counts without counting people.
fn measure(text: &Text, word: &str) -> bool {
    let words = &text.codebook.words;
    words.listed(List::MeasureNouns, word) || words.listed(List::ThingNouns, word)
}

/// True where a number cannot belong to an effect word before it.
pub(super) fn blocked(
    text: &Text,
    sentence: usize,
    line: &Laid,
    between: std::ops::Range<usize>,
    words: &[EffectWord],
) -> bool {
    if between.len() > 22 {
        return true;
    }
    for token in between {
        if words.iter().any(|word| word.token == token) {
            return true;
        }
        let word = text.word(sentence, token).to_lowercase();
        if matches!(
            word.as_str(),
            ";" | "after"
                | "before"
                | "while"
                | "when"
                | "during"
                | "in"
                | "at"
                | "on"
                | "by"
                | "who"
                | "which"
                | "with"
                | "from"
                | "since"
                | "near"
                | "until"
                | "if"
                | "unless"
        ) {
            return true;
        }
        let finite = matches!(line.pos(token), Pos::Verb)
            && matches!(
                line.form(token),
                language::Form::Past | language::Form::Present | language::Form::PresentThird
            );
        if finite {
            return true;
        }
    }
    false
}
