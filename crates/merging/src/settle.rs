use crate::group::Grouping;
use crate::settle::acceptance::{Acceptance, Standing};
use crate::settle::choose::Telling;
use crate::words::hash;
use codebook::merging::MergingRules;
use jiff::civil::Date;
use model::{
    Account, AccountKey, Correction, Decision, DecisionKind, Field, Group, Incident, Link, Note,
    Policy, Settled, Showing,
};
use std::collections::{BTreeMap, BTreeSet};

mod acceptance;
mod actors;
mod choose;
pub(crate) mod corrections;
mod figures;

/// What the counting policies and the naming of incidents need to know of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceInfo {
    /// Day of publication.
    pub published: Option<Date>,
    /// Rank of the source's grade, 0 the best; `None` for a source without one.
    pub grade: Option<u8>,
    /// Its number in the order in which reports came into the casebook. An incident takes
    /// its name from the account that came first, so that it keeps it when reports arrive.
    pub arrived: u64,
}

impl SourceInfo {
    /// Its place among the sources that `authoritative` chooses from, 0 the best. A source that
    /// nobody has graded is unknown, not bad: it stands behind those that are at least fairly
    /// reliable (A to C) and before those that are known not to be (D and E).
    pub(crate) fn standing(&self) -> u8 {
        // Six grades of credibility under each of A, B and C.
        const USABLE: u8 = 18;
        match self.grade {
            Some(rank) if rank < USABLE => rank,
            Some(rank) => rank.saturating_add(1),
            None => USABLE,
        }
    }
}

/// Incidents, and what could not be applied.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settlement {
    /// The incidents, sorted by id.
    pub incidents: Vec<Incident>,
    /// Corrections that could not be read.
    pub notes: Vec<Note>,
}

/// Turns groups into incidents: one shown value a field, who said it, and whether they agree.
///
/// - Numbers are chosen by `policy`; every account's own figure stays in the account.
/// - Dates are the days that all accounts allow; where there are none, the most exact date
///   that most independent sources give, marked as disputed.
/// - Codes and names: what most independent sources say, values that leave things open
///   ("attack", a missing quarter) left out where somebody says more; ties go to the account
///   that tells most, then to the first by key.
/// - Actors, weapons and targets: all that anybody names, the surest and most named first;
///   an actor is left out where one of its parts is named.
/// - What a person corrected stands above all that.
/// - An incident is accepted while it shows what a person accepted, and words stand behind every
///   value that a person gave; where that is over, it says what has changed.
///
/// `copies` tells which reports of an incident count as one source.
/// The same input gives the same incidents; settling twice changes nothing.
pub fn settle(
    grouping: &Grouping,
    accounts: &[Account],
    decisions: &[Decision],
    copies: &Copies<'_>,
    sources: &BTreeMap<String, SourceInfo>,
    policy: Policy,
    rules: &MergingRules,
) -> Settlement {
    let by_key: BTreeMap<AccountKey, &Account> = accounts
        .iter()
        .map(|account| (account.key(), account))
        .collect();
    let verdicts = Verdicts::read(decisions);
    let unknown = SourceInfo::default();

    let mut named: Vec<(u64, AccountKey, Vec<Telling>, &Group)> = Vec::new();
    for group in &grouping.groups {
        let reports = group.accounts.iter().map(|key| key.report.as_str());
        let copies = copies.among(&reports.collect(), rules);
        let source_of: BTreeMap<&str, &str> = copies
            .iter()
            .filter_map(|cluster| Some((cluster.iter().min()?, cluster)))
            .flat_map(|(first, cluster)| cluster.iter().map(|id| (id.as_str(), first.as_str())))
            .collect();
        let mut tellings: Vec<Telling> = group
            .accounts
            .iter()
            .filter(|key| !verdicts.rejected.contains(*key))
            .filter_map(|key| by_key.get(key).copied())
            .map(|account| Telling {
                key: account.key(),
                account,
                source: source_of
                    .get(account.report.as_str())
                    .map_or(account.report.clone(), |source| (*source).to_owned()),
                info: sources.get(&account.report).unwrap_or(&unknown),
            })
            .collect();
        tellings.sort_by(|a, b| a.key.cmp(&b.key));
        if let Some(first) = tellings
            .iter()
            .min_by_key(|telling| (telling.info.arrived, &telling.key))
        {
            named.push((first.info.arrived, first.key.clone(), tellings, group));
        }
    }
    named.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));

    let mut settlement = Settlement::default();
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let mut id_of: BTreeMap<AccountKey, String> = BTreeMap::new();
    for (_, first, tellings, group) in &named {
        let id = fresh_id(first, &ids);
        ids.insert(id.clone());
        for telling in tellings {
            id_of.insert(telling.key.clone(), id.clone());
        }
        let incident = one(
            id,
            tellings,
            group,
            &verdicts,
            policy,
            rules,
            &mut settlement.notes,
        );
        settlement.incidents.push(incident);
    }
    settlement.incidents.sort_by(|a, b| a.id.cmp(&b.id));
    relate(&mut settlement.incidents, &grouping.links, &id_of);
    settlement
}

