//! Which trigger words tell of something that happened, was tried or was announced.

use super::beside::{beside_the_act, set_on_fire};
use super::whereabouts::exemplary;
use super::{Found, Word, rank, trigger};
use crate::actors::Sort;
use crate::figures::is_passive;
use crate::text::{Hit, Laid, Line, Text};
use codebook::{Argument, Cue, Form, List, Sense, TermForm, Trigger, TriggerForm};
use language::Pos;

/// Trigger words that are not negated, not mere talk, and have the arguments they need.
pub(super) fn trigger_words(text: &Text, sentence: usize, line: &Laid, found: &Found) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for hit in &line.hits {
        let Sense::Trigger { trigger, form } = hit.sense else {
            continue;
        };
        let word = Word {
            trigger: usize::from(trigger),
            form,
            first: hit.first,
            last: hit.last,
            span: hit.span,
        };
        if real(text, sentence, line, &word, found)
            && !words.iter().any(|other| {
                other.first == word.first
                    && self::trigger(text, other).form == self::trigger(text, &word).form
                    && rank(text, other) >= rank(text, &word)
            })
        {
            words.push(word);
        }
    }
    set_on_fire(text, sentence, line, &mut words);
    said_again(text, sentence, &mut words);
    damage(text, &mut words);
    one_of_them(text, sentence, line, &mut words);
    words.sort_by_key(|word| (word.first, word.last));
    words
}

/// "claimed the missile strikes on the city, saying that *the strikes* …": the same word with an article
/// tells nothing of its own.
fn said_again(text: &Text, sentence: usize, words: &mut Vec<Word>) {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let first_told: Vec<(usize, String)> = words
        .iter()
        .filter(|word| trigger(text, word).form == TriggerForm::Noun)
        .map(|word| (word.last, lower(word.last)))
        .collect();
    words.retain(|word| {
        let pointed = trigger(text, word).form == TriggerForm::Noun
            && word.first == word.last
            && word.first > 0
            && matches!(
                lower(word.first - 1).as_str(),
                "the" | "these" | "those" | "this"
            );
        !pointed
            || !first_told
                .iter()
                .any(|(last, noun)| *last < word.first && *noun == lower(word.last))
    });
}

/// "attacks in the province have sharply decreased", "abductions rose": how many there are, not one of them.
fn changes(text: &Text, sentence: usize, line: &Laid, word: &Word) -> bool {
    let rule = trigger(text, word);
    let verb = (word.last + 1..line.tokens.len())
        .take_while(|at| {
            !matches!(text.word(sentence, *at), "," | ";" | ":" | "(" | "–" | "—")
                && !matches!(line.pos(*at), Pos::Sconj)
        })
        .find(|at| line.pos(*at) == Pos::Verb);
    // "its attacks inside the country have decreased": what a tagger takes for a verb.
    let plural = if rule.form == TriggerForm::Noun {
        word.form == Form::Plural
    } else {
        text.word(sentence, word.last).ends_with('s')
    };
    // "the toll of the bombings rises": the toll does, of what happened.
    let clause = (0..word.first)
        .rev()
        .find(|at| matches!(text.word(sentence, *at), "," | ";"));
    let head = !(clause.map_or(1, |at| at + 2)..word.first)
        .any(|at| line.pos(at) == Pos::Adp && line.pos(at - 1) == Pos::Noun);
    plural
        && head
        && verb.is_some_and(|verb| {
            let words = &text.codebook.words;
            words.listed(
                List::ChangingVerbs,
                &text.word(sentence, verb).to_lowercase(),
            )
        })
}

