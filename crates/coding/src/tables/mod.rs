//! Tables in reports: each row told as one incident, or as counts.
//!
//! [`grids`] finds tables whose header names what the columns hold. [`cut`] makes each cell a
//! sentence of its own, so that dates, places and actors are found in it as in prose. [`drafts`]
//! makes the rows that tell of an act incidents, [`counts`] the others tallies.

mod cells;
mod counts;
mod fill;
mod grid;
mod lines;
mod loose;
mod rows;

pub(crate) use counts::counts;
pub(crate) use grid::{At, Grid, grids};
pub(crate) use rows::{Found, drafts};

use codebook::Column;
use language::{Sentence, Token};
use model::Span;

/// The sentences of a text with its tables' cells as sentences of their own.
pub(crate) fn cut(
    text: &str,
    sentences: Vec<Sentence>,
    grids: &mut [Grid],
) -> Vec<(Sentence, Option<At>)> {
    if grids.is_empty() {
        return sentences
            .into_iter()
            .map(|sentence| (sentence, None))
            .collect();
    }
    let spans: Vec<Span> = grids.iter().map(Grid::span).collect();
    let mut all: Vec<(Sentence, Option<At>)> = sentences
        .into_iter()
        .filter_map(|sentence| outside(sentence, &spans))
        .map(|sentence| (sentence, None))
        .collect();
    for (table, grid) in grids.iter().enumerate() {
        let head = std::iter::once((None, &grid.header));
        let rows = grid.rows.iter().enumerate();
        for (row, line) in head.chain(rows.map(|(index, row)| (Some(index), row))) {
            for cell in &line.cells {
                let at = At {
                    table,
                    row,
                    column: cell.column,
                };
                all.extend(
                    within(text, cell.span)
                        .into_iter()
                        .map(|sentence| (sentence, Some(at))),
                );
            }
        }
    }
    all.sort_by_key(|(sentence, _)| sentence.start);
    number(&all, grids);
    all
}

/// A sentence without its words that stand in a table.
fn outside(mut sentence: Sentence, spans: &[Span]) -> Option<Sentence> {
    // Grids stand one after another.
    let inside = |token: &Token| {
        let at = spans.partition_point(|span| span.end < token.end);
        spans
            .get(at)
            .is_some_and(|span| span.start <= token.start && token.end <= span.end)
    };
    if sentence.tokens.iter().any(inside) {
        sentence.tokens.retain(|token| !inside(token));
        sentence.start = sentence.tokens.first()?.start;
        sentence.end = sentence.tokens.last()?.end;
        // What is left over of a row's line are its bars and note marks.
        let letters = sentence
            .tokens
            .iter()
            .any(|token| token.end - token.start > 2);
        return letters.then_some(sentence);
    }
    Some(sentence)
}

/// The sentences of a stretch, as byte offsets into the whole text.
fn within(text: &str, span: Span) -> Vec<Sentence> {
    language::sentences(span.of(text))
        .into_iter()
        .map(|mut sentence| {
            sentence.start += span.start;
            sentence.end += span.start;
            for token in &mut sentence.tokens {
                token.start += span.start;
                token.end += span.start;
            }
            sentence
        })
        .collect()
}

/// Tells each cell which sentences are its own.
fn number(sentences: &[(Sentence, Option<At>)], grids: &mut [Grid]) {
    let range = |span: Span| {
        let first = sentences.partition_point(|(sentence, _)| sentence.start < span.start);
        let after = sentences.partition_point(|(sentence, _)| sentence.start < span.end);
        first..after.max(first)
    };
    for grid in grids {
        let rows = std::iter::once(&mut grid.header).chain(&mut grid.rows);
        for cell in rows.flat_map(|row| row.cells.iter_mut().chain(&mut row.carried)) {
            cell.sentences = range(cell.span);
        }
    }
}

/// True in a cell under a column of first-level units.
pub(crate) fn names_units(grids: &[Grid], at: Option<At>) -> bool {
    at.is_some_and(|at| grids[at.table].columns.get(at.column) == Some(&Some(Column::Area)))
}

/// True where every capital in a cell of that column may name a place.
pub(crate) fn names_places(grids: &[Grid], at: Option<At>) -> bool {
    at.is_some_and(|at| {
        at.row.is_some()
            && matches!(
                grids[at.table].columns.get(at.column),
                Some(Some(Column::Place | Column::Area | Column::Country))
            )
    })
}
