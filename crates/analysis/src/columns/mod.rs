//! Incidents field by field: what a question reads of a million of them.
//!
//! A question looks at a few fields of every incident. As columns, these lie side by side and
//! names are numbers, so that counting a million takes milliseconds. Columns come from
//! incidents ([`Columns::of`]) or from what was written down of them ([`Columns::kept`]); then
//! each column is read when it is first asked for. What could not be read is told by
//! [`Columns::failure`]: an answer counts only where there is none.

mod change;
mod look;
mod make;
mod names;
mod pack;

use change::Change;
pub use look::Frequency;
pub use make::Making;
pub use names::Names;

use crate::days;
use crate::filter::{NumberField, TextField};
use model::{AccountKey, ActorRef, Estimate, Field, Place, Precision, When};
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

/// Stands where a day of publication is not known.
pub(crate) const NO_DAY: i32 = i32::MAX;

/// What an incident is or is not, bit by bit.
pub(crate) mod bit {
    pub const SUICIDE: u32 = 1;
    pub const MULTIPLE: u32 = 2;
    pub const ACCEPTED: u32 = 4;
    pub const APPROX_DATE: u32 = 8;
    pub const OWN_WORD: u32 = 16;
    /// Shifted by the number of the field of figures: its figure is said to be about.
    pub const APPROX_FIGURE: u32 = 32;
}

/// Gives a kept column by its name; an error that says what to do where it cannot.
pub type Kept = dyn Fn(&str) -> Result<Vec<u8>, String> + Send;

/// Incidents as columns, in the record's order: by date, the undated last.
pub struct Columns {
    len: usize,
    kept: Option<Mutex<Box<Kept>>>,
    changed: Option<Box<Change>>,
    failure: OnceLock<String>,
    ids: OnceLock<Strings>,
    texts: [OnceLock<Texts>; TextField::ALL.len()],
    firsts: OnceLock<Vec<i32>>,
    lasts: OnceLock<Vec<i32>>,
    told: OnceLock<Vec<u32>>,
    disputed: OnceLock<Vec<u32>>,
    flags: OnceLock<Vec<u32>>,
    sources: OnceLock<Vec<u32>>,
    figures: [OnceLock<Figures>; NumberField::FIGURES.len()],
    precisions: OnceLock<Vec<u32>>,
    points: OnceLock<Vec<f64>>,
    claimed_on: OnceLock<Vec<i32>>,
    accounts: OnceLock<Texts>,
}

/// Strings one behind the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
    }

    pub fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or(0) as usize;
        let end = self.ends.get(at).copied().unwrap_or(0) as usize;
        self.text.get(start..end).unwrap_or("")
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Takes over some of others' that stand side by side.
    fn extend(&mut self, from: &Strings, first: usize, len: usize) {
        let Some(ends) = from.ends.get(first..first + len) else {
            return (first..first + len).for_each(|at| self.push(from.get(at)));
        };
        let before = first.checked_sub(1).and_then(|at| from.ends.get(at));
        let start = before.copied().unwrap_or(0);
        let end = ends.last().copied().unwrap_or(start);
        let here = self.text.len() as u32;
        let text = from.text.get(start as usize..end as usize);
        self.text.push_str(text.unwrap_or(""));
        self.ends.extend(ends.iter().map(|end| end - start + here));
    }
}

/// The values of one field of all incidents: names once, and for each incident their numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    /// Each value once; those of fields that hold no actors have a name alone.
    pub names: Names,
    starts: Vec<u32>,
    codes: Vec<u32>,
}

impl Texts {
    /// Numbers of the values of an incident.
    pub fn of(&self, row: u32) -> &[u32] {
        let (row, codes) = (row as usize, &self.codes);
        match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(start), Some(end)) => codes
                .get(*start as usize..*end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }

    /// The values themselves.
    pub fn names_of(&self, row: u32) -> impl Iterator<Item = &ActorRef> {
        self.of(row).iter().map(|code| &self.names[*code as usize])
    }