/// "*Most of* the group's attacks struck …", "the *ability to* coordinate attacks": what is said of
/// acts at large.
fn at_large(text: &Text, sentence: usize, line: &Laid, word: &Word, found: &Found) -> bool {
    let plural = trigger(text, word).form == TriggerForm::Noun && word.form == Form::Plural;
    if !plural {
        return false;
    }
    let lower = |at: usize| text.word(sentence, at).to_lowercase();
    let listed = |list: List, at: usize| text.codebook.words.listed(list, &lower(at));
    let near = |back: usize| word.first.saturating_sub(back)..word.first;
    let share = near(7)
        .find(|at| listed(List::ShareWords, *at) && lower(at + 1) == "of")
        .is_some_and(|at| !(at + 2..word.first).any(|at| line.pos(at) == Pos::Verb));
    let able = found.dates.is_empty()
        && found.places.iter().all(|place| place.rank() <= 2)
        && near(12).any(|at| listed(List::AbilityNouns, at) && lower(at + 1) == "to");
    // "Attacks in the north *predominantly struck* schools"
    let mainly = (word.last + 1..line.tokens.len())
        .take_while(|at| {
            let next = lower(*at);
            !matches!(
                next.as_str(),
                ";" | "while" | "which" | "that" | "who" | "including"
            )
        })
        .any(|at| listed(List::AtLargeAdverbs, at) && line.pos(at + 1) == Pos::Verb);
    share || able || mainly
}

/// "a car bomb damaged the office" tells of an attack; "air strikes damaged six roads" tells what they did.
fn damage(text: &Text, words: &mut Vec<Word>) {
    let only_damage = |word: &Word| {
        let rule = trigger(text, word);
        rule.form == TriggerForm::Verb
            && rule.subject == Some(Argument::Weapon)
            && text
                .codebook
                .words
                .listed(List::DestroyingVerbs, word.span.of(text.text))
    };
    if words.iter().any(|word| !only_damage(word)) {
        words.retain(|word| !only_damage(word));
    }
}

/// "several attacks, including one on the embassy in Kabul and one in Herat": each "one" is an attack.
fn one_of_them(text: &Text, sentence: usize, line: &Laid, words: &mut Vec<Word>) {
    let Some(set) = words
        .iter()
        .find(|word| trigger(text, word).form == TriggerForm::Noun && word.form == Form::Plural)
        .copied()
    else {
        return;
    };
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    for token in set.last + 2..line.tokens.len() {
        if lower(token) == "one"
            && matches!(lower(token - 1).as_str(), "including" | "and" | ",")
            && (matches!(
                lower(token + 1).as_str(),
                "in" | "on" | "at" | "near" | "against" | "outside" | "last" | "that"
            ))
        {
            words.push(Word {
                form: Form::Singular,
                first: token,
                last: token,
                span: line.bytes(token, token),
                ..set
            });
        }
    }
}

/// "has killed" so many or more, at no time and place, is a record at large.
const MANY: u64 = 100;

