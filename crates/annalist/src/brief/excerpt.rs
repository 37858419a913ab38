//! Quotes that fit a footnote: words of a report around those that a figure was read from.

use super::persons::hide;
use super::prose::cut;
use model::{Account, Span, Tally};

/// A window keeps at least so many words on either side of what was read.
const NEAR: usize = 3;
/// Fewer words than this are not worth leaving out.
const GAP: usize = 3;

/// The words of `evidence` (in text order), at most so many letters of them, without hidden
/// names.
///
/// Where they do not fit, whole sentences stay, those first that hold what comes first in
/// `focus`. Of a sentence that is too long by itself, the words around the focus stay, as far to
/// either side as there is room, and `…` stands for what is left out.
pub(super) fn excerpt(
    text: &str,
    evidence: &[Span],
    focus: &[Span],
    hidden: &[String],
    most: usize,
) -> String {
    let fits = |shown: &str| shown.chars().count() <= most;
    let shown = |kept: &[Span]| {
        let words = Words::of(text, kept, hidden);
        hide(&words.shown(|_| true), hidden)
    };
    let whole = shown(evidence);
    if fits(&whole) {
        return whole;
    }
    let mut order: Vec<Span> = Vec::new();
    for wanted in focus {
        let holds = evidence.iter().find(|part| part.overlaps(wanted));
        order.extend(holds.filter(|part| !order.contains(part)));
    }
    order.extend(
        evidence
            .iter()
            .filter(|part| !order.contains(part))
            .copied()
            .collect::<Vec<_>>(),
    );
    let mut kept: Vec<Span> = Vec::new();
    for part in &order {
        let mut more = kept.clone();
        more.push(*part);
        more.sort_unstable();
        if fits(&shown(&more)) {
            kept = more;
        }
    }
    match order.first() {
        Some(first) if !kept.contains(first) => window(text, *first, focus, hidden, most),
        _ => shown(&kept),
    }
}

/// The words of one long sentence around the focus, what comes first in it staying longest.
fn window(text: &str, part: Span, focus: &[Span], hidden: &[String], most: usize) -> String {
    let words = Words::of(text, &[part], hidden);
    let mut focused: Vec<usize> = Vec::new();
    for span in focus {
        let found = words.words.iter().enumerate();
        let found = found.filter(|(_, word)| word.span.overlaps(span));
        focused.extend(found.map(|(at, _)| at));
    }
    let fits = |shown: &str| shown.chars().count() <= most;
    if focused.is_empty() {
        return cut(&hide(&words.shown(|_| true), hidden), most);
    }
    let around = |focused: &[usize], near: usize| hide(&words.around(focused, near), hidden);
    while focused.len() > 1 && !fits(&around(&focused, NEAR)) {
        focused.pop();
    }
    let mut best = around(&focused, 0);
    for near in 1..=words.words.len() {
        let wider = around(&focused, near);
        if !fits(&wider) {
            break;
        }
        best = wider;
    }
    cut(&best, most)
}

/// What an account was read from, that which is argued about first.
pub(super) fn focus_of(account: &Account) -> Vec<Span> {
    let mut focus = Vec::new();
    let mut push = |spans: &[Span]| focus.extend(spans.first());
    for denied in &account.denied_by {
        push(&denied.spans);
    }
    let figures = [&account.killed, &account.casualties, &account.injured];
    for figure in figures.into_iter().flatten() {
        push(&figure.spans);
    }
    push(&account.kind.spans);
    push(&account.status.spans);
    for claimed in &account.claimed_by {
        push(&claimed.spans);
    }
    let counts = [&account.arrested, &account.killed_perpetrators];
    for count in counts.into_iter().flatten() {
        push(&count.spans);
    }
    for name in account.targets.iter().filter_map(|it| it.name.as_ref()) {
        push(&name.spans);
    }
    if let Some(date) = &account.date {
        push(&date.spans);
    }
    for place in [&account.site, &account.place, &account.country] {
        push(place.as_ref().map_or(&[][..], |place| &place.spans));
    }
    for actor in &account.perpetrators {
        push(&actor.spans);
    }
    focus
}

