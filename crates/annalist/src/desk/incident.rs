//! One incident with all that is known of it: what is shown and why, who said what, what it is
//! tied to, and what happened to it.

use super::Desk;
use super::base::{Base, View};
use super::candidates::{self, Card};
use super::cells::{self, label};
use super::lists::{item, title};
use super::problem::{Done, Problem};
use super::query::escaped;
use crate::brief;
use crate::commands::history::in_words;
use model::{Account, AccountKey, Decision, DecisionKind, Field, Incident, Link, Report, Span};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use store::Happening;
use store::desk::KeptNote;
use utoipa::ToSchema;

/// A note as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoteOn {
    /// From 1.
    pub number: u64,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// Their words.
    pub text: String,
    /// The account, where it is on one.
    pub account: Option<String>,
}

impl From<KeptNote> for NoteOn {
    fn from(note: KeptNote) -> Self {
        NoteOn {
            number: note.number,
            at: note.at,
            by: note.by,
            account: note.about.contains('#').then_some(note.about),
            text: note.text,
        }
    }
}

/// What one account says of a field.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Said {
    /// The account.
    pub account: String,
    /// Its value.
    pub value: String,
    /// How often such a value is right.
    pub confidence: Option<f64>,
    /// Which rule read it.
    pub rule: String,
    /// Where it stands.
    #[schema(value_type = Vec<Object>)]
    pub spans: Vec<Span>,
    /// The words.
    pub quotes: Vec<String>,
    /// Their place in the report.
    #[serde(skip)]
    pub href: String,
}

/// A field of an incident: what is shown, and who says what.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FieldOf {
    /// The field's word.
    pub field: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What is shown; nothing where nobody tells it, or somebody decided so.
    pub value: Option<String>,
    /// The same as a correction would spell it.
    pub raw: String,
    /// How it was chosen.
    pub policy: String,
    /// The accounts cannot all be right.
    pub disputed: bool,
    /// The accounts it rests on.
    pub from: Vec<String>,
    /// There are words behind it.
    pub supported: bool,
    /// A person gave it.
    pub decided: bool,
    /// The words behind what a person gave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<String>,
    /// Their place in the report.
    #[serde(skip)]
    pub href: String,
    /// What each account says.
    pub said: Vec<Said>,
}

/// Words of an account, where they stand and what they are.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Quote {
    /// First byte.
    pub start: u32,
    /// First byte after.
    pub end: u32,
    /// The words.
    pub quote: String,
    /// In a disturbing passage.
    pub harsh: bool,
}

/// An account of the incident.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountOf {
    /// `REPORT#ID`.
    pub key: String,
    /// The report.
    pub report: String,
    /// Who published it.
    pub source: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// A person added it.
    pub by_person: bool,
    /// The words that tell of the incident.
    pub evidence: Vec<Quote>,
    /// Its place in the report's page.
    pub href: String,
}

/// Why two accounts are one incident.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Why {
    /// One account.
    pub a: String,
    /// The other.
    pub b: String,
    /// In bits.
    pub score: f64,
    /// In words.
    pub text: String,
}

/// An incident that this one is tied to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Tie {
    /// `part_of`, `follow_up`, `has_part` or `followed_by`.
    pub relation: &'static str,
    /// In words.
    pub words: &'static str,
    /// The other.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Its page.
    pub href: String,
}

/// Who said that they did it, or that it was not so.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Statement {
    /// Who.
    pub actor: String,
    /// As which account tells.
    pub account: String,
    /// In which words.
    pub quotes: Vec<String>,
}

/// Something that happened to the incident.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Event {
    /// When.
    pub at: String,
    /// In words.
    pub text: String,
    /// The decision's number, where it is one.
    pub decision: Option<u64>,
    /// It no longer holds.
    pub undone: bool,
}

