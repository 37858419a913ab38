//! Counts that reports state, with their words.

use analysis::Stated;
use model::Report;
use std::collections::BTreeMap;
use store::Casebook;

/// All counts that the casebook's reports state, by report, in text order.
pub fn stated(casebook: &Casebook) -> store::Result<Vec<Stated>> {
    let mut reports: BTreeMap<String, Report> = BTreeMap::new();
    let mut stated = Vec::new();
    for tally in casebook.tallies()? {
        if !reports.contains_key(&tally.report) {
            reports.insert(tally.report.clone(), casebook.report(&tally.report)?);
        }
        let report = &reports[&tally.report];
        let quotes = tally.evidence.iter().map(|span| span.of(&report.text));
        stated.push(Stated {
            quote: quotes.collect::<Vec<&str>>().join(" … "),
            source: report.source.clone(),
            published: report.published,
            tally,
        });
    }
    Ok(stated)
}
