use crate::compare::{explain, score};
use crate::pairs::{Pairs, Tie, pairs};
use crate::profile::{Names, Profile};
use crate::rulings;
use codebook::merging::MergingRules;
use model::{Account, AccountKey, Decision, Group, Link, Note, Reason};
use std::collections::{BTreeMap, BTreeSet};

/// Which accounts belong together, what a person should look at, and what is related.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grouping {
    /// Every account that was not rejected, in exactly one group; sorted by first account.
    pub groups: Vec<Group>,
    /// Pairs of groups that may be one, as their likeliest pair of accounts; the likeliest first.
    pub asks: Vec<Reason>,
    /// Related accounts of different groups, sorted.
    pub links: Vec<(AccountKey, AccountKey, Link)>,
    /// Decisions that could not be applied.
    pub notes: Vec<Note>,
}

/// Puts accounts of the same incident together.
///
/// The order of `accounts` does not matter. Joined are first the pairs that people said
/// are the same, then, the likeliest first, pairs that score as the same, as long as
///
/// - no report has two accounts in the group (the coder has told them apart),
/// - no person said otherwise,
/// - no pair across the two groups speaks clearly against, and
/// - no other incident fits one of the two nearly as well: a second account of the same
///   report, or, beside an account of a vague date, one that is clearly different. Then a
///   person is asked.
///
/// What becomes of an account depends only on accounts that it is tied to over pairs that
/// score as the same, and on what those are tied to: a report that arrives elsewhere changes
/// nothing here.
pub fn group(accounts: &[Account], decisions: &[Decision], rules: &MergingRules) -> Grouping {
    let mut names = Names::default();
    let mut profiles: Vec<Profile> = accounts
        .iter()
        .map(|account| Profile::of(account, rules, &mut names))
        .collect();
    profiles.sort_by(|a, b| a.order().cmp(&b.order()));
    profiles.dedup_by(|a, b| a.order() == b.order());
    let pairs = pairs(&profiles, rules, 1);
    let joined = join(&profiles, &pairs, decisions, rules);
    joined.explained(&profiles, rules)
}

/// Groups of profiles by their numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Joined {
    /// Every profile that was not rejected, in exactly one group; sorted.
    pub groups: Vec<Vec<u32>>,
    /// Pairs of groups that may be one, as their likeliest pair; the likeliest first.
    pub asks: Vec<Tie>,
    /// Related pairs of different groups, sorted.
    pub links: Vec<(u32, u32, Link)>,
    /// Decisions that could not be applied.
    pub notes: Vec<Note>,
    /// What joined: bits where the machine did, none where a person did.
    joined: Vec<(u32, u32, Option<f64>)>,
}

/// Puts compared accounts together, as [`group`] does. `profiles` stand in their order and
/// `pairs` in theirs.
pub fn join(
    profiles: &[Profile],
    pairs: &Pairs,
    decisions: &[Decision],
    rules: &MergingRules,
) -> Joined {
    let at = |key: &AccountKey| {
        let key = (key.report.as_str(), key.account.as_str());
        let found = profiles.binary_search_by(|profile| profile.order().cmp(&key));
        found.ok().map(|at| at as u32)
    };
    let rulings = rulings::read(decisions, |key| at(key).is_some());
    let rejected: BTreeSet<u32> = rulings.rejected.iter().filter_map(&at).collect();
    let ties: Vec<Tie> = pairs
        .ties
        .iter()
        .filter(|tie| !rejected.contains(&tie.a) && !rejected.contains(&tie.b))
        .copied()
        .collect();

    let mut joining = Joining::new(profiles, rules);
    for (a, b) in &rulings.apart {
        if let (Some(a), Some(b)) = (at(a), at(b)) {
            joining.apart.insert((a.min(b), a.max(b)));
        }
    }
    for (a, b) in &rulings.same {
        if let (Some(a), Some(b)) = (at(a), at(b))
            && !rejected.contains(&a)
            && !rejected.contains(&b)
        {
            joining.join(a, b, None);
        }
    }
    let rivals = Rivals::among(&ties, profiles, rules);
    let mut asks = Vec::new();
    for tie in &ties {
        if tie.bits < rules.verdict.same || rivals.of(tie) || !joining.may_join(tie) {
            asks.push(*tie);
        } else {
            joining.join(tie.a, tie.b, Some(tie.bits));
        }
    }
    let related = rulings.related.iter().filter_map(|(a, b, link)| {
        let (a, b) = (at(a)?, at(b)?);
        Some((a, b, *link))
    });
    let is_kept = |number: &u32| !rejected.contains(number);
    let links = pairs.links.iter().copied().chain(related);
    let links = links.filter(|(a, b, _)| is_kept(a) && is_kept(b));
    Joined {
        links: joining.links(links.collect()),
        asks: joining.asks(&asks),
        groups: joining.groups(&rejected),
        notes: rulings.notes,
        joined: joining.joined,
    }
}

