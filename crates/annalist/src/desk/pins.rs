//! Figures pinned to the brief.

use super::Desk;
use super::choose::chosen;
use super::figures::{Figure, SENTENCES_UP_TO, figure, question, rendered};
use super::problem::{Done, Problem};
use super::query::Query;
use super::routes::Ask;
use crate::brief::escape;
use crate::stamp::now;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::fmt::Write as _;
use utoipa::ToSchema;

/// A pin.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PinOf {
    /// From 1.
    pub number: u64,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// Its headline.
    pub title: String,
    /// The question.
    pub question: String,
    /// What was asked.
    pub query: String,
    /// Where it is shown.
    pub href: String,
}

/// A figure to be pinned.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct NewPin {
    /// The question.
    pub question: String,
    /// What was asked, as in the address bar.
    #[serde(default)]
    pub query: String,
    /// Its headline.
    #[serde(default)]
    pub title: String,
}

/// All pins.
pub fn list(desk: &Desk) -> Done<Vec<PinOf>> {
    let pins = desk.read(store::Casebook::pins)?.into_iter();
    Ok(pins
        .map(|pin| PinOf {
            href: format!(
                "/figures/{}{}",
                pin.question,
                Query::read(&pin.query).href()
            ),
            number: pin.number,
            at: pin.at,
            by: pin.by,
            title: pin.title,
            question: pin.question,
            query: pin.query,
        })
        .collect())
}

/// Pins a figure.
pub fn pin(desk: &Desk, ask: &Ask, body: &NewPin) -> Done<u64> {
    let known = question(&body.question)?;
    let query = Query::read(body.query.trim_start_matches('?')).text();
    // What cannot be answered is not pinned.
    figure(desk, ask, &body.question, &Query::read(&query))?;
    let title = body.title.trim();
    let title = if title.is_empty() { known.label } else { title };
    let at = now();
    let signature = ask.person.sign(&at);
    let number = desk.write_for(
        ask,
        &at,
        |casebook| casebook.pin(title, known.id, &query, signature),
        |number| json!({"number": number}),
    )?;
    desk.refresh()?;
    Ok(number)
}

/// Takes a pin away.
pub fn unpin(desk: &Desk, ask: &Ask, number: &str) -> Done<()> {
    let told = json!({"number": number});
    let number: u64 = number
        .parse()
        .map_err(|_| Problem::missing("there is no such pin"))?;
    let at = now();
    let signature = ask.person.sign(&at);
    let work = |casebook: &mut store::Casebook| casebook.unpin(number, signature);
    desk.write_for(ask, &at, work, |()| told)?;
    desk.refresh()?;
    Ok(())
}

/// The pinned figures as Markdown, each with its footnotes.
pub fn markdown(desk: &Desk, ask: &Ask) -> Done<String> {
    let mut out = String::from("# Pinned figures\n");
    for (number, pin) in (1..).zip(list(desk)?) {
        let query = Query::read(&pin.query);
        let answer = figure(desk, ask, &pin.question, &query)?;
        let _ = write!(out, "\n## {}\n\n", escape(&pin.title));
        let whole = whole_tally(desk, ask, &pin.question, &query, &answer)?;
        let rows_too = whole.is_some();
        let sentence = whole.unwrap_or(answer.sentence);
        // Footnotes are numbered per figure; the pin's number keeps them apart.
        let marked = sentence.replace("[^", &format!("[^{number}-"));
        out.push_str(&marked);
        out.push('\n');
        if !rows_too {
            for sheet in &answer.sheets {
                table(&mut out, sheet);
            }
        }
        out.push('\n');
        for sentence in &answer.caption {
            let _ = writeln!(out, "{}", escape(sentence));
        }
    }
    Ok(out)
}

/// A tally with its table, whose rows have footnotes of their own; none of very many incidents.
fn whole_tally(
    desk: &Desk,
    ask: &Ask,
    question: &str,
    query: &Query,
    answer: &Figure,
) -> Done<Option<String>> {
    if question != "tally" {
        return Ok(None);
    }
    let chosen = chosen(desk, ask, query)?;
    if chosen.rows.len() > SENTENCES_UP_TO {
        return Ok(None);
    }
    let by: Vec<&str> = query.all("by").collect();
    let by = if by.is_empty() {
        "type".to_owned()
    } else {
        by.join(",").replace('"', "")
    };
    let template =
        format!("{{{{said}}}} In all of them, {{{{toll}}}}.\n\n{{{{table by=\"{by}\"}}}}\n");
    let said = answer.sentences.join(" ");
    Ok(Some(rendered(
        desk,
        &chosen,
        &template,
        &[("said", &said)],
    )?))
}

fn table(out: &mut String, sheet: &analysis::Sheet) {
    if sheet.lines.is_empty() {
        return;
    }
    let _ = write!(out, "\n### {}\n\n|", escape(&sheet.title));
    for head in &sheet.heads {
        let _ = write!(out, " {} |", escape(&head.replace('_', " ")));
    }
    out.push_str("\n|");
    sheet.heads.iter().for_each(|_| out.push_str("---|"));
    out.push('\n');
    for line in &sheet.lines {
        out.push('|');
        for entry in &line.entries {
            let _ = write!(out, " {} |", escape(&entry.shown()));
        }
        out.push('\n');
    }
}
