//! Whether confidence means what it says: values by confidence, and how many of them are right.

use super::settings::Settings;
use super::{Figures, incidents};
use crate::confidence;
use anyhow::{Context as _, bail};
use model::Confidence;
use serde_json::{Value as Json, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Judges every value of every record; written in the reference scorer's language, to use its own alignment.
const JUDGE: &str = include_str!("reliability.py");

/// Lower ends of the bins.
const BINS: [f64; 6] = [0.0, 0.25, 0.5, 0.7, 0.8, 0.9];

/// A value of a record, judged.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The report.
    pub doc: String,
    /// The record's id in it.
    pub id: String,
    /// The slot, as the reference scorer names it.
    pub slot: String,
    /// Its place in a list.
    pub number: usize,
    /// Whether the reference scorer counts it as right.
    pub right: bool,
}

/// Codes the labelled documents and sorts their values by confidence: by a card learned without the document that
/// the value stands in, not by the card that the program holds, which has seen most of these documents.
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let labelled = confidence::labelled(settings)?;
    let rated = confidence::crossed(&labelled);
    let sure: Vec<(f64, bool)> = labelled
        .iter()
        .zip(rated)
        .filter(|(value, _)| value.measured)
        .map(|(value, rated)| (rated.map_or(0.0, Confidence::share), value.right))
        .collect();
    let above: Vec<bool> = sure
        .iter()
        .filter(|(confidence, _)| *confidence > 0.9)
        .map(|(_, right)| *right)
        .collect();
    let mut figures = Figures::new();
    figures.insert("from".into(), "cross-validated".into());
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

/// The reliability table in Markdown: each bin by itself, and with all surer ones.
pub fn text(figures: &Figures) -> String {
    let mut out = String::from(
        "| confidence | values | share of all | right | this sure or surer | right |\n|---|---|---|---|---|---|\n",
    );
    let all = figures["values"].as_f64().unwrap_or(0.0).max(1.0);
    let bins: Vec<&Json> = figures["bins"].as_array().into_iter().flatten().collect();
    let number = |bin: &Json, name: &str| bin[name].as_f64().unwrap_or(0.0);
    let right = |right: f64, values: f64| {
        if values == 0.0 {
            "–".to_owned()
        } else {
            format!("{:.0} %", 100.0 * right / values)
        }
    };
    for (at, bin) in bins.iter().enumerate() {
        let sum = |name: &str| bins[at..].iter().map(|bin| number(bin, name)).sum::<f64>();
        let _ = writeln!(
            out,
            "| {:.2}–{:.2} | {} | {:.0} % | {} | {:.0} % | {} |",
            number(bin, "from"),
            number(bin, "to"),
            number(bin, "values"),
            100.0 * number(bin, "values") / all,
            right(number(bin, "right"), number(bin, "values")),
            100.0 * sum("values") / all,
            right(sum("right"), sum("values")),
        );
    }
    out
}

/// Every value of every record on the labelled documents, judged by the reference scorer.
///
/// `slots` are those that the labels speak of, with commas between, or `all`.
pub fn judge(coded: &incidents::Coded, slots: &str) -> anyhow::Result<Vec<Judged>> {
    let mut child = Command::new("python3")
        .arg("-")
        .arg(&coded.scorer)
        .arg(slots)
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
                id: text("id"),
                slot: text("slot"),
                number: row["number"].as_u64().unwrap_or(0) as usize,
                right: row["right"].as_bool().unwrap_or(false),
            })
        })
        .collect()
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
    fn a_bin_is_shown_with_all_surer_ones() {
        let sure = [(0.6, false), (0.6, true), (0.95, true), (0.95, true)];
        let mut figures = Figures::new();
        figures.insert("values".into(), 4.into());
        figures.insert("bins".into(), bins(&sure));
        let text = text(&figures);
        assert!(
            text.contains("| 0.50–0.70 | 2 | 50 % | 50 % | 100 % | 75 % |"),
            "{text}"
        );
        assert!(text.contains("| 0.90–1.00 | 2 | 50 % | 100 % | 50 % | 100 % |"));
    }
}