/// What a stated count was read from, the number first.
pub(super) fn focus_of_tally(tally: &Tally) -> Vec<Span> {
    let mut focus = tally.count.spans.clone();
    let places = [&tally.place, &tally.admin1];
    focus.extend(places.into_iter().flatten().flat_map(|it| it.spans.iter()));
    focus.extend(tally.countries.iter().flat_map(|it| it.spans.iter()));
    focus.extend(tally.what.spans.first());
    focus.extend(tally.window.iter().flat_map(|it| it.spans.iter()));
    focus.extend(tally.actor.iter().flat_map(|it| it.spans.iter()));
    focus
}

struct Word {
    span: Span,
    /// Which piece of evidence it stands in.
    piece: usize,
    /// True where a hidden name goes on from the word before.
    joined: bool,
}

struct Words<'t> {
    text: &'t str,
    words: Vec<Word>,
}

impl<'t> Words<'t> {
    fn of(text: &'t str, evidence: &[Span], hidden: &[String]) -> Self {
        let mut words: Vec<Word> = Vec::new();
        let (mut piece, mut last) = (0, None);
        for part in evidence {
            let quoted = part.of(text);
            // Sentences that follow each other are one piece, and so are parts of one between
            // which a comma stands.
            let between = last.map(|end| Span::new(end, part.start as usize).of(text).trim_end());
            let apart = |between: &str| {
                between.len() > GAP || between.contains(|c: char| c.is_alphanumeric() || c == '\n')
            };
            match (between, words.last_mut()) {
                (Some(between), _) if apart(between) => piece += 1,
                (Some(between), Some(word)) => word.span.end += between.len() as u32,
                _ => {}
            }
            last = Some(part.end as usize);
            let mut from = 0;
            for word in quoted.split_whitespace() {
                let at = from + quoted[from..].find(word).unwrap_or(0);
                from = at + word.len();
                let start = part.start as usize + at;
                words.push(Word {
                    span: Span::new(start, start + word.len()),
                    piece,
                    joined: false,
                });
            }
        }
        // A name of several words is left out whole or not at all.
        for name in hidden.iter().filter(|name| name.contains(' ')) {
            for (start, _) in text.match_indices(name.as_str()) {
                let span = Span::new(start, start + name.len());
                let inside = words.iter_mut().filter(|word| word.span.overlaps(&span));
                inside.skip(1).for_each(|word| word.joined = true);
            }
        }
        Words { text, words }
    }

    /// The words within so many of a focused one.
    fn around(&self, focused: &[usize], near: usize) -> String {
        let mut kept = vec![false; self.words.len()];
        for &at in focused {
            let from = at.saturating_sub(near);
            let until = (at + near + 1).min(kept.len());
            let piece = self.words[at].piece;
            let near = kept.iter_mut().zip(&self.words);
            for (kept, word) in near.take(until).skip(from) {
                *kept |= word.piece == piece;
            }
        }
        self.close(&mut kept);
        self.shown(|at| kept[at])
    }

    /// Keeps what is too little to be left out, and hidden names whole.
    fn close(&self, kept: &mut [bool]) {
        let mut at = 0;
        while at < kept.len() {
            let piece = self.words[at].piece;
            let mut end = at;
            while end < kept.len() && self.words[end].piece == piece && !kept[end] {
                end += 1;
            }
            let any = |from: usize| kept.get(from).copied().unwrap_or(false);
            let begins = at == 0 || self.words[at - 1].piece != piece;
            let ends = end == kept.len() || self.words[end].piece != piece;
            let beside = (!begins && any(at.wrapping_sub(1))) || (!ends && any(end));
            if end > at && end - at <= GAP && beside {
                kept[at..end].iter_mut().for_each(|it| *it = true);
            }
            at = end.max(at + 1);
        }
        for at in 1..kept.len() {
            if self.words[at].joined && kept[at - 1] != kept[at] {
                kept[at] = true;
                let start = (0..at).rev().find(|before| !self.words[*before].joined);
                let start = start.unwrap_or(0);
                kept[start..at].iter_mut().for_each(|it| *it = true);
            }
        }
    }

