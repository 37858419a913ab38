//! Gaps as text and as blocks for a codebook.

use super::collect::{Collected, Gap};
use crate::output::{count, plain};
use std::cmp::Reverse;
use std::fmt::Write as _;

impl Gap {
    /// "3 reports, 2 incidents, 2021-03-04 to 2022-05-06, BF ML".
    pub(super) fn facts(&self) -> String {
        let mut facts = vec![
            count(self.reports.len(), "report"),
            count(self.incidents.len(), "incident"),
        ];
        match (self.first, self.last) {
            (Some(first), Some(last)) if first == last => facts.push(first.to_string()),
            (Some(first), Some(last)) => facts.push(format!("{first} to {last}")),
            _ => {}
        }
        let countries = self.home();
        if !countries.is_empty() {
            facts.push(countries.join(" "));
        }
        facts.join(", ")
    }

    /// Its countries, the one named most first.
    fn home(&self) -> Vec<&str> {
        let mut countries: Vec<(&String, &usize)> = self.countries.iter().collect();
        countries.sort_by_key(|(_, times)| Reverse(**times));
        countries
            .into_iter()
            .map(|(code, _)| code.as_str())
            .collect()
    }

    pub(super) fn sentence(&self) -> String {
        let words: Vec<&str> = self.example.0.split_whitespace().collect();
        let words = words.join(" ");
        let short: String = words.chars().take(QUOTE).collect();
        if short.len() < words.len() {
            format!("{}…", short.trim_end())
        } else {
            short
        }
    }
}

/// Characters of a sentence that are shown.
const QUOTE: usize = 240;

impl Collected {
    /// For people.
    pub(super) fn text(&self, least: usize) -> String {
        let mut out = String::new();
        for (title, gaps) in [
            ("Named actors", &self.named),
            ("Bodies of people without a name", &self.bodies),
            ("Places that the gazetteer does not know", &self.places),
        ] {
            let gaps: Vec<&Gap> = gaps
                .iter()
                .filter(|gap| gap.reports.len() >= least)
                .collect();
            if gaps.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push('\n');
            }
            let _ = writeln!(out, "{title}: {}", gaps.len());
            for gap in gaps {
                let _ = write!(out, "  {}", plain(&gap.name));
                if !gap.noun.is_empty() {
                    let _ = write!(out, "  ({}, by “{}”)", gap.kind.word(), plain(&gap.noun));
                }
                let _ = writeln!(out, "\n    {}", gap.facts());
                let _ = writeln!(out, "    “{}” ({})", gap.sentence(), plain(&gap.example.1));
            }
        }
        if out.is_empty() {
            out.push_str("no gaps\n");
        }
        out
    }

    /// Blocks of the named ones, sound as a file of `actors/`.
    pub(super) fn toml(&self, least: usize) -> String {
        let mut out = String::new();
        let mut taken = self.taken.clone();
        for gap in self.named.iter().filter(|gap| gap.reports.len() >= least) {
            let mut id = slug(&gap.name);
            while !taken.insert(id.clone()) {
                id.push_str("-x");
            }
            let countries: Vec<String> = gap.home().into_iter().map(quoted).collect();
            let _ = write!(
                out,
                "# {}\n# “{}” ({})\n[[actor]]\nid = {}\nname = {}\nkind = {}\n",
                gap.facts(),
                gap.sentence(),
                plain(&gap.example.1),
                quoted(&id),
                quoted(&gap.name),
                quoted(gap.kind.code()),
            );
            if !countries.is_empty() {
                let _ = writeln!(out, "countries = [{}]", countries.join(", "));
            }
            out.push('\n');
        }
        out
    }
}

/// A TOML string on one line.
fn quoted(text: &str) -> String {
    let text = plain(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{text}\"")
}

/// "Sons of the Valley" as `sons-of-the-valley`.
fn slug(name: &str) -> String {
    let folded = codebook::phrases::fold(name);
    let words: Vec<String> = folded
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if words.is_empty() {
        "unnamed".to_owned()
    } else {
        words.join("-")
    }
}