/// Whether a trigger word tells of something that happened, was tried or was announced.
fn real(text: &Text, sentence: usize, line: &Laid, word: &Word, found: &Found) -> bool {
    let rule = trigger(text, word);
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    // "heart attack", "general strike": the longer phrase takes the word.
    if line.hits.iter().any(|hit| {
        matches!(
            hit.sense,
            Sense::Cue {
                cue: Cue::Elsewhere,
                ..
            }
        ) && hit.first <= word.first
            && word.last <= hit.last
    }) {
        return false;
    }
    // "killed seven people following weeks of threats": the threats came before, and are told of apart.
    let attacks = |hit: &crate::text::Hit| {
        matches!(hit.sense, Sense::Trigger { trigger, .. }
            if text.codebook.events[text.codebook.triggers[usize::from(trigger)].event].class == "attack")
    };
    if rule.form == TriggerForm::Noun
        && text.codebook.events[rule.event].class == "threat"
        && line.hits.iter().any(attacks)
        && crate::drafts::coming_after(text, sentence, line, word.first).is_some()
    {
        return false;
    }
    // "similar to the attack on …" compares; it tells nothing itself.
    if rule.form == TriggerForm::Noun
        && line.has_cue(Cue::Compare, word.first.saturating_sub(5), word.first)
        && !line.hits.iter().any(|hit| {
            matches!(hit.sense, Sense::Trigger { .. })
                && hit.first + 5 >= word.first
                && hit.last < word.first
        })
    {
        return false;
    }
    // "has claimed similar attacks": others, at no time.
    if rule.form == TriggerForm::Noun
        && word.form == Form::Plural
        && found.dates.is_empty()
        && word.first > 0
        && text
            .codebook
            .words
            .listed(List::LikeActs, &lower(word.first - 1))
    {
        return false;
    }
    // "narratives that the army is behind violence targeting them": what some say.
    if (word.first.saturating_sub(14)..word.first).any(|at| {
        text.codebook.words.listed(List::HearsayNouns, &lower(at)) && lower(at + 1) == "that"
    }) {
        return false;
    }
    // "shot down 16 of 24 drones": what was fired at somebody did not get through.
    let downed = rule.phrase == "shoot down"
        && line.hits.iter().any(|hit| {
            matches!(hit.sense, Sense::Weapon { .. })
                && hit.first > word.last
                && hit.first <= word.last + 6
        });
    if downed {
        return false;
    }
    // "it was the third such killing this month": one told before, among others.
    if matches!(word.form, Form::Singular | Form::Gerund | Form::Plural)
        && word.first > 0
        && lower(word.first - 1) == "such"
    {
        return false;
    }
    // "the number of bombings fell": what a number tells of is no incident.
    let numbered = word.first.checked_sub(2).is_some_and(|measure| {
        lower(measure + 1) == "of"
            && measure
                .checked_sub(1)
                .is_some_and(|article| lower(article) != "a")
            && line.hits.iter().any(|hit| {
                matches!(
                    hit.sense,
                    Sense::Cue {
                        cue: Cue::Measure,
                        ..
                    }
                ) && hit.last == measure
            })
    });
    if rule.form == TriggerForm::Noun && word.form == Form::Plural && numbered {
        return false;
    }
    if changes(text, sentence, line, word) || at_large(text, sentence, line, word, found) {
        return false;
    }
    // "33 attacks" is a count of incidents; the text lists them or it does not.
    if rule.form == TriggerForm::Noun
        && word.form == Form::Plural
        && line.line != Line::Item
        && !one_set(text, sentence, line, word, found)
        && (1..=3).any(|back| {
            word.first.checked_sub(back).is_some_and(|at| {
                // "killed 40 fighters in air strikes": the number counts somebody else.
                if (at + 1..word.first).any(|between| line.pos(between) == Pos::Adp) {
                    return false;
                }
                // "the January 3 bombings" counts nothing.
                if found.dates.iter().any(|date| date.first <= at && at <= date.last) {
                    return false;
                }
                let number = line.hits.iter().any(|hit| matches!(hit.sense, Sense::Number(index)
                    if text.codebook.words.numbers[usize::from(index)].min >= 3 && text.codebook.words.numbers[usize::from(index)].max.is_some())
                    && hit.last == at);
                number || text.word(sentence, at).parse::<u32>().is_ok_and(|count| (3..1900).contains(&count))
            })
        })
    {
        return false;
    }
    // "police shot him dead", "officers killed the attacker": the end of an attack, not another one.
    if rule.form == TriggerForm::Verb
        && text.codebook.events[rule.event].class == "attack"
        && found.actors.iter().any(|actor| {
            actor.sort <= Sort::State
                && actor.kind.is_state()
                && actor.last < word.first
                && word.first - actor.last <= 5
        })
        && ((word.last + 1..=word.last + 2).any(|at| matches!(lower(at).as_str(), "him" | "her"))
            || found.actors.iter().any(|actor| {
                actor.sort == Sort::Nobody
                    && actor.first > word.last
                    && actor.first - word.last <= 4
                    && (word.last + 1..actor.first)
                        .all(|at| matches!(line.pos(at), Pos::Det | Pos::Num | Pos::Adj))
            }))
    {
        return false;
    }
    // "… by a man who was shot dead by police": the end of an attacker.
    if rule.form == TriggerForm::Verb
        && text.codebook.events[rule.event].class == "attack"
        && is_passive(text, sentence, line, word.first)
        && (1..=3).any(|back| {
            word.first
                .checked_sub(back)
                .is_some_and(|at| matches!(lower(at).as_str(), "who" | "he" | "she"))
        }) | found.actors.iter().any(|actor| {
            // "Two of the attackers were killed by police"
            actor.sort == Sort::Nobody && actor.last < word.first && word.first - actor.last <= 3
        })
        && found.actors.iter().any(|actor| {
            actor.sort <= Sort::State
                && actor.kind.is_state()
                && actor.first > word.last
                && actor.first - word.last <= 3
                && lower(word.last + 1) == "by"
        })
    {
        return false;
    }
    // "…, before being shot dead by police", "until he was killed by soldiers"
    let ended = rule.form == TriggerForm::Verb
        && text.codebook.events[rule.event].class == "attack"
        && (1..=4)
            .filter_map(|back| word.first.checked_sub(back))
            .any(|at| {
                matches!(lower(at).as_str(), "before" | "until")
                    && (at + 1..word.first)
                        .all(|at| matches!(line.pos(at), Pos::Aux | Pos::Pron | Pos::Adv))
                    && at + 1 < word.first
            })
        && lower(word.last + 1) == "by"
        && found.actors.iter().any(|actor| {
            actor.sort <= Sort::State
                && actor.kind.is_state()
                && actor.first > word.last
                && actor.first - word.last <= 3
        });
    if ended {
        return false;
    }
    // "strikes using attack, bomber and fighter aircraft"
    if rule.form == TriggerForm::Noun
        && word.form == Form::Singular
        && word.first > 0
        && lower(word.first - 1) == "using"
    {
        return false;
    }
    // "the bombing trial": the word is only part of another noun.
    let after = word.last + 1;
    if rule.form == TriggerForm::Noun
        && line.hits.iter().any(|hit| {
            matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Elsewhere,
                    ..
                }
            ) && hit.first == after
        })
    {
        return false;
    }
    // "attack aircraft", "raid leader": a noun that describes another noun.
    if rule.form == TriggerForm::Noun
        && word.form == Form::Singular
        && line.pos(after) == Pos::Noun
        && !line.hits.iter().any(|hit| {
            hit.first == after && matches!(hit.sense, Sense::Trigger { .. } | Sense::Cue { .. })
        })
    {
        return false;
    }
    // Roads, ships and peoples that bear the name, and names of other things.
    if line.pos(word.first) == Pos::Propn && rule.form == TriggerForm::Verb && word.first > 0 {
        return false;
    }
    if beside_the_act(text, sentence, line, word, found) {
        return false;
    }
    // "took the wounded to the hospital": people, not an act.
    if rule.form == TriggerForm::Verb
        && matches!(word.form, Form::Past | Form::Participle)
        && word.first > 0
        && lower(word.first - 1) == "the"
        && !matches!(line.pos(word.last + 1), Pos::Noun | Pos::Propn | Pos::Adj)
    {
        return false;
    }
    // "ISIL-held building"
    if rule.form == TriggerForm::Verb
        && word.first > 0
        && text.word(sentence, word.first - 1) == "-"
        && matches!(word.form, Form::Past | Form::Participle)
    {
        return false;
    }
    if rule.form == TriggerForm::Verb {
        let gerund = word.form == Form::Gerund;
        // "two ISIL fighting positions": the word describes the noun after it.
        // "the group has targeted commanders": a record at large, unless a day or a place is told.
        let perfect = (1..=2).any(|back| {
            word.first
                .checked_sub(back)
                .is_some_and(|at| matches!(lower(at).as_str(), "has" | "have"))
        });
        // "has tried to seize ground"
        let tried = word.first >= 3
            && lower(word.first - 1) == "to"
            && line.has_cue(Cue::Attempt, word.first - 2, word.first - 2)
            && (3..=4).any(|back| {
                word.first
                    .checked_sub(back)
                    .is_some_and(|at| matches!(lower(at).as_str(), "has" | "have"))
            });
        let perfect = perfect || tried;
        // … but "has been kidnapped" is how wires tell news.
        let news = text.telegraphed()
            && (is_passive(text, sentence, line, word.first)
                || text.codebook.events[rule.event].class == "threat");
        if perfect
            && !news
            && line.line == Line::Prose
            && found.dates.is_empty()
            && found
                .places
                .iter()
                .all(|place| place.rank() == 2 || exemplary(text, sentence, line, place))
            && found.figures.iter().all(|figure| {
                // "has killed hundreds of civilians": over the years.
                figure.implied || figure.estimate.low() >= MANY && figure.estimate.max.is_none()
            })
        {
            return false;
        }
        // "has been fighting the government": a state of things.
        let lasting = gerund
            && word.first >= 2
            && lower(word.first - 1) == "been"
            && matches!(lower(word.first - 2).as_str(), "has" | "have");
        if lasting {
            return false;
        }
        if gerund
            && line.pos(after) == Pos::Noun
            && word.first > 0
            && matches!(
                line.pos(word.first - 1),
                Pos::Propn | Pos::Adj | Pos::Num | Pos::Det
            )
        {
            return false;
        }
        let before = word.first.checked_sub(1).map(&lower).unwrap_or_default();
        // "set", "hit" and a present "storm" look like the base form: the tag tells.
        let infinitive = before == "to"
            || word.form == Form::Base
                && line.form(word.first) == language::Form::Base
                && !present(text, sentence, line, word.first);
        if infinitive {
            let meant = intent(line, word.first);
            if !meant {
                let done = word.first >= 2
                    && matches!(
                        lower(word.first - 2).as_str(),
                        "began"
                            | "started"
                            | "proceeded"
                            | "went"
                            | "managed"
                            | "continued"
                            | "refused"
                    );
                if !done {
                    return false;
                }
            }
        } else if modal(line, word.first) {
            return false;
        }
        if line.has_cue(
            Cue::Negate,
            word.first.saturating_sub(3),
            word.first.saturating_sub(1),
        ) && !line.has_cue(Cue::Attempt, word.first.saturating_sub(3), word.first)
        {
            return false;
        }
        if gerund
            && matches!(before.as_str(), "of" | "for" | "from" | "about" | "against")
            && !line.has_cue(Cue::Suspect, 0, word.first)
            && !matches!(rule.phrase.as_str(), "kill" | "wound" | "injure")
        {
            return false;
        }
    } else if modal(line, word.first) && !intent(line, word.first) {
        return false;
    }
    let at_large = word.first > 0
        && text
            .codebook
            .words
            .listed(List::AtLargeAdverbs, &lower(word.first - 1));
    // The time of a campaign is that of all its acts.
    if found.dates.iter().all(|date| date.rule == "date/campaign")
        && (at_large
            || line.has_cue(Cue::Habit, word.first.saturating_sub(4), word.first)
            || line
                .cue(Cue::Habit, word.first.saturating_sub(7), word.first)
                .is_some_and(|hit| hit.last > hit.first + 1)
            || line.hits.iter().any(|hit| {
                matches!(
                    hit.sense,
                    Sense::Cue {
                        cue: Cue::Habit,
                        form: Form::Fixed
                    }
                ) && hit.last > hit.first + 1
                    && hit.first > word.last
                    && hit.first <= word.last + 10
            }))
    {
        return false;
    }
    // Nature and chance kill too; only a named doer or a weapon makes it an act.
    if rule.weak
        && line.has_cue(Cue::Accident, 0, line.tokens.len())
        && found.actors.iter().all(|actor| {
            actor.sort >= Sort::State || text.telegraphed() && !actor.kind.is_armed_group()
        })
        && !line
            .hits
            .iter()
            .any(|hit| matches!(hit.sense, Sense::Weapon { .. }))
    {
        return false;
    }
    has_arguments(text, sentence, line, word, rule, found)
}

