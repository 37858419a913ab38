//! The figures that say how good the program is, with the floor each must hold and the aim.

use super::Figures;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// A figure of the table.
pub struct Figure {
    /// As the table calls it.
    pub name: &'static str,
    /// The row that measures it.
    pub row: &'static str,
    /// Where it stands in the row's figures, keys apart by `/`.
    pub path: &'static str,
    /// A good system begins here.
    pub floor: f64,
    /// This is why we are here.
    pub aim: f64,
    /// Less is better.
    pub less: bool,
    /// `%`, `MB`, …
    pub unit: &'static str,
}

/// Gold values that a slot needs to be judged alone.
const ENOUGH: u64 = 20;

const fn more(
    name: &'static str,
    row: &'static str,
    path: &'static str,
    floor: f64,
    aim: f64,
) -> Figure {
    Figure {
        name,
        row,
        path,
        floor,
        aim,
        less: false,
        unit: "",
    }
}

const fn less(
    name: &'static str,
    row: &'static str,
    path: &'static str,
    floor: f64,
    aim: f64,
) -> Figure {
    Figure {
        less: true,
        ..more(name, row, path, floor, aim)
    }
}

impl Figure {
    const fn in_unit(self, unit: &'static str) -> Self {
        Figure { unit, ..self }
    }
}

/// All figures, in the order of the table.
pub const FIGURES: &[Figure] = &[
    more("incidents, F1", "incidents", "incidents/f1", 55.0, 75.0),
    more("slots, F1", "incidents", "slots/f1", 45.0, 65.0),
    more("tallies, F1", "incidents", "tallies/f1", 55.0, 80.0),
    more(
        "weakest slot with 20 gold values or more, F1",
        "incidents",
        WEAKEST,
        35.0,
        55.0,
    ),
    more(
        "fine slots pooled, F1",
        "incidents",
        "fine_slots/f1",
        40.0,
        60.0,
    ),
    less(
        "records on documents without incidents",
        "incidents",
        "records_on_documents_without_incidents",
        0.0,
        0.0,
    ),
    less(
        "records per 10,000 words without incidents: EWT dev",
        "overcoding",
        "ewt/per_10000_words",
        3.0,
        1.0,
    ),
    less(
        "records per 10,000 words without incidents: MUC-4 DEV",
        "overcoding",
        "muc4/per_10000_words",
        3.0,
        1.0,
    ),
    more(
        "MUC-4 entities (REE), F1",
        "muc4",
        "ree/micro/f1",
        38.0,
        53.0,
    ),
    more(
        "MUC-4 templates (GTT), F1",
        "muc4",
        "gtt/micro/f1",
        42.0,
        55.0,
    ),
    more(
        "MUC-4 templates (RME), F1",
        "muc4",
        "rme/micro/f1",
        32.0,
        47.0,
    ),
    more("MUC-4 date, F1", "muc4", "date/f1", 42.0, 52.0),
    more("MUC-4 stage, F1", "muc4", "stage/f1", 62.0, 72.0),
    more("MUC-4 country, F1", "muc4", "country/f1", 62.0, 75.0),
    more("MUC-4 place, F1", "muc4", "place/f1", 30.0, 43.0),
    more(
        "MUC-4 victim effect, F1",
        "muc4",
        "victim_effect/f1",
        36.0,
        46.0,
    ),
    more(
        "MUC-4 victim number, F1",
        "muc4",
        "victim_number/f1",
        34.0,
        47.0,
    ),
    more(
        "MUC-4 organisation confidence, F1",
        "muc4",
        "org_confidence/f1",
        22.0,
        31.0,
    ),
    more(
        "single dates right (Recognizers-Text)",
        "dates",
        "date/pct",
        60.0,
        80.0,
    )
    .in_unit(" %"),
    more(
        "date phrases right (duckling)",
        "duckling",
        "day_or_coarser/pct",
        65.0,
        85.0,
    )
    .in_unit(" %"),
    more(
        "places found and within 161 km: LGL",
        "geo",
        "lgl/e2e",
        42.0,
        55.0,
    )
    .in_unit(" %"),
    more(
        "places found and within 161 km: GeoWebNews",
        "geo",
        "gwn/e2e",
        43.0,
        60.0,
    )
    .in_unit(" %"),
    more(
        "places found and within 161 km: TR-News",
        "geo",
        "trnews/e2e",
        50.0,
        65.0,
    )
    .in_unit(" %"),
    more(
        "within 161 km, of those found: LGL",
        "geo",
        "lgl/acc161",
        75.0,
        83.0,
    )
    .in_unit(" %"),
    more(
        "UPOS from raw text, EWT dev, F1",
        "ud",
        "ewt/UPOS/f1",
        92.5,
        94.0,
    ),
    more(
        "LAS from raw text, EWT dev, F1",
        "ud",
        "ewt/LAS/f1",
        76.0,
        79.0,
    ),
    more(
        "words per second, one core",
        "speed",
        "words_per_second",
        60_000.0,
        120_000.0,
    ),
    less("peak memory", "speed", "peak_mb", 300.0, 150.0).in_unit(" MB"),
    less("start-up", "speed", "startup_ms", 150.0, 50.0).in_unit(" ms"),
    more("two threads against one", "speed", "two_threads", 1.7, 1.95).in_unit(" ×"),
    more(
        "values with confidence above 0.9",
        "confidence",
        "above_0.9",
        40.0,
        40.0,
    )
    .in_unit(" %"),
    more(
        "of those, right",
        "confidence",
        "right_above_0.9",
        90.0,
        90.0,
    )
    .in_unit(" %"),
];

/// The path of the one figure that is worked out here.
const WEAKEST: &str = "weakest";

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
            out += &format!("\nworst slots: {}\n", worst.join(", "));
        }
        for (row, why) in &self.missing {
            out += &format!("\nnot measured, {row}: {why}\n");
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

impl Figure {
    /// A value of it as printed, with its unit.
    pub fn shown(&self, value: f64) -> String {
        let digits = match value {
            _ if value >= 1000.0 => 0,
            _ if self.unit == " ×" || (self.less && self.unit.is_empty() && value != 0.0) => 2,
            _ => 1,
        };
        let number = format!("{value:.digits$}");
        let number = number.strip_suffix(".0").unwrap_or(&number);
        format!("{}{}", grouped(number), self.unit)
    }
}

/// `120000` as `120,000`.
fn grouped(number: &str) -> String {
    if number.len() < 4 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let (head, tail) = number.split_at(number.len() - 3);
    format!("{},{tail}", grouped(head))
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

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped("124656"), "124,656");
        assert_eq!(grouped("999"), "999");
        assert_eq!(grouped("40.5"), "40.5");
    }
}
