//! The words that tell what happened to people, and on which side of them the people stand.

use super::{Effect, EffectWord, noun};
use crate::numbers::Number;
use crate::text::{Hit, Laid, Text};
use codebook::{Cue, Form, Sense};
use language::Pos;

/// Whether a phrase can tell what happened to people.
pub(super) fn tells(text: &Text, hit: &Hit) -> bool {
    match hit.sense {
        Sense::Trigger { trigger, .. } => {
            let trigger = &text.codebook.triggers[usize::from(trigger)];
            let code = text.codebook.events[trigger.event].code.as_str();
            trigger.kills
                || trigger.injures
                || trigger.form == codebook::TriggerForm::Verb
                || matches!(code, "arrest" | "kidnapping")
        }
        Sense::Cue { cue, .. } => matches!(
            cue,
            Cue::Dead | Cue::Hurt | Cue::Casualty | Cue::Arrested | Cue::Abducted | Cue::Tally
        ),
        _ => false,
    }
}

/// "sentenced three men to *death*": a judgement, and nobody dead.
fn to_death(text: &Text, sentence: usize, hit: &Hit) -> bool {
    let lower = |at: usize| text.word(sentence, at).to_lowercase();
    hit.first > 0
        && lower(hit.first - 1) == "to"
        && (hit.first.saturating_sub(12)..hit.first).any(|at| {
            matches!(
                lower(at).as_str(),
                "sentenced" | "sentence" | "sentences" | "condemned"
            )
        })
}

pub(super) fn effect_words(
    text: &Text,
    sentence: usize,
    line: &Laid,
    numbers: &[Number],
) -> Vec<EffectWord> {
    let mut words: Vec<EffectWord> = Vec::new();
    for hit in &line.hits {
        if to_death(text, sentence, hit) {
            continue;
        }
        let found = match hit.sense {
            Sense::Trigger { trigger, form } => {
                let trigger = &text.codebook.triggers[usize::from(trigger)];
                // "ISIL-held building"
                if hit.first > 0
                    && text.word(sentence, hit.first - 1) == "-"
                    && matches!(form, Form::Past | Form::Participle)
                {
                    continue;
                }
                let code = text.codebook.events[trigger.event].code.as_str();
                let effect = if trigger.kills
                    || trigger.phrase.ends_with("dead")
                    || trigger.phrase.ends_with("to death")
                    || trigger.phrase == "gun down"
                    || trigger.phrase == "behead"
                {
                    Effect::Killed
                } else if trigger.injures {
                    Effect::Injured
                } else if code == "arrest" {
                    Effect::Arrested
                } else if code == "kidnapping" {
                    Effect::Abducted
                } else {
                    continue;
                };
                verb_word(
                    text,
                    sentence,
                    hit,
                    effect,
                    form,
                    trigger.victim_subject,
                    numbers,
                )
            }
            Sense::Cue { cue, form } => {
                let effect = match cue {
                    Cue::Dead => Effect::Killed,
                    Cue::Hurt => Effect::Injured,
                    Cue::Casualty
                        if hit.span.of(text.text).to_lowercase().starts_with("casualt")
                            || form == Form::Fixed =>
                    {
                        Effect::Casualties
                    }
                    Cue::Arrested => Effect::Arrested,
                    Cue::Abducted => Effect::Abducted,
                    _ => continue,
                };
                noun_or_state(text, sentence, line, hit, effect, form, numbers)
            }
            _ => continue,
        };
        if let Some(word) = found
            && !words
                .iter()
                .any(|other| other.token == word.token && other.effect == word.effect)
        {
            words.push(word);
        }
    }
    words.sort_by_key(|word| word.token);
    // "shot dead": the second word tells nothing new.
    let spans: Vec<(usize, usize, Effect)> = words
        .iter()
        .map(|word| (word.token, word.last, word.effect))
        .collect();
    words.retain(|word| {
        !spans.iter().any(|(first, last, effect)| {
            *effect == word.effect && *first < word.token && word.last <= *last
        })
    });
    // "killed and injured" as one word hides its parts.
    let whole: Vec<(usize, usize)> = words
        .iter()
        .filter(|word| word.effect == Effect::Casualties && word.last > word.token)
        .map(|word| (word.token, word.last))
        .collect();
    words.retain(|word| {
        word.effect == Effect::Casualties
            || !whole
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&word.token))
    });
    words
}

pub(super) fn verb_word(
    text: &Text,
    sentence: usize,
    hit: &Hit,
    effect: Effect,
    form: Form,
    victim_subject: bool,
    numbers: &[Number],
) -> Option<EffectWord> {
    let line = &text.sentences[sentence];
    if victim_subject {
        return Some(EffectWord {
            effect,
            token: hit.first,
            last: hit.last,
            before: true,
            after: false,
        });
    }
    if matches!(form, Form::Singular | Form::Plural) {
        // "the killing of five": the people follow "of".
        return (text.word(sentence, hit.last + 1) == "of").then_some(EffectWord {
            effect,
            token: hit.first,
            last: hit.last,
            before: false,
            after: true,
        });
    }
    let passive = beside(text, sentence, line, hit, numbers)
        .unwrap_or_else(|| is_passive(text, sentence, line, hit.first));
    Some(EffectWord {
        effect,
        token: hit.first,
        last: hit.last,
        before: passive,
        after: !passive,
    })
}

