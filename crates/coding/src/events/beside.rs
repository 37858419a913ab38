//! Words of attack that tell of no act, and an act whose words stand apart.

use super::words::modal;
use super::{Found, Word, trigger};
use crate::text::{Laid, Text};
use codebook::{Cue, Form, List, Sense, TriggerForm};
use language::Pos;

/// "set the city hall on fire": a trigger whose words stand apart.
pub(super) fn set_on_fire(text: &Text, sentence: usize, line: &Laid, words: &mut Vec<Word>) {
    let is = |token: usize, word: &str| text.word(sentence, token).eq_ignore_ascii_case(word);
    for fire in 2..line.tokens.len() {
        if !(is(fire, "fire") && is(fire - 1, "on") || is(fire, "ablaze")) {
            continue;
        }
        let set = (fire.saturating_sub(APART)..fire.saturating_sub(2))
            .rev()
            .find(|at| is(*at, "set") || is(*at, "sets") || is(*at, "setting"));
        let mut rules = text.codebook.triggers.iter();
        let trigger = rules.position(|rule| rule.phrase == "set on fire");
        if let (Some(trigger), Some(set)) = (trigger, set)
            && !words
                .iter()
                .any(|word| word.first <= fire && set <= word.last)
            && !modal(line, set)
            && !is(set.saturating_sub(1), "to")
        {
            words.push(Word {
                trigger,
                form: Form::Past,
                first: set,
                last: set,
                span: line.bytes(set, set),
            });
        }
    }
}

/// Tokens that may stand between "set" and "on fire".
const APART: usize = 14;

