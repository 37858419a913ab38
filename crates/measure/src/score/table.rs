//! What a full run measured, as a table against floors and aims.

use super::Figures;
use super::figures::{FIGURES, Figure, WEAKEST};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Gold values that a slot needs to be judged alone.
const ENOUGH: u64 = 20;

/// What a full run measured.
#[derive(Default)]
pub struct Measured {
    /// Figures by row.
    pub figures: BTreeMap<&'static str, Figures>,
    /// Rows that could not be run, and why.
    pub missing: BTreeMap<&'static str, String>,
}

/// A slot of incident records: name, precision, recall, F1, gold values.
pub struct Slot {
    /// As in the records.
    pub name: String,
    /// Per cent.
    pub precision: f64,
    /// Per cent.
    pub recall: f64,
    /// Per cent.
    pub f1: f64,
    /// Values in the labels.
    pub gold: u64,
}

impl Measured {
    /// A figure's value; `None` where it was not measured.
    pub fn value(&self, figure: &Figure) -> Option<f64> {
        if figure.path == WEAKEST {
            return self.worst_slots().first().map(|slot| slot.f1);
        }
        let mut value = self
            .figures
            .get(figure.row)?
            .get(figure.path.split('/').next()?)?;
        for key in figure.path.split('/').skip(1) {
            value = value.get(key)?;
        }
        value.as_f64()
    }

    /// All slots, in the scorer's order.
    pub fn slots(&self) -> Vec<Slot> {
        let slots = self
            .figures
            .get("incidents")
            .and_then(|figures| figures.get("per_slot"))
            .and_then(Json::as_object);
        slots
            .into_iter()
            .flatten()
            .map(|(name, slot)| {
                let number = |key: &str| slot[key].as_f64().unwrap_or(0.0);
                Slot {
                    name: name.clone(),
                    precision: number("p"),
                    recall: number("r"),
                    f1: number("f1"),
                    gold: slot["gold"].as_u64().unwrap_or(0),
                }
            })
            .collect()
    }

    /// Slots with enough gold values, the worst first.
    pub fn worst_slots(&self) -> Vec<Slot> {
        let mut slots = self.slots();
        slots.retain(|slot| slot.gold >= ENOUGH);
        slots.sort_by(|a, b| a.f1.total_cmp(&b.f1));
        slots
    }

    /// The table with the figures of the last commit beside it, the worst slots, and what is missing.
    pub fn text(&self, before: &BTreeMap<String, String>) -> String {
        let mut rows =
            vec![["figure", "floor", "aim", "now", "last commit", ""].map(str::to_owned)];
        for figure in FIGURES {
            rows.push([
                figure.name.to_owned(),
                figure.shown(figure.floor),
                figure.shown(figure.aim),
                self.shown(figure),
                before
                    .get(figure.name)
                    .cloned()
                    .unwrap_or_else(|| "–".into()),
                self.judgement(figure).to_owned(),
            ]);
        }
        let mut out = aligned(&rows);
        let worst: Vec<String> = self
            .worst_slots()
            .iter()
            .take(5)
            .map(|slot| format!("{} {:.1}", slot.name, slot.f1))
            .collect();
        if !worst.is_empty() {
            let _ = writeln!(out, "\nworst slots: {}", worst.join(", "));
        }
        for (row, why) in &self.missing {
            let _ = writeln!(out, "\nnot measured, {row}: {why}");
        }
        out
    }

    /// A figure's value as printed.
    pub fn shown(&self, figure: &Figure) -> String {
        self.value(figure)
            .map_or_else(|| "–".into(), |value| figure.shown(value))
    }

    /// Where a figure stands against floor and aim.
    pub fn judgement(&self, figure: &Figure) -> &'static str {
        let reaches = |value: f64, mark: f64| {
            if figure.less {
                value <= mark
            } else {
                value >= mark
            }
        };
        match self.value(figure) {
            None => "",
            Some(value) if reaches(value, figure.aim) => "aim",
            Some(value) if reaches(value, figure.floor) => "floor",
            Some(_) => "below",
        }
    }

    /// Everything on one line.
    pub fn json(&self) -> Json {
        let figures: Figures = FIGURES
            .iter()
            .map(|figure| {
                let value = json!({
                    "now": self.value(figure),
                    "floor": figure.floor,
                    "aim": figure.aim,
                });
                (figure.name.to_owned(), value)
            })
            .collect();
        json!({"figures": figures, "rows": self.figures, "missing": self.missing})
    }
}

/// Rows as columns, two spaces apart.
fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let widths: Vec<usize> = (0..N)
        .map(|column| {
            let widest = rows.iter().map(|row| row[column].chars().count()).max();
            widest.unwrap_or(0)
        })
        .collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line += cell;
            line += &" ".repeat(width - cell.chars().count() + 2);
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(row: &'static str, figures: Json) -> Measured {
        let mut measured = Measured::default();
        if let Json::Object(figures) = figures {
            measured.figures.insert(row, figures);
        }
        measured
    }

    fn figure(name: &str) -> &'static Figure {
        FIGURES.iter().find(|figure| figure.name == name).unwrap()
    }

    #[test]
    fn the_weakest_slot_is_one_with_enough_gold_values() {
        let slot = |f1: f64, gold: u64| json!({"p": f1, "r": f1, "f1": f1, "gold": gold});
        let measured = measured(
            "incidents",
            json!({"per_slot": {"status": slot(5.0, 3), "date": slot(52.0, 200), "site": slot(32.0, 78)}}),
        );
        let weakest = figure("weakest slot with 20 gold values or more, F1");
        assert_eq!(measured.value(weakest), Some(32.0));
        assert_eq!(measured.judgement(weakest), "below");
    }

    #[test]
    fn of_memory_less_is_better() {
        let memory = figure("peak memory");
        let judged = |peak: f64| measured("speed", json!({"peak_mb": peak})).judgement(memory);
        assert_eq!(
            [judged(90.0), judged(200.0), judged(400.0)],
            ["aim", "floor", "below"]
        );
    }

    #[test]
    fn what_was_not_measured_says_why() {
        let mut measured = Measured::default();
        measured
            .missing
            .insert("geo", "not here: corpora/geo".into());
        let text = measured.text(&BTreeMap::new());
        assert!(
            text.contains("not measured, geo: not here: corpora/geo"),
            "{text}"
        );
    }
}
