//! Rows that count: one tally for each number under a counting column.

use super::cells;
use super::grid::{Cell, Grid};
use super::rows::{Found, Reader, date_order};
use crate::accounts::Context;
use crate::dates::DateHit;
use crate::places::PlaceHit;
use crate::tallies::{locate_in, locate_text};
use crate::text::Text;
use crate::{Stages, actors::Sort};
use codebook::{Column, Cue, Sense};
use model::{Sourced, Span, Tally, When};

/// What a column counts.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Counted {
    code: String,
    /// The words that say so.
    span: Span,
}

/// True where a column counts acts: its rows are no single acts.
pub(super) fn counts_acts(text: &Text, grid: &Grid) -> bool {
    grid.header.cells.iter().any(|head| {
        grid.columns
            .get(head.column)
            .copied()
            .flatten()
            .is_none_or(|kind| matches!(kind, Column::Notes))
            && head.span.of(text.text).to_lowercase().contains('s')
            && counted_by_head(text, head).is_some_and(|counted| {
                !matches!(counted.code.as_str(), "killed" | "injured" | "casualties")
            })
            && grid.rows.iter().any(|row| {
                row.cells
                    .iter()
                    .any(|cell| cell.column == head.column && is_number(text, cell))
            })
    })
}

fn is_number(text: &Text, cell: &Cell) -> bool {
    let words = cell.span.of(text.text);
    words.starts_with(|letter: char| letter.is_ascii_digit() || matches!(letter, '~' | '>'))
        && words
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .count()
            <= 3
}

/// The tallies of a report's tables, in text order.
pub(crate) fn counts(context: &Context, stages: &Stages) -> Vec<Tally> {
    let text = context.text;
    let found = Found {
        dates: &stages.dates,
        places: &stages.places,
        actors: &stages.actors,
    };
    let mut tallies = Vec::new();
    for grid in &text.tables {
        let order = date_order(text, grid);
        let over = over(text, grid);
        for row in &grid.rows {
            let reader = Reader {
                text,
                found,
                grid,
                row,
                order,
            };
            if reader.is_act() {
                continue;
            }
            for cell in &row.cells {
                let Some(head) = grid
                    .header
                    .cells
                    .iter()
                    .find(|head| head.column == cell.column)
                else {
                    continue;
                };
                let Some(counted) = counted(text, grid, head, over.as_ref()) else {
                    continue;
                };
                if !is_number(text, cell) {
                    continue;
                }
                if let Some(tally) = tally(context, stages, &reader, head, cell, &counted) {
                    tallies.push(tally);
                }
            }
        }
    }
    tallies
}

/// What a column counts: by its head, or by the words over a table whose columns are years, places or groups.
fn counted(text: &Text, grid: &Grid, head: &Cell, over: Option<&Counted>) -> Option<Counted> {
    let kind = grid.columns.get(head.column).copied().flatten();
    let own = |code: &str| {
        Some(Counted {
            code: code.to_owned(),
            span: head.span,
        })
    };
    match kind {
        Some(Column::Killed | Column::KilledPerpetrators) => own("killed"),
        Some(Column::Injured) => own("injured"),
        Some(Column::Casualties) => own("casualties"),
        Some(Column::Arrested) => own("arrests"),
        Some(Column::Abducted) => own("abducted"),
        Some(Column::Notes) | None => counted_by_head(text, head).or_else(|| over.cloned()),
        Some(_) => None,
    }
}

/// What the words of a head count: "Air strikes", "Attacks".
fn counted_by_head(text: &Text, head: &Cell) -> Option<Counted> {
    head.sentences
        .clone()
        .find_map(|sentence| counted_in(text, sentence))
}

/// What the lines right over a table say that it counts.
fn over(text: &Text, grid: &Grid) -> Option<Counted> {
    let first = grid.header.cells.first()?.sentences.start;
    (0..first)
        .rev()
        .take(2)
        .find_map(|sentence| counted_in(text, sentence))
}

fn counted_in(text: &Text, sentence: usize) -> Option<Counted> {
    let line = &text.sentences[sentence];
    let dead = line.hits.iter().find_map(|hit| {
        let code = match hit.sense {
            Sense::Cue { cue: Cue::Dead, .. } => "killed",
            Sense::Cue { cue: Cue::Hurt, .. } => "injured",
            _ => return None,
        };
        Some(Counted {
            code: code.to_owned(),
            span: hit.span,
        })
    });
    dead.or_else(|| {
        line.hits.iter().find_map(|hit| match hit.sense {
            Sense::Counted(code) => Some(Counted {
                code: text.codebook.counted[usize::from(code)].clone(),
                span: hit.span,
            }),
            Sense::Trigger { trigger, .. } => {
                let trigger = &text.codebook.triggers[usize::from(trigger)];
                trigger.kills.then(|| Counted {
                    code: "killed".to_owned(),
                    span: hit.span,
                })
            }
            _ => None,
        })
    })
}