    /// Takes over rows of others that stand side by side and have the same names.
    fn extend(&mut self, from: &Texts, first: usize, len: usize) {
        let Some(starts) = from.starts.get(first..=first + len) else {
            for row in first..first + len {
                self.codes.extend_from_slice(from.of(row as u32));
                self.starts.push(self.codes.len() as u32);
            }
            return;
        };
        let (start, end) = (starts[0], starts[len]);
        let here = self.codes.len() as u32;
        let codes = from.codes.get(start as usize..end as usize);
        self.codes.extend_from_slice(codes.unwrap_or_default());
        let ends = starts[1..].iter();
        self.starts.extend(ends.map(|end| end - start + here));
    }
}

/// One field of figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Figures {
    /// Lower ends; `u64::MAX` where none is told.
    pub min: Vec<u64>,
    /// Upper ends likewise.
    pub max: Vec<u64>,
}

/// What stands beside an incident in its reports and is no field of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside {
    /// Day of publication of the first report that tells of a claim.
    pub claimed_on: Option<jiff::civil::Date>,
    /// Day of publication of the first report that tells of it: by then it had happened.
    pub told_on: Option<jiff::civil::Date>,
    /// All its reports are published by those who did it.
    pub own_word: bool,
}

impl Columns {
    /// Columns that were written down before: `kept` gives each by its name.
    ///
    /// # Errors
    /// They cannot be read, or are of another make.
    pub fn kept(kept: Box<Kept>) -> Result<Self, String> {
        let about = kept("about")?;
        let len = pack::about(&about)
            .ok_or_else(|| "what is kept of the incidents is of another make".to_owned())?;
        let mut columns = Columns::empty(len);
        columns.kept = Some(Mutex::new(kept));
        Ok(columns)
    }

    /// Why a column could not be read, where one could not: then no answer from these columns
    /// counts. To be asked after a question, since columns are read when they are needed.
    pub fn failure(&self) -> Option<&str> {
        let below = || self.changed.as_ref().and_then(|change| change.failure());
        self.failure.get().map(String::as_str).or_else(below)
    }

    fn empty(len: usize) -> Self {
        Columns {
            len,
            kept: None,
            changed: None,
            failure: OnceLock::new(),
            ids: OnceLock::new(),
            texts: Default::default(),
            firsts: OnceLock::new(),
            lasts: OnceLock::new(),
            told: OnceLock::new(),
            disputed: OnceLock::new(),
            flags: OnceLock::new(),
            sources: OnceLock::new(),
            figures: Default::default(),
            precisions: OnceLock::new(),
            points: OnceLock::new(),
            claimed_on: OnceLock::new(),
            accounts: OnceLock::new(),
        }
    }

    /// How many incidents.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Every incident's row.
    pub fn all(&self) -> Vec<u32> {
        (0..self.len as u32).collect()
    }

    /// The incident's id.
    pub fn id(&self, row: u32) -> &str {
        self.id_column().get(row as usize)
    }

    /// The ids of some incidents, in their order.
    pub fn ids(&self, rows: &[u32]) -> Vec<String> {
        rows.iter().map(|row| self.id(*row).to_owned()).collect()
    }

    /// The incident's date.
    pub fn when(&self, row: u32) -> Option<When> {
        let (first, last) = self.span(row)?;
        Some(days::when(first, last, self.has(row, bit::APPROX_DATE)))
    }

    /// First and last day as numbers, open ends as such; `None` for the undated.
    pub(crate) fn span(&self, row: u32) -> Option<(i32, i32)> {
        let first = *self.firsts().get(row as usize)?;
        let last = *self.lasts().get(row as usize)?;
        // The undated have an end before their beginning.
        (first <= last).then_some((first, last))
    }

    pub(crate) fn firsts(&self) -> &[i32] {
        self.days("firsts", |columns| &columns.firsts)
    }

    pub(crate) fn lasts(&self) -> &[i32] {
        self.days("lasts", |columns| &columns.lasts)
    }

    /// The values of a field.
    pub(crate) fn texts(&self, field: TextField) -> &Texts {
        self.text_column(field.word(), field as usize)
    }

