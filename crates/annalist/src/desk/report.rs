//! One report: its text with every mark, and what each account in it says.

use super::Desk;
use super::base::{Base, View};
use super::cells::{cells, doubt, label};
use super::harsh::passages;
use super::incident::{NoteOn, unsupported};
use super::markup::{Mark, Piece, anchor, pieces, spans_text};
use super::problem::{Done, Problem};
use super::query::{Part, Query, escaped};
use super::quoted::words_of;
use model::{Account, Coded, Field, Mention, Report, Span};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use store::ReportLine;
use store::desk::{KeptNote, ReportState, StateOf};
use utoipa::ToSchema;

/// A cell of an account.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CellOf {
    /// The field's word.
    pub field: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What the account says.
    pub value: String,
    /// The same as a correction would spell it.
    pub raw: String,
    /// How often such a value is right.
    pub confidence: Option<f64>,
    /// Which rule read it.
    pub rule: String,
    /// Where it stands.
    #[schema(value_type = Vec<Object>)]
    pub spans: Vec<Span>,
    /// There are words behind what the incident shows.
    pub supported: bool,
    /// A person gave what the incident shows.
    pub decided: bool,
    /// What the incident shows, where that is something else.
    pub shown: Option<String>,
    /// All accounts of the incident that tell it say the same.
    pub agreed: bool,
    /// For the page: its anchor.
    #[serde(skip)]
    pub anchor: String,
    /// For the page: `120-140 200-220`.
    #[serde(skip)]
    pub spans_text: String,
    /// For the page: the words, as they are filled in.
    #[serde(skip)]
    pub words: String,
}

/// An account of the report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AccountIn {
    /// `REPORT#ID`.
    pub key: String,
    /// Its id in the report.
    pub id: String,
    /// The incident it belongs to.
    pub incident: Option<String>,
    /// It is no incident.
    pub rejected: bool,
    /// A person added it.
    pub by_person: bool,
    /// Its incident is accepted.
    pub accepted: bool,
    /// How little sure its least sure value is.
    pub doubt: f64,
    /// What it says.
    pub cells: Vec<CellOf>,
    /// The words that tell of the incident.
    #[schema(value_type = Vec<Object>)]
    pub evidence: Vec<Span>,
    /// Words that name somebody or something.
    #[schema(value_type = Vec<Object>)]
    pub mentions: Vec<Mention>,
    /// Shown values without words.
    pub unsupported: Vec<&'static str>,
}

/// A version of the report.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct VersionOf {
    /// From 1.
    pub version: u32,
    /// When it was added.
    pub at: String,
    /// How many bytes.
    pub bytes: u64,
}

impl From<store::Version> for VersionOf {
    fn from(version: store::Version) -> Self {
        VersionOf {
            version: version.version,
            at: version.at,
            bytes: version.bytes,
        }
    }
}

/// One report.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Report)]
pub struct Page {
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// BCP 47.
    pub lang: Option<String>,
    /// Of the original bytes.
    pub sha256: String,
    /// open, coded or nothing.
    pub state: &'static str,
    /// Who said so.
    pub state_by: Option<String>,
    /// When.
    pub state_at: Option<String>,
    /// The words.
    pub text: String,
    /// Disturbing passages.
    #[schema(value_type = Vec<Object>)]
    pub sensitive: Vec<Span>,
    /// What was read in it, in text order.
    pub accounts: Vec<AccountIn>,
    /// Stated counts.
    #[schema(value_type = Vec<Object>)]
    pub tallies: Vec<Json>,
    /// Warnings.
    #[schema(value_type = Vec<Object>)]
    pub warnings: Vec<Json>,
    /// What people noted.
    pub notes: Vec<NoteOn>,
    /// As it was at different times.
    pub versions: Vec<VersionOf>,
    /// For the page: the text in pieces.
    #[serde(skip)]
    pub pieces: Vec<Piece>,
}

impl Page {
    /// The number of the version whose text it is.
    pub fn version(&self) -> u32 {
        self.versions.last().map_or(1, |version| version.version)
    }
}