/// The incident's id: `I` and ten hexadecimal digits of its first account's key; the next free
/// ones in the rare case that two keys share them.
fn fresh_id(first: &AccountKey, taken: &BTreeSet<String>) -> String {
    // There are more numbers than ids that can be taken.
    (0..=taken.len())
        .map(|others| incident_id(first, others))
        .find(|id| !taken.contains(id))
        .unwrap_or_default()
}

/// The id of an incident whose first account is this, where so many others before it have had
/// the same digits.
pub fn incident_id(first: &AccountKey, others: usize) -> String {
    let text = format!("{first}{}", "'".repeat(others));
    format!("I{:010x}", hash(text.as_bytes()) >> 24)
}

/// Which reports are copies of one another.
///
/// Asked incident by incident: reports that tell of one incident and have most of their wording
/// in common are one source of it.
#[derive(Debug, Clone, Copy)]
pub enum Copies<'a> {
    /// Clusters of reports, found elsewhere.
    Known(&'a [Vec<String>]),
    /// Sketches of reports, by which copies are found (see [`copies`](crate::copies)).
    Sketched(&'a BTreeMap<String, Vec<u64>>),
}

impl Copies<'_> {
    fn among(&self, reports: &BTreeSet<&str>, rules: &MergingRules) -> Vec<Vec<String>> {
        if reports.len() < 2 {
            return Vec::new();
        }
        match self {
            Copies::Known(clusters) => {
                let here = |id: &&String| reports.contains(id.as_str());
                let clusters = clusters.iter();
                clusters
                    .map(|cluster| cluster.iter().filter(here).cloned().collect())
                    .collect()
            }
            Copies::Sketched(sketches) => {
                let sketches = reports
                    .iter()
                    .filter_map(|id| Some(((*id).to_owned(), sketches.get(*id)?.clone())));
                crate::copies(&sketches.collect(), rules)
            }
        }
    }
}

fn one(
    id: String,
    tellings: &[Telling],
    group: &Group,
    verdicts: &Verdicts,
    policy: Policy,
    rules: &MergingRules,
    notes: &mut Vec<Note>,
) -> Incident {
    let mut fields = choose::fields(tellings, policy, rules);
    let corrections = verdicts.corrections_of(tellings);
    let unsupported = correct(&mut fields, &corrections, notes);
    let acceptances = verdicts.acceptances_of(tellings);
    let standing = acceptance::standing(&acceptances, &unsupported, || {
        if policy == Policy::default() {
            return Showing::of(&fields);
        }
        let mut fields = choose::fields(tellings, Policy::default(), rules);
        correct(&mut fields, &corrections, &mut Vec::new());
        Showing::of(&fields)
    });
    let sources: BTreeSet<&str> = tellings
        .iter()
        .map(|telling| telling.source.as_str())
        .collect();
    let present = |key: &AccountKey| tellings.iter().any(|telling| telling.key == *key);
    Incident {
        id,
        accounts: tellings.iter().map(|telling| telling.key.clone()).collect(),
        fields,
        independent_sources: sources.len(),
        reasons: group
            .reasons
            .iter()
            .filter(|reason| present(&reason.a) && present(&reason.b))
            .cloned()
            .collect(),
        links: Vec::new(),
        accepted: standing == Standing::Holds,
        lapsed: match standing {
            Standing::Lapsed(why) => Some(why),
            Standing::Never | Standing::Holds => None,
        },
        unsupported,
    }
}

