//! What holds of every chart, whatever the data.

#![expect(
    clippy::unwrap_used,
    reason = "what cannot be read in a test is its failure"
)]

use charts::{
    Area, Areas, Band, BandPoint, Bar, Bars, Calendar, Day, Figure, Lead, Leads, Mark, Mix,
    MixPeriod, Multiples, Outline, Panel, Rank, Ranks, Step, Timeline, Toll, Tolls, Words, areas,
    band, bars, calendar, leads, mix, multiples, ranks, timeline, tolls,
};
use jiff::ToSpan;
use jiff::civil::Date;
use model::{Estimate, When};
use proptest::prelude::*;

const WIDTH: f64 = 760.0;

/// Reads the picture: it must be XML, with finite places within its view box.
fn look(svg: &str) {
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut height = 0.0_f64;
    let mut elements = 0;
    let mut depth = 0;
    loop {
        let event = reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error}\n{svg}"));
        let element = match &event {
            quick_xml::events::Event::Start(element) => {
                depth += 1;
                element
            }
            quick_xml::events::Event::Empty(element) => element,
            quick_xml::events::Event::End(_) => {
                depth -= 1;
                continue;
            }
            quick_xml::events::Event::Eof => break,
            _ => continue,
        };
        let name = element.name().as_ref().to_owned();
        let mut places = Vec::new();
        let is_weave = element
            .attributes()
            .flatten()
            .any(|one| one.value.as_ref() == "weave");
        for attribute in element.attributes() {
            let attribute = attribute.unwrap_or_else(|error| panic!("{error}"));
            let key = attribute.key.as_ref().to_owned();
            let value = attribute.value.to_string();
            match (name.as_str(), key.as_str()) {
                ("svg", "viewBox") => {
                    height = value.rsplit(' ').next().unwrap().parse().unwrap();
                }
                (
                    "rect" | "text" | "circle",
                    "x" | "y" | "cx" | "cy" | "r" | "width" | "height",
                ) => {
                    let number: f64 = value
                        .parse()
                        .unwrap_or_else(|_| panic!("{name} {key}={value}"));
                    assert!(number.is_finite(), "{name} {key}={value}");
                    places.push((key, number));
                }
                ("path", "d") if !is_weave => {
                    path_within(&value, height.max(7.0));
                }
                _ => {}
            }
        }
        within(&name, &places, height, svg);
        elements += 1;
    }
    assert_eq!(depth, 0);
    assert!(elements > 3, "{svg}");
    assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{svg}");
    assert!(svg.contains("role=\"img\"") && svg.contains("<title ") && svg.contains("<desc "));
}

fn within(name: &str, places: &[(String, f64)], height: f64, svg: &str) {
    let get = |key: &str| {
        places
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| *value)
    };
    let (x, y) = match name {
        "circle" => (get("cx"), get("cy")),
        _ => (get("x"), get("y")),
    };
    let (Some(x), Some(y)) = (x, y) else { return };
    let (wide, high) = match name {
        "rect" => (get("width").unwrap(), get("height").unwrap()),
        _ => (0.0, 0.0),
    };
    let around = if name == "circle" {
        get("r").unwrap()
    } else {
        0.0
    };
    assert!(
        x - around >= -0.2 && x + wide + around <= WIDTH + 0.2,
        "{name} {places:?}\n{svg}"
    );
    assert!(
        y - around >= -0.2 && y + high + around <= height + 0.2,
        "{name} {places:?} in {height}\n{svg}"
    );
}

fn path_within(data: &str, height: f64) {
    for pair in data
        .split(['M', 'L', 'Z'])
        .filter(|part| part.contains(','))
    {
        let (x, y) = pair.split_once(',').unwrap();
        let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
        assert!((-0.2..=WIDTH + 0.2).contains(&x), "{data}");
        assert!((-0.2..=height + 0.2).contains(&y), "{data} in {height}");
    }
}

fn a_day() -> impl Strategy<Value = Date> {
    prop_oneof![
        8 => (0i64..2000).prop_map(|days| Date::constant(2020, 1, 1) + days.days()),
        1 => (1i16..=9999, 1i8..=12).prop_map(|(year, month)| Date::constant(year, month, 1)),
    ]
}

