//! Lines of tables cut into cells.

use super::grid::{Cell, Grid, Row, Rule};
use codebook::{Column, Words};
use model::Span;

/// The cells of a line under a rule, trimmed, blank ones included.
pub(super) fn cut(text: &str, line: Span, rule: Rule) -> Vec<Span> {
    let words = line.of(text);
    let base = line.start as usize;
    let mut cells: Vec<Span> = Vec::new();
    let mut push = |from: usize, to: usize| {
        let cell = &words[from..to];
        let start = base + from + (cell.len() - cell.trim_start().len());
        cells.push(Span::new(
            start,
            (base + from + cell.trim_end().len()).max(start),
        ));
    };
    match rule {
        Rule::Pipe | Rule::Tab | Rule::Semicolon => {
            let mark = match rule {
                Rule::Pipe => '|',
                Rule::Tab => '\t',
                _ => ';',
            };
            let mut from = 0;
            for (to, _) in words.match_indices(mark) {
                push(from, to);
                from = to + 1;
            }
            push(from, words.len());
        }
        Rule::Comma => {
            let mut from = 0;
            let mut quoted = false;
            for (to, letter) in words.char_indices() {
                match letter {
                    '"' => quoted = !quoted,
                    ',' if !quoted => {
                        push(from, to);
                        from = to + 1;
                    }
                    _ => {}
                }
            }
            push(from, words.len());
        }
        Rule::Spaces => {
            let mut from = 0;
            let mut gap: Option<usize> = None;
            for (to, letter) in words.char_indices() {
                if letter == ' ' || letter == '\u{a0}' {
                    gap.get_or_insert(to);
                    continue;
                }
                if let Some(start) = gap.take()
                    && words[start..to].chars().count() >= 2
                {
                    push(from, start);
                    from = to;
                }
            }
            push(from, words.len());
        }
    }
    // "| a | b |" frames its cells; "a | b |" ends with a blank one.
    if rule == Rule::Pipe && words.starts_with('|') && words.ends_with('|') && cells.len() > 2 {
        cells.pop();
        cells.remove(0);
    }
    cells
}

/// A row with its filled cells, note marks cut off.
pub(super) fn row(text: &str, line: Span, cells: &[Span], columns: Option<&[usize]>) -> Row {
    let cells = cells
        .iter()
        .enumerate()
        .filter_map(|(index, cell)| {
            let span = without_marks(text, *cell);
            let column = columns.map_or(Some(index), |columns| columns.get(index).copied())?;
            (!span.is_empty()).then_some(Cell {
                column,
                span,
                sentences: 0..0,
            })
        })
        .collect();
    let whole = line.of(text);
    let framed = whole.trim_matches(['|', ' ', '\t']);
    let start =
        line.start as usize + whole.len() - whole.trim_start_matches(['|', ' ', '\t']).len();
    Row {
        span: without_marks(text, Span::new(start, start + framed.len())),
        cells,
        carried: Vec::new(),
    }
}

/// A stretch without "[12]", "*" and "†" at its end.
fn without_marks(text: &str, span: Span) -> Span {
    let mut words = span.of(text).trim_end();
    loop {
        let before = words.len();
        words = words.trim_end_matches(['*', '†', '‡', '§', ' ', '"']);
        if words.ends_with(']')
            && let Some(open) = words.rfind('[')
            && words.len() - open <= 12
        {
            words = words[..open].trim_end();
        }
        if words.len() == before {
            break;
        }
    }
    let lead = words.len() - words.trim_start_matches('"').len();
    let start = span.start as usize + lead;
    Span::new(start, (span.start as usize + words.len()).max(start))
}

/// "|---|:--:|", "=====  ====", "+----+----+".
pub(super) fn is_ruling(line: &str) -> bool {
    line.chars().all(|letter| {
        matches!(
            letter,
            '-' | '=' | '|' | ':' | '+' | ' ' | '_' | '–' | '—' | '\t'
        )
    })
}

pub(super) fn is_repeated(text: &str, cells: &[Span], head: &[Span]) -> bool {
    cells.len() == head.len()
        && cells
            .iter()
            .zip(head)
            .all(|(a, b)| a.of(text).eq_ignore_ascii_case(b.of(text)))
}

/// A row that lost its first cells because they reach down from the row above gets them back.
pub(super) fn shift(text: &str, grid: &Grid, width: usize, cells: &mut Vec<Span>) {
    let Some(missing) = width
        .checked_sub(cells.len())
        .filter(|missing| *missing > 0)
    else {
        return;
    };
    let dated = |span: &Span| {
        let words = span.of(text);
        words.contains(|letter: char| letter.is_ascii_digit())
            && (words.len() >= 4 || words.contains(char::is_alphabetic))
    };
    let first_is_date = grid.columns.first() == Some(&Some(Column::Date));
    if first_is_date && !dated(&cells[0]) && !grid.rows.is_empty() {
        let start = cells[0].start as usize;
        for _ in 0..missing {
            cells.insert(0, Span::new(start, start));
        }
    }
}

/// For cells set out by spaces: the header cell that each begins nearest to, in order.
pub(super) fn under(
    text: &str,
    head: Span,
    heads: &[Span],
    line: Span,
    cells: &[Span],
) -> Vec<usize> {
    let column = |line: Span, cell: &Span| {
        text.get(line.start as usize..cell.start as usize)
            .map_or(0, |before| before.chars().count())
    };
    let mut taken = 0;
    let mut columns = Vec::with_capacity(cells.len());
    for (index, cell) in cells.iter().enumerate() {
        let rest = cells.len() - index - 1;
        let last = heads.len().saturating_sub(rest + 1).max(taken);
        let here = column(line, cell);
        let best = (taken..=last)
            .min_by_key(|at| {
                heads.get(*at).map_or(usize::MAX, |head_cell| {
                    column(head, head_cell).abs_diff(here)
                })
            })
            .unwrap_or(taken);
        columns.push(best);
        taken = best + 1;
    }
    columns
}

/// Blank cells that mean "as above" take the cell above; ditto marks always do.
pub(super) fn carry(text: &str, grid: &mut Grid, words: &Words) {
    use Column::{Area, Country, Date, Place};
    let dated = grid.has(Date);
    for index in 1..grid.rows.len() {
        let (above, below) = grid.rows.split_at_mut(index);
        let (above, row) = (&above[index - 1], &mut below[0]);
        let ditto = |cell: &Cell| {
            let words_of = cell.span.of(text);
            matches!(words_of, "\"" | "〃" | "''" | "”" | "-do-")
                || words.is_row_word(codebook::RowWord::Same, words_of)
        };
        let first = row.cells.first().map(|cell| cell.span.of(text));
        if first.is_some_and(|first| words.is_row_word(codebook::RowWord::Total, first)) {
            continue;
        }
        let column = |cell: &Cell| grid.columns.get(cell.column).copied().flatten();
        let undated = dated && !row.cells.iter().any(|cell| column(cell) == Some(Date));
        for cell in above.cells.iter().chain(&above.carried) {
            let Some(kind) = column(cell) else { continue };
            let own = row.cells.iter().position(|own| own.column == cell.column);
            let again = own.is_some_and(|own| ditto(&row.cells[own]));
            let blank = own.is_none() && undated && matches!(kind, Date | Place | Area | Country);
            if again && let Some(own) = own {
                row.cells.remove(own);
            }
            if (again || blank) && !row.carried.iter().any(|known| known.column == cell.column) {
                row.carried.push(cell.clone());
            }
        }
    }
}
