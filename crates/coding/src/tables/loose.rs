//! Tables whose cells nothing but spaces keeps apart: known heads over lines that begin with a date.

use super::grid::{Grid, Row};
use super::lines::row;
use codebook::{Column, Words};
use model::Span;

/// A header of known heads with nothing but spaces between, over lines that begin with a date.
pub(super) fn words_only(
    text: &str,
    lines: &[Span],
    at: usize,
    words: &Words,
) -> Option<(Grid, usize)> {
    let head = lines[at];
    let count = head.of(text).split_whitespace().count();
    let next = lines.get(at + 1)?;
    if !(3..=16).contains(&count)
        || date_end(next.of(text)).is_none()
        || head.of(text).ends_with(['.', ':', ','])
    {
        return None;
    }
    let cells = cut_heads(text, head, words)?;
    let columns: Vec<Option<Column>> = cells
        .iter()
        .map(|cell| words.column(cell.of(text)))
        .collect();
    if columns.first() != Some(&Some(Column::Date)) || cells.len() < 3 {
        return None;
    }
    let mut grid = Grid {
        header: row(text, head, &cells, None),
        columns,
        rows: Vec::new(),
    };
    let mut after = at + 1;
    for (index, line) in lines.iter().enumerate().skip(at + 1) {
        let Some(end) = date_end(line.of(text)) else {
            break;
        };
        grid.rows.push(loose_row(text, &grid, *line, end));
        after = index + 1;
    }
    (!grid.rows.is_empty()).then_some((grid, after))
}

/// The heads of a line of heads; `None` where a word belongs to none.
fn cut_heads(text: &str, line: Span, words: &Words) -> Option<Vec<Span>> {
    let pieces: Vec<Span> = line
        .of(text)
        .split_whitespace()
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            Span::new(start, start + word.len())
        })
        .collect();
    let mut cells = Vec::new();
    let mut from = 0;
    while from < pieces.len() {
        let (span, next) = (from..pieces.len().min(from + 4)).rev().find_map(|last| {
            let span = pieces[from].join(&pieces[last]);
            words.is_column(span.of(text)).then_some((span, last + 1))
        })?;
        // A head begins with a capital, or all are small.
        cells.push(span);
        from = next;
    }
    Some(cells)
}

/// Byte after a date that opens a line: "3 May 2014", "May 3, 2014", "2014-05-03".
fn date_end(line: &str) -> Option<usize> {
    let mut end = None;
    let mut at = 0;
    let mut month = false;
    for word in line.split(' ').take(3) {
        let plain = word.trim_end_matches([',', '.']);
        let digits = plain
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/' | b'.'))
            && plain.bytes().any(|byte| byte.is_ascii_digit());
        let long = plain.len() >= 8 && digits;
        if long && at == 0 {
            return Some(word.len());
        }
        let named = plain.len() >= 3
            && MONTHS.iter().any(|name| {
                name.starts_with(&plain.to_lowercase()) && plain.starts_with(char::is_uppercase)
            });
        if named {
            month = true;
        } else if !digits
            || month && end.is_some() && plain.len() < 4 && at > 0 && has_day(line, at)
        {
            break;
        }
        at += word.len();
        end = Some(at);
        at += 1;
    }
    end.filter(|_| month)
}

/// True where a number stands already before a byte of the line: a second short one is no year.
fn has_day(line: &str, at: usize) -> bool {
    line.get(..at)
        .is_some_and(|before| before.bytes().any(|byte| byte.is_ascii_digit()))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A row without marks between cells: date, then numbers under the counting columns, then the
/// rest, which belongs to every other column alike.
fn loose_row(text: &str, grid: &Grid, line: Span, date_end: usize) -> Row {
    let whole = line.of(text);
    let base = line.start as usize;
    let counting: Vec<usize> = grid
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| {
            matches!(
                column,
                Some(
                    Column::Killed
                        | Column::Injured
                        | Column::Casualties
                        | Column::Arrested
                        | Column::Abducted
                        | Column::KilledPerpetrators
                )
            )
        })
        .map(|(index, _)| index)
        .collect();
    let mut cells = vec![(0, Span::new(base, base + date_end))];
    let mut wanted = counting.iter();
    let mut rest: Vec<Span> = Vec::new();
    for word in whole[date_end..].split(' ').filter(|word| !word.is_empty()) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let span = Span::new(start, start + word.len());
        let number = word
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'+');
        match (number, wanted.clone().next()) {
            (true, Some(column)) => {
                wanted.next();
                cells.push((*column, span));
            }
            _ => match rest.last_mut() {
                Some(last) if last.end as usize + 1 == start => *last = last.join(&span),
                _ => rest.push(span),
            },
        }
    }
    // Columns that say who, where and how read the same words.
    let others: Vec<usize> = (1..grid.columns.len())
        .filter(|index| !counting.contains(index))
        .collect();
    for (index, span) in rest.iter().enumerate() {
        let column = if rest.len() == others.len() {
            others[index]
        } else {
            // One stretch for several columns: as what happened, in words.
            grid.columns.len()
        };
        cells.push((column, *span));
    }
    cells.sort_by_key(|(_, span)| span.start);
    let spans: Vec<Span> = cells.iter().map(|(_, span)| *span).collect();
    let columns: Vec<usize> = cells.iter().map(|(column, _)| *column).collect();
    row(text, line, &spans, Some(&columns))
}