fn a_when() -> impl Strategy<Value = Option<When>> {
    prop_oneof![
        Just(None),
        a_day().prop_map(|day| Some(When::day(day))),
        a_day().prop_map(|day| Some(When::day(day).about())),
        (a_day(), a_day()).prop_map(|(a, b)| Some(When::between(a, b))),
        a_day().prop_map(|day| Some(When::since(day))),
        a_day().prop_map(|day| Some(When::until(day))),
    ]
}

fn a_count() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0u64..30, 1 => Just(u64::MAX), 1 => 0u64..100_000]
}

fn some_words() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z ]{0,30}",
        1 => Just("<script>alert(1)</script> ]]> & \" '\u{0}\u{1b}\u{202e}".to_owned()),
        1 => Just("حركة طالبان باكستان وجماعات أخرى كثيرة جدا".to_owned()),
        1 => Just("Donaudampfschifffahrtsgesellschaft".repeat(20)),
        1 => any::<String>(),
    ]
}

fn around() -> impl Strategy<Value = Words> {
    (some_words(), prop::collection::vec(some_words(), 0..3))
        .prop_map(|(title, caption)| Words::new(title, caption))
}

fn a_step() -> impl Strategy<Value = Step> {
    prop::sample::select(vec![Step::Day, Step::Week, Step::Month, Step::Year])
}

fn a_toll() -> impl Strategy<Value = Estimate> {
    (
        prop::option::of(a_count()),
        prop::option::of(a_count()),
        any::<bool>(),
    )
        .prop_map(|(min, max, approx)| Estimate { min, max, approx })
}

