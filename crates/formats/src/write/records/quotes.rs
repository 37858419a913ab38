use super::RecordError;
use super::parse::Line;
use model::{Report, Span};
use serde_json::Value;
use std::collections::BTreeMap;

/// Checks that the record's words stand in its report, and finds those without spans.
pub(super) fn find_evidence(
    line: &mut Line,
    reports: &BTreeMap<String, Report>,
) -> Result<(), RecordError> {
    let doc = line.text("doc")?;
    let Some(report) = reports.get(&doc) else {
        let line = line.number();
        return Err(RecordError::Report { line, doc });
    };
    let mut found = Vec::new();
    for quote in quotes_of(line) {
        match find(&report.text, quote) {
            Some(span) => found.push(span),
            None => {
                return Err(RecordError::Quote {
                    line: line.number(),
                    doc,
                    quote: quote.to_owned(),
                });
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    line.found = found;
    Ok(())
}

fn quotes_of<'l>(line: &Line<'l>) -> Vec<&'l str> {
    match line.field("evidence") {
        Some(Value::String(quote)) => vec![quote],
        Some(Value::Array(quotes)) => quotes.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Where a quote first stands in a text, however its white space is broken.
pub(super) fn find(text: &str, quote: &str) -> Option<Span> {
    let quote = quote.trim();
    if quote.is_empty() {
        return None;
    }
    if let Some(start) = text.find(quote) {
        return Some(Span::new(start, start + quote.len()));
    }
    let words: Vec<&str> = quote.split_whitespace().collect();
    text.match_indices(words[0]).find_map(|(start, first)| {
        let mut end = start + first.len();
        for word in &words[1..] {
            let rest = text[end..].trim_start();
            let gap = text.len() - end - rest.len();
            if gap == 0 || !rest.starts_with(word) {
                return None;
            }
            end += gap + word.len();
        }
        Some(Span::new(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_found_across_a_line_break() {
        let text = "A bomb went off.\nFour  people\nwere hurt in it.";
        let span = find(text, "Four people were hurt").unwrap();
        assert_eq!(span.of(text), "Four  people\nwere hurt");
        assert_eq!(find(text, "Five people were hurt"), None);
        assert_eq!(find(text, "Fourpeople"), None);
    }
}
