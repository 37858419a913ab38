//! Which pairs of accounts are looked at: those that share a key.

use crate::profile::{Days, Names, Profile};
use crate::words::{hash, hash_on};
use codebook::merging::MergingRules;
use model::Account;

/// A key under which an account is filed.
///
/// Two accounts are compared where they share a key and at least one of the two `asks`
/// under it. A casebook that files its accounts by key finds an arriving account's
/// neighbours without looking at any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block {
    /// Hash of what is shared; the same on every machine.
    pub key: u64,
    /// The account looks for others under this key; if not, it is only found.
    pub asks: bool,
}

/// The keys of an account, sorted, each once.
///
/// An account of a known day is looked up by country and day. One whose date, country or
/// day is not known looks for others by something telling as well: the same facility, the
/// same target, the same rare figure, the same place and perpetrator.
pub fn blocks(account: &Account, rules: &MergingRules) -> Vec<Block> {
    of(&Profile::of(account, rules, &mut Names::default()), rules)
}

impl Profile {
    /// The keys of the account, as [`blocks`] gives them.
    pub fn blocks(&self, rules: &MergingRules) -> Vec<Block> {
        of(self, rules)
    }
}

pub(crate) fn of(told: &Profile, rules: &MergingRules) -> Vec<Block> {
    let mut keys = Vec::new();
    let exact = told.days.and_then(|days| window(days, rules));
    let countries = [told.country.as_deref(), told.from_country.as_deref()];
    if let Some((first, last)) = exact {
        for country in countries.into_iter().flatten() {
            for day in first..=last {
                keys.push(Block {
                    key: key("day", &[hash(country.as_bytes()), day as u64]),
                    asks: true,
                });
            }
        }
    }
    let lost = told.country.is_none();
    let vague = exact.is_none();
    let telling = telling(told, rules);
    let country = told.country.as_deref().map(|code| hash(code.as_bytes()));
    if let Some(country) = country {
        for year in years(told.days, rules) {
            for what in &telling {
                keys.push(Block {
                    key: key("year", &[year, country, *what]),
                    asks: vague,
                });
            }
        }
    }
    // An open or untold date looks through all years, but only for what is rare in a country.
    let open = told
        .days
        .is_none_or(|days| days.first.is_none() || days.last.is_none());
    if let Some(country) = country {
        for what in lasting(told, rules) {
            keys.push(Block {
                key: key("ever", &[country, what]),
                asks: open,
            });
        }
    }
    for month in months(told.days) {
        if let Some(place) = &told.place {
            if let Some(country) = country {
                keys.push(Block {
                    key: key("month", &[month, country, place.hash]),
                    asks: vague,
                });
            }
            keys.push(Block {
                key: key("month anywhere", &[month, place.hash]),
                asks: lost,
            });
        }
        if let Some(count) = rare_figure(told, rules) {
            keys.push(Block {
                key: key("toll", &[month, count]),
                asks: lost,
            });
        }
    }
    keys.sort_unstable();
    keys.dedup_by(|later, earlier| {
        let same = later.key == earlier.key;
        earlier.asks |= same && later.asks;
        same
    });
    keys
}

/// The days under which a date is filed; `None` where it is too vague for that.
fn window(days: Days, rules: &MergingRules) -> Option<(i32, i32)> {
    let block = &rules.block;
    let last = days.last?;
    let first = days.first.unwrap_or(last - block.recent_days);
    let wide = if days.approx {
        rules.date.approx_days
    } else {
        0
    };
    let is_exact = last - first < block.exact_days || days.first.is_none();
    is_exact.then_some((first - wide, last + wide + block.slack_days))
}

/// The years of a date, at most three; none where it is not told.
fn years(days: Option<Days>, rules: &MergingRules) -> Vec<u64> {
    let Some(Days { first, last, .. }) = days else {
        return Vec::new();
    };
    let (Some(end), slack) = (last.or(first.map(|day| day + 365)), rules.block.slack_days) else {
        return Vec::new();
    };
    let start = first.unwrap_or(end - rules.block.recent_days);
    let year = |day: i32| (f64::from(day) / 365.2425).floor() as i64 as u64;
    (year(start - slack)..=year(end + slack)).take(3).collect()
}

/// Months, by thirty days, of a date of two months or less.
fn months(days: Option<Days>) -> Vec<u64> {
    let Some(Days {
        first,
        last: Some(last),
        ..
    }) = days
    else {
        return Vec::new();
    };
    let first = first.unwrap_or(last - 30);
    if last - first > 62 {
        return Vec::new();
    }
    ((first - 2).div_euclid(30)..=(last + 2).div_euclid(30))
        .map(|month| month as u64)
        .collect()
}