fn a_ring() -> impl Strategy<Value = Vec<(f32, f32)>> {
    prop::collection::vec(
        prop_oneof![
            5 => (-180f32..180.0, -90f32..90.0),
            1 => Just((f32::NAN, f32::INFINITY)),
        ],
        0..12,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_timeline_stays_in_its_frame(
        words in around(),
        marks in prop::collection::vec((a_when(), some_words(), some_words()), 0..80),
    ) {
        let marks = marks.into_iter().map(|(when, lane, label)| Mark { when, lane, label }).collect();
        let chart = Timeline { words, marks };
        look(&timeline(&chart));
        prop_assert_eq!(timeline(&chart), timeline(&chart.clone()));
    }

    #[test]
    fn bars_stay_in_their_frame(
        words in around(),
        unit in some_words(),
        step in a_step(),
        days in prop::collection::vec((a_day(), a_count(), prop::option::of(any::<i64>())), 0..80),
        left_out in a_count(),
    ) {
        let bars_of = days.into_iter().map(|(day, count, source_change)| Bar { day, count, source_change });
        let chart = Bars { words, unit, step, bars: bars_of.collect(), left_out };
        look(&bars(&chart));
        prop_assert_eq!(bars(&chart), bars(&chart.clone()));
    }

    #[test]
    fn small_multiples_stay_in_their_frame(
        words in around(),
        step in a_step(),
        panels in prop::collection::vec((some_words(), prop::collection::vec((a_day(), a_count()), 0..20), a_count()), 0..30),
    ) {
        let panels = panels.into_iter().map(|(name, counts, left_out)| Panel { name, counts, left_out });
        look(&multiples(&Multiples { words, unit: "incidents".to_owned(), step, panels: panels.collect() }));
    }

    #[test]
    fn a_mix_stays_in_its_frame(
        words in around(),
        parts in prop::collection::vec(some_words(), 0..12),
        periods in prop::collection::vec((some_words(), prop::collection::vec(a_count(), 0..12)), 0..70),
    ) {
        let periods = periods.into_iter().map(|(label, counts)| MixPeriod { label, counts });
        look(&mix(&Mix { words, unit: "targets".to_owned(), parts, periods: periods.collect() }));
    }

    #[test]
    fn a_map_stays_in_its_frame(
        words in around(),
        base in prop::collection::vec((some_words(), prop::collection::vec(a_ring(), 0..3)), 0..6),
        spots in prop::collection::vec((some_words(), a_count(), prop::option::of((any::<f64>(), any::<f64>())), prop::option::of((-180f64..180.0, -90f64..90.0)), prop::collection::vec(a_ring(), 0..2)), 0..40),
    ) {
        let base = base.into_iter().map(|(name, rings)| Outline { name, rings }).collect();
        let spots = spots.into_iter().map(|(name, count, wild, at, rings)| Area {
            name, count, at: at.or(wild), rings,
        });
        look(&areas(&Areas { words, unit: "incidents".to_owned(), base, areas: spots.collect(), left_out: 1, credit: String::new() }));
    }

    #[test]
    fn a_band_stays_in_its_frame(
        words in around(),
        step in a_step(),
        points in prop::collection::vec((a_day(), a_count(), a_count(), a_count(), any::<bool>()), 0..60),
    ) {
        let points = points.into_iter().map(|(day, low, best, high, open)| BandPoint { day, low, best, high, open });
        look(&band(&Band { words, unit: "people killed".to_owned(), step, points: points.collect(), left_out: 2 }));
    }

    #[test]
    fn a_calendar_stays_in_its_frame(
        words in around(),
        days in prop::collection::vec((a_day(), a_count()), 0..60),
    ) {
        let days = days.into_iter().map(|(day, count)| Day { day, count });
        look(&calendar(&Calendar { words, unit: "incidents".to_owned(), days: days.collect(), left_out: 2 }));
    }

    #[test]
    fn tolls_stay_in_their_frame(
        words in around(),
        rows in prop::collection::vec((some_words(), some_words(), prop::collection::vec((some_words(), a_toll()), 0..12), prop::option::of(a_toll())), 0..50),
    ) {
        let rows = rows.into_iter().map(|(label, when, figures, chosen)| Toll {
            label, when, chosen,
            figures: figures.into_iter().map(|(source, toll)| Figure { source, toll }).collect(),
        });
        look(&tolls(&Tolls { words, unit: "people killed".to_owned(), rows: rows.collect() }));
    }

    #[test]
    fn lead_times_stay_in_their_frame(
        words in around(),
        within in any::<u32>(),
        rows in prop::collection::vec((some_words(), some_words(), prop::option::of(any::<(u32, u32)>()), prop::collection::vec(any::<u32>(), 0..9), some_words()), 0..70),
    ) {
        let rows = rows.into_iter().map(|(label, when, tied, days, unknown)| Lead { label, when, tied, or_more: tied.is_some_and(|(low, high)| low == high), days, unknown });
        look(&leads(&Leads { words, within, rows: rows.collect() }));
    }
}

#[test]
fn ranks_print_every_count_and_say_what_is_left_out() {
    let row = |at: u64| Rank {
        label: format!("Kind {at}"),
        count: 40 - at,
        note: if at == 2 {
            "30 days".to_owned()
        } else {
            String::new()
        },
    };
    let svg = ranks(&Ranks {
        words: Words::new("Incidents by kind", ["41 incidents."]),
        unit: "incidents".to_owned(),
        rows: (0..33).map(row).collect(),
        left_out: 1,
    });
    look(&svg);
    assert!(svg.contains(">40</text>") && svg.contains(">38 (30 days)</text>"));
    assert!(svg.contains("1 incident tells none."), "{svg}");
    assert!(svg.contains("The first 30 of 33 are drawn."));
    assert!(!svg.contains("Kind 31"));
}

#[test]
fn what_nobody_can_tell_is_not_said_to_be_nothing() {
    let chart = |unknown: &str| {
        leads(&Leads {
            words: Words::new("Leads", ["One warning."]),
            within: 30,
            rows: vec![Lead {
                label: "Embassy warns".to_owned(),
                unknown: unknown.to_owned(),
                ..Lead::default()
            }],
        })
    };
    assert!(chart("").contains("nothing followed"));
    let drawn = chart("followed, but no day is told");
    assert!(drawn.contains("followed, but no day is told") && !drawn.contains("nothing followed"));
}

#[test]
fn what_lasted_so_long_or_longer_is_drawn_as_such() {
    let chart = |or_more| {
        leads(&Leads {
            words: Words::new("Leads", ["One threat."]),
            within: 30,
            rows: vec![Lead {
                label: "Threat".to_owned(),
                tied: Some((60, 60)),
                or_more,
                ..Lead::default()
            }],
        })
    };
    assert!(chart(true).contains("this or more"));
    assert!(!chart(false).contains("this or more"));
}

#[test]
fn a_chart_of_nothing_says_so() {
    let words = || Words::new("Nothing", ["0 of 8 incidents."]);
    let drawn = [
        timeline(&Timeline {
            words: words(),
            ..Timeline::default()
        }),
        bars(&Bars {
            words: words(),
            unit: "incidents".to_owned(),
            ..Bars::default()
        }),
        multiples(&Multiples {
            words: words(),
            unit: "incidents".to_owned(),
            ..Multiples::default()
        }),
        mix(&Mix {
            words: words(),
            unit: "targets".to_owned(),
            ..Mix::default()
        }),
        areas(&Areas {
            words: words(),
            unit: "incidents".to_owned(),
            ..Areas::default()
        }),
        band(&Band {
            words: words(),
            unit: "people killed".to_owned(),
            ..Band::default()
        }),
        calendar(&Calendar {
            words: words(),
            unit: "incidents".to_owned(),
            ..Calendar::default()
        }),
        tolls(&Tolls {
            words: words(),
            unit: "people killed".to_owned(),
            ..Tolls::default()
        }),
        leads(&Leads {
            words: words(),
            ..Leads::default()
        }),
        ranks(&Ranks {
            words: words(),
            unit: "incidents".to_owned(),
            ..Ranks::default()
        }),
    ];
    for svg in drawn {
        look(&svg);
        assert!(
            svg.contains("to draw.") && svg.contains("0 of 8 incidents."),
            "{svg}"
        );
    }
}

#[test]
fn ten_thousand_incidents_give_a_picture_of_modest_size() {
    let first = Date::constant(2015, 1, 1);
    let marks = (0..10_000_i64).map(|at| Mark {
        when: Some(When::day(first + (at * 7919 % 3000).days())),
        lane: format!("group {}", at % 40),
        label: String::new(),
    });
    let svg = timeline(&Timeline {
        words: Words::new("Many", ["All."]),
        marks: marks.collect(),
    });
    look(&svg);
    assert!(svg.contains("29 others"), "rare groups are drawn together");
    assert!(svg.len() < 1_000_000, "{}", svg.len());
}

#[test]
fn undated_incidents_are_counted_beside_the_timeline() {
    let dated = Mark {
        when: "2022-04-17".parse().ok(),
        ..Mark::default()
    };
    let chart = Timeline {
        words: Words::new("April", ["Two of two."]),
        marks: vec![dated, Mark::default()],
    };
    assert!(timeline(&chart).contains("1 incident is undated and not drawn."));
}

#[test]
fn a_period_without_incidents_between_two_others_has_its_place() {
    let bar = |day: &str, count| Bar::new(day.parse().unwrap(), count);
    let chart = Bars {
        words: Words::new("Months", ["All."]),
        unit: "incidents".to_owned(),
        step: Step::Month,
        bars: vec![bar("2022-04-17", 2), bar("2022-06-01", 3)],
        left_out: 0,
    };
    let svg = bars(&chart);
    assert!(
        svg.contains("5 incidents in 3 months, most in June 2022 (3)."),
        "{svg}"
    );
}

#[test]
fn where_reporting_changed_is_marked_and_explained() {
    let mut second = Bar::new("2022-05-01".parse().unwrap(), 9);
    second.source_change = Some(4);
    let chart = Bars {
        words: Words::new("Months", ["All."]),
        unit: "incidents".to_owned(),
        bars: vec![Bar::new("2022-04-01".parse().unwrap(), 2), second],
        ..Bars::default()
    };
    let svg = bars(&chart);
    assert!(svg.contains("+4 sources") && svg.contains("may be one in reporting"));
}

#[test]
fn sources_with_the_same_figure_share_a_line() {
    let figure = |source: &str, toll| Figure {
        source: source.to_owned(),
        toll,
    };
    let chart = Tolls {
        words: Words::new("Tolls", ["All."]),
        unit: "people killed".to_owned(),
        rows: vec![Toll {
            label: "Embassy".to_owned(),
            figures: vec![
                figure("B", Estimate::exactly(8)),
                figure("A", Estimate::exactly(8)),
                figure("C", Estimate::at_least(6)),
            ],
            ..Toll::default()
        }],
    };
    let svg = tolls(&chart);
    assert!(svg.contains(">A, B<") && svg.contains(">6+<"), "{svg}");
}
