//! Tables as they stand in a plain text: a header line that names columns, and rows of cells.

use super::lines::{carry, cut, is_repeated, is_ruling, row, shift, under};
use super::loose::words_only;
use codebook::{Column, Words};
use model::Span;
use std::ops::Range;

/// A table whose header names what its columns hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    pub header: Row,
    /// What each column holds, where its head says so.
    pub columns: Vec<Option<Column>>,
    pub rows: Vec<Row>,
}

/// One line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The words of the whole line.
    pub span: Span,
    /// Its cells that hold words, in order.
    pub cells: Vec<Cell>,
    /// Cells taken over from the rows above ("as above").
    pub carried: Vec<Cell>,
}

/// One cell with words in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cell {
    pub column: usize,
    /// Its words without note marks.
    pub span: Span,
    /// The sentences of its words; filled in when the text is laid out.
    pub sentences: Range<usize>,
}

/// Where a sentence stands in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct At {
    pub table: usize,
    /// `None` in the header.
    pub row: Option<usize>,
    pub column: usize,
}

/// What holds the cells of a line apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    Pipe,
    Tab,
    Spaces,
    Comma,
    Semicolon,
}

/// Cells of one line beyond this are no table.
const MOST_CELLS: usize = 40;

impl Grid {
    /// First to last byte of the table.
    pub fn span(&self) -> Span {
        self.rows
            .iter()
            .fold(self.header.span, |all, row| all.join(&row.span))
    }

    /// The cell of a row under the first column of a kind, its own before one taken over.
    pub fn cells<'g>(&'g self, row: &'g Row, kind: Column) -> impl Iterator<Item = &'g Cell> {
        row.cells
            .iter()
            .chain(&row.carried)
            .filter(move |cell| self.columns.get(cell.column) == Some(&Some(kind)))
    }

    /// True where a column of that kind is there.
    pub fn has(&self, kind: Column) -> bool {
        self.columns.contains(&Some(kind))
    }
}

/// The tables of a text, in order. Linear in the text.
pub(crate) fn grids(text: &str, words: &Words) -> Vec<Grid> {
    let lines = lines(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some((grid, after)) = table_at(text, &lines, at, words) {
            found.push(grid);
            at = after;
        } else {
            at += 1;
        }
    }
    for grid in &mut found {
        carry(text, grid, words);
    }
    found
}

/// The lines of a text without white space around them; blank lines are empty.
fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|raw| {
            // Tabs at the ends hold blank cells apart.
            let line = raw.trim_matches([' ', '\n', '\r', '\u{a0}']);
            let start = at + raw.len() - raw.trim_start_matches([' ', '\n', '\r', '\u{a0}']).len();
            at += raw.len();
            Span::new(start.min(at), (start + line.len()).min(at))
        })
        .collect()
}

fn table_at(text: &str, lines: &[Span], at: usize, words: &Words) -> Option<(Grid, usize)> {
    let head = lines[at];
    let line = head.of(text);
    if line.len() > 1_000 || !line.contains(char::is_alphabetic) {
        return None;
    }
    let next = lines[at + 1..].iter().find(|line| !line.is_empty())?;
    for rule in [
        Rule::Pipe,
        Rule::Tab,
        Rule::Spaces,
        Rule::Semicolon,
        Rule::Comma,
    ] {
        let cells = cut(text, head, rule);
        if cells.len() < 2 || cells.len() > MOST_CELLS {
            continue;
        }
        let loose = matches!(rule, Rule::Comma | Rule::Semicolon);
        if loose && cut(text, *next, rule).len() != cells.len() {
            continue;
        }
        let Some(columns) = heads(text, &cells, words, loose) else {
            continue;
        };
        let table = body(text, lines, at, rule, &cells, columns, words);
        if table.is_some() {
            return table;
        }
    }
    words_only(text, lines, at, words)
}

