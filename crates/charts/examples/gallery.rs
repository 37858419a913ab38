//! Draws every chart with invented data: `cargo run --release -p charts --example gallery`
//! writes SVG and PNG files and a page of them all to `target/gallery/`.

use charts::{
    Area, Areas, Band, BandPoint, Bar, Bars, Calendar, Day, Figure, Lead, Leads, Mark, Mix,
    MixPeriod, Multiples, Outline, Panel, Rank, Ranks, Step, Timeline, Toll, Tolls, Words,
};
use jiff::ToSpan;
use jiff::civil::Date;
use model::Estimate;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let folder = Path::new("target/gallery");
    std::fs::create_dir_all(folder)?;
    let mut page = String::from(
        "<!doctype html><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><title>Charts</title>\n<style>svg { max-width: 100%; height: auto; }</style>\n",
    );
    for (name, svg) in charts() {
        std::fs::write(folder.join(format!("{name}.svg")), &svg)?;
        std::fs::write(folder.join(format!("{name}.png")), png(&svg))?;
        page.push_str(&svg);
    }
    std::fs::write(folder.join("index.html"), page)
}

fn charts() -> Vec<(&'static str, String)> {
    vec![
        ("timeline", charts::timeline(&timeline())),
        ("timeline-many", charts::timeline(&many())),
        ("bars", charts::bars(&bars())),
        ("bars-few", charts::bars(&few())),
        ("multiples", charts::multiples(&multiples())),
        ("ranks", charts::ranks(&ranks())),
        ("mix", charts::mix(&mix())),
        ("areas", charts::areas(&areas(false))),
        ("areas-shaded", charts::areas(&areas(true))),
        ("band", charts::band(&band())),
        ("calendar", charts::calendar(&calendar())),
        ("tolls", charts::tolls(&tolls())),
        ("leads", charts::leads(&leads())),
    ]
}

fn ranks() -> Ranks {
    let row = |label: &str, count| Rank {
        label: label.to_owned(),
        count,
        note: String::new(),
    };
    Ranks {
        words: Words::new(
            "Incidents by type",
            ["All 41 incidents.", "Counting policy: range."],
        ),
        unit: "incidents".to_owned(),
        rows: vec![
            row("Armed assault", 17),
            row("Bombing", 14),
            row("Shelling", 6),
            row("Arrest", 1),
        ],
        left_out: 3,
    }
}

/// The picture as PNG at twice its size, in the face for light.
fn png(svg: &str) -> Vec<u8> {
    let mut options = resvg::usvg::Options::default();
    let fonts = options.fontdb_mut();
    for font in typst_assets::fonts() {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("Libertinus Serif");
    "Libertinus Serif".clone_into(&mut options.font_family);
    let tree = resvg::usvg::Tree::from_str(svg, &options).expect("charts are SVG");
    let size = tree.size();
    let mut map =
        resvg::tiny_skia::Pixmap::new((size.width() * 2.0) as u32, (size.height() * 2.0) as u32)
            .expect("charts are not empty");
    let scale = resvg::tiny_skia::Transform::from_scale(2.0, 2.0);
    resvg::render(&tree, scale, &mut map.as_mut());
    map.encode_png().expect("a picture is a PNG")
}

/// Numbers without a pattern, the same on each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % limit
    }
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn after(first: &str, days: u64) -> Date {
    day(first) + (days as i64).days()
}

fn words(title: &str) -> Words {
    Words::new(
        title,
        [
            "64 of 212 incidents where type = attack and country = AF.",
            "Counting policy: range.",
            "Counted among them: 3 undated, 5 unlocated.",
        ],
    )
}

fn timeline() -> Timeline {
    let mut dice = Dice(7);
    let actors = [
        "Islamic State Khorasan Province",
        "National Resistance Front",
        "حركة طالبان",
        "",
    ];
    let mut marks: Vec<Mark> = (0..60)
        .map(|_| Mark {
            when: Some(model::When::day(after("2022-01-03", dice.below(500)))),
            lane: actors[dice.below(4) as usize].to_owned(),
            label: "An attack".to_owned(),
        })
        .collect();
    for (when, lane) in [
        ("2022-04", 0),
        ("2022-04-17/2022-05-01", 0),
        ("2022-09-19/..", 1),
        ("2022", 0),
        ("2022-10-26~", 1),
    ] {
        marks.push(Mark {
            when: when.parse().ok(),
            lane: actors[lane].to_owned(),
            label: "Some time".to_owned(),
        });
    }
    marks.push(Mark::default());
    Timeline {
        words: words("Attacks on diplomatic missions, by group"),
        marks,
    }
}