    /// The figure of a field as told.
    pub(crate) fn figure(&self, number: usize, row: u32) -> Option<Estimate> {
        let figures = self.figure_column(number);
        let end = |ends: &[u64]| {
            ends.get(row as usize)
                .copied()
                .filter(|end| *end < u64::MAX)
        };
        let (min, max) = (end(&figures.min), end(&figures.max));
        (min.is_some() || max.is_some()).then(|| Estimate {
            min,
            max,
            approx: self.has(row, bit::APPROX_FIGURE << number),
        })
    }

    /// Victims dead.
    pub fn killed(&self, row: u32) -> Option<Estimate> {
        self.figure(0, row)
    }

    /// Victims hurt.
    pub fn injured(&self, row: u32) -> Option<Estimate> {
        self.figure(1, row)
    }

    /// True where the flag's bit is set.
    pub(crate) fn has(&self, row: u32, bit: u32) -> bool {
        let flags = self.numbers("flags", |columns| &columns.flags);
        flags
            .get(row as usize)
            .is_some_and(|flags| flags & bit != 0)
    }

    /// True where somebody tells the field.
    pub(crate) fn tells(&self, row: u32, field: Field) -> bool {
        let told = self.numbers("told", |columns| &columns.told);
        told.get(row as usize)
            .is_some_and(|told| told & mask(field) != 0)
    }

    /// Bits of the fields whose accounts cannot all be right.
    pub(crate) fn disputed(&self, row: u32) -> u32 {
        let disputed = self.numbers("disputed", |columns| &columns.disputed);
        disputed.get(row as usize).copied().unwrap_or(0)
    }

    /// Reports that count as independent sources.
    pub fn independent_sources(&self, row: u32) -> usize {
        let sources = self.numbers("sources", |columns| &columns.sources);
        sources.get(row as usize).copied().unwrap_or(0) as usize
    }

    /// How exactly the place is known.
    pub fn precision(&self, row: u32) -> Option<Precision> {
        let all = self.numbers("precisions", |columns| &columns.precisions);
        let number = all.get(row as usize)?.checked_sub(1)?;
        pack::PRECISIONS.get(number as usize).copied()
    }

    /// The coordinates, without the place's name.
    pub(crate) fn location(&self, row: u32) -> Option<Place> {
        let precision = self.precision(row)?;
        let points = self.points();
        let at = 3 * row as usize;
        let [latitude, longitude, radius_km] = points.get(at..at + 3)?.try_into().ok()?;
        Some(Place {
            name: String::new(),
            geonames: None,
            latitude,
            longitude,
            precision,
            radius_km,
        })
    }

    /// Day of publication of the first report that tells of a claim, as a number.
    pub(crate) fn claimed_on(&self, row: u32) -> Option<i32> {
        let days = self.days("claimed_on", |columns| &columns.claimed_on);
        days.get(row as usize).copied().filter(|day| *day != NO_DAY)
    }

    /// The accounts behind an incident.
    pub fn accounts(&self, row: u32) -> Vec<AccountKey> {
        let accounts = self.account_names();
        let reports = self.texts(TextField::Report);
        // An account's number holds the report's place in the incident's list of reports.
        let of_row: Vec<&ActorRef> = reports.names_of(row).collect();
        let keys = accounts.names_of(row).filter_map(|entry| {
            let (at, account) = entry.name.split_once('#')?;
            let report = of_row.get(at.parse::<usize>().ok()?)?;
            Some(AccountKey {
                report: report.name.clone(),
                account: account.to_owned(),
            })
        });
        keys.collect()
    }

    fn account_names(&self) -> &Texts {
        self.text_column("accounts", ACCOUNTS)
    }

