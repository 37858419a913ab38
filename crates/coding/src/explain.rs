//! Every stage's output for one report, for people who want to know why.

use crate::{Stages, records, stages};
use codebook::gazetteer::Gazetteer;
use codebook::{Codebook, Sense};
use model::Report;
use std::fmt::Write as _;

/// What each stage found in a report, sentence by sentence, with the function that found it.
pub fn explain(report: &Report, codebook: &Codebook, gazetteer: &Gazetteer) -> String {
    let report = &crate::dated(report);
    let mut stages = stages(report, codebook, gazetteer);
    let mut out = String::new();
    header(&mut out, report, &stages);
    for sentence in 0..stages.text.sentences.len() {
        one(&mut out, &stages, sentence);
    }
    let (coded, _) = records(report, gazetteer, &mut stages);
    let _ = writeln!(
        out,
        "\nRecords (coding::code, crates/coding/src/accounts.rs, tallies.rs, warnings.rs): {} incidents, {} tallies, {} warnings",
        coded.accounts.len(),
        coded.tallies.len(),
        coded.warnings.len()
    );
    for account in &coded.accounts {
        let sentences: Vec<String> = account
            .evidence
            .iter()
            .filter_map(|span| {
                stages
                    .text
                    .sentences
                    .iter()
                    .position(|line| span.contains(&line.span))
                    .map(|index| format!("#{}", index + 1))
            })
            .collect();
        let _ = writeln!(
            out,
            "  {} {}/{} from sentences {}",
            account.id,
            account.class.value,
            account.kind.value,
            sentences.join(" ")
        );
        let sure: Vec<String> = crate::confidence::rated(account)
            .map(|(slot, confidence)| format!("{slot} {confidence}"))
            .collect();
        let _ = writeln!(
            out,
            "    confidence (coding::confidence): {}",
            sure.join(", ")
        );
    }
    for note in &coded.notes {
        let _ = writeln!(out, "  note: {}", note.text);
    }
    out
}

fn header(out: &mut String, report: &Report, stages: &Stages) {
    let published = report
        .published
        .map_or("unknown".to_owned(), |day| day.to_string());
    let _ = writeln!(
        out,
        "Report {} (formats::read): published {published}, {} bytes",
        report.id,
        report.text.len()
    );
    let mut countries: Vec<(&String, &f64)> = stages.countries.iter().collect();
    countries.sort_by(|a, b| b.1.total_cmp(a.1).then(a.0.cmp(b.0)));
    let shares: Vec<String> = countries
        .iter()
        .take(5)
        .map(|(code, share)| format!("{code} {:.0} %", *share * 100.0))
        .collect();
    let _ = writeln!(
        out,
        "Countries spoken of (coding::places): {}",
        shares.join(", ")
    );
    let kind = if stages.roundup {
        "a page of items of one day"
    } else {
        "running text"
    };
    let _ = writeln!(out, "Layout (coding::layout): {kind}");
    for note in stages.text.not_coded() {
        let Some(span) = note.span else { continue };
        let _ = writeln!(
            out,
            "Language (language::foreign): [{}..{}] {}",
            span.start, span.end, note.text
        );
    }
}

fn one(out: &mut String, stages: &Stages, sentence: usize) {
    let text = &stages.text;
    let line = &text.sentences[sentence];
    let words = line
        .span
        .of(text.text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let _ = writeln!(
        out,
        "\n#{} [{}..{}] {:?}, paragraph {}\n  {words}",
        sentence + 1,
        line.span.start,
        line.span.end,
        line.line,
        line.paragraph
    );
    if line.line == crate::text::Line::Boilerplate {
        return;
    }
    let tags: Vec<String> = line
        .tokens
        .iter()
        .zip(&line.tags)
        .map(|(token, tag)| format!("{}/{}", token.of(text.text), tag.pos))
        .collect();
    let _ = writeln!(out, "  tags (language::tag): {}", tags.join(" "));
    for date in &stages.dates[sentence] {
        let _ = writeln!(
            out,
            "  date (coding::dates, {}): {:?} → {}",
            date.rule,
            date.span.of(text.text),
            date.when
        );
    }
    for place in &stages.places[sentence] {
        let _ = writeln!(
            out,
            "  place (coding::places): {:?} → {} ({}, {})",
            place.span.of(text.text),
            place.record.name,
            place.record.feature.word(),
            place.record.country
        );
    }
    for actor in &stages.actors[sentence] {
        let _ = writeln!(
            out,
            "  actor (coding::actors, {:?}): {:?} → {}",
            actor.sort,
            actor.span.of(text.text),
            actor.actor.name
        );
    }
    for figure in &stages.figures[sentence] {
        let _ = writeln!(
            out,
            "  figure (coding::figures): {:?} → {:?} {}{}",
            figure.span.of(text.text),
            figure.effect,
            figure.estimate,
            if figure.attackers { " (attackers)" } else { "" }
        );
    }
    for hit in &line.hits {
        if let Sense::Trigger { trigger, .. } = hit.sense {
            let rule = &text.codebook.triggers[usize::from(trigger)];
            let _ = writeln!(
                out,
                "  trigger (codebook/events): {:?} → {}",
                hit.span.of(text.text),
                text.codebook.events[rule.event].code
            );
        }
    }
    for told in stages.told.iter().filter(|told| told.sentence == sentence) {
        let by: Vec<&str> = told
            .perpetrators
            .iter()
            .map(|(actor, _)| actor.actor.name.as_str())
            .collect();
        let on: Vec<&str> = told
            .targets
            .iter()
            .map(|target| target.span.of(text.text))
            .collect();
        let _ = writeln!(
            out,
            "  event (coding::events): {} {:?}; by {by:?}; on {on:?}{}{}",
            text.codebook.events[told.event].code,
            told.status.0,
            if told.definite { "; points back" } else { "" },
            if told.plural { "; plural" } else { "" }
        );
    }
    for (_, words, why) in stages.left.iter().filter(|left| left.0 == sentence) {
        let _ = writeln!(
            out,
            "  left out (coding::drafts): {:?}: {why}",
            words.of(text.text)
        );
    }
}
