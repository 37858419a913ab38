//! Whether confidence means what it says: values by confidence, and how many of them are right.

use super::settings::Settings;
use super::{Figures, incidents};
use anyhow::{Context as _, bail};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Judges every value of every record; written in the reference scorer's language, to use its own alignment.
const JUDGE: &str = include_str!("reliability.py");

/// Lower ends of the bins.
const BINS: [f64; 6] = [0.0, 0.25, 0.5, 0.7, 0.8, 0.9];

/// Parts into which documents are cut when confidence has to be learned.
const FOLDS: usize = 5;

/// A value of a record, judged.
struct Judged {
    doc: String,
    key: String,
    confidence: Option<f64>,
    right: bool,
}

/// Codes the labelled documents and sorts their values by confidence. Where records carry none, a value counts
/// as sure as values of its slot and rule were right in the other documents (learned on four fifths of the
/// documents, applied to the fifth).
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let coded = incidents::Coded::of(settings)?;
    let mut judged = judge(&coded)?;
    let told = judged.iter().all(|value| value.confidence.is_some()) && !judged.is_empty();
    if !told {
        learn(&mut judged);
    }
    let sure: Vec<(f64, bool)> = judged
        .iter()
        .map(|value| (value.confidence.unwrap_or(0.0), value.right))
        .collect();
    let above: Vec<bool> = sure
        .iter()
        .filter(|(confidence, _)| *confidence > 0.9)
        .map(|(_, right)| *right)
        .collect();
    let mut figures = Figures::new();
    figures.insert(
        "from".into(),
        if told {
            "records"
        } else {
            "rules, cross-validated"
        }
        .into(),
    );
    figures.insert("values".into(), sure.len().into());
    figures.insert("above_0.9".into(), percent(above.len(), sure.len()));
    figures.insert(
        "right_above_0.9".into(),
        percent(above.iter().filter(|right| **right).count(), above.len()),
    );
    figures.insert("bins".into(), bins(&sure));
    if !settings.json && !settings.quiet {
        println!("{}", text(&figures));
    }
    Ok(figures)
}

/// The reliability table in Markdown.
pub fn text(figures: &Figures) -> String {
    let mut out =
        String::from("| confidence | values | share of all | right |\n|---|---|---|---|\n");
    let all = figures["values"].as_f64().unwrap_or(0.0).max(1.0);
    for bin in figures["bins"].as_array().into_iter().flatten() {
        let number = |name: &str| bin[name].as_f64().unwrap_or(0.0);
        let right = if number("values") == 0.0 {
            "–".to_owned()
        } else {
            format!("{:.0} %", 100.0 * number("right") / number("values"))
        };
        let _ = writeln!(
            out,
            "| {:.2}–{:.2} | {} | {:.0} % | {right} |",
            number("from"),
            number("to"),
            number("values"),
            100.0 * number("values") / all
        );
    }
    out
}

fn judge(coded: &incidents::Coded) -> anyhow::Result<Vec<Judged>> {
    let mut child = Command::new("python3")
        .arg("-")
        .arg(&coded.scorer)
        .arg(&coded.gold)
        .arg(&coded.records)
        .args(&coded.folders)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run python3, which the reference scorers need")?;
    child
        .stdin
        .take()
        .context("python3 takes no input")?
        .write_all(JUDGE.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("the values could not be judged");
    }
    String::from_utf8(output.stdout)?
        .lines()
        .map(|line| {
            let row: Json = serde_json::from_str(line)?;
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            Ok(Judged {
                doc: text("doc"),
                key: format!("{} {}", text("slot"), text("rule")),
                confidence: row["confidence"].as_f64(),
                right: row["right"].as_bool().unwrap_or(false),
            })
        })
        .collect()
}

/// Gives each value the share right of its slot and rule in the other folds, with one right and one wrong
/// thrown in for rules that are rarely seen.
fn learn(judged: &mut [Judged]) {
    let mut docs: Vec<String> = judged.iter().map(|value| value.doc.clone()).collect();
    docs.sort();
    docs.dedup();
    let fold = |doc: &String| docs.binary_search(doc).unwrap_or(0) % FOLDS;
    let mut counts: BTreeMap<(usize, String), (f64, f64)> = BTreeMap::new();
    for value in judged.iter() {
        let own = fold(&value.doc);
        for other in (0..FOLDS).filter(|other| *other != own) {
            let count = counts.entry((other, value.key.clone())).or_default();
            count.0 += f64::from(u8::from(value.right));
            count.1 += 1.0;
        }
    }
    for value in judged {
        let (right, all) = counts
            .get(&(fold(&value.doc), value.key.clone()))
            .copied()
            .unwrap_or_default();
        value.confidence = Some((right + 1.0) / (all + 2.0));
    }
}

fn bins(sure: &[(f64, bool)]) -> Json {
    BINS.iter()
        .enumerate()
        .map(|(at, from)| {
            let to = BINS.get(at + 1).copied().unwrap_or(1.0);
            let last = at + 1 == BINS.len();
            let inside = |confidence: f64| {
                // 0.9 itself is not above 0.9.
                let low = if last {
                    confidence > *from
                } else {
                    confidence >= *from
                };
                let high = if at + 2 == BINS.len() {
                    confidence <= to
                } else {
                    confidence < to
                };
                low && (last || high)
            };
            let values: Vec<bool> = sure
                .iter()
                .filter(|(confidence, _)| inside(*confidence))
                .map(|(_, right)| *right)
                .collect();
            let right = values.iter().filter(|right| **right).count();
            json!({"from": from, "to": to, "values": values.len(), "right": right})
        })
        .collect()
}

fn percent(part: usize, whole: usize) -> Json {
    if whole == 0 {
        return Json::Null;
    }
    json!((1000.0 * part as f64 / whole as f64).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_lies_in_one_bin() {
        let sure = [
            (0.0, false),
            (0.25, true),
            (0.9, true),
            (0.95, true),
            (1.0, false),
        ];
        let bins = bins(&sure);
        let counts: Vec<u64> = bins
            .as_array()
            .unwrap()
            .iter()
            .map(|bin| bin["values"].as_u64().unwrap())
            .collect();
        assert_eq!(counts, [1, 1, 0, 0, 1, 2]);
    }

    #[test]
    fn a_rule_is_judged_by_other_documents_only() {
        let mut judged: Vec<Judged> = ["a", "b"]
            .iter()
            .flat_map(|doc| {
                (0..8).map(move |_| Judged {
                    doc: (*doc).to_owned(),
                    key: "date date/iso".into(),
                    confidence: None,
                    right: *doc == "a",
                })
            })
            .collect();
        learn(&mut judged);
        assert!(
            judged[0].confidence.unwrap() < 0.2,
            "a is judged by b, which is all wrong"
        );
        assert!(judged[8].confidence.unwrap() > 0.8);
    }
}