    /// The incident that each of these accounts belongs to, where it belongs to one.
    pub fn rows_of_accounts(&self, accounts: &[AccountKey]) -> Vec<Option<u32>> {
        if accounts.is_empty() {
            return Vec::new();
        }
        let mut wanted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, key) in accounts.iter().enumerate() {
            wanted.entry(&key.report).or_default().push(at);
        }
        let reports = self.texts(TextField::Report);
        let asked: Vec<bool> = (reports.names.iter())
            .map(|report| wanted.contains_key(report.name.as_str()))
            .collect();
        let mut found = vec![None; accounts.len()];
        for row in 0..self.len as u32 {
            if !reports.of(row).iter().any(|code| asked[*code as usize]) {
                continue;
            }
            for key in self.accounts(row) {
                for at in wanted.get(key.report.as_str()).into_iter().flatten() {
                    if accounts[*at] == key {
                        found[*at] = Some(row);
                    }
                }
            }
        }
        found
    }

    /// What was written down of a column; notes where that fails, or is of another length.
    fn read<T>(
        &self,
        name: &str,
        unpack: impl FnOnce(&[u8]) -> Option<T>,
        length: impl FnOnce(&T) -> usize,
    ) -> Option<T> {
        let read = || -> Result<T, String> {
            let kept = self.kept.as_ref().ok_or("it was never written down")?;
            let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            let column = unpack(&kept(name)?).ok_or("its bytes cannot be read")?;
            let length = length(&column);
            if length == self.len {
                Ok(column)
            } else {
                Err(format!("it holds {length} incidents of {}", self.len))
            }
        };
        match read() {
            Ok(column) => Some(column),
            Err(why) => {
                // The first failure tells enough.
                let _ = self.failure.set(format!("column `{name}`: {why}"));
                None
            }
        }
    }

    fn id_column(&self) -> &Strings {
        self.ids.get_or_init(|| {
            if let Some(change) = &self.changed {
                return change.strings(Self::id_column);
            }
            let read = self.read("ids", pack::strings, Strings::len);
            read.unwrap_or_default()
        })
    }

    fn numbers(&self, name: &str, pick: fn(&Columns) -> &OnceLock<Vec<u32>>) -> &[u32] {
        pick(self).get_or_init(|| {
            if let Some(change) = &self.changed {
                return change.of(1, |columns| columns.numbers(name, pick));
            }
            let read = self.read(name, pack::numbers, Vec::len);
            read.unwrap_or_else(|| vec![0; self.len])
        })
    }

    fn days(&self, name: &str, pick: fn(&Columns) -> &OnceLock<Vec<i32>>) -> &[i32] {
        pick(self).get_or_init(|| {
            if let Some(change) = &self.changed {
                return change.of(1, |columns| columns.days(name, pick));
            }
            let read = self.read(name, pack::numbers, Vec::len);
            let zigzag = read.unwrap_or_else(|| vec![0; self.len]);
            zigzag.into_iter().map(pack::signed).collect()
        })
    }

    fn points(&self) -> &[f64] {
        self.points.get_or_init(|| {
            if let Some(change) = &self.changed {
                return change.of(3, Self::points);
            }
            let read = self.read("points", pack::reals, |points| points.len() / 3);
            read.unwrap_or_else(|| vec![0.0; 3 * self.len])
        })
    }

    fn figure_column(&self, number: usize) -> &Figures {
        self.figures[number].get_or_init(|| {
            if let Some(change) = &self.changed {
                return Figures {
                    min: change.of(1, |columns| &columns.figure_column(number).min),
                    max: change.of(1, |columns| &columns.figure_column(number).max),
                };
            }
            let name = NumberField::FIGURES[number].word();
            let length = |figures: &Figures| figures.min.len().min(figures.max.len());
            self.read(name, pack::figures, length).unwrap_or_default()
        })
    }

    fn text_column(&self, name: &str, number: usize) -> &Texts {
        let cell = self.texts.get(number).unwrap_or(&self.accounts);
        cell.get_or_init(|| {
            if let Some(change) = &self.changed {
                return change.texts(|columns| columns.text_column(name, number));
            }
            let length = |texts: &Texts| texts.starts.len().saturating_sub(1);
            let read = self.read(name, pack::texts, length);
            read.unwrap_or_else(|| Texts {
                starts: vec![0; self.len + 1],
                ..Texts::default()
            })
        })
    }
}

/// Stands for the column of accounts where columns of texts are told apart by number.
const ACCOUNTS: usize = TextField::ALL.len();

/// The bit of a field.
pub(crate) fn mask(field: Field) -> u32 {
    1 << (field as u32)
}
