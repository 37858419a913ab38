//! Which rows of a table an incident stands in.

use super::{By, Key, KeyKind};
use crate::days;
use crate::filter::TextField;
use crate::{Asked, Flag};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What stands where nothing is told.
pub(crate) const NONE_TOLD: &str = "(none told)";

/// The incidents of a question filed under the values of one field.
///
/// Values are numbered; [`of`](Self::of) gives the numbers of an incident by its place among
/// those asked about, at least one and each once.
pub(crate) struct Filed {
    keys: Vec<Arc<Key>>,
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Filed {
    pub fn new(by: By, asked: &Asked<'_>) -> Filed {
        let mut filing = Filing::default();
        match by {
            By::Text(field) => texts(field, asked, &mut filing),
            By::Flag(flag) => filing.each(asked, |row| {
                let word = if holds(flag, asked, row) { "yes" } else { "no" };
                Some(Key::told(word, word))
            }),
            By::Precision => filing.each(asked, |row| {
                let word = asked.columns.precision(row)?.word();
                Some(Key::told(word, word))
            }),
            By::Day | By::Week | By::Month | By::Year => periods(by, asked, &mut filing),
        }
        Filed {
            keys: filing.keys.into_iter().map(Arc::new).collect(),
            starts: filing.starts,
            numbers: filing.numbers,
        }
    }

    pub fn of(&self, at: usize) -> &[u32] {
        &self.numbers[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    pub fn key(&self, number: u32) -> &Arc<Key> {
        &self.keys[number as usize]
    }

    pub fn keys(&self) -> &[Arc<Key>] {
        &self.keys
    }

    /// The place of each key by its words alone.
    pub fn by_words(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.keys.len() as u32).collect();
        let words = |number: &u32| {
            let key = self.key(*number);
            (&key.code, &key.label)
        };
        order.sort_unstable_by(|a, b| words(a).cmp(&words(b)));
        let mut places = vec![0; order.len()];
        for (place, number) in (0..).zip(order) {
            places[number as usize] = place;
        }
        places
    }
}

struct Filing {
    keys: Vec<Key>,
    number_of: BTreeMap<Key, u32>,
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Default for Filing {
    fn default() -> Self {
        Filing {
            keys: Vec::new(),
            number_of: BTreeMap::new(),
            starts: vec![0],
            numbers: Vec::new(),
        }
    }
}

impl Filing {
    fn number(&mut self, key: Key) -> u32 {
        if let Some(number) = self.number_of.get(&key) {
            return *number;
        }
        let number = self.keys.len() as u32;
        self.keys.push(key.clone());
        self.number_of.insert(key, number);
        number
    }

    /// Ends an incident; where it has no value, it stands under `(none told)`.
    fn end(&mut self) {
        let start = self.starts.last().copied().unwrap_or(0) as usize;
        if self.numbers.len() == start {
            let none = self.number(Key {
                kind: KeyKind::NoneTold,
                code: String::new(),
                label: NONE_TOLD.to_owned(),
            });
            self.numbers.push(none);
        } else if self.numbers.len() > start + 1 {
            self.numbers[start..].sort_unstable();
            let mut kept = start + 1;
            for at in start + 1..self.numbers.len() {
                if self.numbers[at] != self.numbers[kept - 1] {
                    self.numbers[kept] = self.numbers[at];
                    kept += 1;
                }
            }
            self.numbers.truncate(kept);
        }
        self.starts.push(self.numbers.len() as u32);
    }

    fn each(&mut self, asked: &Asked<'_>, key: impl Fn(u32) -> Option<Key>) {
        for row in &asked.rows {
            if let Some(key) = key(*row) {
                let number = self.number(key);
                self.numbers.push(number);
            }
            self.end();
        }
    }
}

fn holds(flag: Flag, asked: &Asked<'_>, row: u32) -> bool {
    crate::filter::flag_holds(flag, asked.columns, row)
}

fn texts(field: TextField, asked: &Asked<'_>, filing: &mut Filing) {
    let texts = asked.columns.texts(field);
    let with_country = matches!(
        field,
        TextField::Admin1 | TextField::Place | TextField::Site
    );
    if with_country {
        let countries = asked.columns.texts(TextField::Country);
        let mut known: HashMap<(u32, Option<u32>), u32> = HashMap::new();
        // Most names lie in one country: the one that a name had last is looked at first.
        let mut last: Vec<Option<(Option<u32>, u32)>> = vec![None; texts.names.len()];
        for row in &asked.rows {
            let country = countries.of(*row).first().copied();
            for code in texts.of(*row) {
                if let Some((_, number)) = last[*code as usize].filter(|(had, _)| *had == country) {
                    filing.numbers.push(number);
                    continue;
                }
                let number = known.entry((*code, country)).or_insert_with(|| {
                    let value = &texts.names[*code as usize].name;
                    let country = country.map(|code| &countries.names[code as usize].name);
                    let full = match country {
                        Some(country) => format!("{value}, {country}"),
                        None => value.clone(),
                    };
                    filing.number(Key::told(&full, &full))
                });
                let number = *number;
                last[*code as usize] = Some((country, number));
                filing.numbers.push(number);
            }
            filing.end();
        }
        return;
    }
    let mut known: Vec<Option<u32>> = vec![None; texts.names.len()];
    for row in &asked.rows {
        for code in texts.of(*row) {
            let code = *code as usize;
            let number = known[code].unwrap_or_else(|| {
                let key = super::by::key(field, &texts.names[code], asked.context);
                filing.number(key)
            });
            known[code] = Some(number);
            filing.numbers.push(number);
        }
        filing.end();
    }
}

fn periods(by: By, asked: &Asked<'_>, filing: &mut Filing) {
    let mut known: HashMap<i32, u32> = HashMap::new();
    // Incidents stand by date: most are of the same period as the one before.
    let mut last: Option<(i32, u32)> = None;
    for row in &asked.rows {
        if let Some(span) = asked.columns.span(*row) {
            // A number that no period has stands for dates over several of them.
            let period = by.period(span).unwrap_or(i32::MIN);
            let number = match last.filter(|(had, _)| *had == period) {
                Some((_, number)) => number,
                None => *known
                    .entry(period)
                    .or_insert_with(|| filing.number(period_key(by, period))),
            };
            last = Some((period, number));
            filing.numbers.push(number);
        }
        filing.end();
    }
}

fn period_key(by: By, period: i32) -> Key {
    if period == i32::MIN {
        return Key {
            kind: KeyKind::NotExact,
            code: String::new(),
            label: format!("(not exact to the {})", by.word()),
        };
    }
    let (code, label) = by.period_names(period);
    Key {
        kind: KeyKind::Told,
        code,
        label,
    }
}

impl By {
    /// The number of the period that holds the whole span; `None` where it spans several, or
    /// where this is no period.
    pub(crate) fn period(self, span: (i32, i32)) -> Option<i32> {
        let (first, last) = span;
        if first == days::OPEN_FIRST || last == days::OPEN_LAST {
            return None;
        }
        let period = self.period_of(first)?;
        (first == last || self.period_of(last)? == period).then_some(period)
    }

    /// The number of the period that holds a day: days themselves, weeks by their Monday,
    /// months from January of the year 0, years.
    pub(crate) fn period_of(self, day: i32) -> Option<i32> {
        match self {
            By::Day => return Some(day),
            By::Week => return Some(days::monday(day).div_euclid(7)),
            _ => {}
        }
        let (year, month, _) = days::civil(day);
        Some(match self {
            By::Month => year * 12 + month - 1,
            By::Year => year,
            _ => return None,
        })
    }

    /// First day of a period.
    pub(crate) fn first_day(self, period: i32) -> i32 {
        let month = |year: i32, month: i32| {
            let date = jiff::civil::Date::new(year as i16, month as i8, 1);
            date.map_or(0, days::number)
        };
        match self {
            // Week 0 begins on 1970-01-05, a Monday.
            By::Week => period * 7 + 4,
            By::Month => month(period.div_euclid(12), period.rem_euclid(12) + 1),
            By::Year => month(period, 1),
            _ => period,
        }
    }

    /// A period's code, which sorts by time where lengths are equal, and what to print.
    pub(crate) fn period_names(self, period: i32) -> (String, String) {
        let code = match self {
            By::Year => format!("{period:04}"),
            By::Month => format!(
                "{:04}-{:02}",
                period.div_euclid(12),
                period.rem_euclid(12) + 1
            ),
            By::Week => {
                let monday = days::date(self.first_day(period));
                let week = monday.iso_week_date();
                let code = format!("{:04}-W{:02}", week.year(), week.week());
                let label = format!("{code} (from {monday})");
                return (code, label);
            }
            _ => days::date(period).to_string(),
        };
        (code.clone(), code)
    }
}