    fn shown(&self, kept: impl Fn(usize) -> bool) -> String {
        let mut out = String::new();
        let mut before: Option<usize> = None;
        for (at, word) in self.words.iter().enumerate() {
            if !kept(at) {
                continue;
            }
            let begins = at == 0 || self.words[at - 1].piece != word.piece;
            match before {
                None if !begins => out.push_str("… "),
                None => {}
                Some(before) if before + 1 == at && !begins => out.push(' '),
                Some(_) => out.push_str(" … "),
            }
            out.push_str(word.span.of(self.text));
            before = Some(at);
        }
        let cut_off = before.is_some_and(|before| {
            let next = self.words.get(before + 1);
            next.is_some_and(|next| next.piece == self.words[before].piece)
        });
        if cut_off {
            out.push_str(" …");
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "The group fired ten rockets at the town on a cold and cloudy morning in April. \
        The rockets fell into a field far from any house and did no damage at all. \
        The government denied that this attack took place.";

    fn at(text: &str, words: &str) -> Span {
        let start = text.find(words).unwrap();
        Span::new(start, start + words.len())
    }

    fn sentences(text: &str) -> Vec<Span> {
        text.split_inclusive(". ")
            .map(|sentence| at(text, sentence.trim()))
            .collect()
    }

    #[test]
    fn the_sentences_that_hold_what_was_read_come_first() {
        let focus = [at(TEXT, "denied"), at(TEXT, "fired")];
        let shown = excerpt(TEXT, &sentences(TEXT), &focus, &[], 140);
        assert_eq!(
            shown,
            "The group fired ten rockets at the town on a cold and cloudy morning in April. … \
             The government denied that this attack took place."
        );
        let shown = excerpt(TEXT, &sentences(TEXT), &focus, &[], 60);
        assert_eq!(shown, "The government denied that this attack took place.");
    }

    #[test]
    fn of_a_long_sentence_the_words_around_the_figure_stay() {
        let text = "After months of talk about many other things in many other places, the count of the \
            year stood at 1,826 incidents, and nobody had an explanation for it that anybody believed.";
        let shown = excerpt(text, &[at(text, text)], &[at(text, "1,826")], &[], 60);
        assert!(shown.contains("stood at 1,826 incidents"), "{shown}");
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
    }

    #[test]
    fn what_fits_is_shown_whole() {
        let shown = excerpt(TEXT, &sentences(TEXT), &[at(TEXT, "denied")], &[], 1000);
        assert_eq!(shown, TEXT.split_whitespace().collect::<Vec<_>>().join(" "));
    }

    #[test]
    fn parts_of_a_list_keep_their_commas() {
        let text = "Kabul (245), Takhar (177), and Helmand (48).";
        let parts = ["Kabul (245)", "Takhar (177)", "and Helmand (48)."];
        let evidence = parts.map(|part| at(text, part));
        assert_eq!(excerpt(text, &evidence, &[], &[], 300), text);
    }

    proptest! {
        #[test]
        fn no_part_of_a_hidden_name_is_ever_shown(start in 0usize..30, most in 1usize..200) {
            let text = "On that day men shot Aziz Rahim Example dead in front of a house that stood \
                near the river, and the police found nobody who had seen it.";
            let hidden = ["Aziz Rahim Example".to_owned()];
            let words: Vec<&str> = text.split_whitespace().collect();
            let focus = at(text, words[start.min(words.len() - 1)]);
            let shown = excerpt(text, &[at(text, text)], &[focus], &hidden, most);
            for part in ["Aziz", "Rahim", "Example"] {
                prop_assert!(!shown.contains(part), "{}", shown);
            }
        }
    }
}
