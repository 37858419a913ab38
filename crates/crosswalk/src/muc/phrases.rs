//! The words of a report as printed, and what phrases inside a span name.

use codebook::phrases::Word;
use codebook::{ActorKind, Codebook, Cue, Form, HedgeKind, List, PersonNoun, Sense, TermForm};
use model::{ActorRef, Span, When};
use std::collections::BTreeSet;

/// What a phrase names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    People {
        plural: bool,
    },
    /// A building, ground or vehicle.
    Thing,
    /// A building or ground that the scheme takes for a place.
    Place,
    /// "Army", "government", "company": neither a thing nor persons.
    Body,
}

/// Target types whose bodies ("army", "government", "company") are no things.
const BODIES_OF_PEOPLE: [&str; 8] = [
    "armed_group",
    "business",
    "civilians",
    "government",
    "military",
    "ngo",
    "police",
    "political",
];

/// A report's words, with every phrase of the codebook at hand.
pub(super) struct Phrases<'r> {
    text: &'r str,
    codebook: &'r Codebook,
    words: Vec<Word>,
}

impl<'r> Phrases<'r> {
    pub fn new(text: &'r str, codebook: &'r Codebook) -> Self {
        Phrases {
            text,
            codebook,
            words: codebook.phrases.words(text),
        }
    }

    /// The longest actor's name inside a span, and its id; before the last word, where that is the people's.
    pub fn actor_name(&self, span: Span, people: bool) -> Option<(String, Span)> {
        let mut best: Option<(u16, Span)> = None;
        self.senses(span, |start, end, sense| {
            if let Sense::Actor { actor, weak } = sense
                && !(people && end == span.end)
                && !weak
                && best.is_none_or(|(_, best)| end - start > best.end - best.start)
            {
                best = Some((actor, Span { start, end }));
            }
        });
        let (actor, span) = best?;
        let id = &self.codebook.actors.get(usize::from(actor))?.id;
        Some((id.clone(), span))
    }

    /// Where the text first gives an actor's name.
    pub fn first_name(&self, id: &str) -> Option<Span> {
        let all = Span {
            start: 0,
            end: self.words.last()?.end,
        };
        let mut first: Option<Span> = None;
        self.senses(all, |start, end, sense| {
            if let Sense::Actor { actor, weak: false } = sense
                && self
                    .codebook
                    .actors
                    .get(usize::from(actor))
                    .is_some_and(|actor| actor.id == id)
            {
                let longer = first.is_some_and(|first| first.start == start && first.end < end);
                if first.is_none() || longer {
                    first = Some(Span { start, end });
                }
            }
        });
        first
    }

    /// False for a country's bare name ("Salvador"), which is a place more often than a government.
    pub fn names_a_doer(&self, span: Span, id: Option<&str>) -> bool {
        let mut country = false;
        self.senses(span, |start, end, sense| {
            country |= matches!(sense, Sense::Country { .. })
                && self.bare(Span { start, end }) == self.bare(span);
        });
        let peaceful = id
            .and_then(|id| self.codebook.actor(id))
            .is_some_and(|actor| actor.kind == ActorKind::Intergovernmental);
        !country && !peaceful
    }

    /// True where a span names an actor, and has a word of that sort as a verb.
    pub fn says(&self, span: Span, id: &str, cue: Cue) -> bool {
        let (mut named, mut said) = (false, false);
        self.senses(span, |_, _, sense| match sense {
            Sense::Actor { actor, .. } => {
                let actor = self.codebook.actors.get(usize::from(actor));
                named |= actor.is_some_and(|actor| actor.id == id);
            }
            Sense::Cue { cue: found, form } => {
                said |= found == cue && !matches!(form, Form::Singular | Form::Plural);
            }
            _ => {}
        });
        named && said
    }