fn many() -> Timeline {
    let mut dice = Dice(3);
    Timeline {
        words: words("Ten thousand incidents"),
        marks: (0..10_000)
            .map(|index| {
                let first = after("2015-01-01", dice.below(3000));
                let last = first + (dice.below(40) as i64).days();
                Mark {
                    when: Some(if index % 9 == 0 {
                        model::When::between(first, last)
                    } else {
                        model::When::day(first)
                    }),
                    lane: String::new(),
                    label: format!("Incident {index}"),
                }
            })
            .collect(),
    }
}

fn bars() -> Bars {
    let mut dice = Dice(1);
    let months = (0..40).map(|month| {
        let mut bar = Bar::new(
            after("2020-01-15", month * 30),
            dice.below(9) * dice.below(5),
        );
        bar.source_change = match month {
            12 => Some(4),
            30 => Some(-3),
            _ => None,
        };
        bar
    });
    Bars {
        words: words("Attacks by month"),
        unit: "incidents".to_owned(),
        step: Step::Month,
        bars: months.collect(),
        left_out: 3,
    }
}

fn few() -> Bars {
    Bars {
        words: words("Foiled plots by year"),
        unit: "incidents".to_owned(),
        step: Step::Year,
        bars: [(2019, 4), (2021, 11), (2022, 5), (2023, 6)]
            .map(|(year, count)| Bar::new(Date::constant(year, 1, 1), count))
            .to_vec(),
        left_out: 0,
    }
}

fn multiples() -> Multiples {
    let mut dice = Dice(5);
    let panels = [
        "Islamic State Khorasan Province",
        "National Resistance Front",
        "Afghanistan Freedom Front",
        "حركة طالبان باكستان",
        "Not told",
    ];
    Multiples {
        words: words("Incidents by actor"),
        unit: "incidents".to_owned(),
        step: Step::Month,
        panels: panels
            .into_iter()
            .enumerate()
            .map(|(at, name)| Panel {
                name: name.to_owned(),
                counts: (0..24)
                    .map(|month| {
                        (
                            after("2021-08-15", month * 30),
                            dice.below(12) / (at as u64 + 1),
                        )
                    })
                    .collect(),
                left_out: 1,
            })
            .collect(),
    }
}

fn mix() -> Mix {
    let mut dice = Dice(9);
    let parts = [
        "civilians",
        "security forces",
        "diplomatic missions",
        "religious sites",
        "transport",
        "media",
        "education",
        "power lines",
        "aid workers",
    ];
    Mix {
        words: words("Targets by quarter"),
        unit: "targets".to_owned(),
        parts: parts.map(str::to_owned).to_vec(),
        periods: (1..=8)
            .map(|quarter| MixPeriod {
                label: format!("{} Q{}", 2021 + (quarter - 1) / 4, (quarter - 1) % 4 + 1),
                counts: if quarter == 5 {
                    Vec::new()
                } else {
                    (0..9).map(|part| dice.below(14) / (part / 2 + 1)).collect()
                },
            })
            .collect(),
    }
}

fn areas(shaded: bool) -> Areas {
    let outlines = codebook::gazetteer::outlines_fine();
    let outline = |code: &[u8; 2]| {
        let found = outlines
            .iter()
            .find(|outline| outline.country == Some(*code));
        found
            .map(|outline| outline.rings.clone())
            .unwrap_or_default()
    };
    let area = |name: &str, count, lon, lat| Area {
        name: name.to_owned(),
        count,
        at: Some((lon, lat)),
        rings: Vec::new(),
    };
    let country = |name: &str, count, code: &[u8; 2]| Area {
        name: name.to_owned(),
        count,
        at: None,
        rings: outline(code),
    };
    Areas {
        words: words(if shaded {
            "Incidents by country"
        } else {
            "Incidents by province"
        }),
        unit: "incidents".to_owned(),
        base: outlines
            .iter()
            .map(|outline| Outline {
                name: outline.name.clone(),
                rings: outline.rings.clone(),
            })
            .collect(),
        areas: if shaded {
            vec![
                country("Afghanistan", 245, b"AF"),
                country("Pakistan", 61, b"PK"),
                country("Tajikistan", 3, b"TJ"),
                country("Uzbekistan", 1, b"UZ"),
            ]
        } else {
            vec![
                area("Kabul", 245, 69.2, 34.5),
                area("Nangarhar", 129, 70.4, 34.2),
                area("Kunar", 38, 71.0, 34.9),
                area("Balkh", 21, 67.1, 36.7),
                area("Kunduz", 17, 68.9, 36.7),
                area("Herat", 9, 62.2, 34.3),
                area("Kandahar", 6, 65.7, 31.6),
                area("Takhar", 3, 69.5, 36.7),
                area("Parwan", 2, 69.1, 35.0),
                Area {
                    name: "Somewhere else".to_owned(),
                    count: 2,
                    ..Area::default()
                },
            ]
        },
        left_out: 5,
        credit: "Base map: Natural Earth. Places: GeoNames (CC BY 4.0).".to_owned(),
    }
}