/// Everything about one report.
pub fn page(desk: &Desk, base: &Base, view: &View, id: &str) -> Done<Page> {
    let (report, coded, notes, versions) = desk.read(|casebook| {
        let report = casebook.report(id)?;
        let coded = casebook.coded(&report.id)?;
        let notes = casebook.notes_on(&report.id)?;
        let versions = casebook.versions(&report.id)?;
        Ok((report, coded, notes, versions))
    })?;
    let states = super::reviewed::states(desk, base)?;
    let accounts: Vec<AccountIn> = base
        .accounts_of(&report.id)
        .into_iter()
        .map(|account| account_in(base, view, account, &report.text))
        .collect();
    let harsh = passages(&report.text, &desk.knowledge.codebook.disturbing);
    let state = states.get(&report.id).cloned();
    let pieces = pieces(&report.text, &marks(&accounts, &coded), &harsh);
    let (tallies, warnings) = records(&report, &coded);
    let hidden = |note: &KeptNote| {
        let key = note.about.parse();
        key.is_ok_and(|key| base.keeps_back(&key))
    };
    let notes = notes.into_iter().filter(|note| !hidden(note));
    let set = state.is_some();
    let StateOf { state, by, at } = state.unwrap_or_default();
    Ok(Page {
        id: report.id,
        title: report.title,
        source: report.source,
        published: report.published.map(|day| day.to_string()),
        url: report.url,
        lang: report.lang,
        sha256: report.sha256,
        state: state.word(),
        state_by: set.then_some(by),
        state_at: set.then_some(at),
        text: report.text,
        sensitive: harsh,
        accounts,
        tallies,
        warnings,
        notes: notes.map(NoteOn::from).collect(),
        versions: versions.into_iter().map(VersionOf::from).collect(),
        pieces,
    })
}

fn records(report: &Report, coded: &Coded) -> (Vec<Json>, Vec<Json>) {
    use formats::write::records::{tally_record, warning_record};
    let tallies = coded.tallies.iter();
    let warnings = coded.warnings.iter();
    (
        tallies.map(|tally| tally_record(report, tally)).collect(),
        warnings
            .map(|warning| warning_record(report, warning))
            .collect(),
    )
}

/// An account with its cells.
fn account_in(base: &Base, view: &View, account: &Account, text: &str) -> AccountIn {
    let key = account.key();
    let incident = view.incident_of(&key);
    let given_here: BTreeMap<Field, &[Span]> = incident
        .into_iter()
        .flat_map(|incident| base.corrections_of(incident))
        .filter(|(_, (in_words_of, _))| **in_words_of == key)
        .map(|(field, (_, correction))| (field, correction.spans.as_slice()))
        .collect();
    let bare = incident.map_or_else(Vec::new, |incident| unsupported(incident));
    let mut rows = Vec::new();
    let mut told = Vec::new();
    for (field, mut cell) in cells(account) {
        told.push(field);
        // What a person gave rests on the words that they chose.
        if let Some(spans) = given_here.get(&field).filter(|spans| !spans.is_empty()) {
            cell.spans = spans.to_vec();
        }
        let settled = incident.and_then(|incident| incident.fields.get(&field));
        let decided = settled.is_some_and(|settled| settled.policy == "decided");
        let shown = settled.map(|settled| super::cells::raw(&settled.value));
        rows.push(CellOf {
            field: field.word(),
            label: label(field),
            supported: !bare.contains(&field.word()) && (decided || !cell.spans.is_empty()),
            decided,
            shown: shown.filter(|shown| *shown != cell.raw),
            agreed: !settled.is_some_and(|settled| settled.disputed),
            anchor: anchor(&format!("{}.{}", account.id, field.word())),
            spans_text: spans_text(&cell.spans),
            words: words_of(&cell.spans, text),
            value: cell.value,
            raw: cell.raw,
            confidence: cell.confidence.map(model::Confidence::share),
            rule: cell.rule,
            spans: cell.spans,
        });
    }
    // What a person gave and this account does not tell.
    for (field, settled) in incident.iter().flat_map(|incident| &incident.fields) {
        if settled.policy == "decided" && !told.contains(field) {
            let spans = given_here.get(field).copied().unwrap_or_default();
            rows.push(CellOf {
                spans: spans.to_vec(),
                spans_text: spans_text(spans),
                words: words_of(spans, text),
                ..given(account, *field, &settled.value, &bare)
            });
        }
    }
    AccountIn {
        key: key.to_string(),
        id: account.id.clone(),
        incident: incident.map(|incident| incident.id.clone()),
        rejected: incident.is_none() && !base.keeps_back(&key),
        by_person: account.class.rule.starts_with("person/"),
        accepted: incident.is_some_and(|incident| incident.accepted),
        doubt: (doubt(account) * 100.0).round() / 100.0,
        cells: rows,
        evidence: account.evidence.clone(),
        mentions: account.mentions.clone(),
        unsupported: bare,
    }
}