    /// True where an authority blames or suspects in a span: "the minister blamed", "police suspect".
    pub fn authorities_accuse(&self, span: Span) -> bool {
        let mut authority: Option<u32> = None;
        let mut accused = false;
        self.senses(span, |_, end, sense| match sense {
            Sense::Target {
                target,
                form: TermForm::Person,
                ..
            } => {
                let code = self.codebook.targets.get(usize::from(target));
                if code.is_some_and(|kind| {
                    matches!(kind.code.as_str(), "government" | "police" | "military")
                }) {
                    authority = authority.or(Some(end));
                }
            }
            Sense::People {
                kind: PersonNoun::State,
                ..
            } => authority = authority.or(Some(end)),
            Sense::Cue {
                cue: Cue::Suspect | Cue::Blame,
                ..
            } => {
                accused |= authority.is_some_and(|authority| authority < end);
            }
            _ => {}
        });
        accused
    }

    /// The only armed group that the text names, if it names just one: its id, and where its name stands first.
    pub fn only_group(&self) -> Option<(String, Span)> {
        let all = Span {
            start: 0,
            end: self.words.last()?.end,
        };
        let mut named: BTreeSet<u16> = BTreeSet::new();
        self.senses(all, |_, _, sense| {
            if let Sense::Actor { actor, weak: false } = sense {
                named.insert(actor);
            }
        });
        let mut groups = named
            .into_iter()
            .filter_map(|actor| self.codebook.actors.get(usize::from(actor)))
            .filter(|actor| actor.kind.is_armed_group());
        let (only, None) = (groups.next()?, groups.next()) else {
            return None;
        };
        Some((only.id.clone(), self.first_name(&only.id)?))
    }

    /// "several soldiers": no number, only that they are more than one.
    pub fn is_vague(&self, span: Span) -> bool {
        let from = self.words.partition_point(|word| word.start < span.start);
        self.words[from.saturating_sub(1)..(from + 1).min(self.words.len())]
            .iter()
            .any(|word| {
                let word = self.between(word.start, word.end).to_lowercase();
                matches!(word.as_str(), "several" | "some" | "various" | "numerous")
            })
    }

    /// "15-year-old daughter": the number is an age.
    pub fn is_aged(&self, span: Span) -> bool {
        let words: Vec<String> = self
            .within(span)
            .take(3)
            .map(|word| self.between(word.start, word.end).to_lowercase())
            .collect();
        words
            .windows(2)
            .any(|two| two[0] == "year" && two[1] == "old")
    }

    fn last_word(&self, span: Span) -> String {
        let last = self.within(span).last();
        last.map_or_else(String::new, |last| {
            self.between(last.start, last.end).to_lowercase()
        })
    }

    /// True where the last word says no more than that they belong to somebody: "members".
    pub fn ends_with_members(&self, span: Span) -> bool {
        let span = self.head(span);
        let last = self.last_word(span);
        matches!(last.as_str(), "members" | "member" | "elements")
    }

