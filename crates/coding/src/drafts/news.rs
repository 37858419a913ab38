//! News told in the present tense: "Gunmen kill six in Maiduguri" happened on the day of the page.

use super::stands::topic;
use super::{Draft, class_of};
use crate::dates::DateHit;
use crate::dates::Grain;
use crate::events::{Told, present};
use crate::text::{Line, Text};
use codebook::{Form, List, TriggerForm};
use language::Pos;
use model::{Span, When};

/// Gives an act that a page tells as news, without any day, the day of the page.
pub(super) fn of_the_page(text: &Text, told: &mut Told, dates: &[Vec<DateHit>]) {
    let Some(published) = text.published else {
        return;
    };
    // "November 2008 Mumbai attacks: Forces storm a centre": the month of the page is no day.
    let wider = |date: &DateHit| {
        date.when.days().is_some_and(|days| days >= 28) && date.when.contains(&When::day(published))
    };
    if told.date.as_ref().is_some_and(|date| !wider(date))
        || told.definite
        || told.threat
        || text.sentences[told.sentence].line != Line::Prose
        || !dates[told.sentence].iter().all(wider)
        || class_of(text, told) == "threat"
    {
        return;
    }
    if let Some((at, span)) = overnight(text, told)
        && let Ok(before) = published.yesterday()
    {
        told.date = Some(DateHit {
            when: When::between(before, published),
            first: at,
            last: at,
            span,
            rule: "date/overnight",
            own_year: false,
            grain: Grain::Day,
            counted: None,
            count: None,
            until: None,
        });
        return;
    }
    if let Some((at, span)) = happening(text, told) {
        told.date = Some(DateHit {
            when: When::day(published),
            first: at,
            last: at,
            span,
            rule: "date/present",
            own_year: false,
            grain: Grain::Day,
            counted: None,
            count: None,
            until: None,
        });
    }
}

/// "overnight": the day of the page and the one before.
fn overnight(text: &Text, told: &Told) -> Option<(usize, Span)> {
    let line = &text.sentences[told.sentence];
    (told.part.0..=told.part.1)
        .find(|at| {
            text.word(told.sentence, *at)
                .eq_ignore_ascii_case("overnight")
        })
        .map(|at| (at, line.bytes(at, at)))
}

/// "We condemn the attack in Moscow": what a page points at without a day was done when it appeared.
pub(super) fn before_the_page(text: &Text, draft: &mut Draft) {
    let Some(published) = text.published else {
        return;
    };
    let told = &draft.told[0];
    if draft.date.is_none()
        && draft.told.len() == 1
        && topic(text, told)
        && told.definite
        && let Some(word) = told.words.first()
    {
        draft.date = Some(DateHit {
            when: When::until(published),
            first: word.first,
            last: word.last,
            span: word.span,
            rule: "date/before-page",
            own_year: false,
            grain: Grain::Day,
            counted: None,
            count: None,
            until: None,
        });
    }
}

/// The present verb that tells it: "kills", "are killed", "a blast rocks".
fn happening(text: &Text, told: &Told) -> Option<(usize, Span)> {
    let line = &text.sentences[told.sentence];
    let lower = |token: usize| text.word(told.sentence, token).to_lowercase();
    let listed = |token: usize, list: List| text.codebook.words.listed(list, &lower(token));
    // "is", "are" right before, with nothing but an adverb between.
    let passive = |token: usize| {
        let be = (0..token)
            .rev()
            .find(|at| line.pos(*at) != Pos::Adv)
            .filter(|at| matches!(lower(*at).as_str(), "is" | "are"));
        be.is_some()
    };
    // "hit" and "burst" have one form for now and then: what else the sentence says decides.
    let past = (0..line.tokens.len()).any(|at| {
        line.form(at) == language::Form::Past && !matches!(lower(at).as_str(), "hit" | "burst")
    });
    let now = |token: usize| match line.form(token) {
        language::Form::Past => !past && matches!(lower(token).as_str(), "hit" | "burst"),
        language::Form::PresentThird | language::Form::Present => true,
        language::Form::Base | language::Form::None => present(text, told.sentence, line, token),
        _ => false,
    };
    let by_word = told.words.iter().find_map(|word| {
        let rule = &text.codebook.triggers[word.trigger];
        let finite = rule.form == TriggerForm::Verb
            && match word.form {
                Form::Third => true,
                Form::Base => now(word.first),
                Form::Past | Form::Participle => passive(word.first),
                _ => false,
            };
        if finite {
            return Some((word.first, word.span));
        }
        if rule.form != TriggerForm::Noun {
            return None;
        }
        // "Russia launches missile strikes on Kyiv": the verb that the noun is the object of.
        let light = (told.part.0..word.first)
            .rev()
            .take(8)
            .find(|at| matches!(line.pos(*at), Pos::Verb | Pos::Aux))
            .filter(|at| listed(*at, List::LaunchingVerbs))
            .filter(|at| now(*at));
        if let Some(verb) = light {
            return Some((verb, line.bytes(verb, verb)));
        }
        // "An explosion near the base kills two": the verb that the noun is the subject of.
        let verb = (word.last + 1..=told.part.1).find(|at| {
            matches!(line.pos(*at), Pos::Verb | Pos::Aux) && line.pos(*at - 1) != Pos::Pron
        })?;
        let happens = listed(verb, List::HappeningVerbs) && now(verb);
        // "three blasts are reported"
        let reported = matches!(lower(verb).as_str(), "is" | "are")
            && (verb + 1..=verb + 2).any(|at| listed(at, List::HappeningVerbs));
        (happens || reported).then(|| (verb, line.bytes(verb, verb)))
    });
    // "At least 80 people are dead in strikes across the city"
    by_word.or_else(|| {
        told.figures.iter().find_map(|figure| {
            let state = (figure.first..figure.first + 8)
                .find(|at| matches!(lower(*at).as_str(), "is" | "are"))
                .filter(|at| (at + 1..=at + 2).any(|next| listed(next, List::HappeningVerbs)))?;
            Some((state, line.bytes(state, state)))
        })
    })
}