/// What is rare enough in a country to find an incident of any year by.
fn lasting(told: &Profile, rules: &MergingRules) -> Vec<u64> {
    let mut lasting = Vec::new();
    for word in told.site.iter().flat_map(|site| &site.telling) {
        lasting.push(key("site", &[*word]));
    }
    for target in &told.targets {
        lasting.extend(target.telling.iter().map(|word| key("site", &[*word])));
    }
    if let Some(from) = &told.from_country {
        lasting.push(key("from", &[hash(from.as_bytes())]));
    }
    // Where hardly anything happens, whoever does it is rare as well.
    if told
        .country
        .as_ref()
        .is_some_and(|code| rules.quiet.contains_key(&**code))
    {
        for actor in told.perpetrators.iter().filter(|actor| actor.named) {
            lasting.push(key("by in", &[actor.name.hash]));
        }
    }
    lasting
}

/// What is rare enough within a country and a year to bring vague dates together.
fn telling(told: &Profile, rules: &MergingRules) -> Vec<u64> {
    let mut telling = lasting(told, rules);
    let place = told.place.as_ref().map(|place| place.hash);
    for target in &told.targets {
        let kind = hash(target.kind.as_bytes());
        if let Some(nation) = &target.nationality
            && told.country.as_ref() != Some(nation)
        {
            telling.push(key("aim", &[kind, hash(nation.as_bytes())]));
        }
        if let Some(place) = place {
            telling.push(key("aim at", &[kind, place]));
        }
    }
    if let Some(place) = place {
        for actor in told.perpetrators.iter().filter(|actor| actor.named) {
            telling.push(key("by at", &[actor.name.hash, place]));
        }
    }
    if let Some(count) = rare_figure(told, rules) {
        telling.push(key("toll", &[count]));
    }
    telling.sort_unstable();
    telling.dedup();
    telling
}

fn rare_figure(told: &Profile, rules: &MergingRules) -> Option<u64> {
    told.killed()
        .map(model::Estimate::best)
        .filter(|count| *count >= rules.block.rare_figure)
}

fn key(name: &str, parts: &[u64]) -> u64 {
    parts.iter().fold(hash(name.as_bytes()), |sum, part| {
        hash_on(sum, &part.to_le_bytes())
    })
}

/// Accounts by key, so that those who share one are found: each key with whether it is only
/// found under, and the account's number; sorted.
pub(crate) struct Filed {
    rows: Vec<(u64, bool, u32)>,
    /// The keys of all accounts one behind the other, and where those of each end.
    keys: Vec<Block>,
    ends: Vec<u32>,
}

impl Filed {
    pub(crate) fn of<'p>(
        profiles: impl Iterator<Item = &'p Profile>,
        rules: &MergingRules,
    ) -> Self {
        let mut filed = Filed {
            rows: Vec::new(),
            keys: Vec::new(),
            ends: Vec::new(),
        };
        for (account, profile) in (0..).zip(profiles) {
            let keys = of(profile, rules);
            let rows = keys.iter().map(|block| (block.key, !block.asks, account));
            filed.rows.extend(rows);
            filed.keys.extend(keys);
            filed.ends.push(filed.keys.len() as u32);
        }
        filed.rows.sort_unstable();
        filed
    }

    /// The keys of an account, sorted.
    pub(crate) fn keys(&self, account: u32) -> &[Block] {
        let account = account as usize;
        let start = account.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.keys[start as usize..self.ends[account] as usize]
    }

    /// The accounts by key in about so many parts, no key in two of them.
    pub(crate) fn parts(&self, parts: usize) -> Vec<&[(u64, bool, u32)]> {
        let size = self.rows.len() / parts.max(1) + 1;
        let mut all = Vec::new();
        let mut rest = &self.rows[..];
        while !rest.is_empty() {
            let mut end = size.min(rest.len());
            while end < rest.len() && rest[end].0 == rest[end - 1].0 {
                end += 1;
            }
            let (part, left) = rest.split_at(end);
            all.push(part);
            rest = left;
        }
        all
    }

    /// All pairs of accounts that share a key in this part, each once in all parts together.
    pub(crate) fn pairs(&self, part: &[(u64, bool, u32)], mut visit: impl FnMut(u32, u32)) {
        for block in part.chunk_by(|a, b| a.0 == b.0) {
            // Those that ask stand first.
            let asking = block
                .iter()
                .take_while(|(_, found_only, _)| !found_only)
                .count();
            for (at, (key, _, a)) in block[..asking].iter().enumerate() {
                for (_, _, b) in &block[at + 1..] {
                    let (first, second) = ((*a).min(*b), (*a).max(*b));
                    if first_shared(self.keys(first), self.keys(second)) == Some(*key) {
                        visit(first, second);
                    }
                }
            }
        }
    }
}

/// The smallest key under which two accounts are looked at; `None` where they are not.
pub(crate) fn first_shared(a: &[Block], b: &[Block]) -> Option<u64> {
    let (mut i, mut j) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.key.cmp(&y.key) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal if x.asks || y.asks => return Some(x.key),
            std::cmp::Ordering::Equal => {
                i += 1;
                j += 1;
            }
        }
    }
    None
}
