//! The dead, the hurt, the taken: numbers tied to what happened to the people they count.

use crate::dates::DateHit;
use crate::numbers::{Number, numbers};
use crate::text::{Hit, Laid, Text};
use codebook::{Cue, Form, PersonNoun, Sense, TermForm};
use language::Pos;
use model::{Estimate, Span};

/// What happened to those counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Effect {
    Killed,
    Injured,
    /// Killed and injured together.
    Casualties,
    Arrested,
    Abducted,
}

/// A counted group of people and what happened to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figure {
    pub effect: Effect,
    pub estimate: Estimate,
    /// Number and noun.
    pub span: Span,
    /// Token of the word that tells the effect.
    pub word: usize,
    /// First token of the number.
    pub first: usize,
    /// Last token of the counted noun.
    pub last: usize,
    /// Target hit of the noun, where there is one.
    pub target: Option<Hit>,
    /// They are the attackers.
    pub attackers: bool,
    /// A plain figure told by a noun phrase without a number ("the director").
    pub implied: bool,
    /// It counts some of those counted before it: "eight people, including two guards".
    pub part: bool,
}

/// A word that tells an effect.
#[derive(Debug, Clone, Copy)]
struct EffectWord {
    effect: Effect,
    token: usize,
    last: usize,
    /// Its people stand before it: "were killed", "dead", "died", "deaths".
    before: bool,
    /// Its people stand behind it: "killing", "killed" as an active verb, "deaths of".
    after: bool,
}

/// Figures of a sentence, in order.
pub(crate) fn figures(text: &Text, sentence: usize, dates: &[DateHit]) -> Vec<Figure> {
    let line = &text.sentences[sentence];
    if !line.hits.iter().any(|hit| tells(text, hit)) {
        return Vec::new();
    }
    let numbers: Vec<Number> = numbers(text, sentence)
        .into_iter()
        .filter(|number| {
            !dates
                .iter()
                .any(|date| date.first <= number.last && number.first <= date.last)
        })
        .collect();
    let words = effect_words(text, sentence, line, &numbers);
    let mut figures = Vec::new();
    for number in &numbers {
        if let Some(figure) = counted(text, sentence, line, number, &words, &numbers) {
            figures.push(figure);
        }
    }
    figures.extend(risen(text, sentence, line, &numbers));
    for word in &words {
        if let Some(figure) = implied(text, sentence, line, word, &figures) {
            figures.push(figure);
        }
    }
    for word in &words {
        // "killed and injured residents": some of both.
        let both = word.effect == Effect::Casualties && word.last > word.token;
        let effects = if both {
            vec![Effect::Killed, Effect::Injured]
        } else {
            vec![word.effect]
        };
        for effect in effects {
            let word = EffectWord { effect, ..*word };
            if let Some(figure) = bare_plural(text, sentence, line, &word, &words, &figures) {
                figures.push(figure);
            }
        }
    }
    figures.sort_by_key(|figure| figure.first);
    figures
}