/// "the wounded reporters", "an attack on democracy", "must cease all shelling", "a regime that murders":
/// the word stands there, and no act is told.
pub(super) fn beside_the_act(
    text: &Text,
    sentence: usize,
    line: &Laid,
    word: &Word,
    found: &Found,
) -> bool {
    let rule = trigger(text, word);
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let listed = |list: List, token: usize| text.codebook.words.listed(list, &lower(token));
    // "the wounded and maimed soldiers": who they are, not what was done now.
    let described = rule.injures
        && rule.form == TriggerForm::Verb
        && line.pos(word.first) == Pos::Adj
        && matches!(
            line.pos(word.last + 1),
            Pos::Noun | Pos::Propn | Pos::Adj | Pos::Cconj
        );
    // "an attack on the process of democratization", "attacked the government's policy"
    let preposition = usize::from(rule.form == TriggerForm::Noun);
    let object = (word.last + 1..word.last + 8)
        .take_while(|at| {
            !matches!(line.pos(*at), Pos::Verb | Pos::Aux | Pos::Punct)
                || *at == word.last + preposition
        })
        .find(|at| {
            line.pos(*at) == Pos::Noun
                && !matches!(line.pos(at + 1), Pos::Noun | Pos::Propn | Pos::Part)
        });
    let figurative = word.form != Form::Plural
        && text.codebook.events[rule.event].code == "attack"
        && !rule.kills
        && !rule.injures
        && object.is_some_and(|at| listed(List::AbstractNouns, at));
    let spoken = rule.form == TriggerForm::Verb
        && word.first > 0
        && (listed(List::SpeechAdverbs, word.first - 1)
            || listed(List::SpeechAdverbs, word.last + 1));
    // "to prevent judges from being murdered"
    let averted = rule.form == TriggerForm::Verb
        && word.first >= 2
        && lower(word.first - 1) == "being"
        && lower(word.first - 2) == "from";
    // "refrain from attacks", "must cease the bombing of civilians", "stop murdering"
    let indefinite = rule.form == TriggerForm::Noun || word.form == Form::Gerund;
    let called_for = indefinite
        && found.dates.is_empty()
        && (1..=6)
            .map_while(|back| word.first.checked_sub(back))
            .take_while(|at| !matches!(lower(*at).as_str(), "." | ";" | ":" | "that" | "which"))
            .any(|at| listed(List::CeasingVerbs, at) && !matches!(lower(at).as_str(), "end" if line.pos(at) == Pos::Noun && lower(at + 1) != "to"));
    // A wire tells news in the past: a present without a day is a habit.
    let habit = text.telegraphed()
        && rule.form == TriggerForm::Verb
        && matches!(word.form, Form::Third | Form::Base)
        && matches!(
            line.form(word.first),
            language::Form::PresentThird | language::Form::Present
        )
        && found.dates.is_empty()
        && text.codebook.events[rule.event].class != "threat";
    // "The army is bombing the towns", "helicopters are being shot down": what goes on, of no day.
    let now = |at: usize| matches!(lower(at).as_str(), "is" | "are" | "am" | "'re");
    let going_on = text.telegraphed()
        && rule.form == TriggerForm::Verb
        && found.dates.is_empty()
        && !matches!(
            text.codebook.events[rule.event].code.as_str(),
            "kidnapping" | "hostage_siege" | "threat"
        )
        && match word.form {
            Form::Gerund => (1..=2)
                .map_while(|back| word.first.checked_sub(back))
                .any(now),
            Form::Past | Form::Participle => {
                word.first >= 2 && lower(word.first - 1) == "being" && now(word.first - 2)
            }
            _ => false,
        };
    // "there is the danger of his being shot", "the fear of being kidnapped"
    let feared = rule.form == TriggerForm::Verb
        && word.first >= 2
        && lower(word.first - 1) == "being"
        && matches!(
            lower(word.first - 2).as_str(),
            "of" | "his" | "her" | "their" | "my" | "our"
        );
    // "What do you feel after killing so many?"
    let asked = line
        .tokens
        .last()
        .is_some_and(|last| last.of(text.text) == "?");
    // "a national strike": in a wire, of workers, unless something is dropped or fired.
    let of_workers = text.telegraphed()
        && rule.form == TriggerForm::Noun
        && rule.phrase == "strike"
        && !line
            .hits
            .iter()
            .any(|hit| matches!(hit.sense, Sense::Weapon { .. }));
    // "killed the mastermind of the airport bombing": the bombing only says who that was.
    let of_somebody = rule.form == TriggerForm::Noun
        && found
            .dates
            .iter()
            .all(|date| date.first != word.last + 1 && date.first != word.last + 2)
        && (1..=7)
            .map_while(|back| word.first.checked_sub(back))
            .take_while(|at| {
                !matches!(
                    line.pos(*at),
                    Pos::Verb | Pos::Aux | Pos::Punct | Pos::Cconj
                )
            })
            .any(|at| {
                listed(List::Makers, at) && matches!(lower(at + 1).as_str(), "of" | "behind" | "in")
            })
        && line
            .hits
            .iter()
            .any(|hit| matches!(hit.sense, Sense::Trigger { .. }) && hit.last < word.first);
    // "an operation executed by the army": what is executed is no person.
    let carried_out = text.codebook.events[rule.event].code == "execution"
        && rule.form == TriggerForm::Verb
        && (1..=3)
            .filter_map(|back| word.first.checked_sub(back))
            .any(|at| {
                line.hits.iter().any(|hit| {
                    hit.last == at
                        && matches!(
                            hit.sense,
                            Sense::Trigger {
                                form: Form::Singular | Form::Plural,
                                ..
                            }
                        )
                }) || listed(List::ExecutedThings, at)
            });
    // "warned that extremists planned to attack": what is only feared by whoever warns.
    // … but "warned of a plan to attack the cathedral and detained five people" tells what became of it.
    let stopped = line.hits.iter().any(|hit| {
        hit.first > word.last
            && matches!(hit.sense, Sense::Trigger { trigger, .. } if {
                let rule = &text.codebook.triggers[usize::from(trigger)];
                rule.form == TriggerForm::Verb
                    && text.codebook.events[rule.event].class == "operation"
            })
    });
    let warned_of = !stopped
        && text.codebook.events[rule.event].class == "attack"
        && line.hits.iter().any(|hit| {
            matches!(hit.sense, Sense::Cue { cue: Cue::Warn, form } if !matches!(form, Form::Singular | Form::Plural))
                && hit.last < word.first
                && line.pos(hit.first) == Pos::Verb
                && (hit.last + 1..word.first)
                    .any(|at| matches!(lower(at).as_str(), "that" | "of" | "about" | "against"))
                && [Cue::Plan, Cue::Threaten, Cue::Modal]
                    .iter()
                    .any(|cue| line.has_cue(*cue, hit.last + 1, word.first))
        });
    described
        || warned_of
        || carried_out
        || of_somebody
        || figurative
        || spoken
        || averted
        || called_for
        || habit
        || going_on
        || feared
        || asked
        || of_workers
}
