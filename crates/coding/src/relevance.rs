//! Political violence or not: ordinary crime, accidents and court news are not coded.

use crate::Stages;
use crate::actors::Sort;
use crate::drafts::Draft;
use crate::text::{Laid, Line};
use codebook::{ActorKind, Cue, List, Sense};
use model::{Account, MentionRole};

/// What speaks for political violence in a report as a whole.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relevance {
    /// Armed groups, and words such as "terrorist", outside page furniture.
    signs: usize,
    /// Words of sport, court and stage: "striker", "trial", "film".
    elsewhere: usize,
}

impl Relevance {
    /// Reads the signs of a report.
    pub fn new(stages: &Stages) -> Self {
        let signs = (0..stages.text.sentences.len())
            .filter(|sentence| stages.text.sentences[*sentence].line != Line::Boilerplate)
            .map(|sentence| signs(stages, sentence))
            .sum();
        let elsewhere = stages.text.sentences.iter().map(elsewhere).sum();
        Relevance { signs, elsewhere }
    }

    /// Why an account is no political violence; `None` where it may be.
    pub fn refuses(
        self,
        stages: &Stages,
        draft: &Draft,
        account: &Account,
    ) -> Option<&'static str> {
        let class = account.class.value.as_str();
        // Soldiers who shoot, raid or strike are no private quarrel.
        let soldiers = draft
            .told
            .iter()
            .flat_map(|told| &told.perpetrators)
            .any(|(actor, _)| {
                actor.kind == ActorKind::StateForce
                    && matches!(actor.sort, Sort::Named | Sort::State)
                    && !actor.actor.name.to_lowercase().contains("polic")
            });
        if soldiers && account.kind.value != "arrest" {
            return None;
        }
        if class == "clash" || class == "threat" || class == "unrest" {
            return None;
        }
        let own: usize = draft
            .told
            .iter()
            .map(|told| signs(stages, told.sentence))
            .sum();
        // On a page of unrelated items only the item itself can speak, and the heading over it.
        let (signs, elsewhere) = if stages.roundup {
            let first = draft.told[0].sentence;
            let here = draft
                .told
                .iter()
                .map(|told| elsewhere(&stages.text.sentences[told.sentence]))
                .sum();
            (own + headed(stages, first), here)
        } else {
            (self.signs.max(own), self.elsewhere)
        };
        // A wire of an agency that says whom an attack hit tells no private quarrel.
        let wired = stages.text.telegraphed()
            && account.mentions.iter().any(|mention| {
                matches!(mention.role, MentionRole::Target | MentionRole::Victim)
                    && (mention.person || mention.effect.is_some())
            });
        if class == "attack" && signs == 0 && elsewhere >= 2 && !wired {
            return Some("left out: the report is about sport, a court or a stage");
        }
        let official = account.targets.iter().any(|target| {
            matches!(
                target.kind.value.as_str(),
                "police"
                    | "government"
                    | "military"
                    | "diplomatic"
                    | "political"
                    | "transport"
                    | "religious"
                    | "media"
                    | "ngo"
                    | "aid_worker"
            )
        });
        let heavy = account.weapons.iter().any(|weapon| {
            matches!(
                weapon.value.as_str(),
                "explosives"
                    | "suicide_vest"
                    | "vehicle_bomb"
                    | "rocket"
                    | "mortar"
                    | "artillery"
                    | "missile"
                    | "drone"
                    | "aircraft"
                    | "grenade"
                    | "landmine"
                    | "chemical"
            )
        });
        // Arms of war, and ways that only political violence uses, speak for themselves.
        let war = account.weapons.iter().any(|weapon| {
            matches!(
                weapon.value.as_str(),
                "rocket"
                    | "mortar"
                    | "artillery"
                    | "missile"
                    | "vehicle_bomb"
                    | "suicide_vest"
                    | "drone"
                    | "aircraft"
                    | "landmine"
            )
        }) || account.suicide.is_some()
            || stormed(stages, draft)
            || matches!(
                account.kind.value.as_str(),
                "hostage_siege" | "hijacking" | "vehicle_ramming" | "shelling" | "air_strike"
            );
        // Bombs that kill or wound, and many dead by "attacks", are no private quarrel.
        let toll = |figure: &Option<model::Sourced<model::Estimate>>, least: u64| {
            figure
                .as_ref()
                .is_some_and(|figure| figure.value.best() >= least)
        };
        let harm = toll(&account.killed, 1) || toll(&account.injured, 1);
        // … also where the sentence tells them of several attacks together.
        let together = draft.told.iter().any(|told| {
            told.listed
                && stages.figures[told.sentence].iter().any(|figure| {
                    figure.effect == crate::figures::Effect::Killed && figure.estimate.best() >= 5
                })
        });
        let many = (toll(&account.killed, 5) || together) && account.kind.value == "attack";
        // "Meanwhile another bomb exploded": one more of those that are told.
        let another = heavy && draft.told.iter().any(|told| told.other);
        let bare = !war && !many && !another && (!heavy || account.targets.is_empty() && !harm);
        // Police who stop an attack that was planned have seen more than a quarrel in it.
        let stopped = account.status.value == model::Status::Foiled && account.arrested.is_some();
        if class == "attack" && signs == 0 && !official && bare && !stopped && !wired {
            return Some("left out: nothing in the report says that this was political violence");
        }
        let on_group = account
            .targets
            .iter()
            .any(|target| target.kind.value == "armed_group");
        if account.kind.value == "arrest"
            && !on_group
            && own == 0
            && (stages.roundup || self.signs < 2)
        {
            return Some("left out: an arrest that nothing ties to an armed group or an attack");
        }
        (class == "operation" && signs == 0 && !on_group && !war)
            .then_some("left out: an operation that nothing ties to an armed group")
    }
}

