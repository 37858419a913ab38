//! Records as a CSV table: one row a record.
//!
//! Several values in one cell stand apart by `"; "`. A text that a spreadsheet would take
//! for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line break) gets an
//! apostrophe in front, and so does a text that begins with an apostrophe, so that
//! [`unprotect`] gives back exactly what stood there. Numbers are written as they are.

use std::fmt::Display;

use model::{Account, ActorRef, Coded, Estimate, Report, Sourced, Span, Tally, Warning};

/// The columns, in order. A cell that the report says nothing about is empty.
///
/// `date` is the date of an incident or a warning and the window of a tally; `quote` is
/// the evidence, its pieces joined by `" […] "`; `confidence` is how sure it is that there was such an
/// incident, which is that of its class (each value's own stands in the JSON lines).
pub const CSV_COLUMNS: [&str; 63] = [
    "record",
    "doc",
    "id",
    "class",
    "type",
    "status",
    "suicide",
    "multiple",
    "date",
    "date_first",
    "date_last",
    "country",
    "admin1",
    "place",
    "site",
    "latitude",
    "longitude",
    "precision",
    "radius_km",
    "geonames",
    "from_country",
    "perpetrators",
    "attribution",
    "claimed_by",
    "denied_by",
    "targets",
    "target_names",
    "target_nationalities",
    "weapons",
    "killed_min",
    "killed_max",
    "killed_approx",
    "injured_min",
    "injured_max",
    "injured_approx",
    "casualties_min",
    "casualties_max",
    "casualties_approx",
    "killed_perpetrators_min",
    "killed_perpetrators_max",
    "killed_perpetrators_approx",
    "arrested_min",
    "arrested_max",
    "arrested_approx",
    "attackers_min",
    "attackers_max",
    "attackers_approx",
    "what",
    "actor",
    "count_min",
    "count_max",
    "count_approx",
    "counted_by",
    "issued_by",
    "issued_to",
    "about",
    "heeded",
    "confidence",
    "quote",
    "report_title",
    "report_source",
    "report_url",
    "published",
];

/// All records of some reports as one table with a header row.
pub fn csv(reports: &[(&Report, &Coded)]) -> String {
    let mut table = csv_header();
    for (report, coded) in reports {
        table.push_str(&csv_rows(report, coded));
    }
    table
}

/// The header row.
pub fn csv_header() -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let written = writer.write_record(CSV_COLUMNS);
    finish(writer, written)
}

/// One report's rows without the header: incidents, tallies, warnings.
pub fn csv_rows(report: &Report, coded: &Coded) -> String {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let incidents = coded.accounts.iter().map(|a| incident_row(report, a));
    let tallies = coded.tallies.iter().map(|t| tally_row(report, t));
    let warnings = coded.warnings.iter().map(|w| warning_row(report, w));
    let mut written = Ok(());
    for row in incidents.chain(tallies).chain(warnings) {
        written = written.and_then(|()| writer.write_record(&row.cells));
    }
    finish(writer, written)
}

/// A text as a cell that no spreadsheet takes for a formula.
pub fn protect(text: &str) -> String {
    if text.starts_with(FORMULA) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The text that [`protect`] was given.
pub fn unprotect(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA) => rest,
        _ => cell,
    }
}

const FORMULA: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '\n', '\''];

/// What was written, as text.
pub(crate) fn finish(writer: ::csv::Writer<Vec<u8>>, written: ::csv::Result<()>) -> String {
    written.expect("all rows have the header's length and memory takes all bytes");
    let bytes = writer.into_inner().expect("memory takes all bytes");
    String::from_utf8(bytes).expect("all cells are UTF-8")
}

/// A row being filled; cells that nothing is put into stay empty.
pub(crate) struct Row {
    columns: &'static [&'static str],
    pub(crate) cells: Vec<String>,
}

impl Row {
    pub(crate) fn new(columns: &'static [&'static str]) -> Self {
        Row {
            columns,
            cells: vec![String::new(); columns.len()],
        }
    }

    /// A text, safe in a spreadsheet.
    pub(crate) fn text(&mut self, column: &str, text: &str) {
        let at = self.at(column);
        self.cells[at] = protect(text);
    }

    /// A number or code that cannot be a formula.
    pub(crate) fn bare(&mut self, column: &str, cell: impl Display + Copy) {
        let at = self.at(column);
        self.cells[at] = cell.to_string();
    }

    fn at(&self, column: &str) -> usize {
        let at = self.columns.iter().position(|name| *name == column);
        at.expect("rows name columns of their table")
    }

    pub(crate) fn estimate(&mut self, field: &str, estimate: Option<&Estimate>) {
        let Some(estimate) = estimate else { return };
        if let Some(min) = estimate.min {
            self.bare(&format!("{field}_min"), min);
        }
        if let Some(max) = estimate.max {
            self.bare(&format!("{field}_max"), max);
        }
        if estimate.approx {
            self.bare(&format!("{field}_approx"), true);
        }
    }

    pub(crate) fn when(&mut self, when: model::When) {
        self.text("date", &when.to_string());
        if let Some(first) = when.first {
            self.bare("date_first", first);
        }
        if let Some(last) = when.last {
            self.bare("date_last", last);
        }
    }

    pub(crate) fn place(&mut self, place: &model::Place) {
        self.bare("latitude", super::records::rounded(place.latitude));
        self.bare("longitude", super::records::rounded(place.longitude));
        self.bare("precision", place.precision.word());
        self.bare("radius_km", super::records::rounded(place.radius_km));
        if let Some(geonames) = place.geonames {
            self.bare("geonames", geonames);
        }
    }

    fn told(&mut self, column: &str, text: Option<&Sourced<String>>) {
        if let Some(text) = text {
            self.text(column, &text.value);
        }
    }

    fn actors(&mut self, column: &str, actors: &[Sourced<ActorRef>]) {
        let names: Vec<&str> = actors.iter().map(|a| a.value.name.as_str()).collect();
        self.text(column, &names.join("; "));
    }

    fn counted(&mut self, field: &str, estimate: Option<&Sourced<Estimate>>) {
        self.estimate(field, estimate.map(|estimate| &estimate.value));
    }
}