/// One incident.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Incident)]
pub struct Whole {
    /// Its id.
    pub id: String,
    /// What it is and where.
    pub title: String,
    /// A person has accepted what is shown.
    pub accepted: bool,
    /// Why an acceptance no longer holds.
    pub lapsed: Option<String>,
    /// In one sentence.
    pub sentence: String,
    /// Reports that count as independent sources.
    pub independent_sources: usize,
    /// The counting policy.
    pub policy: &'static str,
    /// A passage of it is disturbing.
    pub sensitive: bool,
    /// Field by field.
    pub fields: Vec<FieldOf>,
    /// Shown values without words behind them.
    pub unsupported: Vec<&'static str>,
    /// Who tells of it.
    pub accounts: Vec<AccountOf>,
    /// Why they are one.
    pub reasons: Vec<Why>,
    /// What it is tied to.
    pub links: Vec<Tie>,
    /// What may be the same.
    pub candidates: Vec<Card>,
    /// Who claimed it.
    pub claims: Vec<Statement>,
    /// Who denies it.
    pub denials: Vec<Statement>,
    /// What happened to it.
    pub history: Vec<Event>,
    /// What people noted.
    pub notes: Vec<NoteOn>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How exactly the place is known.
    pub precision: Option<&'static str>,
    /// Radius of what may be meant.
    pub radius_km: Option<f64>,
}

/// An incident by its id or the beginning of it, or an account of it.
pub fn find<'v>(view: &'v View, id: &str) -> Done<&'v std::sync::Arc<Incident>> {
    let missing = || Problem::missing(format!("there is no incident `{id}`"));
    if let Ok(key) = id.parse::<AccountKey>() {
        return view.incident_of(&key).ok_or_else(missing);
    }
    if let Some(row) = view.row(id) {
        return view.incident(row).ok_or_else(missing);
    }
    let begins = |incident: &&std::sync::Arc<Incident>| {
        id.len() >= 4 && incident.id.to_lowercase().starts_with(&id.to_lowercase())
    };
    let mut found = view.incidents.iter().filter(begins);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(missing()),
    }
}

/// The reports of some accounts, with their texts.
pub fn reports<'k>(
    desk: &Desk,
    keys: impl Iterator<Item = &'k AccountKey>,
) -> Done<BTreeMap<String, Report>> {
    let ids: BTreeSet<&str> = keys.map(|key| key.report.as_str()).collect();
    desk.read(|casebook| {
        let read = ids
            .into_iter()
            .map(|id| Ok((id.to_owned(), casebook.report(id)?)));
        read.collect()
    })
}

/// All of an incident.
pub fn whole(desk: &Desk, base: &Base, view: &View, incident: &Incident) -> Done<Whole> {
    let knowledge = &desk.knowledge;
    let reports = reports(desk, incident.accounts.iter())?;
    let told: Vec<&Account> = incident
        .accounts
        .iter()
        .filter_map(|key| base.account(key))
        .collect();
    let fields = fields(base, incident, &told, &reports);
    let accounts: Vec<AccountOf> = told
        .iter()
        .filter_map(|account| Some(account_of(desk, account, reports.get(&account.report)?)))
        .collect();
    let line = item(incident, knowledge);
    let unsupported = unsupported(incident);
    let mut notes: Vec<KeptNote> = Vec::new();
    for report in reports.keys() {
        let all = desk.read(|casebook| casebook.notes_on(report))?;
        let ours = |note: &KeptNote| {
            !note.about.contains('#')
                || incident
                    .accounts
                    .iter()
                    .any(|key| key.to_string() == note.about)
        };
        notes.extend(all.into_iter().filter(ours));
    }
    notes.sort_by_key(|note| note.number);
    Ok(Whole {
        id: incident.id.clone(),
        title: title(incident, knowledge),
        accepted: incident.accepted,
        lapsed: incident.lapsed.clone(),
        sentence: sentence(desk, base, incident, &reports)?,
        independent_sources: incident.independent_sources,
        policy: view.policy.word(),
        sensitive: accounts
            .iter()
            .flat_map(|account| &account.evidence)
            .any(|quote| quote.harsh),
        claims: statements(&told, &reports, |account| &account.claimed_by),
        denials: statements(&told, &reports, |account| &account.denied_by),
        fields,
        unsupported,
        accounts,
        reasons: incident.reasons.iter().map(why).collect(),
        links: links(desk, view, incident),
        candidates: candidates::of_incidents(desk, base, view, &[incident])?,
        history: history(desk, base, &incident.accounts)?,
        notes: notes.into_iter().map(NoteOn::from).collect(),
        lat: line.lat,
        lon: line.lon,
        precision: line.precision,
        radius_km: line.radius_km,
    })
}