fn band() -> Band {
    let mut dice = Dice(2);
    Band {
        words: words("People killed by month, lowest to highest"),
        unit: "people killed".to_owned(),
        step: Step::Month,
        points: (0..22)
            .map(|month| {
                let low = dice.below(60);
                let best = low + dice.below(20);
                BandPoint {
                    day: after("2021-08-15", month * 30),
                    low,
                    best,
                    high: best + dice.below(40),
                    open: month == 6,
                }
            })
            .collect(),
        left_out: 2,
    }
}

fn calendar() -> Calendar {
    let mut dice = Dice(4);
    Calendar {
        words: words("Incidents by day"),
        unit: "incidents".to_owned(),
        days: (0..140)
            .map(|_| Day {
                day: after("2021-08-15", dice.below(600)),
                count: 1 + dice.below(4) * dice.below(3),
            })
            .collect(),
        left_out: 12,
    }
}

fn tolls() -> Tolls {
    let figure = |source: &str, toll| Figure {
        source: source.to_owned(),
        toll,
    };
    Tolls {
        words: words("What sources say of the dead"),
        unit: "people killed".to_owned(),
        rows: vec![
            Toll {
                label: "Airport gate, Kabul".to_owned(),
                when: "26 August 2021".to_owned(),
                figures: vec![
                    figure("Agency A", Estimate::exactly(183)),
                    figure("Daily B", Estimate::at_least(170)),
                    figure("Radio C", Estimate::at_least(13)),
                ],
                chosen: Some(Estimate::between(13, 183)),
            },
            Toll {
                label: "Embassy gate, Kabul, in the queue for visas".to_owned(),
                when: "5 September 2022".to_owned(),
                figures: vec![
                    figure("Agency A", Estimate::exactly(8)),
                    figure("Daily B", Estimate::exactly(8)),
                    figure("Radio C", Estimate::at_least(6)),
                    figure("Ministry", Estimate::exactly(4)),
                ],
                chosen: Some(Estimate::between(4, 8)),
            },
            Toll {
                label: "Mosque, Kunduz".to_owned(),
                when: "8 October 2021".to_owned(),
                figures: vec![
                    figure("Hospital", Estimate::about(50)),
                    figure("Agency D", Estimate::between(43, 46)),
                    figure("وكالة الأنباء", Estimate::at_most(80)),
                ],
                chosen: None,
            },
        ],
    }
}

fn leads() -> Leads {
    let lead = |label: &str, when: &str, tied, days: &[u32]| Lead {
        label: label.to_owned(),
        when: when.to_owned(),
        tied,
        or_more: false,
        days: days.to_vec(),
        unknown: String::new(),
    };
    Leads {
        words: words("Days from warnings to what followed"),
        within: 30,
        rows: vec![
            lead(
                "Embassy warns of an attack at the airport",
                "25 August 2021",
                Some((1, 1)),
                &[1, 44],
            ),
            lead(
                "Group threatens embassies of states that hold its members, in a long statement that goes on and on",
                "2 September 2022",
                Some((3, 5)),
                &[3, 3, 25, 88],
            ),
            lead(
                "Ministry warns of plots before the feast",
                "April 2022",
                None,
                &[12, 13, 19, 47],
            ),
            lead("Warning of attacks on hotels", "1 November 2022", None, &[]),
        ],
    }
}