fn row_of(kind: &str, report: &Report, doc: &str, id: &str, evidence: &[Span]) -> Row {
    let mut row = Row::new(&CSV_COLUMNS);
    row.bare("record", kind);
    row.text("doc", doc);
    row.text("id", id);
    let quotes: Vec<&str> = evidence.iter().map(|span| span.of(&report.text)).collect();
    row.text("quote", &quotes.join(" […] "));
    row.text("report_title", report.title.as_deref().unwrap_or_default());
    row.text(
        "report_source",
        report.source.as_deref().unwrap_or_default(),
    );
    row.text("report_url", report.url.as_deref().unwrap_or_default());
    if let Some(published) = report.published {
        row.bare("published", published);
    }
    row
}

fn incident_row(report: &Report, account: &Account) -> Row {
    let mut row = row_of(
        "incident",
        report,
        &account.report,
        &account.id,
        &account.evidence,
    );
    row.text("class", &account.class.value);
    if let Some(confidence) = account.class.confidence {
        row.bare("confidence", confidence);
    }
    row.text("type", &account.kind.value);
    row.bare("status", account.status.value.word());
    if let Some(suicide) = &account.suicide {
        row.bare("suicide", suicide.value);
    }
    if let Some(multiple) = &account.multiple {
        row.bare("multiple", multiple.value);
    }
    if let Some(date) = &account.date {
        row.when(date.value);
    }
    row.told("country", account.country.as_ref());
    row.told("admin1", account.admin1.as_ref());
    row.told("place", account.place.as_ref());
    row.told("site", account.site.as_ref());
    if let Some(location) = &account.location {
        row.place(&location.value);
    }
    row.told("from_country", account.from_country.as_ref());
    row.actors("perpetrators", &account.perpetrators);
    if let Some(attribution) = &account.attribution {
        row.bare("attribution", attribution.value.word());
    }
    row.actors("claimed_by", &account.claimed_by);
    row.actors("denied_by", &account.denied_by);
    targets(&mut row, account);
    let weapons: Vec<&str> = account.weapons.iter().map(|w| w.value.as_str()).collect();
    row.text("weapons", &weapons.join("; "));
    row.counted("killed", account.killed.as_ref());
    row.counted("injured", account.injured.as_ref());
    row.counted("casualties", account.casualties.as_ref());
    row.counted("killed_perpetrators", account.killed_perpetrators.as_ref());
    row.counted("arrested", account.arrested.as_ref());
    row.counted("attackers", account.attackers.as_ref());
    row
}

/// Types, names and nationalities, one a target, so that the n-th of each belong together.
fn targets(row: &mut Row, account: &Account) {
    let kinds: Vec<&str> = account
        .targets
        .iter()
        .map(|t| t.kind.value.as_str())
        .collect();
    row.text("targets", &kinds.join("; "));
    let names: Vec<&str> = account
        .targets
        .iter()
        .map(|t| t.name.as_ref().map_or("", |name| name.value.name.as_str()))
        .collect();
    if names.iter().any(|name| !name.is_empty()) {
        row.text("target_names", &names.join("; "));
    }
    let nationalities: Vec<&str> = account
        .targets
        .iter()
        .map(|t| t.nationality.as_ref().map_or("", |n| n.value.as_str()))
        .collect();
    if nationalities.iter().any(|code| !code.is_empty()) {
        row.text("target_nationalities", &nationalities.join("; "));
    }
}

fn tally_row(report: &Report, tally: &Tally) -> Row {
    let mut row = row_of("tally", report, &tally.report, &tally.id, &tally.evidence);
    row.text("what", &tally.what.value);
    if let Some(actor) = &tally.actor {
        row.text("actor", &actor.value.name);
    }
    let countries: Vec<&str> = tally.countries.iter().map(|c| c.value.as_str()).collect();
    row.text("country", &countries.join("; "));
    row.told("admin1", tally.admin1.as_ref());
    row.told("place", tally.place.as_ref());
    if let Some(window) = &tally.window {
        row.when(window.value);
    }
    if let Some(status) = &tally.status {
        row.bare("status", status.value.word());
    }
    row.estimate("count", Some(&tally.count.value));
    row.told("counted_by", tally.source.as_ref());
    row
}

fn warning_row(report: &Report, warning: &Warning) -> Row {
    let mut row = row_of(
        "warning",
        report,
        &warning.report,
        &warning.id,
        &warning.evidence,
    );
    row.text("issued_by", &warning.issued_by.value.name);
    row.told("issued_to", warning.issued_to.as_ref());
    if let Some(date) = &warning.date {
        row.when(date.value);
    }
    row.text("about", warning.about.as_deref().unwrap_or_default());
    if let Some(heeded) = &warning.heeded {
        row.bare("heeded", heeded.value);
    }
    row
}