/// What the cells of a header say their columns hold; `None` where they are no header.
fn heads(
    text: &str,
    cells: &[Span],
    words: &Words,
    all_known: bool,
) -> Option<Vec<Option<Column>>> {
    if cells
        .iter()
        .any(|cell| cell.of(text).split_whitespace().nth(6).is_some())
    {
        return None;
    }
    let mut columns = Vec::with_capacity(cells.len());
    let (mut known, mut years, mut filled) = (0, 0, 0);
    for cell in cells {
        let head = cell.of(text);
        if head.is_empty() {
            columns.push(None);
            continue;
        }
        filled += 1;
        let year = head.len() == 4 && head.bytes().all(|byte| byte.is_ascii_digit());
        years += usize::from(year);
        if !year && head.bytes().filter(u8::is_ascii_digit).count() > 2 {
            return None;
        }
        let column = if year { None } else { words.column(head) };
        known += usize::from(column.is_some());
        columns.push(column);
    }
    if all_known {
        return (known == filled && known >= 3).then_some(columns);
    }
    let first = columns.first().copied().flatten();
    let matrix = known >= 1 && first.is_some() && (years >= 2 || filled >= 3);
    (known >= 2 && known * 2 >= filled || matrix).then_some(columns)
}

/// The rows below a header, with the line after the last.
fn body(
    text: &str,
    lines: &[Span],
    at: usize,
    rule: Rule,
    head_cells: &[Span],
    columns: Vec<Option<Column>>,
    words: &Words,
) -> Option<(Grid, usize)> {
    let mut grid = Grid {
        header: row(text, lines[at], head_cells, None),
        columns,
        rows: Vec::new(),
    };
    let mut after = at + 1;
    let mut blank = false;
    for (index, line) in lines.iter().enumerate().skip(at + 1) {
        if line.is_empty() {
            if blank || rule != Rule::Pipe && rule != Rule::Tab {
                break;
            }
            blank = true;
            continue;
        }
        if is_ruling(line.of(text)) {
            after = index + 1;
            continue;
        }
        let mut cells = cut(text, *line, rule);
        if rule == Rule::Pipe && cells.len() + 2 == head_cells.len() {
            // The bars at both ends frame no row here: its first and last cells are blank.
            let ends = [line.start, line.end].map(|at| Span::new(at as usize, at as usize));
            cells.insert(0, ends[0]);
            cells.push(ends[1]);
        }
        if cells.len() < 2 || cells.len() > head_cells.len() + 3 {
            break;
        }
        blank = false;
        after = index + 1;
        if is_repeated(text, &cells, head_cells) {
            continue;
        }
        // A second line of heads under the first: the nearer one says more.
        if grid.rows.is_empty()
            && cells.len() == head_cells.len()
            && !line
                .of(text)
                .contains(|letter: char| letter.is_ascii_digit())
            && let Some(more) = heads(text, &cells, words, true)
        {
            for (column, nearer) in grid.columns.iter_mut().zip(more) {
                *column = nearer.or(*column);
            }
            continue;
        }
        if rule == Rule::Spaces && cells.len() < head_cells.len() {
            let columns = under(text, lines[at], head_cells, *line, &cells);
            grid.rows.push(row(text, *line, &cells, Some(&columns)));
            continue;
        }
        shift(text, &grid, head_cells.len(), &mut cells);
        grid.rows.push(row(text, *line, &cells, None));
    }
    let matrix = grid.columns.iter().flatten().count() < 2;
    let numeric = |row: &Row| {
        row.cells.len() >= 2
            && row.cells[1..]
                .iter()
                .all(|cell| cell.span.of(text).starts_with(|c: char| c.is_ascii_digit()))
    };
    let holds = grid.rows.iter().any(|row| {
        row.span.of(text).contains(|c: char| c.is_ascii_digit()) && row.cells.len() >= 2
    });
    (holds && (!matrix || grid.rows.iter().all(numeric))).then_some((grid, after))
}
