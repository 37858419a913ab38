//! "during its Harvest of Soldiers campaign": the time of a campaign that a report dates elsewhere.

use super::{DateHit, Grain};
use crate::text::{Laid, Line, Text};
use codebook::List;
use language::Pos;
use model::{Span, When};

/// A campaign is named by at most so many words before its noun.
const NAME: usize = 8;
/// "the campaign" speaks of the one named at most so many sentences before.
const NEAR: usize = 2;
/// A time longer than this many days says too little of an act in it.
const LONGEST: u32 = 366;

/// A campaign as one sentence mentions it.
struct Mention {
    sentence: usize,
    /// First and last token.
    first: usize,
    last: usize,
    span: Span,
    /// The words of its name in small letters; none for "the campaign".
    name: Vec<String>,
    /// "*during* the campaign": what is told happened in it.
    within: bool,
}

/// Gives sentences that tell of acts during a named campaign, and no date, the time that the
/// report tells of the campaign; of several, the shortest.
pub(super) fn campaigns(text: &Text, hits: &mut [Vec<DateHit>]) {
    let mut mentions: Vec<Mention> = Vec::new();
    for (sentence, line) in text.sentences.iter().enumerate() {
        if line.line == Line::Boilerplate {
            continue;
        }
        for mut mention in mentioned(text, sentence, line) {
            if mention.name.is_empty() {
                let last = mentions.iter().rev();
                let mut near = last.take_while(|other| other.sentence + NEAR >= sentence);
                let Some(named) = near.find(|other| !other.name.is_empty()) else {
                    continue;
                };
                mention.name.clone_from(&named.name);
            }
            mentions.push(mention);
        }
    }
    let told: Vec<Option<When>> = mentions
        .iter()
        .map(|mention| when_told(text, mention, &hits[mention.sentence]))
        .collect();
    for mention in mentions.iter().filter(|mention| mention.within) {
        let own = &hits[mention.sentence];
        if own.iter().any(|date| date.rule != "date/decade") {
            continue;
        }
        let times = mentions.iter().zip(&told);
        let times = times.filter(|(other, _)| same(&mention.name, &other.name));
        let shortest = times
            .filter_map(|(_, when)| *when)
            .min_by_key(|when| when.days().unwrap_or(u32::MAX));
        let Some(when) = shortest else {
            continue;
        };
        hits[mention.sentence].push(DateHit {
            when,
            first: mention.first,
            last: mention.last,
            span: mention.span,
            rule: "date/campaign",
            own_year: false,
            grain: Grain::Day,
            counted: None,
            count: None,
            until: None,
        });
        hits[mention.sentence].sort_by_key(|date| date.first);
    }
}

/// The campaigns that a sentence mentions.
fn mentioned(text: &Text, sentence: usize, line: &Laid) -> Vec<Mention> {
    let word = |at: usize| text.word(sentence, at);
    let lower = |at: usize| word(at).to_lowercase();
    let listed = |list: List, at: usize| text.codebook.words.listed(list, &lower(at));
    let large = |at: usize| word(at).starts_with(char::is_uppercase) && line.pos(at) != Pos::Punct;
    let quote = |at: usize| matches!(word(at), "\"" | "“" | "”" | "'" | "‘" | "’");
    let small = |at: usize| matches!(lower(at).as_str(), "of" | "the" | "for" | "and");
    let mut found = Vec::new();
    for noun in 0..line.tokens.len() {
        if !listed(List::CampaignNouns, noun) {
            continue;
        }
        // "Operation Dry Season"
        let mut last = noun;
        while large(noun) && large(last + 1) && last < noun + NAME {
            last += 1;
        }
        let mut first = noun;
        if last == noun {
            // "the “Harvest of Soldiers” messaging campaign"
            let of_name = |at: usize| large(at) || quote(at);
            while first > 0 && noun - first < NAME {
                let before = |back: usize| first.checked_sub(back);
                let linked = small(first - 1)
                    && (2..=3)
                        .filter_map(before)
                        .find(|at| !small(*at))
                        .is_some_and(of_name);
                // "the “Harvest” *messaging* campaign"
                let kind = first == noun && before(2).is_some_and(of_name);
                if !(of_name(first - 1) || linked || kind) {
                    break;
                }
                first -= 1;
            }
        }
        let name = (first..=last).filter(|at| *at != noun && large(*at) && !small(*at));
        let name: Vec<String> = name.map(lower).collect();
        let before = |back: usize| first.checked_sub(back);
        let pointed = (first..=noun).all(|at| !large(at))
            && (1..=3)
                .filter_map(before)
                .any(|at| matches!(lower(at).as_str(), "this" | "the" | "that"));
        if name.is_empty() && !pointed {
            continue;
        }
        let within = (1..=4)
            .filter_map(before)
            .find(|at| matches!(line.pos(*at), Pos::Adp | Pos::Sconj) && lower(*at) != "of");
        let part = |at: usize| lower(at) == "of" && at > 0 && lower(at - 1) == "part";
        let within = within.is_some_and(|at| listed(List::DuringWords, at))
            || (1..=4).filter_map(before).any(part);
        found.push(Mention {
            sentence,
            first,
            last,
            span: line.bytes(first, last),
            name,
            within,
        });
    }
    found
}

/// True where two names can be of one campaign: the words of the shorter stand in the longer.
fn same(one: &[String], other: &[String]) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    !short.is_empty()
        && short.iter().all(|word| long.contains(word))
        && (short.len() >= 2 || short.len() == long.len())
}

/// The time that a sentence tells of the campaign it mentions.
fn when_told(text: &Text, mention: &Mention, dates: &[DateHit]) -> Option<When> {
    let known = dates.iter().filter(|date| date.when.first.is_some());
    let nearest = known.min_by_key(|date| {
        let apart = if date.first > mention.last {
            date.first - mention.last
        } else {
            mention.first.saturating_sub(date.last)
        };
        (apart, date.first)
    })?;
    let mut when = nearest.when;
    // "in April and May"
    for date in dates {
        let (from, to) = (date.first.min(nearest.first), date.last.max(nearest.last));
        if let (Some(a), Some(b)) = (
            when.first.min(date.when.first),
            when.last.max(date.when.last),
        ) && date.grain == nearest.grain
            && date.grain != Grain::Day
            && to - from <= 2
        {
            when = When::between(a, b);
        }
    }
    if when.is_day() {
        // "launched Operation Dry Season on 3 February": the day on which it began.
        let line = &text.sentences[mention.sentence];
        let begins = (0..mention.first).any(|at| {
            let verb = text.word(mention.sentence, at).to_lowercase();
            line.pos(at) == Pos::Verb && text.codebook.words.listed(List::OpeningVerbs, &verb)
        });
        let day = when.first.filter(|_| begins)?;
        let until = text.published.filter(|published| *published >= day);
        return Some(until.map_or(When::since(day), |until| When::between(day, until)));
    }
    when.days()
        .is_some_and(|days| days <= LONGEST)
        .then_some(when)
}