/// What is shown, and what each account says, field by field.
pub fn fields(
    base: &Base,
    incident: &Incident,
    told: &[&Account],
    reports: &BTreeMap<String, Report>,
) -> Vec<FieldOf> {
    let mut all = Vec::new();
    let bare = unsupported(incident);
    let given = base.corrections_of(incident);
    for field in Field::ALL {
        let said: Vec<Said> = told
            .iter()
            .filter_map(|account| {
                let cell = cells::cell(account, field)?;
                let text = reports
                    .get(&account.report)
                    .map(|report| report.text.as_str());
                let quotes = cell.spans.iter().map(|span| span.of(text.unwrap_or("")));
                Some(Said {
                    account: account.key().to_string(),
                    quotes: quotes.map(str::to_owned).collect(),
                    value: cell.value,
                    confidence: cell.confidence.map(model::Confidence::share),
                    rule: cell.rule,
                    href: in_report(&account.report, cell.spans.first()),
                    spans: cell.spans,
                })
            })
            .collect();
        let settled = incident.fields.get(&field);
        if settled.is_none() && said.is_empty() {
            continue;
        }
        let decided = settled.is_some_and(|settled| settled.policy == "decided");
        let given = given.get(&field).filter(|_| decided);
        let text = given.and_then(|(account, _)| reports.get(&account.report));
        let text = text.map_or("", |report| report.text.as_str());
        let spans = given.map_or(&[][..], |(_, correction)| &correction.spans);
        all.push(FieldOf {
            quotes: spans.iter().map(|span| span.of(text).to_owned()).collect(),
            href: given.map_or_else(String::new, |(account, _)| {
                in_report(&account.report, spans.first())
            }),
            field: field.word(),
            label: label(field),
            value: settled.map(|settled| settled.value.to_string()),
            raw: settled.map_or_else(String::new, |settled| cells::raw(&settled.value)),
            policy: settled.map_or_else(String::new, |settled| settled.policy.clone()),
            disputed: settled.is_some_and(|settled| settled.disputed),
            from: settled.map_or_else(Vec::new, |settled| {
                settled.from.iter().map(ToString::to_string).collect()
            }),
            supported: !bare.contains(&field.word()),
            decided,
            said,
        });
    }
    all
}

/// A place in a report's page.
pub fn in_report(report: &str, span: Option<&Span>) -> String {
    let anchor = span.map_or_else(String::new, |span| format!("#s-{}", span.start));
    format!("/reports/{}{anchor}", escaped(report))
}

/// Shown values that rest on nobody's words: a person gave them without showing where they stand.
pub fn unsupported(incident: &Incident) -> Vec<&'static str> {
    let bare = incident.unsupported.iter();
    bare.map(|field| field.word()).collect()
}

fn account_of(desk: &Desk, account: &Account, report: &Report) -> AccountOf {
    let harsh = super::harsh::passages(&report.text, &desk.knowledge.codebook.disturbing);
    let quote = |span: &Span| Quote {
        start: span.start,
        end: span.end,
        quote: span.of(&report.text).to_owned(),
        harsh: harsh.iter().any(|passage| passage.overlaps(span)),
    };
    AccountOf {
        key: account.key().to_string(),
        report: report.id.clone(),
        source: report.source.clone(),
        published: report.published.map(|day| day.to_string()),
        title: report.title.clone(),
        url: report.url.clone(),
        by_person: account.class.rule.starts_with("person/"),
        evidence: account.evidence.iter().map(quote).collect(),
        href: format!("/reports/{}#a-{}", escaped(&report.id), account.id),
    }
}