/// "Five explosions rock Delhi", "Three bombs exploded in Kabul on Monday": a few acts in one place at
/// one time are one incident, not a count.
fn one_set(text: &Text, sentence: usize, line: &Laid, word: &Word, found: &Found) -> bool {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let few = (1..=3).any(|back| {
        word.first.checked_sub(back).is_some_and(|at| {
            lower(at).parse::<u32>().is_ok_and(|count| count <= 12)
                || line.hits.iter().any(|hit| matches!(hit.sense, Sense::Number(index)
                    if text.codebook.words.numbers[usize::from(index)].max.is_some_and(|count| count <= 12))
                    && hit.last == at)
        })
    });
    let settled = found.places.iter().any(|place| place.rank() >= 3);
    let happens = (word.last + 1..word.last + 12)
        .find(|at| matches!(line.pos(*at), Pos::Verb) && line.form(*at) != language::Form::Ing);
    few && settled
        && happens.is_some_and(|verb| {
            text.codebook
                .words
                .listed(List::HappeningVerbs, &lower(verb))
                && (matches!(
                    line.form(verb),
                    language::Form::PresentThird | language::Form::Present | language::Form::Past
                ) || present(text, sentence, line, verb))
        })
}

/// "gunmen kill six and injure others": a base form that is a plural's present, by what stands before it.
pub(crate) fn present(text: &Text, sentence: usize, line: &Laid, verb: usize) -> bool {
    let lower = |token: usize| text.word(sentence, token).to_lowercase();
    let Some(before) = (0..verb).rev().find(|at| line.pos(*at) != Pos::Adv) else {
        return false;
    };
    match line.pos(before) {
        Pos::Noun | Pos::Propn | Pos::Num => {
            // "helped gunmen kill", "did the group kill": the verb before governs it.
            !(0..before).rev().take(6).any(|at| {
                matches!(line.pos(at), Pos::Aux)
                    || matches!(
                        lower(at).as_str(),
                        "to" | "help"
                            | "helped"
                            | "helping"
                            | "let"
                            | "make"
                            | "made"
                            | "see"
                            | "saw"
                            | "watch"
                            | "watched"
                            | "have"
                            | "had"
                    )
            })
        }
        // "Attacks targeting a gathering and a check-point, kill 55": the sentence's only verb.
        Pos::Punct => !(0..verb).any(|at| {
            matches!(line.pos(at), Pos::Verb | Pos::Aux) && line.form(at) != language::Form::Ing
                || lower(at) == "to"
        }),
        Pos::Pron => matches!(
            lower(before).as_str(),
            "who" | "they" | "we" | "which" | "that"
        ),
        Pos::Cconj => (0..before)
            .rev()
            .find(|at| matches!(line.pos(*at), Pos::Verb | Pos::Aux))
            .is_some_and(|at| match line.form(at) {
                language::Form::PresentThird | language::Form::Present => true,
                language::Form::Base => present(text, sentence, line, at),
                _ => false,
            }),
        _ => false,
    }
}