impl Joined {
    /// The same by the names of accounts, with reasons in words.
    fn explained(self, profiles: &[Profile], rules: &MergingRules) -> Grouping {
        let keys: Vec<AccountKey> = profiles.iter().map(Profile::key).collect();
        let key = |number: u32| keys[number as usize].clone();
        let reason = |a: u32, b: u32, decided: bool| {
            let (a, b) = (a.min(b), a.max(b));
            let comparison = explain(&profiles[a as usize], &profiles[b as usize], rules);
            let text = match (decided, comparison.text.is_empty()) {
                (false, _) => comparison.text,
                (true, true) => "decided by a person".to_owned(),
                (true, false) => format!("decided by a person; {}", comparison.text),
            };
            Reason {
                a: key(a),
                b: key(b),
                score: (comparison.score * 100.0).round() / 100.0,
                text,
            }
        };
        let mut group_of: BTreeMap<u32, usize> = BTreeMap::new();
        let mut groups: Vec<Group> = Vec::with_capacity(self.groups.len());
        for (number, members) in self.groups.iter().enumerate() {
            group_of.extend(members.iter().map(|member| (*member, number)));
            groups.push(Group {
                accounts: members.iter().map(|member| key(*member)).collect(),
                reasons: Vec::new(),
            });
        }
        for (a, b, bits) in &self.joined {
            if let Some(group) = group_of.get(a) {
                groups[*group].reasons.push(reason(*a, *b, bits.is_none()));
            }
        }
        for group in &mut groups {
            group
                .reasons
                .sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        }
        let asks = self.asks.iter();
        let links = self.links.iter();
        Grouping {
            asks: asks.map(|ask| reason(ask.a, ask.b, false)).collect(),
            links: links.map(|(a, b, link)| (key(*a), key(*b), *link)).collect(),
            groups,
            notes: self.notes,
        }
    }
}

/// For each account: which others fit it, and how well.
struct Rivals<'t> {
    profiles: &'t [Profile],
    rules: &'t MergingRules,
    fits: Vec<Vec<(f64, u32)>>,
}

impl<'t> Rivals<'t> {
    fn among(ties: &[Tie], profiles: &'t [Profile], rules: &'t MergingRules) -> Self {
        let mut fits = vec![Vec::new(); profiles.len()];
        for tie in ties {
            fits[tie.a as usize].push((tie.bits, tie.b));
            fits[tie.b as usize].push((tie.bits, tie.a));
        }
        Rivals {
            profiles,
            rules,
            fits,
        }
    }

    /// True where another account, of another incident than the other end, fits one end
    /// nearly as well.
    fn of(&self, tie: &Tie) -> bool {
        self.leave_open(tie.a, tie.b, tie.bits) || self.leave_open(tie.b, tie.a, tie.bits)
    }

    fn leave_open(&self, one: u32, other: u32, bits: f64) -> bool {
        let enough = bits - self.rules.verdict.rival;
        self.fits[one as usize]
            .iter()
            .take_while(|(fit, _)| *fit >= enough)
            .any(|(_, rival)| *rival != other && self.are_two(one, other, *rival))
    }

    /// True where the two are surely not one incident: told apart by one report, or, beside
    /// an account so vague that it may fit both, clearly different.
    fn are_two(&self, beside: u32, x: u32, y: u32) -> bool {
        let (x, y) = (&self.profiles[x as usize], &self.profiles[y as usize]);
        x.report() == y.report()
            || self.profiles[beside as usize].is_vague()
                && score(x, y, self.rules) < self.rules.verdict.veto
    }
}