fn why(reason: &model::Reason) -> Why {
    Why {
        a: reason.a.to_string(),
        b: reason.b.to_string(),
        score: reason.score,
        text: reason.text.clone(),
    }
}

fn statements(
    told: &[&Account],
    reports: &BTreeMap<String, Report>,
    of: impl Fn(&Account) -> &Vec<model::Sourced<model::ActorRef>>,
) -> Vec<Statement> {
    let mut all = Vec::new();
    for account in told {
        let text = reports.get(&account.report);
        let text = text.map_or("", |report| report.text.as_str());
        all.extend(of(account).iter().map(|actor| {
            Statement {
                actor: actor.value.name.clone(),
                account: account.key().to_string(),
                quotes: actor
                    .spans
                    .iter()
                    .map(|span| span.of(text).to_owned())
                    .collect(),
            }
        }));
    }
    all
}

fn links(desk: &Desk, view: &View, incident: &Incident) -> Vec<Tie> {
    let tie = |relation: &'static str, words: &'static str, other: &Incident| Tie {
        relation,
        words,
        id: other.id.clone(),
        title: title(other, &desk.knowledge),
        href: format!("/incidents/{}", other.id),
    };
    let mut ties = Vec::new();
    for (link, other) in &incident.links {
        let Some(other) = view.row(other).and_then(|row| view.incident(row)) else {
            continue;
        };
        ties.push(match link {
            Link::PartOf => tie("part_of", "part of", other),
            Link::FollowUp => tie("follow_up", "follows from", other),
        });
    }
    for (link, other) in view.tied_to(&incident.id) {
        let Some(other) = view.incident(other) else {
            continue;
        };
        ties.push(match link {
            Link::PartOf => tie("has_part", "has as a part", other),
            Link::FollowUp => tie("followed_by", "is followed by", other),
        });
    }
    ties
}

fn sentence(
    desk: &Desk,
    base: &Base,
    incident: &Incident,
    reports: &BTreeMap<String, Report>,
) -> Done<String> {
    let accounts = incident.accounts.iter();
    let accounts = accounts.filter_map(|key| Some((key.clone(), base.account(key)?.clone())));
    let accounts: BTreeMap<AccountKey, Account> = accounts.collect();
    desk.with_seen(base, |seen| {
        let view = brief::View {
            incidents: std::slice::from_ref(incident),
            accounts: &accounts,
            reports,
            context: seen,
            stated: &[],
            warned: &[],
        };
        Ok(brief::sentence(incident, &view, true))
    })
}

/// What happened to some accounts, in order of time; a decision on several stands once.
pub fn history(desk: &Desk, base: &Base, accounts: &[AccountKey]) -> Done<Vec<Event>> {
    let in_force: BTreeSet<u64> = Decision::in_force(&base.decisions)
        .into_iter()
        .map(|decision| decision.number)
        .collect();
    let mut decided = BTreeSet::new();
    let mut events = Vec::new();
    for key in accounts {
        for event in desk.read(|casebook| casebook.history(&key.to_string()))? {
            let (text, decision) = match &event.what {
                Happening::Decided(decision) if base.keeps_back_decision(decision) => continue,
                Happening::Decided(decision) if !decided.insert(decision.number) => continue,
                Happening::Decided(decision) => (in_words(decision), Some(decision)),
                other => (format!("{key} {}", other.line()), None),
            };
            events.push(Event {
                at: event.at,
                text,
                decision: decision.map(|decision| decision.number),
                undone: decision.is_some_and(|decision| {
                    let undo = matches!(decision.kind, DecisionKind::Undo { .. });
                    !undo && !in_force.contains(&decision.number)
                }),
            });
        }
    }
    events.sort_by(|a, b| (&a.at, a.decision).cmp(&(&b.at, b.decision)));
    Ok(events)
}
