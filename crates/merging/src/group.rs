use crate::blocks::{self, Block};
use crate::compare::{explain, score};
use crate::told::Told;
use crate::{links, rulings};
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
/// score as the same or as a question: a report that arrives elsewhere changes nothing here.
pub fn group(accounts: &[Account], decisions: &[Decision], rules: &MergingRules) -> Grouping {
    let known: BTreeSet<AccountKey> = accounts.iter().map(Account::key).collect();
    let rulings = rulings::read(decisions, &known);
    let mut kept: BTreeMap<AccountKey, &Account> = BTreeMap::new();
    for account in accounts {
        let key = account.key();
        if !rulings.rejected.contains(&key) {
            kept.entry(key).or_insert(account);
        }
    }
    let keys: Vec<AccountKey> = kept.keys().cloned().collect();
    let told: Vec<Told> = kept
        .values()
        .map(|account| Told::by(account, rules))
        .collect();
    let at = |key: &AccountKey| keys.binary_search(key).ok().map(|at| at as u32);

    let filed: Vec<Vec<Block>> = told.iter().map(|told| blocks::of(told, rules)).collect();
    let mut links = Vec::new();
    let mut edges = Vec::new();
    blocks::pairs(&filed, |a, b| {
        let (x, y) = (&told[a as usize], &told[b as usize]);
        if let Some(link) = links::between(x, y, rules) {
            let (first, second) = if link.forward { (a, b) } else { (b, a) };
            links.push((first, second, link.link));
        }
        if x.report() != y.report() {
            let score = score(x, y, rules);
            if score >= rules.verdict.ask {
                edges.push(Edge { a, b, score });
            }
        }
    });
    drop(filed);
    edges.sort_by(|x, y| {
        y.score
            .total_cmp(&x.score)
            .then(x.a.cmp(&y.a))
            .then(x.b.cmp(&y.b))
    });

    let mut joining = Joining::new(&keys, &told, rules);
    for (a, b) in &rulings.apart {
        if let (Some(a), Some(b)) = (at(a), at(b)) {
            joining.apart.insert((a.min(b), a.max(b)));
        }
    }
    for (a, b) in &rulings.same {
        if let (Some(a), Some(b)) = (at(a), at(b)) {
            joining.join(a, b, None);
        }
    }
    let rivals = Rivals::among(&edges, &told, rules);
    let mut asks = Vec::new();
    for edge in &edges {
        if edge.score < rules.verdict.same || rivals.of(edge) || !joining.may_join(edge) {
            asks.push(*edge);
        } else {
            joining.join(edge.a, edge.b, Some(edge.score));
        }
    }
    let related: Vec<(u32, u32, Link)> = rulings
        .related
        .iter()
        .filter_map(|(a, b, link)| Some((at(a)?, at(b)?, *link)))
        .collect();
    let links = joining.links(links, &related);
    let asks = joining.asks(&asks);
    Grouping {
        groups: joining.groups(),
        asks,
        links,
        notes: rulings.notes,
    }
}

/// A pair that may be the same.
#[derive(Debug, Clone, Copy)]
struct Edge {
    a: u32,
    b: u32,
    score: f64,
}

/// For each account: which others fit it, and how well.
struct Rivals<'t> {
    told: &'t [Told<'t>],
    rules: &'t MergingRules,
    fits: Vec<Vec<(f64, u32)>>,
}

impl<'t> Rivals<'t> {
    fn among(edges: &[Edge], told: &'t [Told<'t>], rules: &'t MergingRules) -> Self {
        let mut fits = vec![Vec::new(); told.len()];
        for edge in edges {
            fits[edge.a as usize].push((edge.score, edge.b));
            fits[edge.b as usize].push((edge.score, edge.a));
        }
        Rivals { told, rules, fits }
    }

    /// True where another account, of another incident than the other end, fits one end
    /// nearly as well.
    fn of(&self, edge: &Edge) -> bool {
        self.leave_open(edge.a, edge.b, edge.score) || self.leave_open(edge.b, edge.a, edge.score)
    }

    fn leave_open(&self, one: u32, other: u32, score: f64) -> bool {
        let enough = score - self.rules.verdict.rival;
        self.fits[one as usize]
            .iter()
            .take_while(|(fit, _)| *fit >= enough)
            .any(|(_, rival)| *rival != other && self.are_two(one, other, *rival))
    }

    /// True where the two are surely not one incident: told apart by one report, or, beside
    /// an account so vague that it may fit both, clearly different.
    fn are_two(&self, beside: u32, x: u32, y: u32) -> bool {
        let (x, y) = (&self.told[x as usize], &self.told[y as usize]);
        x.report() == y.report()
            || self.told[beside as usize].is_vague()
                && crate::compare::score(x, y, self.rules) < self.rules.verdict.veto
    }
}