    /// True where the sentence around a span has a word such as "escaped".
    pub fn undergoes(&self, span: Span) -> bool {
        let (start, end) = (span.start as usize, span.end as usize);
        let stop = |words: &str| words.find(". ").unwrap_or(words.len());
        let before = self.text.get(..start).unwrap_or_default();
        let behind = self.text.get(end..).unwrap_or_default();
        let from = before.rfind(". ").map_or(0, |at| at + 1);
        self.text
            .get(from..end + stop(behind))
            .unwrap_or_default()
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| {
                let words = &self.codebook.words;
                words.listed(List::UndergoingWords, &word.to_lowercase())
            })
    }

    /// True where the last word is a noun for those who tell of it, or for the hurt without saying who they are.
    pub fn ends_with_tellers(&self, span: Span) -> bool {
        matches!(
            self.last_word(span).as_str(),
            "victim" | "victims" | "newsmen" | "reporters" | "spokesman" | "spokesmen"
        )
    }

    /// True where the last word is a noun for people who fight.
    pub fn ends_with_fighters(&self, span: Span) -> bool {
        let last = self.within(span).last().map_or(0, |last| last.end);
        let mut fighters = false;
        self.senses(span, |_, end, sense| {
            fighters |= end == last
                && matches!(
                    sense,
                    Sense::People {
                        kind: PersonNoun::Body | PersonNoun::Nobody,
                        ..
                    }
                );
        });
        fighters
    }

    /// "alleged members", "presumed guerrillas": a word right before the span, or its first, says it is not sure.
    pub fn is_alleged(&self, span: Span) -> bool {
        let from = self.words.partition_point(|word| word.start < span.start);
        self.words[from.saturating_sub(2)..(from + 1).min(self.words.len())]
            .iter()
            .any(|word| {
                let word = self.between(word.start, word.end).to_lowercase();
                self.codebook.words.listed(List::DoubtingModifiers, &word)
            })
    }

    /// True for an actor that acts for a state at a time.
    pub fn acts_for_a_state(&self, actor: &ActorRef, when: Option<&When>) -> bool {
        match actor.id.as_deref().and_then(|id| self.codebook.actor(id)) {
            Some(known) => known.kind_at(when).is_state(),
            None => acts_for_a_state(&actor.name, self.codebook),
        }
    }

    /// True where the last word is a noun for persons, and not for a body ("army").
    pub fn ends_with_people(&self, span: Span) -> bool {
        let Some(last) = self.within(span).last().map(|last| last.end) else {
            return false;
        };
        let words = &self.codebook.words;
        let word = self.last_word(span);
        if self.ends_with_members(span) {
            return true;
        }
        let group = words.listed(List::CollectiveNouns, &word);
        let (mut persons, mut body, mut some) = (false, false, false);
        self.senses(span, |_, end, sense| match sense {
            Sense::People { .. } if end != last => some = true,
            _ if end != last => {}
            Sense::Target {
                form: TermForm::Body,
                ..
            } => body = true,
            Sense::Target {
                form: TermForm::Person,
                ..
            }
            | Sense::People { .. } => persons = true,
            _ => {}
        });
        let bodies = matches!(word.as_str(), "police" | "services");
        persons && !body && !bodies || group && some
    }

    /// True where every word is a title before a name.
    pub fn are_titles(&self, words: &str) -> bool {
        words.split_whitespace().all(|word| {
            let word = word.to_lowercase();
            self.codebook
                .words
                .listed(List::Titles, word.trim_end_matches('.'))
        })
    }

    /// The nouns for weapons inside a span, from the first to the last.
    pub fn weapon_noun(&self, span: Span) -> Option<Span> {
        let mut noun: Option<Span> = None;
        self.senses(span, |start, end, sense| {
            if matches!(sense, Sense::Weapon { .. }) {
                noun = Some(noun.map_or(Span { start, end }, |known| Span {
                    start: known.start.min(start),
                    end: known.end.max(end),
                }));
            }
        });
        noun
    }

    /// The phrase up to what it is of: of "the home of the mayor" the home, but of "a group of armed men" the men.
    fn head(&self, span: Span) -> Span {
        let mut before: Option<&Word> = None;
        for word in self.within(span) {
            let is = |word: &Word| self.between(word.start, word.end).to_lowercase();
            if let Some(before) = before
                && is(word) == "of"
            {
                let members = matches!(is(before).as_str(), "members" | "member" | "elements");
                let words = &self.codebook.words;
                if members || !words.listed(List::CollectiveNouns, &is(before)) {
                    return Span {
                        end: before.end,
                        ..span
                    };
                }
            }
            before = Some(word);
        }
        span
    }

    /// What the last word of a phrase that the codebook knows names.
    pub fn sort(&self, span: Span) -> Option<Sort> {
        let span = self.head(span);
        let mut best: Option<(u32, Sort)> = None;
        self.senses(span, |start, end, sense| {
            let sort = match sense {
                Sense::Target {
                    form: TermForm::Person,
                    plural,
                    ..
                }
                | Sense::People { plural, .. } => Sort::People { plural },
                Sense::Target {
                    form: TermForm::Site,
                    ..
                } => {
                    let words = self.bare(Span { start, end }).to_lowercase();
                    if self.codebook.words.listed(List::PlaceNouns, &words) {
                        Sort::Place
                    } else {
                        Sort::Thing
                    }
                }
                Sense::Target { target, .. } => {
                    let code = self
                        .codebook
                        .targets
                        .get(usize::from(target))
                        .map_or("", |target| target.code.as_str());
                    if BODIES_OF_PEOPLE.contains(&code) {
                        Sort::Body
                    } else {
                        Sort::Thing
                    }
                }
                _ => return,
            };
            if best.is_none_or(|(last, _)| end > last) {
                best = Some((end, sort));
            }
        });
        let words = &self.codebook.words;
        let last = self.within(span).last().map_or(0, |word| word.end);
        let word = self.last_word(span);
        let known = best.filter(|(end, _)| *end == last);
        if known.is_none() && words.listed(List::PlainThings, &word) {
            return Some(Sort::Thing);
        }
        let people = matches!(known, Some((_, Sort::People { .. })));
        if !people && words.listed(List::PlainPeople, &word) {
            return Some(Sort::People {
                plural: word.ends_with('s')
                    || matches!(word.as_str(), "staff" | "crew" | "personnel" | "population"),
            });
        }
        // In capitals nothing tells a name behind the noun: "official reports" are no officials.
        let shouting = !self
            .between(span.start, span.end)
            .chars()
            .any(char::is_lowercase);
        best.filter(|_| !shouting || known.is_some())
            .map(|(_, sort)| sort)
    }

    /// "mayor Ana Diaz": the words up to the last one known, and the name behind it.
    pub fn description_and_name(&self, span: Span) -> (String, Option<String>) {
        let mut head_end = None;
        self.senses(span, |_, end, sense| {
            if matches!(
                sense,
                Sense::Target {
                    form: TermForm::Person,
                    ..
                } | Sense::People { .. }
            ) {
                head_end = head_end.max(Some(end));
            }
        });
        let whole = self.bare(span);
        let shouting = !self
            .between(span.start, span.end)
            .chars()
            .any(char::is_lowercase);
        let Some(head_end) = head_end.filter(|_| !shouting) else {
            return if shouting {
                (whole, None)
            } else {
                (String::new(), Some(whole))
            };
        };
        let rest = self.bare(Span {
            start: head_end.min(span.end),
            end: span.end,
        });
        let first = rest.split_whitespace().next().unwrap_or_default();
        let name = first.chars().next().is_some_and(char::is_uppercase)
            && !matches!(
                first.to_lowercase().as_str(),
                "of" | "from" | "in" | "and" | "who"
            );
        if !name {
            return (whole, None);
        }
        let description = self.bare(Span {
            start: span.start,
            end: head_end.min(span.end),
        });
        (description, Some(rest))
    }

    /// The words of a span as [`bare`](Self::bare) prints them; "two men", whom nothing else tells from other men, with
    /// their number.
    pub fn counted(&self, span: Span) -> String {
        let bare = self.bare(span);
        let faceless = bare.rsplit(' ').next().is_some_and(|last| {
            self.codebook
                .words
                .listed(List::FacelessPeople, &last.to_lowercase())
        });
        let printed = self.between(span.start, span.end);
        let start = printed
            .find(bare.as_str())
            .map_or(span.start, |at| span.start + u32::try_from(at).unwrap_or(0));
        let before = self.words.partition_point(|word| word.start < start);
        let number = self.words[..before].last().filter(|word| {
            let text = self.between(word.start, word.end);
            let mut counts = text.bytes().all(|byte| byte.is_ascii_digit());
            self.senses(
                Span {
                    start: word.start,
                    end: word.end,
                },
                |first, _, sense| {
                    counts |= first == word.start && matches!(sense, Sense::Number(_));
                },
            );
            counts && self.between(word.end, start).trim().is_empty()
        });
        match number.filter(|_| faceless) {
            Some(word) => format!("{} {bare}", self.between(word.start, word.end)),
            None => bare,
        }
    }

    /// The number that a phrase begins with.
    pub fn number(&self, span: Span) -> Option<String> {
        let mut hedge = None;
        let mut number = None;
        self.senses(span, |_, _, sense| match sense {
            Sense::Hedge(at) => {
                hedge = self
                    .codebook
                    .words
                    .hedges
                    .get(usize::from(at))
                    .map(|hedge| hedge.kind);
            }
            Sense::Number(at) => {
                let word = self.codebook.words.numbers.get(usize::from(at));
                number = number.or(word
                    .filter(|word| word.max == Some(word.min))
                    .map(|word| word.min));
            }
            _ => {}
        });
        let digits = || {
            self.within(span).find_map(|word| {
                let text = self.text.get(word.start as usize..word.end as usize)?;
                text.parse::<u64>().ok()
            })
        };
        let number = number.or_else(digits)?;
        Some(match hedge {
            Some(HedgeKind::AtLeast) => format!("{number}-"),
            Some(HedgeKind::AtMost) => format!("-{number}"),
            Some(HedgeKind::About) => format!("~{number}"),
            None => number.to_string(),
        })
    }

    /// Every phrase inside a span, with its bytes.
    fn senses(&self, span: Span, mut found: impl FnMut(u32, u32, Sense)) {
        let first = self.words.partition_point(|word| word.start < span.start);
        for (at, word) in self.words.iter().enumerate().skip(first) {
            if word.start >= span.end {
                break;
            }
            self.codebook.phrases.starting_at(&self.words, at, |hit| {
                let end = self.words[hit.after - 1].end;
                if end <= span.end {
                    found(word.start, end, hit.value);
                }
            });
        }
    }

    fn within(&self, span: Span) -> impl Iterator<Item = &Word> {
        let first = self.words.partition_point(|word| word.start < span.start);
        self.words[first..]
            .iter()
            .take_while(move |word| word.end <= span.end)
    }

    /// The span with what is said before it of people nobody knows: "unidentified individuals".
    pub fn with_manner(&self, span: Span) -> Span {
        let mut start = span.start;
        let before = self.words.partition_point(|word| word.start < span.start);
        for word in self.words[..before].iter().rev() {
            let text = self.between(word.start, word.end).to_lowercase();
            let joined = self.between(word.end, start).trim().is_empty();
            if !joined || !self.codebook.words.listed(List::Manners, &text) {
                break;
            }
            start = word.start;
        }
        Span { start, ..span }
    }

    /// The words from one byte to another; nothing where the second is the smaller.
    pub fn between(&self, start: u32, end: u32) -> &'r str {
        self.text.get(start as usize..end as usize).unwrap_or("-")
    }

    /// The words of a span on one line, without articles, hedges and numbers at the front.
    pub fn bare(&self, span: Span) -> String {
        let mut start = span.start;
        loop {
            let Some(word) = self.within(Span { start, ..span }).next() else {
                break;
            };
            let text = self
                .text
                .get(word.start as usize..word.end as usize)
                .unwrap_or_default();
            let lower = text.to_lowercase();
            let article = matches!(lower.as_str(), "a" | "an" | "the")
                || start > span.start && matches!(lower.as_str(), "of" | "his" | "her" | "their")
                || self
                    .codebook
                    .words
                    .listed(List::VagueModifiers, lower.as_str());
            // "15-year-old daughter"
            let number = text.bytes().all(|byte| byte.is_ascii_digit())
                || matches!(lower.as_str(), "year" | "old");
            let mut end = (article || number).then_some(word.end);
            self.senses(Span { start, ..span }, |first, last, sense| {
                if first == word.start && matches!(sense, Sense::Number(_) | Sense::Hedge(_)) {
                    end = end.max(Some(last));
                }
            });
            match end {
                Some(end) if end < span.end => start = end,
                _ => break,
            }
        }
        let words = self
            .text
            .get(start as usize..span.end as usize)
            .unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match words.strip_prefix('-') {
            Some(rest) => rest.trim_start().to_owned(),
            None => words,
        }
    }
}

/// True where the words are a noun for people who act for a state.
pub(super) fn acts_for_a_state(words: &str, codebook: &Codebook) -> bool {
    let mut state = false;
    let found = codebook.phrases.words(words);
    for at in 0..found.len() {
        codebook.phrases.starting_at(&found, at, |hit| {
            state |= matches!(
                hit.value,
                Sense::People {
                    kind: PersonNoun::State,
                    ..
                }
            ) && hit.after == found.len();
        });
    }
    state
}

/// Two ways of printing the same words.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}
