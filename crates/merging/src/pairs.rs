//! Which pairs of accounts may be the same, and which are related: the slow part of grouping,
//! done once a pair.

use crate::blocks::{Filed, first_shared, of};
use crate::compare::score;
use crate::links;
use crate::profile::Profile;
use codebook::merging::MergingRules;
use model::Link;

/// A pair that may be the same incident.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tie {
    /// Number of the one profile, the smaller.
    pub a: u32,
    /// Number of the other.
    pub b: u32,
    /// Evidence, in bits: `ask` of the rules or more.
    pub bits: f64,
}

/// What comparing accounts gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Pairs {
    /// Pairs that may be the same, the likeliest first.
    pub ties: Vec<Tie>,
    /// Related pairs, in the order of the link.
    pub links: Vec<(u32, u32, Link)>,
}

impl Pairs {
    fn weigh(&mut self, profiles: &[Profile], (a, b): (u32, u32), rules: &MergingRules) {
        let (x, y) = (&profiles[a as usize], &profiles[b as usize]);
        if let Some(link) = links::between(x, y, rules) {
            let (first, second) = if link.forward { (a, b) } else { (b, a) };
            self.links.push((first, second, link.link));
        }
        if x.report() != y.report() {
            let bits = score(x, y, rules);
            if bits >= rules.verdict.ask {
                self.ties.push(Tie { a, b, bits });
            }
        }
    }

    /// Puts the pairs into the order in which [`join`](crate::join) wants them.
    pub fn in_order(&mut self) {
        self.ties.sort_unstable_by(|x, y| {
            y.bits
                .total_cmp(&x.bits)
                .then(x.a.cmp(&y.a))
                .then(x.b.cmp(&y.b))
        });
        self.links.sort_unstable();
    }

    fn sorted(mut self) -> Self {
        self.in_order();
        self
    }
}

/// Compares all accounts that share a key, on so many threads; the result does not depend on
/// how many. `profiles` stand in their [order](Profile::order).
pub fn pairs(profiles: &[Profile], rules: &MergingRules, threads: usize) -> Pairs {
    let filed = Filed::of(profiles.iter(), rules);
    let weigh = |part: &[(u64, bool, u32)]| {
        let mut found = Pairs::default();
        filed.pairs(part, |a, b| found.weigh(profiles, (a, b), rules));
        found
    };
    if threads <= 1 {
        let mut found = Pairs::default();
        for part in filed.parts(1) {
            found = weigh(part);
        }
        return found.sorted();
    }
    let parts = filed.parts(threads);
    let mut all = Pairs::default();
    std::thread::scope(|scope| {
        let working: Vec<_> = parts
            .iter()
            .map(|part| scope.spawn(|| weigh(part)))
            .collect();
        for thread in working {
            match thread.join() {
                Ok(found) => {
                    all.ties.extend(found.ties);
                    all.links.extend(found.links);
                }
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    all.sorted()
}

/// Compares some accounts, by their numbers, with all that share a key with them.
pub fn pairs_of(new: &[u32], profiles: &[Profile], rules: &MergingRules) -> Pairs {
    let keys: Vec<_> = profiles.iter().map(|profile| of(profile, rules)).collect();
    let mut found = Pairs::default();
    for a in new {
        for b in 0..profiles.len() as u32 {
            // Two new ones are compared once.
            if *a == b || b < *a && new.contains(&b) {
                continue;
            }
            if first_shared(&keys[*a as usize], &keys[b as usize]).is_some() {
                found.weigh(profiles, ((*a).min(b), (*a).max(b)), rules);
            }
        }
    }
    found.sorted()
}
