//! The figures of the table, each with the floor it must hold and its aim.

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
        "same incident, labelled fields: pairs, F1",
        "same_incident",
        "pairs/f1",
        80.0,
        90.0,
    ),
    less(
        "same incident, labelled fields: false merges",
        "same_incident",
        "false_merge_rate",
        2.0,
        1.0,
    )
    .in_unit(" %"),
    more(
        "same incident, from the texts: pairs, F1",
        "same_incident",
        "end_to_end/pairs/f1",
        60.0,
        75.0,
    ),
    more(
        "reports of one incident, as wholes: pairs, F1",
        "gva",
        "pair/f1",
        76.0,
        82.0,
    ),
    more(
        "reports of one incident: exact groups, F1",
        "gva",
        "exact/f1",
        77.0,
        79.0,
    ),
    more(
        "reports of one incident, told more than once: F1",
        "gva",
        "multi/f1",
        90.0,
        92.0,
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
pub const WEAKEST: &str = "weakest";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(grouped("124656"), "124,656");
        assert_eq!(grouped("999"), "999");
        assert_eq!(grouped("40.5"), "40.5");
    }
}