/// "Attackers stormed a hotel": several people who take a place by force settle no private quarrel.
fn stormed(stages: &Stages, draft: &Draft) -> bool {
    let codebook = stages.text.codebook;
    draft.told.iter().any(|told| {
        told.perpetrators
            .iter()
            .any(|(actor, _)| actor.plural && actor.sort != Sort::Crowd)
            && told.words.iter().any(|word| {
                let rule = &codebook.triggers[word.trigger];
                !rule.weak
                    && rule.weapons.is_empty()
                    && codebook.events[rule.event].code == "armed_assault"
            })
    })
}

/// Words of sport, court and stage in one sentence.
fn elsewhere(line: &Laid) -> usize {
    line.hits
        .iter()
        .filter(|hit| {
            matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Elsewhere,
                    ..
                }
            )
        })
        .count()
}

/// One where the heading over an item speaks of armed conflict: "Armed conflicts and attacks:".
fn headed(stages: &Stages, sentence: usize) -> usize {
    let heading = (0..sentence).rev().take(60).find(|at| {
        let line = &stages.text.sentences[*at];
        line.span.of(stages.text.text).trim_end().ends_with(':') && line.tokens.len() <= 8
    });
    usize::from(heading.is_some_and(|at| {
        signs(stages, at) > 0
            || stages.text.sentences[at].hits.iter().any(|hit| {
                matches!(hit.sense, Sense::Trigger { trigger, .. }
                    if stages.text.codebook.events[stages.text.codebook.triggers[usize::from(trigger)].event].class != "operation")
            })
    }))
}

/// Signs of political violence in one sentence.
fn signs(stages: &Stages, sentence: usize) -> usize {
    let words = stages.text.sentences[sentence]
        .hits
        .iter()
        .filter(|hit| {
            matches!(
                hit.sense,
                Sense::Cue {
                    cue: Cue::Political,
                    ..
                }
            )
        })
        .count();
    let groups = stages.actors[sentence]
        .iter()
        .filter(|actor| {
            // "Unidentified gunmen": nobody known, but no private quarrel either.
            let text = &stages.text;
            let gunmen = actor.sort == Sort::Nobody
                && actor.plural
                && text.codebook.words.listed(
                    List::GunmenNouns,
                    &text.word(sentence, actor.last).to_lowercase(),
                );
            (matches!(actor.sort, Sort::Named | Sort::Pointing | Sort::Body) || gunmen)
                && actor.kind.is_armed_group()
        })
        .count();
    words + groups
}