/// Voice by what stands right beside the word: "and injured at least 12" acts on them, "37 others
/// injured" has them before it. `None` where neither or an auxiliary tells.
pub(super) fn beside(
    text: &Text,
    sentence: usize,
    line: &Laid,
    hit: &Hit,
    numbers: &[Number],
) -> Option<bool> {
    let auxiliary = (1..=3).any(|back| {
        hit.first.checked_sub(back).is_some_and(|at| {
            matches!(
                text.word(sentence, at).to_lowercase().as_str(),
                "was" | "were" | "been" | "being" | "be" | "is" | "are" | "got"
            )
        })
    });
    if auxiliary {
        return None;
    }
    let counts = |number: &&Number| !number.article;
    if numbers
        .iter()
        .filter(counts)
        .any(|number| number.first == hit.last + 1)
    {
        return Some(false);
    }
    let participle = matches!(
        line.form(hit.first),
        language::Form::PastParticiple | language::Form::Past | language::Form::None
    ) || line.pos(hit.first) == Pos::Adj;
    let before = numbers.iter().filter(counts).any(|number| {
        if number.last >= hit.first {
            return false;
        }
        // Only the counted noun stands between.
        let people = noun(text, sentence, line, number).map_or(number.last, |(last, ..)| last);
        people.max(number.last) + 1 == hit.first
    });
    (participle && before).then_some(true)
}

/// "was killed", "were shot", "killed by", "those killed": the people stand before it.
pub(crate) fn is_passive(text: &Text, sentence: usize, line: &Laid, verb: usize) -> bool {
    if !matches!(
        line.form(verb),
        language::Form::PastParticiple | language::Form::Past | language::Form::None
    ) && line.pos(verb) != Pos::Adj
    {
        return false;
    }
    for back in 1..=4 {
        let Some(at) = verb.checked_sub(back) else {
            break;
        };
        let word = text.word(sentence, at).to_lowercase();
        if matches!(
            word.as_str(),
            "was" | "were" | "been" | "being" | "be" | "is" | "are" | "got" | "get" | "’re" | "'re"
        ) {
            return true;
        }
        let between = matches!(line.pos(at), Pos::Adv | Pos::Part | Pos::Aux)
            || matches!(
                word.as_str(),
                "," | "and"
                    | "or"
                    | "reportedly"
                    | "also"
                    | "shot"
                    | "killed"
                    | "wounded"
                    | "injured"
                    | "arrested"
                    | "kidnapped"
            );
        if !between {
            break;
        }
    }
    let next = text.word(sentence, verb + 1).to_lowercase();
    if next == "by" || next == "in" && line.form(verb) == language::Form::PastParticiple {
        return true;
    }
    // A participle with nothing behind it that it could act on: "six killed, ten wounded"; at the end of a note
    // also what looks like a past: "3 fighters and 1 child killed."
    let ends = matches!(next.as_str(), "" | ".") && line.form(verb) == language::Form::Past;
    // "killed at least 19 people": "at" opens the object.
    let counts = next == "at"
        && matches!(
            text.word(sentence, verb + 2).to_lowercase().as_str(),
            "least" | "most"
        );
    // "four were killed and 19 injured when …"
    let counted = line.pos(verb) == Pos::Adj
        && verb > 0
        && line.pos(verb - 1) == Pos::Num
        && !matches!(line.pos(verb + 1), Pos::Noun | Pos::Propn | Pos::Adj);
    if counts {
        return false;
    }
    ends || counted
        || line.form(verb) == language::Form::PastParticiple
            && (next.is_empty()
                || matches!(
                    next.as_str(),
                    "," | "." | "and" | ";" | "on" | "at" | "when" | "after" | "near" | "during"
                ))
}

pub(super) fn noun_or_state(
    text: &Text,
    sentence: usize,
    line: &Laid,
    hit: &Hit,
    effect: Effect,
    form: Form,
    numbers: &[Number],
) -> Option<EffectWord> {
    let word = hit.span.of(text.text).to_lowercase();
    let next = text.word(sentence, hit.last + 1).to_lowercase();
    let plain = |before, after| {
        Some(EffectWord {
            effect,
            token: hit.first,
            last: hit.last,
            before,
            after,
        })
    };
    match form {
        Form::Singular | Form::Plural | Form::Fixed => {
            if effect == Effect::Casualties && form == Form::Fixed {
                return plain(true, true);
            }
            // "the deaths of at least 60", "60 deaths", "60 dead"
            if next == "of" && (word.starts_with("death") || word.starts_with("injur")) {
                return plain(false, true);
            }
            plain(true, false)
        }
        Form::Gerund if effect == Effect::Killed => plain(true, false),
        _ if word.starts_with("die") || word.starts_with("dy") || word.starts_with("perish") => {
            plain(true, false)
        }
        _ => {
            let passive = beside(text, sentence, line, hit, numbers)
                .unwrap_or_else(|| is_passive(text, sentence, line, hit.first));
            plain(passive, !passive)
        }
    }
}