/// Whether somebody planned, tried, threatened or was stopped: the clause tells of that.
fn intent(line: &Laid, before: usize) -> bool {
    let first = before.saturating_sub(8);
    [Cue::Plan, Cue::Attempt, Cue::Threaten, Cue::Foil, Cue::Fail]
        .iter()
        .any(|cue| line.has_cue(*cue, first, before))
}

/// "would", "could", "may", "risk of" right before.
pub(super) fn modal(line: &Laid, before: usize) -> bool {
    line.has_cue(
        Cue::Modal,
        before.saturating_sub(4),
        before.saturating_sub(1),
    )
}

/// Whether the words that a trigger needs stand beside it.
fn has_arguments(
    text: &Text,
    sentence: usize,
    line: &Laid,
    word: &Word,
    rule: &Trigger,
    found: &Found,
) -> bool {
    let kinds = |argument: Argument, hit: &Hit| match argument {
        // "fired its rocket engine": the weapon only describes another thing.
        Argument::Weapon => {
            // Stones thrown are no bombs.
            let stone = matches!(hit.sense, Sense::Weapon { weapon, .. }
                if text.codebook.weapons[usize::from(weapon)].code == "other");
            matches!(hit.sense, Sense::Weapon { .. })
                && !(stone && text.codebook.events[rule.event].code == "bombing")
                && (line.pos(hit.last + 1) != Pos::Noun
                    || line.hits.iter().any(|next| {
                        next.first == hit.last + 1
                            && matches!(
                                next.sense,
                                Sense::Trigger { .. } | Sense::Counted(_) | Sense::Weapon { .. }
                            )
                    }))
        }
        Argument::Person => matches!(
            hit.sense,
            Sense::Target {
                form: TermForm::Person,
                ..
            } | Sense::People { .. }
                | Sense::Actor { .. }
        ),
        Argument::Target => {
            matches!(
                hit.sense,
                Sense::Target { .. }
                    | Sense::People { .. }
                    | Sense::Actor { .. }
                    | Sense::Country { .. }
            ) || line.pos(hit.first) == Pos::Propn
        }
    };
    if let Some(argument) = rule.subject {
        let stands = line.hits.iter().any(|hit| {
            kinds(argument, hit) && hit.last < word.first && word.first - hit.last <= 8
                || kinds(argument, hit) && matches!(hit.sense, Sense::Weapon { suicide: true, .. })
        }) || suicide_bomber(text, sentence, line, word.first);
        if !stands {
            return false;
        }
    }
    // Ground is taken in an offensive or a fight; people are captured.
    let code = text.codebook.events[rule.event].code.as_str();
    if rule.object.is_some() && matches!(code, "arrest" | "offensive" | "kidnapping") {
        // "captured three militants in the city": the city is only where.
        let object = (word.last + 1..=word.last + 8).take_while(|at| {
            !matches!(
                text.word(sentence, *at).to_lowercase().as_str(),
                "in" | "near" | "at" | "outside" | "from" | "during" | "after"
            )
        });
        // "a concert held to mark the day": no person is held.
        if text
            .word(sentence, word.last + 1)
            .eq_ignore_ascii_case("to")
        {
            return false;
        }
        let ground = object.clone().any(|at| {
            let next = text.word(sentence, at).to_lowercase();
            text.codebook.words.listed(List::TerritoryNouns, &next)
                || text.codebook.words.listed(List::SettlementNouns, &next)
        }) || found
            .places
            .iter()
            .any(|place| place.first == word.last + 1)
            || line.hits.iter().any(|hit| {
                matches!(
                    hit.sense,
                    Sense::Target {
                        form: TermForm::Site,
                        ..
                    }
                ) && hit.first > word.last
                    && hit.first <= word.last + 6
            });
        if ground != (code == "offensive") && !is_passive(text, sentence, line, word.first) {
            return false;
        }
    }
    if let Some(argument) = rule.object {
        let lower_at = |token: usize| text.word(sentence, token).to_lowercase();
        let passive = is_passive(text, sentence, line, word.first);
        // "Rockets fired from the hills landed near the town"
        let reduced = matches!(word.form, Form::Past | Form::Participle)
            && argument == Argument::Weapon
            && line
                .hits
                .iter()
                .any(|hit| kinds(argument, hit) && hit.last + 1 == word.first);
        let stands = reduced
            || line.hits.iter().any(|hit| {
                kinds(argument, hit)
                    && if passive {
                        hit.last < word.first
                            && (word.first - hit.last <= 6
                                // "the bomb that they had left at the gate was defused"
                                || word.first - hit.last <= 20
                                    && matches!(lower_at(hit.last + 1).as_str(), "that" | "which")
                                || super::subject_of(text, sentence, line, word.first).is_some_and(
                                    |(subject, passive)| {
                                        passive && hit.first <= subject && subject <= hit.last
                                    },
                                ))
                    } else {
                        hit.first > word.last && hit.first - word.last <= 7
                    }
            })
            || argument == Argument::Person
                && !passive
                && matches!(lower_at(word.last + 1).as_str(), "him" | "her" | "them")
            || argument == Argument::Target
                && (line.pos(word.last + 1) == Pos::Propn
                    || !passive
                        && found
                            .places
                            .iter()
                            .any(|place| place.first > word.last && place.first - word.last <= 6)
                    || (word.last + 1..=word.last + 4).any(|at| {
                        text.codebook.words.listed(
                            List::SettlementNouns,
                            &text.word(sentence, at).to_lowercase(),
                        )
                    }));
        if !stands {
            return false;
        }
    }
    true
}

fn suicide_bomber(text: &Text, sentence: usize, line: &Laid, before: usize) -> bool {
    (0..before.min(line.tokens.len())).any(|token| {
        let word = text.word(sentence, token).to_lowercase();
        word.starts_with("bomber")
    })
}