/// Whether a phrase can tell what happened to people.
fn tells(text: &Text, hit: &Hit) -> bool {
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

/// "eight people, including two guards", "nine dead, three of them children".
fn is_part(text: &Text, sentence: usize, number: &Number) -> bool {
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

/// "the toll has risen to nine", "a death toll of 40".
fn risen(text: &Text, sentence: usize, line: &Laid, numbers: &[Number]) -> Option<Figure> {
    let toll = line.hits.iter().find(|hit| {
        matches!(hit.sense, Sense::Cue { cue: Cue::Tally, form } if form != Form::Fixed)
            && text
                .word(sentence, hit.last)
                .to_lowercase()
                .starts_with("toll")
    })?;
    let number = numbers.iter().find(|number| {
        number.first > toll.last
            && number.first <= toll.last + 14
            && !number.article
            && (1..=2)
                .filter_map(|back| number.first.checked_sub(back))
                .any(|at| {
                    matches!(
                        text.word(sentence, at).to_lowercase().as_str(),
                        "to" | "at" | "of" | "reached" | "passed" | "was" | "is" | "hit"
                    )
                })
    })?;
    // "312 this year", "the toll of the war", "the number of wounded": not the dead of one act.
    let wider = (toll.first..line.tokens.len()).any(|at| {
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
        word: toll.first,
        first: number.first,
        last: last.max(number.last),
        target,
        attackers: false,
        implied: false,
        part: false,
    })
}

/// "killed and injured residents": people in the plural and no number count two or more.
fn bare_plural(
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

fn effect_words(text: &Text, sentence: usize, line: &Laid, numbers: &[Number]) -> Vec<EffectWord> {
    let mut words: Vec<EffectWord> = Vec::new();
    for hit in &line.hits {
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

fn verb_word(
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
fn beside(
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
    // A participle with nothing behind it that it could act on: "six killed, ten wounded".
    line.form(verb) == language::Form::PastParticiple
        && (next.is_empty()
            || matches!(
                next.as_str(),
                "," | "." | "and" | ";" | "on" | "at" | "when" | "after" | "near" | "during"
            ))
}

fn noun_or_state(
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

/// The effect a number belongs to: the nearest word that its people can stand with.
fn counted(
    text: &Text,
    sentence: usize,
    line: &Laid,
    number: &Number,
    words: &[EffectWord],
    numbers: &[Number],
) -> Option<Figure> {
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
            let limit = if between
                .clone()
                .any(|token| text.word(sentence, token) == "(")
            {
                14
            } else {
                9
            };
            if gap > limit
                || numbers.iter().any(|other| {
                    other.first > noun_last
                        && other.last < word.token
                        && !other.article
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
    // "a man was killed" counts one; "a bomb" counts nobody.
    if number.article
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

/// "thirteen soldiers plus many others": the number is not all of them.
fn and_others(text: &Text, sentence: usize, last: usize) -> bool {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    matches!(lower(last + 1).as_str(), "plus" | "and")
        && matches!(
            lower(last + 2).as_str(),
            "many" | "several" | "scores" | "dozens" | "numerous" | "countless"
        )
        && (last + 3..last + 5)
            .any(|token| matches!(lower(token).as_str(), "others" | "more" | "civilians"))
}

fn and_list(text: &Text, sentence: usize, from: usize, to: usize) -> bool {
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
fn noun(
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
                if measure(&word) {
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
    if measure(&text.word(sentence, start).to_lowercase()) {
        return None;
    }
    Some((last, target, attackers))
}

/// Nouns that a number counts without counting people.
fn measure(word: &str) -> bool {
    matches!(
        word,
        "km" | "kilometres"
            | "kilometers"
            | "miles"
            | "metres"
            | "meters"
            | "percent"
            | "%"
            | "per"
            | "years"
            | "year"
            | "days"
            | "day"
            | "hours"
            | "hour"
            | "minutes"
            | "weeks"
            | "week"
            | "months"
            | "month"
            | "times"
            | "attacks"
            | "attack"
            | "bombs"
            | "rockets"
            | "strikes"
            | "vehicles"
            | "explosions"
            | "blasts"
            | "dollars"
            | "million"
            | "kg"
            | "pounds"
            | "lb"
            | "mm"
            | "tons"
            | "tonnes"
            | "years-old"
            | "incidents"
            | "buildings"
            | "houses"
            | "cars"
            | "missiles"
            | "shells"
            | "drones"
            | "bombings"
            | "aircraft"
            | "a.m."
            | "p.m."
            | "gmt"
            | "am"
            | "pm"
            | "bomb"
            | "car"
            | "number"
            | "series"
            | "suicide"
            | "result"
            | "raid"
            | "blast"
            | "rocket"
            | "group"
            | "claim"
            | "statement"
            | "area"
            | "village"
            | "mile"
            | "kilometre"
            | "kilometer"
            | "th"
            | "nd"
    )
}

/// True where a number cannot belong to an effect word before it.
fn blocked(
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

/// "killed the director", "killing his wife", "X was killed": a person told without a number.
fn implied(
    text: &Text,
    sentence: usize,
    line: &Laid,
    word: &EffectWord,
    figures: &[Figure],
) -> Option<Figure> {
    if matches!(word.effect, Effect::Casualties) {
        return None;
    }
    let range = if word.after {
        word.last + 1..(word.last + 8).min(line.tokens.len())
    } else if word.before {
        word.token.saturating_sub(7)..word.token
    } else {
        return None;
    };
    let own: Vec<&Figure> = figures
        .iter()
        .filter(|figure| figure.word == word.token)
        .collect();
    let covered = |hit: &Hit| {
        own.iter()
            .any(|figure| figure.first <= hit.last && hit.first <= figure.last)
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
        let between = word.last + 1..hit.first;
        if blocked(text, sentence, line, between, &[]) {
            return None;
        }
    } else if !own.is_empty() {
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
