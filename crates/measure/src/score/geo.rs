//! The place stage alone, against four corpora of place names with coordinates.

use super::settings::Settings;
use super::{Figures, codebook, data, scorer};
use ::codebook::gazetteer::Gazetteer;
use anyhow::Context as _;
use model::Report;
use serde_json::{Value as Json, json};
use std::ffi::OsStr;
use std::fmt::Write as _;

const USUAL: &str = "corpora/geo";

/// Finds and places the names of every document; tagging and resolution in one figure and apart.
pub fn score(settings: &Settings) -> anyhow::Result<Figures> {
    let folder = data::folder(settings, USUAL)?;
    let script = data::scorer(&folder, USUAL, "score_geo.py")?;
    let gold = [OsStr::new("--gold"), folder.as_os_str()];
    let codebook = codebook()?;
    let gazetteer = Gazetteer::embedded();
    let mut lines = String::new();
    for input in scorer::inputs(&script, &gold)? {
        let text = input["text"]
            .as_str()
            .context("an input line has no text")?;
        let report = Report {
            id: input["id"].as_str().unwrap_or_default().to_owned(),
            text: text.to_owned(),
            ..Report::default()
        };
        let offsets = Characters::of(text);
        let places: Vec<Json> = coding::named_places(&report, &codebook, &gazetteer)
            .iter()
            .map(|place| {
                json!({
                    "start": offsets.at(place.span.start),
                    "end": offsets.at(place.span.end),
                    "lat": place.latitude,
                    "lon": place.longitude,
                })
            })
            .collect();
        let _ = writeln!(lines, "{}", json!({"id": input["id"], "places": places}));
    }
    let predicted = scorer::predictions("geo", &lines)?;
    let args = [
        gold[0],
        gold[1],
        OsStr::new("--pred"),
        predicted.as_os_str(),
    ];
    scorer::figures(&script, &args, settings)
}

/// Where each character of a text begins, in bytes.
struct Characters(Vec<u32>);

impl Characters {
    fn of(text: &str) -> Self {
        Characters(text.char_indices().map(|(at, _)| at as u32).collect())
    }

    /// How many characters stand before a byte.
    fn at(&self, byte: u32) -> usize {
        self.0.partition_point(|start| *start < byte)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_characters_and_not_bytes() {
        let offsets = Characters::of("é, Köln");
        assert_eq!([0, 4, 9].map(|byte| offsets.at(byte)), [0, 3, 7]);
    }
}
