//! Columns after a change: some rows left out, others put in where their dates belong.

use super::{Columns, Making, Names, Strings, Texts};
use crate::days;
use model::ActorRef;
use std::collections::HashMap;
use std::sync::Arc;

/// Which rows of which columns stand where.
pub(super) struct Change {
    base: Arc<Columns>,
    new: Columns,
    /// For each row, its number in `base`, or behind those the number in `new`.
    order: Vec<u32>,
}

impl Columns {
    /// These columns without the rows `gone`, which are sorted, and with the incidents of `new`
    /// put in where their dates belong.
    #[must_use]
    pub fn changed(self, gone: &[u32], new: Columns) -> Self {
        if gone.is_empty() && new.is_empty() {
            return self;
        }
        let base = Arc::new(self);
        let mut coming: Vec<u32> = new.all();
        coming.sort_by(|a, b| new.place(*a).cmp(&new.place(*b)));
        let rows = base.len as u32;
        let mut order = Vec::with_capacity(base.len + coming.len());
        let mut next = 0;
        let mut gone = gone.iter().peekable();
        let mut keep = |until: u32, order: &mut Vec<u32>| {
            while next < until {
                while gone.next_if(|row| **row < next).is_some() {}
                if gone.next_if(|row| **row == next).is_none() {
                    order.push(next);
                }
                next += 1;
            }
        };
        for row in coming {
            let place = new.place(row);
            keep(base.first_behind(place), &mut order);
            order.push(rows + row);
        }
        keep(rows, &mut order);
        Self::arranged(&base, new, order)
    }

    /// The same incidents in the record's order: by date, the undated last, and by id.
    #[must_use]
    pub fn sorted(self) -> Self {
        let mut order = self.all();
        order.sort_by(|a, b| self.place(*a).cmp(&self.place(*b)));
        Self::arranged(&Arc::new(self), Making::default().columns(), order)
    }

    /// Rows of columns that others go on reading, and rows of new ones, in an order: for each row
    /// its number in `base`, or behind those the number in `new`. A number that neither holds gives
    /// a row without values.
    #[must_use]
    pub fn arranged(base: &Arc<Self>, new: Columns, order: Vec<u32>) -> Self {
        let mut columns = Columns::empty(order.len());
        columns.changed = Some(Box::new(Change {
            base: Arc::clone(base),
            new,
            order,
        }));
        columns
    }

    /// What the record is ordered by: the first day that is told, and the id.
    fn place(&self, row: u32) -> (i32, &str) {
        (self.sort_day(row), self.id(row))
    }

    fn sort_day(&self, row: u32) -> i32 {
        match self.span(row) {
            None => i32::MAX,
            Some((days::OPEN_FIRST, last)) => last,
            Some((first, _)) => first,
        }
    }

    /// The first row that stands behind a place; ids are looked at where days are the same.
    fn first_behind(&self, (day, id): (i32, &str)) -> u32 {
        let (mut low, mut high) = (0, self.len as u32);
        while low < high {
            let middle = low + (high - low) / 2;
            let before = match self.sort_day(middle).cmp(&day) {
                std::cmp::Ordering::Less => true,
                std::cmp::Ordering::Greater => false,
                std::cmp::Ordering::Equal => self.id(middle) < id,
            };
            if before {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// Rows that stand side by side in the columns they come from.
struct Run {
    /// They are of the new columns.
    new: bool,
    /// The first, by its number there.
    first: usize,
    /// How many.
    len: usize,
}

impl Change {
    /// Why a column below could not be read.
    pub fn failure(&self) -> Option<&str> {
        self.base.failure().or_else(|| self.new.failure())
    }

    /// The rows in their order. Few rows change at a time, so that most come in long runs.
    fn runs(&self) -> impl Iterator<Item = Run> {
        let rows = self.base.len as u32;
        self.order
            .chunk_by(move |a, b| a.checked_add(1) == Some(*b) && *b != rows)
            .map(move |run| Run {
                new: run[0] >= rows,
                first: run[0].checked_sub(rows).unwrap_or(run[0]) as usize,
                len: run.len(),
            })
    }

    /// A column of so many values a row.
    pub fn of<'c, T: Copy + 'c>(
        &'c self,
        width: usize,
        column: impl Fn(&'c Columns) -> &'c [T],
    ) -> Vec<T> {
        let (base, new) = (column(self.base.as_ref()), column(&self.new));
        let mut values = Vec::with_capacity(self.order.len() * width);
        for run in self.runs() {
            let from = if run.new { new } else { base };
            let end = ((run.first + run.len) * width).min(from.len());
            values.extend_from_slice(from.get(run.first * width..end).unwrap_or_default());
        }
        values
    }

    pub fn strings<'c>(&'c self, column: impl Fn(&'c Columns) -> &'c Strings) -> Strings {
        let (base, new) = (column(self.base.as_ref()), column(&self.new));
        let mut strings = Strings {
            text: String::with_capacity(base.text.len() + new.text.len()),
            ends: Vec::with_capacity(self.order.len()),
        };
        for run in self.runs() {
            strings.extend(if run.new { new } else { base }, run.first, run.len);
        }
        strings
    }

    pub fn texts<'c>(&'c self, column: impl Fn(&'c Columns) -> &'c Texts) -> Texts {
        let (base, new) = (column(self.base.as_ref()), column(&self.new));
        let mut names = base.names.clone();
        let codes = codes_in(&mut names, &new.names);
        let mut texts = Texts {
            names,
            starts: Vec::with_capacity(self.order.len() + 1),
            codes: Vec::with_capacity(base.codes.len() + new.codes.len()),
        };
        texts.starts.push(0);
        for run in self.runs() {
            if run.new {
                for row in run.first..run.first + run.len {
                    let moved = new.of(row as u32).iter().map(|code| codes[*code as usize]);
                    texts.codes.extend(moved);
                    texts.starts.push(texts.codes.len() as u32);
                }
            } else {
                texts.extend(base, run.first, run.len);
            }
        }
        texts
    }
}

/// The code of each new name in a list of names, which grows by those that it lacks.
fn codes_in(names: &mut Names, new: &Names) -> Vec<u32> {
    let mut wanted: HashMap<&ActorRef, Option<u32>> = new.iter().map(|name| (name, None)).collect();
    if !wanted.is_empty() {
        for (code, name) in (0..).zip(names.iter()) {
            if let Some(found) = wanted.get_mut(name) {
                found.get_or_insert(code);
            }
        }
    }
    let mut codes = Vec::with_capacity(new.len());
    for name in new.iter() {
        let code = wanted.get(name).copied().flatten().unwrap_or_else(|| {
            names.push(name.clone());
            names.len() as u32 - 1
        });
        codes.push(code);
    }
    codes
}