/// The groups as they grow.
struct Joining<'t> {
    profiles: &'t [Profile],
    rules: &'t MergingRules,
    /// Group of each account: the smallest account in it.
    root: Vec<u32>,
    /// Accounts of each group that has more than one, sorted.
    members: BTreeMap<u32, Vec<u32>>,
    apart: BTreeSet<(u32, u32)>,
    joined: Vec<(u32, u32, Option<f64>)>,
}

impl<'t> Joining<'t> {
    fn new(profiles: &'t [Profile], rules: &'t MergingRules) -> Self {
        Joining {
            profiles,
            rules,
            root: (0..profiles.len() as u32).collect(),
            members: BTreeMap::new(),
            apart: BTreeSet::new(),
            joined: Vec::new(),
        }
    }

    fn members(&self, account: u32) -> Vec<u32> {
        let root = self.root[account as usize];
        self.members
            .get(&root)
            .cloned()
            .unwrap_or_else(|| vec![root])
    }

    /// True where nothing across the two groups forbids them to be one.
    fn may_join(&self, tie: &Tie) -> bool {
        if self.root[tie.a as usize] == self.root[tie.b as usize] {
            return true;
        }
        let (left, right) = (self.members(tie.a), self.members(tie.b));
        left.iter().all(|x| {
            right.iter().all(|y| {
                let (one, other) = (&self.profiles[*x as usize], &self.profiles[*y as usize]);
                one.report() != other.report()
                    && !self.apart.contains(&(*x.min(y), *x.max(y)))
                    && score(one, other, self.rules) >= self.rules.verdict.veto
            })
        })
    }

    fn join(&mut self, a: u32, b: u32, bits: Option<f64>) {
        let (x, y) = (self.root[a as usize], self.root[b as usize]);
        if x == y {
            return;
        }
        self.joined.push((a.min(b), a.max(b), bits));
        let mut all = self.members(a);
        all.extend(self.members(b));
        all.sort_unstable();
        let (first, second) = (x.min(y), x.max(y));
        for member in &all {
            self.root[*member as usize] = first;
        }
        self.members.remove(&second);
        self.members.insert(first, all);
    }

    fn groups(&self, rejected: &BTreeSet<u32>) -> Vec<Vec<u32>> {
        let mut groups = Vec::new();
        for (account, root) in (0u32..).zip(&self.root) {
            if account == *root && !rejected.contains(root) {
                groups.push(self.members(account));
            }
        }
        groups
    }

    /// One question a pair of groups, the likeliest first; none that a person has answered.
    ///
    /// Asked is what is among the likeliest questions of either group.
    fn asks(&self, ties: &[Tie]) -> Vec<Tie> {
        let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
        let mut pairs = BTreeSet::new();
        let mut asks = Vec::new();
        for tie in ties {
            let (x, y) = (self.root[tie.a as usize], self.root[tie.b as usize]);
            if x == y || self.is_answered(tie) || !pairs.insert((x.min(y), x.max(y))) {
                continue;
            }
            let mut is_one_of_few = |root: u32| {
                let before = seen.entry(root).or_default();
                *before += 1;
                *before <= MOST_ASKS
            };
            // Both are counted.
            let (first, second) = (is_one_of_few(x), is_one_of_few(y));
            if first || second {
                asks.push(*tie);
            }
        }
        asks
    }

    /// A person keeps the groups apart.
    fn is_answered(&self, tie: &Tie) -> bool {
        !self.apart.is_empty()
            && self.members(tie.a).iter().any(|x| {
                self.members(tie.b)
                    .iter()
                    .any(|y| self.apart.contains(&(*x.min(y), *x.max(y))))
            })
    }

    fn links(&self, mut links: Vec<(u32, u32, Link)>) -> Vec<(u32, u32, Link)> {
        links.retain(|(a, b, _)| self.root[*a as usize] != self.root[*b as usize]);
        links.sort_unstable();
        links.dedup();
        links
    }
}

/// So many questions are asked about one group, unless the other group has fewer.
const MOST_ASKS: usize = 3;
