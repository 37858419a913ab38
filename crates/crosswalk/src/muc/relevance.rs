//! What the scheme takes in.

use super::values;
use codebook::{Codebook, Sense};
use jiff::ToSpan as _;
use model::{Account, Mention, MentionRole, Report, Span, Target};
use std::collections::BTreeMap;

/// The nine countries that the conferences were about.
pub(super) const COUNTRIES: [&str; 9] = ["SV", "GT", "HN", "AR", "BO", "CL", "CO", "EC", "PE"];

/// Bytes of the longest dateline.
const LONGEST_DATELINE: usize = 160;

/// True for an incident that the scheme takes in:
///
/// - it belongs to one of the nine countries, by its place, its targets' nationality or a perpetrator's home,
///   or nothing but the dateline says to which country it belongs;
/// - it is not fighting alone: an act against nobody but soldiers, police or an armed group is left out,
///   and so is a clash, or an act of a state's forces, in which no civilian was hit;
/// - it is not old: within two months before the report, or no date says otherwise, and not told as a memory.
pub fn relevant(report: &Report, account: &Account, codebook: &Codebook) -> bool {
    at_home(report, account, codebook)
        && !fighting_alone(report, account, codebook)
        && !old(report, account)
        && !recalled(report, account)
}

fn at_home(report: &Report, account: &Account, codebook: &Codebook) -> bool {
    let ours = |code: &str| COUNTRIES.contains(&code);
    let Some(country) = &account.country else {
        return true;
    };
    // A guess from what the text speaks of most: it may as well be another country that it speaks of.
    if country.rule == GUESSED && named_most(report, codebook).is_some() {
        return true;
    }
    let dateline = dateline_end(&report.text);
    ours(&country.value)
        || dateline > 0 && country.spans.iter().all(|span| span.end <= dateline)
        || account
            .targets
            .iter()
            .filter_map(|target| target.nationality.as_ref())
            .any(|code| ours(&code.value))
        || account
            .perpetrators
            .iter()
            .filter_map(|actor| codebook.actor(actor.value.id.as_deref()?))
            .filter_map(|actor| actor.countries.first())
            .any(|code| ours(code))
}

/// The rule of a country that is only the one that the text is mostly about.
pub(super) const GUESSED: &str = "place/country-of-text";

/// The one of the nine countries that a text names most, as a country or a people; its code.
pub(super) fn named_most(report: &Report, codebook: &Codebook) -> Option<String> {
    let words = codebook.phrases.words(&report.text);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for at in 0..words.len() {
        codebook.phrases.starting_at(&words, at, |hit| {
            if let Sense::Country { country, .. } | Sense::Demonym { country, .. } = hit.value
                && let Some(known) = codebook.countries.get(usize::from(country))
                && COUNTRIES.contains(&known.code.as_str())
            {
                *counts.entry(&known.code).or_default() += 1;
            }
        });
    }
    let most = counts
        .into_iter()
        .max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code)))?;
    Some(most.0.to_owned())
}

/// Where the dateline of a wire ends: "LIMA, 4 FEB 90 (EFE) -- "; 0 where there is none.
fn dateline_end(text: &str) -> u32 {
    let bytes = text.as_bytes();
    bytes[..bytes.len().min(LONGEST_DATELINE)]
        .windows(2)
        .position(|two| two == b"--")
        .map_or(0, |at| at as u32)
}

fn fighting_alone(report: &Report, account: &Account, codebook: &Codebook) -> bool {
    let fighter = |target: &Target| {
        matches!(
            target.kind.value.as_str(),
            "military" | "police" | "armed_group"
        )
    };
    let (mut known, mut civil) = (false, false);
    for target in &account.targets {
        if target.kind.value != "unknown" {
            known = true;
            civil |= !fighter(target) || retired(&report.text, target);
        }
    }
    let fighters: Vec<Span> = account
        .targets
        .iter()
        .filter(|target| fighter(target))
        .flat_map(|target| target.kind.spans.iter().copied())
        .collect();
    civil |= account
        .mentions
        .iter()
        .any(|mention| unarmed(&report.text, account, mention, &fighters));
    let states = account.class.value == "clash" || values::by_a_state(account, codebook);
    !civil && (known || states)
}

/// Bytes before a target's words in which "retired" and "former" stand.
const BEFORE: usize = 12;

/// "retired general", "former commander": the scheme counts who has left the forces among civilians.
fn retired(text: &str, target: &Target) -> bool {
    target.kind.spans.iter().any(|span| {
        let start = (span.start as usize).saturating_sub(BEFORE);
        let words = text.get(start..span.end as usize).unwrap_or_default();
        words
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| word.eq_ignore_ascii_case("retired") || word.eq_ignore_ascii_case("former"))
    })
}

/// Words for people who fight, where they are counted among the hurt.
const FIGHTERS: [&str; 43] = [
    "captain",
    "corporal",
    "guardsmen",
    "lieutenants",
    "paratroopers",
    "pilots",
    "assailant",
    "assailants",
    "attackers",
    "gunmen",
    "kidnapper",
    "kidnappers",
    "traffickers",
    "agent",
    "agents",
    "casualties",
    "combatants",
    "commander",
    "enemy",
    "extremist",
    "extremists",
    "fighters",
    "guerrilla",
    "guerrillas",
    "insurgents",
    "lieutenant",
    "members",
    "officer",
    "officers",
    "others",
    "patrol",
    "police",
    "policeman",
    "policemen",
    "rebel",
    "rebels",
    "sergeant",
    "soldier",
    "soldiers",
    "subversives",
    "terrorist",
    "terrorists",
    "troops",
];

/// Somebody hurt or named who is none of the fighters, nor the bearer of a fighter's title.
fn unarmed(text: &str, account: &Account, mention: &Mention, fighters: &[Span]) -> bool {
    if !matches!(mention.role, MentionRole::Target | MentionRole::Victim)
        || !mention.person && (mention.effect.is_none() || account.class.value == "clash")
    {
        return false;
    }
    let words = mention.span.of(text).to_lowercase();
    let fights = words
        .split(|letter: char| !letter.is_alphanumeric())
        .any(|word| FIGHTERS.contains(&word) || word.parse::<u64>().is_ok());
    let titled = fighters.iter().any(|fighter| {
        fighter.overlaps(&mention.span)
            || mention.span.start.abs_diff(fighter.end) <= 3
            || fighter.start.abs_diff(mention.span.end) <= 6
    });
    !fights && !titled
}

/// "It should be recalled that …": told for history's sake.
fn recalled(report: &Report, account: &Account) -> bool {
    !account.evidence.is_empty()
        && account.evidence.iter().all(|span| {
            span.of(&report.text)
                .split(|letter: char| !letter.is_alphanumeric())
                .take(RECALLING)
                .any(|word| {
                    ["recall", "recalled", "recalling"]
                        .iter()
                        .any(|other| word.eq_ignore_ascii_case(other))
                })
        })
}

/// Words of a sentence among which "recall" says that all of it is history.
const RECALLING: usize = 6;

fn old(report: &Report, account: &Account) -> bool {
    let last = account.date.as_ref().and_then(|date| date.value.last);
    match (last, report.published) {
        (Some(last), Some(published)) => published
            .checked_sub(2.months())
            .is_ok_and(|limit| last < limit),
        _ => false,
    }
}