/// Puts what people corrected above what the accounts say, in the order of the log; gives the fields
/// whose value has no words behind it.
fn correct(
    fields: &mut BTreeMap<Field, Settled>,
    corrections: &[Corrected<'_>],
    notes: &mut Vec<Note>,
) -> Vec<Field> {
    let mut bare = BTreeSet::new();
    for (number, key, correction) in corrections {
        let field = correction.field;
        match corrections::read(correction) {
            Ok(None) => {
                fields.remove(&field);
                bare.remove(&field);
            }
            Ok(Some(value)) => {
                let settled = Settled {
                    value,
                    from: vec![(*key).clone()],
                    policy: "decided".into(),
                    disputed: false,
                };
                fields.insert(field, settled);
                if correction.spans.is_empty() {
                    bare.insert(field);
                } else {
                    bare.remove(&field);
                }
            }
            Err(error) => notes.push(Note::new(
                None,
                format!("decision {number} could not be applied: {error}"),
            )),
        }
    }
    bare.into_iter().collect()
}

/// Writes each link into the incident that is its subject: the part, the follow-up.
fn relate(
    incidents: &mut [Incident],
    links: &[(AccountKey, AccountKey, Link)],
    id_of: &BTreeMap<AccountKey, String>,
) {
    for (a, b, link) in links {
        let (Some(from), Some(to)) = (id_of.get(a), id_of.get(b)) else {
            continue;
        };
        if from != to
            && let Ok(at) = incidents.binary_search_by(|incident| incident.id.cmp(from))
        {
            incidents[at].links.push((*link, to.clone()));
        }
    }
    for incident in incidents {
        incident.links.sort_unstable();
        incident.links.dedup();
    }
}

/// Decisions in force that bear on what incidents show.
#[derive(Default)]
struct Verdicts<'d> {
    rejected: BTreeSet<&'d AccountKey>,
    accepted: BTreeMap<&'d AccountKey, Vec<Acceptance<'d>>>,
    corrections: BTreeMap<&'d AccountKey, Vec<Corrected<'d>>>,
}

/// A correction, with its number in the log and the account it names.
type Corrected<'d> = (u64, &'d AccountKey, &'d Correction);

impl<'d> Verdicts<'d> {
    fn read(log: &'d [Decision]) -> Self {
        let mut verdicts = Verdicts::default();
        for decision in Decision::in_force(log) {
            match &decision.kind {
                DecisionKind::Reject { account } => {
                    verdicts.rejected.insert(account);
                }
                DecisionKind::Accept { account, shown } => {
                    let acceptances = verdicts.accepted.entry(account).or_default();
                    acceptances.push((decision.number, shown.as_ref()));
                }
                DecisionKind::Correct {
                    account,
                    correction,
                } => verdicts.corrections.entry(account).or_default().push((
                    decision.number,
                    account,
                    correction,
                )),
                _ => {}
            }
        }
        verdicts
    }

    /// The corrections of some accounts, in the order of the log.
    fn corrections_of(&self, tellings: &[Telling]) -> Vec<Corrected<'d>> {
        let given = tellings
            .iter()
            .flat_map(|telling| self.corrections.get(&telling.key).into_iter().flatten());
        let mut given: Vec<Corrected<'d>> = given.copied().collect();
        given.sort_by_key(|(number, ..)| *number);
        given
    }

    /// The acceptances of some accounts, in the order of the log.
    fn acceptances_of(&self, tellings: &[Telling]) -> Vec<Acceptance<'d>> {
        let given = tellings
            .iter()
            .flat_map(|telling| self.accepted.get(&telling.key).into_iter().flatten());
        let mut given: Vec<Acceptance<'d>> = given.copied().collect();
        given.sort_by_key(|(number, _)| *number);
        given
    }
}
