//! What is seen, as files.

use super::Desk;
use super::answers::file;
use super::choose::Chosen;
use super::lists::sorted;
use super::problem::Done;
use super::query::Query;
use axum::response::Response;
use formats::write::incidents::{
    CasebookView, ExportOptions, incidents_csv, incidents_geojson, incidents_jsonl,
};
use model::{Incident, Report};
use std::collections::BTreeMap;

/// The kinds of file: ending, media type, writer.
type Writer = fn(&CasebookView<'_>, ExportOptions) -> String;

const KINDS: [(&str, &str, Writer); 3] = [
    ("csv", "text/csv; charset=utf-8", incidents_csv),
    ("geojson", "application/geo+json", incidents_geojson),
    ("jsonl", "application/jsonl", incidents_jsonl),
];

/// All chosen incidents as a file of a kind, without names of private persons.
pub fn download(desk: &Desk, chosen: &Chosen, query: &Query, kind: &str) -> Done<Response> {
    let found = KINDS.iter().find(|(ending, ..)| *ending == kind);
    let (ending, media, write) = found.unwrap_or(&KINDS[0]);
    let rows = sorted(chosen, query.one("sort").unwrap_or("date"))?;
    let incidents: Vec<Incident> = rows
        .iter()
        .filter_map(|row| Some(chosen.view.incident(*row)?.as_ref().clone()))
        .collect();
    let mut accounts = BTreeMap::new();
    let mut reports: BTreeMap<String, Report> = BTreeMap::new();
    for key in incidents.iter().flat_map(|incident| &incident.accounts) {
        if let Some(account) = chosen.base.account(key) {
            accounts.insert(key.clone(), account.clone());
        }
        if !reports.contains_key(&key.report) {
            let report = desk.read(|casebook| casebook.report(&key.report))?;
            reports.insert(key.report.clone(), report);
        }
    }
    let view = CasebookView {
        incidents: &incidents,
        accounts: &accounts,
        reports: &reports,
    };
    let text = write(&view, ExportOptions::default());
    Ok(file(&format!("incidents.{ending}"), media, text))
}
