//! The dead, the hurt, the taken: numbers tied to what happened to the people they count.

mod counted;
mod effects;
mod unnumbered;

use crate::dates::DateHit;
use crate::numbers::{Number, numbers};
use crate::text::{Hit, Text};
use counted::{blocked, counted, noun};
pub(crate) use effects::is_passive;
use effects::{effect_words, tells};
use model::{Estimate, Span};
use unnumbered::{bare_plural, implied, risen};

/// So many people may be told one by one beside a verb: "the mayor and a journalist".
const MOST_TOLD_SINGLY: usize = 3;

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
        // "wounding a teacher and a soldier": one and another.
        for _ in 0..MOST_TOLD_SINGLY {
            let Some(figure) = implied(text, sentence, line, word, &figures) else {
                break;
            };
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
    // "Among the dead were three children": some of those told of elsewhere.
    if text.word(sentence, 0).eq_ignore_ascii_case("among") {
        let of_the_dead = |figure: &Figure| {
            matches!(
                figure.effect,
                Effect::Killed | Effect::Injured | Effect::Casualties
            )
        };
        figures.retain(|figure| !of_the_dead(figure));
    }
    figures.sort_by_key(|figure| figure.first);
    figures
}