/// The groups as they grow.
struct Joining<'t> {
    keys: &'t [AccountKey],
    told: &'t [Told<'t>],
    rules: &'t MergingRules,
    /// Group of each account: the smallest account in it.
    root: Vec<u32>,
    /// Accounts of each group that has more than one, sorted.
    members: BTreeMap<u32, Vec<u32>>,
    apart: BTreeSet<(u32, u32)>,
    /// What joined: score where the machine did, none where a person did.
    joined: Vec<(u32, u32, Option<f64>)>,
}

impl<'t> Joining<'t> {
    fn new(keys: &'t [AccountKey], told: &'t [Told<'t>], rules: &'t MergingRules) -> Self {
        Joining {
            keys,
            told,
            rules,
            root: (0..keys.len() as u32).collect(),
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
    fn may_join(&self, edge: &Edge) -> bool {
        if self.root[edge.a as usize] == self.root[edge.b as usize] {
            return true;
        }
        let (left, right) = (self.members(edge.a), self.members(edge.b));
        left.iter().all(|x| {
            right.iter().all(|y| {
                let (one, other) = (&self.told[*x as usize], &self.told[*y as usize]);
                one.report() != other.report()
                    && !self.apart.contains(&(*x.min(y), *x.max(y)))
                    && score(one, other, self.rules) >= self.rules.verdict.veto
            })
        })
    }

    fn join(&mut self, a: u32, b: u32, score: Option<f64>) {
        let (x, y) = (self.root[a as usize], self.root[b as usize]);
        if x == y {
            return;
        }
        self.joined.push((a.min(b), a.max(b), score));
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

    fn groups(&self) -> Vec<Group> {
        let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
        for (account, root) in self.root.iter().enumerate() {
            groups
                .entry(*root)
                .or_default()
                .accounts
                .push(self.keys[account].clone());
        }
        for (a, b, score) in &self.joined {
            let reason = self.reason(*a, *b, score.is_none());
            groups
                .entry(self.root[*a as usize])
                .or_default()
                .reasons
                .push(reason);
        }
        let mut groups: Vec<Group> = groups.into_values().collect();
        for group in &mut groups {
            group
                .reasons
                .sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        }
        groups
    }

    fn reason(&self, a: u32, b: u32, decided: bool) -> Reason {
        let (a, b) = (a.min(b) as usize, a.max(b) as usize);
        let comparison = explain(&self.told[a], &self.told[b], self.rules);
        let text = match (decided, comparison.text.is_empty()) {
            (false, _) => comparison.text,
            (true, true) => "decided by a person".to_owned(),
            (true, false) => format!("decided by a person; {}", comparison.text),
        };
        Reason {
            a: self.keys[a].clone(),
            b: self.keys[b].clone(),
            score: (comparison.score * 100.0).round() / 100.0,
            text,
        }
    }

    /// One question a pair of groups, the likeliest first; none that a person has answered.
    fn asks(&self, edges: &[Edge]) -> Vec<Reason> {
        let mut asked: BTreeMap<u32, usize> = BTreeMap::new();
        let mut pairs = BTreeSet::new();
        let mut asks = Vec::new();
        for edge in edges {
            let (x, y) = (self.root[edge.a as usize], self.root[edge.b as usize]);
            let often = |root: &u32| asked.get(root).copied().unwrap_or(0) >= MOST_ASKS;
            if x == y
                || often(&x) && often(&y)
                || self.is_answered(edge)
                || !pairs.insert((x.min(y), x.max(y)))
            {
                continue;
            }
            *asked.entry(x).or_default() += 1;
            *asked.entry(y).or_default() += 1;
            asks.push(self.reason(edge.a, edge.b, false));
        }
        asks
    }

    /// A person keeps the groups apart, or each holds an account of one report.
    fn is_answered(&self, edge: &Edge) -> bool {
        self.members(edge.a).iter().any(|x| {
            self.members(edge.b)
                .iter()
                .any(|y| self.apart.contains(&(*x.min(y), *x.max(y))))
        })
    }

    fn links(
        &self,
        found: Vec<(u32, u32, Link)>,
        related: &[(u32, u32, Link)],
    ) -> Vec<(AccountKey, AccountKey, Link)> {
        let mut links: Vec<(u32, u32, Link)> = found;
        links.extend_from_slice(related);
        links.retain(|(a, b, _)| self.root[*a as usize] != self.root[*b as usize]);
        links.sort_unstable();
        links.dedup();
        links
            .into_iter()
            .map(|(a, b, link)| {
                (
                    self.keys[a as usize].clone(),
                    self.keys[b as usize].clone(),
                    link,
                )
            })
            .collect()
    }
}

/// So many questions are asked about one group, unless the other group has been asked about less.
const MOST_ASKS: usize = 3;
