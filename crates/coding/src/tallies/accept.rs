//! Which counts are of many incidents or of a time, and not the toll of one incident.

use super::Count;
use super::find::{Setting, effect_of, is_toll, numbers_at};
use crate::text::{Line, Text};
use codebook::{Cue, Sense};

/// Whether a count is one of many incidents or of a time, not the toll of one incident.
pub(super) fn accepts(setting: &Setting, count: &Count, effects: usize, acts: bool) -> bool {
    let Setting {
        text,
        line,
        accounts,
        sentence,
        ..
    } = *setting;
    let best = count.estimate.best();
    let word_only = count.estimate.max.is_none() && vague(text, sentence, count);
    let period = setting.long || setting.continues;
    let accident = line.has_cue(Cue::Accident, 0, line.tokens.len())
        && !line.hits.iter().any(|hit| {
            matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Political,
                    ..
                }
            )
        });
    if accident || word_only && line.has_cue(Cue::Habit, 0, line.tokens.len()) {
        return false;
    }
    // An item of a page tells of one thing that happened.
    if line.line == Line::Item
        && !setting.long
        && !setting.total
        && (stages_roundup(setting) || is_toll(&count.what) && count.first > 3)
    {
        return false;
    }
    let own_figure = accounts
        .iter()
        .filter(|account| account.evidence.contains(&line.span))
        .flat_map(|account| {
            [
                &account.killed,
                &account.injured,
                &account.killed_perpetrators,
                &account.arrested,
                &account.casualties,
            ]
            .into_iter()
            .flatten()
            .flat_map(|figure| figure.spans.clone())
        })
        .any(|span| span.overlaps(&count.span));
    if is_toll(&count.what) {
        let sums = setting.long && (setting.reported || setting.total) || best >= 1000;
        if own_figure && !sums || word_only && !(setting.long || setting.total && setting.reported)
        {
            return false;
        }
        let weight = setting.total
            || acts
            || effects >= 3 && !setting.covered && (setting.reported || best >= 20);
        let told = setting.reported && (period || best >= 20 && !setting.covered);
        return best >= 2
            && (weight && best >= 3
                || told && best >= 2
                || period && (best >= 20 || setting.reported) && !setting.covered
                || setting.long && best >= 30
                || setting.follows
                    && best >= 3
                    && (best >= 10 || effects >= 2)
                    && !setting.covered
                || setting.range && best >= 3 && !setting.covered
                || best >= 1000);
    }
    let item = line.line == Line::Item && setting.covered;
    match count.what.as_str() {
        "members" => {
            let holds = (count.first.saturating_sub(9)..count.first).any(|token| {
                matches!(
                    text.word(sentence, token).to_lowercase().as_str(),
                    "has"
                        | "have"
                        | "had"
                        | "number"
                        | "numbered"
                        | "numbers"
                        | "comprises"
                        | "command"
                        | "commands"
                        | "commanded"
                        | "identified"
                )
            }) || count.rule == "tally/measure";
            holds && best >= 100
        }
        "attackers" => acts && best >= 3 && !own_figure || setting.total,
        "rockets" | "drones" | "bombs" | "vehicle_bombs" => {
            best >= 2
                && !item
                && line.hits.iter().any(|hit| {
                    matches!(
                        hit.sense,
                        Sense::Trigger { .. }
                            | Sense::Cue {
                                cue: Cue::CarryOut,
                                ..
                            }
                    )
                })
        }
        "incidents" | "protests" | "operations" => {
            let noun = text
                .word(sentence, line.token_at(count.what_span.start))
                .to_lowercase();
            let loose = noun.starts_with("case") || noun.starts_with("event");
            let violent = line.hits.iter().any(|hit| {
                let near = if loose {
                    hit.first > count.last
                } else {
                    hit.first + 12 > count.first
                };
                near && (matches!(hit.sense, Sense::Trigger { .. } | Sense::Weapon { .. })
                    || !loose && matches!(hit.sense, Sense::Actor { .. })
                    || effect_of(text, hit.sense).is_some())
            });
            (violent || !loose && setting.reported)
                && best >= 3
                && !item
                && !word_only
                && !line.has_cue(Cue::Elsewhere, 0, line.tokens.len())
        }
        _ => {
            let modal = line.has_cue(Cue::Modal, count.first.saturating_sub(4), count.first);
            let few = setting.covered && best < 5 && !setting.long;
            let item = item || line.line == Line::Item && !setting.long && best < 10;
            // "Five explosions rock Delhi": the number of acts that one record stands for.
            let set = best <= 12
                && setting.accounts.iter().any(|account| {
                    account.multiple.is_some()
                        && account
                            .kind
                            .spans
                            .iter()
                            .any(|span| span.overlaps(&count.what_span))
                });
            best >= 3 && !set && !item && !modal && !word_only && (!few || effects >= 2)
                || best >= 2 && setting.very_long && word_only
        }
    }
}

fn stages_roundup(setting: &Setting) -> bool {
    setting.stages.roundup
}

/// "several", "dozens", "multiple": no number stands there.
fn vague(text: &Text, sentence: usize, count: &Count) -> bool {
    let line = &text.sentences[sentence];
    !(count.first..=count.last).any(|token| {
        numbers_at(text, sentence, token)
            || line.hits.iter().any(|hit| {
                hit.first == token
                    && matches!(hit.sense, Sense::Number(index)
                        if text.codebook.words.numbers[usize::from(index)].max.is_some())
            })
    })
}