fn tally(
    context: &Context,
    stages: &Stages,
    reader: &Reader,
    head: &Cell,
    cell: &Cell,
    counted: &Counted,
) -> Option<Tally> {
    let text = context.text;
    let count = cells::count(text, cell).filter(|count| count.estimate.best() > 0)?;
    let mut evidence = vec![reader.grid.header.span, reader.row.span];
    if !reader.grid.header.span.overlaps(&counted.span)
        && let Some(line) = text
            .sentences
            .iter()
            .find(|line| line.span.contains(&counted.span))
    {
        evidence.insert(0, line.span);
    }
    let mut tally = Tally {
        report: context.report.id.clone(),
        id: String::new(),
        what: Sourced::new(counted.code.clone(), counted.span, "tally/column"),
        actor: actor(stages, reader, head),
        countries: Vec::new(),
        admin1: None,
        place: None,
        window: window(stages, reader, head),
        status: None,
        count: Sourced::new(count.estimate, count.span, "number/cell"),
        source: source(text, reader),
        evidence,
    };
    let place = places(stages, reader, head);
    if let Some(place) = place {
        locate_in(text, &place, &mut tally);
    } else {
        locate_text(context, &mut tally);
    }
    Some(tally)
}

/// The exactest place of the row, or the one that heads the column.
fn places(stages: &Stages, reader: &Reader, head: &Cell) -> Option<PlaceHit> {
    let own = reader.cells(&[Column::Place, Column::Area, Column::Country]);
    let by_row = own
        .iter()
        .flat_map(|cell| cell.sentences.clone())
        .flat_map(|sentence| &stages.places[sentence])
        .max_by_key(|place| place.rank());
    let by_head = head
        .sentences
        .clone()
        .flat_map(|sentence| &stages.places[sentence])
        .next();
    by_head.or(by_row).copied()
}

/// The time of a count: of its column, its row, or the words over the table.
fn window(stages: &Stages, reader: &Reader, head: &Cell) -> Option<Sourced<When>> {
    let sourced = |date: &DateHit| Sourced::new(date.when, date.span, date.rule);
    let year = cells::date(reader.text, &stages.dates, head, None);
    if let Some(date) = year.or_else(|| reader.date()) {
        return Some(sourced(&date));
    }
    if reader.grid.has(Column::Date) {
        // A total over dated rows counts them all.
        let all: Vec<DateHit> = reader
            .grid
            .rows
            .iter()
            .filter_map(|row| Reader { row, ..*reader }.date())
            .collect();
        let first = all.iter().filter_map(|date| date.when.first).min();
        let last = all.iter().filter_map(|date| date.when.last).max();
        if let (Some(first), Some(last)) = (first, last) {
            let spans = all.iter().map(|date| date.span).collect();
            return Some(Sourced::resting_on(
                When::between(first, last),
                spans,
                "date/rows-of-table",
            ));
        }
    }
    let first = reader.grid.header.cells.first()?.sentences.start;
    (0..first)
        .rev()
        .take(3)
        .find_map(|sentence| {
            stages.dates[sentence]
                .iter()
                .max_by_key(|date| date.when.days().unwrap_or(1))
        })
        .map(sourced)
}

fn actor(stages: &Stages, reader: &Reader, head: &Cell) -> Option<Sourced<model::ActorRef>> {
    let cells = reader.cells(&[Column::Perpetrator]);
    cells
        .iter()
        .copied()
        .chain(std::iter::once(head))
        .flat_map(|cell| cell.sentences.clone())
        .flat_map(|sentence| &stages.actors[sentence])
        .find(|actor| actor.sort < Sort::Crowd)
        .map(|actor| Sourced::new(actor.actor.clone(), actor.span, "table/perpetrator"))
        .or_else(|| actor_over(stages, reader))
}

/// "Civilians killed by the Taliban, by province", over the table.
fn actor_over(stages: &Stages, reader: &Reader) -> Option<Sourced<model::ActorRef>> {
    let first = reader.grid.header.cells.first()?.sentences.start;
    let sentence = first.checked_sub(1)?;
    let text = reader.text;
    stages.actors[sentence]
        .iter()
        .find(|actor| {
            let back = |by: usize| {
                actor
                    .first
                    .checked_sub(by)
                    .is_some_and(|at| text.word(sentence, at).eq_ignore_ascii_case("by"))
            };
            actor.sort < Sort::Crowd && (back(1) || back(2))
        })
        .map(|actor| Sourced::new(actor.actor.clone(), actor.span, "table/over"))
}

fn source(text: &Text, reader: &Reader) -> Option<Sourced<String>> {
    let cell = *reader.cells(&[Column::Source]).first()?;
    let words = cell.span.of(text.text);
    words.contains(char::is_alphabetic).then(|| {
        Sourced::new(
            words.split_whitespace().collect::<Vec<_>>().join(" "),
            cell.span,
            "table/source",
        )
    })
}