/// A cell that only a person's correction fills.
fn given(account: &Account, field: Field, value: &model::Value, bare: &[&str]) -> CellOf {
    CellOf {
        field: field.word(),
        label: label(field),
        value: value.to_string(),
        raw: super::cells::raw(value),
        confidence: None,
        rule: "person".to_owned(),
        spans: Vec::new(),
        supported: !bare.contains(&field.word()),
        decided: true,
        shown: None,
        agreed: true,
        anchor: anchor(&format!("{}.{}", account.id, field.word())),
        spans_text: String::new(),
        words: String::new(),
    }
}

/// What rests on which words.
fn marks(accounts: &[AccountIn], coded: &Coded) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut put = |spans: &[Span], cell: String| {
        marks.extend(spans.iter().map(|span| Mark {
            span: *span,
            cell: cell.clone(),
        }));
    };
    for account in accounts {
        put(&account.evidence, format!("{}.evidence", account.id));
        for cell in &account.cells {
            put(&cell.spans, format!("{}.{}", account.id, cell.field));
        }
    }
    for tally in &coded.tallies {
        put(&tally.count.spans, format!("{}.count", tally.id));
        put(&tally.evidence, format!("{}.evidence", tally.id));
    }
    for warning in &coded.warnings {
        put(&warning.evidence, format!("{}.evidence", warning.id));
    }
    marks
}

/// A line of the list of reports.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReportLine)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub source: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// How many accounts; not told of a report that the reader codes blindly.
    pub accounts: Option<usize>,
    /// The current version.
    pub version: u32,
    /// open, coded or nothing.
    pub state: &'static str,
    /// What was found, where words were asked for.
    pub snippet: Option<String>,
    /// Its page.
    pub href: String,
}

/// A page of reports.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ReportList)]
pub struct Lines {
    /// Those on the page.
    pub items: Vec<Line>,
    /// From 1.
    pub page: usize,
    /// So many a page.
    pub per: usize,
    /// How many pages.
    pub pages: usize,
    /// How many in all.
    pub total: usize,
}

/// Reports, the latest first, or with words, the best first.
pub fn list(desk: &Desk, base: &Base, query: &Query) -> Done<Lines> {
    let part = Part::of(query, 50)?;
    let states = super::reviewed::states(desk, base)?;
    let state_of = |id: &str| {
        states
            .get(id)
            .map_or(ReportState::Open, |state| state.state)
    };
    let wanted: Option<ReportState> = match query.one("state") {
        None | Some("all") => None,
        Some(word) => Some(
            word.parse()
                .map_err(|why: String| Problem::unreadable(why).with("field", "state".into()))?,
        ),
    };
    let fits = |line: &&ReportLine| {
        wanted.is_none_or(|state| state_of(&line.id) == state)
            && query
                .one("source")
                .is_none_or(|source| line.source.as_deref() == Some(source))
    };
    let mut snippets: BTreeMap<String, String> = BTreeMap::new();
    let lines: Vec<&ReportLine> = if let Some(words) = query.one("q") {
        let hits = desk.read(|casebook| casebook.search(words, 2_000))?;
        let mut lines = Vec::new();
        for hit in hits {
            if let Some(line) = base.line(&hit.report).filter(fits) {
                snippets.insert(hit.report, hit.snippet);
                lines.push(line);
            }
        }
        lines
    } else {
        let mut lines: Vec<&ReportLine> = base.lines().filter(fits).collect();
        lines.sort_by(|a, b| (b.published, &a.id).cmp(&(a.published, &b.id)));
        lines
    };
    let items = part.of_list(&lines).iter().map(|line| Line {
        id: line.id.clone(),
        title: line.title.clone(),
        source: line.source.clone(),
        published: line.published.map(|day| day.to_string()),
        url: line.url.clone(),
        accounts: (!base.hides(&line.id)).then_some(line.accounts),
        version: line.version,
        state: state_of(&line.id).word(),
        snippet: snippets.get(&line.id).cloned(),
        href: format!("/reports/{}", escaped(&line.id)),
    });
    Ok(Lines {
        items: items.collect(),
        page: part.page,
        per: part.per,
        pages: part.pages(lines.len()),
        total: lines.len(),
    })
}
