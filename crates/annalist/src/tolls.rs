//! What an account says of the toll of its incident, with its words.

use analysis::TollTold;
use model::{Account, Estimate, Report, Sourced, Span};

/// The figures of an account, who published them, and the words that they were read from.
pub fn told(account: &Account, report: &Report) -> TollTold {
    let mut spans: Vec<Span> = Vec::new();
    for figure in [&account.killed, &account.injured] {
        spans.extend(figure.iter().flat_map(|figure| &figure.spans));
    }
    spans.sort_unstable();
    spans.dedup();
    let words = |spans: &[Span]| {
        let words = spans.iter().map(|span| span.of(&report.text).trim());
        let told: Vec<&str> = words.filter(|words| !words.is_empty()).collect();
        told.join(" … ")
    };
    let value = |figure: &Option<Sourced<Estimate>>| figure.as_ref().map(|figure| figure.value);
    let named = report.source.clone().or_else(|| report.title.clone());
    TollTold {
        report: report.id.clone(),
        source: named.unwrap_or_else(|| report.id.clone()),
        published: report.published,
        killed: value(&account.killed),
        injured: value(&account.injured),
        words: words(&spans),
        quote: words(&account.evidence),
    }
}
